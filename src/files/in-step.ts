import type { JsonRun, RunTaker } from "./json-elements.ts";
import type { Kernel } from "./kernel.ts";
import { ROW_WORDS } from "./kernel.ts";
import type { ListJoin, Rows } from "./list-join.ts";

/** Two lists, read side by side: what both have at the same place is compared as bytes, and neither hashed nor, in the second, cut. */
export interface InStep {
  readonly before: RunTaker;
  readonly after: RunTaker;
  /** To be called when the second list was read. */
  finish(): void;
}

/** So many elements of the first list are looked through for one that the second list has next. */
const NEAR = 8;
/** After so many elements in a row that were not among them, the lists are in another order. */
const LOST = 64;
/** Elements that are compared at once, at most. */
const STRIDE = 256;

/**
 * @param join what becomes of their elements
 * @param readOn reads more of the first list, by which `before` gets it, over what was read last. @returns whether there was more
 */
export function inStep(join: ListJoin, chosen: readonly string[], readOn: () => boolean): InStep {
  /** Elements of the first list that were read last, and how many of the first of these are done. */
  let windows: Window[] = [];
  /** Elements of the second list that may stand further on in the first one. */
  let later: Rows[] = [];
  let lost = 0;
  let together = true;

  function window(): Window | undefined {
    for (;;) {
      const [first] = windows;
      if (first !== undefined && first.done < first.count) return first;
      if (first !== undefined) windows.shift();
      else if (!readOn()) return undefined;
    }
  }

  /** The first of what is left in a window, as they are kept where the second list does not have them here. */
  function part(of: Window, count: number, printed: boolean): Rows {
    const words = of.words.subarray(of.done * ROW_WORDS, (of.done + count) * ROW_WORDS);
    if (printed) {
      const prints = new BigInt64Array(of.words.buffer, of.words.byteOffset, of.words.length / 2);
      for (let row = of.done; row < of.done + count; row++) {
        const at = row * ROW_WORDS;
        prints[at / 2 + 2] = of.kernel.print(of.words[at] ?? 0, of.words[at + 1] ?? 0);
      }
    }
    of.done += count;
    return { kernel: of.kernel, words, offset: of.offset };
  }

  function finish(): void {
    together = false;
    for (let next = window(); next !== undefined; next = window()) join.keep(part(next, next.count - next.done, true));
    for (const rows of later) join.meet(rows, true);
    later = [];
  }

  function ahead(kernel: Kernel, from: number, to: number, offset: number): number | undefined {
    if (!together) return undefined;
    const first = window();
    if (first === undefined) {
      finish();
      return undefined;
    }
    const count = commonRows(first, kernel.bytes(), from, to);
    if (count === 0) return from;
    const begin = first.begin(first.done);
    const length = first.end(first.done + count - 1) - begin;
    // Where in the second file the memory of the first would begin, were it its own.
    join.keepBoth(part(first, count, false), offset + from - begin);
    lost = 0;
    return from + length;
  }

  function take({ kernel, count, offset }: JsonRun): void {
    const rows = { kernel, words: kernel.rows(count), offset };
    if (!together) return join.meet(rows);
    const first = window();
    const place = first?.find(rows.words) ?? -1;
    if (first !== undefined && place >= 0) {
      join.keep(part(first, place + 1, true));
      join.meet(rows);
      lost = 0;
      return;
    }
    later.push({ ...rows, words: rows.words.slice() });
    if (++lost > LOST) finish();
  }

  return {
    before: {
      chosen,
      unprinted: true,
      take: ({ kernel, count, offset }) => void windows.push(new Window(kernel, kernel.rows(count).slice(), offset)),
    },
    after: { chosen, ahead, take },
    finish,
  };
}

class Window implements Rows {
  readonly kernel: Kernel;
  readonly words: Int32Array;
  readonly offset: number;
  readonly count: number;
  done = 0;

  constructor(kernel: Kernel, words: Int32Array, offset: number) {
    this.kernel = kernel;
    this.words = words;
    this.offset = offset;
    this.count = words.length / ROW_WORDS;
  }

  begin(row: number): number {
    return this.words[row * ROW_WORDS] ?? 0;
  }

  end(row: number): number {
    return this.words[row * ROW_WORDS + 1] ?? 0;
  }

  /** How many that are not done stand before the one that has the id of this row; -1 where there is none near. */
  find(row: Int32Array): number {
    for (let at = this.done; at < Math.min(this.done + NEAR, this.count); at++) {
      const word = at * ROW_WORDS;
      if (this.words[word + 6] === row[6] && this.words[word + 7] === row[7]) return at - this.done;
    }
    return -1;
  }
}

/** How many elements of a window stand here as well, with what is between them. */
function commonRows(window: Window, bytes: Buffer, from: number, to: number): number {
  const { done, count } = window;
  const own = window.kernel.bytes();
  const shift = from - window.begin(done);
  let behind = done;
  let stride = 1;
  let grows = true;
  while (stride > 0) {
    const next = Math.min(behind + stride, count);
    const [begin, end] = [behind === done ? window.begin(done) : window.end(behind - 1), window.end(next - 1)];
    const isSame = end + shift <= to && own.compare(bytes, begin + shift, end + shift, begin, end) === 0;
    if (isSame) behind = next;
    else grows = false;
    if (behind === count) break;
    if (!isSame && stride === 1) break;
    stride = grows ? Math.min(2 * stride, STRIDE) : stride >> 1;
  }
  return behind - done;
}
