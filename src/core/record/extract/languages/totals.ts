// Figures that are told beside others: what all of it comes to, what is added, and to what.
import { lineOf, type Line, ends, has } from "./line.ts";
import type { Quantity } from "../numbers.ts";
import { phrase, tokensOf } from "../tokens.ts";
import { figuresOf } from "./figures.ts";
import type { Language } from "./language.ts";
import type { Lexicon } from "./lexicon.ts";
import { LEXICA } from "./lexica.ts";
import { splitAt } from "./elision.ts";

interface Beside {
  /** The token after the figure's noun. */
  readonly to: number;
  /** Counts of the sentence before it. */
  readonly told: readonly Quantity[];
  /** The last figure of a sentence before that was added to something. */
  readonly added: Quantity | null;
}

/**
 * "die Gesamtzahl steigt auf 700", "portant le total à 700"; and "insgesamt 700" beside 200 more.
 * @returns `headcount` where so many are left, undefined where it is no such sum
 */
export function totalOf(
  line: Line,
  { from, to, value, high }: Quantity,
  { to: end, told, added }: Beside,
  { frames }: Lexicon,
): "cumulative" | "headcount" | undefined {
  const { tokens } = line;
  if (ends(line, from, frames.raised)) return undefined;
  if (ends(line, from, frames.total))
    return OF_STAFF.test(phrase(tokens, from - 5, from)) || STAFF_BEHIND.test(phrase(tokens, to, to + 7))
      ? "headcount"
      : "cumulative";
  const own = sizeOf(told.findLast(({ further }) => further) ?? added);
  const size = value ?? high;
  if (size === null || own === null || own >= size) return undefined;
  const isSum = told.some((one) => (sizeOf(one) ?? 0) + own === size);
  return isSum || has(line, frames.sum, Math.max(0, from - 5), end + 3) ? "cumulative" : undefined;
}

function sizeOf(quantity: Quantity | null): number | null {
  return quantity === null ? null : (quantity.value ?? quantity.high);
}

/** "portant ses effectifs à 700", "porte à 700 le nombre de salariés": nobody goes. */
const OF_STAFF = /(?:^| )(?:effectifs?|plantilla|belegschaft|mitarbeiterzahl)(?: |$)/u;
const STAFF_BEHIND =
  /(?:^| )(?:(?:nombre|número) (?:total )?(?:de |d' )(?:ses |sus )?(?:salariés|employés|collaborateurs|empleados|trabajadores)(?! (?:licenci|supprim|concern|touch|afect|despid))|effectifs?|plantilla|belegschaft)(?: |$)/u;

/** Words by which a sentence speaks of other figures, in which language. Of a sentence without one nothing is asked. */
const CUES: readonly (readonly [Exclude<Language, "en">, RegExp])[] = [
  [
    "de",
    /(?<=^|[ ,])(?:weitere[nr]?|zusätzlich\w*|nochmals?|noch (?:ein)?mal|abermals|insgesamt|gesamtzahl|zahl der|statt|anstatt|anstelle|ursprünglich|zunächst|erhöh\w*|weitet|aufgestockt|ausgeweitet)(?=$|[ ,])/iu,
  ],
  [
    "fr",
    /(?<=^|[ ,'’])(?:supplémentaires?|encore|autres|(?:de|en) plus|au total|en tout|port(?:ant|e|ent|era)|s['’]ajout\w+|au lieu des?|au-delà|initialement)(?=$|[ ,.])/iu,
  ],
  [
    "es",
    /(?<=^|[ ,])(?:otr[oa]s|adicionales|más|en total|elev\w+|asciende|suman?|además de|en lugar de|en vez de|inicialmente)(?=$|[ ,.])/iu,
  ],
];

/** What a sentence says beside its own figure, each as its first figure of that kind. */
interface ToldBeside {
  readonly further: Quantity | undefined;
  readonly total: Quantity | undefined;
  readonly onTopOf: Quantity | undefined;
  readonly insteadOf: Quantity | undefined;
}

/** @returns undefined for a sentence that is not in German, French or Spanish, or that has no such word */
export function toldBeside(sentence: string): ToldBeside | undefined {
  const spoken = CUES.find(([, cue]) => cue.test(sentence))?.[0];
  if (spoken === undefined) return undefined;
  const lexicon = LEXICA[spoken]();
  const line = lineOf(splitAt(tokensOf(sentence), lexicon.elision));
  const counts = figuresOf(line.tokens, lexicon.numbers).filter(({ sort }) => sort === "count");
  const { frames } = lexicon;
  return {
    further: counts.find(({ further }) => further),
    total: counts.find(
      (one, at) =>
        ends(line, one.from, frames.raised) ||
        totalOf(line, one, { to: one.to + 1, told: counts.slice(0, at), added: null }, lexicon) === "cumulative",
    ),
    onTopOf: counts.find(({ from }) => ends(line, from, frames.onTopOf)),
    insteadOf: counts.find(({ from }) => ends(line, from, frames.superseded)),
  };
}
