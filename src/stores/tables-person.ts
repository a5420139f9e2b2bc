import type { GeneratedAlways } from "kysely";

export interface PersonTables {
  person_accounts: PersonAccountRow;
  person_acts: PersonActRow;
  person_linking: { mapping: string };
}

/** Columns of the roster that the database fills: the strong keys as they are compared, and the handle in lower case. */
export type KeyColumns = Readonly<
  Record<"employee_id" | "verified_email" | "low_handle", GeneratedAlways<string | null>>
>;

/** What an account belongs to. The three of the person are set together, or none of them is (`value` aside); so are those of the bond. */
export interface PersonAccountRow {
  directory: string;
  account_id: string;
  person: string | null;
  ground: string | null;
  value: string | null;
  since: number | null;
  bond: string | null;
  bond_ground: string | null;
  bond_value: string | null;
  bond_since: number | null;
}

export interface PersonActRow {
  id: string;
  at: number;
  act: string;
  directory: string;
  account_id: string;
  other_directory: string;
  other_id: string;
}
