// Where a name ends.
import { type Known, keyOf, LEGAL, textOf } from "./mention.ts";
import { CALENDAR, COMMON, FIRST_NAMES, isNation, isPlace, NO_COMPANY, PLANTS } from "./names.ts";
import { NUMBERED } from "./other-figures.ts";
import { isAscii, phrase, type Token, wordAt } from "./tokens.ts";

export const LONGEST_NAME = 7;

/** Where a name that has begun ends: its capital words, and the small ones that join them. */
export function grown(tokens: readonly Token[], from: number, begun: number, known: Known): number {
  let to = begun;
  while (to < tokens.length && to - from < LONGEST_NAME) {
    const next = tokens[to];
    if (next === undefined || (next.breaks > 0 && to > from)) break;
    if (next.capital && to === begun && /^(?:uk|us|usa|u\.s|u\.k)$/.test(next.lower)) {
      to += 1;
      break;
    }
    if (next.capital && LEGAL.test(wordAt(tokens, to - 1)) && /^[A-Z]{2,5}$/.test(next.text)) break;
    // "Quillbase Is Laying Off": a verb in a headline is no part of a name.
    if (next.capital && AUXILIARY.test(next.lower) && to === begun) break;
    if (isNamePart(next) && !NO_COMPANY.has(next.lower)) {
      if (next.text.length > 3 && next.text === next.text.toUpperCase() && known.lowered.has(next.lower)) break;
      to += 1;
      continue;
    }
    if (next.kind === "word" && !next.capital && /^(?:plc|inc|ltd|llc|corp)$/.test(next.lower)) {
      to += 1;
      break;
    }
    if (next.capital && OWNED.test(next.lower)) {
      to += 1;
      break;
    }
    if (next.kind === "word" && !next.capital && !JOINING.has(next.lower)) break;
    const after = tokens[to + 1];
    if (after === undefined) break;
    // "St. Elm", "Robert B. Lum"
    if (
      next.text === "." &&
      (/^(?:st|bros)$/.test(wordAt(tokens, to - 1)) ||
        (to > from + 1 && to < from + 4 && /^[A-Z]$/.test(tokens[to - 1]?.text ?? ""))) &&
      isNamePart(after) &&
      after.text.length > 1
    ) {
      to += 2;
      continue;
    }
    // "Warner Bros. Discovery-owned"
    if (next.text === "." && wordAt(tokens, to - 1) === "bros" && after.capital && OWNED.test(after.lower)) {
      to += 2;
      break;
    }
    const joins = /^(?:&|\+)$/.test(next.text) || (/^[-/]$/.test(next.text) && !next.spaced && !after.spaced);
    if (joins && (isNamePart(after) || after.kind === "number")) {
      to += 2;
      continue;
    }
    if (JOINING.has(next.lower) && isNamePart(after)) {
      const longer = keyOf(textOf(tokens, from, to + 2));
      const longest = keyOf(textOf(tokens, from, to + 3));
      const joined =
        known.gazetteer.has(longer) ||
        known.gazetteer.has(longest) ||
        known.named.has(longer) ||
        (next.lower === "of" &&
          /^(?:bank|isle|institutes|centers|centres|library|laboratories|university|hospital|council|church|city|guild|institute|college|museum|royal|house|department|ministry|school|bureau|society|academy|times|state|county|port|office|agency|administration|league|federation|archdiocese|diocese|cooperative|chamber|association)$/.test(
            wordAt(tokens, to - 1),
          )) ||
        /^(?:de|du|do|da|del|di|von|van|la|der|den|dos|das|los|las|el|al|na|nan)$/.test(next.lower) ||
        (next.lower === "and" && initialsFollow(tokens, from, to)) ||
        (next.lower === "for" &&
          /^(?:department|ministry|office|centre|center|institute|campaign|council|alliance|society|foundation|coalition|partnership|fund|agency|academy|school|trust|association)$/.test(
            wordAt(tokens, to - 1),
          )) ||
        (next.lower === "the" && /^(?:help|save|feed|protect|versus)$/.test(wordAt(tokens, from))) ||
        (next.lower === "a" && /^(?:de|manger|porter)$/.test(after.lower)) ||
        (next.lower === "and" &&
          /^(?:(?:\S+ ){0,2}(?:office|department|ministry|bureau) of|(?:office|department|ministry|bureau|agency|university)) /.test(
            `${phrase(tokens, from, to)} `,
          )) ||
        (next.lower === "and" && to === begun && isAgency(tokens, to + 1)) ||
        (next.lower === "and" && /^(?:sons?|co|company|daughters|partners)$/.test(after.lower)) ||
        // "Marks and Spencer is": two names that do something as one.
        (next.lower === "and" && to === from + 1 && /^(?:is|has|was|plans|says|cuts)$/.test(wordAt(tokens, to + 2)));
      if (joined) {
        to += 2;
        continue;
      }
    }
    if (next.lower === "a" && wordAt(tokens, to + 1) === "manger") {
      to += 2;
      continue;
    }
    if (next.text === "." && LEGAL.test(wordAt(tokens, to - 1)) && !next.spaced) {
      if (!after.capital) to += 1;
      break;
    }
    // "Challenger, Gray & Christmas"
    if (
      next.text === "," &&
      to === from + 1 &&
      wordAt(tokens, from - 1) !== "the" &&
      !isPlace(wordAt(tokens, from)) &&
      isNamePart(after) &&
      wordAt(tokens, to + 2) === "&" &&
      isNamePart(tokens[to + 3])
    ) {
      to += 4;
      continue;
    }
    if (next.text === "," && LEGAL.test(after.lower) && after.capital && !isCounty(tokens, to + 1)) {
      to += 2;
      continue;
    }
    // "LiON Bus 2.0"
    if (
      next.kind === "number" &&
      (!next.spaced || /^\d\.0$/.test(next.text) || NUMBERED.test(wordAt(tokens, to - 1)))
    ) {
      to += 1;
      continue;
    }
    if (!/^['’]s?$/u.test(next.text)) break;
    // "Miller's Health Services Inc."
    if (/^['’]s$/u.test(next.text) && to === from + 1 && endsLegal(tokens, to + 1)) {
      to += 2;
      continue;
    }
    // "St Brigid's Hospital", "Hackett's Pantry, the bakery"
    if (!next.spaced && isOfOneName(tokens, from, to, known)) {
      to += 2;
      continue;
    }
    // "Byju’s – the start-up", "Macy's said"
    if (
      /^['’]s$/u.test(next.text) &&
      to === from + 1 &&
      !known.gazetteer.has(wordAt(tokens, from)) &&
      !/^[A-Z]{3,}$/.test(tokens[from]?.text ?? "") &&
      isSubjectBehind(tokens, to + 1)
    ) {
      to += 1;
      continue;
    }
    if (/^['’]s$/u.test(next.text) && known.gazetteer.has(keyOf(`${textOf(tokens, from, to)}'s`))) {
      to += 1;
      continue;
    }
    break;
  }
  return to;
}

/** Small words within names. */
const JOINING = new Set(
  "of de du do di da del la le van von der den dos das los las el al na nan a and for the".split(" "),
);

/** "HM Ships and Customs (HMSC)": what stands in brackets behind both is short for both. */
function initialsFollow(tokens: readonly Token[], from: number, and: number): boolean {
  let to = and + 1;
  while (to < and + 5 && isNamePart(tokens[to])) to += 1;
  if (to === and + 1 || wordAt(tokens, to) !== "(" || wordAt(tokens, to + 2) !== ")") return false;
  const initials = tokens
    .slice(from, to)
    .map(({ text, capital }) => (!capital ? "" : /^\p{Lu}{2,3}$/u.test(text) ? text : (text[0] ?? "")))
    .join("");
  return initials.length > 2 && initials.toLowerCase() === wordAt(tokens, to + 1);
}

/** "Food and Drug Administration": an office over two things. */
function isAgency(tokens: readonly Token[], at: number): boolean {
  for (let to = at + 1; to < at + 3 && isNamePart(tokens[to]); to++) {
    if (
      /^(?:administration|department|agency|commission|authority|service|services|board|council|institute|society)$/.test(
        wordAt(tokens, to),
      )
    )
      return true;
  }
  return false;
}

/** What follows a possessive that is part of a name: a verb, or the dash of a list. */
function isSubjectBehind(tokens: readonly Token[], at: number): boolean {
  return /^(?:has|have|had|is|was|are|were|said|says|will|would|could|may|plans|announced|confirmed|to|lays|cuts|laid|in|for|with|as|from|[–—:,;.)])$/u.test(
    wordAt(tokens, at),
  );
}

const HOUSES =
  /^(?:brewery|bakery|bakeries|distillery|dairy|dairies|creamery|kitchen|kitchens|pantry|larder|stores|bar|bars|cafe|restaurant|restaurants|farm|farms|arms|pizza|foods|sons|table|bookshop|books|pharmacy|coaches|motors)$/;

/** Whether a possessive is part of a name: a house of a saint, or what is described or acts as one while its first word never stands alone. */
function isOfOneName(tokens: readonly Token[], from: number, owned: number, known: Known): boolean {
  const [noun, end] = [tokens[owned + 1], owned + 2];
  if (noun === undefined || !isNamePart(noun) || noun.breaks > 0) return false;
  const first = wordAt(tokens, from);
  if (known.gazetteer.has(keyOf(textOf(tokens, from, end)))) return true;
  if (isPlace(keyOf(textOf(tokens, from, owned))) || isNation(first) || CALENDAR.has(first)) return false;
  if (/^(?:hospital|hospice|school|college|university|church|cathedral|academy)$/.test(noun.lower)) return true;
  if (owned !== from + 1 || COMMON.has(first) || isPlace(noun.lower) || FIRST_NAMES.has(noun.lower)) return false;
  if (known.gazetteer.has(first) || known.gazetteer.has(noun.lower) || known.named.has(first)) return false;
  if (PLANTS.test(noun.lower) || known.named.has(noun.lower)) return false;
  if (HOUSES.test(noun.lower)) return true;
  const next = wordAt(tokens, end);
  return (
    (next === "," && /^(?:the|an?)$/.test(wordAt(tokens, end + 1))) || /^(?:is|has|was|will|plans|laid)$/.test(next)
  );
}

/** "Ardmore, Co Waterford" */
function isCounty(tokens: readonly Token[], at: number): boolean {
  return wordAt(tokens, at) === "co" && isNamePart(tokens[at + 1]) && tokens[at + 1]?.breaks === 0;
}

function endsLegal(tokens: readonly Token[], from: number): boolean {
  let at = from;
  while (at < from + 4 && isNamePart(tokens[at])) at += 1;
  return at > from + 1 && LEGAL.test(wordAt(tokens, at - 1));
}

const AUXILIARY = /^(?:is|are|was|were|has|have|had|will|would|could|may|to)$/;

/** "Lee Enterprises-owned": a name that says something of the next. */
export const OWNED =
  /-(?:owned|parent|owner|maker|publisher|based|backed|listed|run|led|controlled|founded|operated|born|made)$/;

/** Whether a word has no sign that joins: most are of one piece. */
function isPlain(text: string): boolean {
  return isAscii(text) && !text.includes("-") && !text.includes("'");
}

/** Whether a word may be part of a name by its looks. */
export function isNamePart(token: Token | undefined): boolean {
  if (token === undefined) return false;
  const { kind, capital, text } = token;
  if (kind !== "word" || !capital) return false;
  // "I’ve", "We’re"
  if (isPlain(text)) return true;
  if (/['’](?:ve|re|ll|d|m|t)$/iu.test(text)) return false;
  // "Disney-owned", "London-based", "Indian-born" say something of what follows.
  return (
    !/[-‐‑](?:\p{Ll}+(?:ed|ing)|wide|high|low|record|best|born|made|run|led|style|hit|free|only|level|time|like|era|term|bound|driven|strong|specific|old|area|parent|owner|maker|publisher|builder|seller)$/u.test(
      text,
    ) ||
    (/^(?:\p{L}\p{Ll}*-){1,2}[a-z]{1,3}$/u.test(text) && !/-(?:hit|led|run|era|old)$/.test(text))
  );
}
