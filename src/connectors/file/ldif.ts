import { badFile } from "../../files/bad-file.ts";
import { decode, type Line, lines } from "../../files/text.ts";

interface Value {
  readonly text: string;
  /** `plain`: as written; `base64`: after `::`; `url`: after `:<`, never fetched. */
  readonly written: "plain" | "base64" | "url";
  readonly line: number;
}

/** One record of an LDIF file (RFC 2849). Names of attributes are in lower case. */
export class LdifRecord {
  readonly line: number;
  readonly #place: string;
  readonly #values = new Map<string, Value[]>();

  constructor(place: string, line: number) {
    this.#place = place;
    this.line = line;
  }

  add(name: string, value: Value): void {
    const values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, [value]);
    else values.push(value);
  }

  /** The texts of an attribute; where it has none without an option, those of its first form with one (`cn;lang-en`). */
  texts(name: string): string[] {
    const written = this.#find(name).filter((value) => value.written !== "url");
    return written.map((value) =>
      value.written === "plain" ? value.text : decode(this.#unpacked(value), this.#place, value.line),
    );
  }

  text(name: string): string | undefined {
    return this.texts(name)[0];
  }

  bytes(name: string): Buffer | undefined {
    const value = this.#find(name)[0];
    if (value === undefined || value.written === "url") return undefined;
    return value.written === "plain" ? Buffer.from(value.text) : this.#unpacked(value);
  }

  has(name: string): boolean {
    return this.#find(name).length > 0;
  }

  #find(name: string): readonly Value[] {
    const bare = this.#values.get(name);
    if (bare !== undefined) return bare;
    for (const [key, values] of this.#values) if (key.startsWith(`${name};`)) return values;
    return [];
  }

  #unpacked(value: Value): Buffer {
    if (/^[A-Za-z0-9+/]*={0,2}$/.test(value.text) && value.text.length % 4 === 0)
      return Buffer.from(value.text, "base64");
    throw badFile(this.#place, "the value after :: is not base64", { line: value.line });
  }
}

/** The records in the order of the file. Records of changes, and a file that stops within a line, are errors. */
export async function* ldifRecords(chunks: AsyncIterable<Buffer>, place: string): AsyncGenerator<LdifRecord> {
  let record: LdifRecord | undefined;
  for await (const { text, line, isEnd } of logicalLines(chunks, place)) {
    if (isEnd) {
      if (record !== undefined) yield record;
      record = undefined;
      continue;
    }
    const { name, value } = attributeOf(text, line, place);
    if (record === undefined && name === "version") {
      if (value.text !== "1") throw badFile(place, "only version 1 of LDIF is understood", { line });
      continue;
    }
    if (name === "changetype") {
      const what = "this is a list of changes (changetype), not of entries; export the entries themselves";
      throw badFile(place, what, { line });
    }
    record ??= new LdifRecord(place, line);
    record.add(name, value);
  }
  if (record !== undefined) yield record;
}

interface LogicalLine {
  readonly text: string;
  readonly line: number;
  /** An empty line, which ends a record. */
  readonly isEnd: boolean;
}

/** Joins folded lines and leaves comments out. */
async function* logicalLines(chunks: AsyncIterable<Buffer>, place: string): AsyncGenerator<LogicalLine> {
  let folded: Buffer[] = [];
  let start = 0;
  const joined = (): LogicalLine[] => {
    const text = folded.length === 0 ? "" : decode(Buffer.concat(folded), place, start);
    folded = [];
    return text === "" || text.startsWith("#") ? [] : [{ text, line: start, isEnd: false }];
  };
  for await (const line of lines(chunks, place)) {
    checkEnded(line, place);
    if (line.bytes[0] === 0x20) {
      if (folded.length === 0)
        throw badFile(place, "the line continues a line that is not there", { line: line.number });
      folded.push(line.bytes.subarray(1));
      continue;
    }
    yield* joined();
    if (line.bytes.length === 0) yield { text: "", line: line.number, isEnd: true };
    else folded = [line.bytes];
    start = line.number;
  }
  yield* joined();
}

/** Every line of LDIF has a line end (RFC 2849), and a value that is cut off looks like a value. */
function checkEnded(line: Line, place: string): void {
  if (line.ended) return;
  const what = "the last line has no line end, as in a file that is cut off; export it again, or add the line end";
  throw badFile(place, what, { line: line.number });
}

function attributeOf(text: string, line: number, place: string): { name: string; value: Value } {
  const match = /^([A-Za-z0-9.-]+(?:;[A-Za-z0-9=-]+)*):(:|<)?[ ]*(.*)$/s.exec(text);
  if (match === null) {
    throw badFile(place, 'this is no attribute; LDIF lines read "name: value"', { line });
  }
  const [, name = "", mark, value = ""] = match;
  const written = mark === ":" ? "base64" : mark === "<" ? "url" : "plain";
  return { name: name.toLowerCase(), value: { text: value, written, line } };
}
