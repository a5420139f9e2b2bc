import { describe, expect, it } from "vitest";
import { readYaml } from "./yaml.ts";

const nestedAliases = Array.from(
  { length: 9 },
  (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(", ")}]`,
);

describe("text that is no sound YAML is told at its place, without quoting it", () => {
  it.each<[name: string, text: string, line: number, column: number, message: string]>([
    ["a tab", "a:\n\tb: 1\n", 2, 1, "a tab indents this line; use spaces"],
    ["a key given twice", "a: 1\nb: 2\na: 3\n", 3, 1, "this key is given twice in the same mapping; keep one"],
    [
      "an open bracket",
      "a: [1\nb: 2\n",
      2,
      1,
      "wrong indentation; keys of one mapping begin in the same column, and every bracket is closed",
    ],
    ["an open quote", 'a: "x\n', 2, 1, "a quote, bracket, comma, colon or space is missing here"],
    [
      "wrong indentation",
      "a:\n  - b\n c: 1\n",
      3,
      1,
      "wrong indentation; keys of one mapping begin in the same column, and every bracket is closed",
    ],
    [
      "a second colon",
      "a: b: c\n",
      1,
      4,
      "a second key in the same line; begin a new line, or put the value in quotes",
    ],
    [
      "text after a quoted value",
      "a: 'x' y\n",
      1,
      8,
      "this does not belong here; put the value in quotes, or look at the line above",
    ],
    ["an @ at the start", "a: @x\n", 1, 4, "a value cannot begin with this character; put it in quotes"],
    ["a line without a colon", "a: 1\nb\n", 2, 1, "a quote, bracket, comma, colon or space is missing here"],
    [
      "an escape that is none",
      'a: "\\q"\n',
      1,
      5,
      "after \\ in double quotes stands a character that cannot be escaped; write \\\\ or use single quotes",
    ],
    ["a tag", "a: !x 1\n", 1, 4, "tags (!name) are not read here; put the value in quotes if the ! belongs to it"],
    ["two documents", "a: 1\n---\nb: 2\n", 2, 1, "a second document begins here; the settings are one document"],
    ["a list as a key", "? [a]\n: 1\n", 1, 3, "a key must be plain text"],
    ["a key that JavaScript keeps for itself", "a: { __proto__: 1 }\n", 1, 6, "a key cannot have this name"],
    ["an alias of nothing", "a: *x\n", 1, 4, "this alias (*name) has no anchor (&name) above it"],
    ["an alias within itself", "a: &x [*x]\n", 1, 8, "this alias contains itself; write the value out"],
    [
      "aliases of aliases of aliases",
      `a0: &a0 [x]\n${nestedAliases.join("\n")}\n`,
      2,
      10,
      "too many aliases; write the values out",
    ],
  ])("%s", (_, text, line, column, message) => {
    expect(readYaml(text).faults).toEqual([{ line, column, text: message }]);
  });

  it("nesting without end is a fault and no crash", () => {
    const { faults, value } = readYaml("[".repeat(200_000));
    expect(faults.map(({ text }) => text)).toEqual(["nested too deeply"]);
    expect(value).toBeUndefined();
  });
});

describe("reading", () => {
  it("a line %YAML 1.1 does not bring back its readings", () => {
    expect(readYaml("%YAML 1.1\n---\na: no\nb: 2026-11-20\n")).toMatchObject({
      value: { a: "no", b: "2026-11-20" },
      faults: [],
    });
  });

  it("keys are text, whatever they look like", () => {
    expect(readYaml("1: a\ntrue: b\n").value).toEqual({ 1: "a", true: "b" });
  });
});

describe("the position of a path", () => {
  const text = "a:\n  b: [x, yy]\n  c:\nd: &d { e: 1 }\nf: *d\n";
  const { position } = readYaml(text);
  it.each<[path: (string | number)[], of: "key" | "value", line: number, column: number]>([
    [["a", "b"], "value", 2, 6],
    [["a", "b"], "key", 2, 3],
    [["a", "b", 1], "value", 2, 10],
    [["a", "c"], "value", 3, 3],
    [["a", "missing"], "value", 1, 1],
    [["a", "b", 7], "value", 2, 3],
    [["f"], "value", 5, 4],
    [["f", "e"], "value", 4, 12],
    [["nowhere", "at", "all"], "value", 1, 1],
  ])("%j, its %s", (path, of, line, column) => {
    expect(position(path, of)).toEqual({ line, column });
  });
});
