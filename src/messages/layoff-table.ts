// The record as a table, and what its columns mean: for people in a spreadsheet, and for programs by https://www.w3.org/TR/tabular-metadata/.
import { defined } from "../core/defined.ts";
import { CLAIM_KINDS, CLAIM_STATUSES } from "../core/record/claim.ts";
import type { Layoff, SourcedClaim } from "../core/record/layoff.ts";
import type { Publication } from "../core/record/publication.ts";
import { csvRecord } from "./csv.ts";
import { reportedBy } from "./layoffs.ts";

/** A layoff with the claims that are in force. */
export interface WithClaims {
  readonly layoff: Layoff;
  readonly claims: readonly SourcedClaim[];
}

/** A column: its name is what stands in the head of the table. */
interface TableColumn {
  readonly name: string;
  readonly title: string;
  /** What it means; the whole of it. */
  readonly description: string;
  readonly datatype: "string" | "anyURI" | "nonNegativeInteger" | "number" | "boolean" | WithFormat;
  readonly of: (row: WithClaims) => string | number | boolean | null | undefined;
}

interface WithFormat {
  readonly base: "string";
  /** A regular expression that all of a value matches. */
  readonly format: string;
}

/** The columns, in their order: new ones come at the end, and none changes its meaning. */
export const LAYOFF_TABLE: readonly TableColumn[] = [
  {
    name: "id",
    title: "Id",
    description: "Of the layoff; the same for good, whatever is found out about it.",
    datatype: matching("l-[0-9a-f]{16}"),
    of: ({ layoff }) => layoff.id,
  },
  {
    name: "company",
    title: "Company",
    description: "As the deciding report calls it.",
    datatype: "string",
    of: ({ layoff }) => layoff.name,
  },
  {
    name: "date",
    title: "Date",
    description:
      "Of the announcement, ISO 8601, as exact as it is reported: a day, a month, a year, or two of them joined by two points.",
    datatype: "string",
    of: ({ layoff }) => layoff.date,
  },
  {
    name: "country",
    title: "Country",
    description: "Where the cut falls, ISO 3166-1 alpha-2.",
    datatype: matching("[A-Z]{2}"),
    of: ({ layoff }) => layoff.country,
  },
  {
    name: "industry",
    title: "Industry",
    description: "As the source calls it; a code of NAICS is the name of its sector.",
    datatype: "string",
    of: ({ layoff }) => layoff.industry,
  },
  {
    name: "location",
    title: "Location",
    description: "Where in the country, as it is reported.",
    datatype: "string",
    of: ({ layoff }) => layoff.location,
  },
  {
    name: "kind",
    title: "Kind",
    description: "What is done to people.",
    datatype: matching(CLAIM_KINDS.join("|")),
    of: ({ layoff }) => layoff.kind,
  },
  {
    name: "status",
    title: "Status",
    description: "How far it has come, and how sure it is.",
    datatype: matching(CLAIM_STATUSES.join("|")),
    of: ({ layoff }) => layoff.status,
  },
  {
    name: "count",
    title: "People",
    description: "The one number that is named. Blank where none is, or bounds alone: a blank is never zero.",
    datatype: "nonNegativeInteger",
    of: ({ layoff }) => layoff.count,
  },
  {
    name: "low",
    title: "At least",
    description: "So many people at least, by all that report it together. Blank where nobody names a figure.",
    datatype: "nonNegativeInteger",
    of: ({ layoff }) => layoff.low,
  },
  {
    name: "high",
    title: "At most",
    description: "So many people at most. Blank where there is no upper end, or no figure.",
    datatype: "nonNegativeInteger",
    of: ({ layoff }) => layoff.high,
  },
  {
    name: "percent",
    title: "Share of staff",
    description: "In percent, where it is reported.",
    datatype: "number",
    of: ({ layoff }) => layoff.percent,
  },
  {
    name: "base",
    title: "Headcount named",
    description: "The number of people that a share is of, where it is reported.",
    datatype: "nonNegativeInteger",
    of: ({ layoff }) => layoff.base,
  },
  {
    name: "undecided",
    title: "To be decided",
    description: "Whether it may be one round with another layoff of this table: then no sum of the least has it.",
    datatype: "boolean",
    of: ({ layoff }) => layoff.undecided,
  },
  {
    name: "claims",
    title: "Reports",
    description: "How many statements stand behind it.",
    datatype: "nonNegativeInteger",
    of: ({ claims }) => claims.length,
  },
  {
    name: "reported_by",
    title: "Reported by",
    description: "Who reports what decides the figure.",
    datatype: "string",
    of: (row) => {
      const said = spoken(row);
      return said && reportedBy(said.source);
    },
  },
  {
    name: "link",
    title: "Link",
    description: "Where that is found.",
    datatype: "anyURI",
    of: (row) => spoken(row)?.source.address,
  },
  {
    name: "quote",
    title: "Quote",
    description: "Its words, at most one sentence; they are their publisher's.",
    datatype: "string",
    of: (row) => spoken(row)?.quote,
  },
  {
    name: "notices",
    title: "Notices",
    description:
      "How many notices of registers are of a part of it. Blank where none is known, or nobody speaks of the whole.",
    datatype: "nonNegativeInteger",
    of: ({ layoff }) => layoff.coverage?.notices,
  },
  {
    name: "noticed",
    title: "People in notices",
    description:
      "So many people at least in these notices. They are among those of the figure, and are not added to it.",
    datatype: "nonNegativeInteger",
    of: ({ layoff }) => layoff.coverage?.low,
  },
  {
    name: "noticed_share_low",
    title: "Share in notices, at least",
    description: "What share of the figure that is, 1 for all of it: of the most that the figure allows.",
    datatype: "number",
    of: ({ layoff }) => rounded(layoff.coverage?.share?.low),
  },
  {
    name: "noticed_share_high",
    title: "Share in notices, at most",
    description: "The same of the least that the figure allows. Blank where it names no least number.",
    datatype: "number",
    of: ({ layoff }) => rounded(layoff.coverage?.share?.high),
  },
];

/** To a hundredth of a percent. */
function rounded(share: number | null | undefined): number | null | undefined {
  return share == null ? share : Math.round(share * 10_000) / 10_000;
}

function matching(format: string): WithFormat {
  return { base: "string", format: `^(?:${format})$` };
}

/** The claim that decides, else the first whose words may be shown. */
export function spoken({ layoff, claims }: WithClaims): SourcedClaim | undefined {
  const open = claims.filter(({ source }) => !source.suppressed);
  return open.find(({ id }) => layoff.decided.includes(id)) ?? open[0];
}

/** Lines end as RFC 4180 has it. */
export function tableHead(): string {
  return `${csvRecord(LAYOFF_TABLE.map(({ name }) => name))}\r\n`;
}

export function tableLine(row: WithClaims): string {
  const cells = LAYOFF_TABLE.map(({ of }) => of(row));
  return `${csvRecord(cells.map((value) => (value == null ? "" : String(value))))}\r\n`;
}

/** Whose the parts are; a licence is for whoever publishes to give. */
export const RIGHTS =
  "Figures are facts, as they were reported; name the source that stands beside each of them. Quoted sentences are their publishers'.";

/** A description of a table: of what, and since when it has been so. */
export interface TableOf extends Publication {
  /** The address of the table, from where its description stands. */
  readonly url: string;
  readonly title: string;
  /** ISO 8601: when something of it changed last. */
  readonly modified?: string | undefined;
  /** Where the figures come from, in words; empty where there are none. */
  readonly sources: string;
}

/** All text in it is ours, or was made `plain`. What stands beside a table, so that a program knows its columns (CSV on the Web). */
export function tableDescription({ url, title, modified, sources, licence, publisher }: TableOf): string {
  const text = {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
    url,
    "dc:title": title,
    "dc:description": "Rounds of job cuts as they were reported, one a row.",
    "dc:rights": RIGHTS,
    ...(sources === "" ? {} : { "dc:source": sources }),
    ...(publisher === undefined ? {} : { "dc:publisher": publisher }),
    ...(licence === undefined ? {} : { "dc:license": { "@id": licence } }),
    ...(modified === undefined ? {} : { "dc:modified": { "@value": modified, "@type": "xsd:dateTime" } }),
    dialect: {
      encoding: "utf-8",
      header: true,
      delimiter: ",",
      quoteChar: '"',
      doubleQuote: true,
      lineTerminators: "\r\n",
    },
    tableSchema: {
      columns: LAYOFF_TABLE.map(({ name, title: titled, description, datatype }) => ({
        name,
        titles: [name, titled],
        "dc:description": description,
        datatype,
        null: "",
        ...defined({ required: name === "id" ? true : undefined }),
      })),
      primaryKey: "id",
    },
  };
  return `${JSON.stringify(text, null, 2)}\n`;
}
