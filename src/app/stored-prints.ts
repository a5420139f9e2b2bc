// The prints of a directory as the store has them, in memory.
import { knownIds, type KnownIds } from "./known-ids.ts";
import type { StoreReader } from "./ports.ts";

/**
 * A print is 16 hexadecimal digits. Behind them, where an account cannot be told by the id of its record, has a row in another source, names
 * somebody or has seats in several lists: the record's id, what finds the row, the names as hashes and the prints of the other seats, with a tab
 * before each and behind.
 */
const DIGITS = 16;
export const TAB = "\t";
/** Before the print of another seat: no name begins so. */
export const SEAT = "+";

/** What the store has: 60 bytes and an id for each account, so that a million of them take some 70 MB. */
export interface Known {
  /** Of accounts. */
  readonly ids: KnownIds;
  /** Which is the first seat of the account at each place; the next one's is behind its last. */
  readonly first: Int32Array;
  /** The print of each seat, as two numbers. */
  readonly prints: Int32Array;
  /** Accounts by the ids of their records, and those by the accounts', where they are not the same. */
  readonly accounts: Map<string, string>;
  readonly records: Map<string, string>;
  /** What finds the row of another source, at each place that has one. */
  readonly rows: Map<number, string>;
  /** By which words any of them names somebody (`nameOf`). */
  readonly names: Set<string>;
}

export function nothingKnown(): Known {
  return {
    ids: knownIds(),
    first: new Int32Array(1),
    prints: new Int32Array(),
    accounts: new Map(),
    records: new Map(),
    rows: new Map(),
    names: new Set(),
  };
}

export async function load(reader: StoreReader, directory: string): Promise<Known> {
  // Others may write meanwhile: what is loaded is held against what is there before it is believed.
  const { ids, accounts, records, rows, names, ...known } = nothingKnown();
  let { first, prints } = known;
  let seats = 0;
  const addSeat = (text: string, at: number): void => {
    if (2 * seats + 2 > prints.length) prints = longer(prints);
    prints[2 * seats] = wordAt(text, at);
    prints[2 * seats + 1] = wordAt(text, at + DIGITS / 2);
    seats++;
  };
  let some = await reader.prints(directory);
  for (; some !== undefined; some = await reader.prints(directory, some.last)) {
    const { lines } = some;
    for (let at = 0; at < lines.length;) {
      const end = lines.indexOf("\n", at);
      const to = end === -1 ? lines.length : end;
      const place = ids.size;
      addSeat(lines, at);
      let from = at + DIGITS;
      if (lines[from] === TAB) {
        const [, record, row, ...others] = lines.slice(from, to).split(TAB);
        const account = others.pop() ?? "";
        from = to - account.length;
        for (const other of others) {
          if (other.startsWith(SEAT)) addSeat(other, SEAT.length);
          else names.add(other);
        }
        if (record) {
          accounts.set(record, account);
          records.set(account, record);
        }
        if (row) rows.set(place, row);
      }
      ids.add(lines, from, to);
      if (ids.size === first.length) first = longer(first);
      first[ids.size] = seats;
      at = to + 1;
    }
  }
  return { ids, first, prints, accounts, records, rows, names };
}

function longer(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const more = new Int32Array(numbers.length + (numbers.length >> 2) + 2048);
  more.set(numbers);
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
 * A table that finds the seat of a print, of slots that are a seat and one; twice as long as there are prints, so that most are found at
 * once. Undefined where two are the same, of which ids have to tell.
 */
export function tableOf(prints: Int32Array, count: number): Int32Array | undefined {
  const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 2)));
  const mask = table.length - 1;
  for (let seat = 0; seat < count; seat++) {
    const [low, high] = [prints[2 * seat] ?? 0, prints[2 * seat + 1] ?? 0];
    if (seatIn(table, prints, low, high) >= 0) return undefined;
    let slot = low & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = seat + 1;
  }
  return table;
}

export function seatIn(table: Int32Array, prints: Int32Array, low: number, high: number): number {
  const mask = table.length - 1;
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const seat = (table[slot] ?? 0) - 1;
    if (seat < 0 || (prints[2 * seat] === low && prints[2 * seat + 1] === high)) return seat;
  }
}
