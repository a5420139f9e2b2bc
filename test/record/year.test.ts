// A year of one company: what the record says on every day of it, and that it says the same in whatever order documents come.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RecordView, Store } from "../../src/app/ports.ts";
import { readDocuments } from "../../src/app/read-documents.ts";
import type { Reported } from "../../src/app/record-port.ts";
import { textReader } from "../../src/app/text-reader.ts";
import { DAY } from "../../src/core/time.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { gazetteer } from "../../src/wire/gazetteer.ts";
import { NOTICES, YEAR } from "./year.ts";

let store: Store;
beforeEach(async () => {
  store = await openSqlite({ path: ":memory:" });
});
afterEach(() => store.close());

const reader = textReader(gazetteer);
const take = (documents: readonly Reported[], now: number) => readDocuments(store, documents, reader, now);
const dayOf = (day: string | null): number => Date.parse(`${day ?? ""}T00:00:00Z`);

/** What stands on a day, newest first: day, figure, bounds, status, notices and how many people are in them. */
async function standing(view: RecordView) {
  const layoffs = await view.layoffs({ limit: 50 });
  return layoffs.map(({ date, count, low, high, status, undecided, coverage }) => {
    const bounds = low === high ? `${low}` : `${low}-${high}`;
    const notices = coverage === null ? "" : `, ${coverage.notices} notices of ${coverage.low}`;
    return `${date} ${status} ${count ?? "?"} (${bounds})${notices}${undecided ? ", to be decided" : ""}`;
  });
}

const RUMOURED = "2026-01-12 rumoured ? (200-999)";
const round = (figure: string, notices: number, people: number) =>
  `2026-01-12 announced ${figure}${notices === 0 ? "" : `, ${notices} notices of ${people}`}`;
const SECOND = "2026-10-06 announced 300 (300)";

/** From each of these days on, until the next of them. */
const DAYS: readonly (readonly [day: string, standing: readonly string[], least: number, most: number])[] = [
  ["2026-01-01", [], 0, 0],
  // A rumour is in no sum.
  ["2026-01-12", [RUMOURED], 0, 0],
  // A notice before anything was announced stands by itself, and is no part of a rumour.
  ["2026-01-16", ["2026-01-16 announced 60 (60)", RUMOURED], 60, 60],
  // With the announcement it hangs under it, and adds nothing to it.
  ["2026-01-20", [round("500 (500)", 1, 60)], 500, 500],
  ["2026-01-21", [round("500 (500)", 2, 105)], 500, 500],
  ["2026-01-23", [round("500 (500)", 3, 185)], 500, 500],
  ["2026-01-30", [round("500 (500)", 4, 217)], 500, 500],
  ["2026-02-03", [round("500 (500)", 5, 235)], 500, 500],
  ["2026-02-17", [round("700 (700)", 5, 235)], 700, 700],
  ["2026-02-20", [round("700 (700)", 6, 299)], 700, 700],
  ["2026-02-24", [round("700 (700)", 7, 349)], 700, 700],
  ["2026-03-02", [round("700 (700)", 8, 390)], 700, 700],
  ["2026-03-10", [round("700 (700)", 9, 427)], 700, 700],
  // Up to 200 more.
  ["2026-03-17", [round("900 (700-900)", 9, 427)], 700, 900],
  ["2026-03-20", [round("900 (700-900)", 10, 497)], 700, 900],
  // That it denies to cut 2,000 changes nothing of what was announced.
  ["2026-03-27", [round("900 (700-900)", 11, 522)], 700, 900],
  ["2026-04-08", [round("900 (700-900)", 12, 577)], 700, 900],
  ["2026-04-21", [round("900 (700-900)", 13, 607)], 700, 900],
  ["2026-05-05", [round("900 (700-900)", 14, 640)], 700, 900],
  ["2026-06-12", [round("782 (782)", 14, 640)], 782, 782],
  ["2026-10-06", [SECOND, round("782 (782)", 14, 640)], 1082, 1082],
  ["2026-10-12", [`${SECOND}, 1 notices of 90`, round("782 (782)", 14, 640)], 1082, 1082],
];

const expectedOn = (at: number) => DAYS.findLast(([day]) => dayOf(day) <= at);

async function isAsExpected(view: RecordView, at: number): Promise<void> {
  const [, layoffs, least, most] = expectedOn(at) ?? [];
  const day = new Date(at).toISOString().slice(0, 10);
  expect(await standing(view), day).toEqual(layoffs);
  const [total = { low: 0, high: 0, openEnded: 0, undecided: 0 }] = await view.layoffTotals("year", {});
  expect([total.low, total.high, total.openEnded, total.undecided], day).toEqual([least, most, 0, 0]);
}

describe("a year of one company", () => {
  it("is on every day what was said until then; and afterwards still is, as of that day", async () => {
    const documents = Map.groupBy(YEAR, ({ published }) => dayOf(published));
    for (let at = dayOf("2026-01-01"); at < dayOf("2027-01-01"); at += DAY) {
      const own = documents.get(at) ?? [];
      if (own.length > 0) await take(own, at);
      await isAsExpected(store, at);
    }
    for (let at = dayOf("2026-01-01"); at < dayOf("2027-01-01"); at += DAY) await isAsExpected(store.recordAt(at), at);
  });

  it("says of each figure how it came to be: what was added to it, and what took its place", async () => {
    await take(YEAR, 1);
    const [, first] = await store.layoffs({ limit: 9 });
    expect(first?.course.map(({ how, on, count, low, high, by }) => ({ how, on, count, low, high, by }))).toEqual([
      { how: "first", on: "2026-01-20", count: 500, low: 500, high: 500, by: null },
      { how: "added", on: "2026-02-17", count: 700, low: 700, high: 700, by: { low: 200, high: 200 } },
      { how: "added", on: "2026-03-17", count: 900, low: 700, high: 900, by: { low: 0, high: 200 } },
      { how: "changed", on: "2026-06-12", count: 782, low: 782, high: 782, by: null },
    ]);
    const share = 640 / 782;
    expect(first?.coverage).toEqual({
      notices: 14,
      low: 640,
      high: 640,
      unfigured: 0,
      share: { low: share, high: share },
    });
    expect(new Set((await store.shelf({ limit: 9 })).map(({ why, count }) => `${why} ${count}`))).toEqual(
      new Set(["denial 2000", "cumulative 700"]),
    );
  });

  it("says that the notices account for 61 % of the 700 that were announced by then", async () => {
    await take(
      YEAR.filter(({ published }) => (published ?? "") < "2026-03-17"),
      1,
    );
    const [first] = await store.layoffs({ limit: 9 });
    expect([first?.count, first?.coverage?.share]).toEqual([700, { low: 0.61, high: 0.61 }]);
  });
});

/** Everything but ids and record time: claims are named by their documents. */
async function whole(from: Store) {
  const layoffs = await from.layoffs({ limit: 50 });
  const claims = await from.claimsOf(layoffs.map(({ id }) => id));
  const names = new Map(claims.map(({ id, source, count }) => [id, `${source.key} ${count}`]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const dates = new Map(layoffs.map(({ id, date, location }) => [id, `${date} ${location}`]));
  return {
    layoffs: layoffs.map((layoff) => {
      const { id, company: _, createdAt: _at, changedAt: _since, decided, setAside, course, beside, ...rest } = layoff;
      return {
        ...rest,
        claims: claims
          .filter((claim) => claim.layoff === id)
          .map((claim) => nameOf(claim.id))
          .toSorted(),
        decided: decided.map(nameOf),
        setAside: setAside.map(({ claim, why }) => `${nameOf(claim)}: ${why}`),
        course: course.map(({ claim, ...step }) => ({ ...step, claim: nameOf(claim) })),
        beside: beside.map(({ claim, ...one }) => ({ ...one, claim: nameOf(claim) })),
      };
    }),
    companies: new Set(layoffs.map(({ company }) => company)).size,
    asks: (await from.asks({})).map(({ layoff, candidate, ...ask }) => [
      dates.get(layoff),
      dates.get(candidate),
      ask.for,
      ask.against,
    ]),
    shelf: (await from.shelf({ limit: 50 }))
      .map(({ why, quote, document }) => `${document.key}: ${why} ${quote}`)
      .toSorted(),
    totals: await from.layoffTotals("month", {}),
  };
}

describe("documents that come in another order", () => {
  it("make the same record, also where some come again, one by one or many together", async () => {
    await take(YEAR, 1);
    const expected = await whole(store);
    expect(expected.layoffs).toHaveLength(2);
    const order = fc.record({
      documents: fc.shuffledSubarray([...YEAR], { minLength: YEAR.length }),
      again: fc.subarray([...YEAR]),
      together: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(order, async ({ documents, again, together }) => {
        const own = await openSqlite({ path: ":memory:" });
        const all = [...documents, ...again];
        let now = 0;
        for (let i = 0; i < all.length; i += together)
          await readDocuments(own, all.slice(i, i + together), reader, ++now);
        expect(await whole(own)).toEqual(expected);
        await own.close();
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  it("whose notices come first have each stand by itself, until something is announced that they hang under", async () => {
    await take(NOTICES, 1);
    expect(await store.layoffs({ limit: 50 })).toHaveLength(14);
    expect(await store.layoffTotals("year", {})).toMatchObject([{ low: 640, high: 640, layoffs: 14 }]);
    await take(YEAR, 2);
    expect(await store.layoffs({ limit: 50 })).toHaveLength(2);
    expect(await store.layoffTotals("year", {})).toMatchObject([{ low: 1082, high: 1082, layoffs: 2 }]);
  });
});
