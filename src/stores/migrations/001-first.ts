import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** The first schema. Instants are `bigint`: milliseconds need more than the 32 bits that `integer` means elsewhere. */
export const first = { version: 1, name: "first", up };

async function up(db: Transaction<Tables>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("rollcall_schema")
    .addColumn("version", "integer", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("directories")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("identity", "text")
    .addColumn("scopes", "text")
    .addColumn("last_started_at", "bigint")
    .addColumn("last_taken_at", "bigint")
    .addColumn("last_accounts", "integer")
    .execute();
  await schema
    .createTable("sweeps")
    .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("started_at", "bigint", (column) => column.notNull())
    .addColumn("taken_at", "bigint", (column) => column.notNull())
    .addColumn("complete", "integer", (column) => column.notNull())
    .addColumn("accounts", "integer", (column) => column.notNull())
    .addColumn("health", "text", (column) => column.notNull())
    .addColumn("reasons", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("sweeps_by_directory").on("sweeps").columns(["directory", "taken_at"]).execute();
  await schema
    .createTable("roster")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("presence", "text", (column) => column.notNull())
    .addColumn("kind", "text")
    .addColumn("pending", "text")
    .addColumn("attributes", "text", (column) => column.notNull())
    .addColumn("stated", "text")
    .addColumn("updated", "bigint")
    .addColumn("details_at", "bigint")
    .addPrimaryKeyConstraint("roster_key", ["directory", "account_id"])
    .execute();
  await schema
    .createTable("changes")
    .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("sweep", "text", (column) => column.notNull())
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("change", "text", (column) => column.notNull())
    .addColumn("not_before", "bigint")
    .addColumn("not_after", "bigint", (column) => column.notNull())
    .addColumn("evidence", "text", (column) => column.notNull())
    .addColumn("confirmed", "integer", (column) => column.notNull())
    .addColumn("observed", "integer", (column) => column.notNull())
    .addColumn("last_known", "text")
    .addColumn("before", "text")
    .addColumn("after", "text")
    .addColumn("quiet", "text")
    .execute();
  await schema.createIndex("changes_by_sweep").on("changes").column("sweep").execute();
  await schema.createIndex("changes_by_account").on("changes").columns(["directory", "account_id"]).execute();
  await schema
    .createTable("departures")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("change", "text", (column) => column.notNull())
    .addColumn("not_before", "bigint")
    .addColumn("not_after", "bigint", (column) => column.notNull())
    .addColumn("confirmed", "integer", (column) => column.notNull())
    .addColumn("observed", "integer", (column) => column.notNull())
    .addColumn("last_known", "text", (column) => column.notNull())
    .addColumn("reversed", "text")
    .execute();
  await schema.createIndex("departures_by_time").on("departures").column("not_after").execute();
  await schema
    .createTable("departure_accounts")
    .addColumn("departure", "text", (column) => column.notNull().references("departures.id").onDelete("cascade"))
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("account", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("departure_accounts_key", ["departure", "position"])
    .execute();
  await schema
    .createIndex("departure_accounts_by_account")
    .on("departure_accounts")
    .columns(["directory", "account_id"])
    .execute();
  await schema
    .createTable("record")
    .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("detail", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("leases")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("holder", "text", (column) => column.notNull())
    .addColumn("since", "bigint", (column) => column.notNull())
    .addColumn("until", "bigint", (column) => column.notNull())
    .execute();
}
