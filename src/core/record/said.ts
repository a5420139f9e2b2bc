// What a sentence says of other figures beside its own: that it adds to one, puts another in its place, or comes to a total. A second
// round says so too, and is a layoff of its own.
import { toldBeside } from "./extract/languages/totals.ts";
import { type Quantity, quantitiesOf } from "./extract/numbers.ts";
import { kept } from "./kept.ts";
import { phrase, type Token, tokensOf } from "./extract/tokens.ts";

/** People, from `low` to `high`; null where the words set no upper end. */
export interface People {
  readonly low: number;
  readonly high: number | null;
}

export interface Said {
  /** "Another 200", "200 more": what comes on top of something. */
  readonly further: People | null;
  /** "A second round", "a new wave": a round of its own. */
  readonly ownRound: boolean;
  /** "Bringing the total to 900". */
  readonly total: People | null;
  /** "On top of the 700 announced in March". */
  readonly onTopOf: People | null;
  /** "Instead of up to 900", "down from 900". */
  readonly insteadOf: People | null;
}

export const NOTHING_SAID: Said = { further: null, ownRound: false, total: null, onTopOf: null, insteadOf: null };

const OWN_ROUND =
  /\b(?:second|third|fourth|fifth|2nd|3rd|4th|5th|new|fresh|another|further|latest|next) (?:\w+ )?(?:rounds?|waves?)\b|\b(?:second|third|fourth) time\b|\bzweite[nrs]? (?:runde|welle)\b|\bnouvelle (?:vague|s[ée]rie)\b|\b(?:deuxi[èe]me|seconde) vague\b|\bsegunda (?:ronda|ola)\b/;

/** Before a figure, each up to it and its qualifier. */
const TOTAL =
  /(?:\b(?:bring(?:s|ing)?|brought|tak(?:es|ing)|took|rais(?:es|ed|ing)|lift(?:s|ed|ing)?|push(?:es|ed|ing)?|increas(?:es|ed|ing)|expand(?:s|ed|ing)?|swell(?:s|ed|ing)?)\b[\w' -]{0,60}?\bto|\bfor an? (?:overall |combined )?total of|\bmaking (?:it )?(?:a total of|in all)?)$/;
/** "Bringing its workforce to 900" */
const STAFF = /\b(?:workforce|headcount|staff|payroll|employees)\b[\w' -]{0,12}$/;
const ON_TOP =
  /\b(?:on top of|in addition to|adds? to|added to|adding to|comes? after|beyond)(?: an?| the| its| those)?(?: (?:earlier|previous|original|initial|first|already announced|planned))?$/;
const INSTEAD =
  /\b(?:instead of|rather than|down from|up from|revised from|cut from|reduced from|lowered from|raised from|fewer than|less than|not)(?: an?| the| its| those)?(?: (?:earlier|previous|original|initial|originally|first|planned|announced|expected|feared|estimated))*$/;
/** "Fewer than the 900 announced": without such a word behind it or before, it is a bound of its own. */
const COMPARES = /\b(?:fewer than|less than|not)(?: the| its| those)?(?: \w+)*$/;
const EARLIER =
  /\b(?:originally|initially|previously|first|earlier|had (?:been )?(?:announced|planned|said|expected|warned|feared|proposed)|announced|planned|expected|feared|proposed)\b/;

/** @param quote a sentence, as a document has it */
export const saidIn: (quote: string) => Said = kept((quote) =>
  /\d|[a-z]{4}/i.test(quote) ? read(quote) : NOTHING_SAID,
);

function read(quote: string): Said {
  const beside = toldBeside(quote);
  if (beside !== undefined) {
    const { further, total, onTopOf, insteadOf } = beside;
    if ([further, total, onTopOf, insteadOf].some((one) => one !== undefined))
      return {
        further: peopleOf(further),
        ownRound: OWN_ROUND.test(quote.toLowerCase()),
        total: peopleOf(total),
        onTopOf: peopleOf(onTopOf),
        insteadOf: peopleOf(insteadOf),
      };
  }
  const tokens = tokensOf(quote);
  const counts = quantitiesOf(tokens).filter(({ sort }) => sort === "count");
  const first = (holds: (before: string, after: string) => boolean): People | null => {
    const found = counts.find((one) => holds(before(tokens, one), phrase(tokens, one.to, one.to + REACH)));
    return peopleOf(found);
  };
  const words = phrase(tokens, 0, tokens.length);
  return {
    further: peopleOf(counts.find(({ further }) => further)),
    ownRound: OWN_ROUND.test(words),
    total: first(
      (lead, after) =>
        (TOTAL.test(lead) && !STAFF.test(lead)) || /^(?:\w+ )?(?:in (?:all|total)|altogether)\b/.test(after),
    ),
    onTopOf: first((lead) => ON_TOP.test(lead)),
    insteadOf: first(
      (lead, after) => INSTEAD.test(lead) && (!COMPARES.test(lead) || EARLIER.test(lead) || EARLIER.test(after)),
    ),
  };
}

/** Tokens around a figure that speak of it. */
const REACH = 10;

function before(tokens: readonly Token[], { from }: Quantity): string {
  return phrase(tokens, Math.max(0, from - REACH), from);
}

function peopleOf(quantity: Quantity | undefined): People | null {
  if (quantity === undefined) return null;
  const { value, low, high, qualifier } = quantity;
  if (value === null) return low === null ? null : { low, high };
  if (qualifier === "at_least") return { low: value, high: null };
  if (qualifier === "up_to" || qualifier === "under") return { low: 0, high: value };
  return { low: value, high: value };
}

/** The number that is named, or the most that the words allow: by it one figure is known again in another sentence. */
export function sizeOf(
  people: { readonly low: number; readonly high: number | null } | null | undefined,
): number | null {
  if (people == null) return null;
  return people.high === null || people.high === Infinity ? people.low : people.high;
}

/** Figures are cited rounded. */
const ROUNDED = 0.03;

/** Whether a size is one of these, as far as people round them. */
export function isSize(size: number | null, sizes: readonly (number | null)[]): boolean {
  return (
    size !== null &&
    size > 0 &&
    sizes.some((one) => one !== null && Math.abs(one - size) <= ROUNDED * Math.max(one, size))
  );
}

/** Whether a base is a headcount: "bringing the total to 900" names none, whatever it was read as. */
export function isHeadcount({ base, quote }: { readonly base: number | null; readonly quote: string }): boolean {
  return base !== null && base !== sizeOf(saidIn(quote).total);
}
