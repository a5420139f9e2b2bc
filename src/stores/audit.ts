import { randomBytes } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
import type { RecordEntry, StoredRecord, StoreReader, StoreWriter } from "../app/ports.ts";
import { commitmentOf, type Entry, nextEntry, SALT_BYTES } from "../core/audit/entry.ts";
import { ERASURE } from "../core/audit/erasure.ts";
import { canonical } from "../core/canonical.ts";
import { chunks } from "./chunks.ts";
import * as json from "./json.ts";
import { readJson } from "./json.ts";
import { prepared, sent } from "./prepared.ts";
import type { RecordPayloadRow, RecordRow, Tables } from "./tables.ts";

type Row = RecordRow & { readonly [K in "salt" | "detail"]: string | null };

const newest = prepared((db) => db.selectFrom("record").selectAll().orderBy("seq", "desc").limit(1));
const insertRows = sent((db, rows: readonly RecordRow[]) => db.insertInto("record").values(rows));
const insertPayloads = sent((db, rows: readonly RecordPayloadRow[]) => db.insertInto("record_payloads").values(rows));

export function auditReader(connection: () => Kysely<Tables>): Pick<StoreReader, "records" | "log"> {
  const rows = () =>
    connection()
      .selectFrom("record")
      .leftJoin("record_payloads", "record_payloads.seq", "record.seq")
      .selectAll("record")
      .select(["record_payloads.salt", "record_payloads.detail"]);
  return {
    async records({ limit, actions, since }) {
      let found = rows().orderBy("record.seq", "desc");
      if (actions !== undefined) found = found.where("record.action", "in", actions);
      if (since !== undefined) found = found.where("record.at", ">=", since);
      return (await (limit === undefined ? found : found.limit(limit)).execute()).map(toRecord);
    },

    async log({ after, limit }) {
      const found = rows().where("record.seq", ">", after).orderBy("record.seq").limit(limit);
      return (await found.execute()).map((row) => {
        const { salt, detail: _, ...entry } = row;
        const payload = payloadOf(row);
        return { entry, ...(salt === null || payload === undefined ? {} : { opening: { salt, payload } }) };
      });
    },
  };
}

/**
 * Makes them the next entries. Nobody else does until the transaction ends: either it is the only one, or it has the log's turn.
 * @param end the log's last entry, where that is known
 */
export async function appendRecords(
  db: Transaction<Tables>,
  entries: readonly RecordEntry[],
  end?: { readonly entry: Entry | undefined },
): Promise<void> {
  if (entries.length === 0) return;
  let last: Entry | undefined = end === undefined ? (await newest(db)).rows[0] : end.entry;
  const all: ReturnType<typeof chained>[] = [];
  for (const entry of entries) {
    const next = chained(last, entry);
    all.push(next);
    last = next.row;
  }
  for (const some of chunks(all)) {
    const rows = some.map(({ row }) => row);
    const payloads = some.map(({ payload }) => payload);
    await insertRows(db, rows);
    await insertPayloads(db, payloads);
  }
}

export function auditWriter(db: Transaction<Tables>): Pick<StoreWriter, "record" | "eraseRecords"> {
  return {
    record: (entry) => appendRecords(db, [entry]),

    async eraseRecords(seqs) {
      const erased: number[] = [];
      for (const some of chunks(seqs)) {
        const found = await db
          .selectFrom("record_payloads")
          .innerJoin("record", "record.seq", "record_payloads.seq")
          .select("record.seq")
          .where("record.seq", "in", some)
          .where("record.action", "!=", ERASURE)
          .execute();
        const there = found.map(({ seq }) => seq);
        await db.deleteFrom("record_payloads").where("seq", "in", there).execute();
        erased.push(...there);
      }
      return erased;
    },
  };
}

/** The rows of the entry that follows `last`. The migration that made the chain uses it: another form needs another name. */
export function chained(
  last: Entry | undefined,
  { at, action, detail }: RecordEntry,
): { readonly row: RecordRow; readonly payload: RecordPayloadRow } {
  const salt = randomBytes(SALT_BYTES);
  const text = canonical(detail);
  const row = nextEntry(last, { at, action, commitment: commitmentOf(salt, text) });
  return { row, payload: { seq: row.seq, salt: salt.toString("base64"), detail: text } };
}

function toRecord(row: Row): StoredRecord {
  const { seq, at, action } = row;
  const detail = payloadOf(row);
  return detail === undefined ? { seq, at, action, detail: {}, erased: true } : { seq, at, action, detail };
}

function payloadOf({ detail }: Row): RecordEntry["detail"] | undefined {
  return detail === null ? undefined : readJson(json.detail, detail, "record_payloads.detail");
}
