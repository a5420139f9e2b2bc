// Asking a model about documents before they are kept: whom it is asked about, and what becomes of what it does not answer.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RollcallError } from "../core/errors.ts";
import type { Proposal } from "../core/record/extract/proposal.ts";
import { openSqlite } from "../stores/sqlite.ts";
import type { Model } from "./model-port.ts";
import { modelReader } from "./model-reader.ts";
import type { Store } from "./ports.ts";
import { readDocuments } from "./read-documents.ts";
import type { Reported } from "./record-port.ts";

const names = () => ({ has: () => false });
const QUOTE = "Vexley will cut 120 jobs in Leeds.";
const PROPOSED: Proposal = {
  in: "text",
  company: "Vexley",
  quote: QUOTE,
  count: 120,
  low: null,
  high: null,
  percent: null,
  kind: "layoff",
  status: "announced",
  scope: "company",
  background: false,
};

function document(key: string, text: string | null = QUOTE): Reported {
  const about = { source: "feed:desk", key, address: null, title: null, published: "2026-03-10", publisher: null };
  return { ...about, language: "en", text, claims: [], raw: null };
}

let store: Store;
let asked: string[];
beforeEach(async () => {
  store = await openSqlite({ path: ":memory:" });
  asked = [];
});
afterEach(() => store.close());

/** @param say what it does when it is asked for the so-many-th time, from 1 */
function reader(say: (n: number) => readonly Proposal[] = () => [PROPOSED], bounds: Partial<Model> = {}) {
  return modelReader(names, {
    name: "test-1",
    most: 10,
    longest: 200,
    ...bounds,
    propose: async ({ text }) => {
      asked.push(text);
      return say(asked.length);
    },
  });
}

const refusing = (code: "refused_token" | "malformed") => (): never => {
  throw new RollcallError(code, "The model: no.");
};

describe("before documents are kept", () => {
  it("the model is asked about each text, and not about tables, long texts, or more than a run may have", async () => {
    const documents = [
      document("a"),
      document("b", null),
      document("c", "x".repeat(201)),
      document("d"),
      document("e"),
    ];
    const use = await reader(undefined, { most: 2 }).prepare(documents, store);
    expect(use).toEqual({ asked: 2, failed: 0, why: undefined, refused: {}, left: 2 });
    expect(asked).toEqual([QUOTE, QUOTE]);
  });

  it("what it was asked about is not asked again, unless it is another model or another text", async () => {
    const one = reader();
    await one.prepare([document("a")], store);
    await readDocuments(store, [document("a")], one, 1);
    expect(await reader().prepare([document("a")], store)).toMatchObject({ asked: 0 });
    expect(await reader(undefined, { name: "test-2" }).prepare([document("a")], store)).toMatchObject({ asked: 1 });
    expect(await reader().prepare([document("a", `${QUOTE} It said so.`)], store)).toMatchObject({ asked: 1 });
  });

  it("what was prepared is read as before where nothing is to be asked, and keeps the model's marks", async () => {
    const marked = reader(() => []);
    await marked.prepare([document("a")], store);
    await readDocuments(store, [document("a")], marked, 1);
    const again = reader();
    await again.prepare([document("a")], store);
    expect(await readDocuments(store, [document("a")], again, 2)).toMatchObject({ known: 1, changed: 0 });
    const [layoff] = await store.layoffs({ limit: 1 });
    const [claim] = await store.claimsOf([layoff?.id ?? ""]);
    expect(claim?.more).toEqual({ dissent: "rules alone" });
  });

  it("refused proposals are counted by their reason", async () => {
    const say = () => [{ ...PROPOSED, count: 900 }, { ...PROPOSED, quote: "Vexley cuts." }, PROPOSED];
    expect((await reader(say).prepare([document("a")], store)).refused).toEqual({ other_figure: 1, no_quote: 1 });
  });

  it("three answers in a row that are none end the asking; one that is none between others does not", async () => {
    const documents = ["a", "b", "c", "d", "e"].map((key) => document(key));
    expect(await reader(refusing("malformed")).prepare(documents, store)).toMatchObject({
      asked: 3,
      failed: 3,
      why: "The model: no.",
      left: 2,
    });
    const now = reader((n) => (n % 2 === 1 ? refusing("malformed")() : [PROPOSED]));
    asked = [];
    expect(await now.prepare(documents, store)).toMatchObject({ asked: 5, failed: 3, left: 0 });
  });

  it("a key that is refused is not tried again", async () => {
    const documents = ["a", "b"].map((key) => document(key));
    expect(await reader(refusing("refused_token")).prepare(documents, store)).toMatchObject({ asked: 1, left: 1 });
  });

  it("a text that it did not answer is kept as the rules read it, under their name", async () => {
    const one = reader(refusing("malformed"));
    await one.prepare([document("a")], store);
    expect(await readDocuments(store, [document("a")], one, 1)).toMatchObject({ made: 1 });
    expect((await store.readings()).map(({ reader: by }) => by)).toEqual([expect.stringMatching(/^rules \d+$/)]);
  });

  it("whoever interrupts it is obeyed, and other faults are ours", async () => {
    const stopped = reader(() => {
      throw new RollcallError("interrupted", "Interrupted.");
    });
    await expect(stopped.prepare([document("a")], store)).rejects.toThrow("Interrupted.");
    const broken = reader(() => {
      throw new TypeError("x");
    });
    await expect(broken.prepare([document("a")], store)).rejects.toThrow(TypeError);
  });
});
