import type { ClaimKind, ClaimStatus } from "../../core/record/claim.ts";

/**
 * What a column of a register says. `company and site`: the name on the first line, the address below it. `received or number`: the
 * day on which the notice came, or in older rows the number of the notice. `changing`: says nothing of the notice, and changes from one
 * publication to the next, so that no row is known again by it.
 */
export type Meaning =
  | "company"
  | "company and site"
  | "notice"
  | "received"
  | "received or number"
  | "posted"
  | "effective"
  | "count"
  | "type"
  | "temporary"
  | "site"
  | "city"
  | "county"
  | "union"
  | "industry"
  | "record"
  | "link"
  | "left out"
  | "changing";

/** What the words of a type mean; all that match count, and of two that say the same thing the first. */
export interface Word {
  readonly when: RegExp;
  readonly kind?: ClaimKind;
  readonly temporary?: boolean;
  readonly status?: ClaimStatus;
}

/** A form in which a register is published. */
export interface Form {
  /** All of its columns, as they are headed. */
  readonly columns: Readonly<Record<string, Meaning>>;
  /** Those that are left out where nothing stands in them. */
  readonly mayLack?: readonly string[];
}

/** A state's register of WARN notices (29 USC 2102): where it is, and what its columns mean. */
export interface Register {
  /** Of ISO 3166-2, in lower case: `ca`. */
  readonly state: string;
  readonly name: string;
  readonly publisher: string;
  /** Where people find it. */
  readonly page: string;
  readonly forms: readonly Form[];
  readonly words: readonly Word[];
  /** Words in a file that tell this register from others of the same columns. */
  readonly hints?: RegExp;
  /** Before a count: most of these people are taken over by a buyer. */
  readonly takenOver?: RegExp;
  /** At the end of a company's name: the number of the revision. */
  readonly revision?: RegExp;
  /** What a state writes for a month without notices, or below its table. */
  readonly remarks?: RegExp;
}
