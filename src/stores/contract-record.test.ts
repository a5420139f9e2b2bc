import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layoffsWithClaims } from "../app/layoffs.ts";
import type { Store } from "../app/ports.ts";
import { CLAIM_KINDS, CLAIM_STATUSES } from "../core/record/claim.ts";
import {
  type Act,
  calendarOf,
  isCounted,
  isStanding,
  type Layoff,
  LAYOFF_ORDERS,
  type LayoffFilter,
  type LayoffOrder,
} from "../core/record/layoff.ts";
import { totalOf, TOTALS_BY, type TotalsBy } from "../core/record/totals.ts";
import {
  putRecord as put,
  recordedDocument as document,
  recordedLayoff as layoff,
  REPORTED,
  STORES,
} from "./testing.ts";

describe.each(STORES)("the public record in $name", ({ open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it("gives back what was put, and replaces what has the same id", async () => {
    const act: Act = {
      id: "act-1",
      at: 2,
      act: "merge",
      subject: "l-1",
      other: "l-2",
      claims: ["cl-1"],
      why: null,
      by: "desk, as identity",
      undoneBy: null,
    };
    const company = {
      id: "co-1",
      name: "Vexley, Inc.",
      domain: "vexley.example",
      country: "NO",
      industry: null,
      cik: "0000000017",
    };
    const ask = {
      layoff: "l-2",
      candidate: "l-1",
      askedAt: 3,
      for: ["same_day"],
      against: ["other_count"],
      decided: null,
    } as const;
    const statement = {
      why: "aggregate",
      company: null,
      count: 10_000,
      low: null,
      high: null,
      period: "2026",
      country: null,
      industry: null,
      quote: "ten thousand",
    } as const;
    await put(store, async (writer) => {
      await writer.putDocument({ ...document, hash: "before" });
      await writer.putDocument(document);
      await writer.putCompany(company);
      await writer.putCompanyAlias("quarry", "co-1");
      await writer.putLayoffs([layoff("l-1", { count: 1 }), layoff("l-2", { mergedInto: "l-1" })], REPORTED);
      await writer.putLayoffs([layoff("l-1")], REPORTED);
      await writer.putAsk(ask);
      await writer.putAct(act);
      await writer.putAct({ ...act, undoneBy: "act-2" });
      await writer.putShelf("doc-1", [statement, statement]);
      await writer.putShelf("doc-1", [statement]);
    });
    expect(await store.recordedDocument("doc-1")).toStrictEqual(document);
    expect(await store.recordedDocuments(["doc-9", "doc-1"])).toStrictEqual([document]);
    expect(await store.undecided([ask.layoff, ask.candidate])).toStrictEqual(new Set([ask.layoff]));
    expect(await store.layoffs({ limit: 9 })).toStrictEqual([layoff("l-1")]);
    expect(await store.layoffsById(["l-2", "l-9"])).toStrictEqual([layoff("l-2", { mergedInto: "l-1" })]);
    expect(await store.asks({})).toStrictEqual([ask]);
    expect(await store.acts(["l-2"])).toStrictEqual([{ ...act, undoneBy: "act-2" }]);
    expect(await store.shelf({ limit: 9 })).toStrictEqual([{ ...statement, document }]);
    expect(await store.shelfIn("doc-1")).toStrictEqual([statement]);
    for (const [keys, words] of [
      [["vexley"], ["x"]],
      [["quarry"], ["x"]],
      [["x"], ["vexley"]],
    ] as const)
      expect(await store.companiesNamed(keys, words)).toStrictEqual([company]);
    expect(await store.companiesNamed(["x"], ["x"], "0000000017")).toStrictEqual([company]);
    expect(await store.companyAliases()).toStrictEqual(new Map([["quarry", "vexley"]]));
    expect(await store.recordSize()).toEqual({ documents: 1, layoffs: 1, asks: 1 });
  });

  it("finds of a company what has a day in common with a span, and what has no date", async () => {
    const own = [
      layoff("l-day", { company: "co-n", date: "2025-03-10" }),
      layoff("l-year", { company: "co-n", date: "2025" }),
      layoff("l-none", { company: "co-n", date: null, createdAt: 2 }),
      layoff("l-gone", { company: "co-n", date: "2025-03-10", mergedInto: "l-day" }),
    ];
    await put(store, (writer) => writer.putLayoffs(own, REPORTED));
    const near = async (since: string, until: string) =>
      (await store.layoffsNear(["co-n"], since, until)).map(({ id }) => id);
    expect(await near("2025-03-01", "2025-03-31")).toEqual(["l-day", "l-year", "l-none"]);
    expect(await near("2025-04-01", "2025-04-30")).toEqual(["l-year", "l-none"]);
    expect(await near("2024-01-01", "2024-12-31")).toEqual(["l-none"]);
  });

  it("gives every layoff once, batch after batch, newest first and those without a date last", async () => {
    const many = Array.from({ length: 1203 }, (_, n) =>
      layoff(`l-many-${n}`, { name: "Heron", date: n % 7 === 0 ? null : `20${10 + (n % 13)}-0${1 + (n % 9)}` }),
    );
    await put(store, (writer) => writer.putLayoffs(many, REPORTED));
    for (const limit of [Infinity, 1203, 1100, 3]) {
      const found: Layoff[] = [];
      for await (const batch of layoffsWithClaims(store, { company: "Heron", limit: Math.min(limit, 1e9) }))
        found.push(...batch.map((one) => one.layoff));
      expect(found.length).toBe(Math.min(limit, 1203));
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
      const days = found.map(({ date }) => date ?? "");
      expect(days).toEqual(days.toSorted((a, b) => (a < b ? 1 : -1)));
    }
  });

  it("gives each order page by page: every layoff once, and last what has nothing to be ordered by", async () => {
    const some = Array.from({ length: 47 }, (_, n) =>
      layoff(`l-order-${n}`, {
        name: `Osprey ${String.fromCodePoint(97 + (n % 5))}`,
        date: n % 4 === 0 ? null : `2024-0${1 + (n % 9)}`,
        count: n % 3 === 0 ? null : n % 8,
        low: n % 3 === 0 ? null : n % 8,
        percent: n % 2 === 0 ? null : n % 6,
        createdAt: n % 10,
        changedAt: n % 11,
      }),
    );
    await put(store, (writer) => writer.putLayoffs(some, REPORTED));
    const by: Readonly<Record<LayoffOrder, (one: Layoff) => string | number | null>> = {
      date: ({ date }) => calendarOf(date).since,
      count: ({ count, low }) => count ?? low,
      company: ({ name }) => name,
      percent: ({ percent }) => percent,
      added: ({ createdAt }) => createdAt,
      changed: ({ changedAt }) => changedAt,
    };
    for (const order of LAYOFF_ORDERS) {
      const found: Layoff[] = [];
      for (;;) {
        const after = found.at(-1);
        const page = await store.layoffs({
          search: "osprey",
          order,
          limit: 5,
          ...(after === undefined ? {} : { after }),
        });
        found.push(...page);
        if (page.length < 5) break;
      }
      expect(found.map(({ id }) => id).toSorted(), order).toEqual(some.map(({ id }) => id).toSorted());
      const values = found.map(by[order]);
      const known = values.filter((value) => value !== null);
      expect(values.slice(0, known.length), order).toEqual(known);
      const sorted = known.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(known, order).toEqual(order === "company" ? sorted : sorted.toReversed());
      const all = await store.layoffs({ search: "osprey", order, limit: 99 });
      expect(found.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    }
  });

  it("finds companies by any part of their names and by their other names, and by nothing where nothing is asked", async () => {
    const company = { id: "co-kite", name: "Red Kite Motors", domain: null, country: null, industry: null, cik: null };
    await put(store, async (writer) => {
      await writer.putCompany(company);
      await writer.putCompanyAlias("milvus", "co-kite");
      await writer.putLayoffs(
        [
          layoff("l-kite-1", { company: "co-kite", name: "Red Kite Motors, Inc." }),
          layoff("l-kite-2", { company: "co-kite", name: "RKM" }),
          layoff("l-kite-3", { company: "co-other", name: "100%_Kité" }),
        ],
        REPORTED,
      );
    });
    const found = async (search: string) => (await store.layoffs({ search, limit: 9 })).map(({ id }) => id).toSorted();
    expect(await found("kite motors")).toEqual(["l-kite-1"]);
    expect(await found("KITÉ")).toEqual(["l-kite-1", "l-kite-3"]);
    expect(await found("Milvus")).toEqual(["l-kite-1", "l-kite-2"]);
    for (const nothing of ["%", "_", "' or 1=1 --x", "?!"]) expect(await found(nothing)).toEqual([]);
    expect(await store.aliasesOf("co-kite")).toEqual(["milvus"]);
    expect(await store.aliasesOf("co-other")).toEqual([]);
  });

  it("narrows to a kind of source, and to what has a figure or none", async () => {
    await put(store, (writer) =>
      writer.putLayoffs(
        [
          layoff("l-src-1", { name: "Plover", sources: ["feed", "warn"] }),
          layoff("l-src-2", { name: "Plover", sources: ["feed"], count: null, low: null, high: null }),
          layoff("l-src-3", { name: "Plover", sources: [], count: null, low: 0, high: 0 }),
        ],
        REPORTED,
      ),
    );
    const found = async (filter: LayoffFilter) =>
      (await store.layoffs({ ...filter, search: "plover", limit: 9 })).map(({ id }) => id).toSorted();
    expect(await found({ source: "feed" })).toEqual(["l-src-1", "l-src-2"]);
    expect(await found({ source: "warn" })).toEqual(["l-src-1"]);
    expect(await found({ source: "fee" })).toEqual([]);
    expect(await found({ figure: true })).toEqual(["l-src-1", "l-src-3"]);
    expect(await found({ figure: false })).toEqual(["l-src-2"]);
  });

  it("says of a selection how many are listed, and adds up those that are counted", async () => {
    const own = [
      layoff("l-sel-1", { name: "Dunlin", count: 10, low: 10, high: 20 }),
      layoff("l-sel-2", { name: "Dunlin", count: null, low: null, high: null }),
      layoff("l-sel-3", { name: "Dunlin", kind: "furlough" }),
      layoff("l-sel-4", { name: "Dunlin", status: "rumoured" }),
      layoff("l-sel-5", { name: "Dunlin", suppressed: true }),
    ];
    await put(store, (writer) => writer.putLayoffs(own, REPORTED));
    expect(await store.selection({ search: "dunlin" })).toEqual({
      listed: 4,
      counted: totalOf(null, own.slice(0, 2)),
    });
    expect(await store.selection({ search: "nobody" })).toEqual({ listed: 0, counted: totalOf(null, []) });
  });

  it("has another state after each change of the record, and the same one after anything else", async () => {
    const state = await store.recordState();
    await store.transaction((writer) => writer.putUpkeep("bytes", 1));
    expect(await store.recordState()).toBe(state);
    await put(store, async (writer) => {
      await writer.putDocument({ ...document, id: "doc-state", source: "feed:https://x.example", takenAt: 5 });
      await writer.putLayoffs([layoff("l-state")], REPORTED);
    });
    expect(await store.recordState()).toBe(state + 1);
    const broken = put(store, async (writer) => {
      await writer.putLayoffs([layoff("l-state", { count: 1 })], REPORTED);
      throw new Error("stop");
    });
    await expect(broken).rejects.toThrow("stop");
    expect(await store.recordState()).toBe(state + 1);
    expect(await store.sourcesTaken()).toContainEqual({
      source: "feed:https://x.example",
      documents: 1,
      firstTaken: 5,
      lastTaken: 5,
      published: "2026-03-10",
    });
  });

  it("adds up as one by one, by whatever: what has no figure is never nought, and what is gone is in no sum", async () => {
    const people = fc.option(fc.integer({ min: 0, max: 900 }), { nil: null });
    const any = fc
      .record({
        date: fc.constantFrom("2026-03-10", "2026-03", "2025", null, "2025-12-30..2026-01-02"),
        country: fc.constantFrom("NO", "US", null),
        industry: fc.constantFrom("Media", null),
        kind: fc.constantFrom(...CLAIM_KINDS),
        status: fc.constantFrom(...CLAIM_STATUSES),
        low: people,
        more: people,
        undecided: fc.boolean(),
        suppressed: fc.boolean(),
        empty: fc.boolean(),
      })
      .map(({ low, more, ...rest }) => ({
        ...rest,
        low,
        high: low === null || more === null ? null : low + more,
        count: null,
      }));
    const keyOf = (one: Layoff, by: TotalsBy): string | null =>
      by === "country" || by === "industry" || by === "kind" ? one[by] : calendarOf(one.date)[by];
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(any, { maxLength: 12 }), fc.constantFrom(...TOTALS_BY), async (some, by) => {
        const name = `Sum${run++}x`;
        const own = some.map((one, n) => layoff(`l-${name}-${n}`, { ...one, name }));
        await put(store, (writer) => writer.putLayoffs(own, REPORTED));
        const groups = Map.groupBy(
          own.filter((one) => (by === "kind" ? isStanding(one) : isCounted(one))),
          (one) => keyOf(one, by),
        );
        const expected = [...groups].map(([key, of]) => totalOf(key, of));
        const found = await store.layoffTotals(by, { company: name });
        const inOrder = (totals: typeof found) => totals.toSorted((a, b) => ((a.key ?? "") < (b.key ?? "") ? -1 : 1));
        expect(inOrder(found)).toEqual(inOrder(expected));
      }),
      { numRuns: 60 },
    );
  });
});
