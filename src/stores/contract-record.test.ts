import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layoffsWithClaims } from "../app/layoffs.ts";
import type { Store, StoreWriter } from "../app/ports.ts";
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
  type RecordedDocument,
} from "../core/record/layoff.ts";
import { totalOf, TOTALS_BY, type TotalsBy } from "../core/record/totals.ts";
import { claimOf } from "../core/record/testing.ts";
import { STORES } from "./testing.ts";

const layoff = (id: string, more: Partial<Layoff> = {}): Layoff => ({
  id,
  company: "co-1",
  name: "Vexley",
  date: "2026-03-10",
  country: "NO",
  industry: "Media",
  location: null,
  kind: "layoff",
  status: "announced",
  count: 80,
  low: 80,
  high: 80,
  percent: 12.5,
  base: null,
  decided: ["cl-1"],
  setAside: [{ claim: "cl-2", why: "older" }],
  added: null,
  course: [
    { how: "added", claim: "cl-1", on: "2026-03-10", count: 80, low: 80, high: 80, by: { low: 20, high: null } },
  ],
  coverage: { notices: 2, low: 49, high: 49, unfigured: 0, share: { low: 0.6125, high: 0.6125 } },
  beside: [{ what: "net", claim: "cl-2", count: null, low: 10, high: null }],
  mergedInto: null,
  suppressed: false,
  undecided: false,
  empty: false,
  sources: ["warn"],
  createdAt: 1,
  changedAt: 1,
  ...more,
});

const put = (store: Store, work: (writer: StoreWriter) => Promise<void>) =>
  store.transaction(async (writer) => {
    await writer.recordTime(0);
    await work(writer);
  });

const REPORTED = [{ why: "report", by: "doc-1" }] as const;

const document: RecordedDocument = {
  id: "doc-1",
  source: "warn:wa",
  key: "1",
  address: null,
  title: null,
  publisher: null,
  published: "2026-03-10",
  language: null,
  hash: "h",
  raw: null,
  reader: "stated",
  takenAt: 1,
  suppressed: false,
};

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

  describe("as it stood", () => {
    const at = (moment: number, work: (writer: StoreWriter) => Promise<void>) =>
      store.transaction(async (writer) => {
        expect(await writer.recordTime(moment)).toBe(moment);
        await work(writer);
      });
    const T = 1_000_000;
    const named = (id: string, more: Partial<Layoff>) => layoff(id, { company: "co-h", name: "Dotterel", ...more });

    it("gives each moment its own, also where the clock is set back", async () => {
      await at(T, (writer) => writer.putCompanyAlias("dott", "co-1"));
      const moments: number[] = [];
      for (let i = 0; i < 2; i++)
        await store.transaction(async (writer) => {
          moments.push(await writer.recordTime(5), await writer.recordTime(6));
          await writer.deleteCompanyAlias("dott");
        });
      expect(moments).toEqual([T + 1, T + 1, T + 2, T + 2]);
      const unsaid = store.transaction((writer) => writer.putLayoffs([named("l-x", {})], REPORTED));
      await expect(unsaid).rejects.toThrow("recordTime");
    });

    it("is every state with what made it so; what one moment takes back was never so", async () => {
      const states = [10, 20, 30].map((count, i) =>
        named("l-h-1", { count, low: count, changedAt: T + 100 * (i + 1) }),
      );
      const causes = ["report", "correction", "parser"].map((why, i) => [{ why, by: `doc-${i}` }] as const) as never[];
      for (const [i, state] of states.entries())
        await at(state.changedAt, (writer) => writer.putLayoffs([state], causes[i] ?? []));
      await at(T + 400, async (writer) => {
        await writer.putLayoffs([named("l-h-1", { count: 99, changedAt: T + 400 })], REPORTED);
        await writer.putLayoffs([named("l-h-1", { count: 30, low: 30, changedAt: T + 400 })], REPORTED);
      });
      const versions = await store.versions("l-h-1");
      expect(versions).toEqual(
        states.map((state, i) => ({ layoff: state, until: states[i + 1]?.changedAt ?? null, causes: causes[i] })),
      );
      const counts = async (moment: number) =>
        (await store.recordAt(moment).layoffs({ company: "co-h", limit: 9 })).map(({ count }) => count);
      expect([await counts(T + 99), await counts(T + 100), await counts(T + 299), await counts(T + 999)]).toEqual([
        [],
        [10],
        [20],
        [30],
      ]);
      expect((await store.recordAt(T + 250).versions("l-h-1")).map(({ until }) => until)).toEqual([T + 200, null]);
      expect(
        (await store.corrections({ layoff: "l-h-1", limit: 9 })).map(({ before, version }) => [
          before.count,
          version.layoff.count,
        ]),
      ).toEqual([
        [20, 30],
        [10, 20],
      ]);
      expect(await store.corrections({ at: T + 200, limit: 9 })).toHaveLength(1);
    });

    it("has nothing of what is suppressed today, nor of what went into it", async () => {
      const gone = named("l-h-2", { company: "co-i", count: 0, changedAt: T + 1000 });
      const into = named("l-h-3", { company: "co-i", count: 1, changedAt: T + 1000 });
      await at(T + 1000, (writer) => writer.putLayoffs([gone, into], REPORTED));
      await at(T + 1100, (writer) =>
        writer.putLayoffs([{ ...gone, mergedInto: "l-h-3", changedAt: T + 1100 }], REPORTED),
      );
      const then = store.recordAt(T + 1050);
      const listed = async () => (await then.layoffs({ company: "co-i", limit: 9 })).map(({ id }) => id).toSorted();
      expect(await listed()).toEqual(["l-h-2", "l-h-3"]);
      expect(await store.corrections({ layoff: "l-h-2", limit: 9 })).toHaveLength(1);
      const suppressing = { ...into, suppressed: true, changedAt: T + 1200 };
      await at(T + 1200, (writer) => writer.putLayoffs([suppressing], REPORTED));
      expect(await listed()).toEqual([]);
      expect(await then.selection({ company: "co-i" })).toMatchObject({ listed: 0, counted: { layoffs: 0 } });
      expect(await then.layoffTotals("year", { company: "co-i" })).toEqual([]);
      expect(await store.corrections({ layoff: "l-h-2", limit: 9 })).toEqual([]);
      expect((await then.layoffsById(["l-h-2", "l-h-3"])).map(({ suppressed }) => suppressed)).toEqual([true, true]);
      expect((await store.suppressed()).layoffs.map(({ id }) => id)).toContain("l-h-3");
      await at(T + 1300, (writer) => writer.putLayoffs([{ ...into, changedAt: T + 1300 }], REPORTED));
      expect(await listed()).toEqual(["l-h-2", "l-h-3"]);
      expect(await store.recordAt(T + 1250).layoffs({ company: "co-i", limit: 9 })).toEqual([]);
    });

    it("has claims where they lay and in the words that they had, and documents as they were shown", async () => {
      const own = { ...document, id: "doc-h", key: "h", title: "before" };
      const claim = { ...claimOf({ count: 5 }), country: null, industry: null, effectiveFrom: null, more: {} };
      const kept = { ...claim, id: "cl-h", document: "doc-h" };
      await at(T + 2000, async (writer) => {
        await writer.putDocument(own);
        await writer.putClaims([{ ...kept, layoff: "l-h-2" }]);
      });
      await at(T + 2100, (writer) => writer.putClaims([{ ...kept, layoff: "l-h-3" }]));
      await at(T + 2200, async (writer) => {
        await writer.putDocument({ ...own, title: "after", suppressed: true });
        await writer.putClaims([{ ...kept, count: 6, layoff: "l-h-3" }]);
      });
      await at(T + 2300, (writer) => writer.dropClaims(["cl-h"]));
      const both = ["l-h-2", "l-h-3"];
      const said = async (moment: number) =>
        (await store.recordAt(moment).claimsOf(both)).map(({ layoff: place, count, source }) => [
          place,
          count,
          source.title,
        ]);
      expect(await said(T + 2000)).toEqual([["l-h-2", 5, "before"]]);
      expect(await said(T + 2150)).toEqual([["l-h-3", 5, "before"]]);
      expect(await said(T + 2250)).toEqual([["l-h-3", 6, "after"]]);
      expect(await said(T + 2350)).toEqual([]);
      expect((await store.recordAt(T + 2000).claimsOf(both))[0]?.source.suppressed).toBe(true);
      const before = (await store.claimsOf(both, true)).map(({ count, replacedAt }) => [count, replacedAt]);
      expect(before).toEqual([
        [5, T + 2200],
        [6, T + 2300],
      ]);
      expect((await store.droppedIn("doc-h")).map(({ id, count }) => [id, count])).toEqual([["cl-h", 6]]);
      await at(T + 2400, (writer) => writer.putClaims([{ ...kept, count: 6, layoff: "l-h-3" }]));
      expect(await store.droppedIn("doc-h")).toEqual([]);
      expect(await said(T + 2350)).toEqual([]);
    });

    it("knows addresses of which no words leave, and the documents that are from there", async () => {
      const from = { ...document, id: "doc-a", key: "a", address: "https://www.news.example/a-b-c?utm_source=x" };
      await at(T + 3000, async (writer) => {
        await writer.putDocument(from);
        await writer.putSuppressedAddress({ link: "news.example/a-b-c", since: T + 3000 });
      });
      expect((await store.documentsFrom("news.example/a-b-c")).map(({ id }) => id)).toEqual(["doc-a"]);
      expect(await store.isSuppressedAddress("news.example/a-b-c")).toBe(true);
      expect((await store.suppressed()).addresses).toEqual([{ link: "news.example/a-b-c", since: T + 3000 }]);
      await at(T + 3100, (writer) => writer.deleteSuppressedAddress("news.example/a-b-c"));
      expect(await store.isSuppressedAddress("news.example/a-b-c")).toBe(false);
    });
  });
});
