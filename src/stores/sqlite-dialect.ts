import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  CompiledQuery,
  type DatabaseConnection,
  type LimitNode,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
  ValueNode,
} from "kysely";
import { RollcallError } from "../core/errors.ts";
import { explained } from "./sqlite-errors.ts";

/** A statement on its way: before it runs, and after it has. One that fails has no `after`. */
export interface Statement {
  readonly phase: "before" | "after";
  /** The text with placeholders; never a value. */
  readonly sql: string;
}

export interface Connection {
  readonly database: DatabaseSync;
  /** How a transaction begins: `begin immediate` takes the right to write at once, where it can still be waited for. */
  readonly begin: "begin" | "begin immediate";
  /** For error messages. */
  readonly path: string;
  readonly onStatement?: (statement: Statement) => void;
  /** What has been written may be in the file. */
  readonly onCommit?: () => void;
  /** A part of the file could not be read. */
  readonly onDamage?: () => void;
}

/** The damage that the transaction has met. */
interface Damage {
  met: RollcallError | undefined;
}

/** Kysely's own dialect, made for better-sqlite3, on node:sqlite. Whoever opened the database closes it. */
export function sqliteDialect(connection: Connection): SqliteDialect {
  const damage: Damage = { met: undefined };
  const database = adapted(connection, damage);
  return new (class extends SqliteDialect {
    override createDriver() {
      return new Driver(connection, damage, database);
    }
    override createQueryCompiler() {
      return new Compiler();
    }
  })({ database });
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

class Driver extends SqliteDriver {
  readonly #connection: Connection;
  readonly #damage: Damage;

  constructor(connection: Connection, damage: Damage, database: SqliteDatabase) {
    super({ database });
    this.#connection = connection;
    this.#damage = damage;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    this.#damage.met = undefined;
    await connection.executeQuery(CompiledQuery.raw(this.#connection.begin));
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    // Whoever was told of it may have gone on without what could not be read, and would now write over it.
    if (this.#damage.met !== undefined) throw this.#damage.met;
    await super.commitTransaction(connection);
    this.#connection.onCommit?.();
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // SQLite has rolled back by itself where the disk was full or failed; a second time would hide that error.
    if (this.#connection.database.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** Statements that are kept prepared, which takes longer than running most of them. */
const STATEMENTS = 256;

type SqliteStatement = ReturnType<SqliteDatabase["prepare"]>;

function adapted({ database, path, onStatement, onDamage }: Connection, damage: Damage): SqliteDatabase {
  function translated<T>(execute: () => T): T {
    try {
      return execute();
    } catch (error) {
      const told = explained(error, path);
      if (told instanceof RollcallError && told.code === "store_damaged") {
        damage.met = told;
        onDamage?.();
      }
      throw told;
    }
  }
  function run<T>(sql: string, execute: () => T): T {
    onStatement?.({ phase: "before", sql });
    const result = translated(execute);
    onStatement?.({ phase: "after", sql });
    return result;
  }
  /** Those used since the last time that they were as many as are kept, and those used before. */
  let known = new Map<string, SqliteStatement>();
  let older: typeof known = new Map();
  const forget = (): void => {
    known = new Map();
    older = new Map();
  };
  const prepare = (sql: string): SqliteStatement => {
    const statement: StatementSync = translated(() => database.prepare(sql));
    const rowsOf = reader(statement);
    const others = CHANGES_TABLES.test(sql) ? forget : () => {};
    return {
      reader: rowsOf !== undefined,
      all: (values) => run(sql, () => rowsOf?.(statement.all(...bindable(values))) ?? []),
      run: (values) => {
        others();
        return run(sql, () => (isRows(values) ? runEach(statement, values) : statement.run(...bindable(values))));
      },
      // One of its own: others may run the same text while its rows are still being fetched.
      iterate: (values) => run(sql, () => database.prepare(sql).iterate(...bindable(values))),
    };
  };
  return {
    close: () => database.close(),
    prepare(sql) {
      const found = known.get(sql);
      if (found !== undefined) return found;
      const statement = older.get(sql) ?? prepare(sql);
      if (known.size >= STATEMENTS / 2) [known, older] = [new Map(), known];
      known.set(sql, statement);
      return statement;
    },
  };
}

/** What makes other columns of what a statement asked for that is prepared already. */
const CHANGES_TABLES = /^\s*(?:alter|create|drop)\b/i;

/**
 * Has the statement give the values of each row as a list, and makes rows of them. The objects that `node:sqlite` makes itself are
 * dictionaries: making them takes twice as long, and so does every look into one.
 * @returns undefined where it has no columns
 */
function reader(statement: StatementSync): ((found: readonly unknown[]) => unknown[]) | undefined {
  const read = (): string[] => statement.columns().map(({ name }) => name);
  let names = read();
  if (names.length === 0) return undefined;
  statement.setReturnArrays(true);
  const row = (values: readonly unknown[]): Record<string, unknown> => {
    const made: Record<string, unknown> = {};
    let i = 0;
    for (const name of names) made[name] = values[i++];
    return made;
  };
  return (found) => {
    const rows = found as readonly (readonly unknown[])[];
    // Another process has changed the tables since it was prepared.
    if (rows[0] !== undefined && rows[0].length !== names.length) names = read();
    return rows.map(row);
  };
}

/** Of a statement that is given rows instead of values, which is run for each of them. */
function isRows(values: readonly unknown[]): values is readonly (readonly unknown[])[] {
  return Array.isArray(values[0]);
}

/**
 * Of a statement of many rows, which may fail between two of them, SQLite notes how each page was before it, and where these are more than
 * sixteen it makes a file for them: https://www.sqlite.org/tempfiles.html
 */
function runEach(statement: StatementSync, rows: readonly (readonly unknown[])[]): ReturnType<StatementSync["run"]> {
  let [changes, lastInsertRowid]: [number, number | bigint] = [0, 0];
  for (const row of rows) {
    const done = statement.run(...bindable(row));
    changes += Number(done.changes);
    ({ lastInsertRowid } = done);
  }
  return { changes, lastInsertRowid };
}

function bindable(values: readonly unknown[]): readonly SQLInputValue[] {
  if (!values.every(isBindable)) throw new TypeError("SQLite takes text, numbers and null.");
  return values;
}

function isBindable(value: unknown): value is string | number | null {
  return typeof value === "string" || typeof value === "number" || value === null;
}
