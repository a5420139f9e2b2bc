import {
  CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  type LimitNode,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  ValueNode,
} from "kysely";
import { type Connection, type Damage, type Run, statements } from "./sqlite-statements.ts";

/**
 * Kysely with its own language for SQLite, on node:sqlite. Whoever opened the database closes it. Statements are run where they stand, as
 * node:sqlite does: Kysely's way to a connection is made for such as answer later, and takes longer than most statements.
 */
export function sqliteKysely<Tables>(connection: Connection): Kysely<Tables> {
  const damage: Damage = { met: undefined };
  const line = new Line(statements(connection, damage));
  const driver = new Transactions(line, connection, damage);
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver,
    createQueryCompiler: () => new Compiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
  const executor = new Executor(line, line);
  return new Kysely<Tables>({ config: { dialect }, dialect, driver, executor });
}

/**
 * SQLite plans by the number behind `limit ?`, and so prepares such a statement again for each run: that takes longer than the run.
 * A number stands in the text, where it plans by it once; what stands for one (prepared.ts) is an expression, of which it expects nothing.
 */
class Compiler extends SqliteQueryCompiler {
  protected override visitLimit({ limit }: LimitNode): void {
    if (ValueNode.is(limit) && Number.isSafeInteger(limit.value)) {
      this.append(`limit ${String(limit.value)}`);
      return;
    }
    this.append("limit cast(");
    this.visitNode(limit);
    this.append(" as integer)");
  }
}

/** The one connection: somebody has it alone, or nobody has. */
class Line implements ConnectionProvider, DatabaseConnection {
  readonly run: Run;
  #isTaken = false;
  /** In the order of coming. */
  readonly #waiting: (() => void)[] = [];

  constructor(run: Run) {
    this.run = run;
  }

  get isFree(): boolean {
    return !this.#isTaken;
  }

  async provideConnection<T>(work: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    if (this.#isTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#isTaken = true;
    try {
      return await work(this);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#isTaken = false;
      else next();
    }
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.run(query) as QueryResult<Row>;
  }

  streamQuery(): never {
    throw new Error("node:sqlite has all rows at once: ask for parts of them.");
  }
}

/** Runs statements at once where nobody else has the connection, which is nobody's for longer than one of them. */
class Executor extends DefaultQueryExecutor {
  readonly #line: Line;
  readonly #isMine: boolean;

  /** @param provider the line itself; or what provides it while whoever asks has it */
  constructor(line: Line, provider: ConnectionProvider) {
    super(new Compiler(), new SqliteAdapter(), provider);
    this.#line = line;
    this.#isMine = provider !== line;
  }

  override executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#isMine || this.#line.isFree ? this.#line.executeQuery(query) : super.executeQuery(query);
  }

  override withConnectionProvider(provider: ConnectionProvider): Executor {
    return this.#isMine ? this : new Executor(this.#line, provider);
  }
}

const COMMIT = CompiledQuery.raw("commit");
const ROLLBACK = CompiledQuery.raw("rollback");

class Transactions implements Driver {
  readonly #line: Line;
  readonly #connection: Connection;
  readonly #damage: Damage;
  readonly #begin: CompiledQuery;

  constructor(line: Line, connection: Connection, damage: Damage) {
    this.#line = line;
    this.#connection = connection;
    this.#damage = damage;
    this.#begin = CompiledQuery.raw(connection.begin);
  }

  async beginTransaction(): Promise<void> {
    this.#damage.met = undefined;
    this.#line.run(this.#begin);
  }

  async commitTransaction(): Promise<void> {
    // Whoever was told of it may have gone on without what could not be read, and would now write over it.
    if (this.#damage.met !== undefined) throw this.#damage.met;
    this.#line.run(COMMIT);
    this.#connection.onCommit?.();
  }

  async rollbackTransaction(): Promise<void> {
    // SQLite has rolled back by itself where the disk was full or failed; a second time would hide that error.
    if (this.#connection.database.isTransaction) this.#line.run(ROLLBACK);
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#line;
  }

  async init(): Promise<void> {}

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}
