import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RecordView, Store, StoreWriter } from "../app/ports.ts";
import { defined } from "../core/defined.ts";
import { type Layoff, LAYOFF_ORDERS, type LayoffFilter, type LayoffOrder } from "../core/record/layoff.ts";
import { claimOf } from "../core/record/testing.ts";
import { recordedDocument as document, recordedLayoff as layoff, REPORTED, STORES } from "./testing.ts";

describe.each(STORES)("the public record as it stood, in $name", ({ open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const at = (moment: number, work: (writer: StoreWriter) => Promise<void>) =>
    store.transaction(async (writer) => {
      expect(await writer.recordTime(moment)).toBe(moment);
      await work(writer);
    });
  const T = 1_000_000;
  const named = (id: string, more: Partial<Layoff>) => layoff(id, { company: "co-h", name: "Dotterel", ...more });

  it("gives each moment its own, also where the clock is set back", async () => {
    await at(T, async (writer) => {
      await writer.putCompany({ id: "co-1", name: "Dotterel", domain: null, country: null, industry: null, cik: null });
      await writer.putCompanyAlias("dott", "co-1");
    });
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
    const states = [10, 20, 30].map((count, i) => named("l-h-1", { count, low: count, changedAt: T + 100 * (i + 1) }));
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

  it("lists of another moment what was listed then, in every order and page by page, whatever has changed since", async () => {
    const days = ["2024-02-10", "2025-01", "2025-03-01", null];
    const some = Array.from({ length: 300 }, (_, n) => {
      const count = n % 7 === 0 ? null : 10 + (n % 900);
      return layoff(`l-many-${n}`, {
        company: `co-${n % 40}`,
        name: `Plover ${n % 40}`,
        date: days[n % 4] ?? null,
        country: n % 3 === 0 ? "SE" : "NO",
        count,
        low: count,
        high: count,
        percent: n % 5 === 0 ? n % 90 : null,
        createdAt: T + 5000 - (n % 10),
        changedAt: T + 5000,
      });
    });
    await at(T + 5000, (writer) => writer.putLayoffs(some, REPORTED));
    const pages = async (view: RecordView, order: LayoffOrder, filter: LayoffFilter) => {
      const ids: string[] = [];
      let after: Layoff | undefined;
      for (let page = 0; page < 3; page++) {
        const found = await view.layoffs({ order, limit: 15, ...filter, ...defined({ after }) });
        ids.push(...found.map(({ id }) => id));
        after = found.at(-1);
      }
      return ids;
    };
    const filters = [{}, { country: "SE" }, { min: 200 }];
    const lists = async (view: RecordView) => {
      const all: (readonly string[])[] = [];
      for (const filter of filters) for (const order of LAYOFF_ORDERS) all.push(await pages(view, order, filter));
      return [all, await view.layoffTotals("month", {}), await view.layoffTotals("country", { since: "2025-01-01" })];
    };
    const first = await lists(store);
    // Some are larger now, and others are gone; then all but a few are.
    const larger = some
      .slice(0, 900)
      .map((one) => ({ ...one, count: 5000, low: 5000, high: 5000, changedAt: T + 6000 }));
    const gone = some.slice(100, 120).map((one) => ({ ...one, mergedInto: "l-many-299", changedAt: T + 6000 }));
    await at(T + 6000, (writer) => writer.putLayoffs([...larger, ...gone], REPORTED));
    expect(await lists(store.recordAt(T + 5000))).toEqual(first);
    const second = await lists(store);
    expect(second).not.toEqual(first);
    const renamed = some
      .slice(1000, 2490)
      .map((one) => ({ ...one, name: "Avocet", date: "2026", changedAt: T + 7000 }));
    await at(T + 7000, (writer) => writer.putLayoffs(renamed, REPORTED));
    expect(await lists(store.recordAt(T + 5999))).toEqual(first);
    expect(await lists(store.recordAt(T + 6000))).toEqual(second);
  });
});
