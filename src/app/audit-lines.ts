import { z } from "zod";
import { type Entry, entryText, isHash, type Opening } from "../core/audit/entry.ts";
import type { Closing } from "../core/audit/verify.ts";
import { canonical } from "../core/canonical.ts";
import type { LoggedEntry } from "./ports.ts";

/*
 * The lines of an export: one an entry, and the signed checkpoint as the last. `entry` stands there in the very bytes that
 * its hash is of, so that other programs can check it without knowing how we write JSON.
 */

const hash = z.string().refine(isHash);

const entry: z.ZodType<Entry> = z.strictObject({
  action: z.string(),
  at: z.number(),
  commitment: hash,
  previous: hash,
  seq: z.int().positive(),
});

const payload: z.ZodType<Opening["payload"]> = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
);

const line = z.union([
  z.strictObject({ entry, payload: payload.optional(), salt: hash.optional() }),
  z.strictObject({ checkpoint: z.string(), key: z.string() }),
]);

export function entryLine({ entry: of, opening }: LoggedEntry): string {
  const rest =
    opening === undefined ? "" : `,"payload":${canonical(opening.payload)},"salt":${JSON.stringify(opening.salt)}`;
  return `{"entry":${entryText(of)}${rest}}`;
}

export function closingLine({ checkpoint, key }: Closing): string {
  return canonical({ checkpoint, key });
}

/** @returns undefined where it is not, to the letter, a line that one of the two above writes */
export function readLine(text: string): LoggedEntry | Closing | undefined {
  const read = line.safeParse(parsed(text));
  if (!read.success) return undefined;
  const found = "checkpoint" in read.data ? read.data : loggedEntry(read.data);
  return ("entry" in found ? entryLine(found) : closingLine(found)) === text ? found : undefined;
}

function loggedEntry(of: { entry: Entry; payload?: Opening["payload"]; salt?: string }): LoggedEntry {
  const { salt } = of;
  return of.payload === undefined || salt === undefined
    ? { entry: of.entry }
    : { entry: of.entry, opening: { salt, payload: of.payload } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
