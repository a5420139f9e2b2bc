import { defined } from "../../core/defined.ts";
import { type Attributes, ROLES } from "../../core/directory/account.ts";
import { nearest } from "../../core/suggest.ts";
import { shown } from "../../files/bad-file.ts";
import { columnIndex } from "../../files/table.ts";
import { plain } from "../../files/plain.ts";
import { ENDED_WHEN, isoDay, yesOrNo } from "./words.ts";

/**
 * The usual names of each column, in order of preference (see `plain` for how they are compared). Where a file has
 * several of one kind, the first that has a value in the row counts: somebody without a team is in their department.
 */
const NAMES = {
  name: ["name", "fullname", "employeename", "displayname", "realname"],
  handle: ["handle", "username", "login", "samaccountname", "userprincipalname"],
  email: ["email", "mail", "emailaddress", "workemail"],
  emailVerified: ["emailverified", "isemailverified", "emailconfirmed", "isemailconfirmed"],
  employeeId: ["employeeid", "employeenumber", "personnelnumber", "staffid"],
  status: ["status", "userstatus", "accountstatus", "employmentstatus", "employeestatus"],
  kind: ["kind"],
  role: ["role"],
  title: ["title", "jobtitle", "position"],
  team: ["team", "department", "functionalunit"],
  location: ["location", "office", "site", "city", "worklocation", "officelocation"],
  manager: ["manager", "supervisor", "reportsto"],
  timezone: ["timezone", "tz"],
  startDate: ["startdate", "hiredate"],
} as const;
export type Column = keyof typeof NAMES;

/** The columns that name an account, in the order in which they are tried without `--key`. */
export const KEYS = ["id", "user_id", "employee_id", "uid", "email"];

/** Usual names that are nobody's data: a job may be called Manager and a place Office, and then they head no column. */
const HEADINGS = new Set([
  ...KEYS.map(plain),
  ...Object.entries(NAMES).flatMap(([column, names]) => (column === "manager" || column === "location" ? [] : names)),
]);

/** `there is no column "emial"` with the columns that there are and, where one is near, a suggestion. */
export function noSuchColumn(header: readonly string[], name: string): string {
  const near = isHeader(header) ? nearest(name, header) : undefined;
  const hint = near === undefined ? "name one as key (--key)" : `did you mean ${shown(near)}?`;
  return `there is no column ${shown(name)}; ${listed(header)}; ${hint}`;
}

/** The columns by name. A first line without any usual name may be a person's row, and is not repeated. */
export function listed(header: readonly string[]): string {
  if (!isHeader(header)) return "the first line must name the columns, and no name in it is a usual one";
  const columns = header.filter((column) => column !== "");
  const some = columns.slice(0, 20).map(shown).join(", ");
  return `the columns are ${some}${columns.length > 20 ? " and more" : ""}`;
}

function isHeader(header: readonly string[]): boolean {
  return header.some((name) => HEADINGS.has(plain(name)));
}

/** Which cells of a row hold what. */
export interface Columns {
  readonly header: readonly string[];
  readonly of: Readonly<Record<Column, readonly number[]>>;
  /** Columns whose yes or no says that the account has ended. */
  readonly flags: readonly { readonly index: number; readonly endedWhen: boolean }[];
}

export function columnsOf(header: readonly string[]): Columns {
  const of = (column: Column): number[] =>
    NAMES[column].map((name) => columnIndex(header, name)).filter((index) => index !== -1);
  const flags = header.flatMap((name, index) => {
    const endedWhen = ENDED_WHEN.get(plain(name));
    return endedWhen === undefined ? [] : [{ index, endedWhen }];
  });
  return {
    header,
    of: {
      name: of("name"),
      handle: of("handle"),
      email: of("email"),
      emailVerified: of("emailVerified"),
      employeeId: of("employeeId"),
      status: of("status"),
      kind: of("kind"),
      role: of("role"),
      title: of("title"),
      team: of("team"),
      location: of("location"),
      manager: of("manager"),
      timezone: of("timezone"),
      startDate: of("startDate"),
    },
    flags,
  };
}

/** What the row says under this kind of column: undefined without such a column, null where its cells are empty. */
export function cellOf(columns: Columns, cells: readonly string[], column: Column): string | null | undefined {
  const indexes = columns.of[column];
  if (indexes.length === 0) return undefined;
  return cells[filled(indexes, cells)] ?? null;
}

/** The index of the first of these cells that is not empty; -1 where all are. */
function filled(indexes: readonly number[], cells: readonly string[]): number {
  return indexes.find((index) => (cells[index] ?? "") !== "") ?? -1;
}

/** The attributes that a row states. Status, kind and flags are not among them: they can be wrong, and need the line. */
export function attributesOf(columns: Columns, cells: readonly string[]): Attributes {
  const cell = (column: Column): string | null | undefined => cellOf(columns, cells, column);
  const place = filled(columns.of.location, cells);
  const startDate = cell("startDate");
  const stated: { -readonly [Field in keyof Attributes]: Attributes[Field] } = {
    name: cell("name"),
    handle: cell("handle"),
    email: cell("email")?.toLowerCase() ?? cell("email"),
    emailVerified: vouched(cell("emailVerified")),
    employeeId: cell("employeeId"),
    ...roleOrTitle(cell("role"), cell("title")),
    team: cell("team"),
    location: cell("location"),
    manager: cell("manager"),
    timezone: cell("timezone"),
    // A day in another notation is unknown, not absent.
    startDate: startDate == null ? startDate : isoDay(startDate),
  };
  if (stated.location !== undefined) stated.locationFrom = place === -1 ? null : `column ${columns.header[place]}`;
  return defined(stated);
}

/** A word that is neither yes nor no vouches for nothing. */
function vouched(word: string | null | undefined): boolean | undefined {
  const answer = word == null ? undefined : yesOrNo(word);
  return answer === "silent" ? undefined : answer;
}

/** Most lists of people mean the job by "role", some the rights; only the words of ROLES are rights. */
function roleOrTitle(role: string | null | undefined, title: string | null | undefined): Attributes {
  if (role == null) return { role, title };
  const rights = ROLES.find((word) => plain(word) === plain(role));
  return rights === undefined ? { title: title ?? role } : { role: rights, title };
}
