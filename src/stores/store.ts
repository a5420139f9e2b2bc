import { AsyncLocalStorage } from "node:async_hooks";
import type { Kysely } from "kysely";
import type { Store } from "../app/ports.ts";
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
  integrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The store of the port on any database that has the tables. */
export function storeOn(database: Database): Store {
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
      .execute((db) => transactions.run(true, () => work(writer(db))));

  return {
    ...reader(() => outside(reading)),
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
    integrity: () => database.integrity(),
    close: () => database.close(),
  };
}
