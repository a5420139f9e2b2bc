import { createHash } from "node:crypto";
import { canonical } from "../canonical.ts";
import type { Instant } from "../time.ts";

/** What an entry is about, in plain values; it can be erased, and the entry stays. */
type Payload = Readonly<Record<string, string | number | boolean | null>>;

/** An entry of the audit log, as its hash covers it. Hashes are in base 64 (RFC 4648, section 4). */
export interface Entry {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly at: Instant;
  readonly action: string;
  /** Of the payload, which cannot be found by guessing, because of the salt. */
  readonly commitment: string;
  /** The hash of the entry before; `NOTHING_BEFORE` in the first. */
  readonly previous: string;
}

/** What a commitment is of, as long as it has not been erased. */
export interface Opening {
  readonly salt: string;
  readonly payload: Payload;
}

export const SALT_BYTES = 32;
const HASH_BYTES = 32;

export const NOTHING_BEFORE = Buffer.alloc(HASH_BYTES).toString("base64");

/** SHA-256 over the salt, whose length is fixed, and the payload as `canonical` writes it. */
export function commitmentOf(salt: Uint8Array, payload: string): string {
  return createHash("sha256").update(salt).update(payload).digest("base64");
}

export function isOpenedBy(entry: Entry, { salt, payload }: Opening): boolean {
  return commitmentOf(Buffer.from(salt, "base64"), canonical(payload)) === entry.commitment;
}

/** The bytes that the entry's hash is of. */
export function entryText({ seq, at, action, commitment, previous }: Entry): string {
  return canonical({ seq, at, action, commitment, previous });
}

/** The leaf of the entry in the tree of RFC 6962 (section 2.1), and the link from the next entry to it. */
export function entryHash(entry: Entry): Buffer {
  return createHash("sha256").update("\0").update(entryText(entry)).digest();
}

/** The entry that follows `last`. */
export function nextEntry(last: Entry | undefined, made: Omit<Entry, "seq" | "previous">): Entry {
  return {
    seq: (last?.seq ?? 0) + 1,
    ...made,
    action: made.action.toWellFormed(),
    previous: last === undefined ? NOTHING_BEFORE : entryHash(last).toString("base64"),
  };
}

/** Whether the text is the base 64 of so many bytes, as one would write it: other last characters may mean the same. */
export function isBase64(of: string, bytes: number): boolean {
  const decoded = Buffer.from(of, "base64");
  return decoded.length === bytes && decoded.toString("base64") === of;
}

/** Of a hash, a commitment or a salt. */
export function isHash(of: string): boolean {
  return isBase64(of, HASH_BYTES);
}
