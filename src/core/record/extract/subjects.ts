// Whose people a figure is of: the employer among the names of a sentence, or the one that a pronoun stands for.
import { acts } from "./acts.ts";
import { apposition, asidesOf, isRelative, OPENS, outsideOf } from "./asides.ts";
import { calledSo, meant, meantBehind, OWNER, pronounsOf } from "./coreference.ts";
import { isEntry } from "./entries.ts";
import { distance, type Governor } from "./governors.ts";
import type { Mention } from "./mention.ts";
import { EMPLOYER_NOUNS } from "./names.ts";
import type { Quantity } from "./numbers.ts";
import { ruling } from "./ruling.ts";
import { FROM_BEFORE, asSubject, type Subject, TAKES } from "./subject.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import { farFrom, unnamedBefore } from "./unnamed.ts";
import { kindOf } from "./work.ts";

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
 * @param seen employers that were named before it, the last one last.
 */
export function subjectOf(
  tokens: readonly Token[],
  { from, to }: Pick<Quantity, "from" | "to">,
  governor: Pick<Governor, "from" | "to"> | undefined,
  mentions: readonly Mention[],
  focus: Subject | undefined,
  seen: readonly Subject[] = [],
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
    ...meantBehind(tokens, from, to),
    ...(focus === undefined ? [] : [{ cost: FROM_BEFORE }]),
    ...(other === undefined ? [] : [{ cost: farFrom(tokens, other, begin, FROM_BEFORE - 1), unnamed: true as const }]),
  ];
  const best = candidates.reduce<Candidate | undefined>(
    (a, b) => (a === undefined || b.cost < a.cost ? b : a),
    undefined,
  );
  if (best?.unnamed === true) return undefined;
  if (best === undefined || (best.mention === undefined && best.at === undefined)) {
    // "The owner of Acme and Bolt is to cut": somebody who has no name here.
    const owned =
      OWNER.test(phrase(tokens, 0, 3)) &&
      mentions.some(({ key, preposition, to: close }) => key === focus?.key && preposition === "of" && close <= begin);
    return owned ? undefined : focus && { ...focus, by: "document", cost: 45 };
  }
  if (best.mention !== undefined) return asSubject(best.mention, best.cost);
  // "the Elmsworth school board": whoever governs the place.
  const governed = candidates.find(({ mention }) => mention?.role === "place");
  return (
    meant(
      tokens,
      best.at ?? 0,
      outsideOf(asides, mentions),
      best.cost,
      calledSo(tokens, best.at ?? 0, seen) ?? focus,
    ) ??
    (governed?.mention && asSubject(governed.mention, governed.cost))
  );
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
  if (mention.role === "employer" && isRelative(tokens, mention, begin < mention.from ? figure.from : begin))
    return 3 - mention.from / 1000;
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
      // "At Acme, on the level of the group, it"
      (preposition === "at" && mention.from < 3 && wordAt(tokens, mention.to) === "," && wordAt(tokens, 0) === "at") ||
      (preposition === null &&
        (acts(tokens, mention.to) || (mention.possessive && CUTS_OF.test(wordAt(tokens, mention.to + 1))))) ||
      // "is against Acme's recent decision to"
      (mention.possessive && DECIDES.test(phrase(tokens, mention.to + 1, mention.to + 4))) ||
      isEntry(tokens, mention)
    )
      cost = Math.min(cost, FROM_BEFORE - 1 + weight);
    return Math.max(cost, 0);
  }
  if (mention.from >= end) {
    const near =
      modifies +
      distance(tokens, end, mention.from) +
      // "255 workers at its Elm-based Bolt Centre": a part of whom the sentence is about.
      (/\b(?:its|their|our)(?: \S+){0,2}$/.test(phrase(tokens, mention.from - 3, mention.from)) ? 9 : 0) +
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
const DECIDES = /^(?:\S+ )?(?:decisions?|plans?|proposals?|moves?|announcement) (?:to|that|of)\b/;
const LEADS_IN = /^(?:beyond|after|following|despite|besides|having|in|with|as|when|while|by|since|before|under)$/;

/** "35 will go, the bulk of them at Bolt": where, and not who. */
const SOME_OF_THEM =
  /\b(?:most|many|some|half|all|bulk|majority|rest|few|\d+) (?:of (?:them|those|these|which|whom) )?(?:\S+ )?(?:at|from|in)(?: the)?$/;

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
