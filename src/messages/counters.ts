import type { Instant } from "../core/time.ts";
import type { Counter, LegalCounters, RuleId } from "../core/wave/counters.ts";
import { moment } from "./time.ts";
import { brief, counted, number, plain } from "./words.ts";

const LAW: Readonly<Record<RuleId, string>> = {
  eu_i: "EU 98/59/EC 1(1)(a)(i)",
  eu_ii: "EU 98/59/EC 1(1)(a)(ii)",
  warn_closing: "US WARN 29 USC 2101(a)(2) (a site or a unit of it shut down)",
  warn_layoff: "US WARN 29 USC 2101(a)(3) (mass layoff)",
  warn_closing_90: "US WARN 29 USC 2102(d) (groups taken together, a site or a unit of it shut down)",
  warn_layoff_90: "US WARN 29 USC 2102(d) (groups taken together, mass layoff)",
};

/** Of a law that takes small groups together, nothing is said where one of them is enough. */
const SHORTER: Partial<Record<RuleId, RuleId>> = { warn_closing_90: "warn_closing", warn_layoff_90: "warn_layoff" };

/**
 * One line for every threshold that is reached or half-way reached, then what is left out, and what all of it is. Exact
 * counts of single places: for those who may see names.
 */
export function countersLines({ establishments, elsewhere, unplaced, since }: LegalCounters): string[] {
  const told = establishments.map(({ location, counters }) => {
    const reached = counters.flatMap(({ rule, remaining }) => (remaining === 0 ? [rule] : []));
    return counters
      .filter((one) => isNear(one) && !reached.some((rule) => rule === SHORTER[one.rule]))
      .map((one) => line(location, one));
  });
  const others = told.filter((lines) => lines.length === 0).length;
  return [
    ...told.flat(),
    ...(others === 0
      ? []
      : [`${counted(others, "place")} where staff accounts ended: not half-way to any of these thresholds.`]),
    ...(elsewhere === 0
      ? []
      : [`${counted(elsewhere, "place")} in countries of which no threshold is known here: not counted.`]),
    ...(unplaced === 0
      ? []
      : [
          `${counted(unplaced, "staff account")} without a stated place ended since ${day(since)}: not counted in any place.`,
        ]),
    "This is arithmetic on observed accounts, no legal advice: people who left of their own accord, contracts that ended and moves are among them.",
  ];
}

/** A threshold above the headcount cannot be reached. */
function isNear({ count, threshold, headcount }: Counter): boolean {
  return threshold !== null && threshold <= headcount && 2 * count >= threshold;
}

function line(location: string, counter: Counter): string {
  const { rule, days, from, to, count, headcount, threshold, remaining, maybeEarlier } = counter;
  const accounts = `${number(count)} of ${counted(headcount, "staff account")} ended within ${days} days`;
  const earlier = maybeEarlier === 0 ? "" : `; ${number(maybeEarlier)} of them may have ended before`;
  const end =
    remaining === 0 ? "reached" : `${number(remaining ?? 0)} more ${remaining === 1 ? "reaches" : "reach"} it`;
  return `${brief(plain(location))}: ${accounts} (${span(from, to)})${earlier}; ${LAW[rule]} counts from ${number(threshold ?? 0)}; ${end}`;
}

/** `2 Nov to 27 Nov 2026`, `27 Nov 2026`. */
function span(from: Instant, to: Instant): string {
  const [first, last] = [day(from), day(to)];
  if (first === last) return last;
  const year = last.slice(-5);
  return `${first.endsWith(year) ? first.slice(0, -5) : first} to ${last}`;
}

function day(at: Instant): string {
  return moment(at).replace(/ \d\d:\d\d UTC$/, "");
}
