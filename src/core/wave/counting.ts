// What the detector counts at one instant: windows, groups, the sum of the slow bleed, and who left near whom.
import { DAY, HOUR, type Instant, SECOND } from "../time.ts";
import { GUARD_DAYS, SCALES } from "./baseline.ts";
import { type Bleed, bleedMargin, type Ordinary } from "./bleed.ts";
import { dayOf } from "./calendar.ts";
import type { SpanUpTo, Expectation, Span } from "./expectation.ts";
import type { GroupKey, Headcounts } from "./groups.ts";
import { type Departed, type Recent, RECENT } from "./recent.ts";
import {
  type Counted,
  improbability,
  isEnough,
  LEAST,
  limit,
  type Scope,
  type Signal,
  signalOf,
  WINDOWS,
} from "./scan.ts";
import { clearestSpan } from "./segment.ts";
import { isStillUnusual, type OpenWave, windowOf } from "./wave.ts";

/** All that is looked at. */
export interface View {
  readonly at: Instant;
  readonly began: Instant;
  /** When it began to watch, or the last wave closed. */
  readonly floor: Instant;
  /** Everybody who left in the last month; and those of them who were taken after `floor`, which are what windows hold. */
  readonly recent: Recent;
  readonly fresh: Recent;
  readonly expected: Expectation;
  /** How many times the usual number of false alarms is allowed. */
  readonly alarms: number;
  readonly here: Headcounts;
}

/** The longest window; `recent` goes back a day further. */
const LONGEST = RECENT - DAY;
/** A group's own rate against the organisation's, from the last weeks: a Gamma of shape 4, so that at first 50 % are usual. */
const GROUP_SHAPE = 4;
/** A bleed's level is that of the weeks before it; most are found within two. */
const BLEED_AGO_DAYS = 14;
/** Shorter ones are what windows are for. */
const SHORTEST_BLEED = 2 * HOUR;
/** Its excursions last hours: what varies from day to day is weighed by `improbability`. */
const BLEED_SCALE = 4 * HOUR;
/**
 * A bleed is measured from where its sum began, and what is unsure of the expected number is not in the sum. So its span must
 * be improbable as well, if less so than a window of its length: e^6 times as probable at most.
 */
const BLEED_SLACK = 6;
/** And four times what was expected: the turn of a month that is busier than the last ones is no bleed. */
const BLEED_RATIO = 4;

/**
 * @param departed who left just now. Windows are longer by the time in which they may have left, or none would hold them.
 * @returns the clearest first
 */
export function signalsIn(view: View, departed: readonly Departed[], bleed: Bleed): Signal[] {
  const touched = new Set(departed.flatMap(({ groups }) => groups));
  const spans = spansIn(view, Math.min(...departed.map(({ since, at }) => at - since)));
  const longest = spans.at(-1)?.span.from ?? view.at;
  const groups = [...touched].filter((key) => view.fresh.count(key, longest) >= LEAST);
  const scopes: Scope[] = ["organisation", ...groups];
  const found: Signal[] = [];
  for (const { window, span } of spans) {
    for (const scope of scopes) {
      const seen = countedIn(view, scope, window, span);
      const signal = seen === undefined ? undefined : signalOf(seen, view.here, view.alarms);
      if (signal !== undefined) found.push(signal);
    }
  }
  const slow = bleedSignal(view, bleed);
  if (slow !== undefined) found.push(slow);
  return found.toSorted((a, b) => b.margin - a.margin);
}

function spansIn({ at, floor, expected }: View, width: number): { window: number; span: SpanUpTo }[] {
  const spans: { window: number; span: SpanUpTo }[] = [];
  const earliest = Math.min(floor, at - width);
  for (const window of WINDOWS) {
    const from = Math.max(at - width - window, earliest);
    // Of no time at all nothing is expected, and anything would be infinitely much.
    const length = Math.max(SECOND, at - from);
    spans.push({ window: length, span: expected.upTo(at, at - length) });
    // All longer ones would be the same.
    if (from === earliest) break;
  }
  return spans;
}

function countedIn(view: View, scope: Scope, window: number, span: SpanUpTo): Counted | undefined {
  const { fresh, expected, here } = view;
  const everybody = fresh.count(undefined, span.from);
  if (scope === "organisation") {
    const dispersion = expected.dispersion("organisation", window, span.mean);
    const of = here.total + everybody;
    if (!isEnough(scope, window, everybody, of, span.most)) return undefined;
    return { scope, span, window, count: everybody, of, ...span, dispersion };
  }
  const count = fresh.count(scope, span.from);
  const of = headcountOf(scope, here) + count;
  const share = Math.min(1, of / (here.total + everybody));
  if (!isEnough(scope, window, count, of, span.most * share)) return undefined;
  const { rate, shape } = ownRate(view, scope, span, share);
  const mean = span.mean * share * rate;
  return {
    scope,
    span,
    window,
    count,
    of,
    mean,
    uncertainty: span.uncertainty + 1 / shape,
    dispersion: expected.dispersion("group", window, mean),
  };
}

/** How many times as many leave a group as its headcount says; never taken to be fewer. */
function ownRate({ at, began, recent, expected }: View, key: GroupKey, span: Span, share: number) {
  const from = Math.max(began, at - LONGEST);
  const to = span.from - GUARD_DAYS * DAY;
  if (to <= from) return { rate: 1, shape: GROUP_SHAPE };
  const seen = recent.count(key, from, to);
  const mean = expected.between(from, to).mean * share;
  return { rate: Math.max(1, (GROUP_SHAPE + seen) / (GROUP_SHAPE + mean)), shape: GROUP_SHAPE + seen };
}

export function ordinaryIn({ at, expected, here }: View): Ordinary {
  const { level, uncertainty } = expected.levelOn(dayOf(at) - BLEED_AGO_DAYS);
  const dispersion = expected.dispersion("organisation", BLEED_SCALE, 0);
  return { level, uncertainty, dispersion, headcount: here.total };
}

function bleedSignal(view: View, bleed: Bleed): Signal | undefined {
  const { at, floor, fresh, expected, here } = view;
  const scope = "organisation";
  const from = Math.max(bleed.since, floor, at - LONGEST);
  const window = at - from;
  const margin = bleedMargin(bleed, ordinaryIn(view), view.alarms);
  if (margin < 0 || window < SHORTEST_BLEED) return undefined;
  const count = fresh.count(undefined, from);
  const { mean, uncertainty } = expected.between(from, at);
  if (count < BLEED_RATIO * mean || !isEnough(scope, window, count, here.total + count, mean)) return undefined;
  const logP = improbability({ count, mean, uncertainty, dispersion: expected.dispersion(scope, window, mean) });
  if (logP > limit(scope, window, count, here) + Math.log(view.alarms) + BLEED_SLACK) return undefined;
  return { scope, how: "bleed", from, at, window, count, expected: mean, logP, margin };
}

/** How many others left shortly before somebody, by SCALES, beyond what was to be expected. */
export function companyOf({ recent, expected, here }: View, { since, groups }: Departed) {
  const near = (key: GroupKey | undefined, share: number): number[] =>
    SCALES.map((scale) => {
      const before = recent.count(key, since - scale, since);
      // Of two at the same instant, each is half before the other.
      const same = (recent.count(key, since, since + 1) - 1) / 2;
      // And who is at the edge is half inside: of a day's sweeps one lies at each end of it.
      const edge = recent.count(key, since - scale, since - scale + 1) / 2;
      return before + same - edge - expected.apart(since - scale, since) * share;
    });
  const others = expected.apart(since - DAY, since);
  const [smallest] = groups.toSorted((a, b) => headcountOf(a, here) - headcountOf(b, here));
  if (smallest === undefined) return { organisation: near(undefined, 1), group: SCALES.map(() => 0), others };
  const share = headcountOf(smallest, here) / Math.max(1, here.total);
  return { organisation: near(undefined, 1), group: near(smallest, share), others };
}

/** Whether what was seen lately in one of a wave's scopes is still more than usual. */
export function goesOn({ at, floor, fresh, expected, here }: View, wave: OpenWave, scope: Scope): boolean {
  const window = windowOf(wave);
  const span = expected.between(Math.max(Math.min(floor, wave.start), at - window), at);
  const key = groupOf(scope);
  const count = fresh.count(key, span.from);
  const share = key === undefined ? 1 : (headcountOf(key, here) + count) / (here.total + count);
  const mean = span.mean * share;
  const dispersion = expected.dispersion(key === undefined ? "organisation" : "group", window, mean);
  return isStillUnusual(count, mean, span.uncertainty, dispersion);
}

/** When what a signal shows began. */
export function startOf({ fresh, expected, here }: View, { scope, from }: Signal): Instant {
  const key = groupOf(scope);
  const times = fresh
    .since(from)
    .filter(({ groups }) => key === undefined || groups.includes(key))
    .map(({ since }) => since);
  const share = key === undefined ? 1 : headcountOf(key, here) / Math.max(1, here.total);
  return clearestSpan(times, expected.course, share).start;
}

/** Those in a wave's widest scope who left since it began and have not come back. */
export function standingIn({ fresh }: View, { scopes, start }: OpenWave): number {
  return Math.max(...scopes.map((scope) => fresh.count(groupOf(scope), start)));
}

function headcountOf(key: GroupKey, here: Headcounts): number {
  return here.of.get(key) ?? 0;
}

function groupOf(scope: Scope): GroupKey | undefined {
  return scope === "organisation" ? undefined : scope;
}
