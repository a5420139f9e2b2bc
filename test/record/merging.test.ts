// Merging, taking apart and suppressing: recorded, and each can be taken back.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mergeLayoffs, splitLayoff, suppress } from "../../src/app/merge-claims.ts";
import type { Store } from "../../src/app/ports.ts";
import { readDocuments } from "../../src/app/read-documents.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { NO_READER, reported } from "./reports.ts";

let store: Store;
beforeEach(async () => {
  store = await openSqlite({ path: ":memory:" });
});
afterEach(() => store.close());

const SECOND = "2026-03-12";

/** 289 people, and 101 two days later, of which nobody knows whether they are among them. @returns their layoffs */
async function asked(): Promise<[string, string]> {
  const documents = [reported([{ count: 289 }]), reported([{ count: 101 }], { published: SECOND })];
  await readDocuments(store, documents, NO_READER, 1);
  const [second, first] = await store.layoffs({ limit: 10 });
  return [first?.id ?? "", second?.id ?? ""];
}

const figures = async () =>
  (await store.layoffs({ limit: 10 })).map(({ id, count, low, high }) => ({ id, count, low, high }));
const at = (moment: number) => ({ at: moment });

describe("two layoffs that are merged", () => {
  it("are one, with a figure of all claims, and what was asked is decided", async () => {
    const [a, b] = await asked();
    const { layoffs } = await mergeLayoffs(store, a, b, { at: 2, why: "one is a part" });
    expect(layoffs).toMatchObject([{ id: a, count: 101, low: 101, high: 289, undecided: false }]);
    expect(await store.asks({})).toEqual([]);
    expect(await store.acts([b])).toMatchObject([
      { act: "merge", subject: a, other: b, why: "one is a part", undoneBy: null },
    ]);
    expect((await store.records({ limit: 1 }))[0]).toMatchObject({
      action: "merge layoffs",
      detail: { subject: a, other: b, claims: 1 },
    });
  });

  it("are two again once they are taken apart, each as it was, and that is on the record too", async () => {
    const [a, b] = await asked();
    const before = await figures();
    await mergeLayoffs(store, a, b, at(2));
    await splitLayoff(store, a, b, at(3));
    expect(await figures()).toEqual(before);
    const acts = await store.acts([a]);
    expect(acts.map(({ act }) => act)).toEqual(["merge", "split"]);
    expect(acts[0]?.undoneBy).toBe(acts[1]?.id);
    expect((await store.layoffs({ limit: 10 })).map(({ undecided }) => undecided)).toEqual([false, false]);
  });

  it("pass on what is still asked of the one that is gone", async () => {
    const [a, b] = await asked();
    await readDocuments(store, [reported([{ count: 40 }], { published: "2026-03-11" })], NO_READER, 2);
    const third = (await store.layoffs({ limit: 10, order: "added" }))[0]?.id ?? "";
    // Each is asked of those that were told before it, whenever it came to the record.
    const asks = (await store.asks({})).map(({ layoff, candidate }) => `${layoff} ${candidate}`);
    expect(asks.toSorted()).toEqual([`${b} ${a}`, `${third} ${a}`, `${b} ${third}`].toSorted());
    await mergeLayoffs(store, a, b, at(3));
    expect(await store.asks({})).toMatchObject([{ layoff: third, candidate: a }]);
    await splitLayoff(store, a, third, at(4));
    expect(await store.asks({})).toEqual([]);
    expect((await store.layoffsById([third]))[0]?.undecided).toBe(false);
  });

  it("cannot be named again but by the one that is kept", async () => {
    const [a, b] = await asked();
    await mergeLayoffs(store, a, b, at(2));
    await expect(mergeLayoffs(store, a, b, at(3))).rejects.toThrow(`${b} was merged into ${a}: name that one.`);
    await expect(mergeLayoffs(store, a, a, at(3))).rejects.toThrow("one with itself");
    await expect(mergeLayoffs(store, a, "l-nothing", at(3))).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("taking apart", () => {
  it("of an open question decides it: both stand, and both count", async () => {
    const [a, b] = await asked();
    await splitLayoff(store, a, b, at(2));
    expect(await store.layoffTotals("year", {})).toMatchObject([{ low: 390, high: 390, undecided: 0 }]);
    await expect(splitLayoff(store, a, b, at(3))).rejects.toThrow("two layoffs already");
    await expect(splitLayoff(store, a, a, at(3))).rejects.toThrow("name another layoff");
  });

  it("of a claim gives it a layoff of its own, until it is merged again", async () => {
    await readDocuments(
      store,
      [reported([{ count: 289 }]), reported([{ count: 289 }], { published: SECOND })],
      NO_READER,
      1,
    );
    const [layoff] = await store.layoffs({ limit: 10 });
    const id = layoff?.id ?? "";
    const [, claim] = await store.claimsOf([id]);
    const { act } = await splitLayoff(store, id, claim?.id ?? "", at(2));
    expect(await figures()).toHaveLength(2);
    await expect(splitLayoff(store, act.other ?? "", claim?.id ?? "", at(3))).rejects.toThrow("the only claim");
    await expect(splitLayoff(store, id, claim?.id ?? "", at(3))).rejects.toMatchObject({ code: "not_found" });
    await mergeLayoffs(store, id, act.other ?? "", at(4));
    expect(await store.claimsOf([id])).toHaveLength(2);
  });
});

describe("what is suppressed", () => {
  it("is in no list and no sum, also when more is reported of it, and comes back", async () => {
    await readDocuments(store, [reported([{ count: 80 }])], NO_READER, 1);
    const id = (await figures())[0]?.id ?? "";
    await suppress(store, id, false, { at: 2, why: "a complaint" });
    await readDocuments(store, [reported([{ count: 80 }], { published: SECOND })], NO_READER, 3);
    expect(await figures()).toEqual([]);
    expect(await store.layoffTotals("year", {})).toEqual([]);
    await expect(suppress(store, id, false, at(4))).rejects.toThrow("suppressed already");
    await suppress(store, id, true, at(5));
    expect((await store.layoffsById([id]))[0]).toMatchObject({ createdAt: 1, changedAt: 5 });
    expect(await figures()).toMatchObject([{ id, count: 80 }]);
    expect((await store.acts([id])).map(({ act }) => act)).toEqual(["suppress", "lift"]);
  });
});

it("whatever is merged and taken apart again, in any order of undoing, leaves every claim in one layoff", async () => {
  const plan = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { maxLength: 5 });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(plan, async (pairs) => {
      // Names as short as that are never alike.
      const company = `Q${++run}x`;
      const dates = ["2025-01-01", "2025-05-01", "2025-09-01", "2026-01-01"];
      await readDocuments(
        store,
        dates.map((published, i) => reported([{ company, count: 100 * (i + 1) }], { published })),
        NO_READER,
        1,
      );
      // That it was changed and changed back stays known.
      const all = async () => (await store.layoffs({ company, limit: 10 })).map((one) => ({ ...one, changedAt: 0 }));
      const before = await all();
      const ids = before.map(({ id }) => id);
      const done: [string, string][] = [];
      for (const [a = 0, b = 0] of pairs) {
        const [into = "", from = ""] = [ids[a], ids[b]];
        await mergeLayoffs(store, into, from, at(2)).then(
          () => done.push([into, from]),
          () => undefined,
        );
      }
      expect(await store.claimsOf(ids)).toHaveLength(4);
      for (const [into, from] of done.toReversed()) await splitLayoff(store, into, from, at(3));
      expect(await all()).toEqual(before);
    }),
    { numRuns: 25 },
  );
});
