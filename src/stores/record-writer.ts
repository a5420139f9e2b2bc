import type { Transaction } from "kysely";
import type { RecordReader, RecordWriter } from "../app/ports.ts";
import { isCorrection, joined } from "../core/record/history.ts";
import type { Instant } from "../core/time.ts";
import { chunks } from "./chunks.ts";
import {
  fromAct,
  fromAsk,
  fromCauses,
  fromClaim,
  fromCompany,
  fromDocument,
  fromLayoff,
  fromNonEvent,
  toCauses,
  toLayoff,
} from "./rows-record.ts";
import { prepared, sent } from "./prepared.ts";
import { documentRows, layoffsOfIds } from "./record-states.ts";
import { send } from "./send.ts";
import type { CausedRow, ClaimRow, CompanyRow, DocumentRow, LayoffRow, RecordTables } from "./tables-record.ts";
import type { Tables } from "./tables.ts";

/** What of a document is shown: of the rest it is not kept what it was before. */
const SHOWN = [
  "address",
  "title",
  "publisher",
  "published",
  "language",
  "suppressed",
] as const satisfies readonly (keyof DocumentRow)[];

const insertDocument = prepared((db, row: DocumentRow & { readonly since_at: number }) =>
  db
    .insertInto("documents")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing()),
);
const updateDocument = sent((db, row: Partial<RecordTables["documents"]>, id: string) =>
  db.updateTable("documents").set(row).where("id", "=", id),
);
const claimsOfIds = prepared((db, ids: readonly string[]) =>
  db.selectFrom("claims").selectAll().where("id", "in", ids),
);
const putClaimRows = sent((db, rows: readonly (ClaimRow & { readonly since_at: number })[]) =>
  db
    .insertInto("claims")
    .values(rows)
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet((now) => ({
        document: now.ref("excluded.document"),
        layoff: now.ref("excluded.layoff"),
        claim: now.ref("excluded.claim"),
        since_at: now.ref("excluded.since_at"),
      })),
    ),
);
const insertPastClaim = sent((db, row: RecordTables["claims_past"]) => db.insertInto("claims_past").values(row));
const insertLayoff = prepared((db, row: LayoffRow & CausedRow) =>
  db
    .insertInto("layoffs")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing()),
);
const updateLayoff = sent((db, row: Partial<LayoffRow & CausedRow>, id: string) =>
  db.updateTable("layoffs").set(row).where("id", "=", id),
);
const insertPastLayoff = sent((db, row: RecordTables["layoffs_past"]) => db.insertInto("layoffs_past").values(row));
const putCompanyRow = sent((db, row: CompanyRow) => {
  const { id: _, ...rest } = row;
  return db
    .insertInto("companies")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(rest));
});
const clearShelf = sent((db, document: string) => db.deleteFrom("shelf").where("document", "=", document));

/** What of a row is another: each column that is written has its indexes written as well. */
function differing<Row extends object>(before: Row, now: Row): Partial<Row> {
  const fields = Object.entries(now).filter(([key, value]) => before[key as keyof Row] !== value);
  // Of the columns of a row.
  return Object.fromEntries(fields) as Partial<Row>;
}

function isPut({ numAffectedRows }: { readonly numAffectedRows?: bigint }): boolean {
  return numAffectedRows === 1n;
}

/** What is written of the public record of job cuts. */
export function recordWriter(db: Transaction<Tables>): Omit<RecordWriter, keyof RecordReader> {
  let moment: Instant | undefined;
  const time = async (now: Instant): Promise<Instant> => {
    if (moment === undefined) {
      const { changed_at } = await db.selectFrom("record_state").select("changed_at").executeTakeFirstOrThrow();
      moment = Math.max(now, changed_at + 1);
    }
    return moment;
  };
  let changed = false;
  /** Once a transaction is enough. */
  const touch = async (): Promise<Instant> => {
    if (moment === undefined) throw new Error("Nothing is put on the record before recordTime has said when.");
    if (changed) return moment;
    changed = true;
    await send(
      db,
      db.updateTable("record_state").set(({ eb }) => ({ revision: eb("revision", "+", 1), changed_at: moment ?? 0 })),
    );
    return moment;
  };
  return {
    recordTime: time,

    async putDocument(document) {
      const at = await touch();
      const row = fromDocument(document);
      // What is taken now is most often new; one that is there already is not touched by it.
      if (row.taken_at === at && isPut(await insertDocument(db, { ...row, since_at: at }))) return;
      const before = (await documentRows(db, [row.id])).get(row.id);
      if (before === undefined) {
        await insertDocument(db, { ...row, since_at: at });
        return;
      }
      const shown = SHOWN.some((key) => before[key] !== row[key]);
      if (shown && before.since_at < at)
        await send(db, db.insertInto("documents_past").values({ ...before, until_at: at }));
      const since_at = shown ? at : before.since_at;
      const other = differing(before, { ...row, since_at });
      if (Object.keys(other).length > 0) await updateDocument(db, other, row.id);
    },

    async putClaims(claims) {
      if (claims.length === 0) return;
      const at = await touch();
      for (const some of chunks(claims)) {
        const rows = some.map(fromClaim);
        const ids = rows.map(({ id }) => id);
        const known = new Map((await claimsOfIds(db, ids)).rows.map((row) => [row.id, row]));
        for (const row of rows) {
          const before = known.get(row.id);
          if (before === undefined || before.since_at === at) continue;
          const ended = before.claim === row.claim ? "moved" : "replaced";
          await insertPastClaim(db, { ...before, until_at: at, ended });
        }
        await putClaimRows(
          db,
          rows.map((row) => ({ ...row, since_at: at })),
        );
      }
    },

    async dropClaims(claims) {
      if (claims.length === 0) return;
      const at = await touch();
      for (const ids of chunks(claims)) {
        const { rows } = await claimsOfIds(db, ids);
        for (const row of rows.filter(({ since_at }) => since_at < at))
          await insertPastClaim(db, { ...row, until_at: at, ended: "dropped" });
        await send(db, db.deleteFrom("claims").where("id", "in", ids));
      }
    },

    async putLayoffs(layoffs, causes) {
      if (layoffs.length === 0) return;
      const at = await touch();
      for (const layoff of layoffs) {
        const row = fromLayoff(layoff);
        const made = { ...row, causes: fromCauses(causes), corrects: 0 };
        // What is made now is new, unless it was put a moment ago; then it is not touched by this.
        if (row.created_at === at && isPut(await insertLayoff(db, made))) continue;
        const [before] = (await layoffsOfIds(db, [row.id])).rows;
        if (before === undefined) {
          await insertLayoff(db, made);
          continue;
        }
        if (isSame(row, before)) continue;
        const update = (now: LayoffRow & CausedRow) => updateLayoff(db, differing(before, now), row.id);
        if (before.changed_at < row.changed_at) {
          await insertPastLayoff(db, { ...before, until_at: row.changed_at });
          const corrects = Number(isCorrection(toLayoff(before), layoff));
          await update({ ...row, causes: fromCauses(causes), corrects });
          continue;
        }
        // Of one moment there is one state: this one takes the place of the one that was put before.
        const past = db.selectFrom("layoffs_past").selectAll().where("id", "=", row.id);
        const earlier = await past.where("until_at", "=", before.changed_at).executeTakeFirst();
        if (earlier !== undefined && isSame(row, earlier)) {
          const { until_at, ...again } = earlier;
          await send(db, db.deleteFrom("layoffs_past").where("id", "=", row.id).where("until_at", "=", until_at));
          await update(again);
          continue;
        }
        await update({
          ...row,
          changed_at: before.changed_at,
          causes: fromCauses(joined(toCauses(before.causes), causes)),
          corrects: Number(earlier !== undefined && isCorrection(toLayoff(earlier), layoff)),
        });
      }
    },

    async putAsk(ask) {
      const at = await touch();
      const row = fromAsk(ask);
      const before = await db
        .selectFrom("layoff_asks")
        .selectAll()
        .where("layoff", "=", row.layoff)
        .where("candidate", "=", row.candidate)
        .executeTakeFirst();
      if (before !== undefined && before.since_at < at)
        await send(db, db.insertInto("layoff_asks_past").values({ ...before, until_at: at }));
      const { layoff, candidate, ...rest } = { ...row, since_at: at };
      const insert = db.insertInto("layoff_asks").values({ layoff, candidate, ...rest });
      await send(
        db,
        insert.onConflict((conflict) => conflict.columns(["layoff", "candidate"]).doUpdateSet(rest)),
      );
    },

    async putAct(act) {
      await touch();
      const { id, ...rest } = fromAct(act);
      const insert = db.insertInto("layoff_acts").values({ id, ...rest });
      await send(
        db,
        insert.onConflict((conflict) => conflict.column("id").doUpdateSet(rest)),
      );
    },

    async putCompany(company) {
      await touch();
      await putCompanyRow(db, fromCompany(company));
    },

    async putCompanyAlias(key, company) {
      const at = await touch();
      await keepAlias(key, at);
      const rest = { company, since_at: at };
      const insert = db.insertInto("company_aliases").values({ name_key: key, ...rest });
      await send(
        db,
        insert.onConflict((conflict) => conflict.column("name_key").doUpdateSet(rest)),
      );
    },

    async deleteCompanyAlias(key) {
      await keepAlias(key, await touch());
      await send(db, db.deleteFrom("company_aliases").where("name_key", "=", key));
    },

    async putSuppressedAddress({ link, since: since_at }) {
      await touch();
      const insert = db.insertInto("suppressed_addresses").values({ link, since_at });
      await send(
        db,
        insert.onConflict((conflict) => conflict.column("link").doUpdateSet({ since_at })),
      );
    },

    async deleteSuppressedAddress(link) {
      await touch();
      await send(db, db.deleteFrom("suppressed_addresses").where("link", "=", link));
    },

    async putShelf(document, statements) {
      await touch();
      await clearShelf(db, document);
      const rows = statements.map((one, position) => fromNonEvent(document, position, one));
      for (const some of chunks(rows)) await send(db, db.insertInto("shelf").values(some));
    },

    async putReadPage({ address, reader, etag, lastModified, readAt }) {
      const rest = { reader, etag, last_modified: lastModified, read_at: readAt };
      const insert = db.insertInto("pages").values({ address, ...rest });
      await send(
        db,
        insert.onConflict((conflict) => conflict.column("address").doUpdateSet(rest)),
      );
    },
  };

  async function keepAlias(key: string, at: Instant): Promise<void> {
    const before = await db.selectFrom("company_aliases").selectAll().where("name_key", "=", key).executeTakeFirst();
    if (before !== undefined && before.since_at < at)
      await send(db, db.insertInto("company_aliases_past").values({ ...before, until_at: at }));
  }
}

/** Whether a layoff is in this state already, since whenever. */
function isSame(row: ReturnType<typeof fromLayoff>, other: ReturnType<typeof fromLayoff>): boolean {
  return Object.entries(row).every(([key, value]) => key === "changed_at" || other[key as keyof typeof row] === value);
}
