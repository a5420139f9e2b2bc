// What pages count over and over: who is here, who has left of late, and what is usual.
import { dayOf } from "../core/wave/calendar.ts";
import { type Expectation, expectation } from "../core/wave/expectation.ts";
import { whoIs } from "../core/wave/population.ts";
import { priorOf, type WaveRules } from "../core/wave/rules.ts";
import type { Who } from "../core/wave/wave.ts";
import { DAY, type Instant } from "../core/time.ts";
import type { Alike, GroupedBy, Leaving } from "./departures-port.ts";
import { leftDaysIn } from "./left-days.ts";
import type { StoreReader } from "./ports.ts";
import { remembered } from "./remembered.ts";

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** What the detector of a population has learnt. */
export interface Usual {
  readonly headcount: number;
  /** Since when departures are counted; undefined where they are not yet, and nothing is known of what is usual. */
  readonly began: Instant | undefined;
  /** As an Expectation has it; undefined for a span that begins before the days that the detector knows of. */
  readonly between: (from: Instant, to: Instant) => ReturnType<Expectation["between"]> | undefined;
  /** The ratio of variance to mean in a span of this length (milliseconds), over the organisation. */
  readonly dispersion: (length: number, mean: number) => number;
}

/** What is usual of a population by the rules; what a detector holds is large, and read once until something happens. */
export async function usualOf(store: StoreReader, directory: string, who: Who, rules: WaveRules): Promise<Usual> {
  return remembered(store, { directory, what: JSON.stringify(["usual", who, rules]) }, async () => {
    const headcount = headcountOf(await peopleIn(store, directory), who);
    const saved = await store.detector(directory, who);
    const expected = saved === undefined ? undefined : expectation(saved.baseline, priorOf(who, rules), headcount);
    const first = saved?.baseline.days[0]?.day ?? Infinity;
    return {
      headcount,
      began: saved?.began,
      between: (from, to) => (dayOf(from) < first ? undefined : expected?.between(from, to)),
      dispersion: (length, mean) => expected?.dispersion("organisation", length, mean) ?? 1,
    };
  });
}

/** The longest that pages look back on, over and over: what legal counters do. */
export const COUNTED_BACK = 180 * DAY;
const REMEMBERED = COUNTED_BACK + DAY;

/** Observed departures within a span, both ends included. */
export async function leavingsIn(store: StoreReader, directory: string, span: Span): Promise<readonly Leaving[]> {
  const from = dayOf(span.to) * DAY - REMEMBERED;
  if (span.from < from) return store.leavings(directory, span);
  const asked = { directory, what: "leavings", when: dayOf(span.to) };
  const all = await remembered(store, asked, () => store.leavings(directory, { from, to: Number.MAX_SAFE_INTEGER }));
  return all.filter(({ at }) => at >= span.from && at <= span.to);
}

/** Confirmed departures of a population within a span, with those of whom only the day is kept. */
export async function leftIn(
  store: StoreReader,
  directory: string,
  who: Who,
  span: Span,
): Promise<readonly Pick<Leaving, "since" | "at">[]> {
  const left = (await leavingsIn(store, directory, span)).filter((one) => one.confirmed && whoIs(one) === who);
  const forgotten = (await leftDaysIn(store, directory, span)).filter((one) => one.who === who);
  return [...left, ...forgotten.map(({ at }) => ({ since: at.notBefore, at: at.notAfter }))];
}

/** Who is here now, counted together by what they share. */
export async function peopleIn(store: StoreReader, directory: string, by?: GroupedBy): Promise<readonly Alike[]> {
  return remembered(store, { directory, what: `people by ${by ?? "kind"}` }, () => store.peopleHere(directory, by));
}

/** How many of them are staff, or guests. */
export function headcountOf(people: readonly Alike[], who: Who): number {
  return people.reduce((sum, one) => (whoOf(one) === who ? sum + one.count : sum), 0);
}

export function whoOf({ kind }: Pick<Alike, "kind">): Who {
  return kind === null ? "staff" : whoIs({ kind });
}
