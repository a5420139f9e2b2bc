// Charts of sums of the public record: a bar to the least, an outline to the most, and a sign where there is no most.
import type { Total } from "../core/record/totals.ts";
import { number } from "../messages/words.ts";
import { type Drawing, picture } from "./plot.ts";

/** A sum under the name by which it is shown. */
export interface NamedTotal extends Total {
  /** What stands at its place: `Mar 2026`, `Retail`. Unlike that of every other. */
  readonly name: string;
  /** All of it in words, which whoever points at it is shown. */
  readonly words: string;
}

interface Chart {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly totals: readonly NamedTotal[];
  /** Pixels; the drawing scales with its page. */
  readonly width: number;
}

const HEIGHT = 260;
/** Of one name below a chart, in pixels: names that have no room are left out. */
const NAME_ROOM = 72;
const BAR = 26;
/** A name beside a bar, in pixels. */
const NAMES = 190;
/** About the width of a digit, rather too much than too little: nothing is measured here. */
const DIGIT = 7.5;
/** From one number of a scale to the next. */
const NUMBER_ROOM = 110;

/** People over time, one bar a month, quarter or year; without a gap. */
export async function peopleOverTime({ totals, width, ...words }: Chart): Promise<string> {
  return picture(words, ({ Plot, document }) =>
    Plot.plot({
      ...time(document, totals, width),
      y: { label: null, grid: true, ticks: 5, tickFormat: number, nice: true, zero: true },
      marks: [
        Plot.axisX({ ticks: thinned(totals, width), tickSize: 4, label: null }),
        Plot.barY(reaching(totals), {
          x: "name",
          y1: "low",
          y2: "high",
          title: "words",
          className: "most",
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        Plot.barY(totals, { x: "name", y: "low", title: "words", className: "least", insetLeft: 0.5, insetRight: 0.5 }),
        Plot.text(open(totals), { x: "name", y: end, text: () => "+", dy: -6, className: "open" }),
        Plot.ruleY([0], { className: "axis" }),
      ],
    }),
  );
}

/** Rounds over time: those with a figure, and on them, in outline, those that name none. */
export async function roundsOverTime({ totals, width, ...words }: Chart): Promise<string> {
  return picture(words, ({ Plot, document }) =>
    Plot.plot({
      ...time(document, totals, width),
      height: HEIGHT * 0.7,
      y: { label: null, grid: true, ticks: 4, tickFormat: whole, nice: true, zero: true },
      marks: [
        Plot.axisX({ ticks: thinned(totals, width), tickSize: 4, label: null }),
        Plot.barY(totals, {
          x: "name",
          y1: figured,
          y2: "layoffs",
          title: "words",
          className: "most",
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        Plot.barY(totals, {
          x: "name",
          y: figured,
          title: "words",
          className: "least",
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        Plot.ruleY([0], { className: "axis" }),
      ],
    }),
  );
}

/** People by industry or country, one bar each, in the order in which they come. */
export async function peopleBy({ totals, width, ...words }: Chart): Promise<string> {
  return picture(words, ({ Plot, document }) =>
    Plot.plot({
      document,
      width,
      height: totals.length * BAR + 34,
      marginLeft: Math.min(NAMES, width * 0.36),
      marginRight: roomFor(totals) + DIGIT,
      marginTop: 4,
      x: {
        label: null,
        grid: true,
        ticks: Math.max(2, Math.floor(width / NUMBER_ROOM) - 2),
        tickFormat: number,
        zero: true,
      },
      y: { label: null, domain: totals.map(({ name }) => name), padding: 0.25 },
      marks: [
        Plot.axisY({ tickSize: 0, label: null }),
        Plot.barX(reaching(totals), { y: "name", x1: "low", x2: "high", title: "words", className: "most" }),
        Plot.barX(totals, { y: "name", x: "low", title: "words", className: "least" }),
        Plot.text(totals, {
          y: "name",
          x: end,
          text: (one: NamedTotal) => `${number(one.low)}${one.openEnded > 0 ? "+" : ""}`,
          dx: 5,
          textAnchor: "start",
          className: "figure",
        }),
        Plot.ruleX([0], { className: "axis" }),
      ],
    }),
  );
}

function time(document: Drawing["document"], totals: readonly NamedTotal[], width: number) {
  return {
    document,
    width,
    height: HEIGHT,
    marginLeft: Math.max(40, roomFor(totals)),
    marginRight: 16,
    marginTop: 18,
    x: { type: "band", label: null, domain: totals.map(({ name }) => name), padding: totals.length > 60 ? 0 : 0.15 },
  } as const;
}

/** Of the longest number in pixels, with what stands beside it. */
function roomFor(totals: readonly NamedTotal[]): number {
  return 12 + DIGIT * number(Math.max(0, ...totals.map(end))).length;
}

/** Names with room between them, counted from the newest. */
function thinned(totals: readonly NamedTotal[], width: number): string[] {
  const every = Math.max(1, Math.ceil(totals.length / Math.floor((width - 80) / NAME_ROOM)));
  return totals.filter((_, at) => (totals.length - 1 - at) % every === 0).map(({ name }) => name);
}

/** Those of which the most is more than the least. */
function reaching(totals: readonly NamedTotal[]): readonly NamedTotal[] {
  return totals.filter(({ low, high }) => high > low);
}

/** Those that have no most. */
function open(totals: readonly NamedTotal[]): readonly NamedTotal[] {
  return totals.filter(({ openEnded }) => openEnded > 0);
}

function end({ low, high }: NamedTotal): number {
  return Math.max(low, high);
}

function figured({ layoffs, unfigured }: NamedTotal): number {
  return layoffs - unfigured;
}

/** There is no half of a round. */
function whole(n: number): string {
  return Number.isInteger(n) ? number(n) : "";
}
