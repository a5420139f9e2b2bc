/** Rows in one statement: of the widest table 7,500 values, where SQLite allows 32,766 and PostgreSQL 65,535. */
export const AT_ONCE = 500;

/** The items in order, no more at a time than go into one statement. */
export function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += AT_ONCE) yield items.slice(start, start + AT_ONCE);
}
