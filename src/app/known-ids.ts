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

/** A list that is asked for fewer of its ids than one in so many is searched; a table of all takes longer to make than these searches. */
const SEARCHED = 16;

export function knownIds(): KnownIds {
  let size = 0;
  let chars = new Uint16Array(512);
  /** Where each ends, and with it where the next one begins. */
  let ends = new Int32Array(64);
  /** Whether each stands behind all before it, as a store gives them. */
  let isSorted = true;
  let searched = 0;
  /** Slots of a place and one; at most half of them are taken. Undefined as long as nobody needs it. */
  let table: Int32Array | undefined;

  const begin = (place: number): number => (place === 0 ? 0 : (ends[place - 1] ?? 0));

  /** Of the id there beside another: 0 where it is that one, less where it stands before it. */
  function beside(place: number, id: string): number {
    const [from, to] = [begin(place), ends[place] ?? 0];
    const length = Math.min(to - from, id.length);
    for (let i = 0; i < length; i++) {
      const difference = (chars[from + i] ?? 0) - id.charCodeAt(i);
      if (difference !== 0) return difference;
    }
    return to - from - id.length;
  }

  function follows(from: number, to: number): boolean {
    const last = begin(size - 1);
    const length = Math.min(to - from, from - last);
    for (let i = 0; i < length; i++) {
      const difference = (chars[from + i] ?? 0) - (chars[last + i] ?? 0);
      if (difference !== 0) return difference > 0;
    }
    return to - from > from - last;
  }

  function search(id: string): number {
    let [low, high] = [0, size - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const difference = beside(middle, id);
      if (difference === 0) return middle;
      if (difference < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  function put(into: Int32Array, place: number): void {
    const mask = into.length - 1;
    let slot = hashOf(chars, begin(place), ends[place] ?? 0) & mask;
    while (into[slot] !== 0) slot = (slot + 1) & mask;
    into[slot] = place + 1;
  }

  function tableOfAll(): Int32Array {
    const made = new Int32Array(2 ** Math.ceil(Math.log2(2 * size + 16)));
    for (let place = 0; place < size; place++) put(made, place);
    return made;
  }

  return {
    get size() {
      return size;
    },
    add(text, from = 0, to = text.length) {
      const start = begin(size);
      const end = start + to - from;
      if (end > chars.length) chars = longer(chars, new Uint16Array(2 * chars.length + to - from));
      if (size === ends.length) ends = longer(ends, new Int32Array(2 * ends.length));
      for (let i = from; i < to; i++) chars[start + i - from] = text.charCodeAt(i);
      ends[size] = end;
      isSorted = isSorted && (size === 0 || follows(start, end));
      if (table !== undefined && 2 * size + 2 > table.length) table = undefined;
      if (table !== undefined) put(table, size);
      return size++;
    },
    find(id) {
      if (table === undefined && isSorted && SEARCHED * ++searched < size) return search(id);
      table ??= tableOfAll();
      const mask = table.length - 1;
      let hash = SEED;
      for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), PRIME);
      for (let slot = mixed(hash) & mask; ; slot = (slot + 1) & mask) {
        const place = (table[slot] ?? 0) - 1;
        if (place < 0 || beside(place, id) === 0) return place;
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
