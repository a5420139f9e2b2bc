import type { Figure } from "../core/record/claim.ts";
import type { Reason } from "../core/record/extract/reading.ts";
import { QUALIFIED } from "./announced.ts";
import { number } from "./words.ts";

/** A figure in its own words: `about 700`, `7,000 to 9,000`, `200 to 999`, `about 700 (15 %)`, `15 %`; empty without one. */
export function figureText({ count, low, high, qualifier, percent }: Omit<Figure, "base" | "percentOf">): string {
  const before = QUALIFIED[qualifier ?? "exact"];
  const share = percent === null ? "" : `${Number(percent.toFixed(1))} %`;
  const people = peopleText(count, low, high, before);
  if (people === "") return share === "" ? "" : `${before}${share}`;
  return share === "" ? people : `${people} (${share})`;
}

function peopleText(count: number | null, low: number | null, high: number | null, before: string): string {
  if (count !== null) return `${before}${number(count)}`;
  if (low !== null && high !== null) return `${number(low)} to ${number(high)}`;
  if (low !== null) return `at least ${number(low)}`;
  return high === null ? "" : `up to ${number(high)}`;
}

/** Why a figure is no claim, as it follows on it: `700,000: over many employers`. */
export const REASON_TEXT: Readonly<Record<Reason, string>> = {
  money: "money",
  time: "a date, an age or a span of time",
  name: "part of a name",
  not_people: "counts no people who work",
  share_of_other: "a share of something else than staff",
  headcount: "says how many there are",
  hiring: "are hired, or jobs that are created",
  furlough: "are sent home for a while",
  voluntary: "leave of their own will",
  transfer: "move to another employer or role",
  relocation: "move to another place",
  contract_end: "contracts that run out",
  retained: "are kept",
  strike: "strike, protest or vote",
  opinion: "fear or expect it",
  dismissal: "are dismissed for what they did",
  aggregate: "over many employers",
  cumulative: "a running total of several rounds",
  denial: "is denied",
  threat: "a threat, on a condition",
  superseded: "was expected once",
  satire: "satire",
  part: "a part of a figure above",
  repeated: "said elsewhere in the document",
  no_cut: "no word says that they are cut",
  no_company: "no employer is named",
};
