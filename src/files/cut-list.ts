import { type JsonRun, jsonSlicer, type JsonSlicer } from "./json-elements.ts";
import { INNER, type Kernel, type PrintKey, ROW_WORDS, UNSURE } from "./kernel.ts";

/** An element of a list that nobody has parsed. */
export interface Unparsed {
  readonly bytes: Buffer;
  /** Where in the answer it is. */
  readonly at: number;
  /** The value of its "id", where it can be told without parsing. */
  readonly id?: string | undefined;
  /** A hash of its bytes under the list's key; only beside an `id`. Asking another element for its own overwrites it. */
  readonly print?: Buffer | undefined;
}

/** What cuts answers that have a list, whose elements nobody parses. */
export interface Sliced {
  readonly list: string;
  /** The parts of an answer, but the elements that are `taken`. */
  readonly slicer: JsonSlicer;
  /** Elements of the answer that was pushed last, which are there until another one is. */
  taken(): Unparsed[];
}

/**
 * What cuts answers that have this list.
 * @param key of the prints; without one there are none
 */
export function cutList(list: string, key?: PrintKey): Sliced {
  const print = key && Buffer.alloc(8);
  let taken: Unparsed[] = [];
  const take = ({ kernel, count, offset }: JsonRun): void => {
    const rows = kernel.rows(count).slice();
    for (let row = 0; row < rows.length; row += ROW_WORDS) taken.push(new Cut(kernel, rows, row, offset, print));
  };
  return {
    list,
    slicer: jsonSlicer([list], key, { chosen: [], take }),
    taken() {
      const all = taken;
      taken = [];
      return all;
    },
  };
}

/** Of most elements of a list nothing but id and print is asked: it is made of the kernel's row when it is. */
class Cut implements Unparsed {
  readonly #kernel: Kernel;
  readonly #rows: Int32Array;
  readonly #row: number;
  readonly #offset: number;
  readonly #print: Buffer | undefined;

  constructor(kernel: Kernel, rows: Int32Array, row: number, offset: number, print: Buffer | undefined) {
    this.#kernel = kernel;
    this.#rows = rows;
    this.#row = row;
    this.#offset = offset;
    this.#print = print;
  }

  #word(at: number): number {
    return this.#rows[this.#row + at] ?? 0;
  }

  get bytes(): Buffer {
    return this.#kernel.bytes().subarray(this.#word(0), this.#word(1));
  }

  get at(): number {
    return this.#offset + this.#word(0);
  }

  get id(): string | undefined {
    const begin = this.#word(2);
    if (begin === 0 || begin === UNSURE) return undefined;
    return this.#kernel.bytes().toString("utf8", begin, this.#word(3) & ~INNER);
  }

  get print(): Buffer | undefined {
    if (this.#word(2) === 0 || this.#word(2) === UNSURE) return undefined;
    this.#print?.writeInt32LE(this.#word(4), 0);
    this.#print?.writeInt32LE(this.#word(5), 4);
    return this.#print;
  }
}
