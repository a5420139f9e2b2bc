// The kernel of the JSON slicer: AssemblyScript, compiled by `npm run kernel` into src/files/kernel-wasm.ts, which loads it.
//
// It finds where the elements of a list begin and end, the value of their "id", and keyed hashes of their bytes. It follows
// strings, escapes and depth alone, 64 bytes at a time, after Langdale and Lemire, "Parsing gigabytes of JSON per second" (2019).
// All memory is the caller's; up to 64 bytes are read behind what is scanned.

import { afterName, afterSpace, afterValue, BACKSLASH, CHOSEN, CHOSEN_BYTES, CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, INNER, KEY, nameIn, NAMES, OPEN_LIST, OPEN_OBJECT, QUOTE, ROW, UNSURE, wasEscaped } from "./text";

const FOUR: u8 = 0x34;
const SIX: u8 = 0x36;
const NINE: u8 = 0x39;
const D: u8 = 0x64;
const I: u8 = 0x69;
/** `\u00`, as the number that four bytes are. */
const ESCAPE: u32 = 0x3030755c;
const ODD_BITS: u64 = 0xaaaaaaaaaaaaaaaa;

/** How far a scan has come. */
let depth: u32 = 0;
let begin: u32 = 0;
let idFrom: u32 = 0;
let idTo: u32 = 0;
let inner: u32 = 0;
let count: u32 = 0;

/**
 * Cuts elements that are objects or lists, as long as nothing but a comma and white space stands between them.
 * @param from the bracket that opens the first one
 * @param rows where to write them, at most `most`
 * @param key of the hashes, 1152 bytes; 0 for no hash
 * @param prints whether all of an element is hashed, and not its id alone
 * @returns how many are whole
 */
export function scan(from: u32, to: u32, rows: u32, most: u32, key: u32, prints: bool): u32 {
  // What the compiler cannot know to be constant is kept, and not made anew for each block.
  const zero = <u8>(from >>> 31);
  const quote = i8x16.splat(zero | QUOTE);
  const backslash = i8x16.splat(zero | BACKSLASH);
  // In these bits all brackets are the same, and of ASCII only Y, y, _ and delete are as well, which seldom stand outside of strings.
  const common = i8x16.splat(zero | 0xd9);
  const bracket = i8x16.splat(zero | 0x59);
  // With this bit both kinds of brackets are one, and nothing else becomes them.
  const curly = i8x16.splat(zero | 0x20);
  const open = i8x16.splat(zero | OPEN_OBJECT);
  const close = i8x16.splat(zero | CLOSE_OBJECT);
  const i = i8x16.splat(zero | I);
  const d = i8x16.splat(zero | D);

  let inString: u64 = 0;
  let escapes: u64 = 0;
  let lastBackslashes: u64 = 0;
  depth = 0;
  begin = from;
  count = 0;

  for (let at = from; at < to; at += 64) {
    const v0 = v128.load(at);
    const v1 = v128.load(at, 16);
    const v2 = v128.load(at, 32);
    const v3 = v128.load(at, 48);
    const q0 = i8x16.eq(v0, quote);
    const q1 = i8x16.eq(v1, quote);
    const q2 = i8x16.eq(v2, quote);
    const q3 = i8x16.eq(v3, quote);
    let quotes = bits(q0, q1, q2, q3);
    // Where a string ends in "id".
    const i0 = v128.and(q0, pair(at, i, d));
    const i1 = v128.and(q1, pair(at + 16, i, d));
    const i2 = v128.and(q2, pair(at + 32, i, d));
    const i3 = v128.and(q3, pair(at + 48, i, d));
    let ids: u64 = v128.any_true(v128.or(v128.or(i0, i1), v128.or(i2, i3))) ? bits(i0, i1, i2, i3) : 0;
    const backslashes = bits(i8x16.eq(v0, backslash), i8x16.eq(v1, backslash), i8x16.eq(v2, backslash), i8x16.eq(v3, backslash));
    if ((backslashes | lastBackslashes) != 0) {
      // Its last letter may be an escape, or the last but one.
      ids |= (backslashes << 6) | (lastBackslashes >>> 58) | (backslashes << 7) | (lastBackslashes >>> 57);
      // A backslash escapes what follows unless it is escaped itself: runs of them are told apart by where they begin.
      const potential = backslashes & ~escapes;
      const codes = (((potential << 1) | ODD_BITS) - potential) ^ ODD_BITS;
      quotes &= ~(codes ^ (backslashes | escapes));
      escapes = (codes & backslashes) >>> 63;
      lastBackslashes = backslashes;
    }
    const strings = prefixXor(quotes) ^ inString;
    inString = <u64>(<i64>strings >> 63);
    ids &= quotes & ~strings;
    const brackets = bits(i8x16.eq(v128.and(v0, common), bracket), i8x16.eq(v128.and(v1, common), bracket), i8x16.eq(v128.and(v2, common), bracket), i8x16.eq(v128.and(v3, common), bracket)) & ~strings;
    if ((brackets | ids) == 0) continue;
    const c0 = v128.or(v0, curly);
    const c1 = v128.or(v1, curly);
    const c2 = v128.or(v2, curly);
    const c3 = v128.or(v3, curly);
    const opens = bits(i8x16.eq(c0, open), i8x16.eq(c1, open), i8x16.eq(c2, open), i8x16.eq(c3, open)) & ~strings;
    const closes = bits(i8x16.eq(c0, close), i8x16.eq(c1, close), i8x16.eq(c2, close), i8x16.eq(c3, close)) & ~strings;
    const closing = <u32>popcnt(closes);
    // In whatever order they stand, no element ends here.
    if (ids == 0 && closing < depth) depth += <u32>popcnt(opens) - closing;
    else if (!take(opens | closes | ids, at, to, rows, most, key, prints)) break;
  }
  return count;
}

/** Goes through the brackets of a block and the strings in it that may be "id". @returns whether there may be more */
function take(events: u64, at: u32, to: u32, rows: u32, most: u32, key: u32, prints: bool): bool {
  for (; events != 0; events &= events - 1) {
    const p = at + <u32>ctz(events);
    if (p >= to) return false;
    const byte = load<u8>(p);
    if (byte == OPEN_OBJECT || byte == OPEN_LIST) {
      if (depth == 0) {
        // Something else stands before it.
        if (p != begin) return false;
        idFrom = byte == OPEN_LIST ? UNSURE : 0;
        idTo = inner = 0;
      }
      depth++;
    } else if (byte == CLOSE_OBJECT || byte == CLOSE_LIST) {
      if (depth == 0) return false;
      if (--depth > 0) continue;
      const end = p + 1;
      const row = rows + count * ROW;
      store<u32>(row, begin);
      store<u32>(row, end, 4);
      store<u32>(row, idFrom, 8);
      store<u32>(row, idTo | inner, 12);
      if (key != 0) {
        if (prints) store<u64>(row, hash(begin, end, key), 16);
        if (idFrom != 0 && idFrom != UNSURE) store<u64>(row, hash(idFrom, idTo, key), 24);
      }
      if (++count == most) return false;
      const comma = afterSpace(end, to);
      if (comma >= to || load<u8>(comma) != COMMA) return false;
      begin = afterSpace(comma + 1, to);
    } else if (depth <= 2 && idFrom != UNSURE && isId(p)) takeId(p, to);
  }
  return true;
}

/** A string that is or may be "id" ends here. */
function takeId(p: u32, to: u32): void {
  const colon = afterSpace(p + 1, to);
  if (colon >= to || load<u8>(colon) != COLON) return;
  if (depth == 2) {
    inner = INNER;
    return;
  }
  let value = afterSpace(colon + 1, to);
  if (idFrom != 0 || load<u8>(p - 2) != I || load<u8>(p - 3) != QUOTE || value >= to || load<u8>(value) != QUOTE) {
    idFrom = UNSURE;
    return;
  }
  idFrom = ++value;
  while (value < to && load<u8>(value) != QUOTE && load<u8>(value) != BACKSLASH) value++;
  if (value < to && load<u8>(value) == BACKSLASH) idFrom = UNSURE;
  idTo = value;
}

// @ts-ignore: decorator
@inline
function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(a)) |
    (<u64>(<u32>i8x16.bitmask(b)) << 16) |
    (<u64>(<u32>i8x16.bitmask(c)) << 32) |
    (<u64>(<u32>i8x16.bitmask(d)) << 48)
  );
}

/** Where these two stand before a byte. */
// @ts-ignore: decorator
@inline
function pair(at: u32, first: v128, second: v128): v128 {
  return v128.and(i8x16.eq(v128.load(at - 2), first), i8x16.eq(v128.load(at - 1), second));
}

/** Of each bit, whether an odd number of bits is set up to it. */
// @ts-ignore: decorator
@inline
function prefixXor(x: u64): u64 {
  x ^= x << 1;
  x ^= x << 2;
  x ^= x << 4;
  x ^= x << 8;
  x ^= x << 16;
  return x ^ (x << 32);
}

/**
 * Whether the string that ends with this quote is "id", or may be: its last letter is one of an id's, as an escape. A quote before the
 * letters begins the string, unless it is escaped itself.
 */
// @ts-ignore: decorator
@inline
function isId(quote: u32): bool {
  const last = load<u8>(quote - 1);
  const before = load<u8>(quote - 2);
  // \u0064
  if (last == FOUR) return before == SIX && load<u32>(quote - 6) == ESCAPE;
  return (before == I && load<u8>(quote - 3) == QUOTE && load<u8>(quote - 4) != BACKSLASH) || (before == NINE && load<u8>(quote - 3) == SIX && load<u32>(quote - 7) == ESCAPE);
}

const PRIME_1: u64 = 0x9e3779b185ebca87;
const PRIME_2: u64 = 0xc2b2ae3d27d4eb4f;
const PRIME_3: u64 = 0x165667b19e3779f9;

/**
 * 64 bits of bytes under a secret key of 1024 + 64 + 64 bytes. The loop is that of XXH3 for long inputs (Collet, 2019) with a key that is
 * random throughout: whoever writes a profile does not know it, and so cannot write one that hashes as another.
 */
export function hash(from: u32, to: u32, key: u32): u64 {
  let a = v128.load(key, 1024);
  let b = v128.load(key, 1040);
  let c = v128.load(key, 1056);
  let d = v128.load(key, 1072);
  const mixing = key + 1088;
  let at = from;
  let k = key;
  for (; at + 64 <= to; at += 64) {
    a = mixed(a, v128.load(at), k);
    b = mixed(b, v128.load(at + 16), k + 16);
    c = mixed(c, v128.load(at + 32), k + 32);
    d = mixed(d, v128.load(at + 48), k + 48);
    k += 64;
    if (k < key + 1024) continue;
    k = key;
    a = scramble(a, mixing);
    b = scramble(b, mixing + 16);
    c = scramble(c, mixing + 32);
    d = scramble(d, mixing + 48);
  }
  if (at < to) {
    // The rest as if zeros followed it.
    const rest = to - at;
    a = mixed(a, firstOf(at, rest, 0), k);
    b = mixed(b, firstOf(at + 16, rest, 16), k + 16);
    c = mixed(c, firstOf(at + 32, rest, 32), k + 32);
    d = mixed(d, firstOf(at + 48, rest, 48), k + 48);
  }
  let h = <u64>(to - from) * PRIME_1;
  h = joined(h, scramble(a, mixing));
  h = joined(h, scramble(b, mixing + 16));
  h = joined(h, scramble(c, mixing + 32));
  h = joined(h, scramble(d, mixing + 48));
  return avalanche(h);
}

/** Adds 16 bytes: of each keyed word the product of its halves, and the word of the other lane, so that nothing cancels it out. */
// @ts-ignore: decorator
@inline
function mixed(sum: v128, words: v128, key: u32): v128 {
  const keyed = v128.xor(words, v128.load(key));
  const low = i8x16.shuffle(keyed, keyed, 0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11);
  const high = i8x16.shuffle(keyed, keyed, 4, 5, 6, 7, 12, 13, 14, 15, 4, 5, 6, 7, 12, 13, 14, 15);
  return i64x2.add(sum, i64x2.add(i64x2.extmul_low_i32x4_u(low, high), i64x2.shuffle(words, words, 1, 0)));
}

/** 16 bytes, of which those are zero that are not before `rest`. */
// @ts-ignore: decorator
@inline
function firstOf(at: u32, rest: u32, skipped: u8): v128 {
  const places = i8x16.add(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(skipped));
  return v128.and(v128.load(at), i8x16.lt_u(places, i8x16.splat(<u8>rest)));
}

// @ts-ignore: decorator
@inline
function scramble(sum: v128, key: u32): v128 {
  return i64x2.mul(v128.xor(v128.xor(sum, i64x2.shr_u(sum, 47)), v128.load(key)), i64x2.splat(0x9e3779b1));
}

// @ts-ignore: decorator
@inline
function joined(h: u64, sums: v128): u64 {
  h = rotl(h ^ avalanche(i64x2.extract_lane(sums, 0)), 27) * PRIME_1 + PRIME_2;
  return rotl(h ^ avalanche(i64x2.extract_lane(sums, 1)), 27) * PRIME_1 + PRIME_2;
}

// @ts-ignore: decorator
@inline
function avalanche(x: u64): u64 {
  x ^= x >>> 37;
  x *= PRIME_3;
  return x ^ (x >>> 32);
}

/**
 * A hash of some members of an object, as they are written: of those on its first level and on the first level of the objects in it that
 * have one of these names, or a name that only a parser can tell. In which of these objects something stands makes no difference.
 * @param from the bracket that opens it; that it is whole, `scan` has seen
 * @param head of the kernel, with their names
 * @returns 0 where there is no telling
 */
export function chosen(from: u32, to: u32, head: u32): u32 {
  const names = head + NAMES;
  const room = head + CHOSEN;
  let put = room;
  let depth: u8 = 1;
  let at = from + 1;
  if (load<u8>(from) != OPEN_OBJECT) return 0;
  while (true) {
    at = afterSpace(at, to);
    if (at >= to) return 0;
    const byte = load<u8>(at);
    if (byte == COMMA) {
      at++;
      continue;
    }
    if (byte == CLOSE_OBJECT) {
      if (depth == 1) break;
      depth = 1;
      at++;
      continue;
    }
    if (byte != QUOTE) return 0;
    const begin = at;
    at = afterName(begin, to);
    const wanted = wasEscaped() || nameIn(names, begin + 1, at - 1) != 0;
    at = afterSpace(at, to);
    if (at >= to || load<u8>(at) != COLON) return 0;
    at = afterSpace(at + 1, to);
    if (at >= to) return 0;
    if (!wanted && depth == 1 && load<u8>(at) == OPEN_OBJECT) {
      depth = 2;
      at++;
      continue;
    }
    at = afterValue(at, to);
    if (!wanted) continue;
    if (put + 1 + at - begin > room + CHOSEN_BYTES) return 0;
    store<u8>(put++, depth);
    memory.copy(put, begin, at - begin);
    put += at - begin;
  }
  store<u64>(room + CHOSEN_BYTES, hash(room, put, head + KEY));
  return 1;
}
