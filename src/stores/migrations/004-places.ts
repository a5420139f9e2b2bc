import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** The channels and user groups that accounts name by their ids, so that people can be put back into them by name. */
export const places = { version: 4, name: "places", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable("places")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("name", "text")
    .addColumn("archived", "integer")
    .addColumn("private", "integer")
    .addColumn("seen_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("places_key", ["directory", "kind", "id"])
    .execute();
}
