import type { Compilable, CompiledQuery, Kysely, QueryResult } from "kysely";
import { AT_ONCE } from "./chunks.ts";
import { named, send } from "./send.ts";
import type { Tables } from "./tables.ts";

/** Stands for a value while a statement is written: which of those that are given, and which item or column of it. */
class Slot {
  readonly of: number;
  readonly item: number | undefined;
  readonly column: string | undefined;

  constructor(of: number, item?: number, column?: string) {
    this.of = of;
    this.item = item;
    this.column = column;
  }
}

/** Lists that are longer have their statement written each time, so that what is kept stays small; but for as many as go into one statement. */
const LONGEST = 16;

/** As many are kept of one; more are there only of columns that differ. */
const MOST = 64;

/**
 * A statement that is written once and run many times: writing it takes longer than running it. It may be given values, rows (objects by
 * column), and lists of either; of lists of another length, or rows of other columns, it is another statement.
 * @param write must not look at what it is given, which only stands for it; of a row, at which columns it has
 */
export function prepared<Given extends readonly unknown[], Row>(
  write: (db: Kysely<Tables>, ...given: Given) => Compilable<Row>,
): (db: Kysely<Tables>, ...given: Given) => Promise<QueryResult<Row>> {
  const written = writtenOnce(write);
  return (db, ...given) => db.executeQuery(written(db, ...given));
}

/** The same of a statement of which nobody asks more than that it is done (`send`). */
export function sent<Given extends readonly unknown[]>(
  write: (db: Kysely<Tables>, ...given: Given) => Compilable,
): (db: Kysely<Tables>, ...given: Given) => Promise<void> {
  const written = writtenOnce(write);
  return (db, ...given) => send(db, written(db, ...given));
}

function writtenOnce<Given extends readonly unknown[], Row>(
  write: (db: Kysely<Tables>, ...given: Given) => Compilable<Row>,
): (db: Kysely<Tables>, ...given: Given) => CompiledQuery<Row> {
  // By the language of the database: all that are open in one language have the same text.
  const known = new WeakMap<object, Map<string, CompiledQuery<Row>>>();
  return (db, ...given) => {
    if (given.some(isOfNoSize)) return write(db, ...given).compile();
    const language = db.getExecutor().adapter.constructor;
    let statements = known.get(language);
    if (statements === undefined) known.set(language, (statements = new Map()));
    let key = "";
    for (const one of given) key += `${shapeOf(one)};`;
    let written = statements.get(key);
    if (written === undefined) {
      // What stands for a value is of no type that a column has; it goes no further than into the list of parameters.
      written = named(write(db, ...(given.map(slotsFor) as unknown as Given)).compile());
      if (statements.size >= MOST) statements.clear();
      statements.set(key, written);
    }
    const parameters: unknown[] = [];
    for (const one of written.parameters) parameters.push(one instanceof Slot ? valueAt(given, one) : one);
    return { ...written, parameters };
  };
}

function isOfNoSize(value: unknown): boolean {
  return Array.isArray(value) && value.length > LONGEST && value.length !== AT_ONCE;
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} ${shapeOf(value[0])}`;
  return isRow(value) ? Object.keys(value).join() : "";
}

function slotsFor(value: unknown, of: number): unknown {
  if (Array.isArray(value))
    return value.map((one, item) => (isRow(one) ? slotsOfRow(one, of, item) : new Slot(of, item)));
  return isRow(value) ? slotsOfRow(value, of) : new Slot(of);
}

function slotsOfRow(row: object, of: number, item?: number): object {
  return Object.fromEntries(Object.keys(row).map((column) => [column, new Slot(of, item, column)]));
}

function valueAt(given: readonly unknown[], { of, item, column }: Slot): unknown {
  const one = given[of];
  const value = item !== undefined && Array.isArray(one) ? one[item] : one;
  return column !== undefined && isRow(value) ? value[column] : value;
}

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
