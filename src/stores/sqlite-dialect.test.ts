import { DatabaseSync } from "node:sqlite";
import { type Kysely, sql } from "kysely";
import { describe, expect, it } from "vitest";
import { sqliteKysely } from "./sqlite-dialect.ts";

interface Shapes {
  readonly shapes: { readonly name: string; readonly sides: number; readonly colour?: string };
}

function opened(): { readonly database: DatabaseSync; readonly db: Kysely<Shapes> } {
  const database = new DatabaseSync(":memory:");
  database.exec("create table shapes (name text, sides integer); insert into shapes values ('triangle', 3)");
  return {
    database,
    db: sqliteKysely<Shapes>({ database, begin: "begin", path: ":memory:" }),
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

describe("of one connection", () => {
  it("whoever asks while a transaction is open waits for its end, and all in the order in which they came", async () => {
    const { db } = opened();
    const came: string[] = [];
    const first = Promise.withResolvers<void>();
    const sides = async (who: string): Promise<void> => {
      const [shape] = await all(db);
      came.push(`${who} sees ${shape?.sides}`);
    };
    const change = (to: number, until?: Promise<void>) =>
      db.transaction().execute(async (one) => {
        await one.updateTable("shapes").set({ sides: to }).execute();
        await until;
        came.push(`${(await one.selectFrom("shapes").select("sides").execute())[0]?.sides} is written`);
      });
    const ends = [change(4, first.promise), sides("the second"), change(5), sides("the fourth")];
    first.resolve();
    await Promise.all(ends);
    expect(came).toEqual(["4 is written", "the second sees 4", "5 is written", "the fourth sees 5"]);
  });

  it("a transaction that fails leaves it to the next, and a statement of one that is over is refused", async () => {
    const { db } = opened();
    const over: Kysely<Shapes>[] = [];
    const failing = db.transaction().execute(async (one) => {
      over.push(one);
      await one.deleteFrom("shapes").execute();
      throw new Error("no more");
    });
    const next = all(db);
    await expect(failing).rejects.toThrow("no more");
    expect(await next).toEqual([{ name: "triangle", sides: 3 }]);
    await expect(Promise.all(over.map(all))).rejects.toThrow("rolled back");
    expect(await all(db)).toEqual([{ name: "triangle", sides: 3 }]);
  });

  it("a statement that fails is told to whoever asked for it, and to nobody else", async () => {
    const { db } = opened();
    await expect(sql.raw("select sides from nowhere").execute(db)).rejects.toThrow("nowhere");
    expect(await all(db)).toEqual([{ name: "triangle", sides: 3 }]);
  });
});
