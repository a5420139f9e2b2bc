import type { LastKnown } from "../directory/account.ts";
import type { Change, Evidence } from "../directory/change.ts";
import type { Departure } from "../directory/departure.ts";
import { type Interval, iso } from "../time.ts";

declare const disclosed: unique symbol;
/** Something that an audience may see. Outputs take only this type, and only `disclose` makes it (law 9). */
export type Disclosed<T> = T & { readonly [disclosed]: true };

export interface IntervalView {
  readonly notBefore: string | null;
  readonly notAfter: string;
}

/** The stable JSON of a change (design, section 5). */
export interface ChangeView extends Omit<Change, "at" | "evidence" | "before" | "after" | "lastKnown" | "quiet"> {
  readonly id: string;
  readonly at: IntervalView;
  readonly evidence: EvidenceView;
  readonly lastKnown?: LastKnownView;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

interface EvidenceView extends Omit<Evidence, "event"> {
  readonly event?: { readonly type: string; readonly receivedAt: string };
}

/** The stable JSON of a departure (design, section 5). */
export interface DepartureView extends Omit<Departure, "at" | "gap" | "lastKnown" | "reversed"> {
  readonly at: IntervalView;
  /** The time in which nobody looked. */
  readonly gap?: { readonly since: string; readonly until: string };
  readonly lastKnown: LastKnownView;
  readonly reversed?: { readonly at: IntervalView; readonly change: string };
}

type LastKnownView = Omit<LastKnown, "name" | "handle" | "email" | "kind" | "guestExpires"> & {
  readonly guestExpires?: string | null;
};

export function changeView(change: Change & { readonly id: string }): ChangeView {
  const { change: kind, directory, at, account, evidence, confirmed, observed, before, after, id } = change;
  return {
    change: kind,
    directory,
    at: intervalView(at),
    account,
    evidence: evidenceView(evidence),
    confirmed,
    ...(observed === undefined ? {} : { observed }),
    ...(change.lastKnown === undefined ? {} : { lastKnown: lastKnownView(change.lastKnown) }),
    ...(before === undefined ? {} : { before: dated(before) }),
    ...(after === undefined ? {} : { after: dated(after) }),
    id,
  };
}

export function departureView(departure: Departure): DepartureView {
  const { id, at, person, accounts, change, confirmed, observed, lastKnown, gap, actor, reversed } = departure;
  return {
    id,
    at: intervalView(at),
    ...(person === undefined ? {} : { person }),
    accounts,
    change,
    confirmed,
    observed,
    lastKnown: lastKnownView(lastKnown),
    ...(gap === undefined ? {} : { gap: { since: iso(gap.since), until: iso(gap.until) } }),
    ...(actor === undefined ? {} : { actor }),
    ...(reversed === undefined ? {} : { reversed: { at: intervalView(reversed.at), change: reversed.change } }),
  };
}

function evidenceView({ event, ...evidence }: Evidence): EvidenceView {
  return {
    ...evidence,
    ...(event === undefined ? {} : { event: { type: event.type, receivedAt: iso(event.receivedAt) } }),
  };
}

function lastKnownView(known: LastKnown): LastKnownView {
  const { name: _name, handle: _handle, email: _email, kind: _kind, guestExpires, ...rest } = known;
  return {
    ...rest,
    ...(guestExpires === undefined ? {} : { guestExpires: guestExpires === null ? null : iso(guestExpires) }),
  };
}

function dated(attributes: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([field, value]) => [
      field,
      field === "guestExpires" && typeof value === "number" ? iso(value) : value,
    ]),
  );
}

export function intervalView(at: Interval): IntervalView {
  return { notBefore: at.notBefore === null ? null : iso(at.notBefore), notAfter: iso(at.notAfter) };
}
