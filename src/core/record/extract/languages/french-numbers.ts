// The number words of French.
import { once } from "../../../once.ts";
import type { NumberWords } from "./lexicon.ts";

const SMALL: Readonly<Record<string, number>> = {
  un: 1,
  une: 1,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  six: 6,
  sept: 7,
  huit: 8,
  neuf: 9,
  dix: 10,
  onze: 11,
  douze: 12,
  treize: 13,
  quatorze: 14,
  quinze: 15,
  seize: 16,
  vingt: 20,
  trente: 30,
  quarante: 40,
  cinquante: 50,
  soixante: 60,
  septante: 70,
  huitante: 80,
  octante: 80,
  nonante: 90,
  cent: 100,
  cents: 100,
};

/** "quarante-cinq", "quatre-vingt-dix", "soixante-et-onze". */
function compound(word: string): number | undefined {
  if (!word.includes("-") || word.length > 40) return undefined;
  let sum = 0;
  let rest = word;
  if (/^quatre-vingts?(?:-|$)/u.test(rest)) {
    sum = 80;
    rest = rest.replace(/^quatre-vingts?-?/u, "");
  }
  for (const part of rest.split("-")) {
    if (part === "" || part === "et") continue;
    const value = Object.hasOwn(SMALL, part) ? SMALL[part] : undefined;
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

const DIGITS: Readonly<Record<string, number>> = { ...SMALL };

function countOf(word: string): number | undefined {
  if (/^\d{1,3}$/.test(word)) return Number(word);
  return Object.hasOwn(DIGITS, word) ? DIGITS[word] : undefined;
}

/** "un emploi sur dix", "un salarié sur cinq", "un sur quatre". */
function oneIn(words: readonly string[], at: number): readonly [number, number] | undefined {
  const some = countOf(words[at] ?? "");
  if (some === undefined || some > 9) return undefined;
  const over = words[at + 1] === "sur" ? at + 1 : words[at + 2] === "sur" ? at + 2 : -1;
  const all = over < 0 ? undefined : countOf(words[over + 1] ?? "");
  if (all === undefined || all <= some || all > 100 || (over === at + 1 && /^\d/.test(words[at] ?? "")))
    return undefined;
  return [Math.round((10_000 * some) / all) / 100, over + 2 - at];
}

export const frenchNumbers = once((): NumberWords => ({
  small: SMALL,
  compound,
  magnitudes: { mille: 1000, million: 1_000_000, millions: 1_000_000, milliard: 1e9, milliards: 1e9 },
  joins: "et",
  about: {
    dizaine: 10,
    douzaine: 12,
    quinzaine: 15,
    vingtaine: 20,
    trentaine: 30,
    quarantaine: 40,
    cinquantaine: 50,
    soixantaine: 60,
    centaine: 100,
    millier: 1000,
  },
  dozens: {},
  vague: [
    ["plusieurs dizaines de milliers", 20_000, 99_999],
    ["des dizaines de milliers", 20_000, 99_999],
    ["dizaines de milliers", 20_000, 99_999],
    ["centaines de milliers", 200_000, 999_999],
    ["plusieurs centaines", 200, 999],
    ["quelques centaines", 200, 999],
    ["des centaines", 200, 999],
    ["plusieurs milliers", 2000, 9999],
    ["quelques milliers", 2000, 9999],
    ["des milliers", 2000, 9999],
    ["plusieurs dizaines", 20, 99],
    ["quelques dizaines", 20, 99],
    ["des dizaines", 20, 99],
    ["centaines", 200, 999],
    ["milliers", 2000, 9999],
  ],
  fractions: {
    moitié: 50,
    "la moitié": 50,
    tiers: 100 / 3,
    "un tiers": 100 / 3,
    "le tiers": 100 / 3,
    quart: 25,
    "un quart": 25,
    "le quart": 25,
    quarts: 25,
    cinquième: 20,
    "un cinquième": 20,
    cinquièmes: 20,
    sixième: 100 / 6,
    "un sixième": 100 / 6,
    dixième: 10,
    "un dixième": 10,
  },
  percent: /^(?:%|pour cent|p \. 100)$/u,
  to: /^(?:à|ou)$/u,
  becomes: /^à$/u,
  between: "entre",
  and: "et",
  before: [
    ["un peu plus de", "at_least"],
    ["un peu plus d'", "at_least"],
    ["plus de", "at_least"],
    ["plus d'", "at_least"],
    ["au moins", "at_least"],
    ["pas moins de", "at_least"],
    ["au minimum", "at_least"],
    ["moins de", "under"],
    ["moins d'", "under"],
    ["un peu moins de", "under"],
    ["près de", "under"],
    ["près d'", "under"],
    ["presque", "under"],
    ["jusqu'à", "up_to"],
    ["jusqu' à", "up_to"],
    ["au maximum", "up_to"],
    ["un maximum de", "up_to"],
    ["au plus", "up_to"],
    ["aux alentours de", "approx"],
    ["autour de", "approx"],
    ["de l' ordre de", "approx"],
    ["à peu près", "approx"],
    ["approximativement", "approx"],
    ["environ", "approx"],
    ["quelque", "approx"],
    ["quelques", "approx"],
    ["quelqu'", "approx"],
  ],
  further: /(?:^| )(?:encore|nouveaux|nouvelles|autres)$/u,
  furtherBehind:
    /^(?:(?:autres|nouveaux|nouvelles)(?= |$)|(?:\S+ ){0,3}?(?:supplémentaires?|additionnel(?:le)?s?|(?:de|en) plus(?! qu))(?= |$))/u,
  oneIn,
  money: /^(?:euros?|d' euros?|d'euros?|€|dollars?|de dollars?|francs?|livres?|\$|d' euro|m€|md€)$/u,
  moneyBefore: /^(?:€|\$|£)$/u,
  time: /^(?:ans|an|années?|mois|semaines?|jours?|heures?|h|minutes?|mètres?|m2|m²|kilomètres?|km|tonnes?|points?|pages?|fois|degrés?)$/u,
  timeBefore:
    /^(?:en|de|depuis|fin|début|mi|année|années|ici|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|et|à|que|année|horizon|dès|courant|jusqu'|\(|,|après|rentrée|\.)$/u,
}));
