/**
 * Ids of a list, a million and more, each with a number from 0: side by side, since a string and an entry of a map for each would cost more
 * than everything else that is done with them.
 */
export interface KnownIds {
  readonly size: number;
  /** Of an id that stands in a text from here to there. Each is to be added once. @returns its number */
  add(text: string, from?: number, to?: number): number;
  /** @returns its number; -1 where it is not among them */
  find(id: string): number;
  at(place: number): string;
}

/** @param expected about how many there will be */
export function knownIds(expected: number): KnownIds {
  let size = 0;
  let chars = new Uint16Array(12 * (expected + 1));
  /** Where each ends, and with it where the next one begins. */
  let ends = new Int32Array(expected + 1);
  /** Slots of a place and one; at most half of them are taken. */
  let table = new Int32Array(2 ** Math.ceil(Math.log2(2 * expected + 16)));

  const begin = (place: number): number => (place === 0 ? 0 : (ends[place - 1] ?? 0));

  function isAt(place: number, id: string): boolean {
    const from = begin(place);
    if ((ends[place] ?? 0) - from !== id.length) return false;
    for (let i = 0; i < id.length; i++) if (chars[from + i] !== id.charCodeAt(i)) return false;
    return true;
  }

  function put(place: number, hash: number): void {
    const mask = table.length - 1;
    let slot = hash & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = place + 1;
  }

  return {
    get size() {
      return size;
    },
    add(text, from = 0, to = text.length) {
      const start = begin(size);
      if (start + to - from > chars.length) chars = longer(chars, new Uint16Array(2 * chars.length + to - from));
      if (size === ends.length) ends = longer(ends, new Int32Array(2 * ends.length));
      if (2 * size + 2 > table.length) {
        table = new Int32Array(2 * table.length);
        for (let place = 0; place < size; place++) put(place, hashOf(chars, begin(place), ends[place] ?? 0));
      }
      for (let i = from; i < to; i++) chars[start + i - from] = text.charCodeAt(i);
      ends[size] = start + to - from;
      put(size, hashOf(chars, start, start + to - from));
      return size++;
    },
    find(id) {
      const mask = table.length - 1;
      let hash = SEED;
      for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), PRIME);
      for (let slot = mixed(hash) & mask; ; slot = (slot + 1) & mask) {
        const place = (table[slot] ?? 0) - 1;
        if (place < 0 || isAt(place, id)) return place;
      }
    },
    at: (place) => String.fromCharCode(...chars.subarray(begin(place), ends[place])),
  };
}

function longer<T extends Uint16Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

const SEED = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a, mixed once more, since tables look at its lowest bits. */
function hashOf(chars: Uint16Array, from: number, to: number): number {
  let hash = SEED;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (chars[at] ?? 0), PRIME);
  return mixed(hash);
}

function mixed(hash: number): number {
  return hash ^ (hash >>> 15);
}
