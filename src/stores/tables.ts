import type { Generated, GeneratedAlways } from "kysely";
import type { DepartureLineRow } from "./tables-lines.ts";
import type { OffboardingTables } from "./tables-offboarding.ts";
import type { KeyColumns, PersonTables } from "./tables-person.ts";
import type { PrintTables } from "./tables-prints.ts";
import type { RecordTables } from "./tables-record.ts";
import type { TokenTables } from "./tables-token.ts";

/**
 * The columns as the database gives them: instants in milliseconds, truths as 0 and 1, what has no fixed shape as JSON.
 * Only `rows.ts` and its kin (`rows-….ts`) turn them into what the domain knows, and back.
 */
export interface Tables extends RecordTables, TokenTables, PersonTables, OffboardingTables, PrintTables {
  rollcall_schema: { version: number; name: string };
  directories: DirectoryRow & { revision: Generated<number> };
  sweeps: SweepRow & { seq: Generated<number> };
  /**
   * `revision`: that of the directory in which the account was last read by itself. `print`: 16 hexadecimal digits, of the list's record
   * that was believed last and that, read again, would change nothing.
   */
  roster: RosterRow & { revision: Generated<number | null>; print: Generated<string | null> } & Readonly<
      Record<"location" | "team" | "timezone", GeneratedAlways<string | null>>
    > &
    KeyColumns;
  changes: ChangeRow & { seq: Generated<number> };
  departures: DepartureRow;
  departure_accounts: DepartureAccountRow;
  departure_lines: DepartureLineRow;
  incidents: IncidentRow & { seq: Generated<number> };
  incident_items: IncidentItemRow & { seq: Generated<number> };
  notifications: NotificationRow & { seq: Generated<number> };
  inbox: InboxRow & { seq: Generated<number> };
  listening: ListeningRow;
  places: PlaceRow;
  detectors: DetectorRow;
  plans: PlanRow;
  announcements: AnnouncementRow;
  record: RecordRow;
  record_payloads: RecordPayloadRow;
  leases: LeaseRow;
  partitions: PartitionRow;
  partition_members: PartitionMemberRow;
  joiners: JoinerRow;
  ledgers: LedgerRow;
  /** No row of it is ever changed or deleted. */
  releases: LedgerRow & { release: number };
  tombstones: TombstoneRow & { seq: Generated<number> };
  erased_words: ErasedWordRow;
  leavers: LeaverRow;
  left_days: LeftDaysRow;
  upkeep: UpkeepRow;
  official_totals: OfficialTotalRow;
  /** No row of it is ever changed or deleted. */
  purposes: PurposeRow;
}

export interface DirectoryRow {
  id: string;
  kind: string;
  identity: string | null;
  /** JSON: a list of scopes. */
  scopes: string | null;
  /** The three of the last believed reading are set together, or not at all. */
  last_started_at: number | null;
  last_taken_at: number | null;
  last_accounts: number | null;
}

export interface SweepRow {
  id: string;
  directory: string;
  started_at: number;
  taken_at: number;
  complete: number;
  accounts: number;
  health: string;
  /** JSON: a list of sentences. */
  reasons: string;
}

export interface RosterRow {
  directory: string;
  account_id: string;
  status: string;
  presence: string;
  /** The attribute of this name, which is left out of `attributes`. */
  kind: string | null;
  /** JSON: a Pending. */
  pending: string | null;
  /** JSON: Attributes; a key that is missing is unknown, `null` is a statement. Some are columns of their own as well, by the database. */
  attributes: string;
  stated: string | null;
  updated: number | null;
  details_at: number | null;
}

export interface ChangeRow {
  id: string;
  sweep: string;
  directory: string;
  account_id: string;
  /** JSON: the name, e-mail address and kind, as far as they are known. */
  account: string;
  change: string;
  not_before: number | null;
  not_after: number;
  /** JSON: Evidence. */
  evidence: string;
  confirmed: number;
  observed: number;
  /** JSON: LastKnown. */
  last_known: string | null;
  /** JSON: Attributes. */
  before: string | null;
  /** JSON: Attributes. */
  after: string | null;
  quiet: string | null;
}

export interface DepartureRow {
  id: string;
  change: string;
  not_before: number | null;
  not_after: number;
  confirmed: number;
  observed: number;
  /** JSON: LastKnown. */
  last_known: string;
  /** JSON: when and how the account came back. */
  reversed: string | null;
  /** JSON: the time in which nobody looked. */
  gap: string | null;
  /** JSON: who ended the account. */
  actor: string | null;
}

export interface DepartureAccountRow {
  departure: string;
  /** The place in the departure's list of accounts, from 0. */
  position: number;
  directory: string;
  account_id: string;
  /** JSON: the name, e-mail address and kind, as far as they are known. */
  account: string;
}

export interface IncidentRow {
  id: string;
  kind: string;
  /** The incident's `group`, a word of SQL's own. */
  group_key: string;
  directory: string | null;
  opened_at: number;
  updated_at: number;
  version: number;
  closed: number;
  /** JSON: HealthState. */
  health: string | null;
  /** JSON: FailureState. */
  failure: string | null;
  /** JSON: WaveState. */
  wave: string | null;
  /** 1 where something that it told was erased since. */
  erased: number | null;
  release: number | null;
  /** JSON: CheckpointState. */
  checkpoint: string | null;
}

export interface IncidentItemRow {
  incident: string;
  /** The id of a departure or of a change. */
  item: string;
  version: number;
}

export interface NotificationRow {
  id: string;
  incident: string;
  destination: string;
  audience: string;
  state: string;
  version: number;
  told: number;
  messages: number;
  since: number;
  told_at: number | null;
  due_at: number;
  attempts: number;
  uncertain: number | null;
  /** The two of the claim are set together, or not at all; and so are those of the error. */
  claim_holder: string | null;
  claim_until: number | null;
  error_code: string | null;
  error_text: string | null;
  /** JSON: a Receipt. */
  receipt: string | null;
}

/** An event; one of `account`, `whole_directory` and `unreadable` is set. */
export interface InboxRow {
  directory: string;
  key: string;
  source: string;
  type: string;
  account: string | null;
  whole_directory: string | null;
  unreadable: string | null;
  at: number | null;
  /** JSON: an Actor. */
  actor: string | null;
  received_at: number;
  state: string;
  tries: number;
  due_at: number;
  /** The two of the error are set together, or not at all. */
  error_code: string | null;
  error_text: string | null;
}

export interface ListeningRow {
  id: string;
  directory: string;
  source: string;
  since: number;
  until: number;
  ended: string | null;
}

export interface PlaceRow {
  directory: string;
  kind: string;
  id: string;
  name: string | null;
  archived: number | null;
  private: number | null;
  seen_at: number;
}

/** An entry of the audit log; no row of it is ever changed or deleted. */
export interface RecordRow {
  /** From 1, without gaps. */
  seq: number;
  at: number;
  action: string;
  /** Hashes and salts are in base 64. */
  commitment: string;
  previous: string;
}

/** What the commitment of an entry is of. To erase it is to delete the row. */
export interface RecordPayloadRow {
  seq: number;
  salt: string;
  /** JSON: an object of plain values. */
  detail: string;
}

interface LeaseRow {
  name: string;
  /** Empty where nobody holds it. */
  holder: string;
  epoch: number;
  since: number;
  until: number;
}

export interface DetectorRow {
  directory: string;
  who: string;
  /** JSON: Saved. */
  state: string;
}

export interface PlanRow {
  id: string;
  directory: string;
  since: number;
  until: number;
  about: string | null;
  added_at: number;
  withdrawn_at: number | null;
}

export interface AnnouncementRow {
  id: string;
  directory: string;
  added_at: number;
  /** JSON: Announced. */
  announced: string;
}

/**
 * A division of staff into units; no row of it is ever changed. Of members who are not kept any more the account's id is, or the
 * row goes.
 */
export interface PartitionRow {
  directory: string;
  /** 0 for the base partition; people who joined later have those that follow. */
  generation: number;
  made_at: number;
  /** JSON: a list of Unit. */
  units: string;
}

interface PartitionMemberRow {
  directory: string;
  account_id: string;
  generation: number;
  unit: string;
  /** From when on leaving counts. */
  since: number;
}

/** Who joined after the base partition, as first seen; a row changes or goes only with the person. */
interface JoinerRow {
  directory: string;
  account_id: string;
  team: string | null;
  place: string | null;
  since: number;
}

interface LedgerRow {
  directory: string;
  readers: string;
  /** JSON: StoredLedger. */
  state: string;
}

/** An account that is not kept any more. */
interface TombstoneRow {
  directory: string;
  /** Base 64, as `accountHash` gives it; and by which key. */
  hash: string;
  key_id: string;
  in_use: number;
  why: string;
  /** ISO day. */
  day: string;
  /** Of `leavers`, until that is counted: coming back before then takes it back. */
  member: string | null;
}

/** A word by which records of others name an account that is not kept any more: its hash, and the account's. */
interface ErasedWordRow {
  directory: string;
  hash: string;
  tombstone: string;
}

/** Who left and has no departure any more, as counts count them. */
interface LeaverRow {
  directory: string;
  /** As in `partition_members`, or in `joiners`. */
  member: string;
  at: number;
  back: number | null;
}

/** How many confirmed departures that are not kept any more fell on which day (since 1970, in UTC). */
interface LeftDaysRow {
  directory: string;
  day: number;
  who: string;
  count: number;
}

interface UpkeepRow {
  name: string;
  at: number;
}

/** Official figures, from 1 on in the order in which they were entered, each as of the release before it. */
interface OfficialTotalRow {
  directory: string;
  number: number;
  release: number;
  low: number;
  high: number;
}

interface PurposeRow {
  /** From 1, without gaps. */
  version: number;
  at: number;
  digest: string;
  /** JSON: PurposeRecord. */
  record: string;
}
