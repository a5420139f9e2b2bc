import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { table } from "./table.ts";

const COLUMNS = [{ title: "who", cut: true }, { title: "n", align: "right" as const }, { title: "when" }];

describe("a table", () => {
  it("lines up names in any script by terminal cells", () => {
    const lines = table(COLUMNS, [
      ["山田太郎", "1", "x"],
      ["Zoë", "12", "x"],
    ]);
    expect(lines.map((line) => stringWidth(line.slice(0, line.indexOf("x"))))).toEqual([
      expect.any(Number),
      stringWidth("山田太郎") + 2 + 2 + 2,
      stringWidth("山田太郎") + 2 + 2 + 2,
    ]);
  });

  it("cuts only the columns that may be cut, and stays within the terminal", () => {
    const lines = table(COLUMNS, [["a very long name that nobody expected", "1", "today"]], 24);
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(24);
    expect(lines[1]).toMatch(/^a very.*… {2}1 {2}today$/);
  });

  it("would rather be too wide than cut a name to nothing", () => {
    expect(table(COLUMNS, [["abcdefgh", "1", "2026-11-23"]], 5)[1]).toContain("abcdefgh");
  });
});
