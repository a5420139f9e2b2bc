import type { Account, Attributes, Status } from "../../src/core/directory/account.ts";
import type { Accounts } from "../../src/core/directory/accounts.ts";
import type { Change, ChangeKind } from "../../src/core/directory/change.ts";
import { compare, type Comparison } from "../../src/core/directory/compare.ts";
import { applyChange } from "../../src/core/directory/step.ts";
import { confirm, type ReadBack, toReadBack } from "../../src/core/directory/confirm.ts";
import { accountOf, type Departure, departuresFrom } from "../../src/core/directory/departure.ts";
import { advance, type Roster } from "../../src/core/directory/roster.ts";
import { completeSnapshot, type CompleteSnapshot } from "../../src/core/directory/snapshot.ts";
import { HOUR, type Instant } from "../../src/core/time.ts";

export type Absence = "counts" | "proves nothing";

export const DIRECTORY = "slack:acme";

/** The hour so many hours after the beginning of all examples. */
export function hour(n: number): Instant {
  return Date.UTC(2026, 0, 5) + n * HOUR;
}

export function account(id: string, attributes: Attributes = {}, status: Status = "active"): Account {
  return { id, status, attributes };
}

export function person(id: string, attributes: Attributes = {}): Account {
  return account(id, { kind: "human", role: "member", ...attributes });
}

export function people(count: number, attributes: Attributes = {}): Account[] {
  return Array.from({ length: count }, (_, i) => person(`U${i}`, attributes));
}

/** Slack's record of somebody who has left: the time zone and every flag of the role are gone, the profile stays. */
export function stripped(of: Account): Account {
  const { timezone: _zone, role: _role, kind: _kind, channels: _channels, ...profile } = of.attributes;
  return { id: of.id, status: "deactivated", stated: "deleted: true", attributes: profile };
}

/** These, with those of the given ids replaced by their stripped records. */
export function deactivate(accounts: readonly Account[], ...ids: readonly string[]): Account[] {
  return accounts.map((one) => (ids.includes(one.id) ? stripped(one) : one));
}

export function without(accounts: readonly Account[], ...ids: readonly string[]): Account[] {
  return accounts.filter(({ id }) => !ids.includes(id));
}

/** A complete reading that began and ended at the same moment, unless `more` says otherwise. */
export function reading(accounts: Accounts, at: Instant, more: Partial<CompleteSnapshot> = {}): CompleteSnapshot {
  const times = { startedAt: at, takenAt: at };
  return completeSnapshot({ directory: DIRECTORY, ...times, notes: [], accounts, endMarker: "end of file", ...more });
}

export function noRoster(): Roster {
  return { directory: DIRECTORY, entries: new Map() };
}

/** The roster after these readings, in order. */
export function rosterOf(absence: Absence, ...snapshots: readonly CompleteSnapshot[]): Roster {
  return snapshots.reduce(
    (roster, snapshot) => advance(roster, snapshot, compare(roster, snapshot, absence)),
    noRoster(),
  );
}

export function told(comparison: { readonly changes: readonly Change[] }): Change[] {
  return comparison.changes.filter(({ quiet }) => quiet === undefined);
}

export function kinds(changes: readonly Change[]): ChangeKind[] {
  return changes.map(({ change }) => change);
}

/** What the changes make of the accounts that they are about, from what was known of these before. */
export function applied(before: readonly Account[], changes: readonly Change[]): Map<string, Account> {
  const after = new Map(before.map((one) => [one.id, one]));
  for (const change of changes) {
    const { id } = change.account;
    after.set(id, applyChange(after.get(id) ?? account(id), change));
  }
  return after;
}

interface Taken extends Comparison {
  /** What is told of the changes. */
  readonly told: readonly Change[];
  readonly departures: readonly Departure[];
}

/** A directory that is watched: each reading is compared, read back, and goes into the roster. Departures collect by id. */
export interface Watch {
  readonly take: (snapshot: CompleteSnapshot, readBack?: ReadBack | ((ids: readonly string[]) => ReadBack)) => Taken;
  readonly roster: () => Roster;
  readonly departures: () => readonly Departure[];
}

export function watch(absence: Absence, rules = { demotion: false }): Watch {
  let roster = noRoster();
  const departures = new Map<string, Departure>();
  const open = (): Map<string, Departure> =>
    new Map([...departures.values()].flatMap((one) => (one.reversed === undefined ? [[accountOf(one), one]] : [])));
  return {
    take: (snapshot, readBack = "not possible") => {
      const compared = compare(roster, snapshot, absence);
      const ids = toReadBack(compared);
      const answer = typeof readBack === "function" ? readBack(ids) : readBack;
      const comparison = confirm(compared, roster, answer === "not possible" ? [] : ids, answer);
      const found = departuresFrom(comparison.changes, open(), rules);
      for (const departure of found) departures.set(departure.id, departure);
      roster = advance(roster, snapshot, comparison);
      return { ...comparison, told: told(comparison), departures: found };
    },
    roster: () => roster,
    departures: () => [...departures.values()],
  };
}
