import { type Kernel, KernelMemory, ROW_WORDS, ROWS } from "./kernel.ts";

/** Where in a file an element stands. */
export interface Stretch {
  readonly at: number;
  readonly length: number;
}

/** Elements that look alike in the members that were chosen. */
interface Alike {
  /** One of them, in the second list. */
  readonly one: Stretch;
  count: number;
}

/** Elements of the first list as its kernel has cut them. */
export interface Rows {
  /** In whose memory they are. */
  readonly kernel: Kernel;
  readonly words: Int32Array;
  /** Where in the file the first byte of that memory would stand. */
  readonly offset: number;
}

/** Where in the second list the next element begins. */
interface Place {
  /** In whose memory it is, with its text up to `to`. */
  readonly kernel: Kernel;
  readonly from: number;
  readonly to: number;
  /** Where in the file the first byte of that memory would stand. */
  readonly offset: number;
}

/** How far a step went. */
interface Stepped {
  /** How many of the first list's rows are done. */
  readonly done: number;
  /** Behind the last element of the second list that was gone over; undefined where none was. */
  readonly end: number | undefined;
  /** Where the next one begins, if there is more to go over; undefined where it is not all there, or something else. */
  readonly next: number | undefined;
  /** Whether the lists are in another order here. */
  readonly lost: boolean;
}

/**
 * Two lists, held against each other by the ids and prints of their elements, without one being parsed. Their kernels stand in its memory,
 * and only the first list's makes no prints.
 */
export interface ListJoin {
  readonly memory: KernelMemory;
  /** Has rows of the first list at hand. */
  take(rows: Rows): void;
  /** Goes over what is at hand, from one on, and over the second list beside it. */
  step(rows: Rows, done: number, place: Place): Stepped;
  /** Of what is at hand, from one on, nothing is looked for at the same place. */
  keep(rows: Rows, done: number): void;
  /** Of the second list what its kernel has cut, after all of the first one. */
  meet(kernel: Kernel, count: number, offset: number): void;
  /** What was found in them. @returns undefined where the id of an element can be told by a parser alone, or is not all there is to tell it by */
  found(): Joined | undefined;
}

export interface Joined {
  /** How many elements are in both, the same to the byte or, at the same place, in all that is read of them. */
  readonly unchanged: number;
  /** These, by the chosen members; none where nobody has chosen any. */
  readonly alike: readonly Alike[];
  /** All others of the first list, in its order. */
  readonly before: readonly Stretch[];
  /** All others of the second list, in its order, with the one of the first that has its id. */
  readonly after: readonly { readonly is: Stretch; readonly was: Stretch | undefined }[];
  /** Ids that one of the lists has more than once, as hashes: the lists are to be joined anew with these `apart`. */
  readonly repeated: ReadonlySet<bigint>;
}

/** What kernel/join.ts and kernel/step.ts do. */
interface Exports {
  readonly begin: (at: number, slots: number, counted: boolean) => void;
  readonly setApart: (id: bigint) => void;
  readonly keep: (row: number, count: number, offset: number, head: number) => void;
  readonly meet: (row: number, count: number, head: number) => void;
  readonly left: (from: number) => number;
  readonly step: (first: number, count: number, offset: number, head: number, from: number, to: number) => number;
  readonly stepDone: () => number;
  readonly stepEnd: () => number;
  readonly stepNext: () => number;
  readonly addressOf: (row: number) => number;
  readonly findings: () => number;
  readonly clear: () => void;
  readonly unchanged: () => number;
  readonly isUnsure: () => boolean;
  readonly likesFrom: () => number;
  readonly likeSlots: () => number;
}

const PAGES = 5;
const TAKEN = 4096;
const ROW = 4 * ROW_WORDS;
const FOUND = 65_536;
const FINDING_WORDS = 10;
const [APART_BEFORE, APART, REPEATED, NEW, CHANGED, LEFT, ALIKE, ALONE, LATER] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const [STOPPED, IS_LOST] = [0, 2];
const LIKE_WORDS = 4;

/**
 * Of each element of the first list it holds 28 bytes, and 8 to 16 of a table to find it by.
 * @param counted whether those that are unchanged are counted by the chosen members of the second list's kernel
 * @param apart hashes of ids whose elements are all given as others
 * @param expected about how many there are, so that the table need not grow
 */
export function joinLists(counted: boolean, apart: ReadonlySet<bigint>, expected = 0): ListJoin {
  const memory = new KernelMemory();
  const kernel = memory.kernel as Exports;
  const home = memory.take(PAGES);
  kernel.begin(home, 2 ** Math.ceil(Math.log2(Math.max(4096, 2 * expected))), counted);
  for (const id of apart) kernel.setApart(id);
  const before: Stretch[] = [];
  const after: { is: Stretch; was: Stretch | undefined }[] = [];
  const kinds: Alike[] = [];
  const alone: Alike[] = [];
  const repeated = new Set<bigint>();
  /** Elements of the second list that may stand further on in the first one, and where their file would begin. */
  let later: { readonly words: Int32Array; readonly offset: number }[] = [];

  function keptStretch(kept: number): Stretch {
    const { words } = memory;
    const word = kernel.addressOf(kept - 1) / 4;
    const [low, high, length] = [words[word + 4] ?? 0, words[word + 5] ?? 0, words[word + 6] ?? 0];
    return { at: (low >>> 0) + 2 ** 32 * high, length: length & 0x3fff_ffff };
  }

  /** Takes note of what was found. @param was offset of the first list @param is offset of the second */
  function note(was: number, is: number): void {
    const { words } = memory;
    const end = (home + FOUND) / 4 + kernel.findings() * FINDING_WORDS;
    for (let at = (home + FOUND) / 4; at < end; at += FINDING_WORDS) {
      const what = words[at];
      const number = words[at + 1] ?? 0;
      const from = words[at + 2] ?? 0;
      const to = words[at + 3] ?? 0;
      const one = { at: is + from, length: to - from };
      if (what === LEFT) before.push(keptStretch(number));
      else if (what === APART_BEFORE) before.push({ at: was + from, length: to - from });
      else if (what === CHANGED) after.push({ is: one, was: keptStretch(number) });
      else if (what === NEW || what === APART) after.push({ is: one, was: undefined });
      else if (what === ALIKE) kinds[number] = { one, count: 0 };
      else if (what === ALONE) alone.push({ one, count: 1 });
      else if (what === LATER) later.push({ words: words.slice(at + 2, at + FINDING_WORDS), offset: is });
      else if (what === REPEATED) repeated.add(memory.bytes.readBigUInt64LE(4 * at + 32));
    }
    kernel.clear();
  }

  function hold(words: Int32Array): void {
    memory.words.set(words, (home + TAKEN) / 4);
  }

  return {
    memory,
    take: ({ words }) => hold(words),
    step({ words, offset: was }, done, { kernel: own, from, to, offset }) {
      const why = kernel.step(done, words.length / ROW_WORDS, was, own.head, from, to);
      const end = kernel.stepEnd();
      note(was, offset);
      return {
        done: kernel.stepDone(),
        end: end === from ? undefined : end,
        next: why === STOPPED ? undefined : kernel.stepNext(),
        lost: why === IS_LOST,
      };
    },
    keep({ kernel: own, words, offset }, done) {
      kernel.keep(home + TAKEN + done * ROW, words.length / ROW_WORDS - done, offset, own.head);
      note(offset, 0);
    },
    meet(own, count, offset) {
      kernel.meet(own.head + ROWS, count, own.head);
      note(0, offset);
    },
    found() {
      for (const { words, offset } of later) {
        hold(words);
        kernel.meet(home + TAKEN, 1, 0);
        note(0, offset);
      }
      later = [];
      if (kernel.isUnsure()) return undefined;
      for (let from = 0; from >= 0;) {
        from = kernel.left(from) || -1;
        note(0, 0);
      }
      for (const { was } of after) if (was !== undefined) before.push(was);
      before.sort((a, b) => a.at - b.at);
      after.sort((a, b) => a.is.at - b.is.at);
      const likes = kernel.likesFrom() / 4;
      const { words: table } = memory;
      for (let at = likes; at < likes + kernel.likeSlots() * LIKE_WORDS; at += LIKE_WORDS) {
        // There are thousands of slots, most of them empty: a view of each would take as long as the rest of a small comparison.
        const many = table[at + 2] ?? 0;
        const kind = many > 0 ? kinds[table[at + 3] ?? 0] : undefined;
        if (kind !== undefined) kind.count = many;
      }
      return { unchanged: kernel.unchanged(), alike: [...kinds, ...alone], before, after, repeated };
    },
  };
}
