// From a passage to claims, in whichever language it is written.
import { extract } from "./extract.ts";
import { FRENCH } from "./languages/french.ts";
import { GERMAN } from "./languages/german.ts";
import { languageOf } from "./languages/language.ts";
import { readIn } from "./languages/read.ts";
import { SPANISH } from "./languages/spanish.ts";
import type { Gazetteer } from "./mention.ts";
import type { Passage, Reading } from "./reading.ts";

const LEXICA = { de: GERMAN, fr: FRENCH, es: SPANISH };

/**
 * What a passage claims of job cuts, and why each other figure is no claim.
 * @param language as its source states it ("de-AT"); null where it does not, so that it is told by the words
 */
export function read(passage: Passage, gazetteer: Gazetteer, language: string | null = null): Reading {
  const spoken = languageOf(language, passage.title, passage.text);
  return spoken === "en" ? extract(passage, gazetteer) : readIn(LEXICA[spoken], passage, gazetteer);
}
