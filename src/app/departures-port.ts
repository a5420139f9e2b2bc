import type { Kind } from "../core/directory/account.ts";
import type { ChangeKind, Evidence } from "../core/directory/change.ts";
import type { Departure } from "../core/directory/departure.ts";
import type { Colleague } from "../core/directory/tally.ts";
import type { Instant } from "../core/time.ts";

/** How a departure stands. `before`: it had happened before anybody looked. */
export const DEPARTURE_STATES = ["confirmed", "unconfirmed", "returned", "before"] as const;
export type DepartureState = (typeof DEPARTURE_STATES)[number];

export const DEPARTURE_ORDERS = ["newest", "oldest", "name", "place", "team"] as const;
/** `returned`: those who are back first, and in the order of names. */
export type DepartureOrder = (typeof DEPARTURE_ORDERS)[number] | "returned";

/** What a departure has to be so as to be listed; by the account that it was found by. */
export interface DeparturesAsked {
  /** Those of these directories; of all without it. */
  readonly directories?: readonly string[];
  /** `since` is included and `until` is not, both of `notAfter`. */
  readonly since?: Instant;
  readonly until?: Instant;
  readonly place?: string;
  readonly team?: string;
  /** Only those that the incident tells. */
  readonly incident?: string;
  readonly change?: ChangeKind;
  readonly state?: DepartureState;
  /** What it was first seen by; `event`: an account that was read because an event pointed to it. */
  readonly evidence?: Evidence["by"] | "event";
  /** Words each of which is a part of the name, the address, the handle or the team, whatever their case and accents. */
  readonly words?: string;
  /** Of the newest first: those that come after this one, so that what comes in meanwhile moves nothing. */
  readonly after?: { readonly at: Instant; readonly id: string };
}

/** One observed departure, as far as counting goes. */
export interface Leaving {
  readonly since: Instant | null;
  readonly at: Instant;
  readonly kind?: Kind;
  /** As it is stated; null where it was not, or only a time zone suggests one. */
  readonly place: string | null;
  readonly confirmed: boolean;
  readonly back: boolean;
}

/** By what people are counted together: a place is that of the time zone where none is stated. */
export const GROUPED_BY = ["place", "team", "timezone"] as const;
export type GroupedBy = (typeof GROUPED_BY)[number];

/** People of one kind who share a place, a team or a time zone: who is here, or who has left. */
export interface Alike {
  readonly kind: Kind | null;
  /** Null where it is not known, or there is none; and where they are counted by their kind alone. */
  readonly value: string | null;
  /** Of a place that only the time zone suggests. */
  readonly suggested?: true;
  readonly count: number;
}

export interface DeparturesReader {
  listDepartures(
    asked: DeparturesAsked,
    page: { readonly order: DepartureOrder; readonly skip: number; readonly limit: number },
  ): Promise<readonly Departure[]>;
  countDepartures(asked: DeparturesAsked): Promise<number>;
  /** The first places, or teams, of departures of a directory, in the order of their letters. */
  departedFrom(directory: string, by: "place" | "team", limit: number): Promise<readonly string[]>;
  /** Observed departures within a span, both ends included. */
  leavings(directory: string, span: { readonly from: Instant; readonly to: Instant }): Promise<readonly Leaving[]>;
  /** Accounts in use of whoever may leave: people, guests, and those of whom the tool says nothing. */
  peopleHere(directory: string, by?: GroupedBy): Promise<readonly Alike[]>;
  /** Whom departures of these accounts are counted against: they themselves, as far as they are known, and all others who are here. */
  colleagues(directory: string, accounts: readonly string[]): Promise<readonly Colleague[]>;
  /** Observed and confirmed departures of people who are not back, by whole spans of `unit` milliseconds before `now` (0: the last). */
  peopleGone(
    directory: string,
    by: GroupedBy,
    span: { readonly since: Instant; readonly now: Instant; readonly unit: number },
  ): Promise<readonly (Alike & { readonly ago: number })[]>;
  /** Another text once anything happened in these directories that a page of them shows; being looked at is nothing. */
  news(directories: readonly string[] | undefined): Promise<string>;
}
