import type { ClaimKind, ClaimStatus } from "../../core/record/claim.ts";

/**
 * What a column of a register says. `company and site`: the name on the first line, the address below it. `received or number`: the
 * day on which the notice came, or in older rows the number of the notice. `city and county`: both, with a slash between. `revised
 * count`: stands in the place of the count where it is filled. `link`: the notice's own page, whose number is the notice's; `file`: the
 * letter of the employer, whose address is no number. `changing`: says nothing of the notice, and changes from one publication to the next,
 * so that no row is known again by it.
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
  | "revised count"
  | "type"
  | "temporary"
  | "site"
  | "city"
  | "city and county"
  | "county"
  | "union"
  | "industry"
  | "record"
  | "link"
  | "file"
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

/** What a type says in words of the language. */
export const PLAIN: readonly Word[] = [
  { when: /\bclos(?:ure|ing)\b/i, kind: "closure" },
  { when: /\blay-?\s?offs?\b/i, kind: "layoff" },
  { when: /\btemporar(?:y|ily)\b/i, temporary: true },
  { when: /\bpermanent(?:ly)?\b/i, temporary: false },
];

/** A form that is also served as a page: its rows may have a link to the letter. */
export function onPage(columns: Form["columns"], mayLack: readonly string[] = []): Form {
  return { columns: { ...columns, Link: "file" }, mayLack: [...mayLack, "Link"] };
}

/** What a register is published as; states of one family are read by the same steps. */
type Family = "Job Link" | "page" | "workbook" | "CSV" | "Google Sheet" | "dashboard" | "PDF";

/** A state's register of WARN notices (29 USC 2102): where it is, and what its columns mean. */
export interface Register {
  /** Of ISO 3166-2, in lower case: `ca`. */
  readonly state: string;
  readonly name: string;
  readonly publisher: string;
  /** Where people find it. */
  readonly page: string;
  /** Of a PDF what is read is a table that somebody made of it: CSV or a workbook. */
  readonly family: Family;
  /** Against what the columns were held: a file as it is published, a table made of one, or what others wrote of it. */
  readonly checked: "file" | "table" | "documents";
  readonly forms: readonly Form[];
  readonly words: readonly Word[];
  /** Words in a file that tell this register from others of the same columns. */
  readonly hints?: RegExp;
  /** Its columns could be anybody's: without one of its hints, or its state in the file's name, no file is taken for it. */
  readonly common?: boolean;
  /** Before a count: most of these people are taken over by a buyer. */
  readonly takenOver?: RegExp;
  /** At the end of a company's name: the number of the revision. */
  readonly revision?: RegExp;
  /** What a state writes for a month without notices, or below its table. */
  readonly remarks?: RegExp;
}
