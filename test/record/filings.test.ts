// Reports to the SEC in the record: an amendment is an update of its round, and a company is known by its CIK under another name.
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Store } from "../../src/app/ports.ts";
import { importReports } from "../../src/app/import-reports.ts";
import { readDocuments } from "../../src/app/read-documents.ts";
import type { Reported } from "../../src/app/record-port.ts";
import { textReader } from "../../src/app/text-reader.ts";
import { submissionOf, type Written } from "../../src/sources/edgar/testing.ts";
import { sources } from "../../src/sources/index.ts";
import { givenOf } from "../../src/sources/testing.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";

let store: Store;
let clock = 0;
beforeEach(async () => {
  store = await openSqlite({ path: ":memory:" });
});
afterEach(() => store.close());

const HEAD = "<p>Item 2.05 Costs Associated with Exit or Disposal Activities</p>";
const reader = textReader(() => new Set<string>());

async function documentsOf(...written: readonly Written[]): Promise<readonly Reported[]> {
  const given = written.map((one) => givenOf(submissionOf(one), { place: "filing.txt" }));
  return (await importReports(given, { sources, settings: {} })).documents;
}
const take = (documents: readonly Reported[]) => readDocuments(store, documents, reader, ++clock);
const layoffs = () => store.layoffs({ limit: 100 });

const PLAN: Written = {
  items: `${HEAD}<p>On March 19, 2031, the Company committed to a plan of termination. The Company will lay off approximately 340 employees, or about 12% of its workforce. It expects to complete the plan by December 31, 2031.</p>`,
};
const AMENDED: Written = {
  form: "8-K/A",
  accession: "0009999999-31-000031",
  filed: "20310721",
  items: `${HEAD}<p>This amends the report of March 25, 2031. The Company now will lay off approximately 520 employees, or about 18% of its workforce.</p>`,
};
const NEXT_YEAR: Written = {
  accession: "0009999999-32-000007",
  filed: "20320405",
  event: "20320401",
  items: `${HEAD}<p>On April 1, 2032, the Company told 90 employees that their jobs are eliminated.</p>`,
};

it("a filing is a layoff of the issuer on the day of the event, with its industry", async () => {
  await take(await documentsOf(PLAN));
  expect(await layoffs()).toMatchObject([
    {
      name: "Nordwind Turbines, Inc.",
      count: 340,
      percent: 12,
      date: "2031-03-19",
      industry: "Manufacturing",
      country: null,
    },
  ]);
});

it("an amendment months later is an update of the same round, and a report of another event is another round", async () => {
  const taken = await take(await documentsOf(PLAN, AMENDED, NEXT_YEAR));
  expect(taken).toMatchObject({ added: 3, made: 2, attached: 1, asked: 0 });
  const found = await layoffs();
  expect(found.map(({ count, percent, date }) => [count, percent, date])).toEqual([
    [90, null, "2032-04-01"],
    [520, 18, "2031-03-19"],
  ]);
});

it("an amendment that comes before what it amends leads to the same", async () => {
  const documents = await documentsOf(PLAN, AMENDED);
  for (const one of documents.toReversed()) await take([one]);
  expect(await layoffs()).toMatchObject([{ count: 520, date: "2031-03-19" }]);
});

it("a company that goes by another name is the same one, and another one of its name is not", async () => {
  await take(await documentsOf(PLAN));
  const [next] = await documentsOf(NEXT_YEAR);
  const [other] = await documentsOf({ ...NEXT_YEAR, accession: "0008888888-32-000001", cik: "0008888888" });
  if (next?.about == null || other === undefined) throw new Error("no documents were read");
  await take([{ ...next, about: { ...next.about, company: "Sudwind Power Corp" } }, other]);
  const found = await layoffs();
  const [sudwind, namesake, first] = ["Sudwind Power Corp", "Nordwind Turbines, Inc.", "Nordwind Turbines, Inc."].map(
    (name, i) =>
      found.find((one) => one.name === name && (i < 2 ? one.date === "2032-04-01" : one.date === "2031-03-19")),
  );
  expect(sudwind?.company).toBe(first?.company);
  expect(namesake?.company).not.toBe(first?.company);
});

it("a restructuring that involves or affects so many people is a round of them; that of a debt, or of offices, is none", async () => {
  const involved = (sentence: string, n: number): Written => ({
    accession: `0009999999-33-00000${n}`,
    items: `${HEAD}<p>On March 19, 2031, the Board approved a restructuring plan. ${sentence}</p>`,
  });
  await take(
    await documentsOf(
      involved("The restructuring involved approximately 330 employees.", 1),
      involved("The restructuring of its debt involved 45 lenders and their 330 employees.", 2),
      involved("The realignment affects 12 offices.", 3),
    ),
  );
  expect(await layoffs()).toMatchObject([{ count: 330, date: "2031-03-19" }]);
});
