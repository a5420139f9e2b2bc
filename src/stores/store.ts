import { AsyncLocalStorage } from "node:async_hooks";
import type { Kysely, Transaction } from "kysely";
import type { Concern, Store, StoreWriter } from "../app/ports.ts";
import type { Entry } from "../core/audit/entry.ts";
import { appendRecords } from "./audit.ts";
import type { ErasureKey } from "./erasure-key.ts";
import { heldByAnother, release, renew, take } from "./leases.ts";
import { sent } from "./prepared.ts";
import { reader } from "./reader.ts";
import { COMMON_FIRST, concerned, type Turns } from "./concerned.ts";
import type { Tables } from "./tables.ts";
import { writer } from "./writer.ts";

/** How transactions that are about different things are open at a time. */
interface Beside {
  /** Its transactions exclude those of `Database.writing`, and not each other. */
  readonly writing: Kysely<Tables>;
  /** Waits until no other transaction of them has the lock, and has it until this one ends. */
  lock(db: Transaction<Tables>, name: string): Promise<void>;
  /** Before this transaction notes what it touches. */
  touching(db: Transaction<Tables>): Promise<void>;
  /**
   * Has the log alone until this transaction ends, and gives what it touched the numbers that come last, in one question: others wait.
   * @param isTouching whether it may have noted something
   * @returns the log's last entry
   */
  lastTurn(db: Transaction<Tables>, isTouching: boolean): Promise<Entry | undefined>;
}

/** A database behind the tables, whichever it is. */
export interface Database {
  /** Its transactions exclude each other and all others, between processes too. */
  readonly writing: Kysely<Tables>;
  /** Absent where one transaction is open at a time whatever it is about. */
  readonly beside?: Beside;
  /**
   * Sees only what is committed and never waits for a writer. Where there is one connection it is `writing` itself:
   * then a reading waits for the transaction that is open in this process.
   */
  readonly reading: Kysely<Tables>;
  /** Overwrites the bytes of what was deleted, in every file. Throws `store_busy` where somebody still reads what was there. */
  clean(): Promise<void>;
  integrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The store of the port on any database that has the tables. */
export function storeOn(database: Database, key: ErasureKey): Store {
  const { writing, reading, beside } = database;
  const transactions = new AsyncLocalStorage<true>();

  /** The work of a transaction would wait for its own end; better that it hears of it. */
  function outside(connection: Kysely<Tables>): Kysely<Tables> {
    if ((connection === writing || connection === beside?.writing) && transactions.getStore()) {
      throw new Error("Inside a transaction only the writer that it gives can be used.");
    }
    return connection;
  }

  const begin = <T>(connection: Kysely<Tables>, work: (db: Transaction<Tables>) => Promise<T>): Promise<T> =>
    outside(connection)
      .transaction()
      .execute((db) => transactions.run(true, () => work(db)));

  async function within<T>(
    about: Concern,
    work: (writer: StoreWriter) => Promise<T>,
    from: "its own" | "what is common" = "its own",
  ): Promise<T> {
    try {
      return await begin(beside?.writing ?? writing, async (db) => {
        const turns = turnsOf(db, beside, from === "its own" && about === "delivery");
        if (typeof about !== "string") await beside?.lock(db, `directory ${about.directory}`);
        if (from === "what is common") await turns.common();
        const own = concerned(writer(db, key), about, turns);
        const result = await work(own.writer);
        if (beside !== undefined && typeof about !== "string" && own.isNews()) await noteNews(db, about.directory);
        const end = await turns.last(own.entries.length > 0);
        await appendRecords(db, own.entries, end);
        return result;
      });
    } catch (error) {
      if (error !== COMMON_FIRST) throw error;
      return within(about, work, "what is common");
    }
  }

  const transaction: Store["transaction"] = async (work, about) =>
    about === undefined ? begin(writing, (db) => work(writer(db, key))) : within(about, work);

  /** A lease is of nobody else meanwhile; whoever writes under it holds its row (`holds`). */
  const ofLease = <T>(name: string, work: (db: Transaction<Tables>) => Promise<T>): Promise<T> =>
    begin(beside?.writing ?? writing, async (db) => {
      await beside?.lock(db, `lease ${name}`);
      return work(db);
    });

  const known = reader(() => outside(reading), key);
  return {
    ...known,
    transaction,
    async acquireLease(wanted, now) {
      // A look first, so that whoever is refused does not wait for the holder's writing.
      const other = await heldByAnother(outside(reading), wanted, now);
      if (other !== undefined) return { acquired: false, lease: other };
      return ofLease(wanted.name, (db) => take(db, wanted, now));
    },
    renewLease: (lease, until) => ofLease(lease.name, (db) => renew(db, lease, until)),
    releaseLease: (lease) => ofLease(lease.name, (db) => release(db, lease)),
    clean: async () => {
      const since = await known.upkeep("bytes");
      if (since === undefined) return;
      await database.clean();
      await transaction(async (work) => {
        // What was erased meanwhile has another time, and is still due.
        if ((await work.upkeep("bytes")) === since) await work.putUpkeep("bytes", undefined);
      });
    },
    integrity: () => database.integrity(),
    close: () => database.close(),
  };
}

/**
 * Numbers of rows do not tell whether something is new where several directories are written at a time: what was given a smaller number
 * may be committed later. The revision of a directory does, for of each one transaction is open at a time.
 */
const noteNews = sent((db, directory: string) =>
  db
    .updateTable("directories")
    .set(({ eb }) => ({ revision: eb("revision", "+", 1) }))
    .where("id", "=", directory),
);

/**
 * What a transaction waits for once it comes to it, in one order for all: what is common, then rows of notifications, then the log. So
 * nobody waits for somebody who waits for them.
 * @param mayHold it may have a row that others wait for with what is common in their hands: then it begins anew
 */
function turnsOf(
  db: Transaction<Tables>,
  beside: Beside | undefined,
  mayHold: boolean,
): Turns & { readonly last: (isLogged: boolean) => Promise<{ readonly entry: Entry | undefined } | undefined> } {
  let isCommon = beside === undefined;
  let isTouching = false;
  return {
    common: async () => {
      if (isCommon) return;
      if (mayHold) throw COMMON_FIRST;
      isCommon = true;
      await beside?.lock(db, "common");
    },
    touching: async () => {
      if (isTouching) return;
      isTouching = true;
      await beside?.touching(db);
    },
    last: async (isLogged) => {
      if (beside === undefined || (!isLogged && !isTouching)) return undefined;
      return { entry: await beside.lastTurn(db, isTouching) };
    },
  };
}
