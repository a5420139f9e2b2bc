// npm run bench -- queries [N]: who left, and what has become of one account, out of a million changes or N; asked of the store as pages and
// commands ask it, beside DuckDB with the same rows in memory.
import { join } from "node:path";
import type { Departure } from "../src/core/directory/departure.ts";
import { DAY, type Instant } from "../src/core/time.ts";
import type { Store, StoredChange } from "../src/app/ports.ts";
import { openStore } from "../src/wire/context.ts";
import { installPeers } from "./children.ts";
import { count, median, quantile, table } from "./numbers.ts";

const CHANGES = Number(process.argv[3] ?? 1_000_000);
const ACCOUNTS = CHANGES / 4;
/** Of those who left, one in fifty is back. */
const BACK = 50;
const SPAN = 5 * 365;
const WINDOW = 90;
const NEWEST = 50;
const ROUNDS = 40;
const BATCH = 20_000;
const OFFICES = ["Kraków", "Berlin", "Toronto", "Bengaluru", "São Paulo", "Lisbon", "Nairobi", "Osaka"];
const TEAMS = Array.from({ length: 200 }, (_, n) => `Team ${n}`);

export const title = "Questions to a store of a million changes, a fifth of them departures, beside DuckDB in memory";

interface Row {
  readonly n: number;
  readonly account: string;
  readonly at: Instant;
  readonly left: boolean;
  readonly team: string;
  readonly office: string;
  readonly back: boolean;
}

/** The n-th change: four of five are of somebody who stays; whom it is about, and when, jumps about. */
function rowOf(n: number, now: Instant): Row {
  const left = n % 5 === 0;
  const who = left ? n / 5 : (n * 7919) % ACCOUNTS;
  const at = now - 60_000 - Math.floor(((n * 104_729) % CHANGES) * ((SPAN * DAY) / CHANGES));
  const [team = "", office = ""] = [TEAMS[(who * 31) % TEAMS.length], OFFICES[(who * 7) % OFFICES.length]];
  return { n, account: `U${who}`, at, left, team, office, back: left && who % BACK === 0 };
}

function changeOf({ n, account, at, left, team }: Row): StoredChange {
  return {
    id: `c-${n.toString(16).padStart(16, "0")}`,
    sweep: `s-${n % SPAN}`,
    directory: "acme",
    change: left ? "deactivated" : "updated",
    at: { notBefore: at - 300_000, notAfter: at },
    account: { id: account, kind: "human" },
    evidence: left ? { by: "flag", stated: "deleted: true", readings: 1 } : { by: "value", readings: 1 },
    confirmed: true,
    ...(left ? {} : { before: { team: "" }, after: { team } }),
  };
}

function departureOf({ n, account, at, team, office, back }: Row): Departure {
  return {
    id: `d-${n.toString(16).padStart(16, "0")}`,
    at: { notBefore: at - 300_000, notAfter: at },
    accounts: [{ directory: "acme", id: account, kind: "human" }],
    change: "deactivated",
    confirmed: true,
    observed: true,
    lastKnown: { location: office, locationFrom: "Office", team, kind: "human" },
    ...(back ? { reversed: { at: { notBefore: at, notAfter: at + 1 }, change: "reactivated" as const } } : {}),
  };
}

interface Asked {
  readonly called: string;
  /** The same turn asks both the same. */
  readonly store: (turn: number) => Promise<readonly unknown[]>;
  readonly duck: (turn: number) => Promise<readonly unknown[]>;
  /** How many rows both answer; throws where they do not say the same. */
  readonly rows: () => Promise<number>;
}

/** @param of.ours what a row says, in words that can be held against those of `theirs` */
function question<T>(of: {
  readonly called: string;
  readonly store: (turn: number) => Promise<readonly T[]>;
  readonly duck: (turn: number) => Promise<readonly (readonly unknown[])[]>;
  readonly ours: (row: T) => readonly unknown[];
  readonly theirs: (row: readonly unknown[]) => readonly unknown[];
}): Asked {
  const said = (rows: readonly (readonly unknown[])[]): string =>
    rows
      .map((row) => row.map(String).join("\t"))
      .toSorted()
      .join("\n");
  return {
    ...of,
    rows: async () => {
      const mine = (await of.store(0)).map(of.ours);
      const theirs = (await of.duck(0)).map(of.theirs);
      if (mine.length > 0 && said(mine) === said(theirs)) return mine.length;
      throw new Error(`${of.called}: ${mine.length} rows here, and ${theirs.length} of DuckDB, do not say the same.`);
    },
  };
}

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  await installPeers();
  const now = Date.now();
  const store = await openStore(join(folder, "store.db"));
  const duck = await openDuck();
  const began = performance.now();
  for (let start = 0; start < CHANGES; start += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, CHANGES - start) }, (_, i) => rowOf(start + i, now));
    await keep(store, rows);
    duck.keep(rows);
  }
  print(`${count(CHANGES)} changes. Both were filled in ${((performance.now() - began) / 1000).toFixed(0)} s.`);
  const since = now - WINDOW * DAY;
  const gone = (by: "team" | "place", days: number): Asked =>
    question({
      called: `who left, by ${by}${days === WINDOW ? "" : " and week"}, ${WINDOW} days`,
      store: () => store.peopleGone("acme", by, { since, now, unit: days * DAY }),
      duck: () =>
        duck.ask(
          `select kind, ${by}, place_stated, (${now} - moment) // ${days * DAY} as ago, count(*) from departures where directory = 'acme'
          and moment > ${since} and moment <= ${now} and observed and confirmed and not back group by all`,
        ),
      ours: ({ kind, value, ago, count: people }) => [kind, value, ago, people],
      theirs: ([kind, value, , ago, people]) => [kind, value, ago, people],
    });
  const account = (turn: number): string => `U${(turn * 7919) % (CHANGES / 5)}`;
  const asked: readonly Asked[] = [
    gone("team", WINDOW),
    gone("place", WINDOW),
    gone("team", 7),
    gone("place", 7),
    question({
      called: `the ${NEWEST} who left last, of ${WINDOW} days`,
      store: () => store.listDepartures({ directories: ["acme"], since }, { order: "newest", skip: 0, limit: NEWEST }),
      duck: () =>
        duck.ask(
          `select * from departures where directory = 'acme' and moment >= ${since} order by moment desc limit ${NEWEST}`,
        ),
      ours: ({ at }) => [at.notAfter],
      theirs: ([, at]) => [at],
    }),
    question({
      called: "one account's history",
      store: (turn) => store.changes({ directory: "acme", account: account(turn) }),
      duck: (turn) =>
        duck.ask(`select * from changes where directory = 'acme' and account = '${account(turn)}' order by moment`),
      ours: ({ at, change }) => [change, at.notAfter],
      theirs: ([, , change, at]) => [change, at],
    }),
  ];
  print(table(HEAD, await measured(asked)));
  await store.close();
  duck.close();
}

const HEAD = ["question", "rows", "Rollcall p50", "p95", "DuckDB p50", "p95", "DuckDB's time by ours"];

async function measured(asked: readonly Asked[]): Promise<string[][]> {
  const rows: string[][] = [];
  for (const { called, store, duck, rows: both } of asked) {
    const found = await both();
    const times: { readonly ours: number; readonly theirs: number }[] = [];
    for (let turn = 1; turn <= ROUNDS; turn++) {
      times.push({ ours: await took(() => store(turn)), theirs: await took(() => duck(turn)) });
    }
    const [ours, others] = [times.map((one) => one.ours), times.map((one) => one.theirs)];
    const ratio = median(times.map((one) => one.theirs / one.ours));
    const shown = [quantile(ours, 0.5), quantile(ours, 0.95), quantile(others, 0.5), quantile(others, 0.95)];
    rows.push([called, count(found), ...shown.map((ms) => `${ms.toFixed(ms < 1 ? 2 : 1)} ms`), ratio.toFixed(1)]);
  }
  return rows;
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function keep(store: Store, rows: readonly Row[]): Promise<void> {
  await store.transaction(async (writer) => {
    await writer.putChanges(rows.map(changeOf));
    await writer.putDepartures(rows.filter(({ left }) => left).map(departureOf));
  });
}

interface Duck {
  readonly keep: (rows: readonly Row[]) => void;
  readonly ask: (text: string) => Promise<readonly (readonly unknown[])[]>;
  readonly close: () => void;
}

/** What is used of @duckdb/node-api, which bench/peers has. */
interface DuckApi {
  readonly DuckDBInstance: {
    readonly create: (path: string) => Promise<{ readonly connect: () => Promise<Connected> }>;
  };
}
interface Connected {
  readonly run: (text: string) => Promise<unknown>;
  readonly runAndReadAll: (text: string) => Promise<{ readonly getRows: () => readonly (readonly unknown[])[] }>;
  readonly createAppender: (name: string) => Promise<Appender>;
  readonly closeSync: () => void;
}
interface Appender {
  readonly appendVarchar: (value: string) => void;
  readonly appendBigInt: (value: bigint) => void;
  readonly appendBoolean: (value: boolean) => void;
  readonly endRow: () => void;
  readonly flushSync: () => void;
}

async function openDuck(): Promise<Duck> {
  const entry = new URL("peers/node_modules/@duckdb/node-api/lib/index.js", import.meta.url).href;
  const { DuckDBInstance } = ((await import(entry)) as { readonly default: DuckApi }).default;
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(
    "create table changes (directory varchar, account varchar, change varchar, moment bigint, team varchar)",
  );
  await connection.run(
    "create table departures (directory varchar, moment bigint, kind varchar, team varchar, place varchar, place_stated boolean, observed boolean, confirmed boolean, back boolean)",
  );
  const changes = await connection.createAppender("changes");
  const departures = await connection.createAppender("departures");
  const append = (to: Appender, ...values: readonly (string | number | boolean)[]): void => {
    for (const value of values) {
      if (typeof value === "string") to.appendVarchar(value);
      else if (typeof value === "number") to.appendBigInt(BigInt(value));
      else to.appendBoolean(value);
    }
    to.endRow();
  };
  return {
    keep: (rows) => {
      for (const { account, at, left, team, office, back } of rows) {
        append(changes, "acme", account, left ? "deactivated" : "updated", at, team);
        if (left) append(departures, "acme", at, "human", team, office, true, true, true, back);
      }
      changes.flushSync();
      departures.flushSync();
    },
    ask: async (text) => (await connection.runAndReadAll(text)).getRows(),
    close: () => connection.closeSync(),
  };
}
