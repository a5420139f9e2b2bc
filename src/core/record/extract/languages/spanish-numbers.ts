// The number words of Spanish.
import { once } from "../../../once.ts";
import type { NumberWords } from "./lexicon.ts";

const SMALL: Readonly<Record<string, number>> = {
  un: 1,
  una: 1,
  uno: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
  once: 11,
  doce: 12,
  trece: 13,
  catorce: 14,
  quince: 15,
  dieciséis: 16,
  diecisiete: 17,
  dieciocho: 18,
  diecinueve: 19,
  veinte: 20,
  veintiún: 21,
  veintiuno: 21,
  veintidós: 22,
  veintitrés: 23,
  veinticuatro: 24,
  veinticinco: 25,
  veintiséis: 26,
  veintisiete: 27,
  veintiocho: 28,
  veintinueve: 29,
  treinta: 30,
  cuarenta: 40,
  cincuenta: 50,
  sesenta: 60,
  setenta: 70,
  ochenta: 80,
  noventa: 90,
  cien: 100,
  ciento: 100,
};
const HUNDREDS: Readonly<Record<string, number>> = Object.fromEntries(
  "doscient trescient cuatrocient quinient seiscient setecient ochocient novecient"
    .split(" ")
    .map((stem, at) => [stem, (at + 2) * 100]),
);

function compound(word: string): number | undefined {
  const stem = /^(\p{L}+cient|quinient)[oa]s$/u.exec(word)?.[1];
  return stem !== undefined && Object.hasOwn(HUNDREDS, stem) ? HUNDREDS[stem] : undefined;
}

function countOf(word: string): number | undefined {
  if (/^\d{1,3}$/.test(word)) return Number(word);
  return Object.hasOwn(SMALL, word) ? SMALL[word] : undefined;
}

/** "uno de cada diez", "9 de cada 10", "uno de cada cinco empleados". */
function oneIn(words: readonly string[], at: number): readonly [number, number] | undefined {
  const some = countOf(words[at] ?? "");
  if (some === undefined || words[at + 1] !== "de" || words[at + 2] !== "cada") return undefined;
  const all = countOf(words[at + 3] ?? "");
  if (all === undefined || all <= some || all > 100) return undefined;
  return [Math.round((10_000 * some) / all) / 100, 4];
}

export const spanishNumbers = once((): NumberWords => ({
  small: SMALL,
  compound,
  magnitudes: { mil: 1000, millón: 1_000_000, millones: 1_000_000, billones: 1e12 },
  joins: "y",
  about: {
    decena: 10,
    docena: 12,
    quincena: 15,
    veintena: 20,
    treintena: 30,
    cuarentena: 40,
    cincuentena: 50,
    centena: 100,
    centenar: 100,
    millar: 1000,
    "medio centenar": 50,
    "medio millar": 500,
  },
  dozens: {},
  vague: [
    ["varias decenas de miles", 20_000, 99_999],
    ["decenas de miles", 20_000, 99_999],
    ["cientos de miles", 200_000, 999_999],
    ["varios cientos", 200, 999],
    ["varios centenares", 200, 999],
    ["unos cientos", 200, 999],
    ["varios miles", 2000, 9999],
    ["varias decenas", 20, 99],
    ["unas decenas", 20, 99],
    ["centenares", 200, 999],
    ["cientos", 200, 999],
    ["miles", 2000, 9999],
    ["millares", 2000, 9999],
    ["decenas", 20, 99],
    ["docenas", 24, 99],
  ],
  fractions: {
    mitad: 50,
    "la mitad": 50,
    tercio: 100 / 3,
    "un tercio": 100 / 3,
    "el tercio": 100 / 3,
    tercios: 100 / 3,
    "dos tercios": 200 / 3,
    "la tercera parte": 100 / 3,
    "una tercera parte": 100 / 3,
    cuarto: 25,
    "un cuarto": 25,
    "la cuarta parte": 25,
    "una cuarta parte": 25,
    "la quinta parte": 20,
    "una quinta parte": 20,
    "un quinto": 20,
    "una sexta parte": 100 / 6,
    "la décima parte": 10,
    "una décima parte": 10,
  },
  percent: /^(?:%|por ciento|por 100)$/u,
  to: /^(?:a|o)$/u,
  becomes: /^a$/u,
  between: "entre",
  and: "y",
  before: [
    ["un poco más de", "at_least"],
    ["poco más de", "at_least"],
    ["poco más del", "at_least"],
    ["más de", "at_least"],
    ["más del", "at_least"],
    ["al menos", "at_least"],
    ["por lo menos", "at_least"],
    ["como mínimo", "at_least"],
    ["un mínimo de", "at_least"],
    ["no menos de", "at_least"],
    ["supera los", "at_least"],
    ["superan los", "at_least"],
    ["menos de", "under"],
    ["menos del", "under"],
    ["cerca de", "under"],
    ["casi", "under"],
    ["casi el", "under"],
    ["rozan los", "under"],
    ["hasta", "up_to"],
    ["hasta a", "up_to"],
    ["hasta el", "up_to"],
    ["un máximo de", "up_to"],
    ["máximo de", "up_to"],
    ["como máximo", "up_to"],
    ["en torno al", "approx"],
    ["en torno a", "approx"],
    ["alrededor de", "approx"],
    ["alrededor del", "approx"],
    ["aproximadamente", "approx"],
    ["unos", "approx"],
    ["unas", "approx"],
    ["cerca del", "under"],
    ["a unos", "approx"],
    ["a unas", "approx"],
  ],
  further: /(?:^| )(?:otr[oa]s|nuev[oa]s)$/u,
  furtherBehind: /^(?:\S+ ){0,3}?(?:adicionales|más)(?= |$)(?! (?:que|de)(?: |$))/u,
  oneIn,
  money:
    /^(?:euros?|de euros?|€|dólares|de dólares|pesos|de pesos|usd|mdd|soles|reales|libras|de libras|\$|millones de|millones|euros anuales)$/u,
  moneyBefore: /^(?:€|\$|£|us\$|us|usd)$/u,
  time: /^(?:años?|mes|meses|semanas?|días?|horas?|h|minutos?|mensualidades|kilómetros|km|metros|m2|m²|toneladas|puntos|páginas|veces|grados|trienios?|anualidades)$/u,
  timeBefore:
    /^(?:en|de|desde|a|hasta|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|año|años|y|del|durante|el|finales|principios|\(|,|para|\.)$/u,
}));
