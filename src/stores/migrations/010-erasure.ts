import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** What stays of accounts that are not kept any more, and when what has to be done now and then was done last. */
export const erasure = { version: 10, name: "erasure", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable("tombstones")
    .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("key_id", "text", (column) => column.notNull())
    .addColumn("in_use", "integer", (column) => column.notNull())
    .addColumn("why", "text", (column) => column.notNull())
    .addColumn("day", "text", (column) => column.notNull())
    .addColumn("member", "text")
    .addUniqueConstraint("tombstones_key", ["directory", "hash"])
    .execute();
  await schema
    .createTable("erased_words")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("tombstone", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("erased_words_key", ["directory", "hash", "tombstone"])
    .execute();
  await schema
    .createTable("leavers")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("member", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("back", "bigint")
    .addPrimaryKeyConstraint("leavers_key", ["directory", "member", "at"])
    .execute();
  await schema
    .createTable("left_days")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("day", "integer", (column) => column.notNull())
    .addColumn("who", "text", (column) => column.notNull())
    .addColumn("count", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("left_days_key", ["directory", "day", "who"])
    .execute();
  await schema
    .createTable("upkeep")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await schema.alterTable("incidents").addColumn("erased", "integer").execute();
  // Those whom a tool has erased are looked for each minute.
  await schema.createIndex("roster_by_status").on("roster").columns(["directory", "status"]).execute();
}
