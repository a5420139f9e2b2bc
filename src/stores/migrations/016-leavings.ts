import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** What departures are counted by is found in one index alone: the counts of half a year are made after every reading. */
export const leavings = { version: 16, name: "leavings", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema.dropIndex("departure_lines_by_directory").execute();
  await schema
    .createIndex("departure_lines_by_directory")
    .on("departure_lines")
    .columns(["directory", "at", "observed", "since", "kind", "place", "place_stated", "confirmed", "back"])
    .execute();
}
