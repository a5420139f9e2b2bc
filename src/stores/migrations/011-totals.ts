import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** Official totals as they were entered; those that were entered before stand in the log. */
export const totals = { version: 11, name: "totals", up };

async function up(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable("official_totals")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("release", "integer", (column) => column.notNull())
    .addColumn("low", "integer", (column) => column.notNull())
    .addColumn("high", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("official_totals_key", ["directory", "number"])
    .execute();
  const entries = await db
    .selectFrom("record")
    .innerJoin("record_payloads", "record_payloads.seq", "record.seq")
    .select(["record.action", "record_payloads.detail"])
    .where("record.action", "in", ["release", "total"])
    .orderBy("record.seq")
    .execute();
  const last = new Map<string, number>();
  const known = new Map<string, number>();
  for (const { action, detail } of entries) {
    const { directory, release, low, high } = JSON.parse(detail);
    if (action === "release") {
      last.set(directory, release);
      continue;
    }
    const number = (known.get(directory) ?? 0) + 1;
    known.set(directory, number);
    const row = { directory, number, release: last.get(directory) ?? 0, low, high };
    await db.insertInto("official_totals").values(row).execute();
  }
}
