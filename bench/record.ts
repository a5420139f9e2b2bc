// npm run bench -- record: lists and sums of the public record at its planned size, beside what SQLite takes to count the same rows.
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { correctionsOf } from "../src/app/corrections.ts";
import { layoffsWithClaims, wholeLayoff } from "../src/app/layoffs.ts";
import type { Store } from "../src/app/ports.ts";
import { readDocuments } from "../src/app/read-documents.ts";
import { type RecordedDocument, type SourcedClaim } from "../src/core/record/layoff.ts";
import { layoffOf } from "../src/core/record/derived.ts";
import { TOTALS_BY } from "../src/core/record/totals.ts";
import { exported } from "../src/messages/layoff-export.ts";
import { fromClaim, fromCompany, fromDocument, fromLayoff } from "../src/stores/rows-record.ts";
import { openSqlite } from "../src/stores/sqlite.ts";
import { NO_READER, reported, stated } from "../test/record/reports.ts";
import { count, ms, quantile, table } from "./numbers.ts";

export const title = "record: 200,000 layoffs of 100,000 companies in 27 years, listed, summed, exported and added to";

const LAYOFFS = 200_000;
const COMPANIES = 100_000;
const DAYS = 9862;
const COUNTRIES = ["US", "GB", "DE", "IN", "BR", "SE", "NO", "JP", "CA", "FR"];
const INDUSTRIES = ["Retail", "Finance", "Media", "Energy", "Food", "Travel", "Hardware", "Security"];
const TIMES = 15;
const MORE = 2000;

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const path = join(folder, "store.db");
  // Opening makes the tables.
  await (await openSqlite({ path })).close();
  fill(path);
  const store = await openSqlite({ path });
  await asking(store, path, print);
  await exporting(store, print);
  await adding(store, print);
  await store.close();
}

/** What each question takes of the processor, which other work on the machine does not change. */
async function asking(store: Store, path: string, print: (text: string) => void): Promise<void> {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows: string[][] = [];
  const measure = async (what: string, work: () => unknown): Promise<void> => {
    const times: number[] = [];
    for (let i = 0; i < TIMES; i++) {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
    }
    rows.push([what, ms(quantile(times, 0.5)), ms(quantile(times, 0.95))]);
  };
  await measure("bound: select count(*), sum(low) from layoffs", () =>
    database.prepare("select count(*), sum(low) from layoffs").get(),
  );
  for (const by of TOTALS_BY) await measure(`totals by ${by}`, () => store.layoffTotals(by, {}));
  await measure("totals by month, of one country and five years", () =>
    store.layoffTotals("month", { country: "US", since: "2020-01-01", until: "2024-12-31" }),
  );
  for (const order of ["date", "count", "company", "added"] as const)
    await measure(`list, 20 by ${order}`, () => store.layoffs({ order, limit: 20 }));
  await measure("list, of one country and industry", () =>
    store.layoffs({ country: "NO", industry: "Media", limit: 20 }),
  );
  await measure("list, of companies called like", () => store.layoffs({ company: word(77), limit: 20 }));
  await measure("list, the largest of a month", () =>
    store.layoffs({ since: "2015-03-01", until: "2015-03-31", order: "count", limit: 20 }),
  );
  await measure("list, at least 5,000 people", () => store.layoffs({ min: 5000, limit: 20 }));
  await measure("list, of a status that none has", () => store.layoffs({ status: "rumoured", limit: 20 }));
  for (const [when, at] of [
    ["when a quarter was there", LAYOFFS / 4],
    ["when half of what changed had changed", 1.5 * LAYOFFS],
    ["not long ago", 1.99 * LAYOFFS],
  ] as const) {
    const then = store.recordAt(at);
    for (const by of ["day", "month", "country"] as const)
      await measure(`as of ${when}: totals by ${by}`, () => then.layoffTotals(by, {}));
    await measure(`as of ${when}: list, 20 by date`, () => then.layoffs({ limit: 20 }));
    await measure(`as of ${when}: list, 20 by count`, () => then.layoffs({ order: "count", limit: 20 }));
    await measure(`as of ${when}: list, of one country and industry`, () =>
      then.layoffs({ country: "NO", industry: "Media", limit: 20 }),
    );
    await measure(`as of ${when}: one layoff with its claims`, () => wholeLayoff(then, "l-77"));
  }
  await measure("corrections, the newest 100", () => correctionsOf(store, { limit: 100 }));
  database.close();
  print(table(["", "median", "p95"], rows));
}

/**
 * Past the store, which is measured below: writing so many rows through it would be most of the time.
 * @param path of a store whose tables are there
 */
export function fill(path: string, layoffs = LAYOFFS): void {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  database.exec("pragma synchronous = off; pragma cache_size = -262144; begin");
  // Of rows that come in no order an index is made at once in a fraction of the time that it takes to keep it.
  const indexes = database
    .prepare(
      "select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in (select value from json_each(?))",
    )
    .all(JSON.stringify(FILLED));
  for (const { name } of indexes) database.exec(`drop index "${String(name)}"`);
  const insert = (into: string, row: object): void => {
    const names = Object.keys(row);
    const text = `insert into ${into} (${names.map((name) => `"${name}"`).join()}) values (${names.map(() => "?").join()})`;
    const known = statements.get(text) ?? database.prepare(text);
    statements.set(text, known);
    known.run(...(Object.values(row) as SQLInputValue[]));
  };
  const statements = new Map<string, StatementSync>();
  for (let n = 0; n < layoffs; n++) {
    const { claim, layoff } = made(n);
    const { source, seq: _, ...words } = claim;
    const { company: id, name, country, industry } = layoff;
    if (n < COMPANIES) insert("companies", fromCompany({ id, name, domain: null, country, industry, cik: null }));
    insert("documents", fromDocument(source));
    insert("claims", fromClaim(words));
    if (n % 2 === 0) insert("layoffs", fromLayoff(layoff));
    else {
      // It was another until some time later.
      const past = { ...layoff, count: layoff.count === null ? null : layoff.count + 1 };
      insert("layoffs_past", { ...fromLayoff(past), causes: "[]", corrects: 0, until_at: layoffs + n });
      insert("layoffs", { ...fromLayoff({ ...layoff, changedAt: layoffs + n }), causes: "[]", corrects: 1 });
    }
  }
  for (const { sql } of indexes) database.exec(String(sql));
  database.exec("commit");
  database.close();
}

const FILLED = ["companies", "documents", "claims", "layoffs", "layoffs_past"];

/** Every twenty of them begin with the same word. */
function companyName(n: number): string {
  return `${word(n % (COMPANIES / 20))} ${word(n % COMPANIES)}`;
}

/** Letters for a number, capitalised. */
function word(n: number): string {
  const letters = [...(n + 17_576).toString(26)].map((digit) => String.fromCodePoint(97 + Number.parseInt(digit, 26)));
  const text = letters.join("");
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}

function made(n: number) {
  const mixed = (n * 7919) % LAYOFFS;
  const date = new Date(Date.UTC(2000, 0, 1 + (mixed % DAYS))).toISOString().slice(0, 10);
  const figure = mixed % 20 < 7 ? null : 10 + (mixed % 9000);
  const source: RecordedDocument = {
    id: `doc-${n}`,
    source: "feed:https://news.example/feed",
    key: String(n),
    address: `https://news.example/${date}/story-${n}`,
    title: `${companyName(n)} cuts jobs`,
    publisher: "The Example",
    published: date,
    language: "en",
    hash: String(n),
    raw: null,
    reader: "1",
    takenAt: n,
    suppressed: false,
  };
  const { origin: _, ...said } = stated({
    company: companyName(n),
    count: figure,
    date,
    country: COUNTRIES[mixed % COUNTRIES.length] ?? null,
    industry: INDUSTRIES[mixed % INDUSTRIES.length] ?? null,
    quote: `${companyName(n)} said on that day that it would cut jobs, as so many did before it.`,
  });
  const claim: SourcedClaim = {
    ...said,
    more: {},
    id: `cl-${n}`,
    document: source.id,
    layoff: `l-${n}`,
    seq: n,
    replacedAt: null,
    source,
  };
  const kept = {
    id: `l-${n}`,
    company: `co-${n % COMPANIES}`,
    mergedInto: null,
    suppressed: false,
    undecided: false,
    createdAt: n,
    changedAt: n,
  };
  return { claim, layoff: layoffOf(kept, [claim]) };
}

async function exporting(store: Store, print: (text: string) => void): Promise<void> {
  const start = performance.now();
  let [bytes, pieces, most] = [0, 0, 0];
  for await (const piece of exported("csv", layoffsWithClaims(store, { limit: LAYOFFS }))) {
    bytes += piece.length;
    if (pieces++ % 10 === 0) most = Math.max(most, process.memoryUsage().rss);
  }
  const seconds = (performance.now() - start) / 1000;
  print(
    `All of it as CSV, ${Math.round(bytes / 1e6)} MB, in ${seconds.toFixed(0)} s; the process took ${Math.round(most / 1e6)} MB at most.`,
  );
}

async function adding(store: Store, print: (text: string) => void): Promise<void> {
  const documents = Array.from({ length: MORE }, (_, n) =>
    reported([{ company: companyName(n % 2500), count: 10 + n, date: "2026-03-10", country: "US", industry: "Media" }]),
  );
  const start = performance.now();
  const taken = await readDocuments(store, documents, NO_READER, 1);
  const seconds = (performance.now() - start) / 1000;
  print(
    `${count(MORE)} documents taken in ${seconds.toFixed(1)} s, ${count(MORE / seconds)} a second: ${count(taken.made)} new layoffs, ` +
      `${count(taken.attached)} claims of others, ${count(taken.asked)} to be decided.`,
  );
}
