// Where a name begins and ends.
import { type Known, keyOf, LEGAL, textOf } from "./mention.ts";
import { CALENDAR, COMMON, EMPLOYER_NOUNS, GENERIC, isNation, isPlace, NO_COMPANY, ROLES } from "./names.ts";
import { NUMBERED } from "./other-figures.ts";
import { type Token, wordAt } from "./tokens.ts";
import { isWork } from "./work.ts";

const LONGEST_NAME = 7;

/** In a headline: the longest name that the gazetteer or the text knows. */
export function knownAt(tokens: readonly Token[], at: number, known: Known): number | undefined {
  if (tokens[at]?.capital !== true) return undefined;
  const institution = institutionAt(tokens, at);
  if (institution !== undefined) return institution;
  for (let to = Math.min(at + LONGEST_NAME, tokens.length); to > at; to--) {
    const key = keyOf(textOf(tokens, at, to));
    if (key === "" || isNoise(key)) continue;
    if (known.named.has(key)) return to;
    if (known.gazetteer.has(key) && (to - at > 1 || !known.lowered.has(key))) return to;
  }
  // "Quillbase, Inc.": a legal form makes a name of it.
  const to = grown(tokens, at, at + 1, known);
  if (to > at + 1 && [to - 1, to - 2].some((end) => LEGAL.test(wordAt(tokens, end)))) return to;
  return known.unnamed.yes && opensStatement(tokens, at) ? headed(tokens, at, known) : undefined;
}

/** Who does something in a headline whose text names nobody: "Quillbase Is Laying Off 14 %". */
function headed(tokens: readonly Token[], at: number, known: Known): number | undefined {
  for (let to = at; to < at + 4; to++) {
    const token = tokens[to];
    if (token === undefined || token.kind !== "word" || !token.capital) return undefined;
    if (to > at && (HEADLINE.test(token.lower) || (token.lower !== "and" && ACTING.test(token.lower)))) return to;
    if (COMMON.has(token.lower) || known.lowered.has(token.lower) || EMPLOYER_NOUNS.has(token.lower)) return undefined;
    if (isNation(token.lower) || isPlace(token.lower) || NO_COMPANY.has(token.lower)) return undefined;
  }
  return undefined;
}

const HEADLINE =
  /^(?:lay|lays|laying|cuts|cutting|slash|slashes|slashing|axes|axing|sheds|shedding|fires|firing|sacks|sacking|eliminates|eliminating|announces|closing|closes|shuts|trims|trimming|reduces|reducing|scraps|makes|making|lets|letting|parts|warns|confirms|culls|starts|begins|mulls|considers|prepares)$/;
/** "Northwick Council", "Ashby State University": what says of itself what it is. */
function institutionAt(tokens: readonly Token[], at: number): number | undefined {
  if (COMMON.has(wordAt(tokens, at)) || NO_COMPANY.has(wordAt(tokens, at))) return undefined;
  for (let to = at + 1; to < Math.min(at + 4, tokens.length) && isNamePart(tokens[to]); to++) {
    if (COMMON.has(wordAt(tokens, to))) return undefined;
    if (/^(?:council|university|college|hospital|hospitals|airlines|airways)$/.test(wordAt(tokens, to))) return to + 1;
  }
  return undefined;
}

export function nameAt(tokens: readonly Token[], at: number, known: Known): number | undefined {
  const first = tokens[at];
  if (first === undefined) return undefined;
  const numbered = first.kind === "number" && tokens[at + 1]?.kind === "word" && tokens[at + 1]?.spaced === false;
  if (
    numbered &&
    !/^(?:k|m|bn|mn|b|am|pm|st|nd|rd|th|c|f|pc|x|s|p|km|kg|mw|gw|tn)$/i.test(tokens[at + 1]?.text ?? "")
  ) {
    return grown(tokens, at, at + 2, known);
  }
  // "U.S. Steel"
  if (
    /^(?:u\.s|u\.k)$/.test(first.lower) &&
    /^(?:steel|bank|bancorp|cellular|foods|airways|postal|coal)$/.test(wordAt(tokens, at + 2))
  )
    return grown(tokens, at, at + 3, known);
  if (first.kind === "number") return numberedName(tokens, at, known);
  // A sentence that begins in lower case begins with a name that is written so: "adidas", "thyssenkrupp".
  if (at === 0 && first.kind === "word" && !first.capital && !COMMON.has(first.lower)) {
    return ACTING.test(wordAt(tokens, 1)) || known.gazetteer.has(first.lower) ? 1 : undefined;
  }
  if (!isNamePart(first)) return undefined;
  // "OUR", "a QUARTER": words that shout.
  if (
    first.text.length > 3 &&
    first.text === first.text.toUpperCase() &&
    (known.lowered.has(first.lower) || shouts(tokens, at))
  )
    return undefined;
  // "EMERGENCY talks have been held": how a report begins.
  if (
    at === 0 &&
    first.text.length > 3 &&
    first.text === first.text.toUpperCase() &&
    tokens[1]?.kind === "word" &&
    !tokens[1].capital &&
    !ACTING.test(tokens[1].lower) &&
    !known.gazetteer.has(first.lower) &&
    !known.named.has(first.lower)
  )
    return undefined;
  if (isQuotedTitle(tokens, at, known)) return undefined;
  // "the Bank of Elm"
  if (first.lower === "bank" && wordAt(tokens, at + 1) === "of" && isNamePart(tokens[at + 2]))
    return grown(tokens, at, at + 1, known);
  if (!opensStatement(tokens, at))
    return COMMON.has(first.lower) && tokens[at + 1]?.capital !== true
      ? soleName(first, known, at)
      : grown(tokens, at, at + 1, known);
  const word = first.lower.split(/['-]/)[0] ?? "";
  // "The Crown plant": the article is no part of a name.
  if (word === "the") return undefined;
  if (COMMON.has(word)) {
    // "Best Buy", "New York": words that open sentences begin names too, where the whole is known as one.
    const two = keyOf(textOf(tokens, at, at + 2));
    if (
      OPENERS.test(word) &&
      tokens[at + 1]?.capital === true &&
      isNamePart(tokens[at + 1]) &&
      !NO_COMPANY.has(wordAt(tokens, at + 1))
    )
      return grown(tokens, at, at + 2, known);
    const isName =
      tokens[at + 1]?.capital === true && (known.gazetteer.has(two) || known.named.has(two) || isPlace(two));
    return isName ? grown(tokens, at, at + 2, known) : undefined;
  }
  // "Owner Acme", "Publisher Acme": what it is, before its name.
  if (
    EMPLOYER_NOUNS.has(word) &&
    tokens[at + 1]?.capital === true &&
    !known.gazetteer.has(keyOf(textOf(tokens, at, at + 2)))
  )
    return undefined;
  const to = grown(tokens, at, at + 1, known);
  return to > at + 1 || opensAsName(tokens, at, known) ? to : undefined;
}

const OPENERS =
  /^(?:business|press|tech|technology|retail|local|bank|industry|federal|national|international|royal|general|central|regional|global|european|new|best|first|big|american|british|united|western|southern|northern|eastern)$/;

/** "a QUARTER of", "its ENTIRE staff": a word of a headline that is set in capitals, and does nothing. */
function shouts(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return next?.kind === "word" &&
    !next.capital &&
    !ACTING.test(next.lower) &&
    !/(?:[^s]s|ed|ing)$/.test(next.lower) &&
    !/^(?:in|at|of|for|on|by|from)$/.test(next.lower)
    ? true
    : wordAt(tokens, at - 1) === "a" && next?.lower === "of";
}

/** "60 Minutes", "5 News": a number before a capital letter that does something or owns something; "the site 538". */
function numberedName(tokens: readonly Token[], at: number, known: Known): number | undefined {
  const next = tokens[at + 1];
  if (next === undefined) return undefined;
  if (!next.spaced && next.kind === "word" && known.gazetteer.has(keyOf(textOf(tokens, at, at + 2))) && next.capital)
    return at + 2;
  const before = wordAt(tokens, at - 1);
  if (EMPLOYER_NOUNS.has(before) && !before.endsWith("s") && /^(?:,|\.|'s|’s|and|has|is|will|was)$/u.test(next.lower))
    return at + 1;
  if ((tokens[at]?.text.length ?? 9) > 3 || !(at === 0 || /^(?:at|the|of|by)$/.test(before))) return undefined;
  if (!isNamePart(next) || isPlace(next.lower) || isNation(next.lower) || NO_COMPANY.has(next.lower)) return undefined;
  const to = grown(tokens, at, at + 2, known);
  return to < at + 4 && (ACTING.test(wordAt(tokens, to)) || /^(?:,|'s|’s)$/u.test(wordAt(tokens, to))) ? to : undefined;
}

/** "with the subject line “Hard Choices”", "in a post titled …": what a text is called. */
function isQuotedTitle(tokens: readonly Token[], at: number, known: Known): boolean {
  let from = at;
  while (from > at - 6 && tokens[from - 1]?.kind === "word" && tokens[from - 1]?.capital) from -= 1;
  if (!/^["“‘]$/u.test(tokens[from - 1]?.text ?? "")) return false;
  let to = at;
  while (to < at + 7 && tokens[to]?.kind === "word" && tokens[to]?.capital) to += 1;
  if (to - from < 2 || known.gazetteer.has(keyOf(textOf(tokens, from, to)))) return false;
  const end = /^[,.]$/.test(tokens[to]?.text ?? "") ? to + 1 : to;
  return /^["”’]$/u.test(tokens[end]?.text ?? "");
}

function opensStatement(tokens: readonly Token[], at: number): boolean {
  return at === 0 || /^["“”‘':;–—•*▪·(]$/u.test(tokens[at - 1]?.text ?? "") || tokens[at - 1]?.lower === "-";
}

/** "Gap", "Target" within a sentence; not "Staff" after a colon. */
function soleName(first: Token, known: Known, at: number): number | undefined {
  return known.gazetteer.has(first.lower) ? at + 1 : undefined;
}

/** Whether the one word that begins a sentence is a name: it is known as one, or what follows treats it as one. */
function opensAsName(tokens: readonly Token[], at: number, { lowered, named, gazetteer, unnamed }: Known): boolean {
  const word = wordAt(tokens, at);
  if (named.has(word) || (gazetteer.has(word) && !lowered.has(word))) return true;
  if (!lowered.has(word) && unnamed.yes && !/(?:ing|ions?|ly)$/.test(word)) return true;
  if (lowered.has(word) || /(?:ing|ly|ions?|ments?|ers|ies|ists)$/.test(word)) return false;
  const next = tokens[at + 1];
  if (next === undefined) return false;
  // "Large layoffs at": what it describes follows.
  if (isWork(next.lower) || /^(?:layoffs|redundancies|cuts|cutbacks|closures|losses)$/.test(next.lower)) return false;
  if (next.capital && (ROLES.has(next.lower) || NO_COMPANY.has(next.lower))) return true;
  return next.kind === "mark"
    ? /^(?:,|'s|’s|\(|:|!|–|—|-)$/u.test(next.lower)
    : ACTING.test(next.lower) || (/(?:[^s]s|ed)$/.test(next.lower) && !HELD.test(next.lower));
}

/** What an adjective at the beginning of a sentence says something of: "Vacant posts", "Seasonal workers". */
const HELD =
  /^(?:posts|jobs|roles|positions|workers|employees|redundancies|stores|sites|shops|plants|offices|hours|days|sources|customers|reports|documents|people)$/;

/** Words before which a subject stands. */
export const ACTING =
  /^(?:said|says|has|have|had|is|was|are|were|will|would|could|may|might|also|cut|to|laid|let|made|shed|shut|told|began|recently|reportedly|currently|now|and|employs|plans)$/;

function grown(tokens: readonly Token[], from: number, begun: number, known: Known): number {
  let to = begun;
  while (to < tokens.length && to - from < LONGEST_NAME) {
    const next = tokens[to];
    if (next === undefined || (next.breaks > 0 && to > from)) break;
    if (/^(?:uk|us|usa|u\.s|u\.k)$/.test(next.lower) && next.capital && to === begun) {
      to += 1;
      break;
    }
    if (LEGAL.test(wordAt(tokens, to - 1)) && /^[A-Z]{2,5}$/.test(next.text)) break;
    // "Quillbase Is Laying Off": a verb in a headline is no part of a name.
    if (next.capital && AUXILIARY.test(next.lower) && to === begun) break;
    if (isNamePart(next) && !NO_COMPANY.has(next.lower)) {
      if (next.text.length > 3 && next.text === next.text.toUpperCase() && known.lowered.has(next.lower)) break;
      to += 1;
      continue;
    }
    if (/^(?:plc|inc|ltd|llc|corp)$/.test(next.lower) && !next.capital) {
      to += 1;
      break;
    }
    if (OWNED.test(next.lower) && next.capital) {
      to += 1;
      break;
    }
    const after = tokens[to + 1];
    if (after === undefined) break;
    if (next.text === "." && wordAt(tokens, to - 1) === "st" && isNamePart(after)) {
      to += 2;
      continue;
    }
    const joins = /^(?:&|\+)$/.test(next.text) || (/^[-/]$/.test(next.text) && !next.spaced && !after.spaced);
    if (joins && (isNamePart(after) || after.kind === "number")) {
      to += 2;
      continue;
    }
    if (/^(?:of|de|du|do|di|da|del|la|le|van|von|der|a|and|for|the)$/.test(next.lower) && isNamePart(after)) {
      const longer = keyOf(textOf(tokens, from, to + 2));
      const longest = keyOf(textOf(tokens, from, to + 3));
      const joined =
        known.gazetteer.has(longer) ||
        known.gazetteer.has(longest) ||
        known.named.has(longer) ||
        (next.lower === "of" &&
          /^(?:bank|university|hospital|church|city|guild|institute|college|museum|royal|house|department|ministry|school|bureau|society|academy|times|state|county|port|office|agency|administration|league|federation|archdiocese|diocese|cooperative|chamber|association)$/.test(
            wordAt(tokens, to - 1),
          )) ||
        /^(?:de|du|do|da|del|di|von|van|la)$/.test(next.lower) ||
        (next.lower === "for" &&
          /^(?:department|ministry|office|centre|center|institute|campaign)$/.test(wordAt(tokens, to - 1))) ||
        (next.lower === "a" && /^(?:de|manger|porter)$/.test(after.lower)) ||
        (next.lower === "and" &&
          /^(?:office|department|ministry|bureau|agency|university)$/.test(wordAt(tokens, from))) ||
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
      to += 1;
      continue;
    }
    if (next.text === "," && LEGAL.test(after.lower) && after.capital && !isCounty(tokens, to + 1)) {
      to += 2;
      continue;
    }
    if (next.kind === "number" && (!next.spaced || NUMBERED.test(wordAt(tokens, to - 1)))) {
      to += 1;
      continue;
    }
    // "Miller's Health Services Inc."
    if (/^['’]s$/u.test(next.text) && to === from + 1 && endsLegal(tokens, to + 1)) {
      to += 2;
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
export const OWNED = /-(?:owned|based|backed|listed|run|led|controlled|founded|operated|born|made)$/;

function isNamePart(token: Token | undefined): boolean {
  if (token === undefined) return false;
  const { kind, capital, text } = token;
  if (kind !== "word" || !capital) return false;
  // "Disney-owned", "London-based", "Indian-born" say something of what follows.
  return (
    !/[-‐‑](?:\p{Ll}+(?:ed|ing)|wide|born|made|run|led|style|hit|free|only|level|time|like|era|term|bound|driven|strong|old|area)$/u.test(
      text,
    ) ||
    (/^(?:\p{L}\p{Ll}*-){1,2}[a-z]{1,3}$/u.test(text) && !/-(?:hit|led|run|era|old)$/.test(text))
  );
}

/** Words that name nobody, also together: "Restructuring Plan", "In Your Area". */
export function isNoise(key: string): boolean {
  const words = key.split(" ");
  const one = (word: string): boolean =>
    COMMON.has(word) || GENERIC.has(word) || CALENDAR.has(word) || NO_COMPANY.has(word) || isNation(word);
  return words.length === 1
    ? one(key)
    : (PAPERWORK.test(words.at(-1) ?? "") && words.every(one)) || words.every((word) => COMMON.has(word));
}

const PAPERWORK =
  /^(?:plan|program|programme|restructuring|reduction|initiative|workforce|committee|agreement|exhibit|board|management|directors)$/;
