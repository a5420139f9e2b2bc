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
   * @returns how many there are; `row` has each until the next call
   */
  scan(from: number, to: number): number;
  row(at: number): Row;
}

interface Row {
  readonly begin: number;
  /** Behind its last byte. */
  readonly end: number;
  /** The value of its "id", a string that is written without escapes; undefined where there is none, or only a parser can tell. */
  readonly id: { readonly begin: number; readonly end: number } | undefined;
  /** 8 bytes, a hash under the key; a view that the next call overwrites. */
  readonly print: Buffer;
}

/** A key of hashes: two prints can be compared where they were made with one key. */
export type PrintKey = Buffer;

const PRINT_KEY_BYTES = 1152;

/** @returns a key that nobody who writes a profile can know */
export function newPrintKey(): PrintKey {
  return randomBytes(PRINT_KEY_BYTES);
}

const PAGE = 65_536;
/** What is before the text: the key with its room, then the rows. */
const KEY = 1024;
const ROWS = 4096;
const ROW = 24;
const MOST = 2500;
export const BASE = PAGE;
/** The kernel reads a block at a time. */
const BLOCK = 64;
const UNSURE = 0xffff_ffff;

interface Exports {
  readonly scan: (from: number, to: number, rows: number, most: number, key: number) => number;
}

let compiled: object | undefined;

/** @param key of the prints; without one there are none, which is a quarter faster */
export function createKernel(room: number, key?: PrintKey): Kernel {
  compiled ??= new WebAssembly.Module(Buffer.from(KERNEL, "base64"));
  const memory = new WebAssembly.Memory({ initial: pagesFor(room) });
  const { scan } = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Exports;
  let bytes = Buffer.from(memory.buffer);
  let rows = new Uint32Array(memory.buffer);
  key?.copy(bytes, KEY);
  return {
    bytes: () => bytes,
    room: () => bytes.length - BASE - BLOCK,
    grow(wanted) {
      memory.grow(Math.max(0, pagesFor(wanted) - bytes.length / PAGE));
      bytes = Buffer.from(memory.buffer);
      rows = new Uint32Array(memory.buffer);
    },
    scan: (from, to) => scan(from, to, ROWS, MOST, key === undefined ? 0 : KEY),
    row(at) {
      const place = ROWS + at * ROW;
      const word = place / 4;
      const idFrom = rows[word + 2] ?? 0;
      return {
        begin: rows[word] ?? 0,
        end: rows[word + 1] ?? 0,
        id: idFrom === 0 || idFrom === UNSURE ? undefined : { begin: idFrom, end: rows[word + 3] ?? 0 },
        print: bytes.subarray(place + 16, place + ROW),
      };
    },
  };
}

function pagesFor(room: number): number {
  return Math.ceil((BASE + room + BLOCK) / PAGE);
}
