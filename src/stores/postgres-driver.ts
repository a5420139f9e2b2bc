import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  CompiledQuery as Query,
  type QueryResult,
} from "kysely";
import type pg from "pg";
import { explainedPostgres } from "./postgres-errors.ts";
import { toServer } from "./postgres-values.ts";
import { isUnanswered, nameOf } from "./send.ts";
import type { Statement } from "./sqlite-statements.ts";

/** The connections of a database, and who hears of what goes over them. */
export interface Line {
  readonly pool: pg.Pool;
  /** For error messages. */
  readonly name: string;
  readonly onStatement?: (statement: Statement) => void;
}

/**
 * As many statements are on their way whose answers nobody has seen: more would have the memory of this process hold what the server
 * does not take yet.
 */
const AHEAD = 8;

/**
 * How a transaction begins. While one of `write` is open no other is, in whichever process; of `beside` many are, each with the locks
 * that it takes (`lockIn`); `read` sees one state and waits for nobody.
 */
export type Begin = "read" | "write" | "beside";

/**
 * Transactions over connections of `pg`. A statement of which nothing is asked is sent and not waited for: so a transaction costs as many
 * waits as it asks questions, and one for its commit. The server goes through them one after the other, and after one that has failed does
 * none of the rest of the transaction.
 */
export class PostgresDriver implements Driver {
  readonly #line: Line;
  readonly #begin: Begin;
  readonly #beginning: string;

  constructor(line: Line, begin: Begin, beginning: string) {
    this.#line = line;
    this.#begin = begin;
    this.#beginning = beginning;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection> {
    return new Connection(await translated(this.#line.name, () => this.#line.pool.connect()), this.#line);
  }

  async beginTransaction(connection: Connection): Promise<void> {
    connection.begin(this.#beginning);
    // Whoever excludes all others has what it does begin only then, also what it does elsewhere.
    if (this.#begin === "write") await connection.hasBegun();
  }

  async commitTransaction(connection: Connection): Promise<void> {
    // How a reading ends changes nothing for anybody.
    if (this.#begin === "read") connection.leave();
    else await connection.commit();
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    await connection.rollback();
  }

  async releaseConnection(connection: Connection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {}
}

/** What `pg` says to nobody: over what it writes. */
type Client = pg.PoolClient & { readonly connection: pg.Connection };

class Connection implements DatabaseConnection {
  readonly #client: Client;
  readonly #line: Line;
  /** In a transaction: what is on its way and was not answered yet, and the first error of it. */
  #transaction: { readonly unanswered: Set<Promise<void>>; failed?: { readonly error: unknown } } | undefined;
  #isLost = false;

  constructor(client: Client, line: Line) {
    this.#client = client;
    this.#line = line;
    // Without a listener a connection that is lost in the middle of a transaction would end the process.
    client.on("error", quiet);
  }

  begin(how: string): void {
    this.#transaction = { unanswered: new Set() };
    this.#sendAhead(Query.raw(how));
  }

  async hasBegun(): Promise<void> {
    for (const answer of this.#transaction?.unanswered ?? []) await answer;
    try {
      this.#heed();
    } catch (error) {
      // Kysely rolls back what has begun only once this has succeeded.
      await this.rollback();
      throw error;
    }
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    this.#heed();
    if (this.#transaction === undefined || !isUnanswered(query)) return this.#answered<Row>(query);
    this.#sendAhead(query);
    const [oldest, ...others] = this.#transaction.unanswered;
    if (others.length >= AHEAD) await oldest;
    return { rows: [] };
  }

  async commit(): Promise<void> {
    this.#heed();
    const { command } = await this.#answered(Query.raw("commit"));
    // So the server ends one in which something has failed, without an error.
    if (command === "ROLLBACK") throw new Error("Nothing of a transaction was kept, as a statement of it had failed.");
    this.#transaction = undefined;
  }

  leave(): void {
    this.#sendAhead(Query.raw("commit"));
    this.#transaction = undefined;
  }

  async rollback(): Promise<void> {
    this.#transaction = undefined;
    try {
      await this.#asked(Query.raw("rollback"));
    } catch {
      // A connection that was lost has nothing to roll back; its error would hide the one that matters.
      this.#isLost = true;
    }
  }

  release(): void {
    this.#client.off("error", quiet);
    this.#client.release(this.#isLost);
  }

  streamQuery(): never {
    throw new Error("Rows are read in pages, not as a stream.");
  }

  /** What has failed before is what is told. */
  #heed(): void {
    const failed = this.#transaction?.failed;
    if (failed !== undefined) throw failed.error;
  }

  async #answered<Row>(query: CompiledQuery): Promise<Answer<Row>> {
    try {
      const result = await this.#asked<Row>(query);
      this.#heed();
      return result;
    } catch (error) {
      this.#heed();
      throw error;
    }
  }

  #sendAhead(query: CompiledQuery): void {
    const transaction = this.#transaction;
    const answer: Promise<void> = this.#asked(query).then(
      () => void transaction?.unanswered.delete(answer),
      (error: unknown) => {
        transaction?.unanswered.delete(answer);
        if (transaction !== undefined) transaction.failed ??= { error };
      },
    );
    transaction?.unanswered.add(answer);
  }

  async #asked<Row>(query: CompiledQuery): Promise<Answer<Row>> {
    const { sql, parameters } = query;
    const { name, onStatement } = this.#line;
    this.#gather();
    onStatement?.({ phase: "before", sql });
    const result = await translated(name, async () => {
      const kept = isUnanswered(query) ? nameOf(query) : undefined;
      if (parameters.length > 0) return this.#client.query({ name: kept, text: sql, values: parameters.map(toServer) });
      // Of several statements each has a result; the last one's is what was asked for.
      const found: pg.QueryResult | pg.QueryResult[] = await this.#client.query(sql);
      return Array.isArray(found) ? found.at(-1) : found;
    });
    onStatement?.({ phase: "after", sql });
    const { command = "", rowCount, rows = [] } = result ?? {};
    return { command, rows, ...(CHANGES.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
  }

  /** What is sent until this process has to wait goes on its way together. */
  #gather(): void {
    const { stream } = this.#client.connection;
    if (stream.writableCorked > 0) return;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }
}

interface Answer<Row> extends QueryResult<Row> {
  readonly command: string;
}

const CHANGES: ReadonlySet<string> = new Set(["INSERT", "UPDATE", "DELETE"]);

const quiet = (): void => undefined;

export async function translated<T>(name: string, execute: () => Promise<T>): Promise<T> {
  try {
    return await execute();
  } catch (error) {
    throw explainedPostgres(error, name);
  }
}
