import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import { type Content, contentOf, type ContentSection, cut, type Person } from "../messages/content.ts";
import { restOf } from "../messages/rest.ts";
import { counted, number } from "../messages/words.ts";

/** https://adaptivecards.io/explorer/TextRun.html: the one text of a card in which Markdown is not read, so names stand in no other. */
interface TextRun {
  readonly type: "TextRun";
  readonly text: string;
  readonly size?: "Small" | "Large";
  readonly weight?: "Bolder";
  readonly isSubtle?: true;
  readonly fontType?: "Monospace";
}

interface TextLine {
  readonly type: "RichTextBlock";
  readonly inlines: readonly TextRun[];
  readonly spacing?: "Small" | "Medium";
}

interface Container {
  readonly type: "Container";
  /** Of the first one, the id of the message: a workflow can tell a repeat by it. */
  readonly id?: string;
  readonly style?: "emphasis" | "warning" | "good";
  /** To the edges of the card. */
  readonly bleed?: true;
  readonly separator?: boolean;
  readonly spacing?: "Medium";
  readonly items: readonly TextLine[];
}

/**
 * In bytes of the JSON. Teams takes a message of about 28 KB with everything that it makes of the card
 * (https://learn.microsoft.com/en-us/connectors/teams/#known-issues-and-limitations-with-actions), and was seen to refuse
 * less; a third is left to it.
 */
const BYTES = 20_000;
/** A line that says how much more there is. */
const NOTE = 300;
/** In UTF-16 units, each of which is at most six bytes. */
const LONGEST = { headline: 240, line: 300, footer: 150, who: 100, cell: 50 };
const MOST_FOOTERS = 6;

/**
 * The body of the request, ASCII alone: all about the incident, with as many people as fit, and how many more there are.
 * The form is that of https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 * @param repeat whether an earlier try may have arrived.
 */
export function teamsBody(view: Disclosed<IncidentView>, id: string, repeat: boolean): string {
  const content = contentOf(view, repeat);
  const room = BYTES - sizeOf(messageOf(content, id, []));
  return ascii(messageOf(content, id, sectionsOf(view, content.sections, room)));
}

function messageOf({ headline, tone, verbatim, footer }: Content, id: string, sections: readonly Container[]): object {
  const left = footer.length - MOST_FOOTERS;
  const lines = left > 0 ? [`and ${counted(left, "reading")} more`, ...footer.slice(left)] : footer;
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          fallbackText: "A message of Rollcall that this version of Teams cannot show.",
          msteams: { width: "Full" },
          body: [
            {
              type: "Container",
              id,
              style: tone === "news" ? "emphasis" : tone,
              bleed: true,
              items: [textLine([run(cut(headline, LONGEST.headline), { weight: "Bolder", size: "Large" })])],
            },
            ...sections,
            ...(verbatim === undefined ? [] : [container(verbatimLines(verbatim))]),
            container(
              lines.map((line) =>
                textLine([run(cut(line, LONGEST.footer), { isSubtle: true, size: "Small" })], "Small"),
              ),
            ),
          ] satisfies Container[],
        },
      },
    ],
  };
}

/** What every section is about comes before anybody of the first one, so that a long one hides none of the others. */
function sectionsOf(view: Disclosed<IncidentView>, sections: readonly ContentSection[], room: number): Container[] {
  let left = room - NOTE;
  const intros: { readonly section: ContentSection; readonly items: TextLine[] }[] = [];
  for (const section of sections) {
    const items = introOf(section, left / 2 - NOTE);
    const size = sizeOf(container(items)) + NOTE;
    if (size > left) break;
    left -= size;
    intros.push({ section, items });
  }
  const shown = intros.map(({ section: { people, figures }, items }, n): Container => {
    const lines = fitting(
      people.map((person, i) => personLine(person, i === 0 && items.length > 0 ? "Medium" : "Small")),
      left,
    );
    left -= lines.reduce((sum, line) => sum + sizeOf(line), 0);
    const rest = restOf(view, people.slice(lines.length), figures);
    const all = container([...items, ...lines, ...(rest === undefined ? [] : [note(rest)])]);
    // The colour of the head sets the first one apart.
    return { ...all, separator: n > 0 };
  });
  const hidden = sections.length - intros.length;
  return hidden === 0 ? shown : [...shown, container([note(`and ${counted(hidden, "matter")} more`)])];
}

function introOf({ heading, lines }: ContentSection, room: number): TextLine[] {
  const title = heading === undefined ? [] : [textLine([run(cut(heading, LONGEST.headline), { weight: "Bolder" })])];
  const all = lines.map(({ label, text }) =>
    textLine([run(`${label}: `, { isSubtle: true }), run(cut(text, LONGEST.line))], "Small"),
  );
  const shown = fitting(all, room - sizeOf(title));
  const hidden = all.length - shown.length;
  return [...title, ...shown, ...(hidden === 0 ? [] : [note(`and ${number(hidden)} more lines`)])];
}

/** A card has no empty line: whoever reads a checkpoint that was copied from one does not miss it. */
function verbatimLines(text: string): TextLine[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => textLine([run(line, { fontType: "Monospace", size: "Small" })], "Small"));
}

function personLine({ who, kind, cells }: Person, spacing: TextLine["spacing"]): TextLine {
  const told = [kind, ...cells.map((cell) => cut(cell, LONGEST.cell))].filter((text) => text !== "");
  const rest = told.length === 0 ? [] : [run(` · ${told.join(" · ")}`, { isSubtle: true })];
  return textLine([run(cut(who, LONGEST.who), { weight: "Bolder" }), ...rest], spacing);
}

/** As many from the beginning as have room. */
function fitting(lines: readonly TextLine[], room: number): TextLine[] {
  let left = room;
  const end = lines.findIndex((line) => (left -= sizeOf(line)) < 0);
  return lines.slice(0, end === -1 ? lines.length : end);
}

function note(text: string): TextLine {
  return textLine([run(text, { isSubtle: true })], "Small");
}

function container(items: readonly TextLine[]): Container {
  return { type: "Container", separator: true, spacing: "Medium", items };
}

function textLine(inlines: readonly TextRun[], spacing?: TextLine["spacing"]): TextLine {
  return {
    type: "RichTextBlock",
    inlines: inlines.filter(({ text }) => text !== ""),
    ...(spacing === undefined ? {} : { spacing }),
  };
}

/**
 * Data in double braces is a date to be formatted, and in ${} a field to be filled in: a space takes both apart.
 * https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/text-features
 * https://learn.microsoft.com/en-us/adaptive-cards/templating/language
 */
function run(text: string, look: Omit<TextRun, "type" | "text"> = {}): TextRun {
  return { type: "TextRun", text: text.replace(/[{$](?=\{)/g, "$& "), ...look };
}

/** With the comma that follows it in a list. */
function sizeOf(value: object): number {
  return ascii(value).length + 1;
}

/** JSON in which every character that is not ASCII is escaped, so that its length is its size in any encoding. */
function ascii(value: object): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
