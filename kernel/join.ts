// The kernel's second part: holds the elements of two lists against each other, as `scan` has cut them.
//
// From `home` on: where each chunk of kept rows begins; rows that are taken in; what is found. Tables and chunks, as they are needed.

import { chosen, hash } from "./scan";
import { CHOSEN, CHOSEN_BYTES, INNER, KEY, ROW, UNSURE } from "./text";

const PAGE: u32 = 65536;
/** Rows of the first list that are at hand. */
export const TAKEN: u32 = 4096;
/** Of each finding: what it is, the number of a kept row or of what looks alike (u32 each), the row it is about. */
const FOUND: u32 = PAGE;
const FINDING: u32 = 40;
/** Each row of a run gives one, or two where its id is apart. */
const ENOUGH: u32 = 3000;

const APART_BEFORE: u32 = 1;
const APART: u32 = 2;
const REPEATED: u32 = 3;
const NEW: u32 = 4;
const CHANGED: u32 = 5;
const LEFT: u32 = 6;
const ALIKE: u32 = 7;
const ALONE: u32 = 8;
export const LATER: u32 = 9;

/** Of a kept row: hash of the id, print, place (u64 each), length with two bits (u32). A chunk is 14 pages. */
const KEPT: u32 = 28;
const PER_CHUNK: u32 = 32768;
const MET: u32 = 0x80000000;
const IS_APART: u32 = 0x40000000;

/** Of what looks alike: its hash (u64), how many there are, its number (u32 each). */
const LIKE: u32 = 16;

export let home: u32 = 0;
let counts: bool = false;
let table: u32 = 0;
let mask: u32 = 0;
let held: u32 = 0;
/** Behind the row that was met last: most lists keep their order. */
let next: u32 = 0;
let likes: u32 = 0;
let likeMask: u32 = 0;
let kinds: u32 = 0;
let found: u32 = 0;
let same: u32 = 0;
let unsure: bool = false;

/**
 * @param at 5 pages
 * @param slots a power of two
 * @param counted whether those that are the same are counted by their chosen members
 */
export function begin(at: u32, slots: u32, counted: bool): void {
  home = at;
  counts = counted;
  setTable(slots);
  setLikes(4096);
}

/** An id whose elements are all found as apart. */
export function setApart(id: u64): void {
  if (find(id) == 0) add(id, 0, 0, IS_APART);
}

/** How many findings there are. */
export function findings(): u32 {
  return found;
}

export function clear(): void {
  found = 0;
}

export function hasEnough(): bool {
  return found >= ENOUGH;
}

/** How many elements are the same in both lists. */
export function unchanged(): u32 {
  return same;
}

/** Whether an element had an id that only a parser can tell. */
export function isUnsure(): bool {
  return unsure;
}

/** Takes rows of the first list. @param head of the kernel that has cut them */
export function keep(row: u32, count: u32, offset: f64, head: u32): void {
  for (const end = row + count * ROW; row < end; row += ROW) {
    if (!isSure(row)) unsure = true;
    else {
      const begin = load<u32>(row);
      store<u64>(row, hash(begin, load<u32>(row, 4), head + KEY), 16);
      keepOne(row, offset, 0);
    }
  }
}

/**
 * Takes a row of the first list, of which the second one has the same.
 * @param from where it is there, with `to` behind it
 * @param head of the kernel of the second list
 */
export function keepBoth(row: u32, offset: f64, from: u32, to: u32, head: u32): void {
  if (!isSure(row)) unsure = true;
  else if (keepOne(row, offset, MET)) {
    same++;
    if (counts) count(from, to, head);
  } else {
    // As it is in the second list.
    const last = home + FOUND + (found - 1) * FINDING;
    if (load<u32>(last) == APART_BEFORE) put(APART, 0, row, from, to);
  }
}

/** @returns whether nobody else has its id */
function keepOne(row: u32, offset: f64, mark: u32): bool {
  const begins = load<u32>(row);
  const ends = load<u32>(row, 4);
  const id = load<u64>(row, 24);
  const known = find(id);
  if (known == 0) add(id, load<u64>(row, 16), <u64>(offset + <f64>begins), (ends - begins) | mark);
  else put(load<u32>(addressOf(known - 1), 24) & IS_APART ? APART_BEFORE : REPEATED, known, row, begins, ends);
  return known == 0;
}

/** Takes rows of the second list. @param head of the kernel that has them in its memory; 0 where nobody has them any more */
export function meet(row: u32, count: u32, head: u32): void {
  for (const end = row + count * ROW; row < end; row += ROW) {
    if (!isSure(row)) unsure = true;
    else meetOne(row, head);
  }
}

function meetOne(row: u32, head: u32): void {
  const begins = load<u32>(row);
  const ends = load<u32>(row, 4);
  const id = load<u64>(row, 24);
  const known = next < held && load<u64>(addressOf(next)) == id ? next + 1 : find(id);
  if (known == 0) return put(NEW, 0, row, begins, ends);
  const kept = addressOf(known - 1);
  const length = load<u32>(kept, 24);
  if (length & IS_APART) return put(APART, known, row, begins, ends);
  if (length & MET) return put(REPEATED, known, row, begins, ends);
  next = known;
  store<u32>(kept, length | MET, 24);
  if (load<u64>(kept, 8) != load<u64>(row, 16)) return put(CHANGED, known, row, begins, ends);
  same++;
  if (!counts) return;
  if (head != 0) count(begins, ends, head);
  else put(ALONE, 0, row, begins, ends);
}

/** Finds rows of the first list that were not met, from one on. @returns where to go on; 0 at the end */
export function left(from: u32): u32 {
  for (let row = from; row < held; row++) {
    if (found == ENOUGH) return row;
    if ((load<u32>(addressOf(row), 24) & (MET | IS_APART)) == 0) put(LEFT, row + 1, home + TAKEN, 0, 0);
  }
  return 0;
}

/** Where a kept row is. */
export function addressOf(row: u32): u32 {
  return load<u32>(home + ((row / PER_CHUNK) << 2)) + (row % PER_CHUNK) * KEPT;
}

// @ts-ignore: decorator
@inline
function isSure(row: u32): bool {
  const from = load<u32>(row, 8);
  const to = load<u32>(row, 12);
  return from != 0 && from != UNSURE && to < INNER && from != to;
}

/** @param from where what it is about begins, with `to` behind it */
export function put(what: u32, number: u32, row: u32, from: u32, to: u32): void {
  const at = home + FOUND + found++ * FINDING;
  store<u32>(at, what);
  store<u32>(at, number, 4);
  memory.copy(at + 8, row, ROW);
  store<u32>(at, from, 8);
  store<u32>(at, to, 12);
}

/** Counts an element by its chosen members. */
function count(from: u32, to: u32, head: u32): void {
  if (chosen(from, to, head) == 0) return put(ALONE, 0, home + TAKEN, from, to);
  const like = load<u64>(head + CHOSEN + CHOSEN_BYTES);
  const slot = likeSlot(like);
  const many = load<u32>(slot, 8);
  store<u32>(slot, many + 1, 8);
  if (many != 0) return;
  store<u64>(slot, like);
  store<u32>(slot, kinds, 12);
  put(ALIKE, kinds++, home + TAKEN, from, to);
  if (kinds * 2 > likeMask) growLikes();
}

/** Where what looks alike is counted: so many slots, of which the empty ones count none. */
export function likesFrom(): u32 {
  return likes;
}

export function likeSlots(): u32 {
  return likeMask + 1;
}

function likeSlot(like: u64): u32 {
  let slot = <u32>like & likeMask;
  while (true) {
    const at = likes + slot * LIKE;
    if (load<u32>(at, 8) == 0 || load<u64>(at) == like) return at;
    slot = (slot + 1) & likeMask;
  }
}

function setLikes(slots: u32): void {
  likes = pages((slots * LIKE) / PAGE);
  likeMask = slots - 1;
}

function growLikes(): void {
  const was = likes;
  const end = was + (likeMask + 1) * LIKE;
  setLikes((likeMask + 1) * 2);
  for (let at = was; at < end; at += LIKE) if (load<u32>(at, 8) != 0) memory.copy(likeSlot(load<u64>(at)), at, LIKE);
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
  if (held % PER_CHUNK == 0) store<u32>(home + ((held / PER_CHUNK) << 2), pages((KEPT * PER_CHUNK) / PAGE));
  const kept = addressOf(held);
  store<u64>(kept, id);
  store<u64>(kept, print, 8);
  store<u64>(kept, place, 16);
  store<u32>(kept, length, 24);
  store<u32>(slotOf(id), ++held);
  if (held * 2 > mask) grow();
}

function grow(): void {
  setTable((mask + 1) * 2);
  for (let row: u32 = 0; row < held; row++) store<u32>(slotOf(load<u64>(addressOf(row))), row + 1);
}

function setTable(slots: u32): void {
  table = pages((slots * 4 + PAGE - 1) / PAGE);
  mask = slots - 1;
}

function pages(count: u32): u32 {
  return <u32>memory.grow(count) * PAGE;
}
