import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/**
 * How the list's record of an account looked when it was last believed, so that a record that is still the same need not be parsed;
 * and how many people are where, so that counting them need not read everybody.
 */
export const prints = { version: 22, name: "prints", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema.alterTable("roster").addColumn("print", "text").execute();
  // It holds all that is asked of everybody at each reading, so that the rows themselves stay where they are.
  await schema
    .createIndex("roster_by_print")
    .on("roster")
    .columns(["directory", "presence", "account_id", "print"])
    .execute();
  await schema
    .createTable("print_keys")
    .addColumn("directory", "text", (column) => column.primaryKey())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("reader", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("headcounts")
    .addColumn("directory", "text", (column) => column.primaryKey())
    .addColumn("state", "text", (column) => column.notNull())
    .execute();
}
