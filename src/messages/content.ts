import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import { type Notice, noticeOf } from "./notice.ts";
import type { Figures } from "./report.ts";
import type { Row } from "./rows.ts";
import { unlinked } from "./words.ts";

/** A notice as a message shows it that can hold a list: nothing said twice, and of each person only what tells them apart. */
export interface Content extends Omit<Notice, "sections"> {
  readonly sections: readonly ContentSection[];
}

export interface ContentSection {
  readonly heading?: string;
  readonly lines: Notice["sections"][number]["lines"];
  /** Where the rows are no people, but figures of a report. */
  readonly figures?: Figures;
  /** What there is to say of people here, beside who they are. */
  readonly columns: readonly string[];
  readonly people: readonly Person[];
}

export interface Person {
  readonly id: string;
  readonly who: string;
  /** `guest`, `bot` …; empty for people like most. */
  readonly kind: string;
  /** In the order of the columns; empty where nothing is known. */
  readonly cells: readonly string[];
}

/** @param repeat whether an earlier try may have arrived. */
export function contentOf(view: Disclosed<IncidentView>, repeat: boolean): Content {
  const { sections, footer, headline, tone, verbatim } = noticeOf(view);
  // What is said of readings and destinations is of our own making, and its addresses are to be copied.
  const foreign =
    view.directories.length > 0 || view.offboarding !== undefined || view.layoffs !== undefined
      ? unlinked
      : (text: string): string => text;
  return {
    headline: foreign(headline),
    tone,
    ...(verbatim === undefined ? {} : { verbatim }),
    sections: sections.map(({ heading, lines, rows, figures }) => {
      const [only] = rows.length === 1 && lines.length > 0 ? rows : [];
      const columns = figures === undefined ? columnsOf(rows) : [LEFT];
      return {
        ...(heading === undefined ? {} : { heading: foreign(heading) }),
        lines: [
          ...lines.map(({ label, text }) => ({ label, text: foreign(text) })),
          ...(only === undefined ? [] : linesOf(only)),
        ],
        ...(figures === undefined ? {} : { figures }),
        columns: columns.map(({ title }) => title),
        people: (only === undefined ? rows : []).map((row) => ({
          id: row.id,
          who: unlinked(row.who),
          kind: kindOf(row),
          cells: columns.map(({ of }) => unlinked(of(row))),
        })),
      };
    }),
    footer: [...footer, ...(repeat ? ["It may have arrived before."] : [])],
  };
}

/** In valid Unicode, and of no more than so many UTF-16 units: what a name or team may come to is bounded. */
export function cut(text: string, most: number): string {
  const line = text.toWellFormed();
  if (line.length <= most) return line;
  const characters = [...new Intl.Segmenter().segment(line.slice(0, most))].map(({ segment }) => segment);
  return `${characters.slice(0, -1).join("")}…`;
}

/** A single person stands in the headline: what it and the other lines do not say. */
function linesOf(row: Row): ContentSection["lines"] {
  const kind = kindOf(row);
  if (row.id.startsWith("l-")) {
    const about = [
      ["what", row.what],
      ["where", known(row.where)],
      ["date", known(row.when)],
      ["why", `rollcall layoffs show ${row.id}`],
    ] as const;
    return about.flatMap(([label, text]) => (text === "" ? [] : [{ label, text: unlinked(text) }]));
  }
  return [
    ...(kind === "" ? [] : [{ label: "kind", text: kind }]),
    ...(row.id.startsWith("p-")
      ? [
          { label: "what", text: `${row.what}; ${row.when}` },
          { label: "why", text: `rollcall offboarding ${row.id}` },
        ]
      : [{ label: "why", text: `rollcall explain ${row.id}` }]),
  ];
}

function kindOf({ kind }: Row): string {
  return kind === NONE || kind === "human" ? "" : kind;
}

const NONE = "–";

interface Column {
  readonly title: string;
  readonly of: (row: Row) => string;
  /** Where all say the same, the headline and the lines have said it. */
  readonly saidBefore?: true;
}

/** How many, of a figure. */
const LEFT: Column = { title: "Left", of: ({ how }) => how };

const COLUMNS: readonly Column[] = [
  { title: "How", of: ({ how }) => known(how), saidBefore: true },
  { title: "Where", of: ({ where, by }) => (by === "timezone" ? `${where} (time zone)` : known(where)) },
  { title: "Team", of: ({ team }) => known(team) },
  { title: "What", of: ({ what }) => known(what) },
  { title: "When", of: ({ when }) => known(when), saidBefore: true },
];

function known(text: string): string {
  return text === NONE ? "" : text;
}

function columnsOf(rows: readonly Row[]): Column[] {
  return COLUMNS.filter(({ of, saidBefore }) => {
    const different = new Set(rows.map(of));
    return saidBefore === true ? different.size > 1 : different.size > 1 || !different.has("");
  });
}
