import { type Dissent, DISSENTS } from "../core/record/extract/dissent.ts";
import type { ProposalRefusal } from "../core/record/extract/proposal.ts";
import type { SourcedClaim } from "../core/record/layoff.ts";
import { counted, number } from "./words.ts";

export const PROPOSAL_WORDS: Readonly<Record<ProposalRefusal, string>> = {
  no_quote: "the words do not stand in the text",
  not_a_sentence: "the words are of more than one sentence",
  instruction: "the sentence speaks to whoever reads by machine",
  no_company: "the company does not stand there",
  no_figure: "it names no figure",
  other_figure: "the figure does not stand in the words",
  ruled_out: "the rules read that the figure is of something else",
  rules_differ: "the rules read another figure or company there",
  repeated: "it was read already",
};

export const DISSENT_WORDS: Readonly<Record<Dissent, string>> = {
  "model alone": "read by the model alone",
  "rules alone": "read by the rules alone, and not by the model",
  differs: "read otherwise by the model",
};

/** Of a claim that is kept: how rules and model differ on it; undefined where they agree, or no model was asked. */
export function dissentText({ more }: Pick<SourcedClaim, "more">): string | undefined {
  const dissent = DISSENTS.find((one) => one === more["dissent"]);
  return dissent && DISSENT_WORDS[dissent];
}

/** What came of asking a model, a line a thing. */
export function modelLines(use: {
  readonly asked: number;
  readonly failed: number;
  readonly why: string | undefined;
  readonly refused: Readonly<Record<string, number>>;
  readonly left: number;
}): string[] {
  const { asked, failed, why, refused, left } = use;
  const all = Object.values(refused).reduce((sum, n) => sum + n, 0);
  const them = (n: number): string => (n === 1 ? "it" : "them");
  return [
    ...(asked === 0
      ? []
      : [
          `The model was asked about ${counted(asked, "text")}; ${number(all)} of its proposals ${all === 1 ? "was" : "were"} not taken.`,
        ]),
    ...(failed === 0
      ? []
      : [
          `About ${counted(failed, "text")} it gave no answer, so that the rules alone read ${them(failed)}: ${why ?? ""}`,
        ]),
    ...(left === 0 ? [] : [`${counted(left, "text")} it was not asked about: the rules alone read ${them(left)}.`]),
  ];
}
