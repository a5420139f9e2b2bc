// What is denied in a text, and the round that it denies.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/app/ports.ts";
import { readDocuments } from "../../src/app/read-documents.ts";
import { textReader } from "../../src/app/text-reader.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { gazetteer } from "../../src/wire/gazetteer.ts";
import { NOTICES, story } from "./year.ts";

let store: Store;
let clock = 0;
beforeEach(async () => {
  store = await openSqlite({ path: ":memory:" });
});
afterEach(() => store.close());

const reader = textReader(gazetteer);
const take = async (day: string, title: string, text: string, language = "en") =>
  readDocuments(store, [{ ...story(day, title, text), language }], reader, ++clock);
const rounds = async () => (await store.layoffs({ limit: 9 })).map(({ status, count }) => `${status} ${count}`);
const shelf = async () => (await store.shelf({ limit: 9 })).map(({ why, count }) => `${why} ${count}`);

describe("a denial in a text", () => {
  it("goes with the round whose figure it denies, which is denied then", async () => {
    await take("2026-03-02", "Vexley to cut 500 jobs", "Vexley is to cut 500 jobs, a trade paper reported on Monday.");
    await take("2026-03-04", "Vexley responds", "Vexley denied a report that it plans to lay off 500 people.");
    expect([await rounds(), await shelf()]).toEqual([["denied 500"], []]);
    const [layoff] = await store.layoffs({ limit: 1 });
    const claims = await store.claimsOf([layoff?.id ?? ""]);
    expect(claims.map(({ status, quote }) => [status, quote])).toContainEqual([
      "denied",
      "Vexley denied a report that it plans to lay off 500 people.",
    ]);
  });

  it("comes before the report as well as behind it", async () => {
    await take("2026-03-04", "Vexley responds", "Vexley denied a report that it plans to lay off 500 people.");
    expect([await rounds(), await shelf()]).toEqual([[], ["denial 500"]]);
    await take("2026-03-02", "Vexley to cut 500 jobs", "Vexley is to cut 500 jobs, a trade paper reported on Monday.");
    expect([await rounds(), await shelf()]).toEqual([["denied 500"], []]);
  });

  it("of one figure says nothing of a round with another, also of the same day and in the same text", async () => {
    await take(
      "2026-03-04",
      "Vexley to cut 120 jobs",
      "Vexley will cut 120 jobs in Leeds, it said on Wednesday. Vexley denied that it would lay off 2,000 people.",
    );
    expect([await rounds(), await shelf()]).toEqual([["announced 120"], ["denial 2000"]]);
  });

  it("goes with no notice of another figure, whichever came first", async () => {
    await readDocuments(store, NOTICES, reader, ++clock);
    await take("2026-04-02", "Vexley denies plan for 2,000 job cuts", "Vexley denied that it would cut 2,000 jobs.");
    expect(await shelf()).toEqual(["denial 2000"]);
    await take("2026-01-20", "Vexley to cut 900 jobs", "Vexley will cut 900 jobs, the company said on Tuesday.");
    expect([await rounds(), await shelf()]).toEqual([expect.arrayContaining(["announced 900"]), ["denial 2000"]]);
    expect(await rounds()).not.toContainEqual(expect.stringContaining("denied"));
  });

  it("of last year says nothing of a round of today", async () => {
    await take("2025-03-04", "Vexley responds", "Vexley denied a report that it plans to lay off 500 people.");
    await take("2026-03-02", "Vexley to cut 500 jobs", "Vexley is to cut 500 jobs, it said on Monday.");
    expect([await rounds(), await shelf()]).toEqual([["announced 500"], ["denial 500"]]);
  });

  it("undoes nothing that was done, and is itself undone by what is confirmed later", async () => {
    await take("2026-03-02", "Vexley to cut 500 jobs", "Vexley is to cut 500 jobs, a trade paper reported on Monday.");
    await take("2026-03-04", "Vexley responds", "Vexley denied a report that it plans to lay off 500 people.");
    await take("2026-03-09", "Vexley confirms cuts", "Vexley confirmed on Monday that it is laying off 500 people.");
    expect((await rounds())[0]).toMatch(/^(?:announced|confirmed) 500$/);
  });

  it("of how people are let go is none of the round", async () => {
    await take("2026-03-02", "Vexley to cut 500 jobs", "Vexley is to cut 500 jobs, it said on Monday.");
    await take(
      "2026-03-04",
      "Vexley and the union",
      "None of the 500 people at Vexley will be made redundant by force.",
    );
    expect(await rounds()).toEqual(["announced 500"]);
  });

  it.each([
    ["de", "Vexley dementierte am Mittwoch einen Bericht, wonach 500 Stellen gestrichen werden sollen."],
    ["fr", "Vexley dément la suppression de 500 postes évoquée par la presse dans la semaine."],
    ["es", "Vexley desmiente el despido de 500 trabajadores del que informó la prensa esta semana."],
  ])("is read in %s", async (language, text) => {
    await take("2026-03-02", "Vexley to cut 500 jobs", "Vexley is to cut 500 jobs, a trade paper reported on Monday.");
    await take("2026-03-04", "Vexley", text, language);
    expect([await rounds(), await shelf()]).toEqual([["denied 500"], []]);
  });
});
