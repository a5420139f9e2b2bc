import { tooManyOdd } from "../core/directory/partial.ts";
import { malformed, type Place } from "./json-answer.ts";

/**
 * What a reading says of records in a list that could not be read; nothing where there are none. Throws `malformed` where there are
 * too many.
 * @param all how many records there are, odd ones included
 * @param what what they are not: `users`
 */
export function oddRecords(at: Place, odd: number, all: number, what = "users"): string[] {
  if (tooManyOdd(odd, all)) throw malformed(at, `${odd} of ${all} records are no ${what}`);
  return odd === 0 ? [] : [`Skipped, for being no ${what}: ${odd} of ${all} records`];
}
