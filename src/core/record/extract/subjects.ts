// Whose people a figure is of: the employer among the names of a sentence, or the one that a pronoun stands for.
import { acts } from "./acts.ts";
import { isEntry } from "./entries.ts";
import { distance, type Governor } from "./governors.ts";
import type { Mention } from "./mention.ts";
import { EMPLOYER_NOUNS } from "./names.ts";
import type { Quantity } from "./numbers.ts";
import { ruling } from "./ruling.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import { farFrom, unnamedBefore } from "./unnamed.ts";
import { kindOf } from "./work.ts";

export interface Subject {
  readonly name: string;
  readonly key: string;
  /** How it was found. "document": no word of the sentence names or means it. */
  readonly by: "name" | "coreference" | "document";
  /** How far the words lead: what is near is sure. */
  readonly cost: number;
}

/** Verbs before a name of which it is the object. */
export const TAKES =
  /^(?:close|closing|shutter|shuttering|buy|buys|bought|buying|acquire|acquires|acquired|acquiring|own|owns|owned|beat|join|joins|joined|leave|overtake|tell|sue|sued|its|their|his|her|bid|including|formerly|named|called|use|using|left|unlike|alongside|merging|merged|purchase|takeover|acquisition|support|backed|urged|see|visit|down|shuttering|serve|supply|thank|helped|asked)$/;
const PRONOUNS = new Set(["it", "they", "we"]);

/** What it costs to take the employer that the sentences before were about. */
const FROM_BEFORE = 14;

interface Candidate {
  readonly cost: number;
  readonly mention?: Mention;
  /** Where the pronoun stands that means somebody. */
  readonly at?: number;
  /** Somebody who has no name. */
  readonly unnamed?: true;
}

/**
 * The employer whose people a figure is of.
 * @param focus of whom the passage speaks, before this sentence.
 */
export function subjectOf(
  tokens: readonly Token[],
  { from, to }: Pick<Quantity, "from" | "to">,
  governor: Pick<Governor, "from" | "to"> | undefined,
  mentions: readonly Mention[],
  focus: Subject | undefined,
): Subject | undefined {
  const begin = Math.min(from, governor?.from ?? from);
  const end = Math.max(to, governor?.to ?? to);
  const asides = asidesOf(tokens, mentions, begin);
  const other = unnamedBefore(tokens, begin, mentions, focus?.by === "name");
  const candidates: Candidate[] = [
    ...mentions.flatMap((mention): Candidate[] => {
      const cost = costOf(tokens, mention, begin, end, { from, to }, governor);
      if (cost === undefined) return [];
      const aside = asides.some(([open, close]) => mention.from > open && mention.to <= close);
      return [{ cost: cost + (aside ? 9 : 0), mention }];
    }),
    ...pronounsOf(tokens, begin),
    ...(focus === undefined ? [] : [{ cost: FROM_BEFORE }]),
    ...(other === undefined ? [] : [{ cost: farFrom(tokens, other, begin, FROM_BEFORE - 1), unnamed: true as const }]),
  ];
  const best = candidates.reduce<Candidate | undefined>(
    (a, b) => (a === undefined || b.cost < a.cost ? b : a),
    undefined,
  );
  if (best?.unnamed === true) return undefined;
  if (best === undefined || (best.mention === undefined && best.at === undefined))
    return focus && { ...focus, by: "document", cost: 45 };
  if (best.mention !== undefined) return named(best.mention, best.cost);
  // "the Elmsworth school board": whoever governs the place.
  const governed = candidates.find(({ mention }) => mention?.role === "place");
  return (
    meant(tokens, best.at ?? 0, mentions, best.cost, focus) ??
    (governed?.mention && named(governed.mention, governed.cost))
  );
}

/** Spans between commas behind a name, or behind "the publisher", that say something of it. */
function asidesOf(
  tokens: readonly Token[],
  mentions: readonly Mention[],
  before: number,
): readonly (readonly [number, number])[] {
  const noun = /^(?:the|this)$/.test(wordAt(tokens, 0)) ? employerNoun(tokens, 1) : undefined;
  const free = mentions.filter(({ role, preposition }) => role === "employer" && preposition === null);
  const heads = [...free.map(({ to }) => to), ...(noun === undefined ? [] : [noun + 1])];
  // "Sir Ann's empire, which also includes Acme, said"
  for (let at = 2; at < before; at++)
    if (wordAt(tokens, at) === "," && /^(?:which|whose)$/.test(wordAt(tokens, at + 1)) && !heads.includes(at))
      heads.push(at);
  return heads.flatMap((head) => {
    const close = OPENS.test(wordAt(tokens, head)) ? apposition(tokens, head, before) : undefined;
    return close === undefined ? [] : [[head, close] as const];
  });
}

export function named({ name, key }: Mention, cost: number): Subject {
  return { name, key, by: "name", cost };
}

const AGENT = new Set(["at", "by", "of", "from", "for"]);

function costOf(
  tokens: readonly Token[],
  mention: Mention,
  begin: number,
  end: number,
  figure: Pick<Quantity, "from" | "to">,
  governed: Pick<Governor, "from" | "to"> | undefined,
): number | undefined {
  const weight = {
    employer: 0,
    attribute: 14,
    // "UNISON predicts that 50 will go": whoever speaks for others.
    union: SPEAKS.test(wordAt(tokens, mention.to)) ? undefined : 16,
    place: ruling(tokens, mention) ? 5 : undefined,
    person: undefined,
    source: undefined,
    reporter: undefined,
  }[mention.role];
  if (weight === undefined) return undefined;
  const { preposition } = mention;
  const isDoubtful = mention.doubtful && mention.to <= begin && !acts(tokens, mention.to) && !isEntry(tokens, mention);
  const modifies = (isOfThings(tokens, mention) ? 9 : 0) + (isDoubtful ? 5 : 0);
  const article = wordAt(tokens, mention.from - 1) === "the" ? 1 : 0;
  const before = wordAt(tokens, mention.from - 1 - article);
  if (mention.to === figure.from - 1 && wordAt(tokens, mention.to) === "(" && wordAt(tokens, figure.to) === ")")
    return weight - 2;
  // "to Bolt, which in March let 786 go": whoever the clause is about.
  if (mention.role === "employer" && isRelative(tokens, mention.to, begin < mention.from ? figure.from : begin))
    return 3;
  // "Acme let 3,400 go; Bolt, 2,300"
  if (mention.to === figure.from - 1 && preposition === null && isGapped(tokens, mention, article, figure))
    return weight - 1;
  if (mention.to <= begin) {
    let cost = weight + modifies + distance(tokens, mention.to, begin);
    if (preposition !== null)
      cost +=
        { at: 4, by: 5, of: 6, since: 16, than: 16, like: 16, unlike: 16, versus: 16, against: 16 }[preposition] ?? 12;
    // "received notice from Acme to retrench 400"
    if (preposition === "from" && mention.to === begin - 1 && wordAt(tokens, mention.to) === "to") return weight + 1;
    // "the closure of the Acme plant, with the loss of 400 jobs"
    if (CLOSURE_OF.test(phrase(tokens, mention.from - 3, mention.from)))
      return Math.min(weight + 5 + distance(tokens, mention.to, begin), FROM_BEFORE - 1 + weight);
    if (TAKES.test(before)) cost += 10;
    // "the publisher of X": not X.
    if (
      preposition === "of" &&
      (EMPLOYER_NOUNS.has(wordAt(tokens, mention.from - 2 - article)) || OWNER.test(phrase(tokens, 0, 3)))
    )
      return cost + 10;
    if (TAKES.test(before)) return cost;
    if (acts(tokens, mention.to)) cost -= 4;
    else if (OPENS.test(wordAt(tokens, mention.to))) {
      cost -= 1;
      const behind = preposition === null ? apposition(tokens, mention.to, begin) : undefined;
      if (behind !== undefined)
        cost = Math.min(cost, weight + 2 + distance(tokens, behind, begin), FROM_BEFORE - 1 + weight);
    }
    // Whoever does something is not far, however long the sentence: "Acme cut …", "Acme's layoffs will …".
    if (
      (preposition === "at" && STAFF_AT.test(phrase(tokens, 0, mention.from))) ||
      (preposition === null &&
        (acts(tokens, mention.to) || (mention.possessive && CUTS_OF.test(wordAt(tokens, mention.to + 1))))) ||
      isEntry(tokens, mention)
    )
      cost = Math.min(cost, FROM_BEFORE - 1 + weight);
    return Math.max(cost, 0);
  }
  if (mention.from >= end) {
    const near =
      modifies +
      distance(tokens, end, mention.from) +
      (CLOSURE_OF.test(phrase(tokens, mention.from - 3, mention.from)) && wordAt(tokens, mention.from - 4) !== "after"
        ? 9
        : 0);
    if (preposition !== null && AGENT.has(preposition)) {
      // "is cutting 25 roles at X": whoever cuts goes before where.
      if (SOME_OF_THEM.test(phrase(tokens, end, mention.from))) return weight + near + 15;
      const active = governed !== undefined && governed.to <= figure.from;
      if (/^(?:followed|led|preceded)$/.test(wordAt(tokens, mention.from - 2 - article))) return weight + near + 15;
      return weight + near + (preposition === "for" ? 8 : active ? 5 : 1);
    }
    // "200 people will leave Acme"
    if (figure.to <= mention.from && /^(?:leave|leaving|left|exit|exiting|depart|departing)$/.test(before))
      return weight + 1;
    if (/^(?:said|says|announced|confirmed|told|revealed)$/.test(wordAt(tokens, mention.to))) return weight + near + 4;
    // "242 jobs are to go in Elm, where Acme, a maker of sledges, has called in the receivers"
    if (before === "where" && preposition === null && wordAt(tokens, mention.to) === ",") return weight + 8;
    // "After cutting 300 jobs, Acme is …": who acts comes behind.
    if (
      preposition === null &&
      article === 0 &&
      before === "," &&
      acts(tokens, mention.to) &&
      LEADS_IN.test(wordAt(tokens, 0)) &&
      near < 16
    )
      return weight + 8;
    return weight + near + (TAKES.test(before) ? 24 : 14);
  }
  // "and Bolt 200", "followed by Bolt (200)"
  if (mention.to === figure.from && preposition === null) return weight - 1;
  // "saying goodbye to 141 Electrons"
  if (mention.from === figure.to - 1 && mention.to === figure.to && figure.to - figure.from > 1) return undefined;
  // "two Sky News presenters"
  if (mention.from >= figure.from && mention.to <= figure.to) return weight;
  if (mention.to <= figure.from || mention.from >= figure.to) {
    // "70 cut at Acme, 40 at Bolt": what stands behind another figure is of that one.
    const far =
      mention.to <= figure.from && preposition !== null
        ? distance(tokens, mention.to, figure.from) + (/^(?:,|and)$/.test(wordAt(tokens, mention.to)) ? 9 : 0)
        : 0;
    return far + weight + (preposition !== null && AGENT.has(preposition) ? 1 : preposition === null ? 6 : 12);
  }
  return undefined;
}

/** "several Acme users", "three of the Elmsworth clubs": the name says of which things. */
function isOfThings(tokens: readonly Token[], { to, possessive }: Mention): boolean {
  const next = tokens[to];
  // "makes the Acme and Bolt brands"
  if (/^(?:and \S+ )?brands\b/.test(phrase(tokens, to, to + 3)) && MAKES.test(phrase(tokens, to - 7, to))) return true;
  return (
    !possessive &&
    next?.kind === "word" &&
    !next.capital &&
    next.lower.endsWith("s") &&
    kindOf(next.lower) === "other" &&
    !acts(tokens, to) &&
    !PLACES_OF_WORK.test(next.lower)
  );
}

const PLACES_OF_WORK =
  /^(?:stores|shops|branches|outlets|sites|factories|plants|mills|mines|offices|locations|hospitals|divisions|departments|brands|layoffs|bosses|cuts|titles|newspapers|papers|magazines|restaurants|stations|depots|warehouses|centres|centers)$/;

/** "Workers at Acme's plant have been told": Acme does not stand far, however long the sentence. */
const STAFF_AT =
  /^(?:\S+ ){0,2}?(?:workers|staff|employees|bosses|managers|journalists|unions|steelworkers|miners|engineers|teachers|lecturers) at(?: the)?$/;

/** "the closing of the Acme plant": what stands behind it is of Acme. */
const CLOSURE_OF = /\b(?:closures?|closing) of(?: the)?$/;

const MAKES = /\b(?:produces?|makes?|making|producing)\b/;
const SPEAKS = /^(?:predicts?|predicted|fears?|feared|estimates?|estimated|believes?|warns?|warned|claims?|claimed)$/;

const CUTS_OF =
  /^(?:layoffs?|redundancies|cuts|plans?|proposals?|restructuring|reductions?|closure|decision|announcement|job)$/;
const LEADS_IN = /^(?:beyond|after|following|despite|besides|having|in|with|as|when|while|by|since|before|under)$/;

/** "35 will go, the bulk of them at Bolt": where, and not who. */
const SOME_OF_THEM =
  /\b(?:most|many|some|half|all|bulk|majority|rest|few|\d+) (?:of (?:them|those|these|which|whom) )?(?:\S+ )?(?:at|from|in)(?: the)?$/;

/** Whether a relative clause that opens behind a name holds what governs the figure. */
function isRelative(tokens: readonly Token[], to: number, begin: number): boolean {
  const at = wordAt(tokens, to) === "," ? to + 1 : to;
  if (!/^(?:which|who|where)$/.test(wordAt(tokens, at)) || begin <= at || begin - at > 14) return false;
  // It ends where a comma is followed by what its head does.
  for (let next = at + 1; next < begin; next++) {
    if (/^[;.:]$/.test(wordAt(tokens, next))) return false;
    if (wordAt(tokens, next) === "," && acts(tokens, next + 1)) return false;
  }
  return true;
}

/** "; the Interior Department, 2,300": the verb of the clause before is left out. */
function isGapped(
  tokens: readonly Token[],
  { from, to }: Mention,
  article: number,
  figure: Pick<Quantity, "from" | "to">,
): boolean {
  return (
    wordAt(tokens, to) === "," &&
    /^[;,]$|^and$/.test(wordAt(tokens, from - 1 - article)) &&
    (tokens[figure.to] === undefined || /^[.;,]$/.test(wordAt(tokens, figure.to)))
  );
}

/** What stands between a name and what it does begins so. */
export const OPENS = /^[,(–—]$/u;

/** Where a sentence goes on after what stands between commas behind a name: "Acme, which owns …, is cutting". */
function apposition(tokens: readonly Token[], comma: number, before: number): number | undefined {
  const end = Math.min(comma + 26, before + 1);
  for (let at = comma + 2; at < end; at++) {
    if (!/^[,)–—]$/u.test(wordAt(tokens, at))) continue;
    const next = /^[”"’]$/u.test(wordAt(tokens, at + 1)) ? at + 2 : at + 1;
    if (acts(tokens, next)) return next;
  }
  return undefined;
}

/** Pronouns and "the company" before a place, with what it costs to take them. */
function pronounsOf(tokens: readonly Token[], begin: number): Candidate[] {
  const found: Candidate[] = [];
  for (let at = 0; at < begin; at++) {
    const word = wordAt(tokens, at);
    if (PRONOUNS.has(word)) {
      // "It came as …", "it is understood that …": nobody.
      if (word === "it" && /^(?:came|comes|follows|emerged)$/.test(wordAt(tokens, at + 1))) continue;
      const far = distance(tokens, at + 1, begin) + (word === "they" ? 6 : 1);
      found.push({ cost: at === 0 && acts(tokens, 1) ? Math.min(far, FROM_BEFORE - 1) : far, at });
    } else if (/^(?:the|this|our|both)$/.test(word)) {
      const noun = employerNoun(tokens, at + 1);
      if (noun === undefined || noun >= begin) continue;
      const of = /^(?:of|in|at|for|from|across|by|with|to|that|on)$/.test(wordAt(tokens, at - 1)) ? 5 : 0;
      const far = distance(tokens, noun + 1, begin) + 1 + of;
      const behind = wordAt(tokens, noun + 1) === "," ? apposition(tokens, noun + 1, begin) : undefined;
      if (at === 0 && behind !== undefined) found.push({ cost: 2 + distance(tokens, behind, begin), at });
      else found.push({ cost: at === 0 && acts(tokens, noun + 1) ? Math.min(far, FROM_BEFORE - 1) : far, at });
    }
  }
  return found;
}

/** The noun of "the chip maker", "the Berlin lender", when no name follows it. */
function employerNoun(tokens: readonly Token[], from: number): number | undefined {
  for (let at = from; at < from + 4; at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark") return undefined;
    const { lower } = token;
    if (EMPLOYER_NOUNS.has(lower) || EMPLOYER_NOUNS.has(lower.split("-").at(-1) ?? "")) {
      const next = tokens[at + 1];
      if (next !== undefined && EMPLOYER_NOUNS.has(next.lower)) continue;
      return next?.kind === "word" && next.capital ? undefined : at;
    }
  }
  return undefined;
}

/** "The steel division of Acme said it": Acme. */
const OF_UNIT =
  /\b(?:division|unit|arm|business|branch|operations|segment|board|bosses|managers|management|leadership|administrators|administrator|owners?|ceo|boss) (?:of|at|for)(?: (?!and\b|or\b)\S+){0,3}$/;

const OWNER = /^(?:the|its) (?:\S+ )?(?:owner|parent|publisher|maker|operator)\b/;

/** Whom a pronoun means: who was named before it in the sentence and does something, else of whom the passage speaks. */
function meant(
  tokens: readonly Token[],
  at: number,
  mentions: readonly Mention[],
  cost: number,
  focus: Subject | undefined,
): Subject | undefined {
  const before = mentions.filter(
    ({ to, role, preposition, from }) =>
      to <= at &&
      role === "employer" &&
      (preposition === null ? !TAKES.test(wordAt(tokens, from - 1)) : OF_UNIT.test(phrase(tokens, from - 6, from))),
  );
  const acting =
    before.findLast((one) => acts(tokens, one.to) || wordAt(tokens, one.to) === "," || isEntry(tokens, one)) ??
    before.at(-1);
  // "The owner of Bolt and Crest said it": of whom the passage speaks.
  const owns = focus !== undefined && acting?.preposition === "of" && OWNER.test(phrase(tokens, 0, 3));
  if (acting !== undefined && !owns) return { name: acting.name, key: acting.key, by: "coreference", cost };
  if (focus !== undefined) return { ...focus, by: "coreference", cost };
  // "said it would": named only behind ("… , Acme said").
  const after = mentions.find(
    ({ from, role, preposition }) => from > at && role === "employer" && preposition === null,
  );
  return after && { name: after.name, key: after.key, by: "coreference", cost: cost + 8 };
}
