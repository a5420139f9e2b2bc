// Of an object of JSON, the members that somebody reads, as a text for JSON.parse that is mostly a quarter as long. All of it is held
// against the grammar (RFC 8259), kept or not, so that nothing is passed over that JSON.parse would refuse.

const QUOTE: u8 = 0x22;
const PLUS: u8 = 0x2b;
const COMMA: u8 = 0x2c;
const MINUS: u8 = 0x2d;
const DOT: u8 = 0x2e;
const SLASH: u8 = 0x2f;
const ZERO: u8 = 0x30;
const COLON: u8 = 0x3a;
const OPEN_LIST: u8 = 0x5b;
const BACKSLASH: u8 = 0x5c;
const CLOSE_LIST: u8 = 0x5d;
const A: u8 = 0x61;
const B: u8 = 0x62;
const E: u8 = 0x65;
const F: u8 = 0x66;
const N: u8 = 0x6e;
const R: u8 = 0x72;
const T: u8 = 0x74;
const U: u8 = 0x75;
const OPEN_OBJECT: u8 = 0x7b;
const CLOSE_OBJECT: u8 = 0x7d;
/** `true`, `fals` and `null`, as the numbers that four bytes are. */
const TRUE: u32 = 0x65757274;
const FALS: u32 = 0x736c6166;
const NULL: u32 = 0x6c6c756e;

/** Of names: by their length (32 bytes) the number of the first, or 255; then 32 bytes each: length, number of the next, name, in the last one what is read of it. */
const TABLE: u32 = 2048;
const NAME: u32 = 32;
const LONGEST: u32 = 29;
/** What is read of a member: nothing, all of it, or what the table of this number names. */
const NOTHING: u32 = 255;
const ALL: u32 = 0;
/** There is a bit for each level; what is deeper is left to the parser. */
const DEEPEST: u32 = 63;

/** Where the next byte is written. */
let put: u32 = 0;
/** Where the name ends that was gone over last, and whether it has an escape. */
let nameEnd: u32 = 0;
let escaped: bool = false;

/**
 * @param from the bracket that opens the object
 * @param to behind the one that closes it: a byte that is overwritten
 * @param tables the first is of the object's own members
 * @param room for what is written: as much as the object takes and 16 bytes
 * @returns behind what was written; 0 where it is no object, is not JSON, or only a parser can tell
 */
export function project(from: u32, to: u32, tables: u32, room: u32): u32 {
  // No text of JSON has this byte: whatever is gone over ends here, and nobody else looks whether it does.
  store<u8>(to, 0);
  put = room;
  return load<u8>(from) == OPEN_OBJECT && object(from, tables, 0) == to ? put : 0;
}

/** Writes what a table names of an object. @returns behind it; 0 where it is none */
function object(from: u32, tables: u32, table: u32): u32 {
  store<u8>(put++, OPEN_OBJECT);
  const first = put;
  let at = afterSpace(from + 1);
  while (load<u8>(at) != CLOSE_OBJECT) {
    const begin = at;
    const value = afterName(begin);
    if (value == 0) return 0;
    // A name with an escape may be any: the parser gets it.
    const read = escaped ? ALL : readOf(begin + 1, tables + table * TABLE);
    const isWithin = read != NOTHING && read != ALL && load<u8>(value) == OPEN_OBJECT;
    if (read != NOTHING && put != first) store<u8>(put++, COMMA);
    if (isWithin) copy(begin, value);
    at = isWithin ? object(value, tables, read) : afterValue(value);
    if (at == 0) return 0;
    if (read != NOTHING && !isWithin) copy(begin, at);
    at = afterSpace(at);
    if (load<u8>(at) == COMMA) {
      at = afterSpace(at + 1);
      if (load<u8>(at) != QUOTE) return 0;
    } else if (load<u8>(at) != CLOSE_OBJECT) return 0;
  }
  store<u8>(put++, CLOSE_OBJECT);
  return at + 1;
}

/** What is read of a member, by its name, whose first letter this is. */
function readOf(name: u32, table: u32): u32 {
  const length = nameEnd - name;
  if (length > LONGEST) return NOTHING;
  let number = load<u8>(table + length);
  while (number != 255) {
    const entry = table + NAME * (<u32>number + 1);
    let at = length;
    while (at > 0 && load<u8>(name + at - 1) == load<u8>(entry + at + 1)) at--;
    if (at == 0) return load<u8>(entry + NAME - 1);
    number = load<u8>(entry + 1);
  }
  return NOTHING;
}

// @ts-ignore: decorator
@inline
function copy(from: u32, to: u32): void {
  for (let at = from; at < to; at += 16) v128.store(put + at - from, v128.load(at));
  put += to - from;
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
    const found = i8x16.bitmask(v128.or(stops, i8x16.lt_u(block, i8x16.splat(0x20))));
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    if (load<u8>(at) == QUOTE) return at + 1;
    if (load<u8>(at) != BACKSLASH) return 0;
    escaped = true;
    const letter = load<u8>(at + 1);
    if (letter == U) {
      if (!isHex(at + 2) || !isHex(at + 3) || !isHex(at + 4) || !isHex(at + 5)) return 0;
      at += 6;
    } else {
      if (letter != SLASH && letter != QUOTE && letter != BACKSLASH && letter != B && letter != F && letter != N && letter != R && letter != T) return 0;
      at += 2;
    }
  }
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
