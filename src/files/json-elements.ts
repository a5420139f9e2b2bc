import type { Input } from "./input.ts";
import { createKernel, type Kernel, type KernelSettings, type PrintKey, ROW_WORDS, RowView } from "./kernel.ts";

/** An element of a top-level array (no `key`), or of the array under one of the wanted keys of a top-level object. */
export interface JsonElement {
  readonly part: "element";
  readonly key?: string;
  readonly bytes: Buffer;
  readonly at: number;
  /** The value of its "id", where it can be told without parsing. */
  readonly id?: string;
  /** A hash of its bytes under the slicer's key; only beside an `id`. */
  readonly print?: Buffer;
}

/** An element of which nobody has asked more yet than its print. Another one with each that is cut. */
export interface CutElement {
  readonly id: string;
  /** Its print, as two numbers of 32 bits. */
  readonly low: number;
  readonly high: number;
}

/** One piece of a JSON text, cut out but not parsed. `at` is the offset of its first byte; bytes are views until the next `push`. */
export type JsonPart =
  | JsonElement
  /** Any other member of a top-level object. */
  | { readonly part: "member"; readonly key: string; readonly bytes: Buffer; readonly at: number }
  /** A wanted array has begun: tells an empty one from one that is not there. */
  | { readonly part: "list"; readonly key: string; readonly at: number }
  /** A top-level array or object is complete; another may follow. */
  | { readonly part: "end"; readonly of: "array" | "object"; readonly at: number }
  /** The text is not JSON from here on, or stops too early (`truncated`). Nothing follows. */
  | { readonly part: "fault"; readonly reason: string; readonly truncated: boolean; readonly at: number };

/** Elements that follow one another, as rows of the kernel, until the taker returns. */
export interface JsonRun {
  readonly key: string | undefined;
  readonly kernel: Kernel;
  readonly count: number;
  /** Where in the text the first byte of the kernel's memory would stand. */
  readonly offset: number;
}

/** Who takes elements by the thousand, without an object for each. */
export interface RunTaker {
  /** How the kernel is to be made that cuts them. */
  readonly settings?: Omit<KernelSettings, "key">;
  /**
   * Asked before elements are cut: how far there are elements that are known already. Those are not taken; where there are none, the
   * next one is cut by itself.
   * @returns behind the last of them, `from` where there is none; undefined where many are to be cut
   */
  readonly ahead?: (kernel: Kernel, from: number, to: number, offset: number) => number | undefined;
  take(run: JsonRun): void;
}

export interface JsonSlicer {
  /** The parts that this chunk completes. The chunk may be overwritten afterwards. */
  push(chunk: Buffer): JsonPart[];
  /** Where so many bytes can be written that come next, in place of a chunk. */
  room(size: number): Buffer;
  /** The parts that the first `count` bytes complete of those that were written there. */
  filled(count: number): JsonPart[];
  /** To be called once after the last chunk: a fault where the text stops in the middle. Another text may follow then. */
  end(): JsonPart[];
}

/** So much of a file is read at a time, to where it is cut. */
export const CHUNK = 1 << 20;

/** No account is near this size; without a limit a broken quote would collect the rest of the file in memory. */
const LARGEST_PART = 64 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

type Expected = "document" | "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end";

/**
 * Cuts JSON texts (one, or several one after another) into the elements of one level, with the memory of one chunk and one element.
 * It follows strings, escapes and depth only, all of which are ASCII bytes that never occur inside a UTF-8 sequence, so
 * chunks may be cut anywhere. What is inside a part is checked by whoever parses it: a text is valid JSON exactly when
 * there is no fault and every part parses. Elements that are objects or lists are cut by the kernel, many at a time.
 * @param wanted keys of a top-level object whose arrays are given element by element.
 * @param prints with this key, elements have a print
 * @param runs gets the elements that the kernel has cut, and there are no parts for these
 * @param isKnown elements for which it holds are left out. It is asked before earlier ones have been given
 */
export function jsonSlicer(
  wanted: readonly string[],
  prints?: PrintKey,
  runs?: RunTaker,
  isKnown?: (element: CutElement, at: number, key: string | undefined) => boolean,
): JsonSlicer {
  const kernel = createKernel({ ...runs?.settings, key: prints });
  const cut = new Cut(kernel);
  let outer: "array" | "object" | undefined;
  let list: string | undefined;
  let key = "";
  let expected: Expected = "document";
  let lists = new Set<string>();

  let inside: "key" | "value" | undefined;
  let depth = 0;
  let inString = false;
  let escaped = false;

  /** Of the kernel's memory: where the text at hand ends, and where the part begins that is being read. */
  let filled = kernel.base();
  let start = filled;
  /** Where in the text the kernel's base is. */
  let offset = 0;
  let failed = false;
  let parts: JsonPart[] = [];

  function fault(reason: string, index: number, truncated = false): void {
    failed = true;
    parts.push({ part: "fault", reason, truncated, at: placeOf(index) });
  }

  function placeOf(index: number): number {
    return offset + index - kernel.base();
  }

  function begin(what: "key" | "value", byte: number, index: number): void {
    inside = what;
    start = index;
    inString = byte === QUOTE;
    depth = byte === OPEN_LIST || byte === OPEN_OBJECT ? 1 : 0;
  }

  function finish(end: number): void {
    const view = kernel.bytes().subarray(start, end);
    // What is read for another kernel in the same memory may move it.
    const bytes = runs?.settings?.memory === undefined ? view : Buffer.from(view);
    if (inside === "key") nameMember(bytes, end);
    else {
      const at = placeOf(start);
      parts.push(areElements() ? element(bytes, at) : { part: "member", key, bytes, at });
      expected = "comma or end";
    }
    inside = undefined;
  }

  function areElements(): boolean {
    return outer === "array" || list !== undefined;
  }

  function element(bytes: Buffer, at: number): JsonElement {
    return list === undefined ? { part: "element", bytes, at } : { part: "element", key: list, bytes, at };
  }

  /** @returns behind the last element that is whole; `index` itself where none is yet */
  function cutElements(index: number): number {
    const bytes = kernel.bytes();
    const known = runs?.ahead?.(kernel, index, filled, offset - kernel.base());
    if (known !== undefined && known > index) {
      expected = "comma or end";
      return known;
    }
    const count = kernel.scan(index, filled, known === undefined ? undefined : 1);
    let behind = index;
    if (runs !== undefined && count > 0) {
      runs.take({ key: list, kernel, count, offset: offset - kernel.base() });
      expected = "comma or end";
      return kernel.row(count - 1).end;
    }
    cut.words = kernel.rows(count);
    for (let at = 0; at < count; at++) {
      cut.row = at * ROW_WORDS;
      if (isKnown !== undefined && prints !== undefined && cut.hasId && isKnown(cut, placeOf(cut.begin), list)) {
        behind = cut.end;
        continue;
      }
      const { begin: from, end, id: where, print } = kernel.row(at);
      behind = end;
      const id = where && bytes.toString("utf8", where.begin, where.end);
      const whole = element(bytes.subarray(from, end), placeOf(from));
      parts.push(id === undefined ? whole : { ...whole, id, ...(prints && { print: Buffer.from(print) }) });
    }
    if (count > 0) expected = "comma or end";
    return behind;
  }

  function nameMember(bytes: Buffer, end: number): void {
    try {
      key = String(JSON.parse(bytes.toString("utf8")));
      expected = "colon";
    } catch {
      fault("the name of a member is not a valid string", end);
    }
  }

  /** True while `byte` belongs to the part that is being read. */
  function within(byte: number, index: number): boolean {
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        inString = false;
        if (depth === 0) finish(index + 1);
      }
      return true;
    }
    if (depth > 0) {
      if (byte === QUOTE) inString = true;
      else if (isOpening(byte)) depth++;
      else if ((byte === CLOSE_LIST || byte === CLOSE_OBJECT) && --depth === 0) finish(index + 1);
      return true;
    }
    if (!isSpace(byte) && byte !== COMMA && byte !== CLOSE_LIST && byte !== CLOSE_OBJECT) return true;
    finish(index);
    return false;
  }

  function open(byte: number, index: number): void {
    if (!isOpening(byte)) return fault("a list or an object should begin here", index);
    outer = byte === OPEN_LIST ? "array" : "object";
    expected = byte === OPEN_LIST ? "value or ]" : "key or }";
    lists = new Set();
  }

  function close(byte: number, index: number): boolean {
    if (list !== undefined && byte === CLOSE_LIST) {
      list = undefined;
      expected = "comma or end";
      return true;
    }
    if (list !== undefined || byte !== (outer === "array" ? CLOSE_LIST : CLOSE_OBJECT)) return false;
    parts.push({ part: "end", of: outer === "array" ? "array" : "object", at: placeOf(index) });
    outer = undefined;
    expected = "document";
    return true;
  }

  function beginValue(byte: number, index: number): void {
    if (byte === COMMA || byte === COLON || byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      return fault("a value should stand here", index);
    }
    if (outer !== "object" || list !== undefined || byte !== OPEN_LIST || !wanted.includes(key)) {
      return begin("value", byte, index);
    }
    if (lists.has(key)) return fault(`a second list "${key}" begins`, index);
    lists.add(key);
    list = key;
    parts.push({ part: "list", key, at: placeOf(index) });
    expected = "value or ]";
  }

  function between(byte: number, index: number): void {
    if (isSpace(byte)) return;
    if (expected === "document") return open(byte, index);
    if (expected === "comma or end") {
      if (byte === COMMA) expected = areElements() ? "value" : "key";
      else if (!close(byte, index)) fault("a comma or the end should stand here", index);
      return;
    }
    if ((expected === "value or ]" || expected === "key or }") && close(byte, index)) return;
    if (expected === "colon") {
      if (byte !== COLON) return fault("a colon should stand here", index);
      expected = "value";
      return;
    }
    if (expected === "value" || expected === "value or ]") return beginValue(byte, index);
    if (byte !== QUOTE) return fault("the name of a member should stand here", index);
    begin("key", byte, index);
  }

  /** From where on the text is still needed: the beginning of a part that is not whole, or else where reading goes on. */
  let next = filled;
  function room(size: number): Buffer {
    const part = inside === undefined ? next : start;
    const held = filled - part;
    const was = kernel.base();
    if (held + size > kernel.room()) kernel.grow(2 * (held + size));
    const [bytes, base] = [kernel.bytes(), kernel.base()];
    bytes.copyWithin(base, part, filled);
    offset += part - was;
    next += base - part;
    start = base;
    filled = base + held;
    return bytes.subarray(filled, filled + size);
  }

  function filledWith(count: number): JsonPart[] {
    parts = [];
    if (failed) return parts;
    filled += count;
    while (next < filled) {
      if (failed) break;
      const byte = kernel.bytes()[next] ?? 0;
      const isValue = expected === "value" || expected === "value or ]";
      if (inside === undefined && isValue && areElements() && isOpening(byte)) {
        const behind = cutElements(next);
        if (behind === next) break;
        next = behind;
      } else {
        if (inside === undefined || !within(byte, next)) between(byte, next);
        next++;
      }
    }
    const held = filled - (inside === undefined ? next : start);
    if (held > LARGEST_PART) fault(`one value is larger than ${LARGEST_PART} bytes`, next);
    return parts;
  }

  return {
    room,
    filled: filledWith,
    push: (chunk) => filledWith(chunk.copy(room(chunk.length))),
    end() {
      parts = [];
      if (!failed && outer !== undefined) fault("the text stops in the middle", filled, true);
      outer = list = inside = undefined;
      expected = "document";
      filled = start = next = kernel.base();
      offset = 0;
      failed = false;
      return parts;
    },
  };
}

class Cut extends RowView implements CutElement {
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    super();
    this.#kernel = kernel;
  }

  get id(): string {
    return this.idIn(this.#kernel.bytes());
  }
}

/** The parts of a file are read to where they are cut: a buffer for each chunk is more work for the machine than cutting it. */
export async function* jsonParts(
  source: Pick<Input, "chunks" | "file">,
  ...how: Parameters<typeof jsonSlicer>
): AsyncGenerator<JsonPart> {
  const slicer = jsonSlicer(...how);
  const file = await source.file?.();
  if (file === undefined) for await (const chunk of source.chunks()) yield* slicer.push(chunk);
  else {
    try {
      for (let count = -1; count !== 0;) {
        count = await file.read(slicer.room(CHUNK));
        yield* slicer.filled(count);
      }
    } finally {
      await file.close();
    }
  }
  yield* slicer.end();
}

function isOpening(byte: number): boolean {
  return byte === OPEN_LIST || byte === OPEN_OBJECT;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
