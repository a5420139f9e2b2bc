// Two stores to which the same happens: one whose readings parse everything, and one that is spared what is as it was.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "vitest";
import type { Context } from "../../src/app/context.ts";
import type { Directory } from "../../src/app/directory.ts";
import { erase } from "../../src/app/erase.ts";
import type { Http, KeyFile, Store } from "../../src/app/ports.ts";
import { settleEvents } from "../../src/app/settle-events.ts";
import { sweep } from "../../src/app/sweep.ts";
import { type Member, partition } from "../../src/core/ledger/units.ts";
import { HOUR } from "../../src/core/time.ts";
import { keptHeadcounts } from "../../src/core/wave/kept-headcounts.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { contextOf } from "../../src/wire/context.ts";

export const ID = "acme";

/** What is done with a store; numbers say to whom. */
export type Act<How> =
  | { readonly does: "read"; readonly how: How; readonly details: boolean }
  | { readonly does: "dies" }
  | { readonly does: "event" | "erase"; readonly who: number; readonly during: boolean }
  | { readonly does: "count" };

/** One store and all that is done with it. */
export interface Side<How> {
  readonly store: Store;
  readonly context: Context;
  readonly path: string;
  /** What happens while the next list is read. */
  during: (() => Promise<void>) | undefined;
  /** How the next list is given; undefined: as it is. */
  how: How | undefined;
  dies: boolean;
  spared: number;
}

export async function openSide<How>(folder: string, name: string, key: KeyFile, http?: Http): Promise<Side<How>> {
  const path = join(folder, `${name}.db`);
  const store = await openSqlite({ path, key });
  const failing: Store = {
    ...store,
    transaction: (work) =>
      store.transaction(async (writer) => {
        const done = await work({
          ...writer,
          record: async (entry) => {
            await writer.record(entry);
            if (side.dies && entry.action === "sweep") throw new Error("killed");
          },
        });
        return done;
      }),
  };
  const clock = virtualClock();
  const context = contextOf({ store: failing, clock, progress: () => {}, ...(http === undefined ? {} : { http }) });
  const side: Side<How> = { store, context, path, during: undefined, how: undefined, dies: false, spared: 0 };
  return side;
}

async function doEvent<How>({ store, context }: Side<How>, directory: Directory, account: string, n: number) {
  const now = context.clock.now();
  const about = { account };
  const event = { directory: ID, source: "http", receivedAt: now, state: "waiting", tries: 0, dueAt: now } as const;
  await store.transaction((writer) => writer.keepEvents([{ ...event, key: `E${n}`, type: "user_change", about }]));
  while ((await settleEvents(context, directory)).more);
}

async function doErase<How>({ store, context }: Side<How>, account: string): Promise<void> {
  const entry = (await store.entries(ID, [account])).get(account);
  if (entry !== undefined) await erase({ ...context, store }, [{ directory: ID, entry }]);
}

/** Everybody who is staff now is in a unit; who comes later is noted as such. */
async function count<How>({ store, context }: Side<How>): Promise<void> {
  if ((await store.counted()).length > 0) return;
  const members: Member[] = [...(await store.roster(ID)).entries.keys()].map((id) => ({ id, team: null, place: null }));
  const { units, unitOf } = partition(ID, members, { k: 5 });
  const madeAt = context.clock.now();
  const since = new Map([...unitOf.keys()].map((id) => [id, madeAt]));
  await store.transaction((writer) => writer.addPartition(0, { directory: ID, units, unitOf, madeAt, since }));
}

/** Does the n-th act. @param idOf whom its number means @returns what a reading came to */
export async function take<How>(
  side: Side<How>,
  directory: Directory,
  act: Act<How>,
  n: number,
  idOf: (who: number) => string,
): Promise<unknown> {
  await side.context.clock.sleep(HOUR);
  if (act.does === "count") return count(side);
  if (act.does === "event" || act.does === "erase") {
    const id = idOf(act.who);
    const doIt = () => (act.does === "event" ? doEvent(side, directory, id, n) : doErase(side, id));
    if (!act.during) return doIt();
    side.during = doIt;
  }
  side.how = act.does === "read" ? act.how : undefined;
  side.dies = act.does === "dies";
  try {
    const limit = act.does === "read" && act.details ? "all" : 0;
    const outcome = await sweep(side.context, directory, { details: { limit } });
    return { ...outcome, changes: outcome.changes.map((one) => JSON.stringify(one)).toSorted() };
  } catch (error) {
    if (error instanceof Error && error.message === "killed") return "killed";
    throw error;
  } finally {
    side.during = undefined;
    side.dies = false;
  }
}

/** What differs by chance, or by the order in which one reading wrote what it found; and the prints. */
const ASIDE = new Set(["print", "seq", "mark", "salt", "commitment", "previous"]);

/** Whoever is counted without an id has one that is made up. */
const ANONYMOUS = /x-[0-9a-f]{16}/g;

export function contents(path: string): Record<string, readonly string[]> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    return Object.fromEntries(
      tables.flatMap(({ name }) => {
        // How people are counted is a shortcut as well, there or not; what is in it is held against the roster.
        if (name === "print_keys" || name === "headcounts" || name === "leases" || String(name).startsWith("sqlite_"))
          return [];
        const rows = database.prepare(`select * from "${String(name)}"`).all();
        const plain = rows.map((row) => Object.entries(row).filter(([column]) => !ASIDE.has(column)));
        return [[String(name), plain.map((row) => JSON.stringify(row).replaceAll(ANONYMOUS, "x-")).toSorted()]];
      }),
    );
  } finally {
    database.close();
  }
}

/** @returns whether counts are kept */
export async function holdCounts(store: Store): Promise<boolean> {
  const kept = await store.headcounts(ID);
  if (kept === undefined) return false;
  expect(kept).toEqual(keptHeadcounts((await store.roster(ID)).entries.values()));
  return true;
}

/** One key for both, so that tombstones can be compared. */
export function oneKey(): KeyFile {
  let kept: Awaited<ReturnType<KeyFile["key"]>>;
  return {
    place: "memory",
    key: async () => kept,
    keepKey: async (made) => {
      kept ??= made;
    },
  };
}
