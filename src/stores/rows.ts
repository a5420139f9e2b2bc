import type { DirectoryState, StoredChange, Sweep } from "../app/ports.ts";
import type { Departure } from "../core/directory/departure.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import * as json from "./json.ts";
import { jsonOrNull, readJson } from "./json.ts";
import type { ChangeRow, DepartureAccountRow, DepartureRow, DirectoryRow, RosterRow, SweepRow } from "./tables.ts";

export function fromDirectory(state: DirectoryState): DirectoryRow {
  return {
    id: state.directory,
    kind: state.kind,
    identity: state.identity ?? null,
    scopes: jsonOrNull(state.scopes),
    last_started_at: state.last?.startedAt ?? null,
    last_taken_at: state.last?.takenAt ?? null,
    last_accounts: state.last?.accounts ?? null,
  };
}

export function toDirectory(row: DirectoryRow): DirectoryState {
  const { last_started_at: startedAt, last_taken_at: takenAt, last_accounts: accounts } = row;
  return {
    directory: row.id,
    kind: row.kind,
    ...(row.identity === null ? {} : { identity: row.identity }),
    ...(row.scopes === null ? {} : { scopes: readJson(json.strings, row.scopes, "directories.scopes") }),
    ...(startedAt === null || takenAt === null || accounts === null ? {} : { last: { startedAt, takenAt, accounts } }),
  };
}

export function fromSweep(sweep: Sweep): SweepRow {
  return {
    id: sweep.id,
    directory: sweep.directory,
    started_at: sweep.startedAt,
    taken_at: sweep.takenAt,
    complete: Number(sweep.complete),
    accounts: sweep.accounts,
    health: sweep.health,
    reasons: JSON.stringify(sweep.reasons),
  };
}

export function toSweep(row: SweepRow): Sweep {
  return {
    id: row.id,
    directory: row.directory,
    startedAt: row.started_at,
    takenAt: row.taken_at,
    complete: row.complete === 1,
    accounts: row.accounts,
    health: json.health(row.health, "sweeps.health"),
    // As of most: what is kept of a day is read again and again.
    reasons: row.reasons === "[]" ? [] : readJson(json.strings, row.reasons, "sweeps.reasons"),
  };
}

export function fromEntry(directory: string, entry: RosterEntry): RosterRow {
  const { kind: accountKind, ...attributes } = entry.account.attributes;
  return {
    directory,
    account_id: entry.account.id,
    status: entry.account.status,
    presence: entry.presence,
    kind: accountKind ?? null,
    pending: jsonOrNull(entry.pending),
    attributes: JSON.stringify(attributes),
    stated: entry.account.stated ?? null,
    updated: entry.account.updated ?? null,
    details_at: entry.detailsAt ?? null,
  };
}

/** Of the roster, what an entry is made of: the columns that the database makes of `attributes` cost more to read than all others. */
export const ENTRY = [
  "directory",
  "account_id",
  "status",
  "presence",
  "kind",
  "pending",
  "attributes",
  "stated",
  "updated",
  "details_at",
] as const satisfies readonly (keyof RosterRow)[];

export function toEntry(row: RosterRow): RosterEntry {
  const attributes = readJson(json.attributes, row.attributes, "roster.attributes");
  return {
    account: {
      id: row.account_id,
      status: json.status(row.status, "roster.status"),
      ...(row.stated === null ? {} : { stated: row.stated }),
      ...(row.updated === null ? {} : { updated: row.updated }),
      attributes: row.kind === null ? attributes : { ...attributes, kind: json.kind(row.kind, "roster.kind") },
    },
    presence: json.presence(row.presence, "roster.presence"),
    ...(row.pending === null ? {} : { pending: readJson(json.pending, row.pending, "roster.pending") }),
    ...(row.details_at === null ? {} : { detailsAt: row.details_at }),
  };
}

export function fromChange(change: StoredChange): ChangeRow {
  const { id, ...account } = change.account;
  return {
    id: change.id,
    sweep: change.sweep,
    directory: change.directory,
    account_id: id,
    account: JSON.stringify(account),
    change: change.change,
    not_before: change.at.notBefore,
    not_after: change.at.notAfter,
    evidence: JSON.stringify(change.evidence),
    confirmed: Number(change.confirmed),
    observed: Number(change.observed ?? true),
    last_known: jsonOrNull(change.lastKnown),
    before: jsonOrNull(change.before),
    after: jsonOrNull(change.after),
    quiet: change.quiet ?? null,
  };
}

export function toChange(row: ChangeRow): StoredChange {
  return {
    id: row.id,
    sweep: row.sweep,
    change: json.changeKind(row.change, "changes.change"),
    directory: row.directory,
    at: { notBefore: row.not_before, notAfter: row.not_after },
    account: { ...readJson(json.named, row.account, "changes.account"), id: row.account_id },
    evidence: readJson(json.evidence, row.evidence, "changes.evidence"),
    confirmed: row.confirmed === 1,
    ...(row.observed === 1 ? {} : { observed: false }),
    ...(row.last_known === null ? {} : { lastKnown: readJson(json.lastKnown, row.last_known, "changes.last_known") }),
    ...(row.before === null ? {} : { before: readJson(json.attributes, row.before, "changes.before") }),
    ...(row.after === null ? {} : { after: readJson(json.attributes, row.after, "changes.after") }),
    ...(row.quiet === null ? {} : { quiet: row.quiet }),
  };
}

export function fromDeparture(departure: Departure): DepartureRow {
  return {
    id: departure.id,
    change: departure.change,
    not_before: departure.at.notBefore,
    not_after: departure.at.notAfter,
    confirmed: Number(departure.confirmed),
    observed: Number(departure.observed),
    last_known: JSON.stringify(departure.lastKnown),
    reversed: jsonOrNull(departure.reversed),
    gap: jsonOrNull(departure.gap),
    actor: jsonOrNull(departure.actor),
  };
}

export function fromDepartureAccounts(departure: Departure): DepartureAccountRow[] {
  return departure.accounts.map(({ directory, id, ...account }, position) => ({
    departure: departure.id,
    position,
    directory,
    account_id: id,
    account: JSON.stringify(account),
  }));
}

/** @param accounts the departure's own, in order of their position. */
export function toDeparture(row: DepartureRow, accounts: readonly DepartureAccountRow[]): Departure {
  return {
    id: row.id,
    at: { notBefore: row.not_before, notAfter: row.not_after },
    accounts: accounts.map(({ directory, account_id, account }) => ({
      ...readJson(json.named, account, "departure_accounts.account"),
      directory,
      id: account_id,
    })),
    change: json.changeKind(row.change, "departures.change"),
    confirmed: row.confirmed === 1,
    observed: row.observed === 1,
    lastKnown: readJson(json.lastKnown, row.last_known, "departures.last_known"),
    ...(row.gap === null ? {} : { gap: readJson(json.gap, row.gap, "departures.gap") }),
    ...(row.actor === null ? {} : { actor: readJson(json.actor, row.actor, "departures.actor") }),
    ...(row.reversed === null ? {} : { reversed: readJson(json.reversed, row.reversed, "departures.reversed") }),
  };
}
