import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import { type Content, contentOf, type ContentSection, cut, type Person } from "../messages/content.ts";
import { noticeOf } from "../messages/notice.ts";
import { restOf } from "../messages/rest.ts";
import { moment } from "../messages/time.ts";
import { wrap } from "../messages/wrap.ts";

/** What a mail says, cut to what a mail can bear, for its text and its HTML part alike. */
export interface MailBody extends Omit<Content, "sections"> {
  readonly sections: readonly MailSection[];
}

interface MailSection extends ContentSection {
  /** How many more people there are, and how to see them. */
  readonly rest?: string;
}

/** Gmail shows no more than 102 kB of HTML, which this many people of usual names stay well below. */
const PEOPLE = 200;
/** In UTF-16 units, so that nobody's name or team makes a mail longer than servers take. */
const LONGEST = { headline: 300, line: 600, who: 120, cell: 60 };

/** @param repeat whether an earlier try may have arrived. */
export function mailBody(view: Disclosed<IncidentView>, repeat: boolean): MailBody {
  const { headline, tone, sections, footer, verbatim } = contentOf(view, repeat);
  let room = PEOPLE;
  return {
    headline: cut(headline, LONGEST.headline),
    tone,
    sections: sections.map(({ heading, lines, people, ...section }) => {
      const shown = people.slice(0, room);
      room -= shown.length;
      const rest = restOf(view, people.slice(shown.length), section.figures);
      return {
        ...section,
        ...(heading === undefined ? {} : { heading: cut(heading, LONGEST.headline) }),
        lines: lines.map(({ label, text }) => ({ label, text: cut(text, LONGEST.line) })),
        people: shown.map(({ id, who, kind, cells }) => ({
          id,
          who: cut(who, LONGEST.who),
          kind,
          cells: cells.map((cell) => cut(cell, LONGEST.cell)),
        })),
        ...(rest === undefined ? {} : { rest }),
      };
    }),
    ...(verbatim === undefined ? {} : { verbatim }),
    footer: footer.map((line) => cut(line, LONGEST.line)),
  };
}

/**
 * Without names: subjects stand in the logs of every server on the way, in previews on lock screens and in bounces. Without
 * numbers too, since the answers to a mail keep its subject while more people leave.
 */
export function subjectOf(view: Disclosed<IncidentView>, nameInSubject: boolean): string {
  const [part, ...others] = view.directories;
  if (view.report !== undefined) return cut(`Counts of ${view.directory}, ${moment(view.report.at)}`, LONGEST.who);
  const { headline } = noticeOf(view);
  // Where it is may be called after the manager under whom it is.
  if (view.wave !== undefined) return cut(`Wave at ${view.directory ?? ""}, ${moment(view.openedAt)}`, LONGEST.who);
  if (view.offboarding !== undefined) {
    return cut(`Off-boarding at ${view.directory ?? ""}, ${moment(view.openedAt)}`, LONGEST.who);
  }
  if (view.checkpoint !== undefined) return cut(`${headline}, ${moment(view.openedAt)}`, LONGEST.who);
  const departuresAlone = part?.tally !== undefined && others.length === 0 && part.changes.length === 0;
  if (!departuresAlone || (nameInSubject && part.departures.length === 1)) return cut(headline, LONGEST.who);
  return cut(`Departures at ${part.directory}, ${moment(view.openedAt)}`, LONGEST.who);
}

const WIDTH = 78;

/** The text part: lines of at most 78 columns, but for names and words that are longer, and for what is to be copied. */
export function textOf({ headline, sections, verbatim, footer }: MailBody): string {
  return [
    ...wrap(headline, WIDTH),
    ...sections.flatMap((section) => ["", ...sectionText(section)]),
    ...(verbatim === undefined ? [] : ["", verbatim.trimEnd()]),
    "",
    // https://www.rfc-editor.org/rfc/rfc3676#section-4.3: what follows is set apart.
    "-- ",
    ...footer.flatMap((line) => wrap(line, WIDTH)),
    "",
  ].join("\n");
}

function sectionText({ heading, lines, people, rest, figures }: MailSection): string[] {
  const label = Math.max(...lines.map((line) => line.label.length)) + 2;
  return [
    ...(heading === undefined ? [] : [...wrap(heading, WIDTH), ""]),
    ...lines.flatMap(({ label: name, text }) => hanging(name.padEnd(label), text)),
    ...(lines.length === 0 || people.length === 0 ? [] : [""]),
    ...(figures === undefined ? people.flatMap(personLines) : figureLines(people)),
    ...(rest === undefined ? [] : [`  ${rest}`]),
  ];
}

function personLines({ who, kind, cells }: Person): string[] {
  return [
    `* ${kind === "" ? who : `${who} (${kind})`}`,
    ...hanging("  ", cells.filter((cell) => cell !== "").join(" · ")),
  ];
}

/** As a table: short figures of one form, and what they are of. */
function figureLines(people: readonly Person[]): string[] {
  const longest = Math.max(0, ...people.map(({ cells }) => cells.join("").length));
  return people.map(({ who, cells }) => `  ${cells.join("").padEnd(longest)}  ${who}`);
}

/** The text behind its beginning, its further lines as far in. */
function hanging(begin: string, text: string): string[] {
  if (text === "") return [];
  return wrap(text, WIDTH - begin.length).map((line, i) => (i === 0 ? begin : " ".repeat(begin.length)) + line);
}
