import type { Kysely, Transaction } from "kysely";
import { z } from "zod";
import type { TokenReader, TokenWriter } from "../app/ports.ts";
import type { ApiToken } from "../core/disclosure/token.ts";
import { SCOPES } from "../core/disclosure/viewer.ts";
import { readJson } from "./json.ts";
import type { Tables } from "./tables.ts";
import type { TokenRow } from "./tables-token.ts";
import { once } from "../core/once.ts";

const scopes = once(() => z.array(z.enum(SCOPES)));

export function tokensReader(connection: () => Kysely<Tables>): TokenReader {
  return {
    async tokens() {
      return (await connection().selectFrom("tokens").selectAll().orderBy("seq").execute()).map(tokenFrom);
    },
    async tokenOf(hash) {
      const row = await connection().selectFrom("tokens").selectAll().where("hash", "=", hash).executeTakeFirst();
      return row && tokenFrom(row);
    },
  };
}

export function tokensWriter(db: Transaction<Tables>): TokenWriter {
  return {
    async putToken({ id, name, hash, audience, scopes: of, madeAt, until, usedOn, revokedAt }) {
      const row: TokenRow = {
        id,
        name,
        hash,
        audience,
        scopes: JSON.stringify(of),
        made_at: madeAt,
        until_day: until,
        used_on: usedOn,
        revoked_at: revokedAt,
      };
      await db
        .insertInto("tokens")
        .values(row)
        .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
        .execute();
    },
  };
}

function tokenFrom(row: TokenRow): ApiToken {
  const { id, name, hash, audience } = row;
  return {
    id,
    name,
    hash,
    audience,
    scopes: readJson(scopes, row.scopes, "tokens.scopes"),
    madeAt: row.made_at,
    until: row.until_day,
    usedOn: row.used_on,
    revokedAt: row.revoked_at,
  };
}
