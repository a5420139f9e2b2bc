import { type Kysely, sql } from "kysely";
import type { RecordReader } from "../app/ports.ts";
import { STANDING, toAct, toAsk } from "./rows-record.ts";
import type { Tables } from "./tables.ts";

/** What a person is asked about the record, and what was decided last. */
export function questionReader(
  connection: () => Kysely<Tables>,
): Pick<RecordReader, "questions" | "questionsWaiting" | "lastDecision"> {
  const waiting = () =>
    connection()
      .selectFrom("layoff_asks as ask")
      .innerJoin("layoffs as one", "one.id", "ask.layoff")
      .innerJoin("layoffs as other", "other.id", "ask.candidate")
      .where("ask.decided", "is", null)
      .where("one.standing", "!=", STANDING.gone)
      .where("other.standing", "!=", STANDING.gone);
  return {
    async questions({ limit, after }) {
      const rows = await waiting()
        .selectAll("ask")
        .$if(after !== undefined, (some) =>
          some.where(
            sql<boolean>`(ask.asked_at, ask.layoff, ask.candidate) > (${after?.askedAt}, ${after?.layoff}, ${after?.candidate})`,
          ),
        )
        .orderBy("ask.asked_at")
        .orderBy("ask.layoff")
        .orderBy("ask.candidate")
        .limit(limit)
        .execute();
      return rows.map(toAsk);
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
