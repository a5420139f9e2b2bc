import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** Who is counted where, what has been published to whom, and every release as it was made. */
export const ledgers = { version: 7, name: "ledgers", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable("partitions")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("generation", "integer", (column) => column.notNull())
    .addColumn("made_at", "bigint", (column) => column.notNull())
    .addColumn("units", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("partitions_key", ["directory", "generation"])
    .execute();
  // An account is in one unit, whatever writes it.
  await schema
    .createTable("partition_members")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("generation", "integer", (column) => column.notNull())
    .addColumn("unit", "text", (column) => column.notNull())
    .addColumn("since", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("partition_members_key", ["directory", "account_id"])
    .execute();
  await schema
    .createTable("joiners")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("team", "text")
    .addColumn("place", "text")
    .addColumn("since", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("joiners_key", ["directory", "account_id"])
    .execute();
  await schema
    .createTable("ledgers")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("readers", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("ledgers_key", ["directory", "readers"])
    .execute();
  await schema
    .createTable("releases")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("readers", "text", (column) => column.notNull())
    .addColumn("release", "integer", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("releases_key", ["directory", "readers", "release"])
    .execute();
}
