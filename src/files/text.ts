import { isUtf8 } from "node:buffer";
import { badFile } from "./bad-file.ts";

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line end. */
  readonly bytes: Buffer;
  /** False for a last line that no line end follows. */
  readonly ended: boolean;
}

/** A snapshot stream may hold an organisation in one line; a file without any line end is no text of ours. */
const LONGEST_LINE = 256 * 1024 * 1024;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** The same bytes, in pieces that end where a line ends (the last one may not). */
async function* wholeLines(chunks: AsyncIterable<Buffer>, place: string): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      yield Buffer.concat([...held, chunk.subarray(0, end)]);
      held = [];
      length = 0;
    }
    if (end < chunk.length) held.push(chunk.subarray(end));
    length += chunk.length - end;
    if (length > LONGEST_LINE) throw badFile(place, `a line is longer than ${LONGEST_LINE} bytes`);
  }
  if (held.length > 0) yield Buffer.concat(held);
}

export async function* lines(chunks: AsyncIterable<Buffer>, place: string): AsyncGenerator<Line> {
  let number = 0;
  for await (const piece of wholeLines(chunks, place)) {
    for (let start = 0; start < piece.length;) {
      const newline = piece.indexOf(NEWLINE, start);
      const end = newline === -1 ? piece.length : newline;
      const content = end > start && piece[end - 1] === RETURN ? end - 1 : end;
      yield { number: ++number, bytes: piece.subarray(start, content), ended: newline !== -1 };
      start = end + 1;
    }
  }
}

/** The bytes as they came; an error with its line at the first byte that is not UTF-8. */
export async function* checkedUtf8(chunks: AsyncIterable<Buffer>, place: string): AsyncGenerator<Buffer> {
  let line = 1;
  for await (const piece of wholeLines(chunks, place)) {
    const valid = isUtf8(piece);
    for (let start = 0; start < piece.length; line++) {
      const newline = piece.indexOf(NEWLINE, start);
      const end = newline === -1 ? piece.length : newline;
      if (!valid) decode(piece.subarray(start, end), place, line);
      start = end + 1;
    }
    yield piece;
  }
}

export function decode(bytes: Buffer, place: string, line?: number): string {
  demandUtf8(bytes, place, line);
  return bytes.toString("utf8");
}

export function demandUtf8(bytes: Buffer, place: string, line?: number): void {
  if (isUtf8(bytes)) return;
  throw badFile(place, "a byte is not UTF-8; save the file as UTF-8", line === undefined ? {} : { line });
}
