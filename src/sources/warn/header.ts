import { RollcallError } from "../../core/errors.ts";
import { isContactColumn } from "../contacts.ts";
import type { Meaning, Register } from "./register.ts";

/** Which cell of a row says what. */
export interface Columns {
  readonly register: Register;
  readonly of: readonly { readonly title: string; readonly meaning: Meaning | "contact" }[];
  /** Columns of the form that are not in the header, and the other way round. */
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
}

function same(title: string): string {
  return title.replaceAll(/\s+/g, " ").trim().toLowerCase();
}

/** The form of a register that a header is nearest to; undefined where it has less than half of the columns of any. */
export function columnsOf(register: Register, header: readonly string[]): Columns | undefined {
  const titles = header.map((cell) => cell.replaceAll(/\s+/g, " ").trim());
  const have = new Set(titles.map(same));
  const nearest = register.forms
    .map(({ columns, mayLack = [] }) => {
      const meanings = new Map(Object.entries(columns).map(([title, meaning]) => [same(title), meaning]));
      const needed = Object.keys(columns).filter((title) => !mayLack.includes(title));
      return { meanings, missing: needed.filter((title) => !have.has(same(title))), needed };
    })
    .toSorted((a, b) => a.missing.length / a.needed.length - b.missing.length / b.needed.length)[0];
  if (nearest === undefined || nearest.missing.length * 2 > nearest.needed.length) return undefined;
  const { meanings, missing } = nearest;
  const of = titles.map((title) => {
    const known = meanings.get(same(title));
    return { title, meaning: known ?? (isContactColumn(title) ? ("contact" as const) : ("left out" as const)) };
  });
  const unknown = titles.filter((title) => title !== "" && !meanings.has(same(title)) && !isContactColumn(title));
  return { register, of, missing, unknown };
}

export function fits({ missing, unknown }: Columns): boolean {
  return missing.length === 0 && unknown.length === 0;
}

/** One sentence for a header that is not as it was. */
export function changedHeader({ register, missing, unknown }: Columns, place: string, row: number): RollcallError {
  const list = (titles: readonly string[]): string => titles.map((title) => `"${title.slice(0, 40)}"`).join(", ");
  const gone = missing.length === 0 ? [] : [`${list(missing)} ${missing.length === 1 ? "is" : "are"} missing`];
  const added = unknown.length === 0 ? [] : [`${list(unknown)} ${unknown.length === 1 ? "is" : "are"} new`];
  return new RollcallError(
    "bad_file",
    `${place}, row ${row}: the header of the WARN register of ${register.name} has changed: ${[...gone, ...added].join(" and ")}. ` +
      "Nothing was read; say in src/sources/warn/registers.ts what the new columns mean (docs/sources.md).",
  );
}
