import { AsyncLocalStorage } from "node:async_hooks";
import type { Kysely } from "kysely";
import type { Store } from "../app/ports.ts";
import type { ErasureKey } from "./erasure-key.ts";
import { heldByAnother, release, renew, take } from "./leases.ts";
import { reader } from "./reader.ts";
import type { Tables } from "./tables.ts";
import { writer } from "./writer.ts";

/** A database behind the tables, whichever it is. */
export interface Database {
  /** Its transactions exclude each other, between processes too. */
  readonly writing: Kysely<Tables>;
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
  const { writing, reading } = database;
  const transactions = new AsyncLocalStorage<true>();

  /** The work of a transaction would wait for its own end; better that it hears of it. */
  function outside(connection: Kysely<Tables>): Kysely<Tables> {
    if (connection === writing && transactions.getStore()) {
      throw new Error("Inside a transaction only the writer that it gives can be used.");
    }
    return connection;
  }

  const transaction: Store["transaction"] = async (work) =>
    outside(writing)
      .transaction()
      .execute((db) => transactions.run(true, () => work(writer(db, key))));

  const known = reader(() => outside(reading), key);
  return {
    ...known,
    transaction,
    async acquireLease(wanted, now) {
      // A look first, so that whoever is refused does not wait for the holder's writing.
      const other = await heldByAnother(outside(reading), wanted, now);
      if (other !== undefined) return { acquired: false, lease: other };
      return outside(writing)
        .transaction()
        .execute((db) => take(db, wanted, now));
    },
    async renewLease(lease, until) {
      return outside(writing)
        .transaction()
        .execute((db) => renew(db, lease, until));
    },
    async releaseLease(lease) {
      await outside(writing)
        .transaction()
        .execute((db) => release(db, lease));
    },
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
