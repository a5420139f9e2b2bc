// The kernel's second part: holds the elements of two lists against each other, as `scan` has cut them. It has a memory of its own.
//
// From 0 on: where each chunk of kept rows begins; what is taken in; what is found. Then tables and chunks, as they are needed.

const PAGE: u32 = 65536;
/** Rows of `scan`, as many as it cuts at once. */
const TAKEN: u32 = 4096;
const ROW: u32 = 32;
const UNSURE: u32 = 0xffffffff;
const INNER: u32 = 0x80000000;
/** Of each finding: what it is and the number of the taken row (u32), the number of the kept row (u32). */
const FOUND: u32 = 53248;

const APART: u32 = 1 << 16;
const REPEATED: u32 = 2 << 16;
const NEW: u32 = 3 << 16;
const CHANGED: u32 = 4 << 16;
const SAME: u32 = 5 << 16;

/** Of a kept row: hash of the id, print, place (u64 each), length with two bits (u32). A chunk is 14 pages. */
const KEPT: u32 = 28;
const PER_CHUNK: u32 = 32768;
const MET: u32 = 0x80000000;
const IS_APART: u32 = 0x40000000;

let table: u32 = 0;
let mask: u32 = 0;
let held: u32 = 0;
/** Behind the row that was met last: most lists keep their order. */
let next: u32 = 0;

/** @param slots a power of two */
export function begin(slots: u32): void {
  table = pages((slots * 4 + PAGE - 1) / PAGE);
  mask = slots - 1;
}

/** An id whose elements are all found as `APART`. */
export function setApart(id: u64): void {
  if (find(id) == 0) add(id, 0, 0, IS_APART);
}

/**
 * Takes rows of the first list.
 * @param met whether the second list has them as well, the same to the byte
 * @returns how many findings there are, of ids apart or repeated; -1 where an id is unsure
 */
export function keep(count: u32, offset: f64, met: bool): i32 {
  const mark = met ? MET : 0;
  let found: u32 = 0;
  for (let at: u32 = 0; at < count; at++) {
    const row = TAKEN + at * ROW;
    if (!isSure(row)) return -1;
    const begins = load<u32>(row);
    const id = load<u64>(row, 24);
    const known = find(id);
    if (known != 0) found = put(found, load<u32>(addressOf(known - 1), 24) & IS_APART ? APART : REPEATED, at, known);
    else add(id, load<u64>(row, 16), <u64>(offset + <f64>begins), (load<u32>(row, 4) - begins) | mark);
  }
  return found;
}

/** Takes rows of the second list. @returns how many findings there are; -1 where an id is unsure */
export function meet(count: u32, all: bool): i32 {
  let found: u32 = 0;
  for (let at: u32 = 0; at < count; at++) {
    const row = TAKEN + at * ROW;
    if (!isSure(row)) return -1;
    const id = load<u64>(row, 24);
    const known = next < held && load<u64>(addressOf(next)) == id ? next + 1 : find(id);
    if (known == 0) {
      found = put(found, NEW, at, 0);
      continue;
    }
    const kept = addressOf(known - 1);
    const length = load<u32>(kept, 24);
    if (length & IS_APART) found = put(found, APART, at, known);
    else if (length & MET) found = put(found, REPEATED, at, known);
    else {
      next = known;
      store<u32>(kept, length | MET, 24);
      if (load<u64>(kept, 8) != load<u64>(row, 16)) found = put(found, CHANGED, at, known);
      else if (all) found = put(found, SAME, at, known);
    }
  }
  return found;
}

/** Rows of the first list that were not met, from one on. @returns how many findings there are */
export function left(from: u32, most: u32): u32 {
  let found: u32 = 0;
  for (let row = from; row < held && found < most; row++) {
    if ((load<u32>(addressOf(row), 24) & (MET | IS_APART)) == 0) found = put(found, 0, 0, row + 1);
  }
  return found;
}

/** Where a kept row is. */
export function addressOf(row: u32): u32 {
  return load<u32>((row / PER_CHUNK) << 2) + (row % PER_CHUNK) * KEPT;
}

// @ts-ignore: decorator
@inline
function isSure(row: u32): bool {
  const from = load<u32>(row, 8);
  const to = load<u32>(row, 12);
  return from != 0 && from != UNSURE && to < INNER && from != to;
}

// @ts-ignore: decorator
@inline
function put(found: u32, what: u32, at: u32, kept: u32): u32 {
  store<u32>(FOUND + found * 8, what | at);
  store<u32>(FOUND + found * 8, kept, 4);
  return found + 1;
}

/** @returns the number of the kept row with this id and one; 0 where there is none */
function find(id: u64): u32 {
  return load<u32>(slotOf(id));
}

/** @returns the slot of this id, or the empty one where it belongs */
function slotOf(id: u64): u32 {
  let slot = <u32>id & mask;
  while (true) {
    const known = load<u32>(table + slot * 4);
    if (known == 0 || load<u64>(addressOf(known - 1)) == id) return table + slot * 4;
    slot = (slot + 1) & mask;
  }
}

function add(id: u64, print: u64, place: u64, length: u32): void {
  if (held % PER_CHUNK == 0) store<u32>((held / PER_CHUNK) << 2, pages((KEPT * PER_CHUNK) / PAGE));
  const kept = addressOf(held);
  store<u64>(kept, id);
  store<u64>(kept, print, 8);
  store<u64>(kept, place, 16);
  store<u32>(kept, length, 24);
  store<u32>(slotOf(id), ++held);
  if (held * 2 > mask) grow();
}

function grow(): void {
  begin((mask + 1) * 2);
  for (let row: u32 = 0; row < held; row++) store<u32>(slotOf(load<u64>(addressOf(row))), row + 1);
}

function pages(count: u32): u32 {
  return <u32>memory.grow(count) * PAGE;
}
