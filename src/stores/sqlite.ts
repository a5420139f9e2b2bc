import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { Kysely } from "kysely";
import type { Store } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import { SECOND } from "../core/time.ts";
import { migrate } from "./migrations/index.ts";
import { sqliteDialect, type Connection, type Statement } from "./sqlite-dialect.ts";
import { damaged, explained, notAFile } from "./sqlite-errors.ts";
import { storeOn } from "./store.ts";
import type { Tables } from "./tables.ts";

export interface SqliteOptions {
  /** A file, made with its folders where there is none, readable by its owner alone; or `:memory:`. */
  readonly path: string;
  /** Called around every statement. The tests of interruptions kill the process here. */
  readonly onStatement?: (statement: Statement) => void;
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
  const open: DatabaseSync[] = [];
  const close = () => {
    // The writer last: only it can bring the write-ahead log into the file and remove it.
    while (open.length > 0) open.pop()?.close();
  };
  const connect = (begin: Connection["begin"], readOnly: boolean) => {
    const database = new DatabaseSync(path, { timeout, readOnly });
    open.push(database);
    const dialect = sqliteDialect({ database, begin, path, ...(onStatement === undefined ? {} : { onStatement }) });
    return { database, kysely: new Kysely<Tables>({ dialect }) };
  };
  try {
    if (!inMemory) makeRoom(path);
    const { database, kysely: writing } = connect("begin immediate", false);
    if (faults(database, "quick_check(1)").length > 0) throw damaged(path);
    await useWriteAheadLog(database, timeout);
    // FULL: a commit has reached the disk. secure_delete: what is erased is overwritten.
    database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON");
    await migrate(writing, path);
    const reading = inMemory ? writing : connect("begin", true).kysely;
    return storeOn({
      writing,
      reading,
      integrity: async () => [
        ...faults(database, "integrity_check").map((fault) => `${path}: ${fault}`),
        ...database
          .prepare("PRAGMA foreign_key_check")
          .all()
          .map(() => `${path}: a row refers to one that is not there`),
      ],
      close: async () => close(),
    });
  } catch (error) {
    close();
    throw explained(error, path);
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

/** Two processes may meet at a new file, and SQLite does not wait for a change of the journal: so it is asked again. */
async function useWriteAheadLog(database: DatabaseSync, timeout: number): Promise<void> {
  const end = performance.now() + timeout;
  for (;;) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      const busy = explained(error, "");
      if (!(busy instanceof RollcallError && busy.code === "store_busy") || performance.now() >= end) throw error;
      await pause(10);
    }
  }
}

/** What a check of SQLite's finds; it says `ok` where that is nothing. */
function faults(database: DatabaseSync, check: "quick_check(1)" | "integrity_check"): string[] {
  const texts = database.prepare(`PRAGMA ${check}`).all().flatMap(Object.values).map(String);
  return texts.filter((text) => text !== "ok");
}
