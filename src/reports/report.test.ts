import { describe, expect, it } from "vitest";
import { type Ledger, openLedger, released } from "../core/ledger/ledger.ts";
import type { Settled } from "../core/ledger/settled.ts";
import type { Unit } from "../core/ledger/units.ts";
import { DAY } from "../core/time.ts";
import { REPORT_FORMATS, reportText } from "./report.ts";

const names = ["Sales (Oslo)", '=1+1, <b>& "x" | `y`\n# z', "Design"];
const units = names.map((name, i): Unit => ({
  id: `u-${i}`,
  name,
  headcount: 4000,
  parts: [{ team: i === 2 ? "Design" : "Sales", place: i === 0 ? "Oslo" : null }],
}));

function ledger(...counts: readonly number[]): Ledger<"departures"> {
  const settled = { at: DAY, counts: new Map(counts.map((count, i) => [`u-${i}`, count])) } as unknown as Settled;
  return released(openLedger(units, 5), settled);
}

describe.each(REPORT_FORMATS)("a report as %s", (format) => {
  it("is the same to the byte where nobody, a few or almost everybody of a unit left", () => {
    const looks = [0, 1, 4, 3996, 4000].map((count) => reportText(ledger(1234, 7, count), format));
    expect(new Set(looks).size).toBe(1);
    expect(reportText(ledger(1234, 7, 5), format)).not.toBe(looks[0]);
  });

  it("says at least, and by which rule", () => {
    const shown = reportText(ledger(1234, 7, 0), format);
    expect(shown).toMatch(
      format === "json" ? /"atLeast":1234\b/ : format === "csv" ? /left_at_least/ : /at least 1,234/,
    );
    expect(shown).toMatch(/p-[0-9a-f]{16}/);
    expect(shown).toContain("1970-01-02T00:00:00.000Z");
    expect(shown).toContain("\n");
  });

  it("is of nothing before the first release", () => {
    expect(() => reportText(openLedger(units, 5), format)).toThrow("Nothing has been released yet");
  });
});

describe("the name of a unit", () => {
  it("is text in every format, whatever stands in it", () => {
    const of = ledger(1234, 7, 0);
    expect(reportText(of, "html")).toContain("<td>=1+1, &#60;b&#62;&#38; &#34;x&#34; | `y`·# z</td>");
    expect(reportText(of, "markdown")).toContain('| \\=1\\+1\\, \\<b\\>\\& \\"x\\" \\| \\`y\\`·\\# z | at least 7 |');
    expect(reportText(of, "csv")).toContain('unit,"\'=1+1, <b>& ""x"" | `y`·# z",7,5,p-');
    expect(reportText(of, "text")).toContain('  at least     7  =1+1, <b>& "x" | `y`·# z\n');
    expect(JSON.parse(reportText(of, "json"))).toMatchObject({ units: [{}, { unit: names[1], atLeast: 7 }, {}] });
  });
});
