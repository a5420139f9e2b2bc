import type { ApiToken } from "../core/disclosure/token.ts";

export interface TokenReader {
  /** In the order in which they were made; those that have ended too. */
  tokens(): Promise<readonly ApiToken[]>;
  /** @param hash of its secret, as `hashOf` gives it */
  tokenOf(hash: string): Promise<ApiToken | undefined>;
}

export interface TokenWriter {
  /** Inserts, or replaces the token of the same id. */
  putToken(token: ApiToken): Promise<void>;
}
