// From a passage to claims, in whichever language it is written.
import { extract } from "./extract.ts";
import { type Language, languageOf } from "./languages/language.ts";
import { figuresOf } from "./languages/figures.ts";
import { LEXICA } from "./languages/lexica.ts";
import { readIn, sentencesIn } from "./languages/read.ts";
import type { Gazetteer } from "./mention.ts";
import { type Quantity, quantitiesOf } from "./numbers.ts";
import type { Passage, Reading } from "./reading.ts";
import { sentencesOf } from "./sentences.ts";

/**
 * What a passage claims of job cuts, and why each other figure is no claim.
 * @param language as its source states it ("de-AT"); null where it does not, so that it is told by the words
 */
export function read(passage: Passage, gazetteer: Gazetteer, language: string | null = null): Reading {
  const spoken = languageOf(language, passage.title, passage.text);
  return spoken === "en" ? extract(passage, gazetteer) : readIn(LEXICA[spoken](), passage, gazetteer);
}

/** A sentence with its figures, each with where it stands. */
export interface Figured {
  readonly start: number;
  readonly end: number;
  readonly figures: readonly { readonly quantity: Quantity; readonly start: number; readonly end: number }[];
}

/** The sentences of a text with every figure in them, by the number grammar of its language. */
export function figuredSentences(text: string, spoken: Language): Figured[] {
  const lexicon = spoken === "en" ? undefined : LEXICA[spoken]();
  const sentences = lexicon === undefined ? sentencesOf(text) : sentencesIn(text, lexicon);
  return sentences.map(({ tokens, start, end }) => {
    const quantities = lexicon === undefined ? quantitiesOf(tokens) : figuresOf(tokens, lexicon.numbers);
    return {
      start,
      end,
      figures: quantities.map((quantity) => ({
        quantity,
        start: tokens[quantity.from]?.start ?? start,
        end: tokens[quantity.to - 1]?.end ?? end,
      })),
    };
  });
}
