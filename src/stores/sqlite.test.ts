import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CompiledQuery } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sweep } from "../app/ports.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { RollcallError } from "../core/errors.ts";
import { sqliteKysely } from "./sqlite-dialect.ts";
import { explained } from "./sqlite-errors.ts";
import type { Statement } from "./sqlite-statements.ts";
import { openSqlite } from "./sqlite.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-store-"));
  path = join(folder, "store.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the file of the store", () => {
  it("is made with its folders, for its owner alone, and writes ahead", async () => {
    const deep = join(folder, "a", "b", "store.db");
    const store = await openSqlite({ path: deep });
    await store.transaction((writer) => writer.putSweep(sweep("s-1")));
    const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);
    expect([join(folder, "a"), join(folder, "a", "b"), deep, `${deep}-wal`].map(mode)).toEqual([
      "700",
      "700",
      "600",
      "600",
    ]);
    await store.close();
    expect(existsSync(`${deep}-wal`)).toBe(false);
  });

  it("is there again, with everything, when it is opened again", async () => {
    await withStore((store) => store.transaction((writer) => writer.putSweep(sweep("s-1"))));
    await withStore(async (store) => expect(await store.sweeps({})).toStrictEqual([sweep("s-1")]));
  });

  it("holds no trace of values that were replaced", async () => {
    const canary = "canary-of-a-former-name";
    const everybody = (name: string) => Array.from({ length: 300 }, (_, i) => named(name, `U${i}`));
    await withStore((store) => store.transaction((writer) => writer.putEntries("a", everybody(canary))));
    expect(readFileSync(path).includes(canary)).toBe(true);
    await withStore((store) => store.transaction((writer) => writer.putEntries("a", everybody("x"))));
    expect(readFileSync(path).includes(canary)).toBe(false);
  });

  it("keeps a field that a later version added, and passes it on", async () => {
    await withStore((store) => store.transaction((writer) => writer.putEntries("a", [named("x")])));
    alter(`update roster set attributes = '{"name":"x","shoeSize":43}'`);
    await withStore(async (store) => {
      const { entries } = await store.roster("a");
      expect(entries.get("U1")?.account.attributes).toEqual({ name: "x", shoeSize: 43 });
    });
  });

  it("names the column of a value that cannot be, and not the value", async () => {
    await withStore((store) => store.transaction((writer) => writer.putEntries("a", [named("x")])));
    alter(`update roster set attributes = '{"name":["canary"]}'`);
    await withStore(async (store) => {
      const error = await failure(store.roster("a"));
      expect(error).toMatchObject({ code: "store_damaged", message: expect.stringContaining("roster.attributes") });
      expect(JSON.stringify([error.message, error.cause, error.stack])).not.toContain("canary");
    });
  });
});

describe("reading", () => {
  it("of a file goes on beside a transaction, and sees what was committed before", async () => {
    await withStore(async (store) => {
      await store.transaction(async (writer) => {
        await writer.putSweep(sweep("s-1"));
        expect(await store.sweeps({})).toEqual([]);
      });
      expect(await store.sweeps({})).toHaveLength(1);
    });
  });

  it("of a file is not refused while another process writes, nor is opening it", async () => {
    await withStore((store) => store.transaction((writer) => writer.putSweep(sweep("s-1"))));
    const other = new DatabaseSync(path);
    other.exec("begin immediate; delete from sweeps");
    const store = await openSqlite({ path, busyTimeout: 0 });
    expect(await store.sweeps({})).toHaveLength(1);
    await store.close();
    other.close();
  });

  it("of more accounts than go into one statement sees one state, though another process writes meanwhile", async () => {
    const everybody = Array.from({ length: 1201 }, (_, i) => named("before", `U${i}`));
    await withStore((store) => store.transaction((writer) => writer.putEntries("a", everybody)));
    let reading = false;
    const onStatement = ({ phase, sql }: Statement) => {
      if (!reading || phase !== "after" || !sql.startsWith("select")) return;
      reading = false;
      alter(`update roster set attributes = '{"name":"after"}'`);
    };
    const store = await openSqlite({ path, onStatement });
    const ids = everybody.map((one) => one.account.id);
    const names = async () => new Set([...(await store.entries("a", ids)).values()].map(nameOf));
    reading = true;
    expect(await names()).toEqual(new Set(["before"]));
    expect(await names()).toEqual(new Set(["after"]));
    await store.close();
  });

  it("of a memory store inside a transaction is refused instead of waiting for ever", async () => {
    const store = await openSqlite({ path: ":memory:" });
    await expect(store.transaction(() => store.sweeps({}))).rejects.toThrow("only the writer");
    await store.close();
  });
});

describe("a statement", () => {
  it("is told before and after, without its values", async () => {
    const told: Statement[] = [];
    const store = await openSqlite({ path, onStatement: (statement) => told.push(statement) });
    told.length = 0;
    await store.transaction((writer) => writer.putEntries("a", [named("canary")]));
    await store.close();
    expect(told.map(({ phase }) => phase)).toEqual(Array.from({ length: 4 }, () => ["before", "after"]).flat());
    expect(told.map(({ sql }) => sql.split(" ")[0])).toEqual([
      "begin",
      "begin",
      "delete",
      "delete",
      "insert",
      "insert",
      "commit",
      "commit",
    ]);
    expect(JSON.stringify(told)).not.toContain("canary");
  });

  it("has no parameter for a limit, for which SQLite would prepare it again each time it runs", async () => {
    const told = new Set<string>();
    const store = await openSqlite({ path, onStatement: ({ sql }) => told.add(sql) });
    await store.transaction((writer) => writer.putSweep(sweep("s-1")));
    expect(await store.sweeps({ limit: 1 })).toHaveLength(1);
    expect(await store.sweeps({ limit: 0 })).toEqual([]);
    await store.newestIncident("a");
    await store.close();
    const limits = [...told].flatMap((sql) => /\blimit .*/.exec(sql)?.[0] ?? []);
    expect(limits).toEqual(["limit cast(? as integer)", "limit 1"]);
  });

  it("that fails leaves nothing of its transaction behind", async () => {
    let broken = false;
    const onStatement = ({ phase, sql }: Statement) => {
      if (broken && phase === "before" && sql === "commit") throw new Error("broken");
    };
    const store = await openSqlite({ path: ":memory:", onStatement });
    broken = true;
    await expect(store.transaction((writer) => writer.putSweep(sweep("s-1")))).rejects.toThrow("broken");
    broken = false;
    expect(await store.sweeps({})).toEqual([]);
    await store.close();
  });
});

describe("an error for which SQLite rolls back by itself", () => {
  it("is the one that is told", async () => {
    const database = new DatabaseSync(":memory:");
    database.exec("create table once (x integer unique)");
    const db = sqliteKysely({ database, begin: "begin immediate", path });
    const twice = db.transaction().execute(async (step) => {
      const insert = CompiledQuery.raw("insert or rollback into once values (1)");
      await step.executeQuery(insert);
      await step.executeQuery(insert);
    });
    await expect(twice).rejects.toThrow("UNIQUE constraint failed");
    expect(database.prepare("select * from once").all()).toEqual([]);
    database.close();
  });
});

describe("a store that cannot be used is refused in one sentence with its path", () => {
  it("a folder", async () => {
    path = folder;
    expect(await refusal()).toMatchObject({ code: "bad_setting", message: expect.stringContaining("is a folder") });
  });

  it("a path through a file", async () => {
    writeFileSync(path, "");
    path = join(path, "store.db");
    expect(await refusal()).toMatchObject({
      code: "bad_setting",
      message: expect.stringContaining("is a file, not a folder"),
    });
  });

  it("a file that is no database", async () => {
    writeFileSync(path, "id,name\n".repeat(200));
    expect(await refusal()).toMatchObject({
      code: "store_damaged",
      message: expect.stringContaining("is not a Rollcall store"),
    });
    expect(readFileSync(path, "utf8")).toBe("id,name\n".repeat(200));
  });

  it("the database of another program, which stays as it is", async () => {
    alter("create table bookmarks (url text)");
    expect(await refusal()).toMatchObject({ code: "bad_setting", message: expect.stringContaining("another program") });
    const database = new DatabaseSync(path);
    expect(database.prepare("select name from sqlite_schema").all()).toEqual([{ name: "bookmarks" }]);
    database.close();
  });

  it("a store of a newer Rollcall", async () => {
    await withStore(async () => undefined);
    alter("insert into rollcall_schema values (99, 'from the future')");
    expect(await refusal()).toMatchObject({ code: "store_newer", message: expect.stringContaining("schema 99") });
  });

  it("a store with a damaged page", async () => {
    await withStore((store) =>
      store.transaction((writer) =>
        writer.putSweep({ ...sweep("s-1"), reasons: Array.from({ length: 2000 }, String) }),
      ),
    );
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4096 * 2, 4096 * 6);
    writeFileSync(path, bytes);
    expect(await refusal()).toMatchObject({
      code: "store_damaged",
      message: expect.stringContaining("restore a backup"),
    });
  });

  it("a store that another process is writing, for whoever wants to write too", async () => {
    await withStore(async () => undefined);
    const other = new DatabaseSync(path);
    other.exec("begin immediate");
    const store = await openSqlite({ path, busyTimeout: 0 });
    const error = await failure(store.transaction((writer) => writer.putSweep(sweep("s-1"))));
    expect(error).toMatchObject({ code: "store_busy", message: expect.stringContaining(path) });
    other.exec("rollback");
    await store.transaction((writer) => writer.putSweep(sweep("s-1")));
    await store.close();
    other.close();
  });

  it("a full disk", () => {
    const database = new DatabaseSync(path);
    database.exec("create table t (x); pragma max_page_count = 3");
    const error = thrown(() => database.exec("insert into t values (randomblob(100000))"));
    database.close();
    expect(explained(error, path)).toMatchObject({
      code: "store_full",
      message: expect.stringContaining("the disk is full"),
    });
  });

  it.skipIf(process.platform === "win32")("a folder and a file that this user must not write", async () => {
    await withStore(async () => undefined);
    chmodSync(path, 0o444);
    chmodSync(folder, 0o755);
    expect(openedByNobody(path)).toMatch(/^bad_setting: .*store\.db: no permission/);
    chmodSync(path, 0o666);
    expect(openedByNobody(path)).toMatch(/^bad_setting: .*store\.db: no permission/);
    mkdirSync(join(folder, "closed"), { mode: 0o500 });
    expect(openedByNobody(join(folder, "closed", "deeper", "store.db"))).toMatch(/^bad_setting: .*no permission/);
  });
});

/** The error of opening `file` as a user without rights to it: root, whom nothing stops, becomes nobody first. */
function openedByNobody(file: string): string {
  const script = `
    const { openSqlite } = await import(${JSON.stringify(new URL("./sqlite.ts", import.meta.url).href)});
    if (process.getuid() === 0) process.setuid(65534);
    else (await import("node:fs")).chmodSync(${JSON.stringify(folder)}, 0o555);
    await openSqlite({ path: ${JSON.stringify(file)} }).catch(({ code, message }) => console.log(code + ": " + message));
  `;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }).stdout;
}

/** The error of opening the store at `path`, which it names. */
async function refusal(): Promise<Error> {
  const error = await failure(openSqlite({ path }));
  expect(error).toBeInstanceOf(RollcallError);
  expect(error.message).toContain(path);
  return error;
}

async function failure(work: Promise<unknown>): Promise<Error> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Error) return error;
  throw new Error("It did not fail.");
}

function thrown(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

async function withStore(work: (store: Awaited<ReturnType<typeof openSqlite>>) => Promise<unknown>): Promise<void> {
  const store = await openSqlite({ path });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** Writes past the store, as another program would. */
function alter(sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

function sweep(id: string): Sweep {
  return { id, directory: "a", startedAt: 1, takenAt: 2, complete: true, accounts: 3, health: "ok", reasons: [] };
}

function nameOf({ account }: RosterEntry): string | null | undefined {
  return account.attributes.name;
}

function named(name: string, id = "U1"): RosterEntry {
  return { account: { id, status: "active", attributes: { name } }, presence: "present" };
}
