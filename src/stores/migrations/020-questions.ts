import { sql, type Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** The questions that wait, in their order: of many that were decided only those are gone through. */
export const questions = { version: 20, name: "questions", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createIndex("layoff_asks_waiting")
    .on("layoff_asks")
    .columns(["asked_at", "layoff", "candidate"])
    .where(sql<boolean>`decided is null`)
    .execute();
}
