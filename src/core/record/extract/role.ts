// Who it is that a name names: an employer, or a person, a place, a source, a union.
import { type Known, LEGAL, type Mention } from "./mention.ts";
import { ACTING, OWNED } from "./name-at.ts";
import {
  ADMINISTRATORS,
  COMPANY_ENDINGS,
  COUNTERS,
  EMPLOYER_NOUNS,
  FIRST_NAMES,
  isPlace,
  isUnion,
  MEDIA,
  NO_COMPANY,
  PLANTS,
  ROLES,
} from "./names.ts";
import { isState } from "./sentences.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";

const REPORTS =
  /^(?:aware|reported|reports|understands|learned|learnt|revealed|reveals|wrote|writes|seen|previously|first|also|claims)$/;

const CUTTING =
  /^(?:to (?:cut|axe|close|shut|lay|shed|slash)|(?:is|are) (?:to|cutting|closing|shutting|laying|axing|shedding|making)|(?:will|would|could) (?:cut|close|shut|axe|lay|shed)|cuts|axes|lays off|laid off|employs|closes|shuts)\b/;
/** What follows whoever is told something by an employer: no noun, as in "told Acme workers". */
const TOLD =
  /^(?:that|it|its|in|on|the|this|last|yesterday|how|why|he|she|they|there|,|\.|["“”]|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/u;
const REGIONS = /^(?:county|township|borough|parish|valley|city|heights|beach|springs|falls|park|island|islands)$/;

/** Words before who reports; a paper may itself be what jobs are cut "by", "with" or "in". */
const BESIDE_MEDIA = /^(?:told|tell|tells|by|with|to|a|in|per|by:|via)$/;
const BESIDE_PAPERS = /^(?:told|tell|tells|per|via)$/;

/** Where an agency's report begins: "CHELTENHAM, England, May 28 (Reuters) -", "LONDON —". */
function isDateline(tokens: readonly Token[], to: number): boolean {
  for (let at = to; at < Math.min(tokens.length, to + 14); at++) {
    const token = tokens[at];
    if (token === undefined) return false;
    if (/^[–—-]$/u.test(token.text)) return at > to || tokens[0]?.text === tokens[0]?.text.toUpperCase();
    if (token.text === "(" && at > to) return wordAt(tokens, at + 2) === ")" || wordAt(tokens, at + 3) === ")";
    const fits = token.kind === "number" || (token.kind === "word" ? token.capital : /^[,.(/)]$/.test(token.text));
    if (!fits) return false;
  }
  return false;
}

/** "owned by Acme", "the Acme and Bolt-backed maker": whose, not who. */
function isOwner(tokens: readonly Token[], from: number, to: number): boolean {
  if (wordAt(tokens, to) === "and" && (OWNED.test(wordAt(tokens, to + 1)) || OWNED.test(wordAt(tokens, to + 2))))
    return true;
  let at = from - 1;
  if (/^['’]s$/u.test(wordAt(tokens, at))) at -= 2;
  while (
    from - at < 6 &&
    wordAt(tokens, at) !== "by" &&
    (EMPLOYER_NOUNS.has(wordAt(tokens, at)) ||
      /^(?:the|[a-z]+ese|[a-z]+ish|[a-z]+an)$/.test(wordAt(tokens, at)) ||
      tokens[at]?.capital === true)
  )
    at -= 1;
  return (
    wordAt(tokens, at) === "by" &&
    /^(?:owned|acquired|bought|backed|run|operated|controlled|founded|published|developed|financed|funded|led)$/.test(
      wordAt(tokens, at - 1),
    )
  );
}

/** Local papers and stations by what they are called, where they say something. */
export function isPaper(key: string): boolean {
  return (
    /^[kw][a-z]{3}$/.test(key) ||
    / (?:post|journal|times|telegraph|herald|gazette|echo|chronicle|tribune|mail|express|observer|courier|argus|standard|star|news|press|today|review|record|independent|bee|dispatch|inquirer|advertiser|examiner|globe|magazine)$/.test(
      key,
    )
  );
}

/** Public offices to which cuts are notified. */
const AGENCIES =
  /\b(?:employment|labou?r|workforce|job service|unemployment)\b.*\b(?:department|commission|office|agency|division|board|training|development|services?|security)\b|\b(?:department|office|bureau|division|ministry|secretary) (?:of|for) (?:.*\b)?(?:labou?r|employment|workforce|commerce)\b/;
const AREAS =
  /^(?:region|regions|area|areas|county|counties|valley|district|township|village|town|suburb|province|borough|peninsula)$/;

export function roleOf(
  tokens: readonly Token[],
  from: number,
  to: number,
  key: string,
  isKnown: boolean,
  known: Known,
): Mention["role"] {
  const [before, next] = [wordAt(tokens, from - 1), wordAt(tokens, to)];
  if (
    COUNTERS.has(key) &&
    (/layoffs|challenger|trueup|crunchbase/.test(key) || !ACTING.test(next) || /^(?:said|says)$/.test(next))
  )
    return "source";
  if (isUnion(key) || (/^unions?$/.test(before) && tokens[from - 1]?.capital === false)) return "union";
  if (to - from > 1 && AGENCIES.test(key)) return "reporter";
  if (from === 0 && isDateline(tokens, to)) return "place";
  if (isState(key) && wordAt(tokens, to) === ".") return "place";
  // "NHS posts", "the country's biggest NHS trust": a system of many employers.
  if (key === "nhs" && tokens[to]?.kind === "word" && !ACTING.test(next)) return "place";
  const last = key.split(" ").at(-1) ?? "";
  const first = key.split(" ")[0] ?? "";
  const single = to - from === 1;
  if (isPlace(key) || (isPlace(last) && to - from <= 2 && NO_COMPANY.has(first))) return "place";
  if (single && before === "," && isPlace(wordAt(tokens, from - 2))) return "place";
  // "Sunnyvale, California-based Acme"
  if (next === "," && OWNED.test(wordAt(tokens, to + 1)) && isPlace(wordAt(tokens, to + 1).split("-")[0] ?? ""))
    return "place";
  if (next === "," && isPlace(wordAt(tokens, to + 1)) && tokens[to + 2]?.capital !== true && (from > 0 || isPlace(key)))
    return "place";
  if (single && key === "vice" && ROLES.has(next)) return "person";
  if (
    (AREAS.test(next) ||
      (AREAS.test(last) && !/\bschool\b/.test(key)) ||
      /^(?:residents?|locals|villagers|townspeople|police|mayor)$/.test(next)) &&
    !isKnown
  )
    return "place";
  if (!single && first === "co" && !isKnown) return "place";
  if (
    single &&
    !isKnown &&
    before === "and" &&
    isPlace(wordAt(tokens, from - 2)) &&
    /^(?:at|in|near)$/.test(wordAt(tokens, from - 3))
  )
    return "place";
  // "at Swansea and Bridgend", "in Hazard, Harlan and": beside a place.
  if (single && !isKnown && /^(?:and|or)$/.test(before) && isPlace(wordAt(tokens, from - 2)) && !ACTING.test(next))
    return "place";
  if (
    single &&
    !isKnown &&
    next === "in" &&
    tokens[to + 1]?.capital === true &&
    isPlace(wordAt(tokens, to + 1)) &&
    !known.named.has(`@${key}`)
  )
    return "place";
  if (
    single &&
    !isKnown &&
    before === "and" &&
    tokens[from - 2]?.capital === true &&
    /^(?:in|near)$/.test(wordAt(tokens, from - 3)) &&
    !ACTING.test(next)
  )
    return "place";
  if (known.places.has(key) && !isKnown) return "place";
  // "the Elmsworth company": where it is, and not who.
  const isThe = before === "the" && single && !isKnown && !known.named.has(`@${key}`);
  if (isThe && EMPLOYER_NOUNS.has(next) && tokens[to]?.capital === false) return "place";
  if (/^(?:in|near|around)$/.test(before) && REGIONS.test(last) && !isKnown) return "place";
  if (/^(?:in|near|around)$/.test(before) && single && !isKnown && !known.named.has(`@${key}`)) {
    known.places.add(key);
    return "place";
  }
  if (!COMPANY_ENDINGS.has(last) && !LEGAL.test(wordAt(tokens, to - 1))) {
    const rolesNear =
      (ROLES.has(before) && !single) ||
      (before === "," && !single && to - from <= 3 && ROLES.has(wordAt(tokens, from - 2)) && !isKnown) ||
      (single && known.people.has(key)) ||
      (next === "," &&
        (ROLES.has(wordAt(tokens, to + 1)) || ROLES.has(wordAt(tokens, to + 2)) || ROLES.has(wordAt(tokens, to + 3))) &&
        !isKnown &&
        !single);
    const called = !single && to - from <= 3 && FIRST_NAMES.has(first) && !isKnown;
    // "at John Lewis", "John Lewis is closing": a firm that is called after somebody.
    if (called && !rolesNear && (before === "at" || CUTTING.test(phrase(tokens, to, to + 3)))) known.firms.add(key);
    const named = called && !known.firms.has(key);
    // "Deloitte's Neville Kahn said"
    const whose = !single && /^['’]s$/u.test(before) && /^(?:said|says|told|added|wrote)$/.test(next) && !isKnown;
    const mister =
      /^(?:mr|mrs|ms|dr|sir|lord)$/.test(first) ||
      /^(?:mr|mrs|ms|dr|sir|lord)$/.test(before) ||
      (before === "." && /^(?:mr|mrs|ms|dr)$/.test(wordAt(tokens, from - 2)));
    if (rolesNear || named || mister || whose) {
      known.people.add(last);
      return "person";
    }
  }
  if (
    ADMINISTRATORS.has(first) &&
    ((/^(?:said|says)$/.test(next) && wordAt(tokens, to + 1) !== "it") ||
      (/^['’]s$/u.test(next) && tokens[to + 1]?.capital === true) ||
      phrase(tokens, to, to + 3) === ", the administrator")
  )
    return "reporter";
  // "Mirror publisher Reach", "Heathrow operator Ferrovial": who is meant comes behind.
  if (EMPLOYER_NOUNS.has(next) && tokens[to + 1]?.capital === true && !NO_COMPANY.has(wordAt(tokens, to + 1)))
    return "attribute";
  if (isOwner(tokens, from, to)) return "attribute";
  // "told Acme that"
  if (/^(?:told|tells|telling)$/.test(before) && TOLD.test(next)) return "reporter";
  // "…, reports Acme."
  if (/^(?:reports|reported|writes)$/.test(before) && /^[,"”]$/u.test(wordAt(tokens, from - 2))) return "reporter";
  if (MEDIA.has(key) || isPaper(key)) {
    const says =
      REPORTS.test(next) ||
      (/^(?:has|have|is|had)$/.test(next) &&
        (REPORTS.test(wordAt(tokens, to + 1)) ||
          (/^(?:already|also|earlier)$/.test(wordAt(tokens, to + 1)) && REPORTS.test(wordAt(tokens, to + 2)))));
    const told =
      (MEDIA.has(key) ? BESIDE_MEDIA : BESIDE_PAPERS).test(before === "the" ? wordAt(tokens, from - 2) : before) ||
      /^[|—–]$/u.test(before) ||
      phrase(tokens, from - 2, from) === "according to" ||
      phrase(tokens, from - 3, from) === "according to the";
    if (
      says ||
      told ||
      /^(?:report|story|article|interview|audit|analysis|data|columnist|newsletter|profile|post|page|account|thread)$/.test(
        next,
      )
    )
      return "reporter";
  }
  if (
    /^(?:rival|rivals|supplier|suppliers|competitor|parent|owner|investor|shareholder|backer|alumni|veteran|alum|subsidiary|successor)$/.test(
      next,
    )
  ) {
    return "attribute";
  }
  if (
    /^['’]s?$/u.test(next) &&
    /^(?:parent|owner|rival|supplier|former|biggest|largest|main)$/.test(wordAt(tokens, to + 1))
  )
    return "attribute";
  // "two big former Stelco plants"
  if (before === "former" && PLANTS.test(next.replace(/ies$/, "y").replace(/s$/, ""))) return "attribute";
  // "at the Warren truck plant": the plant's name, unless it is known who that is.
  if ((PLANTS.test(next) || PLANTS.test(wordAt(tokens, to + 1))) && !isKnown && !known.named.has(`@${key}`))
    return "attribute";
  return "employer";
}
