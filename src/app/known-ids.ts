/**
 * Ids of a list, a million and more, each with a number from 0: they stay in the texts that they came in, since a string and an entry of
 * a map for each would cost more than everything else that is done with them.
 */
export interface KnownIds {
  readonly size: number;
  /** Of an id that stands in a text from here to there. Each is to be added once. */
  add(text: string, from: number, to: number): void;
  /** @returns its number; -1 where it is not among them */
  find(id: string): number;
  at(place: number): string;
}

/** @param expected about how many there will be */
export function knownIds(expected: number): KnownIds {
  const texts: string[] = [];
  let size = 0;
  /** Of each: the number of its text, where it begins there, where it ends. */
  let where = new Int32Array(3 * (expected + 1));
  /** Slots of a place and one; at most half of them are taken. */
  let table = new Int32Array(2 ** Math.ceil(Math.log2(2 * expected + 16)));

  function isAt(place: number, id: string): boolean {
    const [from, to] = [where[3 * place + 1] ?? 0, where[3 * place + 2] ?? 0];
    return to - from === id.length && (texts[where[3 * place] ?? 0] ?? "").startsWith(id, from);
  }

  function put(place: number, hash: number): void {
    const mask = table.length - 1;
    let slot = hash & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = place + 1;
  }

  function grow(): void {
    const more = new Int32Array(2 * where.length);
    more.set(where);
    where = more;
    table = new Int32Array(2 * table.length);
    for (let place = 0; place < size; place++) {
      const [text, from, to] = [where[3 * place] ?? 0, where[3 * place + 1] ?? 0, where[3 * place + 2] ?? 0];
      put(place, hashOf(texts[text] ?? "", from, to));
    }
  }

  return {
    get size() {
      return size;
    },
    add(text, from, to) {
      if (texts.at(-1) !== text) texts.push(text);
      if (3 * size + 3 > where.length || 2 * size + 2 > table.length) grow();
      where[3 * size] = texts.length - 1;
      where[3 * size + 1] = from;
      where[3 * size + 2] = to;
      put(size, hashOf(text, from, to));
      size++;
    },
    find(id) {
      const mask = table.length - 1;
      for (let slot = hashOf(id, 0, id.length) & mask; ; slot = (slot + 1) & mask) {
        const place = (table[slot] ?? 0) - 1;
        if (place < 0 || isAt(place, id)) return place;
      }
    },
    at: (place) => (texts[where[3 * place] ?? 0] ?? "").slice(where[3 * place + 1], where[3 * place + 2]),
  };
}

/** FNV-1a, mixed once more, since tables look at its lowest bits. */
function hashOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}
