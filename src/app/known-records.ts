import { randomBytes } from "node:crypto";
import type { Account } from "../core/directory/account.ts";
import { type Ids, repetition } from "../core/directory/snapshot.ts";
import { knownIds, type KnownIds } from "./known-ids.ts";
import { type Beside, besideBy, type Digest, type OverlayRows } from "./beside-records.ts";
import type { KnownRecords, MembershipLists, PrintKey, StoreReader } from "./ports.ts";

/** What a reading that was given the store's prints has found by its end. */
export interface RecordsRead {
  readonly key: PrintKey;
  /** The key is another one than the store has: what it has of prints is to go. */
  readonly isNew: boolean;
  /** How many prints the store had when the reading began. */
  readonly known: number;
  /** Whether the account had one then. */
  had(id: string): boolean;
  /** Whether one that had a print named somebody by one of these words then. */
  names(words: ReadonlySet<string>): boolean;
  /** Of an account that was parsed, as it is taken in: the print of what it states, where it can have one. @param named whom it names */
  printOf(account: Account, named: readonly string[]): string | undefined;
  /** Accounts that had a print and did not show the same record again: changed, or not listed. */
  notSame(): string[];
}

/** Of the kernel's key (files/kernel.ts), which has another one for each number of bytes. */
const KEY_BYTES = 1152;
/**
 * A print is 16 hexadecimal digits. Behind them, where an account cannot be told by the id of its record, has a row in another source, or
 * names somebody: the record's id, what finds the row, and the names as hashes, with a tab before each and behind.
 */
const DIGITS = 16;
const TAB = "\t";

/**
 * The prints of a directory, loaded where a connector asks for them.
 * @param program whose reading of records they are: another version may read more in the same bytes
 * @param overlaid what is laid over accounts after they have been read
 */
export function recordsOf(
  reader: StoreReader,
  directory: string,
  program: string,
  overlaid?: OverlayRows,
): {
  readonly open: (how: string, beside?: MembershipLists) => Promise<KnownRecords>;
  /** Undefined where the connector did not ask. */
  readonly read: () => RecordsRead | undefined;
} {
  let opened: { readonly records: KnownRecords; readonly read: RecordsRead } | undefined;
  return {
    open: async (how, lists = {}) => {
      const laid = overlaid === undefined ? "" : ` overlaid by ${overlaid.by}`;
      const [last, wanted] = [await reader.printKey(directory), `${program} ${how}${laid}`];
      const isNew = last?.reader !== wanted;
      const key = isNew ? { key: randomBytes(KEY_BYTES).toString("base64"), reader: wanted } : last;
      const known = isNew ? nothingKnown() : await load(reader, directory);
      opened = recordsBy(key, isNew, known, besideBy(Buffer.from(key.key, "base64"), lists, overlaid));
      return opened.records;
    },
    read: () => opened?.read,
  };
}

/** What the store has: 60 bytes and an id for each account, so that a million of them take some 70 MB. */
interface Known {
  /** Of accounts. */
  readonly ids: KnownIds;
  /** The print at each place, as two numbers. */
  readonly prints: Int32Array;
  /** Accounts by the ids of their records, and those by the accounts', where they are not the same. */
  readonly accounts: Map<string, string>;
  readonly records: Map<string, string>;
  /** What finds the row of another source, at each place that has one. */
  readonly rows: Map<number, string>;
  /** By which words any of them names somebody (`nameOf`). */
  readonly names: Set<string>;
}

function nothingKnown(expected = 0): Known {
  const prints = new Int32Array(2 * expected);
  return {
    ids: knownIds(expected),
    prints,
    accounts: new Map(),
    records: new Map(),
    rows: new Map(),
    names: new Set(),
  };
}

async function load(reader: StoreReader, directory: string): Promise<Known> {
  // Others may write meanwhile: what is loaded is held against what is there before it is believed.
  const { ids, accounts, records, rows, names, ...known } = nothingKnown(await reader.printed(directory));
  let { prints } = known;
  let some = await reader.prints(directory);
  for (; some !== undefined; some = await reader.prints(directory, some.last)) {
    const { lines } = some;
    for (let at = 0; at < lines.length;) {
      const end = lines.indexOf("\n", at);
      const to = end === -1 ? lines.length : end;
      const place = ids.size;
      if (2 * place === prints.length) prints = longer(prints);
      prints[2 * place] = wordAt(lines, at);
      prints[2 * place + 1] = wordAt(lines, at + DIGITS / 2);
      let from = at + DIGITS;
      if (lines[from] === TAB) {
        const [, record, row, ...others] = lines.slice(from, to).split(TAB);
        const account = others.pop() ?? "";
        from = to - account.length;
        for (const name of others) names.add(name);
        if (record) {
          accounts.set(record, account);
          records.set(account, record);
        }
        if (row) rows.set(place, row);
      }
      ids.add(lines, from, to);
      at = to + 1;
    }
  }
  return { ids, prints, accounts, records, rows, names };
}

function longer(prints: Int32Array): Int32Array<ArrayBuffer> {
  const more = new Int32Array(prints.length + 2048);
  more.set(prints);
  return more;
}

/** The number in these 8 digits, its lowest byte first: read by itself, since a text of each print would cost more than to compare them. */
function wordAt(text: string, at: number): number {
  let word = 0;
  for (let byte = 0; byte < 4; byte++) {
    word |= ((digit(text.charCodeAt(at + 2 * byte)) << 4) | digit(text.charCodeAt(at + 2 * byte + 1))) << (8 * byte);
  }
  return word;
}

/** Of 0 to 9 and a to f. */
function digit(code: number): number {
  return code < 97 ? code - 48 : code - 87;
}

/**
 * A table that finds the place of a print, of slots that are a place and one; twice as long as there are prints, so that most are found at
 * once. Undefined where two are the same, of which ids have to tell.
 */
function tableOf(prints: Int32Array, count: number): Int32Array | undefined {
  const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 2)));
  const mask = table.length - 1;
  for (let place = 0; place < count; place++) {
    const [low, high] = [prints[2 * place] ?? 0, prints[2 * place + 1] ?? 0];
    if (placeIn(table, prints, low, high) >= 0) return undefined;
    let slot = low & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = place + 1;
  }
  return table;
}

function placeIn(table: Int32Array, prints: Int32Array, low: number, high: number): number {
  const mask = table.length - 1;
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const place = (table[slot] ?? 0) - 1;
    if (place < 0 || (prints[2 * place] === low && prints[2 * place + 1] === high)) return place;
  }
}

/** An account that was parsed, by its last record. */
interface Parsed {
  readonly record: string;
  readonly print: Digest | undefined;
  readonly at: number;
}

function recordsBy(
  key: PrintKey,
  isNew: boolean,
  { ids, prints, accounts: accountOf, records: recordOf, rows, names }: Known,
  beside: Beside,
): { readonly records: KnownRecords; readonly read: RecordsRead } {
  const same = new Uint8Array(ids.size);
  const wasRead = new Uint8Array(ids.size);
  const where = new Float64Array(ids.size);
  let count = 0;
  let listed = 0;
  const read = new Map<string, Parsed>();
  /** Parsed, and found to be as before by a later record. */
  const overtaken = new Set<string>();
  const unchanged: Ids = {
    get size() {
      return count;
    },
    has: (id) => same[ids.find(id)] === 1,
  };
  const unchangedIn = {
    *[Symbol.iterator]() {
      for (let place = 0; place < ids.size; place++) {
        if (same[place] !== 1) continue;
        const account = ids.at(place);
        const channels = beside.channelsOf(recordOf.get(account) ?? account, account);
        if (channels.length > 0) yield [account, channels] as const;
      }
    },
  };
  // A print is of all bytes of a record, its id among them, so that it tells the account by itself.
  const byPrint = beside.isNothing && rows.size === 0 ? tableOf(prints, ids.size) : undefined;
  const placeOf = (record: Parameters<KnownRecords["isSame"]>[0]): number => {
    if (byPrint !== undefined) return placeIn(byPrint, prints, record.low, record.high);
    const id = accountOf.get(record.id) ?? record.id;
    const place = ids.find(id);
    const [low, high] = beside.digestOf(record.id, id, rows.get(place));
    return (record.low ^ low) === prints[2 * place] && (record.high ^ high) === prints[2 * place + 1] ? place : -1;
  };
  const records: KnownRecords = {
    key: Buffer.from(key.key, "base64"),
    get listed() {
      return listed;
    },
    isSame(record, at) {
      const place = placeOf(record);
      if (place < 0) return false;
      listed++;
      where[place] = Math.max(at, where[place] ?? 0);
      if (wasRead[place] === 1) {
        const id = accountOf.get(record.id) ?? record.id;
        if ((read.get(id)?.at ?? 0) > at) return true;
        wasRead[place] = 0;
        read.delete(id);
        overtaken.add(id);
      }
      if (same[place] === 0) count++;
      same[place] = 1;
      return true;
    },
    isRead(id, record, at) {
      listed++;
      const place = ids.find(id);
      if (same[place] === 1) {
        if ((where[place] ?? 0) > at) return void overtaken.add(id);
        same[place] = 0;
        count--;
      }
      overtaken.delete(id);
      if (place >= 0) wasRead[place] = 1;
      const print = record.id === undefined ? undefined : record.print;
      read.set(id, { record: record.id ?? id, print: print && [print.readInt32LE(0), print.readInt32LE(4)], at });
    },
    whole(accounts) {
      const stand = overtaken.size === 0 ? accounts : accounts.filter(({ id }) => !overtaken.has(id));
      const lastOnes = [...new Map(stand.map((account) => [account.id, account] as const)).values()];
      const notes = repetition(listed - count - read.size);
      return { accounts: lastOnes, notes, ...(ids.size === 0 ? {} : { unchanged, unchangedIn }) };
    },
  };
  return {
    records,
    read: {
      key,
      isNew,
      known: ids.size,
      had: (id) => ids.find(id) >= 0,
      names: (words) => names.size > 0 && [...words].some((word) => names.has(beside.nameOf(word))),
      printOf: (account, named) => {
        const parsed = read.get(account.id);
        return parsed === undefined ? undefined : printOf(account, named, parsed, beside);
      },
      notSame() {
        const found: string[] = [];
        for (let place = 0; place < ids.size; place++) if (same[place] !== 1) found.push(ids.at(place));
        return found;
      },
    },
  };
}

function printOf(
  account: Account,
  named: readonly string[],
  { record, print }: Parsed,
  beside: Beside,
): string | undefined {
  const { id, attributes } = account;
  if (print === undefined || /[\n\t]/.test(id + record)) return undefined;
  // Whoever is not parsed is counted for their channels, so that they have to be what the record states.
  if (attributes.channels === undefined && beside.channelsOf(record, id).length > 0) return undefined;
  const row = beside.rowOf(account);
  const [low, high] = beside.digestOf(record, id, row);
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(print[0] ^ low, 0);
  bytes.writeInt32LE(print[1] ^ high, 4);
  const isPlain = record === id && row === undefined && named.length === 0;
  const behind = [record === id ? "" : record, row ?? "", ...named.map(beside.nameOf)];
  return bytes.toString("hex") + (isPlain ? "" : [TAB, ...behind.map((one) => one + TAB)].join(""));
}
