import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** Through what an act on the record was done, and by which right; of earlier acts nobody knows. */
export const actsBy = { version: 23, name: "acts by", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema.alterTable("layoff_acts").addColumn("by", "text").execute();
}
