import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { describe, expect, it } from "vitest";
import { sqliteDialect } from "./sqlite-dialect.ts";

interface Shapes {
  readonly shapes: { readonly name: string; readonly sides: number; readonly colour?: string };
}

function opened(): { readonly database: DatabaseSync; readonly db: Kysely<Shapes> } {
  const database = new DatabaseSync(":memory:");
  database.exec("create table shapes (name text, sides integer); insert into shapes values ('triangle', 3)");
  return {
    database,
    db: new Kysely<Shapes>({ dialect: sqliteDialect({ database, begin: "begin", path: ":memory:" }) }),
  };
}

const all = (db: Kysely<Shapes>) => db.selectFrom("shapes").selectAll().execute();

describe("the rows of a statement that was prepared before", () => {
  it.each([
    ["this process", (_: DatabaseSync, db: Kysely<Shapes>, text: string) => sql.raw(text).execute(db)],
    ["another one", async (database: DatabaseSync, _: Kysely<Shapes>, text: string) => database.exec(text)],
  ])("have the columns that the table has by then, where %s has changed it", async (_, change) => {
    const { database, db } = opened();
    expect(await all(db)).toEqual([{ name: "triangle", sides: 3 }]);
    await change(database, db, "alter table shapes add column colour text default 'red'");
    expect(await all(db)).toEqual([{ name: "triangle", sides: 3, colour: "red" }]);
    await change(database, db, "alter table shapes drop column name");
    expect(await all(db)).toEqual([{ sides: 3, colour: "red" }]);
  });

  it("are of names that were given anew, too", async () => {
    const { db } = opened();
    expect(await all(db)).toEqual([{ name: "triangle", sides: 3 }]);
    await sql.raw("alter table shapes rename column sides to edges").execute(db);
    expect(await all(db)).toEqual([{ name: "triangle", edges: 3 }]);
  });
});

it("of two columns of one name a row has the last", async () => {
  const { db } = opened();
  const { rows } = await sql`select 1 as one, name, 2 as one from shapes`.execute(db);
  expect(rows).toEqual([{ one: 2, name: "triangle" }]);
});

it("a statement that is among the hundreds used last is prepared once", async () => {
  const { database, db } = opened();
  const made = new Map<string, number>();
  const prepare = database.prepare.bind(database);
  database.prepare = (text, ...rest) => {
    made.set(text, (made.get(text) ?? 0) + 1);
    return prepare(text, ...rest);
  };
  for (let i = 0; i < 1000; i++) {
    await all(db);
    await sql.raw(`select ${i}`).execute(db);
  }
  expect(made.get('select * from "shapes"')).toBe(1);
  expect(made.size).toBe(1001);
});
