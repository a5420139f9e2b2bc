// What a figure counts: people who work, or something else.
import { isSmall } from "./cardinals.ts";
import type { Quantity } from "./numbers.ts";
import { isPerson, kindOf } from "./work.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** After these no noun of the figure comes any more. */
const STOP = words(
  "in at on to from by for with and or but as that which who whose while when after before since because if than then this these those " +
    "is are was were be been being will would could should may might must can has have had do does did not said says say told " +
    "a an its it they he she we their his her our across among amid including following during within under over through between about " +
    "around per via into onto out off up down more less last next earlier later yesterday today worldwide globally nationwide lose lost go went left leave " +
    "cut axed made laid face faced affected impacted take taken taking accepted agreed",
);
const DETERMINERS = words("its their our his her the these those all");

/** What a figure counts. "base": it says how many there are ("a 140-person workforce"). "none": no noun follows. */
type Measure = "people" | "other" | "base" | "none";

export interface Counted {
  readonly measure: Measure;
  /** The noun, and the token after it; with "none" the token after the figure. */
  readonly noun: string;
  readonly at: number;
  readonly to: number;
  /** A determiner stands between: "of its 640 staff", "400 of their colleagues". */
  readonly owned: boolean;
}

/** What a count is of, by the first noun that follows. */
export function countedBy(tokens: readonly Token[], quantity: Quantity): Counted {
  let at = quantity.to;
  const none: Counted = { measure: "none", noun: "", at: quantity.to, to: quantity.to, owned: false };
  if (wordAt(tokens, at) === "-" && tokens[at]?.spaced === false) {
    const unit = wordAt(tokens, at + 1);
    if (/^(?:person|strong|people|member|employee|staff|worker|man)$/.test(unit)) {
      // "its 1,500-person cut": how many are cut, and not how many there are.
      if (OF_CUT.test(wordAt(tokens, at + 2)))
        return { measure: "people", noun: "cuts", at: at + 2, to: at + 3, owned: false };
      return { measure: "base", noun: unit, at: at + 1, to: at + 2, owned: false };
    }
    return { measure: "other", noun: unit, at: at + 1, to: at + 2, owned: false };
  }
  if (/-(?:person|strong|member)$/.test(wordAt(tokens, at - 1)))
    return { measure: "base", noun: "strong", at: at - 1, to: at, owned: false };
  if (wordAt(tokens, at) === "strong") return { measure: "base", noun: "strong", at, to: at + 1, owned: false };
  let owned = false;
  // "3,000, or 2.5 %, of its jobs"
  if (phrase(tokens, at, at + 2) === ", or") {
    for (let end = at + 3; end < at + 9; end++) if (phrase(tokens, end, end + 2) === ", of") at = end + 1;
  }
  if (wordAt(tokens, at) === "of" || phrase(tokens, at, at + 2) === "out of") {
    at += wordAt(tokens, at) === "of" ? 1 : 2;
    if (
      /^(?:about|around|roughly|some|nearly|approximately|almost)$/.test(wordAt(tokens, at)) &&
      tokens[at + 1]?.kind === "number"
    )
      at += 1;
    if (wordAt(tokens, at) === "them" || wordAt(tokens, at) === "whom" || wordAt(tokens, at) === "us") {
      return { measure: "people", noun: wordAt(tokens, at), at, to: at + 1, owned: true };
    }
    if (/^(?:which|it)$/.test(wordAt(tokens, at))) return none;
    while (DETERMINERS.has(wordAt(tokens, at))) {
      owned = true;
      at += 1;
    }
  }
  for (let end = Math.min(at + 8, tokens.length); at < Math.min(end, quantity.to + 24); at++) {
    const token = tokens[at];
    if (token === undefined) break;
    const { lower } = token;
    if (token.kind === "number") {
      // "six of its ten reporters"
      continue;
    }
    // "40 full-time, 12 part-time and six casual posts"
    const following = tokens[at + 1];
    // "50 and 200 jobs"
    if (
      ((/^(?:,|and|or)$/.test(lower) && at > quantity.to) ||
        (lower === "and" && (quantity.value ?? 0) < MOST_PEOPLE)) &&
      following !== undefined &&
      isNumber(following)
    ) {
      end += 5;
      continue;
    }
    if (isAbbreviation(tokens, at)) continue;
    if (token.kind === "mark") {
      if (lower === "'s" || lower === "-" || lower === "/" || /^["“”'’‘]$/u.test(lower)) continue;
      // "12 senior, experienced engineers", "5,000 full- and part-time jobs"
      if (lower === "," && kindOf(wordAt(tokens, at + 2)) === "people" && !STOP.has(wordAt(tokens, at + 1))) continue;
      break;
    }
    if (lower === "and" && wordAt(tokens, at - 1) === "-") continue;
    if (lower === "or" && wordAt(tokens, at - 1) === "-") continue;
    // "480 corporate and technology workers"
    if (
      (lower === "and" || lower === "or") &&
      at > quantity.to &&
      tokens[at + 1]?.kind === "word" &&
      !STOP.has(wordAt(tokens, at + 1)) &&
      kindOf(wordAt(tokens, at + 1)) !== "people" &&
      kindOf(wordAt(tokens, at + 2)) === "people"
    )
      continue;
    const kind = quantity.value === 1 && isPerson(lower) ? "people" : kindOf(lower);
    // "jobs board", "staff canteens": the last of a row of nouns says what it is.
    if (kind === "people") {
      const next = wordAt(tokens, at + 1);
      const then = kindOf(next);
      if (then === "people")
        continue_: {
          if (STOP.has(next)) break continue_;
          return { measure: "people", noun: next, at: at + 1, to: at + 2, owned };
        }
      if (NOTICES.test(phrase(tokens, at, at + 2)))
        return { measure: "people", noun: next, at: at + 1, to: at + 2, owned };
      if (then === "other" && lower !== "people" && !lower.endsWith("s")) {
        return { measure: "other", noun: next, at: at + 1, to: at + 2, owned };
      }
      return { measure: "people", noun: lower, at, to: at + 1, owned };
    }
    if (at === quantity.to && MORE.has(lower) && !STOP.has(wordAt(tokens, at + 1))) continue;
    if (STOP.has(lower) && token.text !== "IT") break;
    if (kind === "other") {
      // "300 redundancy notices", "10,000 pink slips": each is somebody's.
      if (NOTICES.test(phrase(tokens, at - 1, at + 1))) {
        return { measure: "people", noun: lower, at, to: at + 1, owned };
      }
      // "store managers": a plural that modifies is rare; "sales staff", "games developers" are such.
      const next = wordAt(tokens, at + 1);
      if (kindOf(next) === "people" && !STOP.has(next)) continue;
      return { measure: "other", noun: lower, at, to: at + 1, owned };
    }
  }
  return none;
}

/** More than this is money, whatever is counted behind it. */
const MOST_PEOPLE = 1_000_000;

const OF_CUT = /^(?:cuts?|cull|layoffs?|lay-offs?|redundancy|redundancies|reduction)$/;

function isNumber({ kind, lower }: Token): boolean {
  return kind === "number" || isSmall(lower);
}

const NOTICES =
  /^(?:pink slips|(?:layoff|lay-off|redundancy|termination|dismissal|severance|rif) (?:notices|letters|slips|warnings))$/;
/** After these a number counts more of what follows: "three more universities". */
const MORE = words("more other further additional new");

const STAFF = words(
  "workforce staff manpower employees workers headcount personnel team jobs roles posts positions people payroll company employee staffers colleagues " +
    "organisation organization firm business members newsroom department division unit journalists engineers total staffing ranks crew teams " +
    "management managers faculty contractors fleet-staff crews reporters force workforces pilots attendants union associates " +
    "lecturers teachers executives consultants salesforce sales-force bank group agency studio",
);
/** A share of these is a share of no staff. */
const NO_STAFF = words(
  "pay salary salaries wage wages discount papers newspapers publications magazines titles outlets factories stores branches shops costs cost budget revenue revenues sales profit profits spending expenses shares stake capacity " +
    "market output production emissions customers users prices traffic orders flights routes savings earnings debt price value income " +
    "equity stock vote votes year time day americans adults consumers respondents voters companies firms businesses industry restaurants outlets sites space operations " +
    "fleet vehicles aircraft land product products portfolio advertising subscribers readers audience energy growth gdp",
);

export interface Share {
  readonly of: "staff" | "other" | "none";
  readonly noun: string;
  readonly at: number;
  readonly to: number;
}

/** The full stop of "its U.S. workforce". */
function isAbbreviation(tokens: readonly Token[], at: number): boolean {
  return wordAt(tokens, at) === "." && /^(?:u\.s|u\.k|n\.y|st)$/.test(wordAt(tokens, at - 1));
}

/** What a percentage or a fraction is of. */
export function shareOf(tokens: readonly Token[], quantity: Quantity): Share {
  let at = quantity.to;
  // "one job in ten"
  for (let inner = quantity.from; inner < at; inner++)
    if (kindOf(wordAt(tokens, inner)) === "people")
      return { of: "staff", noun: wordAt(tokens, inner), at: inner, to: at };
  const none: Share = { of: "none", noun: "", at, to: at };
  if (phrase(tokens, at, at + 2) === ", of" || /^["”’] of$/u.test(phrase(tokens, at, at + 2))) at += 1;
  if (wordAt(tokens, at) === ",") return none;
  if (phrase(tokens, at, at + 3) === "of those who") return { of: "staff", noun: "those", at: at + 1, to: at + 2 };
  // "5 % in the three months to June": when, not of what.
  if (wordAt(tokens, at) === "in" && PERIOD.test(phrase(tokens, at + 1, at + 5))) return none;
  const of = wordAt(tokens, at) === "of" || wordAt(tokens, at) === "in";
  const cut = /^(?:cut|reduction|drop|decrease|decline|fall)$/.test(wordAt(tokens, at));
  if (cut) {
    at += 1;
    if (!/^(?:in|of|to)$/.test(wordAt(tokens, at))) return none;
    at += 1;
  } else if (of) at += 1;
  let found: Share = none;
  for (const end = Math.min(at + 10, tokens.length); at < end; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    const { lower } = token;
    if (isAbbreviation(tokens, at)) continue;
    if (token.kind === "mark") {
      if (/^(?:'s|-|[’'"“”])$/u.test(lower)) continue;
      break;
    }
    if (token.kind === "number" || (token.capital && !STAFF.has(lower))) continue;
    if (STAFF.has(lower)) {
      const next = wordAt(tokens, at + 1);
      if (lower === "company" && next === "'s") continue;
      if (lower !== "company" && (STAFF.has(next) || NO_STAFF.has(next)) && !STOP.has(next)) continue;
      found = { of: "staff", noun: lower, at, to: at + 1 };
      break;
    }
    if (NO_STAFF.has(lower)) {
      if (STAFF.has(wordAt(tokens, at + 1))) continue;
      found = { of: "other", noun: lower, at, to: at + 1 };
      break;
    }
    if (kindOf(lower) === "people") {
      found = { of: "staff", noun: lower, at, to: at + 1 };
      break;
    }
    if (of || cut ? BREAK.has(lower) : STOP.has(lower)) break;
    if (
      kindOf(lower) === "other" &&
      kindOf(wordAt(tokens, at + 1)) !== "people" &&
      !STAFF.has(wordAt(tokens, at + 1))
    ) {
      found = { of: "other", noun: lower, at, to: at + 1 };
      break;
    }
  }
  return found;
}
const PERIOD = /\b(?:years?|months?|quarters?|weeks?|days?|half)\b/;
const BREAK = words(
  "to by with at will would could has have had is are was were after before while when as said which who that from on since in",
);

/** Whether one of these words stands in the span. */
export function has(tokens: readonly Token[], from: number, to: number, any: ReadonlySet<string>): boolean {
  for (let at = Math.max(0, from); at < Math.min(to, tokens.length); at++) if (any.has(wordAt(tokens, at))) return true;
  return false;
}
