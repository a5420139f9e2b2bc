import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store, StoredChange, Sweep } from "../app/ports.ts";
import type { Departure } from "../core/directory/departure.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { openSqlite } from "./sqlite.ts";

/** The stores that have to keep the contract: each `open` gives a new and empty one, and closing it leaves nothing. */
export const STORES: readonly { readonly name: string; open(): Promise<Store> }[] = [
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
