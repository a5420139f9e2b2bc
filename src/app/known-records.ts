import { randomBytes } from "node:crypto";
import { type Ids, repetition } from "../core/directory/snapshot.ts";
import type { KnownRecords, PrintKey, StoreReader } from "./ports.ts";

/** What a reading that was given the store's prints has found by its end. */
export interface RecordsRead {
  readonly key: PrintKey;
  /** The key is another one than the store has: what it has of prints is to go. */
  readonly isNew: boolean;
  /** How many prints the store had when the reading began. */
  readonly known: number;
  /** Whether the account had one then. */
  had(id: string): boolean;
  /** Of an account that was parsed: its record's print, where it has one. */
  printOf(id: string): string | undefined;
  /** Accounts that had a print and did not show the same record again: changed, or not listed. */
  notSame(): string[];
}

/** Of the kernel's key (files/kernel.ts), which has another one for each number of bytes. */
const KEY_BYTES = 1152;
const DIGITS = 16;

/**
 * The prints of a directory, loaded where a connector asks for them.
 * @param program whose reading of records they are: another version may read more in the same bytes
 */
export function recordsOf(
  reader: StoreReader,
  directory: string,
  program: string,
): {
  readonly open: (how: string) => Promise<KnownRecords>;
  /** Undefined where the connector did not ask. */
  readonly read: () => RecordsRead | undefined;
} {
  let opened: { readonly records: KnownRecords; readonly read: RecordsRead } | undefined;
  return {
    open: async (how) => {
      const [last, wanted] = [await reader.printKey(directory), `${program} ${how}`];
      const isNew = last?.reader !== wanted;
      const key = isNew ? { key: randomBytes(KEY_BYTES).toString("base64"), reader: wanted } : last;
      const known = isNew ? nothingKnown() : await load(reader, directory);
      opened = recordsBy(key, isNew, known);
      return opened.records;
    },
    read: () => opened?.read,
  };
}

/** What the store has: 20 bytes and an id for each account, so that a million of them take some 100 MB. */
interface Known {
  /** By account id, from 0. */
  readonly places: ReadonlyMap<string, number>;
  /** The print at each place. */
  readonly prints: Buffer;
}

function nothingKnown(): Known {
  return { places: new Map(), prints: Buffer.alloc(0) };
}

async function load(reader: StoreReader, directory: string): Promise<Known> {
  const places = new Map<string, number>();
  // Others may write meanwhile: what is loaded is held against what is there before it is believed.
  let prints = Buffer.alloc(8 * (await reader.printed(directory)));
  let some = await reader.prints(directory);
  for (; some !== undefined; some = await reader.prints(directory, some.last)) {
    const { lines } = some;
    for (let at = 0; at < lines.length;) {
      const end = lines.indexOf("\n", at);
      const to = end === -1 ? lines.length : end;
      const place = places.size;
      if (8 * place === prints.length) prints = Buffer.concat([prints, Buffer.alloc(8 * 1024)]);
      prints.write(lines.slice(at, at + DIGITS), 8 * place, "hex");
      places.set(lines.slice(at + DIGITS, to), place);
      at = to + 1;
    }
  }
  return { places, prints };
}

function recordsBy(
  key: PrintKey,
  isNew: boolean,
  { places, prints }: Known,
): { readonly records: KnownRecords; readonly read: RecordsRead } {
  const same = new Uint8Array(places.size);
  const where = new Float64Array(places.size);
  let count = 0;
  let listed = 0;
  const read = new Map<string, { readonly print: string; readonly at: number }>();
  /** Parsed, and found to be as before by a later record. */
  const overtaken = new Set<string>();
  const unchanged: Ids = {
    get size() {
      return count;
    },
    has: (id) => same[places.get(id) ?? -1] === 1,
  };
  const records: KnownRecords = {
    key: Buffer.from(key.key, "base64"),
    get listed() {
      return listed;
    },
    isSame(id, print, at) {
      const place = places.get(id);
      if (place === undefined) return false;
      for (let i = 0; i < 8; i++) if (print[i] !== prints[8 * place + i]) return false;
      listed++;
      where[place] = Math.max(at, where[place] ?? 0);
      const parsed = read.get(id);
      if (parsed !== undefined && parsed.at > at) return true;
      if (parsed !== undefined) {
        read.delete(id);
        overtaken.add(id);
      }
      if (same[place] === 0) count++;
      same[place] = 1;
      return true;
    },
    isRead(id, print, at) {
      listed++;
      const place = places.get(id);
      if (place !== undefined && same[place] === 1) {
        if ((where[place] ?? 0) > at) return void overtaken.add(id);
        same[place] = 0;
        count--;
      }
      overtaken.delete(id);
      read.set(id, { print: print?.toString("hex") ?? "", at });
    },
    whole(accounts) {
      const stand = overtaken.size === 0 ? accounts : accounts.filter(({ id }) => !overtaken.has(id));
      const lastOnes = [...new Map(stand.map((account) => [account.id, account] as const)).values()];
      const notes = repetition(listed - count - read.size);
      return { accounts: lastOnes, notes, ...(places.size === 0 ? {} : { unchanged }) };
    },
  };
  return {
    records,
    read: {
      key,
      isNew,
      known: places.size,
      had: (id) => places.has(id),
      printOf: (id) => read.get(id)?.print || undefined,
      notSame: () =>
        places
          .entries()
          .flatMap(([id, place]) => (same[place] === 1 ? [] : [id]))
          .toArray(),
    },
  };
}
