/** One piece of a JSON text, cut out but not parsed. `at` is the offset of its first byte; bytes may be a view into a chunk. */
export type JsonPart =
  /** An element of a top-level array (no `key`), or of the array under one of the wanted keys of a top-level object. */
  | { readonly part: "element"; readonly key?: string; readonly bytes: Buffer; readonly at: number }
  /** Any other member of a top-level object. */
  | { readonly part: "member"; readonly key: string; readonly bytes: Buffer; readonly at: number }
  /** A wanted array has begun: tells an empty one from one that is not there. */
  | { readonly part: "list"; readonly key: string; readonly at: number }
  /** A top-level array or object is complete; another may follow. */
  | { readonly part: "end"; readonly of: "array" | "object"; readonly at: number }
  /** The text is not JSON from here on, or stops too early (`truncated`). Nothing follows. */
  | { readonly part: "fault"; readonly reason: string; readonly truncated: boolean; readonly at: number };

export interface JsonSlicer {
  /** The parts that this chunk completes. The chunk must not be overwritten before they have been used. */
  push(chunk: Buffer): JsonPart[];
  /** To be called once after the last chunk: a fault where the text stops in the middle. */
  end(): JsonPart[];
}

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
 * Cuts JSON texts (one, or several one after another) into the elements of one level, with the memory of one element.
 * It follows strings, escapes and depth only, all of which are ASCII bytes that never occur inside a UTF-8 sequence, so
 * chunks may be cut anywhere. What is inside a part is checked by whoever parses it: a text is valid JSON exactly when
 * there is no fault and every part parses.
 * @param wanted keys of a top-level object whose arrays are given element by element.
 */
export function jsonSlicer(wanted: readonly string[]): JsonSlicer {
  let outer: "array" | "object" | undefined;
  let list: string | undefined;
  let key = "";
  let expected: Expected = "document";
  let lists = new Set<string>();

  let inside: "key" | "value" | undefined;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let held: Buffer[] = [];
  let heldBytes = 0;

  let chunk: Buffer = Buffer.alloc(0);
  let start = 0;
  let offset = 0;
  let partAt = 0;
  let failed = false;
  let parts: JsonPart[] = [];

  function fault(reason: string, index: number, truncated = false): void {
    failed = true;
    held = [];
    parts.push({ part: "fault", reason, truncated, at: offset + index });
  }

  function begin(what: "key" | "value", byte: number, index: number): void {
    inside = what;
    start = index;
    partAt = offset + index;
    inString = byte === QUOTE;
    depth = byte === OPEN_LIST || byte === OPEN_OBJECT ? 1 : 0;
  }

  function finish(end: number): void {
    const piece = chunk.subarray(start, end);
    const bytes = held.length === 0 ? piece : Buffer.concat([...held, piece]);
    held = [];
    heldBytes = 0;
    if (inside === "key") {
      nameMember(bytes, end);
    } else {
      parts.push(
        outer === "array" || list !== undefined
          ? { part: "element", ...(list === undefined ? {} : { key: list }), bytes, at: partAt }
          : { part: "member", key, bytes, at: partAt },
      );
      expected = "comma or end";
    }
    inside = undefined;
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
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++;
      else if ((byte === CLOSE_LIST || byte === CLOSE_OBJECT) && --depth === 0) finish(index + 1);
      return true;
    }
    if (!isSpace(byte) && byte !== COMMA && byte !== CLOSE_LIST && byte !== CLOSE_OBJECT) return true;
    finish(index);
    return false;
  }

  function open(byte: number, index: number): void {
    if (byte !== OPEN_LIST && byte !== OPEN_OBJECT) return fault("a list or an object should begin here", index);
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
    parts.push({ part: "end", of: outer === "array" ? "array" : "object", at: offset + index });
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
    parts.push({ part: "list", key, at: offset + index });
    expected = "value or ]";
  }

  function between(byte: number, index: number): void {
    if (isSpace(byte)) return;
    if (expected === "document") return open(byte, index);
    if (expected === "comma or end") {
      if (byte === COMMA) expected = outer === "array" || list !== undefined ? "value" : "key";
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

  return {
    push(next) {
      parts = [];
      chunk = next;
      start = 0;
      for (let index = 0; index < next.length; index++) {
        if (failed) break;
        const byte = next[index] ?? 0;
        if (inside === undefined || !within(byte, index)) between(byte, index);
      }
      if (inside !== undefined && !failed) {
        // A copy: the part outlives the chunk, whose memory the caller may use again.
        held.push(Buffer.from(next.subarray(start)));
        heldBytes += next.length - start;
        if (heldBytes > LARGEST_PART) fault(`one value is larger than ${LARGEST_PART} bytes`, 0);
      }
      offset += next.length;
      return parts;
    },
    end() {
      parts = [];
      if (!failed && outer !== undefined) fault("the text stops in the middle", 0, true);
      return parts;
    },
  };
}

export async function* jsonParts(chunks: AsyncIterable<Buffer>, wanted: readonly string[]): AsyncGenerator<JsonPart> {
  const slicer = jsonSlicer(wanted);
  for await (const chunk of chunks) yield* slicer.push(chunk);
  yield* slicer.end();
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
