import type { Generated } from "kysely";

export interface TokenTables {
  tokens: TokenRow & { seq: Generated<number> };
}

export interface TokenRow {
  id: string;
  name: string;
  hash: string;
  audience: string;
  /** JSON: a list of scopes. */
  scopes: string;
  made_at: number;
  until_day: string;
  used_on: string | null;
  revoked_at: number | null;
}
