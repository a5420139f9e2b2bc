/** The members of an object that are read: whole (`true`), or of an object in it again only some. */
export interface Wanted {
  readonly [key: string]: true | Wanted;
}

interface Member {
  readonly key: string;
  /** Absent where it is read whole. */
  readonly inner?: Members;
}

/** Those that are wanted, by the length of their keys: by it alone most others are told from them. */
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
 * @returns for the text of an object what `JSON.parse` makes of it, without the members that are not wanted; undefined for any other text, and
 *   for one of which `JSON.parse` has to say what it is
 */
export function outliner(wanted: Wanted): (text: string) => unknown {
  const members = membersOf(wanted);
  return (text) => {
    const outline = new Outline(text).of(members);
    try {
      return outline === undefined ? undefined : (JSON.parse(outline) as unknown);
    } catch {
      return undefined;
    }
  };
}

function membersOf(wanted: Wanted): Members {
  const members: Member[][] = [];
  for (const [key, want] of Object.entries(wanted)) {
    const alike = (members[key.length] ??= []);
    alike.push(want === true ? { key } : { key, inner: membersOf(want) });
  }
  return members;
}

/** Goes over a text once, and writes down what is wanted of it. */
class Outline {
  readonly #text: string;
  #at = 0;
  #outline = "";

  constructor(text: string) {
    this.#text = text;
  }

  of(wanted: Members): string | undefined {
    if (this.#next() !== OPEN_OBJECT || !this.#members(wanted)) return undefined;
    this.#next();
    return this.#at === this.#text.length ? this.#outline : undefined;
  }

  /** @returns the next character that is no space; NaN at the end */
  #next(): number {
    for (;;) {
      const char = this.#text.charCodeAt(this.#at);
      if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) return char;
      this.#at++;
    }
  }

  /** From the bracket of an object to behind the other one. Here and below false where it is none. */
  #members(wanted: Members): boolean {
    this.#at++;
    let before = "{";
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
        this.#outline += before;
        before = ",";
        const { inner } = member;
        if (inner !== undefined && char === OPEN_OBJECT) {
          this.#outline += this.#text.slice(from, this.#at);
          if (!this.#members(inner)) return false;
        } else {
          if (!this.#pass(char)) return false;
          this.#outline += this.#text.slice(from, this.#at);
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
    this.#outline += before === "{" ? "{}" : "}";
    return true;
  }

  /** Not one with an escape, which may be any key in other words. */
  #passKey(): boolean {
    const text = this.#text;
    for (let at = this.#at + 1; ; at++) {
      const char = text.charCodeAt(at);
      if (char === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (char === BACKSLASH || Number.isNaN(char)) return false;
    }
  }

  #memberAt(wanted: Members, from: number, length: number): Member | undefined {
    const alike = wanted[length];
    if (alike === undefined) return undefined;
    for (const member of alike) if (this.#text.startsWith(member.key, from)) return member;
    return undefined;
  }

  #pass(char: number): boolean {
    if (char === QUOTE) {
      this.#at = behindString(this.#text, this.#at);
      return this.#at > 0;
    }
    return char === OPEN_OBJECT || char === OPEN_LIST ? this.#passNested() : this.#passWord();
  }

  #passNested(): boolean {
    const text = this.#text;
    let depth = 0;
    for (let at = this.#at; at > 0;) {
      const char = text.charCodeAt(at);
      if (char === QUOTE) {
        at = behindString(text, at);
        continue;
      }
      at++;
      if (char === OPEN_OBJECT || char === OPEN_LIST) depth++;
      else if (char === CLOSE_OBJECT || char === CLOSE_LIST) {
        depth--;
        if (depth > 0) continue;
        this.#at = at;
        return true;
      } else if (Number.isNaN(char)) return false;
    }
    return false;
  }

  /** A number, or true, false or null. */
  #passWord(): boolean {
    const text = this.#text;
    let at = this.#at;
    while (isOfWord(text.charCodeAt(at))) at++;
    const isWord = at > this.#at;
    this.#at = at;
    return isWord;
  }
}

/** @param at of its first quote @returns 0 where it does not end */
function behindString(text: string, at: number): number {
  let end = at;
  do {
    end = text.indexOf('"', end + 1);
  } while (text.charCodeAt(end - 1) === BACKSLASH && isEscaped(text, end));
  return end + 1;
}

/** By an odd number of backslashes before it. */
function isEscaped(text: string, at: number): boolean {
  let first = at - 1;
  while (text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (at - first) % 2 === 1;
}

function isOfWord(char: number): boolean {
  const isSign = char === 0x2b || char === 0x2d || char === 0x2e;
  return isSign || (char >= 0x30 && char <= 0x39) || (char >= 0x41 && char <= 0x5a) || (char >= 0x61 && char <= 0x7a);
}
