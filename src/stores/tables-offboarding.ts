import type { Generated } from "kysely";

export interface OffboardingTables {
  /** Filled by the database alone. Without an account: some were let go of. */
  touched: { mark: Generated<number>; directory: string | null; account_id: string | null };
  acknowledgements: AcknowledgementRow;
  /** A row an account. */
  person_conflicts: PersonConflictRow;
}

interface AcknowledgementRow {
  id: string;
  at: number;
  who: string;
  reason: string;
  directory: string;
  account_id: string;
  /** Of an accident: the departure that it was. */
  departure: string | null;
}

export interface PersonConflictRow {
  conflict: string;
  directory: string;
  account_id: string;
  reason: string;
  ground: string;
  value: string | null;
}
