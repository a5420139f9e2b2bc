import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** What the detectors of waves know, the waves themselves, and what people entered beforehand or was announced. */
export const waves = { version: 5, name: "waves", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema.alterTable("incidents").addColumn("wave", "text").execute();
  await schema.createIndex("changes_by_time").on("changes").columns(["directory", "not_after"]).execute();
  await schema
    .createTable("detectors")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("who", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("detectors_key", ["directory", "who"])
    .execute();
  await schema
    .createTable("plans")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("since", "bigint", (column) => column.notNull())
    .addColumn("until", "bigint", (column) => column.notNull())
    .addColumn("about", "text")
    .addColumn("added_at", "bigint", (column) => column.notNull())
    .addColumn("withdrawn_at", "bigint")
    .execute();
  await schema
    .createTable("announcements")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("added_at", "bigint", (column) => column.notNull())
    .addColumn("announced", "text", (column) => column.notNull())
    .execute();
}
