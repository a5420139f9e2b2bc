// Names in a sentence that an employer may have, in languages other than English.
import { isKnown, type Known, keyOf, LEGAL, type Mention, textOf } from "../mention.ts";
import { type Token, wordAt } from "../tokens.ts";
import { cardinalAt } from "./cardinals.ts";
import { sortOf } from "./counted.ts";
import type { Lexicon } from "./lexicon.ts";
import { type Line, lineOf } from "./line.ts";
import { isFirstName, roleOf } from "./roles.ts";

/** What is known of a document while its names are read. */
export type Document = Pick<Known, "gazetteer" | "lowered" | "people" | "named" | "aliases">;

const LONGEST = 6;

export function namesOf(tokens: readonly Token[], document: Document, lexicon: Lexicon, titled: boolean): Mention[] {
  const found: Mention[] = [];
  const line = lineOf(tokens);
  for (let at = 0; at < tokens.length;) {
    const to = nameAt(tokens, at, document, lexicon, titled);
    if (to === undefined) {
      at += 1;
      continue;
    }
    const mention = mentionFrom(line, at, to, document, lexicon);
    if (mention !== undefined) add(tokens, found, mention, document);
    at = to;
  }
  return found;
}

/** Adds a mention under the name that the document gave it first: "Westdeutsche Zeitung (WZ)", and "WZ" from there on. */
function add(tokens: readonly Token[], found: Mention[], mention: Mention, { aliases }: Document): void {
  const { from, to, key, role, name } = mention;
  const last = found.at(-1);
  const bracketed = wordAt(tokens, from - 1) === "(" && wordAt(tokens, to) === ")";
  if (bracketed && last?.role === "employer" && last.to === from - 1 && isAcronym(name)) {
    aliases.set(key, last);
    return;
  }
  const full = role === "employer" ? aliases.get(key) : undefined;
  // "wie Google, Microsoft und Facebook": what leads to the first of a list leads to all.
  const listed =
    last !== undefined && last.to === from - 1 && JOINS.test(wordAt(tokens, last.to)) && mention.preposition === null;
  const preposition = listed ? last.preposition : mention.preposition;
  found.push({ ...mention, preposition, ...(full === undefined ? {} : { name: full.name, key: full.key }) });
}

const JOINS = /^(?:,|und|et|y|e|ou|oder|o)$/u;

/** Where a sentence or a part of one begins, so that a capital letter says little. */
function opens(tokens: readonly Token[], at: number): boolean {
  if (at === 0) return true;
  return /^[.:!?•*|"“”„«»‘–—-]$/u.test(wordAt(tokens, at - 1)) || (tokens[at]?.breaks ?? 0) > 0;
}

function nameAt(
  tokens: readonly Token[],
  at: number,
  document: Document,
  lexicon: Lexicon,
  titled: boolean,
): number | undefined {
  if (!begins(tokens, at, document, lexicon, titled)) return undefined;
  let to = at + 1;
  while (to - at < LONGEST) {
    const token = tokens[to];
    if (token === undefined || token.breaks > 0) break;
    if (goesOn(tokens, to, document, lexicon)) to += 1;
    else {
      const link = linkAt(tokens, at, to, lexicon);
      if (link === undefined || tokens[link]?.capital !== true || isMonth(wordAt(tokens, link), lexicon)) break;
      to = link + 1;
    }
  }
  return to;
}

function begins(tokens: readonly Token[], at: number, document: Document, lexicon: Lexicon, titled: boolean): boolean {
  const token = tokens[at];
  const { names } = lexicon;
  if (token === undefined || token.kind !== "word" || !token.capital) return false;
  const { lower, text } = token;
  // "Deutsche Bank", "La Voix du Nord": a common word that begins a name.
  const next = tokens[at + 1];
  if (isFirstName(lower) && next?.capital === true && next.kind === "word") return true;
  const behind = /^(?:de|du|des|del|d'|de la)$/u.test(next?.lower ?? "") ? tokens[at + 2] : next;
  const heads = names.heads.test(lower) && behind?.capital === true && behind.kind === "word";
  if (heads && isKnown(`${lower} ${next?.lower ?? ""}`, document.gazetteer)) return true;
  // "Elbtaler Sparbank"
  if (names.nouns && lower.endsWith("er") && LOCAL.test(next?.lower ?? "")) return true;
  if (names.never.test(lower) && !heads) return false;
  if (names.noName.test(lower) && !isAcronym(text) && !heads) return keepsName(tokens, at, document);
  if (sortOf(lower, lexicon) !== undefined) return false;
  if (next?.capital !== true && cardinalAt(tokens, at, lexicon.numbers) !== undefined) return false;
  // "Le Parisien", "El País": an article with a capital letter within a sentence.
  if (names.article.test(lower))
    return !names.nouns && next?.capital === true && !opens(tokens, at) && /^(?:l[ae]s?|l'|el|los)$/u.test(lower);
  if (names.common.has(lower) && !(isAcronym(text) && !tokens.every((one) => one.text === one.text.toUpperCase())))
    return heads && !opens(tokens, at);
  if (names.employer.test(lower) && !heads) return false;
  if (names.role.test(lower)) return false;
  if (isMonth(lower, lexicon)) return false;
  if (opens(tokens, at) && document.lowered.has(lower) && !isAcronym(text)) return false;
  if (titled && document.lowered.has(lower)) return false;
  if (!names.nouns) return true;
  return isGermanName(tokens, at, document, lexicon);
}

/** Where every noun has a capital letter: no article or adjective stands before it, or it is known, or looks like none. */
function isGermanName(tokens: readonly Token[], at: number, document: Document, { names }: Lexicon): boolean {
  const { text, lower } = tokens[at] ?? { text: "", lower: "" };
  if (isAcronym(text) || /\d|[a-z][A-Z]/.test(text)) return true;
  if (names.places.has(lower) || isKnown(lower, document.gazetteer)) return true;
  const next = wordAt(tokens, at + 1);
  if (LEGAL.test(next) || /^(?:gmbh|ag|se|kg|group|holding)$/u.test(next)) return true;
  const before = wordAt(tokens, at - 1);
  if (names.employer.test(before) || document.named.has(lower)) return true;
  // "des Mainbogen Verlags"
  if (
    names.employer.test(next) &&
    tokens[at + 1]?.capital === true &&
    !lower.endsWith("er") &&
    !/(?:e|en|er|es)$/u.test(lower)
  )
    return true;
  if (names.article.test(before))
    return names.heads.test(lower) && !(lower.endsWith("er") && names.employer.test(next));
  // "neue Aufträge": an adjective.
  if (!/^\p{Ll}+(?:e|en|er|em|es)$/u.test(before) || tokens[at - 1]?.capital === true || names.at.test(before))
    return true;
  return NO_ADJECTIVE.test(before);
}

/** Words that end as adjectives do, and lead to a name all the same. */
const NO_ADJECTIVE =
  /^(?:will|wollen|haben|werden|sollen|müssen|planen|hatte|wurde|wurden|oder|unter|über|hinter|neben|zwischen|heute|weder|beide|ohne|seiten|streichen|bauen|können|schließen)$/u;

/** "Postbank", "Kostal-Gruppe": a name though it ends as a noun does, as it is known or is put together with one. */
function keepsName(tokens: readonly Token[], at: number, { gazetteer, named }: Document): boolean {
  const { lower, text } = tokens[at] ?? { lower: "", text: "" };
  if (isKnown(lower, gazetteer) || named.has(lower)) return true;
  // "Commerzbank": a bank whose name is one word.
  if (
    /^(?!(?:groß|privat|direkt|zentral|noten|landes|haus|investment|geschäfts|daten|universal|genossenschafts|förder|regional|filial|internet|online)bank$)\p{L}{3,}bank$/u.test(
      lower,
    )
  )
    return true;
  return HYPHENED.test(text) && !OF_PLACE.test(text);
}

/** "Kostal-Gruppe", "Axel-Springer-Verlag", "SRH-Klinik" */
const HYPHENED =
  /^(?!(?:US|EU|IT|Internet|Online|Auto|Bau|Mode|Elektro|Lkw|Pkw|Dax|MDax|Chemie|Pharma|Stahl|Tech|Essens|E-Commerce|E-Learning|Immobilien|Deko|Lastwagen|Zuliefer|Gewächshaus|Konzern|Mutter|Tochter|Vorstands|Traditions|Privat|Berliner|Hamburger|Münchner|Großbank|KI|Software|Handels|Familien|Payment)-)\p{Lu}[\p{L}\d]*(?:-\p{Lu}[\p{L}\d]*)*-(?:Gruppe|Verlag|Konzern|Konzerns|Klinik|Kliniken|Krankenhaus|Bank|Werk|Werke|Tochter|Holding|Stiftung|Redaktion|Filialen|Beschäftigten|Mitarbeiter|Chef|Standort)$/u;
const OF_PLACE = /-(?:Chef|Redaktion|Filialen|Beschäftigten|Mitarbeiter)$/u;

/** What has the name of a place before it, and is a firm by that. */
const LOCAL =
  /^(?:sparkasse|sparbank|volksbank|zeitung|tageblatt|anzeiger|stadt-anzeiger|generalanzeiger|nachrichten|brauerei|verkehrsbetriebe|stadtwerke|werke|hütte|klinikum|theater|morgenpost|rundschau|allgemeine|versicherung|kreiszeitung)$/u;

/** What a firm deals in, as the second part of its name. */
const FIELDS =
  /^(?:energie|logistik|reederei|technik|pharma|chemie|stahl|software|systems?|systeme|immobilien|versicherung|versicherungen|automotive|robotik|optik|medien|mode|reisen|touristik|bau|papier|holz|glas|textil|elektronik|elektro|solar|wind|werft|brauerei|motoren|maschinenbau|medizintechnik|analytik|sensorik|spedition|textilien|antriebe|lebensmittel)$/u;

/** What says what it is, and is no part of its name. */
const TAIL =
  /-(?:Gruppe|Konzerns?|Kliniken|Klinik|Krankenhaus|Werke?|Tochter|Redaktion|Filialen|Beschäftigten|Mitarbeiter|Chef|Standort)$/u;

/** "MAN", "ZF", "UBS", "C&A". */
function isAcronym(text: string): boolean {
  return text === text.toUpperCase() && /\p{Lu}.*\p{Lu}/u.test(text);
}

function isMonth(lower: string, { dates }: Lexicon): boolean {
  return dates.weekdays.includes(lower) || dates.months.some((month) => month.test(lower));
}

function goesOn(tokens: readonly Token[], at: number, document: Document, lexicon: Lexicon): boolean {
  const token = tokens[at];
  const { names } = lexicon;
  if (token === undefined) return false;
  if (token.kind === "number") return !token.spaced && /^\d{1,3}$/.test(token.text);
  if (token.kind !== "word" || !token.capital || token.breaks > 0) return false;
  const { lower } = token;
  if (LEGAL.test(lower)) return true;
  if (isMonth(lower, lexicon) || sortOf(lower, lexicon) !== undefined) return false;
  if (!names.nouns)
    return !(names.common.has(lower) && token.text.length > 3 && !/^(?:banque|groupe|banco)$/u.test(lower));
  // "Marlo Energie", "Delta Reederei"
  if (
    FIELDS.test(lower) &&
    !(names.noName.test(wordAt(tokens, at - 1)) || names.never.test(wordAt(tokens, at - 1))) &&
    !names.article.test(wordAt(tokens, at - 2))
  )
    return true;
  if (names.employer.test(lower) && !names.heads.test(wordAt(tokens, at - 1)) && !LOCAL.test(lower)) return false;
  if (/-/u.test(lower) && names.employer.test(lower)) return false;
  if (names.never.test(lower)) return false;
  if (names.noName.test(lower)) {
    const first = wordAt(tokens, at - 1);
    return (
      (first.endsWith("er") && LOCAL.test(lower)) ||
      names.heads.test(first) ||
      isKnown(`${first} ${lower}`, document.gazetteer) ||
      /^(?:automotive|steel|energy)$/u.test(lower)
    );
  }
  return !names.common.has(lower) && !names.role.test(lower) && !names.employer.test(lower);
}

/** The token behind a link within a name: "Job and Talent", "Caisse d' Épargne", "Marks & Spencer". */
function linkAt(tokens: readonly Token[], from: number, at: number, { names }: Lexicon): number | undefined {
  const link = tokens[at];
  const next = tokens[at + 1];
  if (link === undefined || next === undefined || link.breaks > 0) return undefined;
  if (link.text === "&" || /^(?:and|of|\+)$/u.test(link.lower)) return at + 1;
  // "Gerold & Söhne", "Gérold et Fils", "Cobrera del Sur"
  if (/^(?:et|e|y|und)$/u.test(link.lower) && FAMILY.test(next.lower)) return at + 1;
  if (/^(?:du|de|del)$/u.test(link.lower) && POINTS.test(next.lower)) return at + 1;
  const first = wordAt(tokens, from);
  // "Anna von Berg"
  if (/^(?:von|van|zu)$/u.test(link.lower) && isFirstName(first)) return at + 1;
  if (
    /^(?:de|d'|du|des|del|la|le|les|aux)$/u.test(link.lower) &&
    (names.heads.test(first) || (at - from > 1 && names.heads.test(wordAt(tokens, from + 1))))
  )
    return at + 1;
  return undefined;
}

const FAMILY = /^(?:fils|frères|cie|compagnie|associés|hijos|hermanos|cía|compañía|söhne|sohn|co|partner|asociados)$/u;
const POINTS =
  /^(?:sur|norte|sud|nord|est|ouest|oeste|este|centro|littoral|litoral|delta|midi|pacífico|atlántico|golfo)$/u;

function mentionFrom(line: Line, from: number, end: number, document: Document, lexicon: Lexicon): Mention | undefined {
  const { tokens } = line;
  let to = end;
  const { names } = lexicon;
  const last = tokens[to - 1];
  // "Galeria schließt", and never "Galeria" with a sign behind it.
  if (last?.kind === "mark") to -= 1;
  const name = textOf(tokens, from, to).replace(TAIL, "");
  const key = keyOf(name).replace(/^(?:l'|le |la |les |el |los )(?=.{4})/u, "");
  if (key === "") return undefined;
  const known = isKnown(key, document.gazetteer);
  const before = wordAt(tokens, from - 1);
  const skip = names.article.test(before) && !names.at.test(before) ? from - 2 : from - 1;
  const role = roleOf(line, { from, to, key, known }, document, lexicon);
  if (role === "person") document.people.add(key.slice(key.lastIndexOf(" ") + 1));
  const preposition = prepositionAt(tokens, skip, lexicon);
  return { name, key, from, to, role, preposition, possessive: false, known, doubtful: false };
}

function prepositionAt(tokens: readonly Token[], at: number, { names }: Lexicon): string | null {
  let back = at;
  while (at - back < 4 && (names.employer.test(wordAt(tokens, back)) || names.article.test(wordAt(tokens, back)))) {
    if (names.at.test(wordAt(tokens, back)) && !names.article.test(wordAt(tokens, back))) break;
    back -= 1;
  }
  for (const one of [at, back]) {
    const word = wordAt(tokens, one);
    if (names.at.test(word) || names.in.test(word) || names.beside.test(word)) return word;
  }
  return null;
}
