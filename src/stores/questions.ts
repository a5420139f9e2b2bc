import { type Kysely, sql } from "kysely";
import type { QuestionPlace, RecordReader } from "../app/ports.ts";
import { chunks } from "./chunks.ts";
import { prepared } from "./prepared.ts";
import { STANDING, toAct, toAsk } from "./rows-record.ts";
import type { Tables } from "./tables.ts";

const PLACE = sql`(ask.asked_at, ask.layoff, ask.candidate)`;

function placeOf({ askedAt, layoff, candidate }: QuestionPlace) {
  return sql`(${askedAt}, ${layoff}, ${candidate})`;
}

const undecidedOf = prepared((db, layoffs: readonly string[]) =>
  db.selectFrom("layoff_asks").select("layoff").where("layoff", "in", layoffs).where("decided", "is", null),
);

/** What a person is asked about the record, and what was decided last. */
export function questionReader(
  connection: () => Kysely<Tables>,
): Pick<RecordReader, "questions" | "undecided" | "questionsWaiting" | "lastDecision"> {
  const waiting = () =>
    connection()
      .selectFrom("layoff_asks as ask")
      .innerJoin("layoffs as one", "one.id", "ask.layoff")
      .innerJoin("layoffs as other", "other.id", "ask.candidate")
      .where("ask.decided", "is", null)
      .where("one.standing", "!=", STANDING.gone)
      .where("other.standing", "!=", STANDING.gone);
  return {
    async questions({ limit, after, before }) {
      let some = waiting().selectAll("ask").limit(limit);
      if (after !== undefined) some = some.where(sql<boolean>`${PLACE} > ${placeOf(after)}`);
      if (before !== undefined) some = some.where(sql<boolean>`${PLACE} < ${placeOf(before)}`);
      const way = before === undefined ? "asc" : "desc";
      const rows = await some
        .orderBy("ask.asked_at", way)
        .orderBy("ask.layoff", way)
        .orderBy("ask.candidate", way)
        .execute();
      return rows.map(toAsk);
    },

    async undecided(layoffs) {
      const found = new Set<string>();
      for (const some of chunks(layoffs))
        for (const { layoff } of (await undecidedOf(connection(), some)).rows) found.add(layoff);
      return found;
    },

    async questionsWaiting() {
      const { n } = await waiting()
        .select(({ fn }) => fn.countAll<number>().as("n"))
        .executeTakeFirstOrThrow();
      return n;
    },

    async lastDecision() {
      const row = await connection()
        .selectFrom("layoff_acts")
        .selectAll()
        .where("act", "in", ["merge", "keep apart"])
        .where("undone_by", "is", null)
        .orderBy("seq", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && toAct(row);
    },
  };
}
