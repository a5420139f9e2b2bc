// Names in a sentence that an employer may have.
import { isSmall } from "./cardinals.ts";
import { isKnown, type Known, keyOf, LEGAL, type Mention, textOf } from "./mention.ts";
import { isNoise, knownAt, nameAt } from "./name-at.ts";
import { OWNED } from "./name-end.ts";
import { ACTING, opensAsName, opensStatement } from "./opening.ts";
import {
  CALENDAR,
  COMPANY_ENDINGS,
  EMPLOYER_NOUNS,
  FIRST_NAMES,
  isPlace,
  isUnion,
  NO_COMPANY,
  ROLES,
} from "./names.ts";
import { isPaper, roleOf } from "./role.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import { isTownOf, isWhere } from "./whereabouts.ts";
import { kindOf } from "./work.ts";

const PREPOSITIONS = new Set(
  "at in of by from for to with on near against versus via about into outside over than like across including since under despite besides amid behind among".split(
    " ",
  ),
);

/** A sentence that is looked through for names, and where in it one may begin. */
interface Named {
  readonly tokens: readonly Token[];
  readonly beginnings: readonly number[];
}

/** @param titled whether most words have a capital letter, as in headlines: then only what is known elsewhere is a name. */
export function mentionsOf({ tokens, beginnings }: Named, known: Known, titled: boolean): Mention[] {
  const found: Mention[] = [];
  let free = 0;
  for (const at of beginnings) {
    if (at < free) continue;
    const to = titled ? knownAt(tokens, at, known) : nameAt(tokens, at, known);
    if (to === undefined || to <= at) continue;
    const mention = mentionFrom(tokens, at, to, known);
    if (mention !== undefined) add(tokens, found, inList(tokens, mention), known);
    free = to;
  }
  return found.map((mention, at) =>
    isWhere(tokens, mention, found, known) || isTownOf(mention, found[at + 1], known)
      ? { ...mention, role: "place" as const }
      : found[at - 1] !== undefined && isTownOf(found[at - 1] as Mention, mention, known)
        ? { ...mention, role: "employer" as const }
        : mention,
  );
}

/** "in PC, Xbox and Switch": the preposition before the first of a list leads to all of it. */
function inList(tokens: readonly Token[], mention: Mention): Mention {
  const { from, to, preposition } = mention;
  if (
    preposition !== null ||
    !JOINS.test(wordAt(tokens, from - 1)) ||
    (wordAt(tokens, to) !== "and" && ACTING.test(wordAt(tokens, to)) && !OWNER_OF.test(phrase(tokens, 0, 4)))
  )
    return mention;
  const last = wordAt(tokens, from - 1) !== ",";
  const further = JOINS.test(wordAt(tokens, to)) && (wordAt(tokens, to) !== "," || tokens[to + 1]?.capital === true);
  if (!last && !further) return mention;
  let at = from - 1;
  while (
    at > Math.max(0, from - 20) &&
    (JOINS.test(wordAt(tokens, at)) || tokens[at]?.capital || tokens[at]?.kind === "number")
  )
    at -= 1;
  if (/^(?:the|its|an?)$/.test(wordAt(tokens, at))) at -= 1;
  // "the owner of restaurant chains Acme and Bolt"
  if (EMPLOYER_NOUNS.has(wordAt(tokens, at).replace(/s$/, "")))
    for (let steps = 0; steps < 4 && !LEADS.has(wordAt(tokens, at)) && tokens[at]?.capital === false; steps++) at -= 1;
  const word = wordAt(tokens, at);
  return LEADS.has(word) ? { ...mention, preposition: word } : mention;
}

/** "The owner of Acme, Bolt and Crest said": what it owns. */
const OWNER_OF = /^(?:the|its) (?:\S+ )?(?:owner|parent|publisher|maker|operator) of\b/;
const JOINS = /^(?:,|and|or|&)$/;
/** Prepositions that lead to a whole list. */
const LEADS = new Set([
  "at",
  "behind",
  "in",
  "of",
  "by",
  "from",
  "for",
  "with",
  "across",
  "including",
  "like",
  "among",
  "them",
  "under",
]);

/** Adds a mention under the name that the document gave it first: "Tata Consultancy Services (TCS)", "TCS". */
function add(tokens: readonly Token[], found: Mention[], mention: Mention, known: Known): void {
  const last = found.at(-1);
  const { from, to, key } = mention;
  if (last !== undefined && last.to === from - 1 && wordAt(tokens, from - 1) === "(" && wordAt(tokens, to) === ")") {
    if (last.role === "employer" && last.key !== key) known.aliases.set(key, last);
    // "the National Union of Elm (NUE)"
    else if (last.role === "union") known.people.add(key);
    return;
  }
  const ending =
    mention.role === "employer" && !key.includes(" ") && /^[Tt]he /.test(textOf(tokens, from - 1, to) + " ")
      ? known.endings.get(key)
      : undefined;
  const full =
    ending ?? (key.length === 2 && mention.name !== mention.name.toUpperCase() ? undefined : known.aliases.get(key));
  found.push(full === undefined ? mention : { ...mention, name: full.name, key: full.key, doubtful: false });
  if (mention.role === "employer" && full === undefined) {
    const short = key.slice(key.lastIndexOf(" ") + 1);
    if (short !== key && isPaper(key)) known.endings.set(short, mention);
    const bracketed = tokens[to + 1]?.text ?? "";
    if (wordAt(tokens, to) === "(" && wordAt(tokens, to + 2) === ")" && /^\p{Lu}[\p{L}\d&]{1,7}$/u.test(bracketed))
      known.aliases.set(bracketed.toLowerCase(), mention);
    for (const initials of initialsOf(mention.name))
      if (initials.length > 1 && !known.aliases.has(initials)) known.aliases.set(initials, mention);
    shorten(tokens, mention, known);
  }
}

/** "Brandforth Interactive", and Brandforth from there on. */
function shorten(tokens: readonly Token[], mention: Mention, known: Known): void {
  const { key, to } = mention;
  const first = key.slice(0, Math.max(0, key.indexOf(" ")));
  if (first === "" || known.aliases.has(first)) return;
  if (isKnown(first, known.gazetteer)) return;
  if (isNoise(first) || isPlace(first) || FIRST_NAMES.has(first)) return;
  if (!COMPANY_ENDINGS.has(key.slice(key.lastIndexOf(" ") + 1)) && !LEGAL.test(wordAt(tokens, to - 1))) return;
  if (/^(?:division|unit|arm|subsidiary|business)$/.test(wordAt(tokens, to))) return;
  known.aliases.set(first, mention);
}

/** By what initials a name may be called, with and without its legal form: "JDI" and "GM". */
function initialsOf(name: string): string[] {
  // "GlaxonSmithLine", and GSL from there on.
  if (/^(?:\p{Lu}\p{Ll}+){3,4}$/u.test(name)) return [name.replaceAll(/\p{Ll}/gu, "").toLowerCase()];
  const words = name.split(" ").filter((word) => /^\p{Lu}/u.test(word));
  const initials = (some: readonly string[]): string =>
    some.length < 2
      ? ""
      : some
          .map((word) => word[0] ?? "")
          .join("")
          .toLowerCase();
  return [
    initials(words),
    // "J&J"
    name.includes(" & ") ? words.map((word) => (word[0] ?? "").toLowerCase()).join("&") : "",
    initials(words.filter((word) => !LEGAL.test(word.toLowerCase().replace(/\.+$/, "")))),
  ];
}

/** Most words of a headline begin with a capital letter. */
export function isTitled(tokens: readonly Token[], line = false): boolean {
  const long = tokens.filter(({ kind, text }) => kind === "word" && text.length > (line ? 2 : 3));
  return long.length > 3 && long.filter(({ capital }) => capital).length > 0.8 * long.length;
}

/** The preposition that leads to a name, over "the" and what the name is: "at food title X", "like the magazine X". */
function prepositionOf(tokens: readonly Token[], begin: number): string | null {
  if (begin === 0) return null;
  let at = begin - 1;
  if (EMPLOYER_NOUNS.has(wordAt(tokens, at))) {
    for (let steps = 0; steps < 5 && !PREPOSITIONS.has(wordAt(tokens, at)); steps++) {
      const token = tokens[at];
      if (token === undefined || (token.kind === "mark" && token.lower !== "-") || DESCRIBES_NOT.has(token.lower))
        return null;
      at -= 1;
    }
  } else {
    // "at the Acme-owned X"
    if (OWNED.test(wordAt(tokens, at))) while (begin - at < 6 && tokens[at]?.capital === true) at -= 1;
    // "owned by Spain's Acme"
    if (/^['’]s$/u.test(wordAt(tokens, at))) {
      at -= 1;
      while (begin - at < 6 && tokens[at]?.capital === true) at -= 1;
    }
    // "in east Elmsworth"
    if (
      /^(?:north|south|east|west|central|downtown|northern|southern|eastern|western|nearby|rural)$/.test(
        wordAt(tokens, at),
      )
    )
      at -= 1;
    // "at a new Acme battery plant"
    if (/^(?:new|former|nearby|local|huge|giant)$/.test(wordAt(tokens, at))) at -= 1;
    if (/^(?:the|an?)$/.test(wordAt(tokens, at))) at -= 1;
  }
  // "among them Acme and Bolt"
  if (wordAt(tokens, at) === "them" && wordAt(tokens, at - 1) === "among") return "among";
  const word = wordAt(tokens, at);
  return PREPOSITIONS.has(word) ? word : null;
}

/** The preposition, but where it only binds a clause: "with Acme announcing", "since Acme said". */
function leading(tokens: readonly Token[], begin: number, end: number): string | null {
  const word = prepositionOf(tokens, begin);
  // "Shares in Acme slumped": it is what that is about.
  if (
    begin < 4 &&
    /^(?:in|of)$/.test(word ?? "") &&
    /\b(?:shares?|stock) (?:in|of)(?: the)?$/.test(phrase(tokens, 0, begin))
  )
    return null;
  if (word === "with" && (/(?:ing|^also)$/.test(wordAt(tokens, end)) || announces(tokens, end))) return null;
  // "administrators were appointed to Acme"
  if (
    /^(?:to|at|over)$/.test(word ?? "") &&
    /\bappointed(?: \S+){0,2} (?:to|at|over)(?: the)?$/.test(phrase(tokens, begin - 5, begin))
  )
    return null;
  return word === "since" && ACTING.test(wordAt(tokens, end)) ? null : word;
}

/** "with Acme, the biggest of them, announcing" */
function announces(tokens: readonly Token[], end: number): boolean {
  if (wordAt(tokens, end) !== ",") return false;
  for (let at = end + 1; at < end + 16; at++) {
    if (/^[.;]$/.test(wordAt(tokens, at))) return false;
    if (wordAt(tokens, at) === "," && wordAt(tokens, at + 1).endsWith("ing")) return true;
  }
  return false;
}

const DESCRIBES_NOT = new Set(
  "and or but that which while when after as said says is was has have had will would".split(" "),
);

function mentionFrom(tokens: readonly Token[], from: number, to: number, known: Known): Mention | undefined {
  let [begin, end] = [from, to];
  // Titles, nations and acronyms before a name are no part of it, unless the gazetteer has them as one.
  while (end - begin > 1 && !known.gazetteer.has(keyOf(textOf(tokens, begin, end)))) {
    const first = wordAt(tokens, begin);
    if (isSunday(tokens, begin)) break;
    // "General Manager Edgar Smith"
    if ((ROLES.has(first) || first === "publisher") && FIRST_NAMES.has(wordAt(tokens, begin + 1))) {
      begin += 1;
      continue;
    }
    // "the General Motors Elmsworth Assembly Complex"
    if (end - begin > 2 && known.gazetteer.has(keyOf(textOf(tokens, begin, begin + 2)))) break;
    if (wordAt(tokens, begin + 1) === "&") break;
    if (NO_COMPANY.has(first) || CALENDAR.has(first) || /^an?$/.test(first)) begin += 1;
    else break;
  }
  // "the FTSE 100 oil major": an index.
  if (begin > from && end - begin === 1 && tokens[begin]?.kind === "number") return undefined;
  while (end - begin > 1 && CALENDAR.has(wordAt(tokens, end - 1)) && wordAt(tokens, end - 2) !== "&") end -= 1;
  // "WQRX Elmsworth": a station, and where it is.
  if (
    end - begin > 1 &&
    /^[KW][A-Z]{3}$/.test(tokens[begin]?.text ?? "") &&
    isPlace(keyOf(textOf(tokens, begin + 1, end)))
  )
    end = begin + 1;
  // "Counting August's cull": a word that only opens the sentence.
  if (end < to && end - begin === 1 && opensStatement(tokens, begin) && !opensAsName(tokens, begin, known))
    return undefined;
  const owner = OWNED.test(wordAt(tokens, end - 1));
  const name = owner ? textOf(tokens, begin, end).replace(/[-‐‑][a-z]+$/u, "") : textOf(tokens, begin, end);
  const key = keyOf(name);
  if (
    key.length < 2 &&
    !known.gazetteer.has(key) &&
    !(key === "x" && /^(?:,|has|is|will|laid|cut|'s|’s|said)$/u.test(wordAt(tokens, end)))
  )
    return undefined;
  const isLegal =
    end - begin > 1 &&
    !LEGAL.test(wordAt(tokens, begin)) &&
    /\b(?:Inc|Ltd|Corp|LLC|PLC|plc|Limited|Corporation)\.?$/.test(name);
  if (!isLegal && isNoise(key) && (end - begin === 1 || !known.gazetteer.has(key))) return undefined;
  if (end - begin === 1 && key.includes(" ") && isNoise(key.replaceAll(" ", "."))) return undefined;
  // "roughly ninety Pellows": what an employer calls its people.
  if (
    end - begin === 1 &&
    key.endsWith("s") &&
    isCounted(tokens[begin - 1]) &&
    kindOf(wordAt(tokens, end)) !== "people" &&
    !known.gazetteer.has(key)
  )
    return undefined;
  // "a Section 189A process"
  if (
    tokens[begin]?.kind === "number" &&
    /^(?:section|sections|article|clause|rule|regulation|schedule|form|unit|hall|building|gate)$/.test(
      wordAt(tokens, begin - 1),
    )
  )
    return undefined;
  // "my very rich friends (VRFs)": short for small words.
  if (end - begin === 1 && isShort(tokens, begin)) {
    known.people.add(key);
    return undefined;
  }
  if (isTicker(tokens, begin, end) || tokens[begin - 1]?.text === "<") return undefined;
  // "Rs19.7bn", "NOK148": money.
  if (end - begin === 1 && /^(?:rs|usd|eur|gbp|sh|ksh|nok|sek|dkk|chf|cny|hk|us|a|c|r|s)\d/.test(key)) return undefined;
  const base = {
    from: begin,
    to: end,
    preposition: leading(tokens, begin, end),
    possessive: /^['’]s?$/u.test(tokens[end]?.text ?? ""),
    known: isKnown(key, known.gazetteer),
    doubtful: known.doubtful.has(key),
  };
  if (owner) return { ...base, name, key, role: "attribute" };
  const role = roleOf(tokens, begin, end, key, base.known, known);
  if (role === "union") {
    const own = key.replace(/ (?:union|guild)$/, "");
    if (own !== key && (own.includes(" ") || known.gazetteer.has(own)) && !isUnion(own)) {
      return {
        ...base,
        name: textOf(tokens, begin, end - 1),
        key: own,
        role: "employer",
        preposition: "of",
        known: true,
      };
    }
  }
  return { ...base, name, key, role };
}

function isShort(tokens: readonly Token[], at: number): boolean {
  const letters = (tokens[at]?.text ?? "").replace(/s$/, "");
  if (wordAt(tokens, at - 1) !== "(" || wordAt(tokens, at + 1) !== ")" || !/^[A-Z]{3,6}$/.test(letters)) return false;
  const words = tokens.slice(Math.max(0, at - 1 - letters.length), at - 1);
  return (
    words.every(({ capital }) => !capital) &&
    words.map(({ lower }) => lower[0] ?? "").join("") === letters.toLowerCase()
  );
}

/** "Sunday Mail": a paper, and no day. */
function isSunday(tokens: readonly Token[], at: number): boolean {
  return (
    wordAt(tokens, at) === "sunday" &&
    /^(?:mail|times|post|telegraph|express|mirror|independent|herald|world|sport|people|business)$/.test(
      wordAt(tokens, at + 1),
    )
  );
}

function isCounted(before: Token | undefined): boolean {
  return (
    before !== undefined &&
    (before.kind === "number" || (before.kind === "word" && before.lower !== "one" && isSmall(before.lower)))
  );
}

/** "Acme Corporation ACM": the sign by which it is traded. */
function isTicker(tokens: readonly Token[], begin: number, end: number): boolean {
  return end - begin === 1 && LEGAL.test(wordAt(tokens, begin - 1)) && /^[A-Z]{2,5}$/.test(tokens[begin]?.text ?? "");
}
