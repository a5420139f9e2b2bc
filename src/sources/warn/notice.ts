import type { Reported, StatedClaim } from "../../app/record-port.ts";
import { withoutContacts } from "../contacts.ts";
import { type Counted, countOf, type Days, daysOf, firstDayOf, isBlank } from "../cells.ts";
import { type RowKey, stated } from "../stated.ts";
import type { Columns } from "./header.ts";
import type { Meaning, Register } from "./register.ts";

/** A notice as it is published in one row. */
export interface NoticeRow extends RowKey {
  readonly origin: StatedClaim["origin"];
  readonly cells: readonly string[];
}

export type Noticed = { readonly reported: Reported; readonly unread: readonly string[] } | { readonly reason: string };

/** A row as it is published, less what changes from one publication to the next. */
export function lasting(columns: Columns, cells: readonly string[]): readonly string[] {
  const kept = cells.slice(0, columns.of.length).filter((_, i) => columns.of[i]?.meaning !== "changing");
  // Tables that were saved with more empty columns, or fewer, hold the same rows.
  while (kept.at(-1) === "") kept.pop();
  return kept;
}

/** One row of a register as a document with one claim, or why it is none. */
export function noticeOf(columns: Columns, row: NoticeRow): Noticed {
  const { register } = columns;
  const beyond = row.cells.some((cell, i) => cell.trim() !== "" && (columns.of[i]?.title ?? "") === "");
  if (beyond) return { reason: "a cell stands outside the columns of the header" };
  const cells = cellsOf(columns, row.cells);
  const raw = cells.get("company") ?? cells.get("company and site");
  if (raw?.text === "") return { reason: "no company's name is left where the contact was dropped" };
  if (raw === undefined || isBlank(raw.text)) return { reason: "it names no company" };
  if (register.remarks?.test(raw.text) === true) return { reason: "it is a remark of the register and no notice" };
  const others = row.cells.filter((cell, i) => cell.trim() !== "" && columns.of[i]?.title !== raw.title).length;
  if (others === 0) return { reason: "nothing but the company's cell is filled" };
  if (row.cells.every((cell, i) => cell.trim() === "" || same(cell, columns.of[i]?.title ?? ""))) {
    return { reason: "it is the header once more" };
  }
  const name = nameOf(register, raw.text, cells.has("company and site"));
  if (name.company === "") return { reason: "it names no company" };
  const unread = new Set<string>();
  const claim = claimOf(columns, cells, name, unread);
  const link = cells.get("link")?.text ?? "";
  const file = cells.get("file")?.text ?? "";
  const record = cells.get("record")?.text ?? /\/(\d+)\/?$/.exec(link)?.[1];
  return {
    unread: [...unread],
    reported: {
      source: `warn:${register.state}`,
      key: record ?? row.key,
      raw: row.raw,
      address: [link, file].find((one) => /^https?:/.test(one)) ?? null,
      title: null,
      published: claim.posted ?? claim.received ?? claim.notice,
      publisher: register.publisher,
      language: "en",
      text: null,
      claims: [{ ...claim, origin: row.origin }],
    },
  };
}

interface Cell {
  readonly title: string;
  readonly text: string;
}

function same(a: string, b: string): boolean {
  return a.replaceAll(/\s+/g, " ").trim() === b;
}

/** What says something, by its meaning; of two columns with one meaning the first that is filled. Contacts are in none of them. */
function cellsOf(columns: Columns, cells: readonly string[]): ReadonlyMap<Meaning, Cell> {
  const found = new Map<Meaning, Cell>();
  for (const [i, { title, meaning }] of columns.of.entries()) {
    if (meaning === "left out" || meaning === "contact" || meaning === "changing") continue;
    // Workbooks write a line break as `_x000D_`, and tables that were made of them keep it.
    const written = (cells[i] ?? "").replaceAll(/_x000[ad]_/gi, " ").trim();
    if (written === "" || found.has(meaning)) continue;
    const text = withoutContacts(written);
    if (text !== "" || meaning.startsWith("company")) found.set(meaning, { title, text });
  }
  return found;
}

interface Name {
  readonly company: string;
  readonly site: string | null;
  readonly revision: number | null;
}

function nameOf(register: Register, cell: string, withSite: boolean): Name {
  const [first = "", ...rest] = withSite ? cell.split("\n") : [cell];
  const revised = register.revision?.exec(first);
  const company = (revised === undefined || revised === null ? first : first.slice(0, revised.index))
    .replaceAll(/\s+/g, " ")
    .replace(/[\s–—-]+$/, "")
    .trim();
  const site = rest
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
  const number = revised?.groups?.["number"] ?? "";
  return {
    company,
    site: site === "" ? null : site,
    revision: revised === undefined || revised === null ? null : number === "" ? 1 : Number(number),
  };
}

function claimOf(
  { register }: Columns,
  cells: ReadonlyMap<Meaning, Cell>,
  name: Name,
  unread: Set<string>,
): StatedClaim {
  const understood = <T>(meaning: Meaning, read: (text: string) => T | null | undefined): T | null => {
    const cell = cells.get(meaning);
    if (cell === undefined) return null;
    const value = read(cell.text);
    if (value === undefined) unread.add(cell.title);
    return value ?? null;
  };
  const words = (meaning: Meaning): string | null =>
    understood(meaning, (text) => (isBlank(text) ? null : oneLine(text)));
  const effective = understood<Days>("effective", daysOf);
  const notice = understood("notice", firstDayOf);
  const received =
    understood("received", firstDayOf) ??
    understood("received or number", (text) => (/^\d+$/.test(text) ? null : firstDayOf(text)));
  const posted = understood("posted", firstDayOf);
  const [first, second] = [cells.get("count"), cells.get("revised count")];
  const isRevised = second !== undefined && !isBlank(second.text) && !/^0+$/.test(second.text.trim());
  const count = isRevised ? second : first;
  const figure = understood<Counted>(isRevised ? "revised count" : "count", countOf);
  const before = isRevised && first !== undefined ? countOf(first.text)?.count : undefined;
  const revised = before !== undefined && before !== figure?.count ? (figure?.count ?? null) : null;
  const takenOver = count !== undefined && register.takenOver?.test(count.text) === true;
  const type = typeOf(register, cells, takenOver);
  const address = name.site ?? cells.get("site")?.text ?? "";
  const site = isBlank(address)
    ? null
    : address
        .split("\n")
        .map(oneLine)
        .filter((line) => line !== "")
        .join(", ");
  const [both, county] = words("city and county")?.split("/") ?? [];
  // "Toledo/Lucas Akron/Summit": of several nothing is cut out.
  const isOne = county !== undefined && !/\s{2,}|,/.test(county);
  const cityAndCounty = [
    words("city") ?? (isOne ? (both?.trim() ?? null) : null),
    words("county") ?? (isOne ? county.trim() : null),
  ] as const;
  const place = placeOf(register, address, ...cityAndCounty);
  const quote = count === undefined ? name.company : `${count.title}: ${oneLine(count.text)}`;
  return {
    ...stated(name.company, quote),
    ...type,
    scope: "site",
    count: figure?.count ?? null,
    low: figure?.low ?? null,
    high: figure?.high ?? null,
    qualifier: figure?.qualifier ?? null,
    date: notice ?? received ?? posted ?? effective?.from ?? null,
    ...place,
    effectiveFrom: effective?.from ?? null,
    effectiveTo: effective?.to ?? null,
    notice,
    received,
    posted,
    expected: figure?.expected ?? null,
    revised: figure?.revised ?? revised ?? (name.revision === null ? null : (figure?.count ?? null)),
    revision: name.revision,
    industry: words("industry"),
    country: "US",
    region: `US-${register.state.toUpperCase()}`,
    site,
    union: words("union"),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** A temporary layoff is a furlough, which the record counts apart; its type stays in what the register calls it. */
function typeOf(
  register: Register,
  cells: ReadonlyMap<Meaning, Cell>,
  takenOver: boolean,
): Pick<StatedClaim, "kind" | "status" | "temporary"> {
  const said = [cells.get("type"), cells.get("temporary")].flatMap((cell) => (cell === undefined ? [] : [cell.text]));
  const words = register.words.filter(({ when }) => said.some((text) => when.test(oneLine(text))));
  const temporary = words.find((word) => word.temporary !== undefined)?.temporary ?? null;
  const kind = words.find((word) => word.kind !== undefined)?.kind ?? "layoff";
  return {
    kind: takenOver ? "transfer" : temporary === true ? "furlough" : kind,
    status: words.find((word) => word.status !== undefined)?.status ?? "announced",
    temporary,
  };
}

/** The city stands in a column of its own, or at the end of the address, behind a comma, a line break or two blanks. */
function placeOf(
  register: Register,
  site: string,
  city: string | null,
  county: string | null,
): Pick<StatedClaim, "location" | "county"> {
  const state = register.state.toUpperCase();
  const end = new RegExp(
    String.raw`(?:^|[,\n]\s*|\s{2,})([A-Z][A-Za-z.' -]+?),?\s+(?:${state}|${register.name}),?(?:\s+\d{5}(?:-\d{4})?)?\s*$`,
    "i",
  );
  const named = county === null || /\b(?:county|parish|borough)$/i.test(county) ? county : `${county} County`;
  const found = city ?? end.exec(site)?.[1] ?? named;
  const of = found !== null && found !== undefined && /^(?:state-?wide|various|multiple)\b/i.test(found) ? null : found;
  return {
    location: of === null || of === undefined ? register.name : `${of}, ${state}`,
    county: county?.replace(/\s+(?:county|parish)$/i, "") ?? null,
  };
}
