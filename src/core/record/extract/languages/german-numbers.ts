// The number words of German.
import { once } from "../../../once.ts";
import type { NumberWords } from "./lexicon.ts";

const ONES: Readonly<Record<string, number>> = {
  ein: 1,
  eins: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  elf: 11,
  zwölf: 12,
  dreizehn: 13,
  vierzehn: 14,
  fünfzehn: 15,
  sechzehn: 16,
  siebzehn: 17,
  achtzehn: 18,
  neunzehn: 19,
};
const TENS: Readonly<Record<string, number>> = {
  zwanzig: 20,
  dreißig: 30,
  dreissig: 30,
  vierzig: 40,
  fünfzig: 50,
  sechzig: 60,
  siebzig: 70,
  achtzig: 80,
  neunzig: 90,
};

/** "zweitausendfünfhundertvierunddreißig": thousands, hundreds, ones before tens. */
function compound(word: string): number | undefined {
  if (!/(?:tausend|hundert|zig|ßig|ssig)/u.test(word) || word.length > 60) return undefined;
  const thousand = word.indexOf("tausend");
  if (thousand > 0) return plus(compoundOrOne(word.slice(0, thousand)), 1000, word.slice(thousand + 7));
  const hundred = word.indexOf("hundert");
  if (hundred > 0) return plus(compoundOrOne(word.slice(0, hundred)), 100, word.slice(hundred + 7));
  return tens(word);
}

function plus(many: number | undefined, magnitude: number, rest: string): number | undefined {
  if (many === undefined) return undefined;
  const more = rest === "" ? 0 : compoundOrOne(rest.replace(/^und/, ""));
  return more === undefined || more >= magnitude ? undefined : many * magnitude + more;
}

function compoundOrOne(word: string): number | undefined {
  return Object.hasOwn(ONES, word) ? ONES[word] : compound(word);
}

function tens(word: string): number | undefined {
  if (Object.hasOwn(TENS, word)) return TENS[word];
  const und = word.indexOf("und");
  const [one, ten] = [ONES[word.slice(0, und)], TENS[word.slice(und + 3)]];
  return und > 0 && one !== undefined && ten !== undefined && one < 10 ? ten + one : undefined;
}

const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [/^zweite[nrs]?$/u, 50],
  [/^dritte[nrs]?$/u, 100 / 3],
  [/^vierte[nrs]?$/u, 25],
  [/^fünfte[nrs]?$/u, 20],
  [/^sechste[nrs]?$/u, 100 / 6],
  [/^siebte[nrs]?$/u, 100 / 7],
  [/^achte[nrs]?$/u, 12.5],
  [/^neunte[nrs]?$/u, 100 / 9],
  [/^zehnte[nrs]?$/u, 10],
  [/^zwölfte[nrs]?$/u, 100 / 12],
  [/^zwanzigste[nrs]?$/u, 5],
];

/** "jede zehnte Stelle", "jeden fünften der Beschäftigten", "einer von zehn". */
function oneIn(words: readonly string[], at: number): readonly [number, number] | undefined {
  if (!/^jede[nrsm]?$/u.test(words[at] ?? "")) return undefined;
  const found = ORDINALS.find(([ordinal]) => ordinal.test(words[at + 1] ?? ""));
  return found === undefined ? undefined : [Math.round(found[1] * 100) / 100, 2];
}

export const germanNumbers = once((): NumberWords => ({
  small: { ...ONES, ...TENS, eine: 1, einen: 1, einem: 1, einer: 1, hundert: 100 },
  compound,
  magnitudes: {
    tausend: 1000,
    million: 1_000_000,
    millionen: 1_000_000,
    mio: 1_000_000,
    milliarde: 1e9,
    milliarden: 1e9,
    mrd: 1e9,
  },
  joins: "und",
  about: {},
  dozens: { dutzend: 12 },
  vague: [
    ["mehrere zehntausend", 20_000, 99_999],
    ["zehntausende", 20_000, 99_999],
    ["zehntausenden", 20_000, 99_999],
    ["zigtausende", 20_000, 99_999],
    ["hunderttausende", 200_000, 999_999],
    ["mehrere hundert", 200, 999],
    ["einige hundert", 200, 999],
    ["ein paar hundert", 200, 999],
    ["mehrere tausend", 2000, 9999],
    ["einige tausend", 2000, 9999],
    ["mehrere hunderte", 200, 999],
    ["mehrere dutzend", 24, 99],
    ["einige dutzend", 24, 99],
    ["hunderte", 200, 999],
    ["hunderten", 200, 999],
    ["hunderter", 200, 999],
    ["tausende", 2000, 9999],
    ["tausenden", 2000, 9999],
    ["tausender", 2000, 9999],
    ["dutzende", 24, 99],
    ["dutzenden", 24, 99],
  ],
  fractions: {
    hälfte: 50,
    "die hälfte": 50,
    drittel: 100 / 3,
    "ein drittel": 100 / 3,
    "einem drittel": 100 / 3,
    viertel: 25,
    "ein viertel": 25,
    fünftel: 20,
    "ein fünftel": 20,
    sechstel: 100 / 6,
    "ein sechstel": 100 / 6,
    siebtel: 100 / 7,
    achtel: 12.5,
    zehntel: 10,
    "ein zehntel": 10,
  },
  percent: /^(?:%|prozent)$/u,
  to: /^bis$/u,
  becomes: /^auf$/u,
  between: "zwischen",
  and: "und",
  before: [
    ["deutlich mehr als", "at_least"],
    ["nicht weniger als", "at_least"],
    ["weit mehr als", "at_least"],
    ["mehr als", "at_least"],
    ["weit über", "at_least"],
    ["über", "at_least"],
    ["mindestens", "at_least"],
    ["wenigstens", "at_least"],
    ["weniger als", "under"],
    ["knapp unter", "under"],
    ["unter", "under"],
    ["fast", "under"],
    ["knapp", "under"],
    ["beinahe", "under"],
    ["nahezu", "under"],
    ["annähernd", "under"],
    ["maximal", "up_to"],
    ["höchstens", "up_to"],
    ["bis zu", "up_to"],
    ["rund", "approx"],
    ["etwa", "approx"],
    ["circa", "approx"],
    ["zirka", "approx"],
    ["ca .", "approx"],
    ["rd .", "approx"],
    ["ca", "approx"],
    ["ungefähr", "approx"],
    ["schätzungsweise", "approx"],
    ["um die", "approx"],
    ["gut", "approx"],
    ["insgesamt", "exact"],
  ],
  further: /(?:^| )(?:weitere[nr]?|zusätzliche[nr]?|nochmals|nochmal|noch (?:ein)?mal|abermals|zusätzlich)$/u,
  furtherBehind: /^(?:weitere[nr]?|zusätzliche[nr]?)(?= |$)/u,
  oneIn,
  money: /^(?:\S*(?:euro|dollar|franken|pfund|cent|yen|kronen)|€|\$|chf|eur|usd|us - dollar)$/u,
  moneyBefore: /^(?:€|\$|£|eur|chf|usd)$/u,
  time: /^(?:jahre?n?|jahres|monate?n?|wochen?|tage?n?|stunden?|uhr|minuten?|quadratmeter\S*|kilometer\S*|meter|tonnen?|grad|punkte?n?|seiten?|mal|megawatt|gigawatt|m²|zeichen|exemplare)$/u,
  timeBefore:
    /^(?:seit|im|in|ende|anfang|mitte|jahr|jahre|bis|ab|von|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|herbst|sommer|frühjahr|winter|sommer|erst|noch|herbst|zum|und|\(|,|\.)$/u,
}));
