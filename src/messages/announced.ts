import type {
  Announced,
  Band,
  Comparison,
  Expectation,
  Explanation,
  Observed,
  Qualifier,
} from "../core/record/announced.ts";
import type { Instant } from "../core/time.ts";
import { moment } from "./time.ts";
import { counted, number } from "./words.ts";

/** What was announced, what that is in departures, and how much of it has been observed: a band, no verdict. */
export function announcedLines(
  announced: Announced,
  expectation: Expectation,
  observed: Observed,
  comparison: Comparison,
): string[] {
  return [
    `announced: ${figures(announced)}, on ${day(announced.on)}`,
    `that is: ${meaning(announced, expectation)}`,
    ...check(announced, expectation),
    `observed: ${count(announced, observed)}`,
    ...leftOut(observed),
    `so far: ${soFar(expectation, observed, comparison)}`,
    ...explanations(comparison),
  ];
}

export const QUALIFIED: Readonly<Record<Qualifier, string>> = {
  exact: "",
  approx: "about ",
  at_least: "at least ",
  up_to: "up to ",
  under: "fewer than ",
  range: "",
  vague: "",
};

function figures({ percent, count: people, low, high, base, qualifier }: Announced): string {
  const bounds = low === undefined && high === undefined ? [] : [bandText({ low: low ?? 0, high: high ?? null })];
  const word = QUALIFIED[qualifier];
  const named = [
    ...(percent === undefined ? [] : [`${qualifier === "under" ? "under " : word}${percent} %`]),
    ...(people === undefined ? [] : [`${word}${number(people)}`]),
    ...(qualifier === "vague" ? [["no figure, only vague words", ...bounds].join(", taken as ")] : bounds),
  ];
  return `${named.join(", ")}${base === undefined ? "" : `, of ${number(base)}`}`;
}

function meaning({ percent, count: people, qualifier }: Announced, { band: meant, byPercent }: Expectation): string {
  if (meant === undefined)
    return qualifier === "vague"
      ? "nothing that can be compared, since no number is named"
      : "nothing that can be compared, since the headcount is not known";
  const departures = `${bandText(meant)} ${meant.low === 1 && meant.high === 1 ? "departure" : "departures"}`;
  if (percent === undefined || byPercent === undefined) return departures;
  const share = `${percent} %${qualifier === "approx" ? " ± 1 point" : ""}`;
  const base = `${number(byPercent.base)}${byPercent.from === "claim" ? "" : " staff accounts"}`;
  const alone = people === undefined && qualifier !== "range";
  return `${departures} (${share} of ${base}${alone ? "" : ` is ${bandText(byPercent)}`})`;
}

/** `665 to 735`, `700`, `200 or more`, `up to 700`. */
export function bandText({ low, high }: Band): string {
  if (high === null) return `${number(low)} or more`;
  if (low === high) return number(low);
  return low === 0 ? `up to ${number(high)}` : `${number(low)} to ${number(high)}`;
}

function check({ percent, count: people, low, high }: Announced, { implied }: Expectation): string[] {
  if (implied?.differs === undefined || percent === undefined) return [];
  const spread = `${bandText(implied)} at ± 1 point`;
  const of = implied.base === undefined ? spread : `${number(implied.base)} (${spread})`;
  const figure = people === undefined ? bandText({ low: low ?? 0, high: high ?? null }) : number(people);
  return [
    `to check: ${figure} and ${percent} % would be of ${of}, and there were ${counted(implied.differs, "staff account")}`,
  ];
}

function count({ on }: Announced, { from, to, confirmed, back, attrition, net }: Observed): string {
  const give = Math.round(2 * attrition.sd);
  const anyway = `${number(Math.round(attrition.mean))}${give === 0 ? "" : ` ± ${number(give)}`} expected anyway`;
  const parts = [
    `${number(confirmed)} confirmed`,
    ...(attrition.mean === 0 && attrition.sd === 0 ? [] : [anyway]),
    ...(back === 0 ? [] : [`${number(back)} back`]),
  ];
  const since = from === on ? "" : ` since ${day(from)}`;
  return `${number(net.expected)}${since} by ${day(to)} (${parts.join(", ")})`;
}

function leftOut({ leftOut: { unconfirmed, outside, bots } }: Observed): string[] {
  const parts = [
    ...(unconfirmed === 0 ? [] : [`${number(unconfirmed)} not confirmed yet`]),
    ...(outside === 0 ? [] : [counted(outside, "guest or external", "guests and externals")]),
    ...(bots === 0 ? [] : [counted(bots, "bot or service account", "bots and service accounts")]),
  ];
  return parts.length === 0 ? [] : [`left out: ${parts.join(", ")}`];
}

function soFar({ band: meant }: Expectation, { net }: Observed, { relation, share, gap = 0 }: Comparison): string {
  switch (relation) {
    case "below":
      return `${shares(share)} of what was announced`;
    case "within":
      return meant?.low === 0 && net.high <= (meant.high ?? 0)
        ? "no more than was announced, which names no least number"
        : "within what was announced, as far as its words and the count tell";
    case "above":
      return `at least ${number(gap)} more than was announced`;
    case "open":
      if (meant === undefined) return "not compared";
      return net.low >= meant.low
        ? "no fewer than the least that was announced, which names no most"
        : "near the least that was announced, which names no most";
  }
}

/** Never rounded to all of it. */
function shares({ low, high } = { low: 0, high: 0 }): string {
  const [least, most] = [Math.floor(100 * low), Math.min(99, Math.ceil(100 * high))];
  if (least === 0) return most === 0 ? "nothing" : `at most ${most} %`;
  return least >= most ? `${most} %` : `${least} to ${most} %`;
}

function explanations({ relation, explanations: all }: Comparison): string[] {
  if (all.length === 0) return [];
  return [`may explain the ${relation === "below" ? "rest" : "difference"}: ${all.map(sentence).join("; ")}`];
}

function sentence(one: Explanation): string {
  switch (one.why) {
    case "consultation":
      return `consultation, which takes ${one.least} to ${one.days} days where it is due (Europe): ${days(one.passed)} so far`;
    case "notice":
      return `notice of ${one.days} days where it is due (US WARN), with accounts still open: ${days(one.passed)} so far`;
    case "unconfirmed":
      return `${number(one.count)} not confirmed yet`;
    case "outside":
      return `${counted(one.count, "contractor or guest", "contractors and guests")}, if the figure counts them`;
    case "vacancies":
      return "vacancies that are closed: nobody's account ends";
    case "gross":
      return `${number(one.count)} who came back, if the figure counts whoever is told to go`;
    case "net":
      return "a net figure, with new posts taken off";
    case "attrition":
      return `${number(one.count)} expected anyway, if the figure counts those who leave of their own accord`;
    case "voluntary":
      return "more people than usual who leave of their own accord";
  }
}

function days(n: number): string {
  return n === 1 ? "1 day has passed" : `${number(n)} days have passed`;
}

function day(at: Instant): string {
  return moment(at).replace(/ \d\d:\d\d UTC$/, "");
}
