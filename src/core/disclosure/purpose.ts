import { createHash } from "node:crypto";
import { canonical } from "../canonical.ts";
import type { CountRules } from "../ledger/rules.ts";
import type { Instant } from "../time.ts";
import type { OwnAudience } from "./grant.ts";

/** Why accounts are watched, by whose authority, and who answers for it. */
export interface Purpose {
  readonly text: string;
  readonly authorisedBy: string;
  readonly contact: string;
  /** References, in whatever words the organisation finds them by. */
  readonly impactAssessment?: string;
  readonly agreement?: string;
}

/** How long one kind of data is kept, in words for the people concerned. */
interface KeptFor {
  readonly what: string;
  readonly kept: string;
}

/**
 * What the settings say of the watching, as the people concerned may know it: no secret, no address of a person, nothing of
 * anybody who is watched.
 */
export interface PurposeRecord {
  /** null where none is stated, which only a terminal can do without. */
  readonly purpose: Purpose | null;
  /** In the order of their aliases. */
  readonly audiences: readonly OwnAudience[];
  /** In the order of their names; `audience` as the settings write it: `named`, `counts` or an alias. */
  readonly destinations: readonly { readonly name: string; readonly kind: string; readonly audience: string }[];
  /** In the order of their aliases; `reads` in words, one thing each. */
  readonly directories: readonly {
    readonly alias: string;
    readonly kind: string;
    readonly reads: readonly string[];
  }[];
  readonly counts: CountRules | null;
  readonly retention: readonly KeptFor[];
}

/** The parts of a record, by which changes of it are named. */
const PARTS = ["purpose", "audiences", "destinations", "directories", "counts", "retention"] as const;
export type Part = (typeof PARTS)[number];

/** A record as it was in force from a time on. No version is ever changed. */
export interface PurposeVersion {
  /** From 1, without gaps. */
  readonly version: number;
  readonly at: Instant;
  /** Of `record`, as `digestOf` gives it. */
  readonly digest: string;
  readonly record: PurposeRecord;
}

/** SHA-256 in hexadecimal over the record in the one way of RFC 8785: equal for equal records alone. */
export function digestOf(record: PurposeRecord): string {
  return createHash("sha256").update(canonical(record)).digest("hex");
}

/** The version after `last`; undefined where the record says what it said. */
export function nextVersion(
  last: PurposeVersion | undefined,
  record: PurposeRecord,
  at: Instant,
): PurposeVersion | undefined {
  const digest = digestOf(record);
  return last?.digest === digest ? undefined : { version: (last?.version ?? 0) + 1, at, digest, record };
}

/** Which parts say something else, without what they say; all of them where there was no record before. */
export function changedParts(before: PurposeRecord | undefined, after: PurposeRecord): readonly Part[] {
  return PARTS.filter((part) => before === undefined || canonical(before[part]) !== canonical(after[part]));
}
