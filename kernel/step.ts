// The kernel's fourth part: what two lists that are read side by side have at the same place, to the byte or in all that is read.

import { hasEnough, home, keep, keepBoth, LATER, meet, put, TAKEN } from "./join";
import { afterValue as afterValueOfJson } from "./project";
import { scan } from "./scan";
import { afterName, afterSpace, afterValue, BACKSLASH, CLOSE_OBJECT, COLON, COMMA, KEY, nameIn, OPEN_LIST, OPEN_OBJECT, QUOTE, READ, ROW, ROWS, wasEscaped } from "./text";

/** So many elements of the first list are looked through for one that the second list has next. */
const NEAR: u32 = 8;
/** After so many elements in a row that were not among them, the lists are in another order. */
const LOST: u32 = 64;

/** Why `step` went no further: the next element of the second list is not all there, or something else; or the rows at hand are done. */
const STOPPED: u32 = 0;
const DONE: u32 = 1;
const IS_LOST: u32 = 2;
const FULL: u32 = 3;

let done: u32 = 0;
let end: u32 = 0;
let at: u32 = 0;
let lost: u32 = 0;

/** How many of the rows at hand are done. */
export function stepDone(): u32 {
  return done;
}

/** Behind the last element of the second list that was gone over. */
export function stepEnd(): u32 {
  return end;
}

/** Where the next one begins, where `step` can go on. */
export function stepNext(): u32 {
  return at;
}

/**
 * Goes over elements of the second list beside those of the first that are at hand.
 * @param first of the rows at hand that is not done yet, of `count`
 * @param offset of the first list
 * @param head of the second one's kernel
 * @param from where an element of the second list begins, in a text that ends before `to`: a byte that is overwritten
 */
export function step(first: u32, count: u32, offset: f64, head: u32, from: u32, to: u32): u32 {
  done = first;
  at = end = from;
  // No text of JSON has this byte: whatever is gone over ends here.
  store<u8>(to, 0);
  while (true) {
    if (done == count) return DONE;
    if (hasEnough()) return FULL;
    const row = home + TAKEN + done * ROW;
    const same = common(row, count - done, to, head);
    if (same > 0) {
      const shift = at - load<u32>(row);
      for (let n: u32 = 0; n < same; n++) {
        const one = row + n * ROW;
        keepBoth(one, offset, load<u32>(one) + shift, n + 1 == same ? end : load<u32>(one, 4) + shift, head);
      }
      done += same;
      lost = 0;
    } else {
      const own = head + ROWS;
      if (scan(at, to, own, 1, head + KEY, true) == 0) return STOPPED;
      end = load<u32>(own, 4);
      const near = find(row, min(NEAR, count - done), load<u64>(own, 24));
      if (near != 0) {
        keep(row, near, offset, head);
        meet(own, 1, head);
        done += near;
        lost = 0;
      } else {
        put(LATER, 0, own, at, end);
        if (++lost > LOST) return IS_LOST;
      }
    }
    at = afterSpace(end, to);
    if (at >= to || load<u8>(at) != COMMA) return STOPPED;
    at = afterSpace(at + 1, to);
    if (at >= to) return STOPPED;
  }
}

/** How many rows there are up to the one that has this id; 0 where none has. */
function find(row: u32, count: u32, id: u64): u32 {
  for (let n: u32 = 0; n < count; n++) if (load<u64>(row + n * ROW, 24) == id) return n + 1;
  return 0;
}

/**
 * Looks for rows of the first list where the second one goes on, and sets `end` behind what it finds.
 * @returns how many of them stand there as well: the same to the byte with all that is between them, and the last of them perhaps only the
 *   same in what is read
 */
function common(rows: u32, count: u32, to: u32, head: u32): u32 {
  const from = load<u32>(rows);
  const most = min(load<u32>(rows + (count - 1) * ROW, 4) - from, to - at);
  const differs = from + alike(from, at, most);
  let same: u32 = 0;
  for (; same < count; same++) {
    const last = load<u32>(rows + same * ROW, 4);
    if (last > differs) break;
    end = at + last - from;
  }
  const row = rows + same * ROW;
  const names = load<u32>(head + READ);
  if (names == 0 || same == count || differs == from + most || differs < load<u32>(row)) return same;
  const other = agreeing(load<u32>(row), load<u32>(row, 4), at - from, to, differs, names, load<u32>(head + READ, 4));
  if (other == 0) return same;
  end = other;
  return same + 1;
}

/** How many bytes are the same in two places. */
function alike(a: u32, b: u32, most: u32): u32 {
  let at: u32 = 0;
  for (; at + 64 <= most; at += 64) {
    const x = v128.xor(v128.load(a + at), v128.load(b + at));
    const y = v128.xor(v128.load(a + at, 16), v128.load(b + at, 16));
    const z = v128.xor(v128.load(a + at, 32), v128.load(b + at, 32));
    const u = v128.xor(v128.load(a + at, 48), v128.load(b + at, 48));
    if (v128.any_true(v128.or(v128.or(x, y), v128.or(z, u)))) break;
  }
  while (at < most && load<u8>(a + at) == load<u8>(b + at)) at++;
  return at;
}

/**
 * Whether an object of the first list agrees with what stands in the second one in all that is read: both have the same members in the
 * same order, and those that differ are not read, and surely JSON in both.
 * @param names of members that are read, and `within` of those of which only members are (as in `chosen`)
 * @param shift from a place in the first list to the same in the second
 * @param differs the first byte that is not the same, in the first list
 * @returns behind the object in the second list; 0 where they do not agree, or there is no telling
 */
function agreeing(from: u32, end: u32, shift: u32, to: u32, differs: u32, names: u32, within: u32): u32 {
  let depth: u8 = 1;
  let at = from + 1;
  if (load<u8>(from) != OPEN_OBJECT) return 0;
  while (differs < end) {
    at = afterSpace(at, end);
    if (differs < at || at >= end) return 0;
    const byte = load<u8>(at);
    if (byte == COMMA) {
      at++;
      continue;
    }
    if (byte == CLOSE_OBJECT && depth == 2) {
      depth = 1;
      at++;
      continue;
    }
    if (byte != QUOTE) return 0;
    const name = at + 1;
    at = afterName(at, end);
    const last = at - 1;
    const isPlain = !wasEscaped();
    at = afterSpace(at, end);
    if (at >= end || load<u8>(at) != COLON) return 0;
    at = afterSpace(at + 1, end);
    if (differs < at || at >= end) return 0;
    const value = at;
    const first = load<u8>(value);
    at = afterValue(value, end);
    // A number goes on where another one ends.
    if (differs > at || (differs == at && (first == QUOTE || first == OPEN_OBJECT || first == OPEN_LIST))) continue;
    if (!isPlain) return 0;
    if (depth == 1 && nameIn(within, name, last) != 0) {
      if (first != OPEN_OBJECT || differs == value) return 0;
      depth = 2;
      at = value + 1;
      continue;
    }
    if (nameIn(names, name, last) != 0) return 0;
    at = afterJson(value, end);
    const other = afterJson(value + shift, to);
    if (at == 0 || other == 0) return 0;
    shift = other - at;
    differs = at + alike(at, other, min(end - at, to - other));
  }
  return end + shift;
}

/** @returns behind the value that stands here, if it is JSON and ASCII alone: whether other bytes are UTF-8 is for somebody else to tell; else 0 */
function afterJson(from: u32, to: u32): u32 {
  const end = afterValueOfJson(from);
  if (end == 0 || end >= to) return 0;
  for (let at = from; at < end; at++) if (load<u8>(at) > 0x7f) return 0;
  return end;
}
