import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { StatedClaim } from "../app/record-port.ts";
import { defineSource, type Entry, type Given, type SourceReading } from "../app/source-port.ts";
import { defined } from "../core/defined.ts";
import { RollcallError } from "../core/errors.ts";
import { announcedFrom } from "../core/record/announced.ts";
import { CLAIM_KINDS, CLAIM_STATUSES, SCOPES } from "../core/record/claim.ts";
import { badFile, shown } from "../files/bad-file.ts";
import { plain } from "../files/plain.ts";
import { rawRows } from "../files/table.ts";
import { countOf, daysOf, isBlank } from "./cells.ts";
import { isContactColumn, withoutContacts } from "./contacts.ts";
import { createRowKeys, figureOf, originOf, type RowKey, stated } from "./stated.ts";

/** Fields of a table, and what their columns are usually called; case, blanks and separators make no difference. */
const FIELDS = {
  company: ["company", "companyname", "employer", "organization", "organisation"],
  count: ["count", "#laidoff", "laidoff", "laidoffcount", "totallaidoff", "jobs", "jobscut", "employees", "affected"],
  low: ["low", "atleast", "minimum"],
  high: ["high", "atmost", "maximum"],
  qualifier: ["qualifier"],
  percent: ["%", "percent", "percentage", "percentagelaidoff", "share"],
  base: ["base", "headcount", "workforce"],
  date: ["date", "announced", "dateannounced"],
  posted: ["dateadded", "added", "posted"],
  effective: ["effective", "effectivedate"],
  kind: ["kind"],
  status: ["status"],
  scope: ["scope"],
  part: ["part", "unit"],
  location: ["location", "locationhq", "city", "place"],
  country: ["country"],
  county: ["county"],
  site: ["site"],
  industry: ["industry", "sector", "naics"],
  stage: ["stage"],
  raised: ["raised", "$raised(mm)", "$raised", "fundsraised", "fundsraisedmillions"],
  union: ["union"],
  address: ["address", "source", "sourceurl", "url", "link"],
  title: ["title", "headline"],
  publisher: ["publisher", "outlet"],
  published: ["published", "datepublished"],
  quote: ["quote"],
} as const;
export type Field = keyof typeof FIELDS;
const CSV_FIELDS = Object.keys(FIELDS) as readonly Field[];

const settings = z.strictObject({
  map: z
    .partialRecord(z.enum(CSV_FIELDS), z.string().min(1))
    .optional()
    .describe("Which column says what, where its name does not tell: count: Jobs cut."),
  dates: z.enum(["mdy", "dmy"]).optional().describe("Whether 3/4/2026 is in March (mdy) or in April (dmy)."),
});
export type CsvSettings = z.infer<typeof settings>;

const FYI = "layoffs.fyi";

/** A table of one's own, or a tracker's export. */
export const csv = defineSource<CsvSettings>({
  kind: "csv",
  title: "tables (CSV), and an export of Layoffs.fyi",
  docs: "docs/sources.md",
  settings,
  recognise: async (given) => {
    const header = await headerOf(given);
    const columns = columnsOf(header, {}, given.place);
    if (isFyi(header)) return `csv:${FYI}`;
    return columns.has("company") && (columns.has("count") || columns.has("percent") || columns.has("date"))
      ? `csv:${nameOf(given.place)}`
      : undefined;
  },
  read,
});

async function* read(reading: SourceReading<CsvSettings>): AsyncGenerator<Entry> {
  const { given } = reading;
  const name = reading.name ?? nameOf(given.place);
  const keyOf = createRowKeys();
  let columns: ReadonlyMap<Field, number> | undefined;
  let width = 0;
  let order = reading.settings.dates;
  for await (const { line, cells } of rawRows(given)) {
    if (cells.every((cell) => cell.trim() === "")) continue;
    if (columns === undefined) {
      columns = columnsOf(cells, reading.settings.map ?? {}, given.place);
      if (!columns.has("company")) throw badFile(given.place, noCompany(cells));
      if (isFyi(cells)) order ??= "mdy";
      width = cells.length;
      continue;
    }
    if (cells.length !== width) {
      yield { refused: { row: line, reason: "it has another number of cells than the header" } };
      continue;
    }
    yield entryOf({
      line,
      cells,
      columns,
      order,
      ...keyOf(cells),
      source: `csv:${name}`,
      origin: originOf(given, line),
    });
  }
}

interface Row extends RowKey {
  readonly line: number;
  readonly cells: readonly string[];
  readonly columns: ReadonlyMap<Field, number>;
  readonly order: "mdy" | "dmy" | undefined;
  readonly source: string;
  readonly origin: StatedClaim["origin"];
}

function entryOf(row: Row): Entry {
  const unread = new Set<string>();
  const text = (field: Field): string | null => {
    const written = (row.cells[row.columns.get(field) ?? -1] ?? "").trim();
    // Addresses of posts hold an @ as well.
    const cell = field === "address" ? written : withoutContacts(written);
    return isBlank(cell) ? null : cell.replaceAll(/\s+/g, " ");
  };
  const understood = <T>(field: Field, value: (cell: string) => T | undefined): T | null => {
    const cell = text(field);
    const found = cell === null ? null : value(cell);
    if (found === undefined) unread.add(field);
    return found ?? null;
  };
  const company = text("company");
  if (company === null) return { refused: { row: row.line, reason: "it names no company" } };
  const figure = statedFigure(text, understood);
  if ("reason" in figure) return { refused: { row: row.line, reason: figure.reason } };
  const day = (field: Field): string | null => understood(field, (cell) => dayOf(cell, row.order));
  const effective = understood("effective", (cell) => daysOf(cell) ?? undefined);
  const places = text("location");
  const published = day("published");
  const posted = day("posted");
  const date = day("date");
  const written = text("quote") ?? [company, text("count"), text("percent")].filter((one) => one !== null).join(", ");
  const claim: StatedClaim = {
    ...stated(company, written),
    ...figure.claim,
    kind: understood("kind", (cell) => CLAIM_KINDS.find((kind) => kind === plainWord(cell))) ?? "layoff",
    status: understood("status", (cell) => CLAIM_STATUSES.find((status) => status === plainWord(cell))) ?? "announced",
    scope: understood("scope", (cell) => SCOPES.find((scope) => scope === plainWord(cell))) ?? "company",
    part: text("part"),
    date,
    posted,
    effectiveFrom: effective?.from ?? null,
    effectiveTo: effective?.to ?? null,
    location: places === null ? null : unlisted(places),
    country: text("country"),
    county: text("county"),
    site: text("site"),
    industry: text("industry"),
    stage: text("stage"),
    raised: text("raised"),
    union: text("union"),
    origin: row.origin,
  };
  const address = understood("address", (cell) => webAddress(cell));
  return {
    unread: [...unread],
    reported: {
      source: row.source,
      key: row.key,
      raw: row.raw,
      address,
      title: text("title"),
      published: published ?? posted ?? date,
      publisher: text("publisher"),
      language: null,
      text: null,
      claims: [claim],
    },
  };
}

type Understood = <T>(field: Field, value: (cell: string) => T | undefined) => T | null;

/** The figure, checked as one that somebody enters; a row that contradicts itself is refused with the reason. */
function statedFigure(
  text: (field: Field) => string | null,
  understood: Understood,
): { readonly claim: Partial<StatedClaim> } | { readonly reason: string } {
  const number = (field: Field): number | null => understood(field, (cell) => wholeNumber(cell));
  const [low, high, base] = [number("low"), number("high"), number("base")];
  const percent = understood("percent", percentOf);
  const qualifier = text("qualifier");
  const counted = understood("count", (cell) => countOf(cell));
  if (qualifier === null && low === null && high === null && percent === null) {
    return { claim: { ...counted, base } };
  }
  const bounds = counted?.qualifier === "range" ? counted : { low, high };
  const named = {
    ...(counted?.count == null ? {} : { count: counted.count }),
    ...(percent === null ? {} : { percent }),
    ...(base === null ? {} : { base }),
    ...(bounds.low === null ? {} : { low: bounds.low }),
    ...(bounds.high === null ? {} : { high: bounds.high }),
  };
  if (Object.keys(named).every((key) => key === "base")) return { claim: { base } };
  const onlyOne = counted?.count == null && percent === null && (bounds.low === null) !== (bounds.high === null);
  const asOne =
    bounds.low === null ? { count: high ?? 0, qualifier: "up_to" } : { count: bounds.low, qualifier: "at_least" };
  try {
    const checked = announcedFrom(
      onlyOne && qualifier === null
        ? { ...asOne, on: 0 }
        : { ...named, ...defined({ qualifier: qualifier ?? counted?.qualifier ?? undefined }), on: 0 },
    );
    return { claim: figureOf(checked) };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { reason: error.message.replace(/^The announcement cannot be taken: /, "its figure contradicts itself: ") };
  }
}

function wholeNumber(cell: string): number | undefined {
  const digits = cell.replaceAll(",", "").replace(/\.0+$/, "");
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

/** `15 %`, `15`, and a share of one: trackers write 0.15, and 1 for everybody. */
function percentOf(cell: string): number | undefined {
  const [, digits, sign] = /^(\d{1,3}(?:\.\d+)?)\s*(%?)$/.exec(cell) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits);
  const percent = sign === "" && value <= 1 ? Math.round(value * 10_000) / 100 : value;
  return percent > 0 && percent <= 100 ? percent : undefined;
}

/** An ISO day, a day with the name of its month, or one with slashes where it is known, or plain, which part is the month. */
function dayOf(cell: string, order: "mdy" | "dmy" | undefined): string | undefined {
  const slashes = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})$/.exec(cell);
  if (slashes === null) return /^\d{1,2}\//.test(cell) ? undefined : daysOf(cell)?.from;
  const [, first = "", second = "", year = ""] = slashes;
  const plainly = Number(first) > 12 ? "dmy" : Number(second) > 12 ? "mdy" : undefined;
  const known = order ?? plainly;
  if (known === undefined) return undefined;
  return daysOf(known === "mdy" ? `${first}/${second}/${year}` : `${second}/${first}/${year}`)?.from;
}

/** Some exports write several places as a list of Python: `['Jakarta', 'Non-U.S.']`. */
function unlisted(cell: string): string {
  if (!/^\[.*\]$/.test(cell)) return cell;
  const places = cell.slice(1, -1).split(",");
  return places.map((place) => place.trim().replaceAll(/^['"]|['"]$/g, "")).join(", ");
}

function plainWord(cell: string): string {
  return cell.toLowerCase().replaceAll(/[\s-]+/g, "_");
}

export function webAddress(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === ""
    ? url.href
    : undefined;
}

function columnsOf(
  header: readonly string[],
  map: Readonly<Partial<Record<Field, string>>>,
  place: string,
): ReadonlyMap<Field, number> {
  const names = header.map((title) => plain(title.trim()));
  const found = new Map<Field, number>();
  for (const field of CSV_FIELDS) {
    const wanted = map[field];
    const index =
      wanted === undefined
        ? FIELDS[field].map((name) => names.indexOf(name)).find((at) => at !== -1)
        : names.indexOf(plain(wanted));
    if (wanted !== undefined && index === -1) {
      throw badFile(place, `there is no column ${shown(wanted)} for ${field}; ${listed(header)}`, { line: 1 });
    }
    if (index !== undefined && !isContactColumn(header[index] ?? "")) found.set(field, index);
  }
  return found;
}

/** The columns by name. A first line without any usual name may be a row, in which somebody's name stands, and is not repeated. */
function listed(header: readonly string[]): string {
  const usual = new Set<string>(Object.values(FIELDS).flat());
  return header.some((title) => usual.has(plain(title.trim())))
    ? `the columns are ${header.slice(0, 12).map(shown).join(", ")}`
    : "the first line must name the columns, and no name in it is a usual one";
}

function noCompany(header: readonly string[]): string {
  return `no column names the company; ${listed(header)}; say which it is with --map company=COLUMN`;
}

function isFyi(header: readonly string[]): boolean {
  const names = new Set(header.map((title) => plain(title.trim())));
  const has = (...any: readonly string[]): boolean => any.some((name) => names.has(name));
  return has("company") && has("#laidoff", "laidoffcount", "totallaidoff") && has("stage") && has(...FIELDS.raised);
}

/** The name of a file, without its folders and its ending. */
function nameOf(place: string): string {
  const name = place.split(/[/\\]/).at(-1) ?? "";
  return name.replace(/(?:\.(?:csv|tsv|txt|gz))+$/i, "").replaceAll(/\s+/g, "-") || "table";
}

async function headerOf(given: Given): Promise<readonly string[]> {
  const head = await given.head();
  if (/^\s*[<{[]/.test(head.toString("latin1", 0, 100))) return [];
  for (const delimiter of [",", ";", "\t"]) {
    try {
      const [header = []] = parse(head, { to: 1, delimiter, relax_column_count: true, relax_quotes: true, bom: true });
      if (header.length > 1) return header;
    } catch {
      return [];
    }
  }
  return [];
}
