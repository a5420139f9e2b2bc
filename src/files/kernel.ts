import { randomBytes } from "node:crypto";
import { KERNEL } from "./kernel-wasm.ts";

/** Cuts lists of JSON. The work is done in kernel/scan.ts, which says how; here is its memory. */
export interface Kernel {
  /** What is to be cut is written here, between `BASE` and `BASE` + `room`. Another one after each `grow`. */
  bytes(): Buffer;
  room(): number;
  /** Makes room for so many bytes; what is there stays. */
  grow(room: number): void;
  /**
   * Cuts whole elements (objects and lists) that follow one another with nothing but a comma and white space between.
   * @param from of the bracket that opens the first
   * @param most how many are enough
   * @returns how many there are; `row` has each until the next call
   */
  scan(from: number, to: number, most?: number): number;
  /** The print of what stands here. */
  print(begin: number, end: number): bigint;
  row(at: number): Row;
  /** The hash of the id in a row. */
  idHash(at: number): bigint;
  /**
   * The first rows of the last `scan` as numbers, `ROW_WORDS` each, for who goes over thousands of them: a view that the next call
   * overwrites. Signed, since numbers beyond 2^31 would be objects to the engine.
   */
  rows(count: number): Int32Array;
  /**
   * A hash of those members alone that are `chosen`, in an object of the last `scan`: objects in which these are the same have
   * the same. Undefined where there is no telling.
   */
  chosen(begin: number, end: number): number | undefined;
}

/** Of a row: begin, end, begin of the id (0: none, `UNSURE`), its end, two words of print, two of a hash of the id. */
export const ROW_WORDS = 8;
/** In place of where an id begins: only a parser can tell. */
const UNSURE = -1;
/** A bit of where an id ends, its sign: an object within has an "id" as well, or may have one. */
const INNER = -0x8000_0000;

interface Row {
  readonly begin: number;
  /** Behind its last byte. */
  readonly end: number;
  /** The value of its "id", a string that is written without escapes; undefined where there is none, or only a parser can tell. */
  readonly id: { readonly begin: number; readonly end: number } | undefined;
  /** 8 bytes, a hash under the key; a view that the next call overwrites. */
  readonly print: Buffer;
}

/** A row of a `scan`, of which nothing is made before it is asked for: thousands are looked at, and hardly one for its bytes. */
export class RowView {
  /** Rows as `kernel.rows` gives them, and where in them this one begins. */
  words: Int32Array;
  row: number;

  constructor(words: Int32Array = new Int32Array(), row = 0) {
    this.words = words;
    this.row = row;
  }

  #word(at: number): number {
    return this.words[this.row + at] ?? 0;
  }

  get begin(): number {
    return this.#word(0);
  }

  get end(): number {
    return this.#word(1);
  }

  /** Whether its id can be told without parsing. */
  get hasId(): boolean {
    return this.#word(2) !== 0 && this.#word(2) !== UNSURE;
  }

  /** The id that it has, out of the bytes that were cut. @param offset where in them the kernel's memory would begin */
  idIn(bytes: Buffer, offset = 0): string {
    return bytes.toString("utf8", offset + this.#word(2), offset + (this.#word(3) & ~INNER));
  }

  /** Its print, as two numbers of 32 bits. */
  get low(): number {
    return this.#word(4);
  }

  get high(): number {
    return this.#word(5);
  }
}

/** A key of hashes: two prints can be compared where they were made with one key. */
export type PrintKey = Buffer;

const PRINT_KEY_BYTES = 1152;

/** @returns a key that nobody who writes a profile can know */
export function newPrintKey(): PrintKey {
  return randomBytes(PRINT_KEY_BYTES);
}

const PAGE = 65_536;
/** What is before the text: the key with its room, the names of chosen members, the rows, and room for what is hashed of chosen members. */
const KEY = 1024;
const NAMES = 2304;
const NAME = 32;
const ROWS = 4096;
const ROW = 4 * ROW_WORDS;
/** How many elements are cut at once. */
export const MOST = 1500;
const CHOSEN = 53_248;
const CHOSEN_BYTES = 8192;
export const BASE = PAGE;
/** The kernel reads a block at a time. */
const BLOCK = 64;

interface Exports {
  readonly scan: (from: number, to: number, rows: number, most: number, key: number, prints: boolean) => number;
  readonly hash: (from: number, to: number, key: number) => bigint;
  readonly chosen: (from: number, to: number, names: number, room: number, size: number, key: number) => number;
}

let compiled: object | undefined;

/** @returns what the kernel can do in this memory */
export function instantiate(memory: InstanceType<typeof WebAssembly.Memory>): object {
  compiled ??= new WebAssembly.Module(Buffer.from(KERNEL, "base64"));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports;
}

/**
 * @param key of the prints; without one there are none, which is a quarter faster
 * @param names of the members that `chosen` looks at
 * @param prints whether rows have them; else they are only made when they are asked for
 */
export function createKernel(room: number, key?: PrintKey, names: readonly string[] = [], prints = true): Kernel {
  const memory = new WebAssembly.Memory({ initial: pagesFor(room) });
  const { scan, hash, chosen } = instantiate(memory) as Exports;
  let bytes = Buffer.from(memory.buffer);
  let rows = new Int32Array(memory.buffer);
  key?.copy(bytes, KEY);
  putNames(bytes, names);
  return {
    bytes: () => bytes,
    room: () => bytes.length - BASE - BLOCK,
    grow(wanted) {
      memory.grow(Math.max(0, pagesFor(wanted) - bytes.length / PAGE));
      bytes = Buffer.from(memory.buffer);
      rows = new Int32Array(memory.buffer);
    },
    scan: (from, to, most = MOST) => scan(from, to, ROWS, most, key === undefined ? 0 : KEY, prints),
    print: (begin, end) => hash(begin, end, KEY),
    row(at) {
      const place = ROWS + at * ROW;
      const word = place / 4;
      const idFrom = rows[word + 2] ?? 0;
      return {
        begin: rows[word] ?? 0,
        end: rows[word + 1] ?? 0,
        id: idFrom === 0 || idFrom === UNSURE ? undefined : { begin: idFrom, end: (rows[word + 3] ?? 0) & ~INNER },
        print: bytes.subarray(place + 16, place + 24),
      };
    },
    idHash: (at) => bytes.readBigUInt64LE(ROWS + at * ROW + 24),
    rows: (count) => rows.subarray(ROWS / 4, ROWS / 4 + count * ROW_WORDS),
    chosen(begin, end) {
      if (chosen(begin, end, NAMES, CHOSEN, CHOSEN_BYTES, KEY) === 0) return undefined;
      const word = (CHOSEN + CHOSEN_BYTES) / 4;
      return ((rows[word] ?? 0) >>> 0) + ((rows[word + 1] ?? 0) & 0xf_ffff) * 2 ** 32;
    },
  };
}

function putNames(bytes: Buffer, names: readonly string[]): void {
  bytes.fill(255, NAMES, NAMES + NAME);
  for (const [number, name] of names.entries()) {
    const place = NAMES + NAME * (number + 1);
    if (name.length > NAME - 2 || place + NAME > ROWS) throw new RangeError("The kernel has no room for this name.");
    bytes[place] = name.length;
    bytes[place + 1] = bytes[NAMES + name.length] ?? 255;
    bytes[NAMES + name.length] = number;
    bytes.write(name, place + 2, "latin1");
  }
}

function pagesFor(room: number): number {
  return Math.ceil((BASE + room + BLOCK) / PAGE);
}
