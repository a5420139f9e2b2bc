import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** What an authority knows a company by: it is one company's, whatever name it goes by. */
export const companyKeys = { version: 21, name: "company keys", up };

async function up({ schema }: Transaction<Tables>): Promise<void> {
  await schema.alterTable("companies").addColumn("cik", "text").execute();
  await schema.createIndex("companies_by_cik").on("companies").column("cik").execute();
}
