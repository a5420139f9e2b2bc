import { dirname, resolve } from "node:path";
import { faultAt, type LoadedSettings } from "../config/load.ts";
import { RollcallError } from "../core/errors.ts";
import { type MappingRow, type PersonRules, writtenAccount } from "../core/person/rules.ts";
import { badFile } from "../files/bad-file.ts";
import { fileSource } from "../files/input.ts";
import { columnIndex, openTable } from "../files/table.ts";

/** The mapping that the settings write, and that of the file that they name. Throws `bad_setting` with the place. */
export async function personRulesOf(loaded: LoadedSettings): Promise<PersonRules> {
  const aliases = new Set(loaded.directories.keys());
  const { same = {}, from } = loaded.persons ?? {};
  const mapping: MappingRow[] = [];
  for (const [account, is] of Object.entries(same)) {
    const row = rowOf(account, is, aliases);
    if (typeof row === "string") {
      throw new RollcallError("bad_setting", faultAt(loaded, ["persons", "same", account], row));
    }
    mapping.push(row);
  }
  if (from !== undefined) mapping.push(...(await mappingFrom(resolve(dirname(loaded.file), from.path), aliases)));
  return { mapping };
}

async function mappingFrom(path: string, aliases: ReadonlySet<string>): Promise<MappingRow[]> {
  try {
    const source = fileSource(path);
    const table = await openTable(source);
    try {
      const [account, is] = [columnIndex(table.header, "account"), columnIndex(table.header, "is")];
      if (account === -1 || is === -1) {
        throw badFile(source.place, "the first line must name the columns account and is", { line: 1 });
      }
      const mapping: MappingRow[] = [];
      for await (const { cells, line } of table.rows) {
        const row = rowOf(cells[account] ?? "", cells[is] ?? "", aliases);
        if (typeof row === "string") throw badFile(source.place, row, { line });
        mapping.push(row);
      }
      return mapping;
    } finally {
      await table.rows.return(undefined);
    }
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code !== "bad_file") throw error;
    throw new RollcallError("bad_setting", error.message, { cause: error.cause });
  }
}

/** @returns the row, or what is wrong with it */
function rowOf(account: string, is: string, aliases: ReadonlySet<string>): MappingRow | string {
  const one = writtenAccount(account, aliases);
  if (one === undefined) {
    return `write the account as ALIAS:ACCOUNT, with the alias of a directory of the settings: ${[...aliases].join(", ")}`;
  }
  const employeeId = is.trim();
  if (employeeId === "") return "write whose the account is: another account as ALIAS:ACCOUNT, or an employee id";
  return { account: one, is: writtenAccount(is, aliases) ?? { employeeId } };
}
