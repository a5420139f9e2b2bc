/** What stands for the character NUL, which PostgreSQL's text cannot hold: a code point that Unicode keeps free of characters. */
export const ESCAPE = "\uFDD0";

/** A value on its way into a statement. */
export function toServer(value: unknown): string | number | null {
  if (typeof value === "number" || value === null) return value;
  if (typeof value !== "string") throw new TypeError("The store takes text, numbers and null.");
  return /[\0\uFDD0]/.test(value) ? value.replaceAll(ESCAPE, `${ESCAPE}d`).replaceAll("\0", `${ESCAPE}0`) : value;
}

/** Types by their numbers (pg_type.dat of PostgreSQL), which never change. */
const INT8 = 20;
const TEXT = 25;
const INT4 = 23;
const FLOAT8 = 701;
const NUMERIC = 1700;
const BOOLEAN = 16;

/** How a column's text becomes a value: numbers as JavaScript's, of which none loses a digit. */
export function fromServer(type: number): (text: string) => unknown {
  switch (type) {
    case INT8:
    case INT4:
    case NUMERIC:
      return whole;
    case FLOAT8:
      return Number;
    case BOOLEAN:
      return (text) => text === "t";
    case TEXT:
      return plain;
    default:
      return (text) => text;
  }
}

function whole(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && !Number.isSafeInteger(number))
    throw new RangeError("a number of the store is too large");
  return number;
}

function plain(text: string): string {
  return text.includes(ESCAPE) ? text.replaceAll(`${ESCAPE}0`, "\0").replaceAll(`${ESCAPE}d`, ESCAPE) : text;
}
