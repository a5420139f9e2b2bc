import { DatabaseSync } from "node:sqlite";
import { type Kysely, sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { prepared } from "./prepared.ts";
import { sqliteKysely } from "./sqlite-dialect.ts";
import type { Tables } from "./tables.ts";

let database: DatabaseSync;
let db: Kysely<Tables>;
beforeEach(async () => {
  database = new DatabaseSync(":memory:");
  db = sqliteKysely<Tables>({ database, begin: "begin", path: ":memory:" });
  await sql`create table pages (address text primary key, reader text, etag text, last_modified text, read_at integer)`.execute(
    db,
  );
});
afterEach(() => database.close());

type Page = Tables["pages"];
const page = (address: string, reader = "1"): Page => ({
  address,
  reader,
  etag: null,
  last_modified: null,
  read_at: 7,
});
const names = (n: number): readonly string[] => Array.from({ length: n }, (_, i) => `page ${i}`);

it("is written once for each shape of what it is given, and run with what it is given each time", async () => {
  let written = 0;
  const put = prepared((on, rows: readonly Page[]) => {
    written++;
    return on.insertInto("pages").values(rows);
  });
  const found = prepared((on, addresses: readonly string[], reader: string) => {
    written++;
    return on.selectFrom("pages").select("address").where("address", "in", addresses).where("reader", "=", reader);
  });
  for (const address of names(5)) await put(db, [page(address)]);
  await put(db, [page("a", "2"), page("b", "2")]);
  expect(written).toBe(2);
  const asked = async (addresses: readonly string[], reader: string) =>
    (await found(db, addresses, reader)).rows.map(({ address }) => address).toSorted();
  expect(await asked(["page 1", "page 3"], "1")).toEqual(["page 1", "page 3"]);
  expect(await asked(["page 2", "a"], "1")).toEqual(["page 2"]);
  expect(await asked(["page 2", "a"], "2")).toEqual(["a"]);
  expect(written).toBe(3);
  expect(await asked(["b"], "2")).toEqual(["b"]);
  expect(written).toBe(4);
  // A long list is written each time.
  expect(await asked(names(40), "1")).toEqual(names(5));
  expect(await asked(names(40), "2")).toEqual([]);
  expect(written).toBe(6);
  // As many as go into one statement are what many are cut into.
  for (const from of [0, 500, 1000])
    await put(
      db,
      names(1500)
        .slice(from, from + 500)
        .map((name) => page(`many ${name}`)),
    );
  expect(written).toBe(7);
  expect(await asked(["many page 0", "many page 1499"], "1")).toHaveLength(2);
});

it("takes rows of other columns for another statement, null for a value, and says how many it has changed", async () => {
  const change = prepared((on, row: Partial<Page>, address: string) =>
    on.updateTable("pages").set(row).where("address", "=", address),
  );
  const put = prepared((on, row: Page) => on.insertInto("pages").values(row));
  await put(db, page("a"));
  await put(db, page("b"));
  expect((await change(db, { etag: "x", read_at: 8 }, "a")).numAffectedRows).toBe(1n);
  expect((await change(db, { reader: "3" }, "a")).numAffectedRows).toBe(1n);
  expect((await change(db, { reader: "3" }, "none")).numAffectedRows).toBe(0n);
  await db.transaction().execute((within) => change(within, { etag: null, read_at: 9 }, "a"));
  expect(await db.selectFrom("pages").selectAll().orderBy("address").execute()).toEqual([
    { ...page("a", "3"), read_at: 9 },
    page("b"),
  ]);
});
