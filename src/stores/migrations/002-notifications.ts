import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** What was told, and what is still to be told. An item is a departure or a change, so that no key can refer to it. */
export const notifications = { version: 2, name: "notifications", up };

async function up(db: Transaction<Tables>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("incidents")
    .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("group_key", "text", (column) => column.notNull())
    .addColumn("directory", "text")
    .addColumn("opened_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("closed", "integer", (column) => column.notNull())
    .addColumn("health", "text")
    .addColumn("failure", "text")
    .execute();
  await schema.createIndex("incidents_by_group").on("incidents").columns(["group_key", "seq"]).execute();
  await schema
    .createTable("incident_items")
    .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("incident", "text", (column) => column.notNull().references("incidents.id").onDelete("cascade"))
    .addColumn("item", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addUniqueConstraint("incident_items_key", ["incident", "item"])
    .execute();
  await schema.createIndex("incident_items_by_item").on("incident_items").column("item").execute();
  await schema
    .createTable("notifications")
    .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("incident", "text", (column) => column.notNull().references("incidents.id").onDelete("cascade"))
    .addColumn("destination", "text", (column) => column.notNull())
    .addColumn("audience", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("told", "integer", (column) => column.notNull())
    .addColumn("messages", "integer", (column) => column.notNull())
    .addColumn("since", "bigint", (column) => column.notNull())
    .addColumn("told_at", "bigint")
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("uncertain", "integer")
    .addColumn("claim_holder", "text")
    .addColumn("claim_until", "bigint")
    .addColumn("error_code", "text")
    .addColumn("error_text", "text")
    .addColumn("receipt", "text")
    .execute();
  await schema.createIndex("notifications_by_time").on("notifications").columns(["state", "due_at"]).execute();
  await schema.createIndex("notifications_by_incident").on("notifications").column("incident").execute();
}
