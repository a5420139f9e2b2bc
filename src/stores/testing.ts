import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store, StoredChange, StoreWriter, Sweep } from "../app/ports.ts";
import type { Layoff, RecordedDocument } from "../core/record/layoff.ts";
import type { Departure } from "../core/directory/departure.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { openPostgres } from "./postgres.ts";
import { noPostgres, testPostgres } from "./fake/postgres.ts";
import { openSqlite } from "./sqlite.ts";

interface StoreKind {
  readonly name: string;
  open(): Promise<Store>;
}

/** On a machine without it the suite says so, and is of the other two. */
function postgresKinds(): readonly StoreKind[] {
  const why = noPostgres();
  if (why !== undefined) process.stderr.write(`stores: ${why}, so its tests are skipped\n`);
  return why === undefined ? [{ name: "PostgreSQL", open: openInPostgres }] : [];
}

async function openInPostgres(): Promise<Store> {
  const { place, giveBack } = await (await testPostgres()).ready();
  const store = await openPostgres({ place });
  return {
    ...store,
    async close() {
      await store.close();
      await giveBack();
    },
  };
}

/** The stores that have to keep the contract: each `open` gives a new and empty one, and closing it leaves nothing. */
export const STORES: readonly StoreKind[] = [
  { name: "SQLite in memory", open: () => openSqlite({ path: ":memory:" }) },
  {
    name: "SQLite in a file",
    async open() {
      const folder = mkdtempSync(join(tmpdir(), "rollcall-store-"));
      const store = await openSqlite({ path: join(folder, "store.db") });
      return {
        ...store,
        async close() {
          await store.close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  },
  ...postgresKinds(),
];

export function account(id: string, status: "active" | "invited" | "deactivated"): RosterEntry {
  return { account: { id, status, attributes: { name: "x", kind: "human" } }, presence: "present" };
}

export function sweep(id: string, directory: string, takenAt: number, complete: boolean): Sweep {
  const health = complete ? "ok" : "unreachable";
  return { id, directory, startedAt: takenAt - 1, takenAt, complete, accounts: 7, health, reasons: ["a reason"] };
}

export function change(id: string, sweepId: string, accountId: string): StoredChange {
  return {
    id,
    sweep: sweepId,
    change: "deactivated",
    directory: "a",
    at: { notBefore: 1, notAfter: 2 },
    account: { id: accountId, name: null, kind: "human" },
    evidence: { by: "flag", stated: "deleted: true", readings: 1, readBack: "agrees" },
    confirmed: false,
    observed: false,
    lastKnown: { timezone: "Europe/Warsaw", location: "Warsaw", locationFrom: "timezone" },
    before: { team: "Blue", channels: ["C1"] },
    after: { team: null },
  };
}

/** @param ids of the accounts: the first in the directory a, the others in b. */
export function departure(id: string, notAfter: number, ids: readonly string[]): Departure {
  return {
    id,
    at: { notBefore: null, notAfter },
    accounts: ids.map((one, i) => ({ name: "x", email: null, directory: i === 0 ? "a" : "b", id: one })),
    change: "deactivated",
    confirmed: true,
    observed: false,
    lastKnown: { location: null, locationFrom: null, title: "Painter" },
  };
}

export const recordedLayoff = (id: string, more: Partial<Layoff> = {}): Layoff => ({
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

export const putRecord = (store: Store, work: (writer: StoreWriter) => Promise<void>) =>
  store.transaction(async (writer) => {
    await writer.recordTime(0);
    await work(writer);
  });

export const REPORTED = [{ why: "report", by: "doc-1" }] as const;

export const recordedDocument: RecordedDocument = {
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
