import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvRecord } from "./csv.ts";

const parsed = (records: readonly (readonly string[])[]): string[][] =>
  parse(`${records.map(csvRecord).join("\n")}\n`, { relax_column_count: true, skip_empty_lines: false });

/** Text with what CSV and spreadsheets stumble over. */
const field = fc
  .array(fc.constantFrom("a", "ł", "🙂", " ", ",", '"', "\n", "\r\n", ";", "=", "+", "-", "@", "\t", "'", "1"), {
    maxLength: 6,
  })
  .map((parts) => parts.join(""));

describe("a record of CSV", () => {
  it("is read back by a parser that is not ours, whatever is in it, but for the apostrophe before a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field, field), { minLength: 1, maxLength: 4 }), (records) => {
        const back = parsed(records);
        expect(back.map((record) => record.map((one) => one.replace(/^'/, "")))).toEqual(
          records.map((record) => record.map((one) => one.replace(/^'/, ""))),
        );
        expect(back.flat().filter((one) => /^\s*[=+\-@]/.test(one))).toEqual([]);
      }),
    );
  });

  it.each(["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "＠a"])(
    "%j is no formula to a spreadsheet",
    (text) => {
      expect(parsed([[text, "b"]])).toEqual([[`'${text}`, "b"]]);
    },
  );

  it("leaves names as they are written", () => {
    expect(csvRecord(["Zofia Łęcka", 'O\'Brien, "Bo"', "a=b", ""])).toBe('Zofia Łęcka,"O\'Brien, ""Bo""",a=b,');
  });
});
