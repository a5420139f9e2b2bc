import { createHash } from "node:crypto";
import type { Account } from "../core/directory/account.ts";
import { compare, type Comparison } from "../core/directory/compare.ts";
import { confirm, type ReadBack, toAskFor, toReadBack, weighFound } from "../core/directory/confirm.ts";
import { type Departure, type DepartureRules, departuresFrom, idOf } from "../core/directory/departure.ts";
import { advance, type Roster } from "../core/directory/roster.ts";
import { type CompleteSnapshot, type Snapshot, withAccounts } from "../core/directory/snapshot.ts";
import type { DirectoryState, Store, StoredChange, StoreReader, StoreWriter, Sweep } from "./ports.ts";
import { turnOf } from "./turn.ts";

/** How a reading is to be understood. */
export interface ReadingRules {
  readonly kind: string;
  readonly absence: "counts" | "proves nothing";
  readonly departures: DepartureRules;
  /** Asks the tool again for these accounts; absent where the tool cannot be asked (a file). */
  readonly readBack?: (ids: readonly string[]) => Promise<readonly Account[] | "failed">;
  /** The outbox, inside the transaction that keeps the reading; absent where nobody is told (replay, diff). */
  readonly announce?: (writer: StoreWriter, outcome: Outcome) => Promise<void>;
}

export interface Outcome {
  readonly sweep: Sweep;
  /** True for the baseline: the first complete reading of the directory. */
  readonly first: boolean;
  /** What is told, in the order found; changes that are only kept are in the store. */
  readonly changes: readonly StoredChange[];
  readonly departures: readonly Departure[];
}

/**
 * Takes one reading into the store: judges it, compares it with the roster, reads back what it flags, and writes roster,
 * changes, departures, the sweep, its record and the notifications in one transaction, so that a crash leaves all of it or
 * nothing.
 */
export async function takeReading(store: Store, snapshot: Snapshot, rules: ReadingRules): Promise<Outcome> {
  const id = sweepId(snapshot);
  const turn = await turnOf(store, snapshot.directory);
  const known = await store.directory(snapshot.directory);
  if (!snapshot.complete) {
    const sweep: Sweep = {
      ...times(id, snapshot),
      complete: false,
      accounts: snapshot.accountsRead,
      health: snapshot.health,
      reasons: [snapshot.reason, ...snapshot.notes],
    };
    const outcome: Outcome = { sweep, first: known?.last === undefined, changes: [], departures: [] };
    await store.transaction(async (writer) => {
      await turn.refuseIfOver(writer);
      // The directory itself is not written: an incomplete reading changes nothing (law 2).
      await writer.putSweep(sweep);
      await writer.record({ at: snapshot.takenAt, action: "sweep", detail: recordOf(sweep, 0, 0) });
      await rules.announce?.(writer, outcome);
    });
    return outcome;
  }

  const roster = known === undefined ? emptyRoster(snapshot.directory) : await store.roster(snapshot.directory);
  const { comparison, read } = await examine(roster, snapshot, rules);
  const next = advance(roster, read, comparison);
  const { verdict } = comparison;
  const sweep: Sweep = {
    ...times(id, read),
    complete: true,
    accounts: read.accounts.length,
    health: verdict.health,
    reasons: [...verdict.reasons, ...read.notes],
  };
  const changes = comparison.changes.map((change): StoredChange => ({ ...change, id: idOf("c", change), sweep: id }));
  const departures = departuresFrom(comparison.changes, await openDepartures(store, comparison), rules.departures);
  const told = changes.filter((change) => change.quiet === undefined);
  // Before the first reading, the day after a wave: the newest are what somebody looks for.
  if (roster.last === undefined) told.sort((a, b) => b.at.notAfter - a.at.notAfter);
  const outcome: Outcome = { sweep, first: roster.last === undefined, changes: told, departures };
  await store.transaction(async (writer) => {
    await turn.refuseIfOver(writer);
    if (verdict.believe !== "nothing") await writer.putDirectory(stateOf(next, rules.kind));
    await writer.putSweep(sweep);
    await writer.putEntries(snapshot.directory, comparison.entries);
    await writer.putChanges(changes);
    await writer.putDepartures(departures);
    await writer.record({
      at: snapshot.takenAt,
      action: "sweep",
      detail: recordOf(sweep, told.length, departures.length),
    });
    await rules.announce?.(writer, outcome);
  });
  return outcome;
}

/** Compares, and asks the tool again: for accounts that its list left out, and for those that it flags as gone. */
async function examine(
  roster: Roster,
  snapshot: CompleteSnapshot,
  rules: ReadingRules,
): Promise<{ comparison: Comparison; read: CompleteSnapshot }> {
  let read = snapshot;
  let comparison = compare(roster, read, rules.absence);
  if (rules.readBack === undefined) return { comparison: confirm(comparison, roster, [], "not possible"), read };
  const asked = toAskFor(comparison);
  if (asked.length > 0) {
    const found = await rules.readBack(asked);
    if (found !== "failed" && found.length > 0) {
      read = withAccounts(read, found);
      comparison = weighFound(compare(roster, read, rules.absence), found.length, asked.length);
    }
  }
  const ids = toReadBack(comparison);
  if (ids.length === 0) return { comparison, read };
  const accounts = await rules.readBack(ids);
  const answer: ReadBack = accounts === "failed" ? "failed" : { accounts };
  return { comparison: confirm(comparison, roster, ids, answer), read };
}

async function openDepartures(store: StoreReader, comparison: Comparison): Promise<ReadonlyMap<string, Departure>> {
  const open = new Map<string, Departure>();
  for (const change of comparison.changes) {
    // Only these can meet an earlier departure; a first wave of 700 asks 700 times by primary key, which is milliseconds.
    if (!MAY_MEET_A_DEPARTURE.has(change.change) || open.has(change.account.id)) continue;
    const [last] = await store.departures({ directory: change.directory, account: change.account.id, limit: 1 });
    if (last !== undefined && last.reversed === undefined) open.set(change.account.id, last);
  }
  return open;
}

const MAY_MEET_A_DEPARTURE = new Set(["deactivated", "removed", "joined", "reactivated", "returned", "promoted"]);

function emptyRoster(directory: string): Roster {
  return { directory, entries: new Map() };
}

function stateOf(roster: Roster, kind: string): DirectoryState {
  const { entries: _, ...state } = roster;
  return { ...state, kind };
}

function sweepId(snapshot: Snapshot): string {
  const about = JSON.stringify([snapshot.directory, snapshot.startedAt, snapshot.takenAt]);
  return `s-${createHash("sha256").update(about).digest("hex").slice(0, 16)}`;
}

function times(id: string, snapshot: Snapshot): Pick<Sweep, "id" | "directory" | "startedAt" | "takenAt"> {
  return { id, directory: snapshot.directory, startedAt: snapshot.startedAt, takenAt: snapshot.takenAt };
}

function recordOf(sweep: Sweep, changes: number, departures: number): Record<string, string | number | boolean> {
  const { id, directory, complete, accounts, health } = sweep;
  return { sweep: id, directory, complete, accounts, health, changes, departures };
}
