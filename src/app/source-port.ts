import type { z } from "zod";
import type { ServerDemand } from "./ports.ts";
import type { Reported } from "./record-port.ts";

/** What a source is given to read: a file, standard input, or what an address gave. */
export interface Given {
  /** As it was given, for messages. */
  readonly place: string;
  /** Where it came from in the end, redirects followed; null for a file. */
  readonly address: string | null;
  /** What the header of the answer says of it; null for a file. */
  readonly mediaType: string | null;
  readonly charset: string | null;
  /** The first bytes, up to some 64 KB. */
  head(): Promise<Buffer>;
  /** All of it from the beginning, unpacked where it is gzip. */
  chunks(): AsyncGenerator<Buffer>;
}

/** What became of one row or entry. Rows in are rows kept and rows refused. */
export type Entry =
  | {
      readonly reported: Reported;
      /** Columns whose cell is neither blank nor understood: the row is kept without them. */
      readonly unread: readonly string[];
    }
  | { readonly refused: { /** From 1. */ readonly row: number; readonly reason: string } };

export interface SourceReading<Settings> {
  readonly given: Given;
  /** What stands after the colon of `--source warn:ca`. */
  readonly name: string | undefined;
  readonly settings: Settings;
  /** Asks for another page of the same source; undefined where the source is a file. */
  readonly follow?: (address: string) => Promise<Given>;
}

/** A kind of public source of job cuts. A value, not a class; made with `defineSource`. */
export interface Source<Settings = unknown> {
  readonly kind: string;
  readonly title: string;
  /** Path of the page in `docs/`. */
  readonly docs: string;
  /** A strict object. */
  readonly settings: z.ZodType;
  /** What the keeper of its server asks of everybody, where there is one server. */
  readonly server?: ServerDemand;
  /**
   * The address of what is named in the place of an address, behind the kind and a colon: `edgar:2026-01-05`.
   * @param today ISO 8601 day
   * @throws RollcallError `usage`
   */
  addressOf?(name: string, today: string): string;
  /** What may stand after the colon: `ca` of `warn:ca`; without it, nothing. */
  readonly names?: readonly string[];
  /**
   * Whether this is of this kind, told by its first bytes and its names.
   * @returns `warn:ca`, `feed`; undefined where it is not
   */
  recognise(given: Given): Promise<string | undefined>;
  /**
   * Reads it once, row by row. Throws `bad_file` with the place for what is wrong with the whole (a changed header, a broken
   * file); what is wrong with one row is refused with its reason, and the others are read. Contact persons, phones and e-mail
   * addresses are in nothing that it gives.
   */
  read(reading: SourceReading<Settings>): AsyncIterable<Entry>;
}

export function defineSource<Settings>(source: Source<Settings>): Source<Settings> {
  return source;
}
