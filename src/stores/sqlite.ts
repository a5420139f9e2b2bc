import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import type { KeyFile, Store } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import { SECOND } from "../core/time.ts";
import { erasureKey, keyInMemory } from "./erasure-key.ts";
import { SCHEMA } from "./schema.ts";
import { sqliteKysely } from "./sqlite-dialect.ts";
import { damaged, explained, notAFile } from "./sqlite-errors.ts";
import { type Soundness, soundnessOf } from "./soundness.ts";
import type { Connection, Statement } from "./sqlite-statements.ts";
import { type Database, storeOn } from "./store.ts";
import type { Tables } from "./tables.ts";

export interface SqliteOptions {
  /** A file, made with its folders where there is none, readable by its owner alone; or `:memory:`. */
  readonly path: string;
  /** Called around every statement. The tests of interruptions kill the process here. */
  readonly onStatement?: (statement: Statement) => void;
  /** Where the key is kept by which accounts are known that are not kept; without it, in the memory of this process. */
  readonly key?: KeyFile;
  /** How long a writer waits for another process's transaction, in milliseconds. */
  readonly busyTimeout?: number;
}

/**
 * Opens the embedded store. A file has two connections: readings outside a transaction see what is committed and wait
 * for nobody. `:memory:` has one: there such a reading waits for the open transaction of this process.
 * @throws RollcallError `bad_setting` where the path cannot hold a store, `store_busy`, `store_damaged`, `store_newer`
 */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const { onStatement, busyTimeout: timeout = 5 * SECOND } = options;
  const inMemory = options.path === ":memory:";
  const path = inMemory ? options.path : resolve(options.path);
  const soundness = inMemory ? undefined : soundnessOf(path);
  const open: DatabaseSync[] = [];
  const close = () => {
    // The writer last: only it can bring the write-ahead log into the file and remove it.
    while (open.length > 0) open.pop()?.close();
  };
  const connect = (begin: Connection["begin"], readOnly: boolean) => {
    const database = new DatabaseSync(path, { timeout, readOnly });
    open.push(database);
    // What a damaged page claims of itself is held against its size when it is read, before a row of it is.
    database.exec("PRAGMA cell_size_check = ON");
    const kysely = sqliteKysely<Tables>({
      database,
      begin,
      path,
      ...(onStatement === undefined ? {} : { onStatement }),
      ...(soundness === undefined ? {} : { onCommit: soundness.left, onDamage: soundness.doubt }),
    });
    return { database, kysely };
  };
  try {
    if (!inMemory) makeRoom(path);
    const isDue = soundness?.isDue() === true;
    const { database, kysely: writing } = connect("begin immediate", false);
    if (isDue && lookedAt(database, "quick_check(1)", soundness).length > 0) throw damaged(path);
    await useWriteAheadLog(database, timeout);
    // FULL: a commit has reached the disk. secure_delete: what is erased is overwritten. cache_size: kB of pages at most, so that a
    // large transaction does not read again and again what it has written.
    database.exec(
      "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -32768",
    );
    await makeWhole(database);
    if (versionOf(database) !== SCHEMA) {
      const { migrate } = await import("./migrations/index.ts");
      await migrate(writing, path);
    }
    const reading = inMemory ? writing : connect("begin", true).kysely;
    const key = erasureKey(options.key ?? keyInMemory());
    const clean = () => overwrite(writing, path, timeout);
    const files: Database = {
      writing,
      reading,
      clean,
      integrity: async () => [
        ...lookedAt(database, "integrity_check", soundness).map((fault) => `${path}: ${fault}`),
        ...database
          .prepare("PRAGMA foreign_key_check")
          .all()
          .map(() => `${path}: a row refers to one that is not there`),
      ],
      close: async () => {
        close();
        soundness?.left();
      },
    };
    const store = storeOn(files, key);
    await cleanQuietly(store);
    return store;
  } catch (error) {
    close();
    const told = explained(error, path);
    if (told instanceof RollcallError && told.code === "store_damaged") soundness?.doubt();
    throw told;
  }
}

/** Makes the folders and the file, for the owner alone. */
function makeRoom(path: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.W_OK);
  if (!existsSync(path)) {
    closeSync(openSync(path, "a", 0o600));
    return;
  }
  if (statSync(path).isDirectory()) throw notAFile(path);
  // Not opened here: closing a file drops the locks that SQLite holds on it elsewhere in this process.
  accessSync(path, constants.R_OK | constants.W_OK);
}

/**
 * Makes in one go, in a store that has nothing in it, what all migrations would make one after the other, which takes twenty times as
 * long. A migration that is not in it yet is done afterwards.
 */
async function makeWhole(database: DatabaseSync): Promise<void> {
  const isNew = (): boolean => database.prepare("select 1 from sqlite_schema limit 1").get() === undefined;
  if (!isNew()) return;
  const { WHOLE } = await import("./migrations/whole.ts");
  database.exec("begin immediate");
  try {
    // Another process may have been faster.
    if (isNew()) database.exec(WHOLE);
    database.exec("commit");
  } finally {
    if (database.isTransaction) database.exec("rollback");
  }
}

/** Undefined where it is no store. */
function versionOf(database: DatabaseSync): unknown {
  const isStore = database.prepare("select 1 from sqlite_schema where type = 'table' and name = 'rollcall_schema'");
  if (isStore.get() === undefined) return undefined;
  return database.prepare("select max(version) as version from rollcall_schema").get()?.["version"];
}

/** Two processes may meet at a new file, and SQLite does not wait for a change of the journal: so it is asked again. */
async function useWriteAheadLog(database: DatabaseSync, timeout: number): Promise<void> {
  let end: number | undefined;
  for (;;) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      const busy = explained(error, "");
      // Asked for where it is needed: the clock brings all of Node's measuring along.
      end ??= performance.now() + timeout;
      if (!(busy instanceof RollcallError && busy.code === "store_busy") || performance.now() >= end) throw error;
      await pause(10);
    }
  }
}

/** What an earlier process had begun to overwrite. Where another one is at it, that is nobody's error. */
async function cleanQuietly(store: Store): Promise<void> {
  try {
    await store.clean();
  } catch (error) {
    if (!(error instanceof RollcallError) || (error.code !== "store_busy" && error.code !== "store_full")) throw error;
  }
}

/**
 * `secure_delete` overwrites what is deleted where it stands, and not what moving rows between pages has left of it elsewhere:
 * the file is built anew (docs/decisions/0010). Then the log is brought into it and cut off, which waits for whoever still
 * reads what was there before.
 */
async function overwrite(writing: Kysely<Tables>, path: string, timeout: number): Promise<void> {
  await writing.connection().execute(async (one) => {
    await sql`vacuum`.execute(one);
    // SQLite's own wait holds up the whole process, and with it whoever reads in it.
    await sql`pragma busy_timeout = 0`.execute(one);
    try {
      const end = performance.now() + timeout;
      for (let tries = 1; !(await isCutOff(one)); tries++) {
        if (performance.now() >= end) throw stillRead(path);
        // Whoever reads in this process is soon done.
        if (tries < 50) await nextTurn();
        else await pause(20);
      }
    } finally {
      await sql.raw(`pragma busy_timeout = ${timeout}`).execute(one);
    }
  });
}

async function isCutOff(one: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(one);
  return rows[0]?.busy !== 1;
}

function stillRead(path: string): RollcallError {
  return new RollcallError(
    "store_busy",
    `${path}: another process is reading what was there before, so its bytes are still in the file: end what has the store ` +
      "open (a copy or a backup that runs, a database browser). The next start of Rollcall overwrites them.",
  );
}

/** What a check of SQLite's finds in the whole file; it says `ok` where that is nothing. */
function lookedAt(
  database: DatabaseSync,
  check: "quick_check(1)" | "integrity_check",
  soundness: Soundness | undefined,
): string[] {
  const found = soundness?.begin();
  const texts = database.prepare(`PRAGMA ${check}`).all().flatMap(Object.values).map(String);
  const faults = texts.filter((text) => text !== "ok");
  found?.(faults.length === 0);
  return faults;
}
