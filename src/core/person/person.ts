import type { Instant } from "../time.ts";

/** An account over all directories. */
export interface AccountRef {
  /** The alias of its directory. */
  readonly directory: string;
  readonly id: string;
}

/**
 * What an account is known by to be the person's. `employee_id` and `email` are keys that it shared with another of the
 * accounts; `mapping` is a row of the settings, `act` what somebody said by `rollcall persons link`. Nothing weaker links.
 */
export const GROUNDS = ["act", "mapping", "employee_id", "email"] as const;
export type GroundKind = (typeof GROUNDS)[number];

export interface Ground {
  readonly by: GroundKind;
  /** The key as it was when it linked (an employee id, an e-mail address): it may have changed since, and the link stays. */
  readonly value?: string;
  /** When it was linked so. */
  readonly since: Instant;
}

/** An account as one of a person's. */
export interface PersonAccount extends AccountRef {
  readonly ground: Ground;
}

/**
 * Accounts believed to be one human across directories. There are two at least: an account that is linked with no other is nobody's
 * but its own. Bots and service accounts are never among them.
 */
export interface Person {
  /** `p-…`: stays as it is whatever is linked or renamed later. */
  readonly id: string;
  /** Ordered by directory and id; more than one of a directory only where somebody said so. */
  readonly accounts: readonly PersonAccount[];
}
