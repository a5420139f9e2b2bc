import { basename } from "node:path";
import { type Account, type Attributes, merge } from "../../core/directory/account.ts";
import { RollcallError } from "../../core/errors.ts";
import { badFile } from "../../files/bad-file.ts";
import { attributesOf, type Columns, columnsOf, listed, noSuchColumn } from "./columns.ts";
import { checkKey, keyedBy } from "./csv.ts";
import { fileSource, type Input } from "../../files/input.ts";
import { columnIndex, openTable } from "../../files/table.ts";

/** Attributes from a table of people, for the accounts of any directory (`attributes: { from: people.csv, key: email }`). */
export interface People {
  /** Which of an account's values the table is keyed by. */
  readonly by: "id" | "email" | "handle";
  readonly rows: ReadonlyMap<string, Attributes>;
  /** Rows without a key, which nobody can find. */
  readonly withoutKey: number;
}

/**
 * Team, location, manager, title and employee id by e-mail address, account id or handle, whichever the column `key` holds.
 * @throws RollcallError `bad_setting`, with file and line.
 */
export async function readPeople(path: string, key: string): Promise<People> {
  try {
    return await read(fileSource(path), basename(path), key);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    throw new RollcallError("bad_setting", error.message, { cause: error.cause });
  }
}

async function read(source: Input, file: string, key: string): Promise<People> {
  const table = await openTable(source);
  const rows = new Map<string, Attributes>();
  const lineOf = new Map<string, number>();
  let withoutKey = 0;
  try {
    const columns = columnsOf(table.header);
    const keyIndex = columnIndex(table.header, key);
    if (keyIndex === -1) throw badFile(source.place, noSuchColumn(table.header, key), { line: 1 });
    if (!hasUse(columns)) {
      const what = `no column gives a team, location, manager, title or employee id; ${listed(table.header)}`;
      throw badFile(source.place, what, { line: 1 });
    }
    const by = keyedBy(columns, keyIndex);
    for await (const row of table.rows) {
      const value = normal(by, row.cells[keyIndex] ?? "");
      if (value === "") {
        withoutKey++;
        continue;
      }
      checkKey(value, table.header[keyIndex] ?? "", lineOf.get(value), row, source.place);
      lineOf.set(value, row.line);
      rows.set(value, stated(columns, row.cells, file));
    }
    return { by, rows, withoutKey };
  } finally {
    await table.rows.return(undefined);
  }
}

function hasUse({ of }: Columns): boolean {
  return [of.team, of.location, of.manager, of.title, of.role, of.employeeId].some((indexes) => indexes.length > 0);
}

/** The file only adds: where it says nothing, the directory's own value stands. */
function stated(columns: Columns, cells: readonly string[], file: string): Attributes {
  const { team, location, manager, title, employeeId } = attributesOf(columns, cells);
  return {
    ...(team == null ? {} : { team }),
    ...(location == null ? {} : { location, locationFrom: file }),
    ...(manager == null ? {} : { manager }),
    ...(title == null ? {} : { title }),
    ...(employeeId == null ? {} : { employeeId }),
  };
}

function normal(by: People["by"], value: string): string {
  return by === "id" ? value : value.toLowerCase();
}

/** The value of the account that the table is keyed by, as the table has it. */
export function keyOf(account: Account, { by }: Pick<People, "by">): string | undefined {
  const value = by === "id" ? account.id : account.attributes[by];
  return value == null ? undefined : normal(by, value);
}

/** The account with what the table says of it; the table's values win. */
export function overlay(account: Account, people: People): Account {
  const key = keyOf(account, people);
  const row = key === undefined ? undefined : people.rows.get(key);
  if (row === undefined) return account;
  const { employeeId, ...others } = row;
  // An address that anybody may type into a profile must not give them somebody's employee id.
  const sure = people.by !== "email" || account.attributes.emailVerified === true;
  const known = sure && employeeId !== undefined ? { ...others, employeeId } : others;
  return { ...account, attributes: merge(account.attributes, known) };
}
