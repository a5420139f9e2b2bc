// A model behind the rules, as whoever has one meets it: a server of their own on loopback, with the habits that such servers have.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FakeApi } from "../../src/http/fake-api.ts";
import { type Habit, startFakeModel } from "../../src/models/fake.ts";
import { jsonLines, openStage, type Stage } from "./stage.ts";

const KEY = "sk-test-0d5e7a31c9b84f62";
const TEXT = "Vexley Media said it would cut 120 jobs in Leeds. Rival Ostrander hired 450 people last year.\n";
const SENTENCE = "Vexley Media said it would cut 120 jobs in Leeds.";

let stage: Stage;
let server: FakeApi;
const habit: { say: Habit } = { say: () => '{"claims":[]}' };
beforeAll(async () => {
  stage = await openStage(30);
  server = await startFakeModel(habit);
  settings("model.yaml");
  stage.settings("none.yaml", "store: { path: none.db }\n");
  stage.file("memo.txt", TEXT);
});
afterAll(async () => {
  await server.close();
  await stage.close();
});
beforeEach(() => {
  server.heal();
  habit.say = () => claims({ count: 120 });
});

/** @param more of the model, in place of what it has here */
function settings(name: string, more = ""): void {
  const model = `url: ${server.url}v1, name: test-1, key: { env: MODEL_KEY }, rate: 6000, passages: 2, longest: 400${more}`;
  stage.settings(name, `record:\n  model: { ${model} }\nstore: { path: ${name}.db }\n`);
}

function claims(...some: object[]): string {
  return JSON.stringify({ claims: some.map((one) => ({ company: "Vexley Media", quote: SENTENCE, ...one })) });
}

const env = { MODEL_KEY: KEY };
const extract = (config: string, ...more: string[]) =>
  stage.run(["layoffs", "extract", "memo.txt", "--model", "--config", config, ...more], { env });
const asked = () => server.asked.length;

describe("rollcall layoffs extract --model", () => {
  it("asks that model with its key, and says nothing more where it reads as the rules do", async () => {
    const before = asked();
    const { code, out, err } = await extract("model.yaml");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("Vexley Media: 120 cut, announced");
    expect(out).not.toMatch(/To check|Not taken/);
    expect(asked()).toBe(before + 1);
    expect(server.asked.at(-1)?.headers["authorization"]).toBe(`Bearer ${KEY}`);
  });

  it("refuses a figure that does not stand in the text, one that the rules know to be another thing, and says why", async () => {
    habit.say = () =>
      claims(
        { count: 900 },
        { count: 450, company: "Ostrander", quote: "Rival Ostrander hired 450 people last year." },
        { count: 120, company: "Acme" },
      );
    const { code, out } = await extract("model.yaml");
    expect(code).toBe(0);
    expect(out).toContain("To check: read by the rules alone, and not by the model.");
    expect(out).toContain("Not taken of the model: Vexley Media, 900: the figure does not stand in the words.");
    expect(out).toContain(
      "Not taken of the model: Ostrander, 450: the rules read that the figure is of something else.",
    );
    expect(out).toContain("Not taken of the model: Acme, 120: the company does not stand there.");
    const [json] = jsonLines((await extract("model.yaml", "--json")).out);
    expect(json).toMatchObject({ claims: [{ count: 120, dissent: "rules alone" }] });
  });

  it("asks about no text that is longer than the settings say, and about no more texts", async () => {
    const before = asked();
    stage.file("long.txt", TEXT.repeat(5));
    const long = await stage.run(["layoffs", "extract", "long.txt", "--model", "--config", "model.yaml"], { env });
    expect(long).toMatchObject({ code: 2, out: "" });
    expect(long.err).toContain("the text is longer than record.model.longest (400).");
    expect(asked()).toBe(before);
    const lines = [1, 2, 3].map((id) => JSON.stringify({ id, text: TEXT })).join("\n");
    const many = await stage.run(["layoffs", "extract", "--model", "--ndjson", "--json", "--config", "model.yaml"], {
      env,
      input: lines,
    });
    expect(many.code).toBe(2);
    expect(jsonLines(many.out).map(({ id }) => id)).toEqual([1, 2]);
    expect(many.err).toContain("there are more texts than record.model.passages (2).");
    expect(asked()).toBe(before + 2);
  });

  it("without a model in the settings, or without its key, is one sentence, and nothing is sent", async () => {
    const before = asked();
    const none = await extract("none.yaml");
    expect(none).toMatchObject({ code: 2, out: "" });
    expect(none.err).toContain("--model: the settings name none; say which as record.model");
    const args = ["layoffs", "extract", "memo.txt", "--model", "--config", "model.yaml"];
    const keyless = await stage.run(args, { env: { MODEL_KEY: undefined } });
    expect(keyless).toMatchObject({ code: 3, out: "" });
    expect(keyless.err).toMatch(/record\.model\.key.*MODEL_KEY/);
    expect(asked()).toBe(before);
  });

  it.each<[string, string, () => void, number, RegExp]>([
    ["refuses the key", "model.yaml", () => server.fault("401", 1), 3, /its server refuses the key of record\.model/],
    ["has no such model", "model.yaml", () => server.fault("404", 1), 3, /look at url and name of record\.model/],
    [
      "asks to wait for an hour",
      "model.yaml",
      () => (habit.say = () => ({ status: 429, headers: { "retry-after": "3600" }, body: {} })),
      4,
      /too many calls \(HTTP 429\).* It asks to wait 60 minutes/,
    ],
    ["fails now and then", "model.yaml", () => server.fault("500", 1, 1), 0, /^$/],
    ["answers with a page", "model.yaml", () => server.fault("web page", 1), 4, /The model/],
    ["answers in prose", "model.yaml", () => (habit.say = () => "Vexley Media cuts 120."), 4, /holds no JSON object/],
    [
      "breaks off",
      "model.yaml",
      () => (habit.say = () => claims({ count: 120 }).slice(0, 30)),
      4,
      /no JSON object|not valid JSON/,
    ],
  ])(
    "one whose server %s ends in one sentence, without key, text or answer in it",
    async (_, config, now, code, words) => {
      now();
      const ran = await extract(config);
      expect(ran.code).toBe(code);
      expect(ran.err).toMatch(words);
      for (const secret of [KEY, "Vexley", "Ostrander"]) expect(ran.err).not.toContain(secret);
      if (code !== 0) expect([ran.out, ran.err.trim().split("\n")]).toEqual(["", [expect.any(String)]]);
    },
  );

  it.each([
    ["http://10.0.0.5/v1", /must be an https address/],
    ["https://user:secret@models.example/v1", /without a password/],
    ["http://models.example/v1", /plain http only on loopback/],
  ])("one at %s is a fault of the settings", async (url, words) => {
    stage.settings("wrong.yaml", `record:\n  model: { url: "${url}", name: test-1 }\n`);
    const { code, err } = await stage.run(["config", "check", "--config", "wrong.yaml"]);
    expect([code, err]).toEqual([3, expect.stringMatching(words)]);
    expect(err).not.toContain("user:secret");
  });
});

describe("texts that are imported", () => {
  const line = (key: string, text: string) =>
    `${JSON.stringify({ source: "feed:desk", key, title: null, published: "2026-03-10", publisher: "Desk", language: "en", address: `https://news.example/${key}-2026`, text, claims: [] })}\n`;
  const take = (name: string, config: string) =>
    stage.run(["layoffs", "import", name, "--source", "ndjson", "--config", config], { env });
  const NOVEL = "Around two hundred colleagues will have no desk at Vexley Media from May.";

  it("are read by rules alone where the settings name no model: no request leaves", async () => {
    const before = asked();
    stage.file("one.ndjson", line("one", TEXT));
    const { code, out } = await take("one.ndjson", "none.yaml");
    expect([code, out]).toEqual([0, expect.stringContaining("1 new layoff")]);
    expect(asked()).toBe(before);
  });

  it("are asked about once, within the bounds; what the model alone reads is marked, and what was not asked is said", async () => {
    habit.say = ({ text }) =>
      text === NOVEL ? claims({ count: 200, quote: "two hundred colleagues" }) : claims({ count: 120 }, { count: 900 });
    stage.file("texts.ndjson", [line("a", TEXT), line("b", NOVEL), line("c", `${TEXT} Later.`)].join(""));
    const before = asked();
    const first = await take("texts.ndjson", "model.yaml");
    expect(first.code).toBe(0);
    expect(first.err).toContain("The model was asked about 2 texts; 1 of its proposals was not taken.");
    expect(first.err).toContain("1 text it was not asked about: the rules alone read it.");
    expect(asked()).toBe(before + 2);
    const list = await stage.run(["layoffs", "list", "--json", "--config", "model.yaml"]);
    const ids = jsonLines(list.out).map(({ id }) => String(id));
    const shown = await Promise.all(ids.map((id) => stage.run(["layoffs", "show", id, "--config", "model.yaml"])));
    expect(shown.map(({ out }) => out).join("\n")).toContain("    to check: read by the model alone");
    // What was left is asked about now, and nothing else again.
    const again = await take("texts.ndjson", "model.yaml");
    expect(again.err).toContain("The model was asked about 1 text;");
    expect(asked()).toBe(before + 3);
    expect((await take("texts.ndjson", "model.yaml")).err).not.toContain("The model was asked");
    expect(asked()).toBe(before + 3);
  }, 120_000);

  it("are kept as the rules read them where the model does not answer, and asked about again another time", async () => {
    settings("failing.yaml");
    stage.file("failing.ndjson", line("f", TEXT));
    server.fault("401", 1, 1);
    const first = await take("failing.ndjson", "failing.yaml");
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining("1 new layoff") });
    expect(first.err).toContain("About 1 text it gave no answer, so that the rules alone read it: The model:");
    expect((await take("failing.ndjson", "failing.yaml")).err).toContain("The model was asked about 1 text;");
  });

  it("leave neither key nor text in a log: no file beside the store holds the key", () => {
    for (const name of readdirSync(stage.folder))
      expect(readFileSync(join(stage.folder, name)).includes(KEY), name).toBe(false);
  });
});
