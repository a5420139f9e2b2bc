// Documents into the record: what becomes a layoff, what goes to one, what is asked, and what changes nothing.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/app/ports.ts";
import { type Reader, readDocuments } from "../../src/app/read-documents.ts";
import type { Reported } from "../../src/app/record-port.ts";
import type { Claim } from "../../src/core/record/claim.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { NO_READER, reported, stated } from "./reports.ts";

let store: Store;
let clock = 0;
beforeEach(async () => {
  store = await openSqlite({ path: ":memory:" });
});
afterEach(() => store.close());

const take = (documents: readonly Reported[], reader: Reader = NO_READER) =>
  readDocuments(store, documents, reader, ++clock);
const layoffs = () => store.layoffs({ limit: 100 });

/** Reads each line `company count` of a text; another `version` is a better reader. */
const lines = (version: string, change: (claim: Claim) => Claim = (claim) => claim): Reader => ({
  version,
  read: ({ text }) => ({
    claims: (text ?? "").split("\n").map((line, i) => {
      const [company = "", count] = line.split(" ");
      return change(stated({ company, count: Number(count), quote: line, start: i * 50, end: i * 50 + line.length }));
    }),
    shelved: [],
  }),
});

describe("documents", () => {
  it("of one round are one layoff with the claims of both; of another round they are two", async () => {
    const taken = await take([
      reported([{ count: 80, country: "NO", location: "Oslo" }]),
      reported([{ company: "VEXLEY Inc.", count: 80, country: "Norway" }], { published: "2026-03-12" }),
      reported([{ count: 300, country: "NO" }], { published: "2026-09-01" }),
    ]);
    expect(taken).toMatchObject({ added: 3, made: 2, attached: 1, asked: 0 });
    const found = await layoffs();
    expect(found.map(({ count, date, country }) => ({ count, date, country }))).toEqual([
      { count: 300, date: "2026-09-01", country: "NO" },
      { count: 80, date: "2026-03-10", country: "NO" },
    ]);
    expect(new Set(found.map(({ company }) => company)).size).toBe(1);
    expect(await store.claimsOf([found[1]?.id ?? ""])).toHaveLength(2);
  });

  it("of which a person has to decide stand beside the layoff, and add nothing to the least of the sum", async () => {
    await take([reported([{ count: 289 }]), reported([{ count: 101 }], { published: "2026-03-12" })]);
    const [second, first] = await layoffs();
    expect([first?.undecided, second?.undecided]).toEqual([false, true]);
    expect(await store.asks({})).toMatchObject([
      { layoff: second?.id, candidate: first?.id, for: ["within_week"], against: ["other_count"], decided: null },
    ]);
    expect(await store.layoffTotals("month", {})).toEqual([
      { key: "2026-03", layoffs: 2, low: 289, high: 390, openEnded: 0, unfigured: 0, undecided: 1 },
    ]);
  });

  it("that were taken already change nothing, not even the log", async () => {
    const documents = [reported([{ count: 80 }]), reported([{ count: 20, company: "Tarn" }])];
    await take(documents);
    const before = [await layoffs(), await store.records({})];
    expect(await take(documents)).toMatchObject({ added: 0, changed: 0, known: 2, made: 0 });
    expect([await layoffs(), await store.records({})]).toEqual(before);
    const moved = documents.map((one) => ({
      ...one,
      claims: one.claims.map((claim) => ({ ...claim, origin: { file: "other.csv", row: 9 } })),
    }));
    expect(await take(moved)).toMatchObject({ known: 2 });
  });

  it("that say something else than before change their layoff, which stays the same one, and what they said is kept", async () => {
    const document = reported([{ count: 80 }]);
    await take([document]);
    const [before] = await layoffs();
    const [claim] = await store.claimsOf([before?.id ?? ""]);
    expect(await take([{ ...document, claims: [stated({ count: 95 })] }])).toMatchObject({ changed: 1, made: 0 });
    const [after, ...others] = await layoffs();
    expect(others).toEqual([]);
    expect(after).toMatchObject({ id: before?.id, count: 95 });
    const history = await store.claimsOf([before?.id ?? ""], true);
    expect(history.map(({ count, replacedAt }) => ({ count, replaced: replacedAt !== null }))).toEqual([
      { count: 95, replaced: false },
      { count: 80, replaced: true },
    ]);
    expect(history[0]?.id).toBe(claim?.id);
  });

  it("that a better reader reads anew keep their layoffs, whatever it reads otherwise", async () => {
    const document = reported([], { text: "Vexley 80\nTarn 20" });
    await take([document], lines("1"));
    const before = await layoffs();
    expect(await take([document], lines("1"))).toMatchObject({ known: 1 });
    const better = lines("2", (claim) => ({
      ...claim,
      company: `${claim.company}, Inc.`,
      count: (claim.count ?? 0) + 1,
    }));
    expect(await take([document], better)).toMatchObject({ changed: 1, made: 0, attached: 0 });
    const after = await layoffs();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(new Set(after.map(({ count }) => count))).toEqual(new Set([21, 81]));
    const other = lines("3", (claim) => ({ ...claim, company: claim.company.replace("Tarn", "Quarry") }));
    await take([document], other);
    expect((await layoffs()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect((await layoffs()).map(({ name }) => name).toSorted()).toEqual(["Quarry", "Vexley"]);
  });

  it("in which a better reader finds no cut leave a layoff without claims, which stands nowhere", async () => {
    const document = reported([], { text: "Vexley 80" });
    await take([document], lines("1"));
    const [before] = await layoffs();
    await take([document], { version: "2", read: () => ({ claims: [], shelved: [] }) });
    expect(await layoffs()).toEqual([]);
    expect(await store.layoffsById([before?.id ?? ""])).toMatchObject([{ empty: true, count: 80 }]);
    await take([document], lines("3"));
    expect(await layoffs()).toHaveLength(1);
  });

  it("leave no word of their text in the store but what is quoted", async () => {
    const text = "Vexley 80";
    await take([reported([], { text: `${text}\nUnquotable 1` })], {
      version: "1",
      read: () => ({ claims: [stated({ count: 80, quote: text })], shelved: [] }),
    });
    const [found] = await layoffs();
    const all = JSON.stringify([await store.claimsOf([found?.id ?? ""]), found]);
    expect(all).toContain(text);
    expect(all).not.toContain("Unquotable");
  });

  it("of one batch are there together or not at all", async () => {
    const broken = function* (): Generator<Reported> {
      yield reported([{ count: 80 }]);
      throw new Error("the file breaks off");
    };
    await expect(readDocuments(store, broken(), NO_READER, 1)).rejects.toThrow("breaks off");
    expect(await store.recordSize()).toEqual({ documents: 0, layoffs: 0, asks: 0 });
  });

  it("tell companies of one name apart by country and industry, and take no name alone for another company", async () => {
    await take([
      reported([{ company: "Bolder", country: "US", industry: "Finance", count: 100 }]),
      reported([{ company: "Bolder", country: "EE", industry: "Transportation", count: 100 }]),
      reported([{ company: "BolderCI", country: "US", industry: "Finance", count: 100 }]),
    ]);
    const found = await layoffs();
    expect(found).toHaveLength(3);
    expect(new Set(found.map(({ company }) => company)).size).toBe(3);
  });

  it("that name several places say one round of it, and a site's notice hangs under the news of its day", async () => {
    await take([
      reported([
        { count: 700, country: "US" },
        { count: 98, scope: "site", location: "Bellevue", country: "US" },
      ]),
      reported([{ count: 98, scope: "site", location: "Bellevue, WA", country: "US" }], { source: "warn:wa" }),
    ]);
    expect(await layoffs()).toMatchObject([{ count: 700, low: 700 }]);
  });

  it("that cite an earlier event without saying when, or deny one that nobody reports, put it on the shelf", async () => {
    const taken = await take([
      reported([{ count: 900, background: true }, { count: 80 }]),
      reported([{ company: "Tarn", status: "denied" }]),
    ]);
    expect(taken).toMatchObject({ made: 1, shelved: 2 });
    expect((await store.shelf({ limit: 10 })).map(({ why, company }) => `${why} ${company}`).toSorted()).toEqual([
      "denial Tarn",
      "undated_past Vexley",
    ]);
    expect(await layoffs()).toMatchObject([{ count: 80 }]);
  });
});
