// Departures over time, in bins, beside what was expected in each. Pure counts: how they are drawn is decided elsewhere.
import { DAY, HOUR, type Instant, MINUTE } from "../time.ts";
import { predictive } from "./expectation.ts";
import { type Expected, logSurvival } from "./tail.ts";

/** What was usual, and the span of a count that it makes likely. */
export interface Band {
  readonly mean: number;
  /** The central 90 %: fewer come in at most one bin of twenty, and so do more than `high`. */
  readonly low: number;
  readonly high: number;
}

/** Begins with `from` and ends before `to`; the last bin of a strip holds its end. */
export interface Bin {
  readonly from: Instant;
  readonly to: Instant;
  readonly count: number;
  /** Undefined where nothing is known of what was usual then. */
  readonly expected: Band | undefined;
  readonly inWave: boolean;
}

export interface Strip {
  readonly from: Instant;
  readonly to: Instant;
  /** Of a whole bin (milliseconds); the first and the last are cut where the strip begins and ends. */
  readonly width: number;
  readonly bins: readonly Bin[];
  /** Departures whose interval is wider than a bin: they may have happened in an earlier bin than the one that counts them. */
  readonly vague: number;
  /** Those that the span has a part of, in order. `end` is where their last departure is counted. */
  readonly waves: readonly WaveSpan[];
}

/** As a Wave has it, by the instants before which its departures had not happened. */
interface WaveSpan {
  readonly start: Instant;
  readonly end: Instant;
  /** It has not ended: it reaches as far as is shown. */
  readonly open?: boolean;
}

/** When somebody left: after `since` (null: nobody looked before) and not after `at`. */
interface Left {
  readonly since: Instant | null;
  readonly at: Instant;
}

interface StripInput {
  /** In any order; those whose interval does not end within the span are left out. */
  readonly departed: readonly Left[];
  /** As an Expectation has it; undefined for a time of which nothing is known. */
  readonly between: (from: Instant, to: Instant) => { readonly mean: number; readonly uncertainty: number } | undefined;
  /** The ratio of variance to mean in a span of this length (milliseconds). */
  readonly dispersion: (length: number, mean: number) => number;
  readonly waves: readonly WaveSpan[];
  /** Finite, `from` before `to`; both instants belong to it. */
  readonly span: { readonly from: Instant; readonly to: Instant };
  /** How many bins at most; 2 or more. */
  readonly bins?: number;
}

/** Lengths that divide a day or are whole days, so that bins begin where people expect it. */
const LADDER = [
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
] as const;
const MOST_BINS = 60;
/** Of the central 90 %. */
const BELOW = 0.05;
const ABOVE = 0.95;
/** Of a normal distribution, that share lies below so many standard deviations above the mean. */
const NORMAL = 1.645;
/** 1970-01-05, a Monday: bins of weeks begin on Mondays, and every shorter bin of the ladder on a multiple of itself. */
const MONDAY = 4 * DAY;

/** The finest bins that are few enough, aligned to UTC, with what was seen and expected in each. */
export function stripOf({ departed, between, dispersion, waves, span, bins: most = MOST_BINS }: StripInput): Strip {
  const { from, to } = span;
  const width = widthFor(from, to, most);
  const edges = edgesOf(from, to, width);
  const counts = edges.slice(1).map(() => 0);
  const inSpan = departed.filter(({ at }) => at >= from && at <= to);
  const first = floor(from, width);
  for (const { at } of inSpan) {
    const i = Math.min(counts.length - 1, Math.floor((at - first) / width));
    counts[i] = (counts[i] ?? 0) + 1;
  }
  const shown = waves
    .map((wave) => withEnd(wave, departed))
    .filter(({ start, end, open }) => start <= to && (open === true || end >= from))
    .toSorted((a, b) => a.start - b.start);
  const bins = counts.map((count, i): Bin => {
    const [start, end] = [edges[i] ?? from, edges[i + 1] ?? to];
    const within = between(start, end);
    return {
      from: start,
      to: end,
      count,
      expected: within === undefined ? undefined : bandOf(within, dispersion(end - start, within.mean)),
      inWave: shown.some((wave) => (wave.open === true || wave.end >= start) && (wave.start < end || end === to)),
    };
  });
  const vague = inSpan.filter(({ since, at }) => since === null || at - since > width).length;
  return { from, to, width, bins, vague, waves: shown };
}

function widthFor(from: Instant, to: Instant, most: number): number {
  const fits = (width: number): boolean => ceiling(to, width) - floor(from, width) <= most * width;
  const found = LADDER.find(fits);
  if (found !== undefined) return found;
  let weeks = 2;
  while (!fits(7 * DAY * weeks)) weeks++;
  return 7 * DAY * weeks;
}

/** Where bins begin, and where the last one ends. */
function edgesOf(from: Instant, to: Instant, width: number): Instant[] {
  const edges = [from];
  for (let edge = floor(from, width) + width; edge < to; edge += width) edges.push(edge);
  return [...edges, to];
}

function floor(at: Instant, width: number): Instant {
  const offset = width % (7 * DAY) === 0 ? MONDAY : 0;
  return Math.floor((at - offset) / width) * width + offset;
}

function ceiling(at: Instant, width: number): Instant {
  const down = floor(at, width);
  return down === at ? at : down + width;
}

/**
 * A wave's `end` is where the interval of its last departure begins, and counts stand where intervals end; without this the
 * shading would stop before the departures that it is about.
 */
function withEnd(wave: WaveSpan, departed: readonly Left[]): WaveSpan {
  const isOf = (since: Instant | null): boolean => since !== null && since >= wave.start && since <= wave.end;
  const end = departed.reduce((last, { since, at }) => (isOf(since) ? Math.max(last, at) : last), wave.end);
  return { ...wave, end };
}

export function bandOf(
  { mean, uncertainty }: { readonly mean: number; readonly uncertainty: number },
  ratio: number,
): Band {
  if (mean <= 0) return { mean: 0, low: 0, high: 0 };
  const expected = predictive(mean, uncertainty, ratio);
  const spread = NORMAL * Math.sqrt(ratio * mean + uncertainty * mean ** 2);
  return { mean, low: quantile(BELOW, expected, mean - spread), high: quantile(ABOVE, expected, mean + spread) };
}

/** The least k with P(X <= k) >= `share`, looked for from near where a normal distribution would have it. */
function quantile(share: number, expected: Expected, near: number): number {
  const limit = Math.log1p(-share);
  const reached = (k: number): boolean => logSurvival(k + 1, expected) <= limit;
  let high = Math.max(0, Math.round(near));
  let low = high;
  let step = 1;
  if (reached(high)) {
    for (; low > 0 && reached(low); step *= 2) {
      high = low;
      low = Math.max(0, low - step);
    }
    if (reached(low)) return low;
  } else {
    for (; !reached(high); step *= 2) {
      low = high;
      high += step;
    }
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}
