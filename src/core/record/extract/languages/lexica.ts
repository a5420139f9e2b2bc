import { french } from "./french.ts";
import { german } from "./german.ts";
import type { Language } from "./language.ts";
import type { Lexicon } from "./lexicon.ts";
import { spanish } from "./spanish.ts";

/** The languages that share one pipeline, each with its words, whose patterns are made when a text is first read in it. */
export const LEXICA: Readonly<Record<Exclude<Language, "en">, () => Lexicon>> = { de: german, fr: french, es: spanish };
