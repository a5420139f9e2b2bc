import { FRENCH } from "./french.ts";
import { GERMAN } from "./german.ts";
import type { Language } from "./language.ts";
import type { Lexicon } from "./lexicon.ts";
import { SPANISH } from "./spanish.ts";

/** The languages that share one pipeline, each with its words. */
export const LEXICA: Readonly<Record<Exclude<Language, "en">, Lexicon>> = { de: GERMAN, fr: FRENCH, es: SPANISH };
