import type { JsonRun, RunTaker } from "./json-elements.ts";
import { ROW_BASE, ROW_WORDS, UNSURE } from "./kernel.ts";

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

/** Two lists, held against each other without an element parsed. */
export interface ListJoin {
  readonly before: RunTaker;
  readonly after: RunTaker;
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
  readonly repeated: ReadonlySet<number>;
}

/** Of an element of the first list: hash of the id (2), print (2), place (2), and length with the bit, its sign, that it was met. */
const WORDS = 7;
const PER_CHUNK = 1 << 15;
const MET = -0x8000_0000;

/**
 * Of each element of the first list it holds 28 bytes, and 8 to 16 of a table to find it by.
 * @param chosen members by which those that are unchanged are counted; empty for no counting
 * @param apart hashes of ids whose elements are all given as others
 * @param expected about how many there are, so that the table need not grow
 */
export function joinLists(chosen: readonly string[], apart: ReadonlySet<number>, expected = 0): ListJoin {
  const chunks: Int32Array[] = [];
  let held = 0;
  let table = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(4096, 2 * expected))));
  const beforeApart: Stretch[] = [];
  const after: { is: Stretch; was: Stretch | undefined }[] = [];
  const alike = new Map<number, Alike>();
  const alone: Alike[] = [];
  const repeated = new Set<number>();
  let unchanged = 0;
  /** Behind the row that was met last: most lists keep their order. */
  let next = 0;
  let unsure = false;

  function word(row: number, at: number): number {
    return chunks[row >>> 15]?.[(row & (PER_CHUNK - 1)) * WORDS + at] ?? 0;
  }

  function stretchOf(row: number): Stretch {
    return { at: (word(row, 4) >>> 0) + word(row, 5) * 2 ** 32, length: word(row, 6) & ~MET };
  }

  /** @returns the slot of this id, or the empty one where it belongs */
  function slotOf(low: number, high: number): number {
    const mask = table.length - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const row = (table[slot] ?? 0) - 1;
      if (row < 0 || (word(row, 0) === low && word(row, 1) === high)) return slot;
    }
  }

  function grow(): void {
    table = new Int32Array(2 * table.length);
    for (let row = 0; row < held; row++) table[slotOf(word(row, 0), word(row, 1))] = row + 1;
  }

  function keep(low: number, high: number, words: Int32Array, at: number, offset: number): void {
    const slot = slotOf(low, high);
    if ((table[slot] ?? 0) !== 0) {
      repeated.add(idKey(low, high));
      return;
    }
    if ((held & (PER_CHUNK - 1)) === 0) chunks.push(new Int32Array(PER_CHUNK * WORDS));
    const chunk = chunks[held >>> 15] as Int32Array;
    const base = (held & (PER_CHUNK - 1)) * WORDS;
    const begin = words[at] ?? 0;
    const place = offset + begin;
    chunk[base] = low;
    chunk[base + 1] = high;
    chunk[base + 2] = words[at + 4] ?? 0;
    chunk[base + 3] = words[at + 5] ?? 0;
    chunk[base + 4] = place | 0;
    chunk[base + 5] = Math.floor(place / 2 ** 32);
    chunk[base + 6] = (words[at + 1] ?? 0) - begin;
    table[slot] = ++held;
    if (held * 2 > table.length) grow();
  }

  function meet(low: number, high: number, words: Int32Array, at: number, run: JsonRun): void {
    const isNext = next < held && word(next, 0) === low && word(next, 1) === high;
    const row = isNext ? next : (table[slotOf(low, high)] ?? 0) - 1;
    if (row < 0) {
      after.push({ is: stretch(words, at, run.offset), was: undefined });
      return;
    }
    next = row + 1;
    const chunk = chunks[row >>> 15] as Int32Array;
    const base = (row & (PER_CHUNK - 1)) * WORDS;
    const length = chunk[base + 6] ?? 0;
    if (length < 0) {
      repeated.add(idKey(low, high));
      return;
    }
    chunk[base + 6] = length | MET;
    if (chunk[base + 2] === words[at + 4] && chunk[base + 3] === words[at + 5]) {
      unchanged++;
      if (chosen.length > 0) count(words, at, run);
    } else after.push({ is: stretch(words, at, run.offset), was: stretchOf(row) });
  }

  function count(words: Int32Array, at: number, { kernel, offset }: JsonRun): void {
    const like = kernel.chosen(words[at] ?? 0, words[at + 1] ?? 0);
    const known = like === undefined ? undefined : alike.get(like);
    if (known !== undefined) known.count++;
    else if (like === undefined) alone.push({ one: stretch(words, at, offset), count: 1 });
    else alike.set(like, { one: stretch(words, at, offset), count: 1 });
  }

  function isSure(words: Int32Array, at: number): boolean {
    const begin = words[at + 2] ?? 0;
    const end = words[at + 3] ?? 0;
    return begin !== 0 && begin !== UNSURE && end >= 0 && begin !== end;
  }

  function takeBefore({ kernel, count: rows, offset }: JsonRun): void {
    const words = kernel.words();
    for (let at = ROW_BASE; at < ROW_BASE + rows * ROW_WORDS; at += ROW_WORDS) {
      const low = words[at + 6] ?? 0;
      const high = words[at + 7] ?? 0;
      if (!isSure(words, at)) unsure = true;
      else if (apart.size > 0 && apart.has(idKey(low, high))) beforeApart.push(stretch(words, at, offset));
      else keep(low, high, words, at, offset);
    }
  }

  function takeAfter(run: JsonRun): void {
    const words = run.kernel.words();
    for (let at = ROW_BASE; at < ROW_BASE + run.count * ROW_WORDS; at += ROW_WORDS) {
      const low = words[at + 6] ?? 0;
      const high = words[at + 7] ?? 0;
      if (!isSure(words, at)) unsure = true;
      else if (apart.size > 0 && apart.has(idKey(low, high))) {
        after.push({ is: stretch(words, at, run.offset), was: undefined });
      } else meet(low, high, words, at, run);
    }
  }

  return {
    before: { chosen, take: takeBefore },
    after: { chosen, take: takeAfter },
    found() {
      if (unsure) return undefined;
      const before = [...beforeApart];
      for (let row = 0; row < held; row++) if (word(row, 6) >= 0) before.push(stretchOf(row));
      for (const { was } of after) if (was !== undefined) before.push(was);
      before.sort((a, b) => a.at - b.at);
      return { unchanged, alike: [...alike.values(), ...alone], before, after, repeated };
    },
  };
}

function stretch(words: Int32Array, at: number, offset: number): Stretch {
  const begin = words[at] ?? 0;
  return { at: offset + begin, length: (words[at + 1] ?? 0) - begin };
}

/** By what an id is known, of the two words of its hash. */
export function idKey(low: number, high: number): number {
  return (low >>> 0) + (high & 0xf_ffff) * 2 ** 32;
}
