import type { Judgement, Reason, Verdict, WhyAgainst, WhyFor } from "../core/record/evidence.ts";
import { counted } from "./words.ts";

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  same: "one round",
  different: "two rounds",
  ask: "to be decided",
};

const WORDS: Readonly<Record<WhyFor | WhyAgainst, string>> = {
  same_link: "both cite the same page",
  same_day: "they are of the same day",
  same_effect: "the date of one is when the other takes effect",
  within_week: "they are of the same week",
  same_count: "the counts are equal",
  near_count: "the counts are near each other, or one lies within what the other allows",
  same_percent: "the percentages are equal",
  near_headline: "the headlines are nearly the same",
  other_company: "the companies are not the same",
  unsure_company: "the names alone do not say that it is one company",
  weeks_apart: "weeks lie between",
  months_apart: "months lie between",
  far_apart: "more than three months lie between",
  no_date: "one of them has no date",
  other_count: "the counts differ",
  part_of_whole: "the notice is of fewer people, of one site perhaps",
  other_percent: "the percentages differ",
  listed_apart: "one register lists both, of one day and with two counts",
  denies_other: "one denies another figure than the other has",
  other_place: "the places differ",
  other_kind: "what is done to people differs",
  further_round: "one headline speaks of a further round",
  cited_as_past: "one cites it as past, without a date",
  notice_window: "the notice was given when it is due after such news",
  named_place: "the notice is of a place that the news names",
  foretold: "one is what the other was going to be",
  adds_to: "one says that it adds to the figure of the other",
  revises: "one says that its figure takes the place of the other's",
  amends: "one amends what the company reported of the same event",
  exceeds: "with this notice there would be more people in notices than were announced",
  two_rounds: "it goes as well with another round of the company",
};

export function reasonText({ why, days = 0 }: Reason): string {
  return days === 0 ? WORDS[why] : `${WORDS[why]} (${counted(days, "day")} apart)`;
}

/** `for: …` and `against: …`, each where there is something. */
export function judgementLines({ for: speaksFor, against }: Pick<Judgement, "for" | "against">): string[] {
  return [
    ...(speaksFor.length === 0 ? [] : [`for one round: ${speaksFor.map(reasonText).join("; ")}`]),
    ...(against.length === 0 ? [] : [`against: ${against.map(reasonText).join("; ")}`]),
  ];
}
