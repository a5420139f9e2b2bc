import { CompiledQuery, type DialectAdapter, type Transaction } from "kysely";
import type { StoreWriter } from "../app/ports.ts";
import { chunks } from "./chunks.ts";
import { dialectOf } from "./dialect.ts";
import { fromEvent, fromListening, progressOf } from "./rows-event.ts";
import { prepared, sent } from "./prepared.ts";
import type { InboxRow, Tables } from "./tables.ts";

type Live = "markRead" | "keepEvents" | "putEvents" | "putListening" | "holds";

/** The text of an insert by how many rows it takes, of each dialect: to write it out takes longer than to run it. */
const INSERTS = new WeakMap<DialectAdapter, Map<number, string>>();

/** The values are those of the rows, one after another, in the order of their columns. */
function insertOf(db: Transaction<Tables>, rows: readonly InboxRow[]): string {
  const { adapter } = db.getExecutor();
  const known = INSERTS.get(adapter) ?? new Map<number, string>();
  INSERTS.set(adapter, known);
  const text = known.get(rows.length) ?? writtenOut(db, rows);
  known.set(rows.length, text);
  return text;
}

function writtenOut(db: Transaction<Tables>, rows: readonly InboxRow[]): string {
  const insert = db.insertInto("inbox").values(rows);
  return insert.onConflict((conflict) => conflict.columns(["directory", "key"]).doNothing()).compile().sql;
}

const putProgress = sent((db, progress: ReturnType<typeof progressOf>, seqs: readonly number[]) =>
  db.updateTable("inbox").set(progress).where("seq", "in", seqs),
);
const putListeningRow = sent((db, row: ReturnType<typeof fromListening>) => {
  const { id: _, ...rest } = row;
  const insert = db.insertInto("listening").values(row);
  return insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest));
});
const raiseRevision = sent((db, directory: string) =>
  db
    .updateTable("directories")
    .set(({ eb }) => ({ revision: eb("revision", "+", 1) }))
    .where("id", "=", directory),
);
const putRevision = sent((db, directory: string, ids: readonly string[]) =>
  db
    .updateTable("roster")
    .from("directories")
    .set(({ ref }) => ({ revision: ref("directories.revision") }))
    .where("directories.id", "=", directory)
    .where("roster.directory", "=", directory)
    .where("roster.account_id", "in", ids),
);
const holderOf = prepared((db, name: string) => {
  const found = db.selectFrom("leases").select(["holder", "epoch"]).where("name", "=", name);
  // Whoever would take the lease over waits until what is written under it is committed.
  return dialectOf(db) === "postgres" ? found.forShare() : found;
});

/** What is written of single accounts, of the inbox, and of the time in which events could arrive. */
export function liveWriter(db: Transaction<Tables>): Pick<StoreWriter, Live> {
  return {
    async markRead(directory, ids) {
      if (ids.length === 0) return;
      await raiseRevision(db, directory);
      for (const some of chunks(ids)) await putRevision(db, directory, some);
    },

    async keepEvents(events) {
      const isOneStatement = dialectOf(db) === "postgres";
      let kept = 0;
      for (const some of chunks(events)) {
        const rows = some.map(fromEvent);
        const values = rows.map((row) => Object.values(row));
        // What a statement costs that goes to another process, SQLite spends on one of many rows (`runEach`).
        const insert = isOneStatement
          ? CompiledQuery.raw(insertOf(db, rows), values.flat())
          : CompiledQuery.raw(insertOf(db, rows.slice(0, 1)), values);
        const { numAffectedRows = 0n } = await db.executeQuery(insert);
        kept += Number(numAffectedRows);
      }
      return kept;
    },

    async putEvents(events) {
      // Most of a batch become the same: settled, without an error.
      const alike = new Map<string, { readonly progress: ReturnType<typeof progressOf>; readonly seqs: number[] }>();
      for (const event of events) {
        const progress = progressOf(event);
        const key = JSON.stringify(progress);
        const group = alike.get(key) ?? { progress, seqs: [] };
        alike.set(key, group);
        group.seqs.push(event.seq);
      }
      for (const { progress, seqs } of alike.values()) {
        for (const some of chunks(seqs)) await putProgress(db, progress, some);
      }
    },

    async putListening(listening) {
      await putListeningRow(db, fromListening(listening));
    },

    async holds({ name, holder, epoch }) {
      const [row] = (await holderOf(db, name)).rows;
      return row !== undefined && row.holder === holder && row.epoch === epoch;
    },
  };
}
