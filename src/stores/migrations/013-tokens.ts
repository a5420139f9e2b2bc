import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** What programs ask the API with. */
export const tokens = { version: 13, name: "tokens", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable("tokens")
    .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull().unique())
    .addColumn("audience", "text", (column) => column.notNull())
    .addColumn("scopes", "text", (column) => column.notNull())
    .addColumn("made_at", "bigint", (column) => column.notNull())
    .addColumn("until_day", "text", (column) => column.notNull())
    .addColumn("used_on", "text")
    .addColumn("revoked_at", "bigint")
    .execute();
}
