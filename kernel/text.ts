// What of JSON's text the parts of the kernel have in common. What they go over is whole: `scan` has seen it.

/** Of a row: begin, end, begin and end of the id (u32 each), hash of all, hash of the id (u64 each). */
export const ROW: u32 = 32;
/** In place of where an id begins: there may be one, and only a parser can tell. */
export const UNSURE: u32 = 0xffffffff;
/** Beside where an id ends: an object within has an "id" as well, or may have one. */
export const INNER: u32 = 0x80000000;

// Of a kernel's head, which is the caller's (src/files/kernel.ts): where names of members that are read are, and of those within which some
// are (u32 each; 0: none); the key of hashes, names of chosen members, rows, room for what is hashed of chosen members and the hash.
export const READ: u32 = 0;
export const KEY: u32 = 1024;
export const NAMES: u32 = 2304;
export const ROWS: u32 = 4096;
export const CHOSEN: u32 = 53248;
export const CHOSEN_BYTES: u32 = 8192;

export const QUOTE: u8 = 0x22;
export const COMMA: u8 = 0x2c;
export const COLON: u8 = 0x3a;
export const OPEN_LIST: u8 = 0x5b;
export const BACKSLASH: u8 = 0x5c;
export const CLOSE_LIST: u8 = 0x5d;
export const OPEN_OBJECT: u8 = 0x7b;
export const CLOSE_OBJECT: u8 = 0x7d;

// @ts-ignore: decorator
@inline
export function afterSpace(at: u32, to: u32): u32 {
  while (at < to) {
    const byte = load<u8>(at);
    if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) break;
    at++;
  }
  return at;
}

/** Whether the string that was gone over last has an escape. */
let escaped: bool = false;

export function wasEscaped(): bool {
  return escaped;
}

/** @returns behind the name of a member, of which `wasEscaped` then tells */
export function afterName(quote: u32, to: u32): u32 {
  escaped = false;
  return afterString(quote, to);
}

/** Of a table of names: by their length (32 bytes) the number of the first, or 255; then so many bytes each: length, number of the next, name. */
export const NAME: u32 = 32;
/** What is left of the 32 bytes is for who made the table. */
const LONGEST: u32 = 28;

/** @returns where the table has these bytes as a name; 0 where it has not */
export function nameIn(names: u32, from: u32, to: u32): u32 {
  const length = to - from;
  if (length > LONGEST) return 0;
  let number = load<u8>(names + length);
  while (number != 255) {
    const name = names + NAME * (<u32>number + 1);
    let at = length;
    while (at > 0 && load<u8>(from + at - 1) == load<u8>(name + at + 1)) at--;
    if (at == 0) return name;
    number = load<u8>(name + 1);
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function afterString(quote: u32, to: u32): u32 {
  let at = quote + 1;
  while (at < to) {
    const block = v128.load(at);
    const found = i8x16.bitmask(v128.or(i8x16.eq(block, i8x16.splat(QUOTE)), i8x16.eq(block, i8x16.splat(BACKSLASH))));
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    if (load<u8>(at) == QUOTE) return at + 1;
    escaped = true;
    at += 2;
  }
  return to;
}

export function afterValue(from: u32, to: u32): u32 {
  let at = from;
  let depth = 0;
  while (at < to) {
    const byte = load<u8>(at);
    if (byte == QUOTE) {
      at = afterString(at, to);
      if (depth == 0) return at;
      continue;
    }
    if (byte == OPEN_OBJECT || byte == OPEN_LIST) depth++;
    else if (byte == CLOSE_OBJECT || byte == CLOSE_LIST) {
      if (depth == 0) return at;
      if (--depth == 0) return at + 1;
    } else if (depth == 0 && (byte == COMMA || byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09)) return at;
    at++;
  }
  return to;
}
