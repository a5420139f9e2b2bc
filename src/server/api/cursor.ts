import { z } from "zod";
import { RollcallError } from "../../core/errors.ts";

/**
 * Where a list goes on: the key of the last row that was given, so that rows which come in between move nothing. It is for
 * whoever got it to give back, and says no more than that row did.
 */
export function cursorOf(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key), "utf8").toString("base64url");
}

/** @throws RollcallError `usage` where it is none of this list */
export function keyOf<S extends z.ZodType>(cursor: string | undefined, schema: S): z.output<S> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new RollcallError("usage", "cursor: it is none of this list; give back the next of an answer as it was.");
  }
}

/** Of every list. */
export const PAGING = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe("How many at most."),
  cursor: z.string().max(500).optional().describe("Where to go on: the `next` of the answer before."),
};

/** One part of a list. */
export function pageOf<S extends z.ZodType>(one: S) {
  return z.strictObject({
    data: z.array(one),
    next: z.string().nullable().describe("Gives the next part, as `cursor`; null where there is no more."),
  });
}

/** @param found one more than `limit` where there are more */
export function partOf<T>(found: readonly T[], limit: number, key: (last: T) => readonly (string | number | null)[]) {
  const data = found.slice(0, limit);
  const last = data.at(-1);
  return { data, next: found.length > limit && last !== undefined ? cursorOf(key(last)) : null };
}
