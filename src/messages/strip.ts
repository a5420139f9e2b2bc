// A strip of departures over time as lines for a terminal, and the words that a picture of it needs too.
import { DAY, HOUR, type Instant, MINUTE } from "../core/time.ts";
import type { Bin, Strip } from "../core/wave/strip.ts";
import { between, moment } from "./time.ts";
import { counted, number } from "./words.ts";
import { wrap } from "./wrap.ts";

/** Parts of a row, from the least to the whole. */
const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const [EXPECTED, WAVE, TICK] = ["·", "▀", "╵"] as const;
/** A strip whose columns all stand for fewer departures has a row for each. */
const MOST_ROWS = 6;
const WIDEST_COLUMN = 4;
/** From the beginning of one date below the columns to that of the next. */
const LABEL_ROOM = 10;

/**
 * Columns over time with what was expected, waves marked below, dates, and what is shown in words. Without colours.
 * @param width in columns of the terminal, 60 to 200; a strip of more bins takes as many columns as it has bins
 */
export function stripLines(strip: Strip, width: number): string[] {
  const cell = Math.min(WIDEST_COLUMN, Math.max(1, Math.floor(width / strip.bins.length)));
  const scale = tallestOf(strip);
  const rows = Math.min(MOST_ROWS, scale);
  const row = (bottom: number): string =>
    strip.bins.map((bin) => drawn(signIn(bin, (bottom * scale) / rows, scale / rows), cell)).join("");
  const picture = [
    ...Array.from({ length: rows }, (_, i) => row(rows - 1 - i)),
    strip.bins.map(({ inWave }) => (inWave ? WAVE : " ").repeat(cell)).join(""),
    axis(strip, cell),
  ];
  const words = stripWords(strip, { column: "column", expected: EXPECTED, wave: WAVE });
  return [
    ...wrap(words.title, width),
    ...picture.map((line) => line.trimEnd()).filter((line) => line !== ""),
    ...words.sentences.flatMap((sentence) => wrap(sentence, width)),
  ];
}

/** The highest that has to be shown, of what was seen and what was expected; at least 1. */
export function tallestOf({ bins }: Strip): number {
  return Math.max(1, ...bins.map(({ count, expected }) => Math.max(count, expected?.high ?? 0)));
}

/** A column of three or more leaves a gap to the next. */
function drawn(sign: string, cell: number): string {
  return cell < 3 ? sign.repeat(cell) : `${sign.repeat(cell - 1)} `;
}

/** @param bottom of the row, and @param unit its height, both in departures */
function signIn({ count, expected }: Bin, bottom: number, unit: number): string {
  const filled = (count - bottom) / unit;
  // A single departure is seen, however high the others stand.
  const level = Math.min(LEVELS.length, Math.max(1, Math.round(filled * LEVELS.length)));
  if (filled > 0) return LEVELS[level - 1] ?? " ";
  return expected !== undefined && expected.high > bottom && expected.low <= bottom + unit ? EXPECTED : " ";
}

function axis(strip: Strip, cell: number): string {
  const columns = strip.bins.length * cell;
  let line = "";
  for (const { at, label } of stripTicks(strip, Math.floor(columns / LABEL_ROOM))) {
    const column = strip.bins.findIndex(({ to }) => at < to) * cell;
    const text = `${TICK}${label}`;
    if (column >= 0 && (line === "" || column > line.length) && column + text.length <= columns) {
      line = line.padEnd(column) + text;
    }
  }
  return line;
}

const MINUTES = [1, 5, 10, 30].map((n) => n * MINUTE);
const HOURS = [1, 3, 6, 12].map((n) => n * HOUR);
const DAYS = [1, 2, 7, 14].map((n) => n * DAY);
const STEPS = [...MINUTES, ...HOURS, ...DAYS];
const STEPS_IN_MONTHS = [1, 3, 6, 12, 24, 60, 120];
/** A Monday, from which weeks are counted. */
const MONDAY = 4 * DAY;

interface Tick {
  readonly at: Instant;
  readonly label: string;
}

/** Round instants of the strip with their labels: `24 Nov`, `06:00`, `Nov 2026`. @param most how many there is room for */
export function stripTicks(strip: Strip, most: number): Tick[] {
  const { from, to } = strip;
  const step = STEPS.find((one) => Math.floor(to / one) - Math.floor(from / one) <= most);
  if (step === undefined) return monthTicks(strip, most);
  const offset = step % (7 * DAY) === 0 ? MONDAY : 0;
  const ticks: Tick[] = [];
  for (let at = Math.ceil((from - offset) / step) * step + offset; at < to; at += step) {
    const [day = "", month = "", , clock = ""] = moment(at).split(" ");
    const isClock = at % DAY !== 0;
    // The first says the day too.
    ticks.push({ at, label: !isClock ? `${day} ${month}` : ticks.length === 0 ? `${day} ${month} ${clock}` : clock });
  }
  return ticks;
}

function monthTicks({ from, to }: Strip, most: number): Tick[] {
  const [first, last] = [monthOf(from), monthOf(to)];
  const step = STEPS_IN_MONTHS.find((one) => Math.floor(last / one) - Math.floor(first / one) <= most) ?? 1200;
  const ticks: Tick[] = [];
  for (let month = Math.ceil(first / step) * step; month <= last; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12);
    const [, name = "", year = ""] = moment(at).split(" ");
    if (at >= from && at < to) ticks.push({ at, label: `${name} ${year}` });
  }
  return ticks;
}

/** Months since the year 0. */
function monthOf(at: Instant): number {
  const date = new Date(at);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

/** How a drawing calls its parts: `column`, `·`, `▀`; or `bar`, `the grey band`, `the shaded part`. */
interface Parts {
  readonly column: string;
  readonly expected: string;
  readonly wave: string;
}

/** What a strip shows, in words. */
interface StripWords {
  /** `12 departures, 27 Aug 2026 00:00 – 25 Nov 2026 00:00 UTC` */
  readonly title: string;
  readonly sentences: readonly string[];
}

export function stripWords(strip: Strip, parts: Parts): StripWords {
  const { from, to, bins } = strip;
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return {
    title: `${total === 0 ? "No departures" : counted(total, "departure")}, ${between({ notBefore: from, notAfter: to })}`,
    sentences: [
      `each ${parts.column} is ${lengthOf(strip.width)}${mostText(bins)}${expectedText(bins, parts)}`,
      ...wavesText(strip, parts),
      ...vagueText(strip, parts),
    ].map((sentence) => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`),
  };
}

const LENGTHS = [
  { of: 7 * DAY, name: "week" },
  { of: DAY, name: "day" },
  { of: HOUR, name: "hour" },
  { of: MINUTE, name: "minute" },
] as const;

function lengthOf(width: number): string {
  const { of, name } = LENGTHS.find((length) => width % length.of === 0) ?? LENGTHS[3];
  return counted(width / of, name);
}

function mostText(bins: readonly Bin[]): string {
  const most = Math.max(...bins.map(({ count }) => count));
  const [only, ...others] = bins.filter(({ count }) => count === most);
  if (most === 0) return "";
  const when =
    only === undefined || others.length > 0 ? "" : `, ${between({ notBefore: only.from, notAfter: only.to })}`;
  return `, the highest ${number(most)}${when}`;
}

function expectedText(bins: readonly Bin[], { column, expected: name }: Parts): string {
  const known = bins.flatMap(({ expected }) => expected ?? []);
  if (known.length === 0) return "; what was usual is not known";
  const low = Math.min(...known.map((band) => band.low));
  const high = Math.max(...known.map((band) => band.high));
  const unknown = bins.length - known.length;
  const first = bins.findIndex(({ expected }) => expected !== undefined);
  // What is usual is mostly forgotten of the oldest days alone.
  const when =
    first === unknown
      ? `before ${moment(bins[first]?.from ?? 0)}`
      : `for ${number(unknown)} of ${counted(bins.length, column)}`;
  const gap = unknown === 0 ? "" : `; what was usual is not known ${when}`;
  return `; ${high === 0 ? "next to none was expected in each" : `${name} is what was expected (${number(low)} to ${number(high)})`}${gap}`;
}

function wavesText({ waves }: Strip, { wave: name }: Parts): string[] {
  const [only, ...others] = waves;
  if (only === undefined) return [];
  if (others.length > 0) return [`${name} is where one of ${number(waves.length)} waves was`];
  if (only.open === true) return [`${name} is the wave that began ${moment(only.start)} and goes on`];
  return [`${name} is the wave, ${between({ notBefore: only.start, notAfter: only.end })}`];
}

function vagueText({ vague, width }: Strip, { column }: Parts): string[] {
  if (vague === 0) return [];
  const each = vague === 1 ? "it" : "each";
  return [
    `for ${counted(vague, "departure")} the time is known only to more than ${lengthOf(width)}; ${each} stands in the ${column} ` +
      "where that time ends, and may have happened earlier",
  ];
}
