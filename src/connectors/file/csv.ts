import type { Account, Kind } from "../../core/directory/account.ts";
import { type Accounts, counted } from "./accounts.ts";
import { badFile, shown } from "../../files/bad-file.ts";
import { attributesOf, cellOf, type Columns, columnsOf, KEYS, listed, noSuchColumn } from "./columns.ts";
import type { Input } from "../../files/input.ts";
import { columnIndex, openTable, type Row } from "../../files/table.ts";
import { kindWord, oneStatus, type StatusWord, statusWord, yesOrNo } from "./words.ts";

/**
 * One account a row. An empty cell states that there is none (`null`); a column that is not there states nothing.
 * @param key the column that names the account; by default the first of KEYS that the file has.
 */
export async function* csvAccounts(source: Input, key?: string): Accounts {
  const table = await openTable(source);
  const columns = columnsOf(table.header);
  const lineOf = new Map<string, number>();
  let otherDates = 0;
  try {
    const keyIndex = keyColumn(table.header, key, source.place);
    const isEmail = columns.of.email.includes(keyIndex);
    for await (const row of table.rows) {
      const written = row.cells[keyIndex] ?? "";
      const id = isEmail ? written.toLowerCase() : written;
      checkKey(id, table.header[keyIndex] ?? "", lineOf.get(id), row, source.place);
      lineOf.set(id, row.line);
      const account = accountOf(id, columns, row, source.place);
      if (cellOf(columns, row.cells, "startDate") != null && account.attributes.startDate === undefined) otherDates++;
      yield account;
    }
  } finally {
    await table.rows.return(undefined);
  }
  const notes = counted(
    otherDates,
    "start date is no ISO day and was ignored",
    "start dates are no ISO days and were ignored",
  );
  return { complete: true, endMarker: "end of file", notes };
}

function keyColumn(header: readonly string[], key: string | undefined, place: string): number {
  for (const name of key === undefined ? KEYS : [key]) {
    const index = columnIndex(header, name);
    if (index !== -1) return index;
  }
  if (key !== undefined) throw badFile(place, noSuchColumn(header, key), { line: 1 });
  const what = `none of the columns ${KEYS.join(", ")} is there to name the accounts by; ${listed(header)}; name one as key (--key)`;
  throw badFile(place, what, { line: 1 });
}

export function checkKey(id: string, column: string, before: number | undefined, row: Row, place: string): void {
  if (id === "") throw badFile(place, `the row has no value in the key column ${shown(column)}`, { line: row.line });
  if (before === undefined) return;
  const what = `the row repeats the ${shown(column)} of line ${before}; each account must stand once`;
  throw badFile(place, what, { line: row.line });
}

function accountOf(id: string, columns: Columns, row: Row, place: string): Account {
  const word = statusOf(columns, row, place);
  const kind = kindOf(columns, row, place) ?? word?.kind;
  const stated = attributesOf(columns, row.cells);
  const role = stated.role === undefined ? word?.role : stated.role;
  const attributes = {
    ...stated,
    ...(kind === undefined ? {} : { kind }),
    ...(role === undefined ? {} : { role }),
  };
  return { id, ...oneStatus(word, endedBy(columns, row, place)), attributes };
}

function statusOf(columns: Columns, row: Row, place: string): (StatusWord & { stated: string }) | undefined {
  const word = cellOf(columns, row.cells, "status");
  if (word == null) return undefined;
  const meaning = statusWord(word);
  if (meaning !== undefined) return { ...meaning, stated: `status: ${word}` };
  const what = `the status in column ${nameOf(columns, "status")} is not known`;
  throw badFile(place, `${what}; write active, invited, deactivated, suspended or terminated`, { line: row.line });
}

function kindOf(columns: Columns, row: Row, place: string): Kind | undefined {
  const word = cellOf(columns, row.cells, "kind");
  if (word == null) return undefined;
  const kind = kindWord(word);
  if (kind !== undefined) return kind;
  const what = `the kind in column ${nameOf(columns, "kind")} is not known`;
  throw badFile(place, `${what}; write human, guest, bot, service or external`, { line: row.line });
}

/** The first flag that says that the account has ended, in the file's own words: `deleted: true`. */
function endedBy(columns: Columns, row: Row, place: string): string | undefined {
  let stated: string | undefined;
  for (const { index, endedWhen } of columns.flags) {
    const cell = row.cells[index] ?? "";
    const answer = yesOrNo(cell);
    if (answer === undefined) {
      const what = `column ${shown(columns.header[index] ?? "")} says neither yes nor no; write true or false`;
      throw badFile(place, what, { line: row.line });
    }
    if (answer === endedWhen) stated ??= `${columns.header[index]}: ${cell}`;
  }
  return stated;
}

function nameOf(columns: Columns, column: "status" | "kind"): string {
  return columns.of[column].map((index) => shown(columns.header[index] ?? "")).join(" or ");
}

/** Which of an account's values a column of this name holds. */
export function keyedBy(columns: Columns, index: number): "id" | "email" | "handle" {
  if (columns.of.email.includes(index)) return "email";
  return columns.of.handle.includes(index) ? "handle" : "id";
}
