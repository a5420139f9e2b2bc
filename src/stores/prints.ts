import { type Kysely, sql, type Transaction } from "kysely";
import type { StoreReader, StoreWriter } from "../app/ports.ts";
import { defined } from "../core/defined.ts";
import { chunks } from "./chunks.ts";
import * as json from "./json-waves.ts";
import { readJson } from "./json.ts";
import { prepared, sent } from "./prepared.ts";
import { send } from "./send.ts";
import type { Tables } from "./tables.ts";

type Reads = "printKey" | "prints" | "printed" | "headcounts";
type Writes = "putPrintKey" | "putPrints" | "putHeadcounts";

const putHeadcountsRow = sent((db, row: { readonly directory: string; readonly state: string }) => {
  const { state } = row;
  const insert = db.insertInto("headcounts").values(row);
  return insert.onConflict((conflict) => conflict.column("directory").doUpdateSet({ state }));
});

const printKeyOf = prepared((db, directory: string) =>
  db.selectFrom("print_keys").select(["key", "reader"]).where("directory", "=", directory),
);
const headcountsOf = prepared((db, directory: string) =>
  db.selectFrom("headcounts").select("state").where("directory", "=", directory),
);
const present = (db: Kysely<Tables>, directory: string) =>
  db.selectFrom("roster").where("directory", "=", directory).where("presence", "=", "present");
const countsOf = prepared((db, directory: string) =>
  present(db, directory).select(({ fn }) => [fn.countAll<number>().as("all"), fn.count<number>("print").as("printed")]),
);
const unprintedOf = prepared((db, directory: string) =>
  present(db, directory).where("print", "is", null).select("account_id").orderBy("account_id"),
);
type Part = { readonly directory: string; readonly after?: string; readonly most: number };
const printsOf = prepared((db, { directory, after, most }: Part) => {
  let some = present(db, directory).where("print", "is not", null).select(["account_id", "print"]);
  if (after !== undefined) some = some.where("account_id", ">", after);
  // The database puts the rows together: taken out one by one they would cost more than reading what they spare.
  return db
    .selectFrom(some.orderBy("account_id").limit(most).as("some"))
    .select(({ fn }) => fn.max("account_id").as("last"))
    .select(sql<string | null>`string_agg(print || account_id, ${"\n"})`.as("lines"));
});

/** So many accounts go into one text: a megabyte or two of it. */
const AT_ONCE = 25_000;

/** What is read so that neither records nor roster have to be read whole. */
export function printsReader(connection: () => Kysely<Tables>): Pick<StoreReader, Reads> {
  return {
    async printKey(directory) {
      const [row] = (await printKeyOf(connection(), directory)).rows;
      return row && { key: row.key, reader: row.reader };
    },

    async prints(directory, after, most = AT_ONCE) {
      const [row] = (await printsOf(connection(), { directory, most, ...defined({ after }) })).rows;
      return row === undefined || row.lines === null ? undefined : { lines: row.lines, last: row.last };
    },

    async printed(directory) {
      const [counts = { all: 0, printed: 0 }] = (await countsOf(connection(), directory)).rows;
      // Nearly always there is none, and whoever looks for one goes through all of them.
      const rows = counts.all === counts.printed ? [] : (await unprintedOf(connection(), directory)).rows;
      return { count: counts.printed, unprinted: rows.map((row) => row.account_id) };
    },

    async headcounts(directory) {
      const [row] = (await headcountsOf(connection(), directory)).rows;
      return row && readJson(json.headcounts, row.state, "headcounts.state");
    },
  };
}

/** What is written of them. */
export function printsWriter(db: Transaction<Tables>): Pick<StoreWriter, Writes> {
  return {
    async putPrintKey(directory, { key, reader }) {
      await db
        .insertInto("print_keys")
        .values({ directory, key, reader })
        .onConflict((conflict) => conflict.column("directory").doUpdateSet({ key, reader }))
        .execute();
      await db
        .updateTable("roster")
        .set({ print: null })
        .where("directory", "=", directory)
        .where("print", "is not", null)
        .execute();
    },

    async putPrints(directory, prints) {
      for (const some of chunks([...prints])) {
        const rows = sql.join(some.map(([id, print]) => sql`(${id}, ${print})`));
        const update = sql`with given (id, print) as (values ${rows})
          update roster set print = given.print from given
          where roster.directory = ${directory} and roster.account_id = given.id`;
        await send(db, update.compile(db));
      }
    },

    async putHeadcounts(directory, counts) {
      const state = JSON.stringify(counts);
      await putHeadcountsRow(db, { directory, state });
    },
  };
}

/** The print that a row keeps where it is written anew: the one that is given, or its own, as long as it says the same. */
export const PRINT = sql<string | null>`coalesce(excluded.print, case
  when roster.status = excluded.status and roster.presence = excluded.presence and roster.attributes = excluded.attributes
    and roster.kind is not distinct from excluded.kind and roster.pending is not distinct from excluded.pending
  then roster.print end)`;
