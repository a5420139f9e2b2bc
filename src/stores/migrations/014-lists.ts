import { sql, type Transaction } from "kysely";
import { chunks } from "../chunks.ts";
import { putDepartureLines } from "../departure-lines.ts";
import { departuresWhere } from "../reader-departures.ts";
import type { Tables } from "../tables.ts";

/** What pages list and count: departures line by line, and whoever is here by place, team and time zone. */
export const lists = { version: 14, name: "lists", up };

async function up(db: Transaction<Tables>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("departure_lines")
    .addColumn("departure", "text", (column) => column.primaryKey().references("departures.id").onDelete("cascade"))
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("since", "bigint")
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("change", "text", (column) => column.notNull())
    .addColumn("confirmed", "integer", (column) => column.notNull())
    .addColumn("observed", "integer", (column) => column.notNull())
    .addColumn("back", "integer", (column) => column.notNull())
    .addColumn("kind", "text")
    .addColumn("place", "text")
    .addColumn("place_stated", "integer", (column) => column.notNull())
    .addColumn("team", "text")
    .addColumn("timezone", "text")
    .addColumn("evidence", "text")
    .addColumn("event", "integer", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("words", "text", (column) => column.notNull())
    .execute();
  for (const [name, columns] of LINES) {
    await schema
      .createIndex(name)
      .on("departure_lines")
      .columns([...columns])
      .execute();
  }
  for (const name of ["location", "team", "timezone"] as const) {
    await schema
      .alterTable("roster")
      .addColumn(name, "text", (column) =>
        // What is damaged is told by whoever reads it, and does not stand in the way of writing.
        column.generatedAlwaysAs(
          sql`case when json_valid(attributes) then json_extract(attributes, ${sql.lit(`$.${name}`)}) end`,
        ),
      )
      .execute();
  }
  await schema
    .createIndex("roster_alike")
    .on("roster")
    .columns(["directory", "kind", "location", "team", "timezone", "status", "presence"])
    .execute();
  await schema.createIndex("incidents_by_kind").on("incidents").columns(["kind", "directory", "seq"]).execute();
  await schema.createIndex("incidents_by_update").on("incidents").column("updated_at").execute();
  const ids = await db.selectFrom("departures").select("id").execute();
  for (const some of chunks(ids)) {
    await putDepartureLines(db, await departuresWhere(db, { ids: some.map(({ id }) => id) }));
  }
}

const LINES = [
  ["departure_lines_by_time", ["at", "departure"]],
  ["departure_lines_by_directory", ["directory", "at"]],
  ["departure_lines_by_place", ["directory", "place"]],
  ["departure_lines_by_team", ["directory", "team"]],
] as const;
