import { parse } from "csv-parse/sync";
import { z } from "zod";
import { defineSource, type Entry, type Given, type SourceReading } from "../../app/source-port.ts";
import { RollcallError } from "../../core/errors.ts";
import { badFile } from "../../files/bad-file.ts";
import { createRowKeys, originOf, type RowKey } from "../stated.ts";
import { changedHeader, type Columns, columnsOf, fits } from "./header.ts";
import { lasting, noticeOf } from "./notice.ts";
import { REGISTERS } from "./registers.ts";
import { pagesOf, withDetails } from "./pages.ts";
import type { Register } from "./register.ts";
import { formOf, NOTHING_FOUND, type RawRow, rowsOf } from "./rows.ts";

const settings = z.strictObject({});

/** The registers of WARN notices that states of the United States publish: as CSV, as workbooks, as pages. */
export const warn = defineSource<z.infer<typeof settings>>({
  kind: "warn",
  title: "WARN registers of the United States",
  docs: "docs/sources.md",
  settings,
  names: REGISTERS.map(({ state }) => state),
  recognise: async (given) => {
    const found = await guess(given);
    return found === undefined ? undefined : `warn:${found.state}`;
  },
  read,
});

/** How far below the top of a table its header may stand, under titles and remarks. */
const HEADER_WITHIN = 15;

async function* read({ given, name, follow }: SourceReading<unknown>): AsyncGenerator<Entry> {
  const register = name === undefined ? await guess(given) : named(name);
  if (register === undefined) {
    throw badFile(
      given.place,
      "its columns are those of no WARN register that is known; name one, such as --source warn:ca",
    );
  }
  const keyOf = createRowKeys();
  for await (const page of pagesOf(given, follow)) {
    for await (const entry of entriesOf(register, page, keyOf)) {
      if ("refused" in entry) yield entry;
      else yield { ...entry, reported: await withDetails(register, entry.reported, page, follow) };
    }
  }
}

/** The rows below each header that is of the register. */
async function* entriesOf(
  register: Register,
  given: Given,
  keyOf: (cells: readonly string[]) => RowKey,
): AsyncGenerator<Entry> {
  let table: { readonly name: string; columns?: Columns; rows: number } | undefined;
  let found = false;
  for await (const raw of rowsOf(given)) {
    if (raw.cells.every((cell) => cell.trim() === "")) continue;
    if (table?.name !== raw.table) table = { name: raw.table, rows: 0 };
    if (table.columns === undefined) {
      if (++table.rows > HEADER_WITHIN) continue;
      const columns = columnsOf(register, raw.cells);
      if (columns === undefined) continue;
      if (!fits(columns)) throw changedHeader(columns, given.place, raw.row);
      table.columns = columns;
      found = true;
    } else yield entryOf(table.columns, raw, given, keyOf);
  }
  if (!found && table !== undefined) {
    const columns = Object.keys(register.forms[0]?.columns ?? {}).filter((title) => title !== "Link");
    throw badFile(
      given.place,
      `it holds no table with the columns of the WARN register of ${register.name} (${columns.join(", ")}); nothing was read`,
    );
  }
}

function entryOf(
  columns: Columns,
  { row, cells }: RawRow,
  given: Given,
  keyOf: (cells: readonly string[]) => RowKey,
): Entry {
  const noticed = noticeOf(columns, { origin: originOf(given, row), cells, ...keyOf(lasting(columns, cells)) });
  return "reason" in noticed ? { refused: { row, reason: noticed.reason } } : noticed;
}

function named(state: string): Register {
  const found = REGISTERS.find((register) => register.state === state);
  if (found !== undefined) return found;
  const known = REGISTERS.map((register) => register.state).toSorted();
  throw new RollcallError(
    "usage",
    `--source warn:${state}: no such register is described; there are ${known.join(", ")}.`,
  );
}

/** The register whose columns a file has; of several with the same, the one whose name is in it, or in the file's. */
async function guess(given: Given): Promise<Register | undefined> {
  const rows = await firstRows(given);
  const text = `${given.address ?? ""} ${(await given.head()).toString("latin1")}`;
  // A search that found nothing has no table.
  if (rows.length === 0 && NOTHING_FOUND.test(text)) return REGISTERS.find(({ hints }) => hints?.test(text) === true);
  const near = REGISTERS.flatMap((register) => {
    const columns = rows.map((cells) => columnsOf(register, cells)).find((one) => one !== undefined);
    return columns === undefined ? [] : [{ register, columns }];
  });
  const whole = near.filter(({ columns }) => fits(columns));
  const candidates = whole.length > 0 ? whole : near.filter(({ columns }) => columns.missing.length <= 1);
  const hinted = candidates.filter(({ register }) => register.hints?.test(text) === true);
  const file = /(?<![a-z])([a-z]{2})(?![a-z])/i.exec(given.place.split(/[/\\]/).at(-1) ?? "")?.[1]?.toLowerCase();
  const byName = candidates.filter(({ register }) => register.state === file);
  const own = candidates.filter(({ register }) => register.common !== true);
  const [only, ...more] = [hinted, byName, own].find((list) => list.length === 1) ?? [];
  return more.length > 0 ? undefined : only?.register;
}

/** Rows of a CSV file among which its header is looked for, while nobody has said whose it is. */
const TITLES = 4;

async function firstRows(given: Given): Promise<readonly (readonly string[])[]> {
  const head = await given.head();
  if (formOf(head) === "csv") {
    try {
      return parse(head, { to: TITLES, relax_column_count: true, relax_quotes: true, bom: true });
    } catch {
      // What is no CSV is no register; whoever names one gets the reason.
      return [];
    }
  }
  const rows: (readonly string[])[] = [];
  const counts = new Map<string, number>();
  try {
    for await (const { table, cells } of rowsOf(given)) {
      const count = (counts.get(table) ?? 0) + 1;
      counts.set(table, count);
      if (count <= HEADER_WITHIN) rows.push(cells);
    }
  } catch (error) {
    // A page without a table is another source's.
    if (!(error instanceof RollcallError) || formOf(head) !== "page") throw error;
  }
  return rows;
}
