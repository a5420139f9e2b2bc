import type { Instant, Interval } from "../time.ts";
import type { Account, Attributes, Kind, LastKnown } from "./account.ts";

/**
 * `deactivated`, `removed` and `erased` end an account; `missing` is an absence where absence proves nothing (a question,
 * never a departure); `invite_revoked` ends an invitation that nobody had taken up; `updated` is any other difference.
 */
export const CHANGE_KINDS = [
  "joined",
  "invited",
  "invite_revoked",
  "deactivated",
  "reactivated",
  "removed",
  "returned",
  "missing",
  "erased",
  "demoted",
  "promoted",
  "renamed",
  "moved",
  "left_channel",
  "joined_channel",
  "updated",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Why we say so. */
export interface Evidence {
  /** `flag`: the tool says it of the account; `absence`: the account is not in a complete list; `presence`: it is; `value`: a field differs. */
  readonly by: "flag" | "absence" | "presence" | "value";
  /** The tool's own words: `deleted: true`. */
  readonly stated?: string;
  /** How many complete readings say so. */
  readonly readings: number;
  /** The event that had the account read by itself, by the tool's own word, and when it was received. */
  readonly event?: { readonly type: string; readonly receivedAt: Instant };
  /** What asking again for this account, or for a sample of those like it, gave. */
  readonly readBack?: "agrees" | "sample agrees" | "failed" | "not possible";
}

export interface Change {
  readonly change: ChangeKind;
  readonly directory: string;
  readonly at: Interval;
  readonly account: {
    readonly id: string;
    readonly name?: string | null;
    readonly email?: string | null;
    readonly kind?: Kind;
  };
  readonly evidence: Evidence;
  /** False while a second reading, or the read-back, is still to come; the same change is then told again, confirmed. */
  readonly confirmed: boolean;
  /** False for what had happened before the first reading. */
  readonly observed?: false;
  /** On each change that may be a departure. */
  readonly lastKnown?: LastKnown;
  /** The attributes that differ, and only those. For a new account `after` holds all of them. */
  readonly before?: Attributes;
  readonly after?: Attributes;
  /** Why the change is kept but not told: `channel archived`. */
  readonly quiet?: string;
}

/** The status that an account has after a change; undefined where the change leaves it as it is. */
export const STATUS_AFTER: Partial<Record<ChangeKind, Account["status"]>> = {
  joined: "active",
  invited: "invited",
  invite_revoked: "deactivated",
  deactivated: "deactivated",
  reactivated: "active",
  erased: "erased",
};
