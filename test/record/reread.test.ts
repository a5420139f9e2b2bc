// A change of the parser: ids stay, nothing is there twice, and every figure that is another is listed with its reason.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importReports } from "../../src/app/import-reports.ts";
import type { Store } from "../../src/app/ports.ts";
import { readDocuments } from "../../src/app/read-documents.ts";
import type { Reported } from "../../src/app/record-port.ts";
import { rereadDocuments } from "../../src/app/reread.ts";
import type { Layoff } from "../../src/core/record/layoff.ts";
import { fileSource } from "../../src/files/input.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { sources } from "../../src/sources/index.ts";
import { registerRows, stories, storyReader } from "./corpus.ts";
import { NO_READER, reported } from "./reports.ts";

let store: Store;
beforeEach(async () => {
  store = await openSqlite({ path: ":memory:" });
});
afterEach(() => store.close());

const all = async (): Promise<ReadonlyMap<string, Layoff>> =>
  new Map((await store.layoffs({ limit: 1e6 })).map((one) => [one.id, one]));
const figure = ({ count, low, high }: Layoff) => ({ count, low, high });
const claims = async (): Promise<readonly string[]> =>
  (await store.claimsOf([...(await all()).keys()])).map(({ id }) => id).toSorted();

describe("a later parser over rows and stories that an earlier one has read", () => {
  const [rows, texts] = [240, 120];
  const again = function* (): Generator<Reported> {
    yield* registerRows(rows, "later");
    yield* stories(texts);
  };
  const earlier = async (): Promise<void> => {
    await readDocuments(store, registerRows(rows, "earlier"), storyReader("earlier"), 1000);
    await readDocuments(store, stories(texts), storyReader("earlier"), 2000);
  };

  it("keeps every id, doubles nothing, and lists each figure that is another, with what it was and the parser as its reason", async () => {
    await earlier();
    const [before, claimsBefore] = [await all(), await claims()];
    const { taken, corrections } = await rereadDocuments(store, again(), storyReader("later"), 3000);
    const after = await all();
    expect(await store.recordSize()).toMatchObject({ documents: rows + texts });
    expect(taken).toMatchObject({ added: 0, attached: 0 });

    const gone = [...before.values()].filter(({ id }) => !after.has(id));
    const fresh = [...after.values()].filter(({ id }) => !before.has(id));
    // One story in a hundred is no cut as the later reader has it, and another is one.
    expect(gone.map(({ name }) => name)).toHaveLength(2);
    expect(fresh).toHaveLength(2);
    const keptClaims = (await claims()).filter((id) => claimsBefore.includes(id));
    expect(keptClaims).toHaveLength(claimsBefore.length - gone.length);
    expect(await claims()).toHaveLength(keptClaims.length + fresh.length);

    const differing = [...before.values()].filter((one) => {
      const now = after.get(one.id);
      return now === undefined || now.low !== one.low || now.high !== one.high || now.count !== one.count;
    });
    expect(differing.length).toBeGreaterThan(50);
    const listed = new Map(corrections.map((one) => [one.before.id, one]));
    expect([...listed.keys()].toSorted()).toEqual(differing.map(({ id }) => id).toSorted());
    for (const one of differing) {
      const told = listed.get(one.id);
      expect(told?.before).toEqual(one);
      expect(told?.version.causes).toEqual([{ why: "parser", by: expect.stringMatching(/^doc-/) }]);
      const now = after.get(one.id);
      const said = told?.version.layoff;
      if (now === undefined) expect(said?.empty).toBe(true);
      else expect(said && figure(said)).toEqual(figure(now));
    }
    // What the record said before the parser was changed is what it says of that moment.
    expect(await store.recordAt(2999).layoffs({ limit: 1e6 })).toEqual([...before.values()]);
  });

  it("changes nothing a second time, and comes to what reading everything by it at once comes to", async () => {
    await earlier();
    await rereadDocuments(store, again(), storyReader("later"), 3000);
    const first = await all();
    const { taken, corrections } = await rereadDocuments(store, again(), storyReader("later"), 4000);
    expect(taken).toMatchObject({ added: 0, changed: 0, known: rows + texts, corrected: 0 });
    expect(corrections).toEqual([]);
    expect(await all()).toEqual(first);
    const other = await openSqlite({ path: ":memory:" });
    await readDocuments(other, again(), storyReader("later"), 1000);
    const told = (some: Iterable<Layoff>) =>
      [...some].map((one) => JSON.stringify([one.name, one.date, figure(one)])).toSorted();
    expect(told(await other.layoffs({ limit: 1e6 }))).toEqual(told(first.values()));
    await other.close();
  });

  it("leaves everything as it was where it breaks off, wherever that is", async () => {
    await earlier();
    const before = [await all(), await claims(), await store.recordState(), await store.corrections({ limit: 9 })];
    for (const at of [1, 200, rows + texts - 1]) {
      const broken = function* (): Generator<Reported> {
        let n = 0;
        for (const one of again()) {
          if (n++ === at) throw new Error("it breaks off");
          yield one;
        }
      };
      await expect(rereadDocuments(store, broken(), storyReader("later"), 3000)).rejects.toThrow("breaks off");
      expect([await all(), await claims(), await store.recordState(), await store.corrections({ limit: 9 })]).toEqual(
        before,
      );
    }
    // Begun again, it is done once: every figure is said to be another once, and then nothing is left to do.
    const { taken, corrections } = await rereadDocuments(store, again(), storyReader("later"), 3000);
    expect(taken).toMatchObject({ added: 0, attached: 0, corrected: corrections.length });
    expect(new Set(corrections.map((one) => one.before.id)).size).toBe(corrections.length);
    expect(corrections.length).toBeGreaterThan(50);
    const repeated = await rereadDocuments(store, again(), storyReader("later"), 4000);
    expect(repeated).toMatchObject({ taken: { changed: 0, known: rows + texts }, corrections: [] });
  });

  it("keeps the claims of a document that is gone, and takes in none that was not known", async () => {
    await readDocuments(store, registerRows(30, "earlier"), storyReader("earlier"), 1000);
    const before = await all();
    const some = [...registerRows(60, "later")].filter((_, n) => n >= 15);
    const { taken } = await rereadDocuments(store, some, storyReader("later"), 2000);
    expect(taken).toMatchObject({ added: 0, made: 0 });
    expect([...(await all()).keys()]).toEqual([...before.keys()]);
  });
});

describe("why a figure is another", () => {
  const row = (count: number, raw: string): Reported => reported([{ count }], { source: "warn:xx", key: "7", raw });
  const reasons = async () =>
    (await store.corrections({ limit: 9 })).map(({ before, version: { layoff, causes } }) => [
      before.count,
      layoff.count,
      causes[0]?.why,
    ]);

  it("is the parser where the row is as it was, and a correction where the row is another", async () => {
    await readDocuments(store, [row(80, "a")], NO_READER, 1000);
    await readDocuments(store, [row(81, "a")], NO_READER, 2000);
    await readDocuments(store, [row(95, "b")], NO_READER, 3000);
    expect(await reasons()).toEqual([
      [81, 95, "correction"],
      [80, 81, "parser"],
    ]);
  });

  it("is a new report where there is one, and the parser of a row whose key is its own hash, also of stores that kept no more", async () => {
    const is = (count: number) =>
      reported([{ count }], {
        source: "warn:xx",
        key: "abc",
        address: "https://x.example/abc",
        published: "2026-03-10",
      });
    await readDocuments(store, [is(80)], NO_READER, 1000);
    await readDocuments(store, [{ ...is(90), raw: "abc" }], NO_READER, 2000);
    await readDocuments(store, [reported([{ count: 92 }], { published: "2026-03-11" })], NO_READER, 3000);
    const why = (await store.versions((await store.layoffs({ limit: 1 }))[0]?.id ?? "")).map(
      ({ causes }) => causes[0]?.why,
    );
    expect(why).toEqual(["report", "parser", "report"]);
  });

  it("says what brought a layoff back that no document told of any more, under its old id", async () => {
    const text = (says: string): Reported => reported([], { key: "t", text: says });
    const sees = storyReader("earlier");
    await readDocuments(store, [text("Abc Media cuts 300 jobs.")], sees, 1000);
    const [first] = await store.layoffs({ limit: 1 });
    await readDocuments(store, [text("Nothing.")], sees, 2000);
    expect(await store.layoffs({ limit: 1 })).toEqual([]);
    await readDocuments(store, [text("Abc Media cuts 310 jobs.")], sees, 3000);
    const [back, ...others] = await store.layoffs({ limit: 9 });
    expect(others).toEqual([]);
    expect(back).toMatchObject({ id: first?.id, count: 310, createdAt: 1000 });
    expect((await store.corrections({ limit: 9 })).map(({ version: { causes } }) => causes[0]?.why)).toEqual([
      "correction",
      "correction",
    ]);
  });
});

/** Registers as states publish them, which are not in the repository. */
const EVALUATION = process.env["ROLLCALL_EVAL"];
const warn = EVALUATION === undefined ? "" : join(EVALUATION, "warn");
const files = existsSync(warn) ? readdirSync(warn).filter((file) => /\.csv(?:\.gz)?$/.test(file)) : [];

it.skipIf(files.length === 0)("holds for a register as it is published", { timeout: 240_000 }, async () => {
  const whole = { address: null, mediaType: null, charset: null };
  const [file = ""] = files.filter((name) => /\b(?:ia|or|va|md)\b/i.test(name)).concat(files);
  const { documents } = await importReports([{ ...fileSource(join(warn, file)), ...whole }], { sources, settings: {} });
  const some = documents.slice(0, 1500);
  // The earlier parser took a count above a hundred for a tenth of it.
  const misread = some.map((one) => ({
    ...one,
    claims: one.claims.map((claim) =>
      claim.count !== null && claim.count > 100
        ? { ...claim, count: Math.floor(claim.count / 10), low: null, high: null }
        : claim,
    ),
  }));
  await readDocuments(store, misread, NO_READER, 1000);
  const before = await all();
  const { taken, corrections } = await rereadDocuments(store, some, NO_READER, 2000);
  const after = await all();
  expect(taken.added).toBe(0);
  expect(await store.recordSize()).toMatchObject({ documents: some.length });
  const differing = [...before.values()].filter((one) => after.get(one.id)?.low !== one.low);
  const listed = new Set(corrections.map((one) => one.before.id));
  expect(differing.filter(({ id }) => !listed.has(id))).toEqual([]);
  expect(
    corrections.flatMap(({ version: { causes } }) => causes.map(({ why }) => why)).every((why) => why === "parser"),
  ).toBe(true);
});
