import { sql, type Transaction } from "kysely";
import type { Tables } from "../tables.ts";

/** Which accounts are one person's, what somebody said of that, and the keys by which accounts are found that may be. */
export const persons = { version: 17, name: "persons", up };

/** As `employeeKey` and `emailKey` (core/person/keys.ts) compare them; what is damaged is told by whoever reads it. */
const KEYS = {
  employee_id: "lower(trim(json_extract(attributes, '$.employeeId')))",
  verified_email:
    "case when cast(json_extract(attributes, '$.emailVerified') as text) = '1' then lower(trim(json_extract(attributes, '$.email'))) end",
  low_handle: "lower(trim(json_extract(attributes, '$.handle')))",
} as const;

async function up(db: Transaction<Tables>): Promise<void> {
  const { schema } = db;
  for (const [name, of] of Object.entries(KEYS)) {
    await schema
      .alterTable("roster")
      .addColumn(name, "text", (column) =>
        column.generatedAlwaysAs(sql`case when json_valid(attributes) then nullif(${sql.raw(of)}, '') end`),
      )
      .execute();
  }
  for (const name of ["employee_id", "verified_email"] as const) {
    await schema.createIndex(`roster_by_${name}`).on("roster").column(name).where(name, "is not", null).execute();
  }
  await schema
    .createIndex("roster_by_handle")
    .on("roster")
    .columns(["directory", "low_handle"])
    .where("low_handle", "is not", null)
    .execute();
  await schema
    .createTable("person_accounts")
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("person", "text")
    .addColumn("ground", "text")
    .addColumn("value", "text")
    .addColumn("since", "bigint")
    .addColumn("bond", "text")
    .addColumn("bond_ground", "text")
    .addColumn("bond_value", "text")
    .addColumn("bond_since", "bigint")
    .addPrimaryKeyConstraint("person_accounts_key", ["directory", "account_id"])
    .execute();
  await schema.createIndex("person_accounts_by_person").on("person_accounts").column("person").execute();
  await schema.createIndex("person_accounts_by_bond").on("person_accounts").column("bond").execute();
  await schema
    .createTable("person_acts")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("act", "text", (column) => column.notNull())
    .addColumn("directory", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("other_directory", "text", (column) => column.notNull())
    .addColumn("other_id", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("person_acts_by_account").on("person_acts").columns(["directory", "account_id"]).execute();
  await schema.createIndex("person_acts_by_other").on("person_acts").columns(["other_directory", "other_id"]).execute();
  await schema
    .createTable("person_linking")
    .addColumn("mapping", "text", (column) => column.notNull())
    .execute();
}
