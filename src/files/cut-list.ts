import { type JsonPart, type JsonRun, jsonSlicer } from "./json-elements.ts";
import { type PrintKey, ROW_WORDS, RowView } from "./kernel.ts";

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
  /**
   * Cuts a text. What it gives is to be looked at before the next one is asked for.
   * @param elements gets those that are objects or lists, in their order, and is whole at the end; others are among the parts
   * @param free is called once the elements are no longer needed: when another text is cut
   */
  parts(text: Buffer, elements: Unparsed[], free?: () => void): Generator<JsonPart, void>;
}

/** So much is cut at once: it is still near the processor then, and the kernel's memory stays small however long an answer is. */
const PIECE = 128 * 1024;

/**
 * What cuts answers that have this list.
 * @param key of the prints; without one there are none
 */
export function cutList(list: string, key?: PrintKey): Sliced {
  const print = key && Buffer.alloc(8);
  let [whole, taken]: [Buffer, Unparsed[]] = [Buffer.alloc(0), []];
  let free: (() => void) | undefined;
  const take = ({ kernel, count, offset }: JsonRun): void => {
    const rows = kernel.rows(count).slice();
    for (let row = 0; row < rows.length; row += ROW_WORDS) taken.push(new Cut(whole, rows, row, offset, print));
  };
  const slicer = jsonSlicer([list], key, { take });
  return {
    list,
    *parts(text, elements, done) {
      free?.();
      [whole, taken, free] = [text, elements, done];
      let isOver = false;
      try {
        for (let at = 0; at < text.length; at += PIECE) yield* slicer.push(text.subarray(at, at + PIECE));
        isOver = true;
        yield* slicer.end();
      } finally {
        // Whoever has seen enough leaves it in the midst of a text.
        if (!isOver) slicer.end();
      }
    },
  };
}

/** Of most elements of a list nothing but id and print is asked: it is made of the kernel's row when it is. */
class Cut extends RowView implements Unparsed {
  readonly #text: Buffer;
  /** Where in the text the rows count from. */
  readonly #offset: number;
  readonly #print: Buffer | undefined;

  constructor(text: Buffer, rows: Int32Array, row: number, offset: number, print: Buffer | undefined) {
    super(rows, row);
    this.#text = text;
    this.#offset = offset;
    this.#print = print;
  }

  get bytes(): Buffer {
    return this.#text.subarray(this.at, this.#offset + this.end);
  }

  get at(): number {
    return this.#offset + this.begin;
  }

  get id(): string | undefined {
    return this.hasId ? this.idIn(this.#text, this.#offset) : undefined;
  }

  get print(): Buffer | undefined {
    if (!this.hasId) return undefined;
    this.#print?.writeInt32LE(this.low, 0);
    this.#print?.writeInt32LE(this.high, 4);
    return this.#print;
  }
}
