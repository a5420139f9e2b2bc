import { randomBytes } from "node:crypto";
import { KERNEL } from "./kernel-wasm.ts";

/** Cuts lists of JSON. The work is done in kernel/scan.ts, which says how; here is its memory. */
export interface Kernel {
  /** What is to be cut is written here, between `base` and `base` + `room`. Another one after each `grow` in this memory. */
  bytes(): Buffer;
  /** Where its head is, by which other parts of the kernel know its key, names and rows. */
  readonly head: number;
  base(): number;
  room(): number;
  /** Makes room for so many bytes, perhaps elsewhere; what is there stays where it is until it is written over. */
  grow(room: number): void;
  /**
   * Cuts whole elements (objects and lists) that follow one another with nothing but a comma and white space between.
   * @param from of the bracket that opens the first
   * @param most how many are enough
   * @returns how many there are; `row` has each until the next call
   */
  scan(from: number, to: number, most?: number): number;
  row(at: number): Row;
  /** The hash of the id in a row. */
  idHash(at: number): bigint;
  /**
   * The first rows of the last `scan` as numbers, `ROW_WORDS` each, for who goes over thousands of them: a view that the next call
   * overwrites. Signed, since numbers beyond 2^31 would be objects to the engine.
   */
  rows(count: number): Int32Array;
}

/** Members of an object that are read, of those that may stand in it. */
export interface ReadMembers {
  /** These, wherever they stand on the first level or within. */
  readonly names: readonly string[];
  /** Objects of which members are read. */
  readonly within: readonly string[];
}

export interface KernelSettings {
  /** Of the prints; without one there are none, which is a quarter faster. */
  readonly key?: PrintKey | undefined;
  /** Names of the members by which elements are counted (`ListJoin`). */
  readonly chosen?: readonly string[] | undefined;
  /** What tells elements apart that stand at the same place in two lists. Without it they are the same to the byte or not at all. */
  readonly read?: ReadMembers | undefined;
  /** False where prints are only made when they are asked for. */
  readonly prints?: boolean;
  /** Where it stands; without one it is alone. */
  readonly memory?: KernelMemory | undefined;
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
/** What a kernel's head has (kernel/text.ts): where names are of members that are read, the key, names, the rows. */
const READ = 0;
const KEY = 1024;
const NAMES = 2304;
/** Of a table of names, as kernel/text.ts has it: what each takes, and the letters that it may have. */
export const NAME = 32;
const LONGEST = 28;
export const ROWS = 4096;
const ROW = 4 * ROW_WORDS;
/** How many elements are cut at once. */
const MOST = 1500;
/** The kernel reads a block at a time. */
const BLOCK = 64;

/** What kernel/scan.ts does. */
interface Exports {
  readonly scan: (from: number, to: number, rows: number, most: number, key: number, prints: boolean) => number;
}

let compiled: object | undefined;

/** A memory in which several kernels stand: what each of them reads, the others can be held against. */
export class KernelMemory {
  readonly #memory = new WebAssembly.Memory({ initial: 0 });
  readonly kernel: object;
  #bytes = Buffer.alloc(0);
  #words = new Int32Array();

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(KERNEL, "base64"));
    this.kernel = new WebAssembly.Instance(compiled, { env: { memory: this.#memory } }).exports;
  }

  /** Another one whenever the memory has grown: then the one before is empty. */
  get bytes(): Buffer {
    if (this.#bytes.length === 0) this.#bytes = Buffer.from(this.#memory.buffer);
    return this.#bytes;
  }

  /** The same, as numbers. Signed, since numbers beyond 2^31 would be objects to the engine. */
  get words(): Int32Array {
    if (this.#words.length === 0) this.#words = new Int32Array(this.#memory.buffer);
    return this.#words;
  }

  /** @returns where they begin: behind all that was taken before */
  take(pages: number): number {
    return this.#memory.grow(pages) * PAGE;
  }
}

export function createKernel(settings: KernelSettings): Kernel {
  const { key, chosen = [], read, prints = true, memory = new KernelMemory() } = settings;
  const kernel = memory.kernel as Exports;
  const head = memory.take(1);
  let base = head + PAGE;
  let pages = 0;
  key?.copy(memory.bytes, head + KEY);
  const readNames = putNames(memory.bytes, head + NAMES, chosen);
  const within = putNames(memory.bytes, readNames, read?.names ?? []);
  if (putNames(memory.bytes, within, read?.within ?? []) > head + ROWS) {
    throw new RangeError("The kernel has no room for so many names.");
  }
  if (read !== undefined) memory.words.set([readNames, within], (head + READ) / 4);
  const rows = head + ROWS;
  return {
    bytes: () => memory.bytes,
    head,
    base: () => base,
    room: () => Math.max(0, pages * PAGE - BLOCK),
    grow(wanted) {
      const more = Math.ceil((wanted + BLOCK) / PAGE);
      // What is the last in its memory goes on where it is.
      if (memory.bytes.length === base + pages * PAGE) memory.take(Math.max(0, more - pages));
      else base = memory.take(more);
      pages = Math.max(pages, more);
    },
    scan: (from, to, most = MOST) => kernel.scan(from, to, rows, most, key === undefined ? 0 : head + KEY, prints),
    row(at) {
      const place = rows + at * ROW;
      const { bytes, words } = memory;
      const word = place / 4;
      const idFrom = words[word + 2] ?? 0;
      return {
        begin: words[word] ?? 0,
        end: words[word + 1] ?? 0,
        id: idFrom === 0 || idFrom === UNSURE ? undefined : { begin: idFrom, end: (words[word + 3] ?? 0) & ~INNER },
        print: bytes.subarray(place + 16, place + 24),
      };
    },
    idHash: (at) => memory.bytes.readBigUInt64LE(rows + at * ROW + 24),
    rows: (count) => memory.words.subarray(rows / 4, rows / 4 + count * ROW_WORDS),
  };
}

/** Makes a table of names. @returns behind it */
export function putNames(bytes: Buffer, at: number, names: readonly string[]): number {
  bytes.fill(255, at, at + NAME);
  let place = at + NAME;
  for (const [number, name] of names.entries()) {
    if (!/^\w+$/.test(name) || name.length > LONGEST) throw new RangeError("The kernel has no room for this name.");
    bytes[place] = name.length;
    bytes[place + 1] = bytes[at + name.length] ?? 255;
    bytes[at + name.length] = number;
    bytes.write(name, place + 2, "latin1");
    place += NAME;
  }
  return place;
}
