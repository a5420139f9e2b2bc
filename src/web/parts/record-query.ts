import { z } from "zod";
import { defined } from "../../core/defined.ts";
import { momentAsked } from "../../app/as-of.ts";
import type { Instant } from "../../core/time.ts";
import { RollcallError } from "../../core/errors.ts";
import { CLAIM_KINDS, CLAIM_STATUSES } from "../../core/record/claim.ts";
import { countryCode, countryName } from "../../core/record/country.ts";
import { dayText, spanOf } from "../../core/record/dates.ts";
import { LAYOFF_ORDERS, type LayoffFilter } from "../../core/record/layoff.ts";
import { KIND_WORDS, SOURCE_WORDS, STATUS_WORDS } from "../../messages/layoffs.ts";
import { brief, number, plain } from "../../messages/words.ts";

const words = z.string().max(200, "is longer than any name; give its beginning");
/** ISO 8601: a day, a month or a year. */
const date = z
  .string()
  .regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/, "is no date: give a day such as 2026-03-10, a month or a year");

/** What the public record can be narrowed to and ordered by, in the address of each page, feed and file of it. */
export const recordFields = {
  company: words.optional(),
  country: words.optional(),
  industry: words.optional(),
  kind: z.enum(CLAIM_KINDS).optional(),
  status: z.enum(CLAIM_STATUSES).optional(),
  source: z
    .string()
    .regex(/^[\w.-]{1,40}$/, "is no kind of source: give one word such as warn, feed or article")
    .optional(),
  since: date.optional(),
  until: date.optional(),
  min: z
    .string()
    .regex(/^\d{1,9}$/, "is no number of people")
    .transform(Number)
    .optional(),
  figure: z.enum(["with", "without"]).optional(),
  sort: z.enum(LAYOFF_ORDERS).optional(),
  "as-of": z.string().max(40).optional(),
};
export const recordQuery = z.object(recordFields);
export type RecordQuery = z.infer<typeof recordQuery>;

/** @throws RollcallError `usage` where a country or a day is none */
export function filterOf(query: RecordQuery): LayoffFilter {
  const { company, country, industry, kind, status, source, since, until, min, figure } = query;
  return defined({
    ...(company?.startsWith("co-") === true ? { company } : { search: company }),
    country: country === undefined ? undefined : codeOf(country),
    industry,
    kind,
    status,
    source,
    since: since === undefined ? undefined : dayOf("since", since),
    until: until === undefined ? undefined : dayOf("until", until),
    min,
    figure: figure === undefined ? undefined : figure === "with",
  });
}

/** The moment whose record is asked for; undefined for today's. @throws RollcallError `usage` where it is none, or has not come yet */
export function momentOf(query: Pick<RecordQuery, "as-of">, now: Instant): Instant | undefined {
  const text = query["as-of"];
  return text === undefined || text === "" ? undefined : momentAsked("as-of:", text, now);
}

function codeOf(country: string): string {
  const code = countryCode(country);
  if (code !== null) return code;
  throw new RollcallError(
    "usage",
    "country: give a country by its name in English, or its code of ISO 3166-1 such as DE.",
  );
}

/** The first day that a date means, or the last. */
function dayOf(end: "since" | "until", text: string): string {
  const span = spanOf(text);
  if (span !== undefined) return dayText(end === "since" ? span.from : span.to);
  throw new RollcallError("usage", `${end}: there is no such day; give one such as 2026-03-10.`);
}

/** The same question as it stands in an address, without what was left open. */
export function searchOf(query: RecordQuery, more: Readonly<Record<string, string | undefined>> = {}): string {
  const pairs = Object.entries({ ...query, ...more }).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(pairs).toString();
  return text === "" ? "" : `?${text}`;
}

/** What it is narrowed to, as it follows on a title: `of Media, in Norway, since 2026-01-01`; empty where it is all. */
export function queryWords(query: RecordQuery): string {
  const { company, country, industry, kind, status, source, since, until, min, figure, "as-of": asOf } = query;
  const said = (value: string): string => brief(plain(value));
  return [
    company === undefined ? [] : [`of companies called ${said(company)}`],
    country === undefined ? [] : [`in ${countryName(countryCode(country) ?? said(country))}`],
    industry === undefined ? [] : [`of the industry ${said(industry)}`],
    kind === undefined ? [] : [`of the kind ${KIND_WORDS[kind]}`],
    status === undefined ? [] : [STATUS_WORDS[status]],
    source === undefined ? [] : [`reported by ${SOURCE_WORDS[source] ?? source}`],
    since === undefined ? [] : [`since ${since}`],
    until === undefined ? [] : [`until ${until}`],
    min === undefined ? [] : [`of at least ${number(min)} people`],
    figure === undefined ? [] : [figure === "with" ? "with a figure" : "without a figure"],
    asOf === undefined ? [] : [`as the record stood on ${said(asOf)}`],
  ]
    .flat()
    .join(", ");
}
