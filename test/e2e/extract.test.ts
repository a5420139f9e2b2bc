// Reading texts, as whoever has one meets it.
import { afterAll, beforeAll, expect, it } from "vitest";
import { jsonLines, openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(30);
});
afterAll(() => stage.close());

const TEXT = `Kestrel Robotics told investors that job cuts would affect about 15% of its workforce, or roughly 700 roles.

It hired 40 engineers in March. Its revenue was $90m.
`;

it("a plain text is shown with its claims, the words that say so, and why the other figures are none", async () => {
  const { code, out, err } = await stage.run(["layoffs", "extract", stage.file("memo.txt", TEXT)]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("Kestrel Robotics: about 700 (15 %) cut, announced");
  expect(out).toContain("Count and percentage imply about 4,667.");
  expect(out).toContain("“Kestrel Robotics told investors that job cuts would affect about 15%");
  expect(out).toMatch(/40 engineers +Kestrel Robotics +are hired, or jobs that are created/);
  expect(out).toMatch(/90m +money/);
});

it("a text comes from standard input too, with its headline and its day", async () => {
  const args = ["layoffs", "extract", "--title", "Bolt to cut 90 jobs", "--published", "2026-03-12", "--json"];
  const { code, out } = await stage.run(args, { input: "The firm said so on Tuesday." });
  expect(code).toBe(0);
  expect(jsonLines(out)).toMatchObject([
    { claims: [{ company: "Bolt", count: 90, in: "title", start: 0, end: 19 }], refused: [] },
  ]);
});

it("a text in German, French or Spanish is read as such, by its words or as it is said", async () => {
  const german = "Norica teilte am Dienstag mit, dass im Werk 40 Stellen gestrichen werden.";
  const { out } = await stage.run(["layoffs", "extract", "--json"], { input: german });
  expect(jsonLines(out)).toMatchObject([{ claims: [{ company: "Norica", count: 40 }] }]);
  const short = { input: "Norica streicht 40 Stellen." };
  expect(jsonLines((await stage.run(["layoffs", "extract", "--json"], short)).out)).toMatchObject([{ claims: [] }]);
  const said = await stage.run(["layoffs", "extract", "--language", "de", "--json"], short);
  expect(jsonLines(said.out)).toMatchObject([{ claims: [{ company: "Norica", count: 40 }] }]);
  const line = JSON.stringify({ id: 1, language: "de-AT", text: short.input });
  const lines = await stage.run(["layoffs", "extract", "--ndjson", "--json"], { input: line });
  expect(jsonLines(lines.out)).toMatchObject([{ id: 1, claims: [{ company: "Norica", count: 40 }] }]);
  const { code, err } = await stage.run(["layoffs", "extract", "--language", "xx"], short);
  expect(code).toBe(2);
  expect(err).toContain('--language "xx" is none that is read: en, de, fr, es.');
});

it("many texts are read line by line, each answer under its id", async () => {
  const lines = [
    { id: "a", title: null, published: "2026-03-12", text: TEXT },
    { id: 7, text: "Nothing happened." },
  ];
  const input = lines.map((line) => JSON.stringify(line)).join("\n\n");
  const { code, out } = await stage.run(["layoffs", "extract", "--json", "--ndjson", "-"], { input });
  expect(code).toBe(0);
  expect(jsonLines(out)).toMatchObject([
    { id: "a", claims: [{ count: 700, percent: 15 }] },
    { id: 7, claims: [], refused: [] },
  ]);
});

it("a line that is none is an error with its place, after what was read before it", async () => {
  const good = JSON.stringify({ id: "a", text: "Bolt laid off 90 people." });
  for (const [bad, why] of [
    ["{", "this is no JSON object"],
    ['{"id":"b"}', '"text" is missing'],
    ["[1]", "this is no object"],
  ] as const) {
    const { code, out, err } = await stage.run(["layoffs", "extract", "--ndjson", "-"], { input: `${good}\n${bad}\n` });
    expect(code).toBe(2);
    expect(jsonLines(out)).toHaveLength(1);
    expect(err).toContain("standard input, line 2: ");
    expect(err).toContain(why);
  }
});

it("what is no UTF-8, and what is not there, is said in a sentence", async () => {
  const latin = stage.file("latin.txt", new Uint8Array([0x42, 0xe9, 0x20, 0x63]));
  expect(await stage.run(["layoffs", "extract", latin])).toMatchObject({ code: 2, out: "" });
  expect((await stage.run(["layoffs", "extract", latin])).err).toContain("this is not UTF-8; convert it first.");
  expect((await stage.run(["layoffs", "extract", "nowhere.txt"])).code).toBe(2);
});
