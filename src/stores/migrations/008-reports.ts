import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** Which release is told, and what came of signing the audit log. */
export const reports = { version: 8, name: "reports", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema.alterTable("incidents").addColumn("release", "integer").execute();
  await schema.alterTable("incidents").addColumn("checkpoint", "text").execute();
}
