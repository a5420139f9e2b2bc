import { pipeline } from "node:stream/promises";
import { CsvError, type Info, parse } from "csv-parse";
import { badFile } from "./bad-file.ts";
import type { Input } from "./input.ts";
import { checkedUtf8 } from "./text.ts";
import { plain } from "./plain.ts";

export interface Row {
  /** The line on which the row ends. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file of rows under a header, delimited by comma, semicolon, tab or bar; each row has as many cells as it, trimmed. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: AsyncGenerator<Row>;
}

export const DELIMITERS = [",", ";", "\t", "|"] as const;

/** A quote that is never closed takes the rest of the file for one cell; no row of people is this long. */
const LONGEST_ROW = 1024 * 1024;

const CSV_FAULTS: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: "text follows a closing quote; a quote inside a cell is written twice",
  INVALID_OPENING_QUOTE:
    "a quote stands in the middle of a cell; put the whole cell in quotes and write the quote twice",
  CSV_MAX_RECORD_SIZE: "a row is longer than 1 MB; probably a quote is not closed",
  CSV_QUOTE_NOT_CLOSED: "a quote opens here or below and is never closed",
};

/** The rows must be read to the end, or returned, for the file to be closed. */
export async function openTable(source: Input): Promise<Table> {
  const rows = trimmed(rawRows(source));
  const first = await rows.next();
  if (first.done === true) throw badFile(source.place, "the file has no header line");
  const header = first.value.cells;
  try {
    checkHeader(header, source.place, first.value.line);
  } catch (error) {
    await rows.return(undefined);
    throw error;
  }
  return { header, rows: fullRows(rows, header.length, source.place) };
}

export function firstLine(head: Buffer): string {
  const newline = head.indexOf(0x0a);
  return head.subarray(0, newline === -1 ? head.length : newline).toString("utf8");
}

/** The delimiter that the line holds most often outside quotes; a comma where it holds none. */
function delimiterOf(line: string): string {
  const bare = line.replaceAll(/"[^"]*"/g, "");
  const count = (delimiter: string): number => bare.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best), ",");
}

async function* fullRows(rows: AsyncGenerator<Row>, width: number, place: string): AsyncGenerator<Row> {
  for await (const row of rows) {
    // Spreadsheets leave rows of nothing but delimiters behind.
    if (row.cells.every((cell) => cell === "")) continue;
    if (row.cells.length !== width) {
      const what = `the row has ${row.cells.length} cells and the header ${width}; quote cells that hold the delimiter`;
      throw badFile(place, what, { line: row.line });
    }
    yield row;
  }
}

async function* trimmed(rows: AsyncGenerator<Row>): AsyncGenerator<Row> {
  for await (const { line, cells } of rows) yield { line, cells: cells.map((cell) => cell.trim()) };
}

/** Every row with its cells as they are written, the header among them; rows may be of different length. */
export async function* rawRows(source: Pick<Input, "place" | "head" | "chunks">): AsyncGenerator<Row> {
  const delimiter = delimiterOf(firstLine(await source.head()));
  // The parser runs ahead of whoever reads its rows, so that only it knows where it stopped.
  let lastRow = 0;
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ["\r\n", "\n"],
    max_record_size: LONGEST_ROW,
    on_record(record: string[], { lines }) {
      lastRow = lines;
      return record;
    },
  });
  // Whoever reads the parser gets the same error.
  const fed = pipeline(checkedUtf8(source.chunks(), source.place), parser).catch(() => {});
  const parsed: AsyncIterable<{ record: readonly string[]; info: Info }> = parser;
  try {
    for await (const { record, info } of parsed) {
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser's own message quotes the cell, so neither it nor the error itself goes on.
    throw badFile(source.place, CSV_FAULTS[error.code] ?? "the row is not valid CSV", { line: lastRow + 1 });
  } finally {
    parser.destroy();
    await fed;
  }
}

function checkHeader(header: readonly string[], place: string, line: number): void {
  if (header.some((name) => name.includes("@"))) {
    throw badFile(place, "this looks like data; the first line must name the columns", { line });
  }
  const seen = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    const word = plain(name);
    if (word === "") continue;
    const before = seen.get(word);
    if (before !== undefined) {
      const what = `columns ${before + 1} and ${index + 1} have the same name; rename or delete one`;
      throw badFile(place, what, { line });
    }
    seen.set(word, index);
  }
}

/** The index of the column with this name, written exactly so or with other separators and case. */
export function columnIndex(header: readonly string[], name: string): number {
  const exact = header.indexOf(name);
  return exact === -1 ? header.findIndex((column) => plain(column) === plain(name)) : exact;
}
