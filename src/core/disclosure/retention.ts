// How long each kind of data is kept (trust.md, R-A8), in one place: settings, `watch`, `doctor` and every page go by it.
import { DAY } from "../time.ts";

interface Kind {
  /** In days: where the settings say nothing, and within which they may say otherwise. */
  readonly usual: number;
  readonly least: number;
  readonly most: number;
  /** What goes, in words for everybody. */
  readonly what: string;
  /** From when on the period counts. */
  readonly after: string;
}

export const RETENTION = {
  left: {
    usual: 90,
    least: 30,
    most: 365,
    what: "people who left (their account, its changes, their departure and what they had)",
    after: "they left",
  },
  here: {
    usual: 365,
    least: 30,
    most: 1095,
    what: "changes of people who are here, and departures from which they came back",
    after: "the change",
  },
  messages: {
    usual: 90,
    least: 30,
    most: 365,
    what: "what was told together and to whom, without names",
    after: "it was last told",
  },
  waves: {
    usual: 365,
    least: 90,
    most: 1095,
    what: "waves (how many, where, which cause)",
    after: "they were last told",
  },
  // The least is longer than any tool goes on delivering an event again (`EVENTS_KEPT`).
  events: { usual: 7, least: 7, most: 30, what: "events (an account's id, a type and times)", after: "they came" },
  readings: {
    usual: 90,
    least: 30,
    most: 1095,
    what: "readings (when, how many accounts, which health)",
    after: "they ended",
  },
  coverage: { usual: 90, least: 30, most: 1095, what: "the times in which events could come", after: "they ended" },
  plans: { usual: 365, least: 180, most: 1095, what: "planned changes and announcements", after: "they were over" },
  audit: { usual: 365, least: 90, most: 3650, what: "what entries of the audit log are about", after: "the entry" },
  unread: {
    usual: 90,
    least: 30,
    most: 365,
    what: "everybody of a directory that the settings do not have any more",
    after: "its last complete reading",
  },
} as const satisfies Record<string, Kind>;

export type RetentionKind = keyof typeof RETENTION;
export const RETENTION_KINDS = Object.keys(RETENTION) as readonly RetentionKind[];

/** How long each kind is kept, in milliseconds. */
export type Retention = Readonly<Record<RetentionKind, number>>;

export const USUAL_RETENTION = Object.fromEntries(
  RETENTION_KINDS.map((kind) => [kind, RETENTION[kind].usual * DAY]),
) as Retention;

/** One row for whoever wants to know what is kept: `90 days after they left`. */
export interface RetentionRule {
  /** The key in the settings; absent where there is nothing to set. */
  readonly kind?: RetentionKind;
  readonly what: string;
  readonly period: string;
}

/** What is kept and how long, what goes first and then what stays. */
export function retentionRules(retention: Retention = USUAL_RETENTION): readonly RetentionRule[] {
  return [
    { what: "what was last known of people whose account is in use", period: "as long as it is in use" },
    ...RETENTION_KINDS.map((kind) => {
      const { what, after } = RETENTION[kind];
      return { kind, what, period: `${Math.round(retention[kind] / DAY)} days after ${after}` };
    }),
    {
      what: "what waves are counted by, of those who left (place, team, manager, inviter)",
      period: "31 days, or as long as the wave lasts",
    },
    {
      what: "a keyed hash of the id of every account that expired or was erased, with the day and why",
      period: "for good",
    },
    { what: "counts that were published, and how many left on which day", period: "for good" },
    { what: "versions of the purpose record, which is of nobody who is watched", period: "for good" },
    { what: "entries of the audit log, without what they were about", period: "for good" },
  ];
}
