import type { Transaction } from "kysely";
import type { RecordReader, RecordWriter } from "../app/ports.ts";
import { chunks } from "./chunks.ts";
import { fromAct, fromAsk, fromClaim, fromCompany, fromDocument, fromLayoff, fromNonEvent } from "./rows-record.ts";
import type { Tables } from "./tables.ts";

/** What is written of the public record of job cuts. */
export function recordWriter(db: Transaction<Tables>): Omit<RecordWriter, keyof RecordReader> {
  let changed = false;
  /** Once a transaction is enough. */
  const touch = async (): Promise<void> => {
    if (changed) return;
    changed = true;
    await db
      .updateTable("record_state")
      .set(({ eb }) => ({ revision: eb("revision", "+", 1) }))
      .execute();
  };
  return {
    async putDocument(document) {
      await touch();
      const { id, ...rest } = fromDocument(document);
      const insert = db.insertInto("documents").values({ id, ...rest });
      await insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest)).execute();
    },

    async putClaims(claims) {
      await touch();
      for (const some of chunks(claims)) {
        await db
          .insertInto("claims")
          .values(some.map(fromClaim))
          .onConflict((conflict) =>
            conflict.column("id").doUpdateSet((now) => ({
              document: now.ref("excluded.document"),
              layoff: now.ref("excluded.layoff"),
              claim: now.ref("excluded.claim"),
              replaced_at: now.ref("excluded.replaced_at"),
            })),
          )
          .execute();
      }
    },

    async putLayoffs(layoffs) {
      await touch();
      for (const layoff of layoffs) {
        const { id, ...rest } = fromLayoff(layoff);
        const insert = db.insertInto("layoffs").values({ id, ...rest });
        await insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest)).execute();
      }
    },

    async putAsk(ask) {
      await touch();
      const { layoff, candidate, ...rest } = fromAsk(ask);
      const insert = db.insertInto("layoff_asks").values({ layoff, candidate, ...rest });
      await insert.onConflict((conflict) => conflict.columns(["layoff", "candidate"]).doUpdateSet(rest)).execute();
    },

    async putAct(act) {
      await touch();
      const { id, ...rest } = fromAct(act);
      const insert = db.insertInto("layoff_acts").values({ id, ...rest });
      await insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest)).execute();
    },

    async putCompany(company) {
      await touch();
      const { id, ...rest } = fromCompany(company);
      const insert = db.insertInto("companies").values({ id, ...rest });
      await insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest)).execute();
    },

    async putCompanyAlias(key, company) {
      await touch();
      const insert = db.insertInto("company_aliases").values({ name_key: key, company });
      await insert.onConflict((conflict) => conflict.column("name_key").doUpdateSet({ company })).execute();
    },

    async deleteCompanyAlias(key) {
      await touch();
      await db.deleteFrom("company_aliases").where("name_key", "=", key).execute();
    },

    async putShelf(document, statements) {
      await touch();
      await db.deleteFrom("shelf").where("document", "=", document).execute();
      const rows = statements.map((one, position) => fromNonEvent(document, position, one));
      for (const some of chunks(rows)) await db.insertInto("shelf").values(some).execute();
    },

    async putReadPage({ address, reader, etag, lastModified, readAt }) {
      const rest = { reader, etag, last_modified: lastModified, read_at: readAt };
      const insert = db.insertInto("pages").values({ address, ...rest });
      await insert.onConflict((conflict) => conflict.column("address").doUpdateSet(rest)).execute();
    },
  };
}
