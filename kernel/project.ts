// The kernel's third part: says of an object of JSON what each member is that somebody reads, so that hardly anything of it need be parsed. All of
// the object is held against the grammar (RFC 8259), read or not, so that nothing is passed over that JSON.parse would refuse.

import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, nameIn, OPEN_LIST, OPEN_OBJECT, QUOTE } from "./text";

const PLUS: u8 = 0x2b;
const MINUS: u8 = 0x2d;
const DOT: u8 = 0x2e;
const SLASH: u8 = 0x2f;
const ZERO: u8 = 0x30;
const A: u8 = 0x61;
const B: u8 = 0x62;
const E: u8 = 0x65;
const F: u8 = 0x66;
const N: u8 = 0x6e;
const R: u8 = 0x72;
const T: u8 = 0x74;
const U: u8 = 0x75;
/** `true`, `fals` and `null`, as the numbers that four bytes are. */
const TRUE: u32 = 0x65757274;
const FALS: u32 = 0x736c6166;
const NULL: u32 = 0x6c6c756e;
/** Two digits that are nought, as the number that two bytes are. */
const NOUGHTS: u16 = 0x3030;

/**
 * Of a table of names (`nameIn`), whatever is free for it: behind the last length, the first slot and how many slots there are, with all that is within; of a
 * name, its slot, and the number of the table of what is read within it, or 0.
 */
const TABLE: u32 = 2048;
const FIRST_SLOT: u32 = 30;
const SLOTS: u32 = 31;
const OWN_SLOT: u32 = 30;
const WITHIN: u32 = 31;
/** There is a bit for each level; what is deeper is left to the parser. */
const DEEPEST: u32 = 63;

/**
 * Of a slot (u32 each): what its member is, with the length of its text from the fourth bit on; where its text begins (of a string, in the texts), or the
 * number that it is.
 */
const SLOT: u32 = 8;
const LENGTH_BITS: u32 = 3;
/** What a member is; one that is not there is 0. */
const IS_NULL: u32 = 1;
const IS_FALSE: u32 = 2;
const IS_TRUE: u32 = 3;
/** One of nought and above, in digits alone, that a slot has room for. */
const IS_NUMBER: u32 = 4;
/** Of letters up to U+00FF; what it says is among the texts, and not where it is written. */
const IS_STRING: u32 = 5;
/** What is read within it has slots of its own. */
const IS_OBJECT: u32 = 6;
/** Anything else; its text is for a parser. */
const IS_JSON: u32 = 7;
/** Numbers of so many digits have room, if the first is no more than 3. */
const MOST_DIGITS: u32 = 10;

let slots: u32 = 0;
/** Where the texts of strings are put, one after the other, and the next one. */
let texts: u32 = 0;
let text: u32 = 0;
/** Where the name ends that was gone over last, and whether the string that was gone over last has an escape. */
let nameEnd: u32 = 0;
let escaped: bool = false;

/**
 * @param from the bracket that opens the object
 * @param to behind the one that closes it: a byte that is overwritten
 * @param tables the first is of the object's own members
 * @param room for the slots
 * @param strings room for the texts, each letter a byte (Latin-1): as many as the object has, and 16 more
 * @returns behind the texts, if it is JSON; 0 where it is not, or no object, or only a parser can tell
 */
export function project(from: u32, to: u32, tables: u32, room: u32, strings: u32): u32 {
  // No text of JSON has this byte: whatever is gone over ends here, and nobody else looks whether it does.
  store<u8>(to, 0);
  slots = room;
  texts = text = strings;
  return load<u8>(from) == OPEN_OBJECT && object(from, tables, tables) == to ? text : 0;
}

/** Fills the slots that a table has for an object. @returns behind the object; 0 where it is none */
function object(from: u32, tables: u32, table: u32): u32 {
  const first = slots + <u32>load<u8>(table + FIRST_SLOT) * SLOT;
  for (let slot = first + <u32>load<u8>(table + SLOTS) * SLOT; slot > first;) store<u64>((slot -= SLOT), 0);
  let at = afterSpace(from + 1);
  while (load<u8>(at) != CLOSE_OBJECT) {
    const name = at + 1;
    const value = afterName(at);
    // A name with an escape may be any.
    if (value == 0 || escaped) return 0;
    const entry = nameIn(table, name, nameEnd);
    if (entry == 0) at = afterMember(value);
    else {
      const slot = slots + <u32>load<u8>(entry + OWN_SLOT) * SLOT;
      const within = <u32>load<u8>(entry + WITHIN);
      if (within != 0 && load<u8>(value) == OPEN_OBJECT) {
        store<u32>(slot, IS_OBJECT);
        at = object(value, tables, tables + within * TABLE);
      } else {
        at = afterMember(value);
        if (at != 0) take(slot, value, at);
      }
    }
    if (at == 0) return 0;
    at = afterSpace(at);
    if (load<u8>(at) == COMMA) {
      at = afterSpace(at + 1);
      if (load<u8>(at) != QUOTE) return 0;
    } else if (load<u8>(at) != CLOSE_OBJECT) return 0;
  }
  return at + 1;
}

/** @returns behind a value, of which most are strings */
// @ts-ignore: decorator
@inline
function afterMember(value: u32): u32 {
  return load<u8>(value) == QUOTE ? afterString(value) : afterValue(value);
}

/** Says what the value is that stands here. */
function take(slot: u32, from: u32, to: u32): void {
  const word = load<u32>(from);
  if (word == NULL) return store<u32>(slot, IS_NULL);
  if (word == TRUE) return store<u32>(slot, IS_TRUE);
  if (word == FALS) return store<u32>(slot, IS_FALSE);
  const length = to - from;
  if (<u8>word == QUOTE) {
    const end = escaped ? 0 : copied(from + 1, to - 1);
    const behind = end != 0 ? end : written(from + 1, to - 1);
    if (behind == 0) return put(slot, IS_JSON, length, from);
    put(slot, IS_STRING, behind - text, text - texts);
    text = behind;
    return;
  }
  if (length > MOST_DIGITS || (length == MOST_DIGITS && <u8>word > 0x33)) return put(slot, IS_JSON, length, from);
  let number: u32 = 0;
  for (let at = from; at < to; at++) {
    if (!isDigit(load<u8>(at))) return put(slot, IS_JSON, length, from);
    number = number * 10 + load<u8>(at) - ZERO;
  }
  put(slot, IS_NUMBER, 0, number);
}

/** Copies ASCII to the texts. @returns behind the copy; 0 where there is anything else */
function copied(from: u32, to: u32): u32 {
  let into = text;
  for (let at = from; at < to; at += 16, into += 16) {
    const block = v128.load(at);
    v128.store(into, block);
    const others = i8x16.bitmask(block);
    if (others != 0 && at + <u32>ctz(others) < to) return 0;
  }
  return text + to - from;
}

/** Puts what a string says among the texts. @returns behind it; 0 where it has a letter above U+00FF, or bytes that are no letter */
function written(from: u32, to: u32): u32 {
  let into = text;
  for (let at = from; at < to; into++) {
    const byte = load<u8>(at);
    if (byte == BACKSLASH) {
      const letter = load<u8>(at + 1);
      if (letter == U) {
        if (load<u16>(at + 2) != NOUGHTS) return 0;
        store<u8>(into, <u8>((digitOf(load<u8>(at + 4)) << 4) | digitOf(load<u8>(at + 5))));
        at += 6;
      } else {
        store<u8>(into, meant(letter));
        at += 2;
      }
    } else if (byte < 0x80) {
      store<u8>(into, byte);
      at++;
    } else {
      // U+0080 to U+00FF are two bytes in UTF-8 (RFC 3629), of which the first has the two highest bits of the letter.
      const next = load<u8>(at + 1);
      if ((byte & 0xfe) != 0xc2 || (next & 0xc0) != 0x80 || at + 1 == to) return 0;
      store<u8>(into, (byte << 6) | (next & 0x3f));
      at += 2;
    }
  }
  return into;
}

/** What an escape of one letter means. */
// @ts-ignore: decorator
@inline
function meant(letter: u8): u8 {
  if (letter == B) return 0x08;
  if (letter == F) return 0x0c;
  if (letter == N) return 0x0a;
  if (letter == R) return 0x0d;
  return letter == T ? 0x09 : letter;
}

// @ts-ignore: decorator
@inline
function digitOf(hex: u8): u32 {
  return isDigit(hex) ? hex - ZERO : (hex | 0x20) - A + 10;
}

// @ts-ignore: decorator
@inline
function put(slot: u32, what: u32, length: u32, second: u32): void {
  store<u32>(slot, what | (length << LENGTH_BITS));
  store<u32>(slot, second, 4);
}

// @ts-ignore: decorator
@inline
function afterSpace(at: u32): u32 {
  while (true) {
    const byte = load<u8>(at);
    if (byte > 0x20 || (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09)) return at;
    at++;
  }
}

/** @returns where the value of a member begins; 0 where no name stands here */
// @ts-ignore: decorator
@inline
function afterName(at: u32): u32 {
  if (load<u8>(at) != QUOTE) return 0;
  escaped = false;
  at = afterString(at);
  if (at == 0) return 0;
  nameEnd = at - 1;
  at = afterSpace(at);
  return load<u8>(at) == COLON ? afterSpace(at + 1) : 0;
}

/** @returns behind its last quote; 0 where it does not end, or has what no string may have */
function afterString(quote: u32): u32 {
  let at = quote + 1;
  while (true) {
    const block = v128.load(at);
    const stops = v128.or(i8x16.eq(block, i8x16.splat(QUOTE)), i8x16.eq(block, i8x16.splat(BACKSLASH)));
    let found = i8x16.bitmask(v128.or(stops, i8x16.lt_u(block, i8x16.splat(0x20))));
    let next = at + 16;
    while (found != 0) {
      const stop = at + ctz(found);
      if (load<u8>(stop) == QUOTE) return stop + 1;
      if (load<u8>(stop) != BACKSLASH) return 0;
      escaped = true;
      // Most of them are in addresses, before each slash, which is no stop.
      if (load<u8>(stop + 1) == SLASH) found &= found - 1;
      else {
        next = afterEscape(stop);
        if (next == 0) return 0;
        found = 0;
      }
    }
    at = next;
  }
}

/** @returns behind an escape; 0 where it is none */
function afterEscape(at: u32): u32 {
  const letter = load<u8>(at + 1);
  if (letter == U) return isHex(at + 2) && isHex(at + 3) && isHex(at + 4) && isHex(at + 5) ? at + 6 : 0;
  return letter == SLASH || letter == QUOTE || letter == BACKSLASH || letter == B || letter == F || letter == N || letter == R || letter == T ? at + 2 : 0;
}

// @ts-ignore: decorator
@inline
function isHex(at: u32): bool {
  const byte = load<u8>(at);
  return isDigit(byte) || <u8>((byte | 0x20) - A) < 6;
}

// @ts-ignore: decorator
@inline
function isDigit(byte: u8): bool {
  return <u8>(byte - ZERO) < 10;
}

/** @returns behind any value that begins here, in a text that some byte ends which JSON does not have; 0 where there is none */
export function afterValue(at: u32): u32 {
  let depth: u32 = 0;
  /** Of each level that is open, whether it is an object; the innermost is the last bit. */
  let objects: u64 = 0;
  while (true) {
    const byte = load<u8>(at);
    if (byte == OPEN_OBJECT || byte == OPEN_LIST) {
      const isObject = byte == OPEN_OBJECT;
      if (depth == DEEPEST) return 0;
      at = afterSpace(at + 1);
      if (load<u8>(at) != (isObject ? CLOSE_OBJECT : CLOSE_LIST)) {
        depth++;
        objects = (objects << 1) | <u64>isObject;
        if (isObject) at = afterName(at);
        if (at == 0) return 0;
        continue;
      }
      at++;
    } else at = byte == QUOTE ? afterString(at) : afterScalar(at);
    if (at == 0) return 0;
    // A value has ended, and perhaps what it stands in.
    while (true) {
      if (depth == 0) return at;
      at = afterSpace(at);
      const isObject = (objects & 1) != 0;
      if (load<u8>(at) == COMMA) {
        at = afterSpace(at + 1);
        if (isObject) at = afterName(at);
        if (at == 0) return 0;
        break;
      }
      if (load<u8>(at) != (isObject ? CLOSE_OBJECT : CLOSE_LIST)) return 0;
      depth--;
      objects >>= 1;
      at++;
    }
  }
}

function afterScalar(at: u32): u32 {
  const word = load<u32>(at);
  if (word == TRUE || word == NULL) return at + 4;
  if (word == FALS) return load<u8>(at + 4) == E ? at + 5 : 0;
  if (load<u8>(at) == MINUS) at++;
  at = load<u8>(at) == ZERO ? at + 1 : afterDigits(at);
  if (at != 0 && load<u8>(at) == DOT) at = afterDigits(at + 1);
  if (at == 0 || (load<u8>(at) | 0x20) != E) return at;
  at++;
  return afterDigits(load<u8>(at) == PLUS || load<u8>(at) == MINUS ? at + 1 : at);
}

/** @returns behind one digit or more; 0 where there is none */
function afterDigits(from: u32): u32 {
  let at = from;
  while (isDigit(load<u8>(at))) at++;
  return at == from ? 0 : at;
}
