import { instantiate, type Kernel, MOST, ROW_WORDS } from "./kernel.ts";

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

/** Elements as the kernel has cut them. */
export interface Rows {
  /** In whose memory they are. */
  readonly kernel: Kernel;
  readonly words: Int32Array;
  /** Where in the file the first byte of that memory would stand. */
  readonly offset: number;
}

/** Two lists, held against each other by the ids and prints of their elements, without one being parsed. */
export interface ListJoin {
  /** Of the first list, before anything of the second one is looked for. */
  keep(rows: Rows): void;
  /** Of the first list, which the second one has as well, the same to the byte: there it is `offset` at which its memory would begin. */
  keepBoth(rows: Rows, offset: number): void;
  /** Of the second list. @param gone whether their bytes are not in their kernel's memory any more */
  meet(rows: Rows, gone?: boolean): void;
  /** What was found in them. @returns undefined where the id of an element can be told by a parser alone, or is not all there is to tell it by */
  found(): Joined | undefined;
}

export interface Joined {
  /** How many elements are in both, the same to the byte. */
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

/** What kernel/join.ts does. Its findings are a word each of what it is and which row, and one of which kept row, counted from one. */
interface Exports {
  readonly begin: (slots: number) => void;
  readonly setApart: (id: bigint) => void;
  readonly keep: (count: number, offset: number, met: boolean) => number;
  readonly meet: (count: number, all: boolean) => number;
  readonly left: (from: number, most: number) => number;
  readonly addressOf: (row: number) => number;
}

const TAKEN = 4096;
const ROW = 4 * ROW_WORDS;
const FOUND = 53_248;
const [APART, REPEATED, NEW, CHANGED] = [1, 2, 3, 4];

/**
 * Of each element of the first list it holds 28 bytes, and 8 to 16 of a table to find it by.
 * @param counted whether those that are unchanged are counted by the kernels' chosen members
 * @param apart hashes of ids whose elements are all given as others
 * @param expected about how many there are, so that the table need not grow
 */
export function joinLists(counted: boolean, apart: ReadonlySet<bigint>, expected = 0): ListJoin {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const kernel = instantiate(memory) as Exports;
  let view = Buffer.from(memory.buffer);
  kernel.begin(2 ** Math.ceil(Math.log2(Math.max(4096, 2 * expected))));
  for (const id of apart) kernel.setApart(id);
  const beforeApart: Stretch[] = [];
  const after: { is: Stretch; was: Stretch | undefined }[] = [];
  const alike = new Map<number, Alike>();
  const alone: Alike[] = [];
  const repeated = new Set<bigint>();
  let unchanged = 0;
  let unsure = false;

  function bytes(): Buffer {
    // Another one after the memory has grown.
    if (view.length === 0) view = Buffer.from(memory.buffer);
    return view;
  }

  /** What was found in these rows: what it is, where its row is, and the number of the kept row. */
  function* findings({ words }: Rows, look: () => number): Generator<readonly [number, number, number]> {
    new Int32Array(memory.buffer, TAKEN).set(words);
    const found = look();
    if (found < 0) unsure = true;
    for (let at = FOUND; at < FOUND + found * 8; at += 8) {
      const what = bytes().readUInt32LE(at);
      yield [what >>> 16, TAKEN + (what & 0xffff) * ROW, bytes().readUInt32LE(at + 4) - 1];
    }
  }

  /** Of a row that was taken. */
  function stretch(row: number, offset: number): Stretch {
    const begin = bytes().readUInt32LE(row);
    return { at: offset + begin, length: bytes().readUInt32LE(row + 4) - begin };
  }

  function keptStretch(kept: number): Stretch {
    const address = kernel.addressOf(kept);
    return {
      at: Number(bytes().readBigUInt64LE(address + 16)),
      length: bytes().readInt32LE(address + 24) & 0x3fff_ffff,
    };
  }

  function idOf(row: number): bigint {
    return bytes().readBigUInt64LE(row + 24);
  }

  function count({ kernel: own }: Rows, begin: number, one: Stretch, gone = false): void {
    const like = gone ? undefined : own.chosen(begin, begin + one.length);
    const known = like === undefined ? undefined : alike.get(like);
    if (known !== undefined) known.count++;
    else if (like === undefined) alone.push({ one, count: 1 });
    else alike.set(like, { one, count: 1 });
  }

  return {
    keep(rows) {
      for (const [what, row] of findings(rows, () => kernel.keep(countOf(rows), rows.offset, false))) {
        if (what === APART) beforeApart.push(stretch(row, rows.offset));
        else repeated.add(idOf(row));
      }
    },
    keepBoth(rows, offset) {
      unchanged += countOf(rows);
      const others = new Set<number>();
      for (const [what, row] of findings(rows, () => kernel.keep(countOf(rows), rows.offset, true))) {
        if (what === APART) {
          beforeApart.push(stretch(row, rows.offset));
          after.push({ is: stretch(row, offset), was: undefined });
        } else repeated.add(idOf(row));
        unchanged--;
        others.add(row);
      }
      if (!counted) return;
      for (let row = TAKEN; row < TAKEN + countOf(rows) * ROW; row += ROW) {
        if (!others.has(row)) count(rows, bytes().readUInt32LE(row), stretch(row, offset));
      }
    },
    meet(rows, gone) {
      const { offset } = rows;
      unchanged += countOf(rows);
      for (const [what, row, kept] of findings(rows, () => kernel.meet(countOf(rows), counted))) {
        if (what === REPEATED) repeated.add(idOf(row));
        else if (what === CHANGED) after.push({ is: stretch(row, offset), was: keptStretch(kept) });
        else if (what === NEW || what === APART) after.push({ is: stretch(row, offset), was: undefined });
        else {
          count(rows, bytes().readUInt32LE(row), stretch(row, offset), gone);
          continue;
        }
        unchanged--;
      }
    },
    found() {
      if (unsure) return undefined;
      const before = [...beforeApart];
      for (let from = 0, n = MOST; n === MOST;) {
        n = kernel.left(from, MOST);
        for (let at = FOUND; at < FOUND + n * 8; at += 8) {
          from = bytes().readUInt32LE(at + 4);
          before.push(keptStretch(from - 1));
        }
      }
      for (const { was } of after) if (was !== undefined) before.push(was);
      before.sort((a, b) => a.at - b.at);
      after.sort((a, b) => a.is.at - b.is.at);
      return { unchanged, alike: [...alike.values(), ...alone], before, after, repeated };
    },
  };
}

function countOf({ words }: Rows): number {
  return words.length / ROW_WORDS;
}
