import { randomBytes } from "node:crypto";
import type { Account } from "../core/directory/account.ts";
import { lastOfEach } from "../core/directory/accounts.ts";
import { type Ids, repetition } from "../core/directory/snapshot.ts";
import { type Beside, besideBy, type Digest, NO_DIGEST, type OverlayRows } from "./beside-records.ts";
import type { CutRecord, KnownList, KnownRecords, MembershipLists, PrintKey, StoreReader } from "./ports.ts";
import { type Known, load, nothingKnown, SEAT, seatIn, tableOf, TAB } from "./stored-prints.ts";

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

/** What was parsed of an account in one list, by the last record there; with what was in other lists. */
interface Parsed {
  readonly list: number;
  readonly record: string;
  readonly print: Digest | undefined;
  readonly at: number;
  next: Parsed | undefined;
}

function without(parsed: Parsed | undefined, isGone: (one: Parsed) => boolean): Parsed | undefined {
  if (parsed === undefined) return undefined;
  parsed.next = without(parsed.next, isGone);
  return isGone(parsed) ? parsed.next : parsed;
}

const UNSEEN = -1;

function recordsBy(
  key: PrintKey,
  isNew: boolean,
  { ids, first, prints, accounts: accountOf, records: recordOf, rows, names }: Known,
  beside: Beside,
): { readonly records: KnownRecords; readonly read: RecordsRead } {
  const seats = first[ids.size] ?? 0;
  /** Of each seat: where the record is that was the same as before, and in which list. */
  const where = new Float64Array(seats).fill(UNSEEN);
  const seenIn = new Int32Array(seats);
  const read = new Map<string, Parsed>();
  /** Whether there are accounts that were parsed, and found to be as before by a later record. */
  let isOvertaken = false;
  /** By place, once it is settled; and how many. */
  const same = new Uint8Array(ids.size);
  let count = 0;
  let isSettled = true;

  // A print is of all bytes of a record, its id among them, so that it tells the account by itself.
  const byPrint = beside.isNothing && rows.size === 0 ? tableOf(prints, seats) : undefined;
  const seatOf = (record: CutRecord, [ofLow, ofHigh]: Digest): number => {
    let [low, high] = [record.low ^ ofLow, record.high ^ ofHigh];
    if (byPrint !== undefined) return seatIn(byPrint, prints, low, high);
    const id = accountOf.get(record.id) ?? record.id;
    const place = ids.find(id);
    if (place < 0) return -1;
    const stated = beside.digestOf(record.id, id, rows.get(place));
    low ^= stated[0];
    high ^= stated[1];
    return seatAt(place, (seat) => prints[2 * seat] === low && prints[2 * seat + 1] === high);
  };
  const seatAt = (place: number, isIt: (seat: number) => boolean): number => {
    const end = first[place + 1] ?? 0;
    for (let seat = first[place] ?? 0; seat < end; seat++) if (isIt(seat)) return seat;
    return -1;
  };
  const isSeen = (seat: number): boolean => where[seat] !== UNSEEN;
  const isUnseen = (seat: number): boolean => where[seat] === UNSEEN;

  /** Of the records of an account in one list the last one counts, and an account is as before where all its seats are. */
  const settle = (): void => {
    if (isSettled || ids.size === 0) return;
    isSettled = true;
    same.fill(1);
    for (const [id, parsed] of read) {
      const place = ids.find(id);
      if (place < 0) continue;
      const left = without(parsed, ({ list, at }) => {
        const seat = seatAt(place, (one) => isSeen(one) && seenIn[one] === list);
        if (seat < 0) return false;
        if ((where[seat] ?? 0) > at) return (isOvertaken = true);
        where[seat] = UNSEEN;
        return false;
      });
      if (left === undefined) read.delete(id);
      else read.set(id, left);
      if (left !== undefined) same[place] = 0;
    }
    count = 0;
    for (let place = 0; place < ids.size; place++) {
      if (seatAt(place, isUnseen) >= 0) same[place] = 0;
      count += same[place] ?? 0;
    }
  };

  const listBy = (list: number, digest: Digest): KnownList => {
    let listed = 0;
    return {
      get listed() {
        return listed;
      },
      isSame(record, at) {
        const seat = seatOf(record, digest);
        if (seat < 0) return false;
        isSettled = false;
        listed++;
        where[seat] = Math.max(at, where[seat] ?? UNSEEN);
        seenIn[seat] = list;
        return true;
      },
      isRead(id, record, at) {
        isSettled = false;
        listed++;
        const { print } = record;
        const words: Digest | undefined =
          print && record.id !== undefined
            ? [print.readInt32LE(0) ^ digest[0], print.readInt32LE(4) ^ digest[1]]
            : undefined;
        const others = without(read.get(id), (one) => one.list === list);
        read.set(id, { list, record: record.id ?? id, print: words, at, next: others });
      },
      last(accounts) {
        settle();
        const isHere = ({ id }: Account): boolean => {
          let one = read.get(id);
          while (one !== undefined && one.list !== list) one = one.next;
          return one !== undefined;
        };
        const stand = isOvertaken ? accounts.filter(isHere) : accounts;
        return lastOfEach(stand);
      },
    };
  };

  const unchanged: Ids = {
    get size() {
      return count;
    },
    has: (id) => same[ids.find(id)] === 1,
  };
  const unchangedIn = {
    *[Symbol.iterator]() {
      if (!beside.hasChannels) return;
      for (let place = 0; place < ids.size; place++) {
        if (same[place] !== 1) continue;
        const account = ids.at(place);
        const channels = beside.channelsOf(recordOf.get(account) ?? account, account);
        if (channels.length > 0) yield [account, channels] as const;
      }
    },
  };
  const main = listBy(0, NO_DIGEST);
  const lists = new Map<string, number>();
  const forget = (list: number): void => {
    for (let seat = 0; seat < seats; seat++) if (seenIn[seat] === list) where[seat] = UNSEEN;
    for (const [id, parsed] of read) {
      const left = without(parsed, (one) => one.list === list);
      if (left === undefined) read.delete(id);
      else read.set(id, left);
    }
  };
  const records: KnownRecords = {
    ...main,
    get listed() {
      return main.listed;
    },
    key: Buffer.from(key.key, "base64"),
    in(name) {
      const before = lists.get(name);
      if (before !== undefined) forget(before);
      const list = before ?? lists.size + 1;
      lists.set(name, list);
      return listBy(list, beside.ofList(name));
    },
    toBeParsed() {
      settle();
      const found: number[] = [];
      for (let place = 0; place < ids.size; place++) {
        const end = same[place] === 1 ? 0 : (first[place + 1] ?? 0);
        for (let seat = first[place] ?? 0; seat < end; seat++) if (isSeen(seat)) found.push(where[seat] ?? 0);
      }
      return found;
    },
    unchanged() {
      settle();
      return ids.size === 0 ? {} : { unchanged, unchangedIn };
    },
    whole(accounts) {
      const stand = main.last(accounts);
      return { accounts: stand, notes: repetition(main.listed - count - read.size), ...records.unchanged() };
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

function printOf(account: Account, named: readonly string[], parsed: Parsed, beside: Beside): string | undefined {
  const { id, attributes } = account;
  const { record } = parsed;
  if (/[\n\t]/.test(id + record)) return undefined;
  // Whoever is not parsed is counted for their channels, so that they have to be what the record states.
  if (attributes.channels === undefined && beside.channelsOf(record, id).length > 0) return undefined;
  const row = beside.rowOf(account);
  const [low, high] = beside.digestOf(record, id, row);
  const seats: string[] = [];
  for (let one: Parsed | undefined = parsed; one !== undefined; one = one.next) {
    // It is found by one id of a record.
    if (one.print === undefined || one.record !== record) return undefined;
    const bytes = Buffer.alloc(8);
    bytes.writeInt32LE(one.print[0] ^ low, 0);
    bytes.writeInt32LE(one.print[1] ^ high, 4);
    seats.push(bytes.toString("hex"));
  }
  const [print = "", ...others] = seats;
  const isPlain = record === id && row === undefined && named.length === 0 && others.length === 0;
  const behind = [
    record === id ? "" : record,
    row ?? "",
    ...named.map(beside.nameOf),
    ...others.map((other) => SEAT + other),
  ];
  return print + (isPlain ? "" : [TAB, ...behind.map((one) => one + TAB)].join(""));
}
