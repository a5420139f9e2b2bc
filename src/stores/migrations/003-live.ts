import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** Events and the time in which they could arrive; leases with an epoch; who ended an account, and when nobody looked. */
export const live = { version: 3, name: "live", up };

async function up(db: Transaction<Tables>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("inbox")
    .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("account", "text")
    .addColumn("whole_directory", "text")
    .addColumn("unreadable", "text")
    .addColumn("at", "bigint")
    .addColumn("actor", "text")
    .addColumn("received_at", "bigint", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("tries", "integer", (column) => column.notNull())
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addColumn("error_code", "text")
    .addColumn("error_text", "text")
    .addUniqueConstraint("inbox_key", ["directory", "key"])
    .execute();
  await schema.createIndex("inbox_by_state").on("inbox").columns(["directory", "state", "due_at"]).execute();
  await schema.createIndex("inbox_by_account").on("inbox").columns(["directory", "account"]).execute();
  await schema.createIndex("inbox_by_time").on("inbox").columns(["directory", "received_at"]).execute();
  await schema
    .createTable("listening")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("since", "bigint", (column) => column.notNull())
    .addColumn("until", "bigint", (column) => column.notNull())
    .addColumn("ended", "text")
    .execute();
  await schema.createIndex("listening_by_directory").on("listening").columns(["directory", "until"]).execute();
  await schema
    .alterTable("leases")
    .addColumn("epoch", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .alterTable("directories")
    .addColumn("revision", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable("roster").addColumn("revision", "integer").execute();
  await schema.createIndex("roster_by_revision").on("roster").columns(["directory", "revision"]).execute();
  await schema.alterTable("departures").addColumn("gap", "text").execute();
  await schema.alterTable("departures").addColumn("actor", "text").execute();
}
