import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import { once } from "../core/once.ts";
import { type Notice, noticeOf } from "../messages/notice.ts";
import { restOf } from "../messages/rest.ts";
import type { Row } from "../messages/rows.ts";
import { counted } from "../messages/words.ts";

/**
 * The only text object that Rollcall sends: nothing in it is read as markup, so nobody's name can mention, link or format
 * anything. https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
interface PlainText {
  readonly type: "plain_text";
  readonly text: string;
  readonly emoji: false;
}

type Block =
  | { readonly type: "header" | "section"; readonly text: PlainText }
  | { readonly type: "context"; readonly elements: PlainText[] }
  | Preformatted;

/** Of fixed width, and without a word of markup in it: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
interface Preformatted {
  readonly type: "rich_text";
  readonly elements: [
    { readonly type: "rich_text_preformatted"; readonly elements: [{ readonly type: "text"; readonly text: string }] },
  ];
}

export interface SlackMessage {
  /** What notifications show; Slack reads it as markup, so it is escaped. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/**
 * Limits in bytes of JSON. Slack's are in characters (header 150, section 3,000:
 * https://docs.slack.dev/reference/block-kit/blocks), and which ones it counts it does not say; a text is never shorter in
 * bytes. `message` is for all blocks: Slack refuses more with msg_blocks_too_long, documents no limit, and was never seen to
 * refuse less than about 10,600 (https://github.com/slackapi/bolt-js/issues/2867).
 */
const MOST = {
  message: 9000,
  header: 150,
  section: 2000,
  line: 300,
  headline: 500,
  reading: 150,
} as const;
const MOST_LINES = 10;
const MOST_READINGS = 5;
const MOST_SECTIONS = 15;
/** What a block adds to its text, and a line break to its line. */
const BLOCK = 80;
const BREAK = 2;
/** Kept free for a line that says how many more there are. */
const MORE = 90;

type Section = Notice["sections"][number];

/**
 * All about an incident as one message of Slack. Rows are shown whole or not at all, and those that are not are counted.
 * @param repeatOf the id of the message, where an earlier try may have arrived.
 */
export function slackMessage(view: Disclosed<IncidentView>, repeatOf?: string): SlackMessage {
  const notice = noticeOf(view);
  const headline = cut(notice.headline, MOST.headline) || "Rollcall";
  const header = cut(headline, MOST.header);
  const footer = footerOf(notice.footer, repeatOf);
  const top: Block[] = [{ type: "header", text: plainText(header) }];
  if (header !== headline) top.push(section(headline));
  const context: Block[] = footer === "" ? [] : [{ type: "context", elements: [plainText(footer)] }];
  const kept = notice.verbatim === undefined ? [] : [preformatted(notice.verbatim)];
  const room = MOST.message - sizeOf([...top, ...kept, ...context]) - BLOCK - MORE;
  return { text: escaped(headline), blocks: [...top, ...bodyOf(view, notice.sections, room), ...kept, ...context] };
}

/** A short message of our own words. */
export function slackWords(words: string): SlackMessage {
  const text = cut(words, MOST.headline);
  return { text: escaped(text), blocks: [section(text)] };
}

function bodyOf(view: Disclosed<IncidentView>, sections: readonly Section[], room: number): Block[] {
  let left = room;
  const shown: (Pick<Section, "rows" | "figures"> & { readonly fixed: readonly string[] })[] = [];
  for (const one of sections.slice(0, MOST_SECTIONS)) {
    const fixed = fixedLines(one);
    const cost = BLOCK + MORE + fixed.reduce((sum, line) => sum + costOf(line), 0);
    // A later one must leave the rows of those before it some room.
    if (shown.length > 0 && cost > left / 2) break;
    left -= cost;
    shown.push({ ...one, fixed });
  }
  const blocks: Block[] = [];
  for (const [index, { fixed, rows, figures }] of shown.entries()) {
    // Those that come after it have an equal share, or what they need where that is less.
    const share = left / (shown.length - index);
    const later = shown.slice(index + 1).map((one) => Math.min(share, rowLines(one.rows, share).cost));
    const { lines, cost } = rowLines(rows, left - later.reduce((sum, one) => sum + one, 0));
    left -= cost;
    const rest = restOf(view, rows.slice(lines.length), figures);
    blocks.push(...packed([...fixed, ...lines, ...(rest === undefined ? [] : [`… ${rest}`])]));
  }
  const hidden = sections.slice(shown.length);
  const rest = restOf(
    view,
    hidden.flatMap(({ rows }) => rows),
  );
  if (rest !== undefined) blocks.push(section(`… in ${counted(hidden.length, "other matter")}, ${rest}`));
  return blocks;
}

function fixedLines({ heading, lines }: Section): string[] {
  const kept = lines.slice(0, MOST_LINES).map(({ label, text }) => cut(`${label}: ${text}`, MOST.line));
  const left = lines.length - kept.length;
  return [
    ...(heading === undefined ? [] : [cut(heading, MOST.line)]),
    ...kept,
    ...(left === 0 ? [] : [`… ${counted(left, "line")} left out`]),
  ];
}

/** As many of the first rows as fit into `room`. */
function rowLines(rows: readonly Row[], room: number): { readonly lines: readonly string[]; readonly cost: number } {
  const lines: string[] = [];
  let cost = 0;
  // What holds for all of them is said above them.
  const dated = rows.some(({ when }) => when !== rows[0]?.when);
  for (const row of rows) {
    const line = rowLine(row, dated);
    if (cost + costOf(line) > room) break;
    cost += costOf(line);
    lines.push(line);
  }
  return { lines, cost };
}

const NONE = "–";

function rowLine({ who, kind, how, what, where, team, when }: Row, dated: boolean): string {
  const place = what === NONE ? [where, team].filter((text) => text !== NONE).join(", ") : what;
  const parts = [cut(who, MOST.line), kind === "human" ? NONE : kind, how, cut(place, MOST.line), dated ? when : NONE];
  return `• ${parts.filter((part) => part !== NONE && part !== "").join(" · ")}`;
}

function footerOf(lines: readonly string[], repeatOf: string | undefined): string {
  const readings = lines.slice(0, -1);
  const left = readings.length - MOST_READINGS;
  return [
    ...readings.slice(0, MOST_READINGS).map((line) => cut(line, MOST.reading)),
    ...(left > 0 ? [`… ${counted(left, "reading")} left out`] : []),
    ...lines.slice(-1).map((line) => cut(line, MOST.reading)),
    ...(repeatOf === undefined ? [] : [cut(`may be a repeat of ${repeatOf}`, MOST.reading)]),
  ].join("\n");
}

/** Lines in as few sections as hold them. */
function packed(lines: readonly string[]): Block[] {
  const texts: string[] = [];
  let size = Infinity;
  for (const line of lines) {
    const cost = weigh(line) + BREAK;
    if (size + cost > MOST.section) {
      texts.push(line);
      size = cost;
    } else {
      texts.push(`${texts.pop() ?? ""}\n${line}`);
      size += cost;
    }
  }
  return texts.map(section);
}

function section(text: string): Block {
  return { type: "section", text: plainText(text) };
}

function preformatted(text: string): Preformatted {
  const elements: Preformatted["elements"][0]["elements"] = [{ type: "text", text: text.trimEnd() }];
  return { type: "rich_text", elements: [{ type: "rich_text_preformatted", elements }] };
}

function plainText(text: string): PlainText {
  return { type: "plain_text", text, emoji: false };
}

const segmenter = once(() => new Intl.Segmenter());

/** The text, made safe to show; where it weighs more than `most`, as many whole characters as fit and an ellipsis. */
function cut(text: string, most: number): string {
  const head = inert(text.slice(0, most));
  if (text.length <= most && weigh(head) <= most) return head;
  let kept = "";
  let left = most - weigh("…");
  for (const { segment } of segmenter().segment(head)) {
    left -= weigh(segment);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

/**
 * Shown as it is written: characters that nobody sees become dots, as `plain` does with those that move the reading order,
 * and a colon before a word and a colon (:emoji:) or two slashes (what clients make a link) is set apart.
 */
function inert(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u00ad\u061c\u115f\u1160\u180e\u2060-\u2064\u206a-\u206f\u3164\uffa0\u{e0000}-\u{e007f}]/gu, "·")
    .replace(/:(?=\/\/|[\p{L}\p{N}_+'-]+:)/gu, ":\u200b");
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Bytes in JSON, with the characters that Slack may keep escaped. */
function weigh(text: string): number {
  return Buffer.byteLength(JSON.stringify(escaped(text))) - 2;
}

/** What a line adds to a message: itself, its break, and its part of a block, which is at least half full. */
function costOf(line: string): number {
  const weight = weigh(line) + BREAK;
  return weight + (BLOCK * weight) / (MOST.section / 2);
}

function sizeOf(blocks: readonly Block[]): number {
  return Buffer.byteLength(escaped(JSON.stringify(blocks)));
}
