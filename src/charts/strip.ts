// A strip of departures in SVG: a document of its own, or a picture in a page that says its words and has its colours. It draws
// no more than counts and times, and needs nothing from outside.
import type { Instant } from "../core/time.ts";
import type { Bin, Strip } from "../core/wave/strip.ts";
import { stripTicks, stripWords, tallestOf } from "../messages/strip.ts";
import { brief, number, plain } from "../messages/words.ts";
import { wrap } from "../messages/wrap.ts";

interface ChartStyle {
  /** What is counted: `Departures of acme`. */
  readonly title: string;
  /** Pixels, from 320 on; the drawing scales with its page. */
  readonly width?: number;
}

interface PictureStyle extends ChartStyle {
  /** Unlike that of every other picture of the page. */
  readonly id: string;
}

const WIDTH = 860;
const NARROWEST = 320;
/** Of the columns, in pixels. */
const HEIGHT = 150;
const MARGIN = { top: 14, right: 12, left: 12 };
const LINE = 17;
const HEADING = 20;
/** About the width of a character at 12 pixels and at a bold 15, rather too much than too little: nothing is measured here. */
const CHARACTER = 7;
const HEADING_CHARACTER = 10;
/** Departures that the scale reaches at least: a single one has to look like little. */
const LEAST_SCALE = 4;
/** From one date to the next, and from one line of the scale to the next. */
const LABEL_ROOM = 76;
const MOST_LINES = 4;
/** What a drawing calls its parts. */
export const STRIP_PARTS = { column: "bar", expected: "the hatched band", wave: "the shaded part" };

/** Contrast of text at least 4.5, and of bars, band and wave with what they stand on at least 3 (WCAG 2.2, 1.4.3 and 1.4.11). */
const STYLE = `
.strip { color-scheme: light dark; --ground: #fff; --text: #1f2933; --quiet: #52606d; --line: #e4e7eb; --bar: #1f5fa8; --band: #6b7785; --wave: #fdeccb; --edge: #b45309; }
@media (prefers-color-scheme: dark) { .strip { --ground: #14181d; --text: #e6eaee; --quiet: #a3afbb; --line: #2a323b; --bar: #7db4f0; --band: #93a0ad; --wave: #3a2c12; --edge: #f0a63c; } }
.strip text { font: 12px system-ui, sans-serif; fill: var(--quiet); } .strip .heading { font-size: 15px; font-weight: 600; fill: var(--text); }
.strip .ground { fill: var(--ground); } .strip .bar { fill: var(--bar); } .strip .wave { fill: var(--wave); } .strip .edge { fill: var(--edge); }
.strip .line { stroke: var(--line); } .strip .axis { stroke: var(--quiet); } .strip .hatch { stroke: var(--band); } .strip .most { fill: none; stroke: var(--band); }
`;

/** A document: with its title and what it shows in words, for those who do not see it too, and its colours. */
export function stripSvg(strip: Strip, { title, width: wanted = WIDTH }: ChartStyle): string {
  const width = Math.max(NARROWEST, wanted);
  const { title: span, sentences } = stripWords(strip, STRIP_PARTS);
  const name = brief(plain(title));
  const lines = (texts: readonly string[], character: number): string[] =>
    texts.flatMap((words) => wrap(words, Math.floor((width - MARGIN.left - MARGIN.right) / character)));
  const heading = lines([name], HEADING_CHARACTER);
  const over = lines([span], CHARACTER);
  const caption = lines(sentences, CHARACTER);
  const begin = MARGIN.top + heading.length * HEADING;
  const top = begin + over.length * LINE + 14;
  const below = top + HEIGHT + 2 * LINE + 8;
  return svg(strip, { id: "strip", name, span, sentences, width, top, height: below + caption.length * LINE }, [
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${width}" height="${below + caption.length * LINE}"/>`,
    ...heading.map((line, i) => text(MARGIN.left, MARGIN.top + (i + 0.7) * HEADING, line, "heading")),
    ...over.map((line, i) => text(MARGIN.left, begin + (i + 0.7) * LINE, line)),
    ...caption.map((line, i) => text(MARGIN.left, below + (i + 0.4) * LINE, line)),
  ]);
}

/** The same for a page, whose style sheet has the colours, and which says beside it what it shows. */
export function stripPicture(strip: Strip, { title, width: wanted = WIDTH, id }: PictureStyle): string {
  const width = Math.max(NARROWEST, wanted);
  const { title: span, sentences } = stripWords(strip, STRIP_PARTS);
  const top = MARGIN.top;
  return svg(
    strip,
    { id, name: brief(plain(title)), span, sentences, width, top, height: top + HEIGHT + 2 * LINE },
    [],
  );
}

interface Frame {
  readonly id: string;
  readonly name: string;
  readonly span: string;
  readonly sentences: readonly string[];
  readonly width: number;
  readonly height: number;
  /** Where the columns may begin. */
  readonly top: number;
}

function svg(strip: Strip, frame: Frame, around: readonly string[]): string {
  const { id, name, span, sentences, width, height, top } = frame;
  const scale = scaleOf(strip, width, top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="strip" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-words">`,
    `<title id="${id}-title">${escaped(`${name}: ${span}`)}</title>`,
    `<desc id="${id}-words">${escaped(sentences.join(" "))}</desc>`,
    `<defs><pattern id="${id}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V5" stroke-width="2"/></pattern></defs>`,
    ...around,
    ...waveShades(strip, scale),
    ...gridLines(scale),
    ...strip.bins.map((bin) => band(bin, scale, `${id}-hatch`)),
    ...strip.bins.map((bin) => bar(bin, scale)),
    ...timeAxis(strip, scale),
    "</svg>",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

interface Scale {
  readonly x: (at: Instant) => number;
  /** @param count departures */
  readonly y: (count: number) => number;
  /** What the scale reaches to. */
  readonly tallest: number;
  readonly left: number;
  readonly right: number;
}

function scaleOf(strip: Strip, width: number, top: number): Scale {
  const tallest = Math.max(LEAST_SCALE, tallestOf(strip));
  const left = MARGIN.left + CHARACTER * number(tallest).length + 8;
  const right = width - MARGIN.right;
  const length = Math.max(1, strip.to - strip.from);
  return {
    x: (at) => left + ((at - strip.from) / length) * (right - left),
    y: (count) => top + HEIGHT * (1 - count / tallest),
    tallest,
    left,
    right,
  };
}

/** Neighbours in one, with an edge above that is seen where the shade is not. */
function waveShades({ bins }: Strip, { x, y }: Scale): string[] {
  const bottom = y(0);
  const top = bottom - HEIGHT - 6;
  return bins.flatMap(({ inWave, from }, i) => {
    if (!inWave || bins[i - 1]?.inWave === true) return [];
    const after = bins.slice(i).find((bin) => !bin.inWave)?.from ?? bins.at(-1)?.to ?? from;
    return [
      rect("wave", { left: x(from), right: x(after), top, bottom }),
      rect("edge", { left: x(from), right: x(after), top, bottom: top + 3 }),
    ];
  });
}

function gridLines({ y, tallest, left, right }: Scale): string[] {
  const step = roundUp(tallest / MOST_LINES);
  return Array.from({ length: Math.floor(tallest / step) + 1 }, (_, i) => {
    const at = y(i * step);
    const line = `<path class="${i === 0 ? "axis" : "line"}" d="M${cut(left)} ${cut(at)}H${cut(right)}"/>`;
    return line + text(left - 6, at + 4, number(i * step), "", "end");
  });
}

/** To 1, 2 or 5 times a power of ten, and no less than 1. */
function roundUp(step: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, step)));
  return power * ([1, 2, 5].find((of) => of * power >= step) ?? 10);
}

function band({ from, to, expected }: Bin, { x, y }: Scale, hatch: string): string {
  if (expected === undefined || expected.high === 0) return "";
  // Seen as a line, where the scale leaves it no height.
  const [top, bottom] = [Math.min(y(expected.high), y(expected.low) - 1.5), y(expected.low)];
  const area = `<path fill="url(#${hatch})" d="M${cut(x(from))} ${cut(bottom)}V${cut(top)}H${cut(x(to))}V${cut(bottom)}Z"/>`;
  return `${area}<path class="most" d="M${cut(x(from))} ${cut(top)}H${cut(x(to))}"/>`;
}

function bar({ from, to, count }: Bin, { x, y }: Scale): string {
  if (count === 0) return "";
  const [left, right] = [x(from), x(to)];
  const gap = Math.min(1.5, (right - left) * 0.15);
  return rect("bar", { left: left + gap, right: right - gap, top: Math.min(y(count), y(0) - 1.5), bottom: y(0) });
}

function timeAxis(strip: Strip, { x, y, left, right }: Scale): string[] {
  const bottom = y(0);
  let said = -Infinity;
  return stripTicks(strip, Math.floor((right - left) / LABEL_ROOM)).map(({ at, label }) => {
    const place = x(at);
    const length = label.length * CHARACTER;
    const begin = Math.min(right - length, Math.max(left, place - length / 2));
    const tick = `<path class="axis" d="M${cut(place)} ${cut(bottom)}v5"/>`;
    // The first of them says the day too, and is longer than the room for one.
    if (begin < said) return tick;
    said = begin + length + 4;
    const anchor = place - length / 2 < left ? "start" : place + length / 2 > right ? "end" : "middle";
    return `${tick}${text(place, bottom + LINE + 2, label, "", anchor)}`;
  });
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function rect(name: string, { left, right, top, bottom }: Box): string {
  const [width, height] = [Math.max(0.5, right - left), bottom - top];
  return `<rect class="${name}" x="${cut(left)}" y="${cut(top)}" width="${cut(width)}" height="${cut(height)}"/>`;
}

function text(x: number, y: number, words: string, name = "", anchor = "start"): string {
  const looks = `${name === "" ? "" : ` class="${name}"`}${anchor === "start" ? "" : ` text-anchor="${anchor}"`}`;
  return `<text x="${cut(x)}" y="${cut(y)}"${looks}>${escaped(words)}</text>`;
}

/** Hundredths of a pixel are seen by nobody. */
function cut(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** For the text of an element; none of it stands in an attribute. */
function escaped(words: string): string {
  return words.replace(/[&<>]/g, (character) => ENTITIES[character] ?? "");
}
