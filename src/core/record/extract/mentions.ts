// Names in a sentence that an employer may have.
import { type Gazetteer, type Known, keyOf, type Mention, textOf } from "./mention.ts";
import { isNoise, knownAt, nameAt, OWNED } from "./name-at.ts";
import { CALENDAR, EMPLOYER_NOUNS, isUnion, NO_COMPANY } from "./names.ts";
import { roleOf } from "./role.ts";
import { type Token, wordAt } from "./tokens.ts";

const PREPOSITIONS = new Set(
  "at in of by from for to with on near against versus via about into outside over than like across including".split(
    " ",
  ),
);

/** @param titled whether most words have a capital letter, as in headlines: then only what is known elsewhere is a name. */
export function mentionsOf(tokens: readonly Token[], known: Known, titled: boolean): Mention[] {
  const found: Mention[] = [];
  for (let at = 0; at < tokens.length;) {
    const to = titled ? knownAt(tokens, at, known) : nameAt(tokens, at, known);
    if (to === undefined || to <= at) {
      at += 1;
      continue;
    }
    const mention = mentionFrom(tokens, at, to, known);
    if (mention !== undefined) add(tokens, found, mention, known);
    at = to;
  }
  return found;
}

/** Adds a mention under the name that the document gave it first: "Tata Consultancy Services (TCS)", "TCS". */
function add(tokens: readonly Token[], found: Mention[], mention: Mention, known: Known): void {
  const last = found.at(-1);
  const { from, to, key } = mention;
  if (last !== undefined && last.to === from - 1 && wordAt(tokens, from - 1) === "(" && wordAt(tokens, to) === ")") {
    if (last.role === "employer" && last.key !== key) known.aliases.set(key, last);
    return;
  }
  const full = known.aliases.get(key);
  found.push(full === undefined ? mention : { ...mention, name: full.name, key: full.key });
  if (mention.role === "employer" && full === undefined) {
    const initials = initialsOf(mention.name);
    if (initials.length > 2 && !known.aliases.has(initials)) known.aliases.set(initials, mention);
  }
}

function initialsOf(name: string): string {
  const words = name.split(" ");
  return words.length < 3
    ? ""
    : words
        .filter((word) => /^\p{Lu}/u.test(word))
        .map((word) => word[0] ?? "")
        .join("")
        .toLowerCase();
}

/** Most words of a headline begin with a capital letter. */
export function isTitled(tokens: readonly Token[]): boolean {
  const long = tokens.filter(({ kind, text }) => kind === "word" && text.length > 3);
  return long.length > 3 && long.filter(({ capital }) => capital).length > 0.7 * long.length;
}

/** The preposition that leads to a name, over "the" and what the name is: "at food title X", "like the magazine X". */
function prepositionOf(tokens: readonly Token[], begin: number): string | null {
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
    if (/^(?:the|an?)$/.test(wordAt(tokens, at))) at -= 1;
  }
  const word = wordAt(tokens, at);
  return PREPOSITIONS.has(word) ? word : null;
}

const DESCRIBES_NOT = new Set(
  "and or but that which while when after as said says is was has have had will would".split(" "),
);

function mentionFrom(tokens: readonly Token[], from: number, to: number, known: Known): Mention | undefined {
  let [begin, end] = [from, to];
  // Titles, nations and acronyms before a name are no part of it, unless the gazetteer has them as one.
  while (end - begin > 1 && !known.gazetteer.has(keyOf(textOf(tokens, begin, end)))) {
    const first = wordAt(tokens, begin);
    if (NO_COMPANY.has(first) || CALENDAR.has(first)) begin += 1;
    else break;
  }
  while (end - begin > 1 && CALENDAR.has(wordAt(tokens, end - 1))) end -= 1;
  const owner = OWNED.test(wordAt(tokens, end - 1));
  const name = owner ? textOf(tokens, begin, end).replace(/[-‐‑][a-z]+$/u, "") : textOf(tokens, begin, end);
  const key = keyOf(name);
  if (
    key.length < 2 &&
    !known.gazetteer.has(key) &&
    !(key === "x" && /^(?:,|has|is|will|laid|cut|'s|’s|said)$/u.test(wordAt(tokens, end)))
  )
    return undefined;
  if (isNoise(key) && end - begin === 1) return undefined;
  const base = {
    from: begin,
    to: end,
    preposition: prepositionOf(tokens, begin),
    possessive: /^['’]s?$/u.test(tokens[end]?.text ?? ""),
    known: isKnown(key, known.gazetteer),
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

function isKnown(key: string, gazetteer: Gazetteer): boolean {
  return (
    gazetteer.has(key) ||
    ["group", "holdings", "corporation", "company", "inc"].some((more) => gazetteer.has(`${key} ${more}`))
  );
}
