import type { Transaction } from "kysely";
import { sql } from "kysely";
import type { Entry } from "../../core/audit/entry.ts";
import { chained } from "../audit.ts";
import * as json from "../json.ts";
import { readJson } from "../json.ts";
import type { Tables } from "../tables.ts";

/**
 * The record becomes a chain, and what its entries are about moves to where it can be erased. What was recorded before is
 * chained in its order, and numbered anew where a number was left out; the chain says nothing of what became of it before.
 */
export const audit = { version: 6, name: "audit", up };

/** So many old rows are held in memory at once. */
const PAGE = 500;

interface OldRow {
  readonly seq: number;
  readonly at: number;
  readonly action: string;
  readonly detail: string;
}

async function up(db: Transaction<Tables>): Promise<void> {
  const { schema } = db;
  await schema.alterTable("record").renameTo("record_before").execute();
  await schema
    .createTable("record")
    .addColumn("seq", "integer", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("commitment", "text", (column) => column.notNull())
    // No two entries follow the same one, whatever writes them.
    .addColumn("previous", "text", (column) => column.notNull().unique())
    .execute();
  await schema
    .createTable("record_payloads")
    .addColumn("seq", "integer", (column) => column.primaryKey().references("record.seq"))
    .addColumn("salt", "text", (column) => column.notNull())
    .addColumn("detail", "text", (column) => column.notNull())
    .execute();
  let last: Entry | undefined;
  let after = -1;
  for (;;) {
    const page = sql<OldRow>`select seq, at, action, detail from record_before where seq > ${after}
      order by seq limit ${PAGE}`;
    const { rows } = await page.execute(db);
    for (const { seq, at, action, detail } of rows) {
      const next = chained(last, { at, action, detail: readJson(json.detail, detail, "record.detail") });
      await db.insertInto("record").values(next.row).execute();
      await db.insertInto("record_payloads").values(next.payload).execute();
      last = next.row;
      after = seq;
    }
    if (rows.length < PAGE) break;
  }
  await schema.dropTable("record_before").execute();
}
