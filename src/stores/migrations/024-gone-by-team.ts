import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** Who has left is counted by team and time zone as it is by place: in one index alone. */
export const goneByTeam = { version: 24, name: "gone by team", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema.dropIndex("departure_lines_by_directory").execute();
  await schema
    .createIndex("departure_lines_by_directory")
    .on("departure_lines")
    .columns([
      "directory",
      "at",
      "observed",
      "since",
      "kind",
      "place",
      "place_stated",
      "confirmed",
      "back",
      "team",
      "timezone",
    ])
    .execute();
}
