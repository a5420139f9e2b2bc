// Whether a name is that of a place, by what is known of places and by the words around it.
import { type Known, LEGAL } from "./mention.ts";
import { OWNED } from "./name-end.ts";
import { ACTING } from "./opening.ts";
import { COMPANY_ENDINGS, EMPLOYER_NOUNS, isPlace, NO_COMPANY, PLANTS } from "./names.ts";
import { isState } from "./sentences.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";

/** A name in a sentence, while it is asked who it is. */
export interface Named {
  readonly from: number;
  readonly to: number;
  readonly key: string;
  /** The gazetteer knows it. */
  readonly isKnown: boolean;
  /** The first and the last word of the key. */
  readonly first: string;
  readonly last: string;
  readonly single: boolean;
}

const REGIONS = /^(?:county|township|borough|parish|valley|city|heights|beach|springs|falls|park|island|islands)$/;

const AREAS =
  /^(?:region|regions|area|areas|county|counties|valley|district|township|village|town|suburb|province|borough|peninsula|railway)$/;

/** Where an agency's report begins: "CHELTENHAM, England, May 28 (Reuters) -", "LONDON —". */
function isDateline(tokens: readonly Token[], to: number): boolean {
  for (let at = to; at < Math.min(tokens.length, to + 14); at++) {
    const token = tokens[at];
    if (token === undefined) return false;
    if (/^[–—-]$/u.test(token.text)) return at > to || tokens[0]?.text === tokens[0]?.text.toUpperCase();
    // "Friedrichshafen (dpa) -"
    if (token.text === "(" && at === to && /^[–—-]$/u.test(wordAt(tokens, at + 3))) return true;
    if (token.text === "(" && at > to) return wordAt(tokens, at + 2) === ")" || wordAt(tokens, at + 3) === ")";
    const fits = token.kind === "number" || (token.kind === "word" ? token.capital : /^[,.(/)]$/.test(token.text));
    if (!fits) return false;
  }
  return false;
}

/** Houses that work is done in, called after where they stand. */
const PREMISES =
  /^(?:studio|studios|office|offices|branch|store|headquarters|hq|base|hub|newsroom|terminal|sites|plants|factories|mills)$/;

/** Before "in": what somebody has in a firm, and not where it is. */
const OWNED_IN =
  /^(?:stake|stakes|shares?|interest|invest|invests|invested|investing|investment|investments|investors|shareholders?|holding|confidence|trust|faith)$/;

/** "• Acme, Elmsworth — 44", "Acme (Elmsworth): 44": behind the name of an entry where it is. */
function isBesideEntry(tokens: readonly Token[], from: number, to: number): boolean {
  const sign = tokens[to];
  if (sign === undefined || !/^[:–—-]$/u.test(sign.text) || tokens[to + 1]?.kind !== "number") return false;
  if (wordAt(tokens, from - 1) !== ",") return false;
  return tokens
    .slice(0, from - 1)
    .every(({ kind, capital, text }) => kind === "mark" || capital || /^(?:of|and|the|n)$/.test(text));
}

const FIRMS =
  /^(?:firm|company|factory|manufacturer|business|employer|dairy|brewery|bakery|distillery|foundry|mill|steelworks|shipyard|[a-z]{3,}makers?|printer|printers|builder|housebuilder|school|hospital|church|library|museum|theatre|pub|hotel|shop|store)$/;

/** What is called after itself, and not after a place. */
const BRANDED = /^(?:platform|brand|app|exchange|website|marketplace|title|magazine|newspaper|paper|label)$/;

export const STREETS =
  /^(?:street|avenue|road|lane|drive|boulevard|parkway|highway|square|crescent|terrace|quay|wharf)$/;
const DIRECTIONS =
  /^(?:north|south|east|west|northern|southern|eastern|western|central|mid|greater|upstate|downstate|downtown|inner|outer|rural|northeast|northwest|southeast|southwest)$/;
const STATE_CODES = new Set(
  "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc on qc bc ab mb sk ns nb".split(
    " ",
  ),
);

/** Whether a name is that of a place here; what is learned of it is kept in `known`. */
export function isPlaceAt(
  tokens: readonly Token[],
  { from, to, key, isKnown, first, last, single }: Named,
  known: Known,
): boolean {
  const [before, next] = [wordAt(tokens, from - 1), wordAt(tokens, to)];
  if (from === 0 && isDateline(tokens, to)) return true;
  if (isState(key) && wordAt(tokens, to) === ".") return true;
  // "NHS posts", "the country's biggest NHS trust": a system of many employers.
  if (key === "nhs" && tokens[to]?.kind === "word" && !ACTING.test(next)) return true;
  if (isPlace(key) || (isPlace(last) && to - from <= 2 && NO_COMPANY.has(first))) return true;
  if (single && before === "," && isPlace(wordAt(tokens, from - 2))) return true;
  // "Sunnyvale, California-based Acme"
  if (next === "," && OWNED.test(wordAt(tokens, to + 1)) && isPlace(wordAt(tokens, to + 1).split("-")[0] ?? ""))
    return true;
  if (
    next === "," &&
    (isPlace(wordAt(tokens, to + 1)) || isState(wordAt(tokens, to + 1))) &&
    tokens[to + 2]?.capital !== true &&
    (from > 0 || isPlace(key))
  ) {
    // "at Elm Heights, Leeds,": wherever it is named.
    if (before === "at" && !isKnown && !known.named.has(`@${key}`) && !COMPANY_ENDINGS.has(last)) known.places.add(key);
    return true;
  }
  if (
    (AREAS.test(next) ||
      (AREAS.test(last) && !/\bschool\b/.test(key)) ||
      /^(?:residents?|locals|villagers|townspeople|police|mayor)$/.test(next)) &&
    !isKnown
  ) {
    // "the Elmsworth Valley", and Elmsworth elsewhere.
    if (to - from === 2 && AREAS.test(last) && !known.gazetteer.has(first)) known.places.add(first);
    return true;
  }
  if (!single && (first === "co" || first === "county") && !isKnown) return true;
  // "the Elmsworth Works of Acme Technologies"
  if (!single && !isKnown && next === "of" && PLANTS.test(last) && tokens[to + 1]?.capital === true) return true;
  // "Elmsworth's biggest employer", "its factory at Elmsworth"
  if (
    !isKnown &&
    /^['’]s$/u.test(next) &&
    /^(?:(?:one|two|second|third|main|most) )?(?:biggest|largest|main|major|oldest|leading|top|important) (?:\S+ )?employers?\b/.test(
      phrase(tokens, to + 1, to + 5),
    )
  ) {
    known.places.add(key);
    return true;
  }
  if (
    single &&
    !isKnown &&
    /^(?:at|in)$/.test(before) &&
    PLANTS.test(wordAt(tokens, from - 2)) &&
    /\b(?:its|their|the company['’]s|the firm['’]s)(?: \S+)? \S+ (?:at|in)$/u.test(phrase(tokens, from - 6, from))
  )
    return true;
  if (
    single &&
    !isKnown &&
    before === "and" &&
    isPlace(wordAt(tokens, from - 2)) &&
    /^(?:at|in|near)$/.test(wordAt(tokens, from - 3))
  )
    return true;
  // "at Swansea and Bridgend", "in Hazard, Harlan and": beside a place.
  if (single && !isKnown && /^(?:and|or)$/.test(before) && isPlace(wordAt(tokens, from - 2)) && !ACTING.test(next))
    return true;
  if (
    single &&
    !isKnown &&
    next === "in" &&
    // "250 jobs at Acme in Elmsworth", where nobody else is an employer.
    !(before === "at" && known.unnamed.yes) &&
    tokens[to + 1]?.capital === true &&
    isPlace(wordAt(tokens, to + 1)) &&
    !known.named.has(`@${key}`)
  )
    return true;
  if (
    single &&
    !isKnown &&
    before === "and" &&
    tokens[from - 2]?.capital === true &&
    /^(?:in|near)$/.test(wordAt(tokens, from - 3)) &&
    !ACTING.test(next)
  )
    return true;
  // "Acme's Elmsworth factory", "the Elmsworth Vale studio": where it is.
  // "Elmsworth's Acme Howe factory": whose it is there.
  const ofTown = !single && /^['’]s$/u.test(before) && isPlace(wordAt(tokens, from - 2));
  const ofSite = (PLANTS.test(next) || PREMISES.test(next)) && tokens[to]?.capital === false;
  if (ofSite && !isKnown && !COMPANY_ENDINGS.has(last) && /^(?:['’]s?|its|their)$/u.test(before) && !ofTown) {
    known.places.add(key);
    return true;
  }
  if (
    ofSite &&
    !isKnown &&
    !single &&
    before === "the" &&
    !COMPANY_ENDINGS.has(last) &&
    !key.includes("&") &&
    !known.named.has(`@${key}`)
  ) {
    return true;
  }
  // "NC", "TX"
  if (single && !isKnown && /^[A-Z]{2}$/.test(tokens[from]?.text ?? "") && STATE_CODES.has(key)) return true;
  // "North Texas", "Isle of Wight", "the Gulf of Mexico"
  if (to - from === 2 && DIRECTIONS.test(first) && isPlace(last)) return true;
  if (
    /^(?:bay|port|mount|lake|vale) /.test(key) &&
    !isKnown &&
    !COMPANY_ENDINGS.has(last) &&
    (!ACTING.test(next) || /^(?:to|will|would|could) lose\b/.test(phrase(tokens, to, to + 2)))
  )
    return true;
  // "ONT-3": a site by its number.
  if (single && !isKnown && /^[A-Z]{2,4}-?\d{1,3}$/.test(tokens[from]?.text ?? "")) return true;
  // "a move that will see Elmsworth close"
  if (!isKnown && /^(?:see|sees|saw|seeing)$/.test(before) && /^(?:close|shut|lose|go)$/.test(next)) return true;
  // "Elmsworth employers gave notice": of many.
  if (!isKnown && /^(?:employers|firms|companies|businesses|retailers|councils)$/.test(next)) return true;
  if (/^(?:isle|isles|gulf|strait) of /.test(key)) return true;
  if (!single && STREETS.test(last) && !isKnown && !LEGAL.test(wordAt(tokens, to))) return true;
  // "from the Highlands to the Solent"
  const spans =
    wordAt(tokens, from - 2) === "from" ? next === "to" : /\bfrom the \S+ to the$/.test(phrase(tokens, from - 5, from));
  if (before === "the" && spans && single && !isKnown && !known.named.has(`@${key}`)) return true;
  // "Elmsworth (population 11,000)"
  if (next === "(" && /^pop(?:ulation)?$/.test(wordAt(tokens, to + 1))) return true;
  // "Elmsworth, where 220 people make parts, closes"
  if (
    from === 0 &&
    !isKnown &&
    next === "," &&
    wordAt(tokens, to + 1) === "where" &&
    !known.named.has(`@${key}`) &&
    !COMPANY_ENDINGS.has(last)
  )
    return true;
  // "• Acme, Elmsworth — 44"
  if (isBesideEntry(tokens, from, to)) return true;
  // "in Elmsworth Vale": a name of several words that nothing else makes a firm's.
  if (
    /^(?:in|near|around|outside)$/.test(before) &&
    !single &&
    !isKnown &&
    !COMPANY_ENDINGS.has(last) &&
    !EMPLOYER_NOUNS.has(last) &&
    !known.named.has(`@${key}`) &&
    !OWNED_IN.test(wordAt(tokens, from - 2)) &&
    !/^(?:['’]s?|staff|workers|employees|jobs)$/u.test(next)
  )
    return true;
  if (known.places.has(key) && !isKnown) return true;
  // "the Elmsworth company": where it is, and not who.
  const isThe = /^(?:the|an?)$/.test(before) && single && !isKnown && !known.named.has(`@${key}`);
  if (isThe && tokens[to]?.capital === false && EMPLOYER_NOUNS.has(next) && !BRANDED.test(next)) return true;
  if (
    isThe &&
    before !== "the" &&
    /^(?:firm|company|maker|manufacturer|retailer|supplier|business|factory|plant)$/.test(wordAt(tokens, to + 1)) &&
    tokens[to]?.capital === false
  )
    return true;
  // "Historic Elmsworth firm", "last orders for Elmsworth cheesemaker": where it is.
  if (
    single &&
    !isKnown &&
    !known.named.has(`@${key}`) &&
    tokens[to]?.capital === false &&
    tokens[to]?.kind === "word" &&
    FIRMS.test(next) &&
    !ACTING.test(wordAt(tokens, from - 1)) &&
    before !== "the"
  )
    return true;
  if (/^(?:in|near|around)$/.test(before) && REGIONS.test(last) && !isKnown) return true;
  if (
    /^(?:in|near|around)$/.test(before) &&
    single &&
    !isKnown &&
    !known.named.has(`@${key}`) &&
    !OWNED_IN.test(wordAt(tokens, from - 2))
  ) {
    known.places.add(key);
    return true;
  }
  return false;
}
