// Where a name begins.
import { isSmall } from "./cardinals.ts";
import { type Known, isKnown, keyOf, LEGAL, textOf } from "./mention.ts";
import { grown, isNamePart, LONGEST_NAME, OWNED } from "./name-end.ts";
import { CALENDAR, COMMON, COMPANY_ENDINGS, EMPLOYER_NOUNS, GENERIC, isNation, isPlace, NO_COMPANY } from "./names.ts";
import { ACTING, opensAsName, opensInCapitals, opensStatement, shouts } from "./opening.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";

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
  // "Connecticut Governor Orders 2,600 Layoffs"
  if (
    isPlace(wordAt(tokens, at)) &&
    /^(?:governor|gov|mayor|city|county|state|council|schools)$/.test(wordAt(tokens, at + 1))
  )
    return at + 1;
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

/**
 * Where in a sentence names may begin. Most words are small ones within it: of them only an address may be a name, and what stands
 * behind what it is.
 */
export function beginningsOf(tokens: readonly Token[]): number[] {
  const found: number[] = [];
  for (const [at, { kind, capital, lower }] of tokens.entries()) {
    const isWithin = kind === "word" && !capital && at > 0;
    if (kind !== "mark" && (!isWithin || lower.includes(".") || EMPLOYER_NOUNS.has(wordAt(tokens, at - 1))))
      found.push(at);
  }
  return found;
}

export function nameAt(tokens: readonly Token[], at: number, known: Known): number | undefined {
  const first = tokens[at];
  if (first === undefined || first.kind === "mark") return undefined;
  // "jojo.health": an address as a name.
  if (
    first.kind === "word" &&
    first.lower.includes(".") &&
    /^[a-z\d-]{2,}\.(?:ai|io|com|co|health|app|org|tv|fm|dev|xyz|fyi)$/.test(first.text) &&
    !/^[@/]$/.test(wordAt(tokens, at - 1))
  )
    return at + 1;
  const numbered = first.kind === "number" && tokens[at + 1]?.kind === "word" && tokens[at + 1]?.spaced === false;
  if (numbered && /^(?:st|nd|rd|th)-/.test(tokens[at + 1]?.lower ?? "")) return undefined;
  if (numbered && OWNED.test(tokens[at + 1]?.lower ?? "")) return undefined;
  if (
    numbered &&
    !/^(?:k|m|bn|mn|b|am|pm|st|nd|rd|th|c|f|pc|x|s|p|km|kg|mw|gw|tn|million|billion|trillion|lakh|crore|per|percent)$/i.test(
      tokens[at + 1]?.text ?? "",
    )
  ) {
    return grown(tokens, at, at + 2, known);
  }
  // "U.S. Steel"
  if (
    (first.lower === "u.s" || first.lower === "u.k" || first.text === "US") &&
    /^(?:steel|bank|bancorp|cellular|foods|airways|postal|coal)$/.test(wordAt(tokens, at + 2))
  )
    return grown(tokens, at, at + 3, known);
  // "3rd Lantern has"
  if (first.kind === "number" && tokens[at + 1]?.spaced === false && /^(?:st|nd|rd|th)$/.test(wordAt(tokens, at + 1))) {
    const to =
      isNamePart(tokens[at + 2]) && !CALENDAR.has(wordAt(tokens, at + 2)) ? grown(tokens, at, at + 3, known) : at;
    return to > at && (at === 0 || tokens[at - 1]?.kind === "word") && isSubject(tokens, to) ? to : undefined;
  }
  if (first.kind === "number") return numberedName(tokens, at, known);
  // "Nine Entertainment has", "Seven Oaks Media, which"
  if (first.capital && isSmall(first.lower) && isNamePart(tokens[at + 1])) {
    const to = grown(tokens, at, at + 2, known);
    // One does: "Nine Meadows has", and not "Nine Canadians said".
    if (/^(?:has|is|was|lays)$/.test(wordAt(tokens, to))) return to;
    if (isSubject(tokens, to) && !wordAt(tokens, to - 1).endsWith("s")) return to;
    if (known.named.has(keyOf(textOf(tokens, at, to)))) return to;
  }
  // A sentence that begins in lower case begins with a name that is written so: "adidas", "thyssenkrupp".
  if (at === 0 && first.kind === "word" && !first.capital && !COMMON.has(first.lower)) {
    return ACTING.test(wordAt(tokens, 1)) ||
      /^(?:lays|cuts|sheds|axes)$/.test(wordAt(tokens, 1)) ||
      /^, which (?:is|has|styles|makes|owns|runs)\b/.test(phrase(tokens, 1, 4)) ||
      known.gazetteer.has(first.lower)
      ? 1
      : undefined;
  }
  // "steelmaker voestalpine is"
  if (
    first.kind === "word" &&
    !first.capital &&
    first.text.length > 5 &&
    EMPLOYER_NOUNS.has(wordAt(tokens, at - 1)) &&
    (known.gazetteer.has(first.lower) || isBare(tokens, at)) &&
    ACTING.test(wordAt(tokens, at + 1))
  )
    return at + 1;
  if (!isNamePart(first)) return undefined;
  // "OUR", "a QUARTER": words that shout.
  if (
    first.text.length > 3 &&
    first.text === first.text.toUpperCase() &&
    !isKnown(first.lower, known.gazetteer) &&
    !known.cased.has(first.lower) &&
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
    tokens[1].lower !== "last" &&
    !isKnown(first.lower, known.gazetteer) &&
    !known.cased.has(first.lower) &&
    !known.named.has(first.lower)
  )
    return undefined;
  if (at === 0 && opensInCapitals(tokens, known)) return undefined;
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
    // "Utility International, based in Elm"
    !COMPANY_ENDINGS.has(wordAt(tokens, at + 1)) &&
    !known.gazetteer.has(keyOf(textOf(tokens, at, at + 2)))
  )
    return undefined;
  const to = grown(tokens, at, at + 1, known);
  return to > at + 1 || opensAsName(tokens, at, known) ? to : undefined;
}

/** "Austrian steelmaker voestalpine is": no article stands before what it is, and so a name has to follow. */
function isBare(tokens: readonly Token[], at: number): boolean {
  const word = wordAt(tokens, at);
  if (COMMON.has(word) || /(?:s|ly|ing|ed|self|selves|ever|while)$/.test(word)) return false;
  if (
    !/(?:maker|producer|manufacturer|supplier|operator|developer|publisher|retailer|giant|start-?up|lender|insurer|charity)$/.test(
      wordAt(tokens, at - 1),
    )
  )
    return false;
  if (!/^(?:is|has|said|plans|will|was)$/.test(wordAt(tokens, at + 1))) return false;
  return (
    tokens[at - 2]?.kind === "word" &&
    !/\b(?:the|this|that|its|their|our|his|a|an|each|every|no|some|and|or|of)\b/.test(phrase(tokens, at - 5, at - 1))
  );
}

/** Whether what follows a name treats it as one thing that acts or owns. */
function isSubject(tokens: readonly Token[], to: number): boolean {
  return /^(?:has|is|was|said|says|will|plans|,|'s|’s|lays|cuts|to)$/u.test(wordAt(tokens, to));
}

const OPENERS =
  /^(?:business|press|tech|technology|retail|local|bank|industry|federal|national|international|royal|general|central|regional|global|european|new|best|first|big|american|british|united|western|southern|northern|eastern)$/;

/** "60 Minutes", "5 News": a number before a capital letter that does something or owns something; "the site 538". */
function numberedName(tokens: readonly Token[], at: number, known: Known): number | undefined {
  const next = tokens[at + 1];
  if (next === undefined) return undefined;
  if (!next.spaced && next.kind === "word" && known.gazetteer.has(keyOf(textOf(tokens, at, at + 2))) && next.capital)
    return at + 2;
  const before = wordAt(tokens, at - 1);
  if (EMPLOYER_NOUNS.has(before) && !before.endsWith("s") && /^(?:,|\.|'s|’s|and|has|is|will|was)$/u.test(next.lower))
    return at + 1;
  if (!isNamePart(next) || (tokens[at]?.text.length ?? 9) > 3) return undefined;
  if (!(at === 0 || /^(?:at|the|of|by)$/.test(before))) return undefined;
  if (isPlace(next.lower) || isNation(next.lower) || NO_COMPANY.has(next.lower)) return undefined;
  const to = grown(tokens, at, at + 2, known);
  return to < at + 4 && (ACTING.test(wordAt(tokens, to)) || /^(?:,|'s|’s)$/u.test(wordAt(tokens, to))) ? to : undefined;
}

const QUOTES = new Set(['"', "“", "‘"]);

/** "with the subject line “Hard Choices”", "in a post titled …": what a text is called. */
function isQuotedTitle(tokens: readonly Token[], at: number, known: Known): boolean {
  let from = at;
  while (from > at - 6 && tokens[from - 1]?.kind === "word" && tokens[from - 1]?.capital) from -= 1;
  if (!QUOTES.has(tokens[from - 1]?.text ?? "")) return false;
  let to = at;
  while (to < at + 7 && tokens[to]?.kind === "word" && tokens[to]?.capital) to += 1;
  if (to - from < 2 || known.gazetteer.has(keyOf(textOf(tokens, from, to)))) return false;
  const end = /^[,.]$/.test(tokens[to]?.text ?? "") ? to + 1 : to;
  return /^["”’]$/u.test(tokens[end]?.text ?? "");
}

/** "Gap", "Target" within a sentence; not "Staff" after a colon. */
function soleName(first: Token, known: Known, at: number): number | undefined {
  return known.gazetteer.has(first.lower) ? at + 1 : undefined;
}

/** Words that name nobody, also together: "Restructuring Plan", "In Your Area". */
export function isNoise(key: string): boolean {
  if (NOBODY.has(key)) return true;
  if (!key.includes(" ")) return namesNobody(key) || (/[/-]/.test(key) && (OF_PAIR.test(key) || isPartOfTime(key)));
  const words = key.split(" ");
  return (
    words.every((word) => COMMON.has(word)) ||
    (PAPERWORK.test(words.at(-1) ?? "") && words.every(namesNobody)) ||
    BODY.test(key)
  );
}

/** "w/e", "y/y" */
const OF_PAIR = /^[a-z]\/[a-z]$/;

/** "mid-January" */
function isPartOfTime(key: string): boolean {
  return /^(?:mid|early|late)-\w+$/.test(key) && CALENDAR.has(key.slice(key.indexOf("-") + 1));
}

function namesNobody(word: string): boolean {
  return COMMON.has(word) || GENERIC.has(word) || CALENDAR.has(word) || NO_COMPANY.has(word) || isNation(word);
}

const NOBODY = new Set(
  "new year|cold war|great war|office|town hall|center|centre|centers|centres|services".split("|"),
);

/** "City Council", "the Board of Education": of a place that is named elsewhere, if at all. */
const BODY =
  /^(?:city|county|town|state|district|borough) (?:council|commission|board|government|hall|commissioners)$|^(?:school|county) board$|^board of (?:education|supervisors|commissioners|regents|directors|governors)$/;

const PAPERWORK =
  /^(?:plan|program|programme|restructuring|reduction|initiative|workforce|committee|agreement|exhibit|board|management|directors)$/;
