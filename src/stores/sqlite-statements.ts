import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { CompiledQuery, QueryResult } from "kysely";
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
export interface Damage {
  met: RollcallError | undefined;
}

/** Runs a statement; throws a RollcallError for what a person can do something about. */
export type Run = (query: CompiledQuery) => QueryResult<unknown>;

/** Statements that are kept prepared, which takes longer than running most of them. */
const STATEMENTS = 256;

type Prepared = (values: readonly unknown[]) => QueryResult<unknown>;

/** The statements of one connection. */
export function statements({ database, path, onStatement, onDamage }: Connection, damage: Damage): Run {
  /** Those used since the last time that they were as many as are kept, and those used before. */
  let known = new Map<string, Prepared>();
  let older: typeof known = new Map();
  const told = (error: unknown): unknown => {
    const explanation = explained(error, path);
    if (explanation instanceof RollcallError && explanation.code === "store_damaged") {
      damage.met = explanation;
      onDamage?.();
    }
    return explanation;
  };
  const prepare = (sql: string): Prepared => {
    const statement = database.prepare(sql);
    const rowsOf = reader(statement);
    if (rowsOf !== undefined) return (values) => ({ rows: rowsOf(statement.all(...bindable(values))) });
    const run: Prepared = (values) => {
      const changes = isRows(values) ? runEach(statement, values) : statement.run(...bindable(values)).changes;
      return { numAffectedRows: BigInt(changes), rows: [] };
    };
    if (!CHANGES_TABLES.test(sql)) return run;
    return (values) => {
      known = new Map();
      older = new Map();
      return run(values);
    };
  };
  const statementOf = (sql: string): Prepared => {
    const found = known.get(sql);
    if (found !== undefined) return found;
    const statement = older.get(sql) ?? prepare(sql);
    if (known.size >= STATEMENTS / 2) [known, older] = [new Map(), known];
    known.set(sql, statement);
    return statement;
  };
  return ({ sql, parameters }) => {
    try {
      const statement = statementOf(sql);
      onStatement?.({ phase: "before", sql });
      const result = statement(parameters);
      onStatement?.({ phase: "after", sql });
      return result;
    } catch (error) {
      throw told(error);
    }
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
function runEach(statement: StatementSync, rows: readonly (readonly unknown[])[]): number {
  return rows.reduce((changes, row) => changes + Number(statement.run(...bindable(row)).changes), 0);
}

function bindable(values: readonly unknown[]): readonly SQLInputValue[] {
  if (!values.every(isBindable)) throw new TypeError("SQLite takes text, numbers and null.");
  return values;
}

function isBindable(value: unknown): value is string | number | null {
  return typeof value === "string" || typeof value === "number" || value === null;
}
