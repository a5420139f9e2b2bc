// Claims of a denial: who says of a figure that it is not so. A reading refuses such figures; in the record each goes with the round
// that it denies, where there is one.
import type { Language } from "./languages/language.ts";
import { figuredSentences } from "./read.ts";
import type { Passage, ReadClaim, Reading, Refusal } from "./reading.ts";

/** Somebody denies in so many words. "None of the 300 is made redundant" says how it is done, and denies no round. */
const DENIES =
  /\b(?:den(?:ied|ies|y|ying|ial)|refut(?:ed|es|e|ing)|(?:rejected|rejects|dismissed|dismisses) (?:\S+ ){0,3}(?:reports?|rumou?rs?|claims?|suggestions?|speculation)|no truth|not true|untrue|false|baseless|unfounded|no plans?|not planning|no intention|ruled out|rules out|dementier\w*|bestreitet|bestritt\w*|(?:weist|wies|wiesen|weisen) .{0,80}zurück|d[ée]ment(?:i|ent|ir|it|ie)?|nie(?:nt)?|desmient\w*|desminti\w+|niega|niegan|negó|descart\w+)(?!\p{L})/iu;

/** @param spoken the language that the passage is in */
export function deniedClaims(passage: Passage, { refused }: Pick<Reading, "refused">, spoken: Language): ReadClaim[] {
  const denials = refused.filter(({ reason, company }) => reason === "denial" && company !== null);
  if (denials.length === 0) return [];
  const claims: ReadClaim[] = [];
  for (const part of ["text", "title"] as const) {
    const source = (part === "title" ? passage.title : passage.text) ?? "";
    const own = denials.filter((one) => one.in === part && sizeOf(one) > 0);
    const sentences = own.length === 0 ? [] : figuredSentences(source, spoken);
    for (const denial of own) {
      const sentence = sentences.find(({ start, end }) => start <= denial.start && denial.end <= end);
      if (sentence === undefined) continue;
      const { start, end } = sentence;
      const quote = source.slice(start, end);
      // A text says it more exactly than its headline, and once is enough.
      if (!DENIES.test(quote) || claims.some((one) => denies(one, denial))) continue;
      claims.push({ ...claimOf(denial, passage), quote, start, end, in: part });
    }
  }
  return claims;
}

function sizeOf({ count, low, high, percent }: Refusal): number {
  return count ?? high ?? low ?? percent ?? 0;
}

/** Whether it is the claim that stands for a figure that was refused. */
export function denies(a: ReadClaim, b: Refusal): boolean {
  return (
    a.company === b.company && a.count === b.count && a.low === b.low && a.high === b.high && a.percent === b.percent
  );
}

function claimOf(
  { company, count, low, high, percent, qualifier }: Refusal,
  { published }: Passage,
): Omit<ReadClaim, "quote" | "start" | "end" | "in"> {
  return {
    company: company ?? "",
    count,
    low,
    high,
    qualifier,
    percent,
    percentOf: percent === null ? null : "company",
    base: null,
    kind: "layoff",
    status: "denied",
    scope: "company",
    part: null,
    measure: "increment",
    net: false,
    background: false,
    date: published?.slice(0, 10) ?? null,
    location: null,
    impliedBase: null,
    flags: [],
  };
}
