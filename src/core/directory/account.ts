import type { Instant } from "../time.ts";

export const KINDS = ["human", "guest", "bot", "service", "external"] as const;
export type Kind = (typeof KINDS)[number];

/** `invited`: asked to join and never signed in. `erased`: the tool has removed the person's data. */
export const STATUSES = ["active", "invited", "deactivated", "erased"] as const;
export type Status = (typeof STATUSES)[number];

/** From the most rights to the fewest; a step down is a demotion (a leaver is often made a guest first). */
export const ROLES = ["primary_owner", "owner", "admin", "member", "guest", "single_channel_guest"] as const;

/**
 * What a tool says of an account. A key that is missing is *unknown*: the tool said nothing of it, so what was last
 * known stands. `null` is a statement: there is none. Tools strip leavers' records (Slack drops time zone, guest and
 * admin flags of a deactivated account), which is why the two must never be confused.
 */
export interface Attributes {
  readonly name?: string | null;
  readonly handle?: string | null;
  /** In lower case. */
  readonly email?: string | null;
  /**
   * Whether the tool vouches that the address is this account's: the organisation has assigned it, or its owner has
   * confirmed it. Only such an address tells whose account it is; what somebody typed into a profile does not.
   */
  readonly emailVerified?: boolean;
  /** What the organisation itself calls the person (personnel number), as the tool states it. */
  readonly employeeId?: string | null;
  readonly kind?: Kind;
  /** One of ROLES, or the tool's own word where it has another. */
  readonly role?: string | null;
  readonly location?: string | null;
  /** Where the location was read: `field Office`, `people.csv`. */
  readonly locationFrom?: string | null;
  readonly team?: string | null;
  readonly title?: string | null;
  /** The manager as the source names them: an account id, a name or an e-mail address. */
  readonly manager?: string | null;
  /** An IANA zone name. The offset is not kept: it moves with daylight saving, and nobody moved. */
  readonly timezone?: string | null;
  /** ISO day. */
  readonly startDate?: string | null;
  readonly guestExpires?: Instant | null;
  readonly invitedBy?: string | null;
  /** The workspaces of an organisation that the account can enter, sorted. */
  readonly workspaces?: readonly string[];
  /** Channel ids, sorted. Stated only where channel membership is read, and never of someone who has left. */
  readonly channels?: readonly string[];
  /** User group ids, sorted. */
  readonly groups?: readonly string[];
}

export type Field = keyof Attributes;

/** One user record as one reading of one directory states it. */
export interface Account {
  readonly id: string;
  readonly status: Status;
  /** The tool's own words for the status, as evidence: `deleted: true`. */
  readonly stated?: string;
  /** When the tool last changed the record in any way; not when the person left. */
  readonly updated?: Instant;
  readonly attributes: Attributes;
}

/** What is known of a leaver is what was known while they were here, with its ground. */
export interface LastKnown extends Omit<Attributes, "location" | "locationFrom"> {
  readonly location: string | null;
  readonly locationFrom: string | null;
}

/**
 * Where somebody was: a location that the directory or a file states, else the place that the time zone names
 * (`Europe/Warsaw` gives `Warsaw`), marked as such. Zones without a place (`UTC`, `Etc/GMT+1`) give nothing.
 */
export function whereabouts(attributes: Attributes): { location: string | null; locationFrom: string | null } {
  if (attributes.location != null) {
    return { location: attributes.location, locationFrom: attributes.locationFrom ?? "directory" };
  }
  const zone = attributes.timezone;
  if (zone == null || !zone.includes("/") || zone.startsWith("Etc/")) return { location: null, locationFrom: null };
  return { location: zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " "), locationFrom: "timezone" };
}

export function lastKnown(attributes: Attributes): LastKnown {
  return { ...attributes, ...whereabouts(attributes) };
}

/** `after` over `before`: a value that is not stated keeps the one before. */
export function merge(before: Attributes, after: Attributes): Attributes {
  const merged: Record<string, unknown> = { ...before };
  for (const [field, value] of Object.entries(after)) if (value !== undefined) merged[field] = value;
  return merged;
}
