/** The members of an object that are read: whole (`true`), or of an object in it again only some. */
export interface Wanted {
  readonly [key: string]: true | Wanted;
}

interface Member {
  /** As it is written in UTF-8. */
  readonly key: Uint8Array;
  /** Absent where it is read whole. */
  readonly inner?: Members;
}

/** Those that are wanted, by the length of their keys in bytes: by it alone most others are told from them. */
type Members = readonly (readonly Member[] | undefined)[];

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Reads of a JSON text what is wanted. All else is passed over by its quotes and brackets alone, for a fraction of what parsing takes, and
 * whether it is sound is not looked at.
 * @returns for the text of an object, in UTF-8, what `JSON.parse` makes of it, without the members that are not wanted; undefined for any
 *   other text, and for one of which `JSON.parse` has to say what it is
 */
export function outliner(wanted: Wanted): (text: Uint8Array) => unknown {
  const members = membersOf(wanted);
  const utf8 = new TextDecoder();
  /** What is written down of one text has room where that of the last had. */
  let room = new Uint8Array(0);
  return (text) => {
    if (room.length < text.length) room = new Uint8Array(2 * text.length);
    const outline = new Outline(text, room).of(members);
    try {
      return outline === undefined ? undefined : (JSON.parse(utf8.decode(outline)) as unknown);
    } catch {
      return undefined;
    }
  };
}

function membersOf(wanted: Wanted): Members {
  const members: Member[][] = [];
  for (const [name, want] of Object.entries(wanted)) {
    const key = new TextEncoder().encode(name);
    const alike = (members[key.length] ??= []);
    alike.push(want === true ? { key } : { key, inner: membersOf(want) });
  }
  return members;
}

/**
 * Goes over a text once, and writes down what is wanted of it. Byte by byte: to have `indexOf` look for the end of a text takes longer than most
 * texts have.
 */
class Outline {
  readonly #text: Uint8Array;
  /** Its length, which takes longer to ask for than a byte. */
  readonly #end: number;
  #at = 0;
  readonly #outline: Uint8Array;
  #length = 0;

  constructor(text: Uint8Array, room: Uint8Array) {
    this.#text = text;
    this.#end = text.length;
    this.#outline = room;
  }

  of(wanted: Members): Uint8Array | undefined {
    if (this.#next() !== OPEN_OBJECT || !this.#members(wanted)) return undefined;
    this.#next();
    return this.#at === this.#end ? this.#outline.subarray(0, this.#length) : undefined;
  }

  /** @returns the next character that is no space; 0 at the end, which is none of any JSON */
  #next(): number {
    const text = this.#text;
    const end = this.#end;
    for (let at = this.#at; at < end; at++) {
      const char = text[at] ?? 0;
      if (char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09) continue;
      this.#at = at;
      return char;
    }
    this.#at = end;
    return 0;
  }

  /** From the bracket of an object to behind the other one. Here and below false where it is none. */
  #members(wanted: Members): boolean {
    this.#at++;
    let before = OPEN_OBJECT;
    let char = this.#next();
    while (char === QUOTE) {
      const from = this.#at;
      if (!this.#passKey()) return false;
      const member = this.#memberAt(wanted, from + 1, this.#at - from - 2);
      if (this.#next() !== COLON) return false;
      this.#at++;
      char = this.#next();
      if (member === undefined) {
        if (!this.#pass(char)) return false;
      } else {
        this.#write(before);
        before = COMMA;
        const { inner } = member;
        if (inner !== undefined && char === OPEN_OBJECT) {
          this.#copy(from);
          if (!this.#members(inner)) return false;
        } else {
          if (!this.#pass(char)) return false;
          this.#copy(from);
        }
      }
      char = this.#next();
      if (char !== COMMA) break;
      this.#at++;
      char = this.#next();
      if (char !== QUOTE) return false;
    }
    if (char !== CLOSE_OBJECT) return false;
    this.#at++;
    if (before === OPEN_OBJECT) this.#write(OPEN_OBJECT);
    this.#write(CLOSE_OBJECT);
    return true;
  }

  #write(char: number): void {
    this.#outline[this.#length++] = char;
  }

  /** Whatever stands between there and here. */
  #copy(from: number): void {
    const text = this.#text;
    const outline = this.#outline;
    const end = this.#at;
    let to = this.#length;
    for (let at = from; at < end; at++) outline[to++] = text[at] ?? 0;
    this.#length = to;
  }

  /** Not one with an escape, which may be any key in other words. */
  #passKey(): boolean {
    const text = this.#text;
    const end = this.#end;
    for (let at = this.#at + 1; at < end; at++) {
      const char = text[at];
      if (char === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (char === BACKSLASH) return false;
    }
    return false;
  }

  #memberAt(wanted: Members, from: number, length: number): Member | undefined {
    const alike = wanted[length];
    if (alike === undefined) return undefined;
    for (const member of alike) if (this.#isAt(member.key, from, length)) return member;
    return undefined;
  }

  #isAt(key: Uint8Array, from: number, length: number): boolean {
    const text = this.#text;
    for (let at = 0; at < length; at++) if (text[from + at] !== key[at]) return false;
    return true;
  }

  #pass(char: number): boolean {
    if (char === QUOTE) {
      this.#at = behindString(this.#text, this.#at, this.#end);
      return this.#at > 0;
    }
    return char === OPEN_OBJECT || char === OPEN_LIST ? this.#passNested() : this.#passWord();
  }

  #passNested(): boolean {
    const text = this.#text;
    const end = this.#end;
    let depth = 0;
    for (let at = this.#at; at < end;) {
      const char = text[at];
      if (char === QUOTE) {
        at = behindString(text, at, end);
        if (at === 0) return false;
        continue;
      }
      at++;
      if (char === OPEN_OBJECT || char === OPEN_LIST) depth++;
      else if (char === CLOSE_OBJECT || char === CLOSE_LIST) {
        depth--;
        if (depth > 0) continue;
        this.#at = at;
        return true;
      }
    }
    return false;
  }

  /** A number, or true, false or null. */
  #passWord(): boolean {
    const text = this.#text;
    const end = this.#end;
    let at = this.#at;
    while (at < end && isOfWord(text[at] ?? 0)) at++;
    const isWord = at > this.#at;
    this.#at = at;
    return isWord;
  }
}

/** @param from of its first quote @returns 0 where it does not end */
function behindString(text: Uint8Array, from: number, end: number): number {
  for (let at = from + 1; at < end; at++) {
    const char = text[at];
    if (char === QUOTE) return at + 1;
    // Whatever follows one is no end of it.
    if (char === BACKSLASH) at++;
  }
  return 0;
}

function isOfWord(char: number): boolean {
  const isSign = char === 0x2b || char === 0x2d || char === 0x2e;
  return isSign || (char >= 0x30 && char <= 0x39) || (char >= 0x41 && char <= 0x5a) || (char >= 0x61 && char <= 0x7a);
}
