import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** What the settings said of the watching, version by version. */
export const purposes = { version: 9, name: "purposes", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable("purposes")
    .addColumn("version", "integer", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("record", "text", (column) => column.notNull())
    .execute();
}
