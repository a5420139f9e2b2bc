import type { RunTaker } from "./json-elements.ts";
import { type Kernel, type ReadMembers, ROW_WORDS } from "./kernel.ts";
import type { ListJoin, Rows } from "./list-join.ts";

/**
 * Two lists, read side by side: what both have at the same place is compared as bytes, and neither hashed nor, in the second, cut. What
 * agrees there in all that is read of it is the same as well.
 */
export interface InStep {
  readonly before: RunTaker;
  readonly after: RunTaker;
  /** To be called when the second list was read. */
  finish(): void;
}

/**
 * @param join what becomes of their elements
 * @param by members by which elements are counted, and those that are read of them
 * @param readOn reads more of the first list, by which `before` gets it, over what was read last. @returns whether there was more
 */
export function inStep(
  join: ListJoin,
  by: { readonly chosen?: readonly string[]; readonly read?: ReadMembers },
  readOn: () => boolean,
): InStep {
  /** Elements of the first list that were read last, and how many of the first of these are done. */
  const windows: Rows[] = [];
  let done = 0;
  /** The one that the join has at hand. */
  let held: Rows | undefined;
  let together = true;

  function window(): Rows | undefined {
    for (;;) {
      const [first] = windows;
      if (first === undefined) {
        if (!readOn()) return undefined;
      } else if (done === first.words.length / ROW_WORDS) {
        windows.shift();
        done = 0;
      } else {
        if (held !== first) join.take(first);
        held = first;
        return first;
      }
    }
  }

  function finish(): void {
    together = false;
    for (let next = window(); next !== undefined; next = window()) {
      join.keep(next, done);
      done = next.words.length / ROW_WORDS;
    }
  }

  function ahead(kernel: Kernel, from: number, to: number, offset: number): number | undefined {
    let behind = from;
    for (let next: number | undefined = from; together && next !== undefined;) {
      const first = window();
      if (first === undefined) finish();
      else {
        const stepped = join.step(first, done, { kernel, from: next, to, offset });
        ({ done, next } = stepped);
        behind = stepped.end ?? behind;
        if (stepped.lost) finish();
      }
    }
    return together || behind > from ? behind : undefined;
  }

  const { memory } = join;
  return {
    before: {
      settings: { memory, prints: false },
      take: ({ kernel, count, offset }) => void windows.push({ kernel, words: kernel.rows(count).slice(), offset }),
    },
    after: {
      settings: { memory, ...by },
      ahead,
      take: ({ kernel, count, offset }) => join.meet(kernel, count, offset),
    },
    finish,
  };
}
