// Who it is that a name names: an employer, or a person, a place, a source, a union.
import { type Known, type Mention, textOf } from "./mention.ts";
import { OWNED } from "./name-end.ts";
import { ACTING } from "./opening.ts";
import {
  ADMINISTRATORS,
  COMPANY_ENDINGS,
  COUNTERS,
  EMPLOYER_NOUNS,
  isPlace,
  isUnion,
  MEDIA,
  NO_COMPANY,
  PLANTS,
} from "./names.ts";
import { isPersonAt } from "./person-at.ts";
import { isPlaceAt, type Named } from "./place-at.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";
import { isWork } from "./work.ts";

const CUTS_NEXT =
  /^(?:to|may|could|will|might|plans to|is to) (?:cut|axe|lay|shed|slash|close|make)\b|^(?:cuts|axes|sheds|slashes|lays)\b/;

const REPORTS =
  /^(?:aware|reported|reports|understands|learned|learnt|revealed|reveals|wrote|writes|seen|previously|first|also|claims|obtained|asked|contacted|approached|called|broke|published)$/;

/** What follows whoever is told something by an employer: no noun, as in "told Acme workers". */
const TOLD =
  /^(?:that|if|about|of|it|its|in|on|the|this|last|yesterday|how|why|he|she|they|there|,|\.|["“”]|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/u;
/** Words before who reports; a paper may itself be what jobs are cut "by", "with" or "in". */
const BESIDE_MEDIA = /^(?:told|tell|tells|by|with|to|a|in|per|by:|via)$/;
const BESIDE_PAPERS = /^(?:told|tell|tells|asked|per|via)$/;

/** What a part of a firm deals in, which alone names none. */
const OF_OTHERS =
  /^(?:(?:has |had )?(?:reported|reports|writes|wrote)(?: earlier| yesterday| on \S+day)? that (?!it|its|they|we)|(?:also )?has news of\b)/;

/** What only who reports does: "Acme understands that", "Acme has learned". */
const LEARNS =
  /^(?:understands|(?:is|are|was|were) reporting|quoted|quotes|hears|(?:has|have) (?:learned|learnt|seen|obtained)|can (?:reveal|disclose|exclusively)|(?:exclusively|previously|earlier) (?:reported|revealed))\b/;

const FIELDS =
  /^(?:space|defence|defense|aerospace|digital|cloud|energy|media|retail|commercial|consumer|industrial|automation|devices|gaming|health|wealth|mobility|chemicals|logistics|marketing|engineering|research)$/;

const ELECTED = /^(?:[A-Z]{2,5} )?(?:MPs?|MLA|MSP|TD|MEP|Cllr|Councillor|Senator|Congressman|Assemblyman)\b/;
const WINDING_UP = ["administrators", "administrator", "receivers", "receivership", "liquidators", "insolvency"];

/** Where people meet without being in one room. */
const CHANNELS = new Set(
  "google meet|zoom|slack|linkedin|x|twitter|facebook|teams|microsoft teams|whatsapp|youtube|instagram|reddit|bluesky|threads|medium".split(
    "|",
  ),
);

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
      /^(?:the|minority|majority|[a-z]+ese|[a-z]+ish|[a-z]+an)$/.test(wordAt(tokens, at)) ||
      tokens[at]?.capital === true)
  )
    at -= 1;
  return (
    wordAt(tokens, at) === "by" &&
    /^(?:owned|acquired|bought|backed|run|operated|controlled|founded|overseen|managed|handled|advised|published|developed|financed|funded|led|takeover|acquisition|buyout|purchase)$/.test(
      wordAt(tokens, at - 1),
    )
  );
}

/** "800 layoffs at properties owned by Acme": places that have no other name. */
function ownsPlaces(tokens: readonly Token[], from: number): boolean {
  return /\b(?:at|in|across) (?:\S+ )?(?:properties|titles|newspapers|papers|sites|stations|plants|stores|outlets|brands|hotels|homes) (?:owned|run|operated|published) by$/.test(
    phrase(tokens, from - 6, from),
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
  /\b(?:employment|labou?r|workforce|job service|unemployment)\b.*\b(?:department|commission|office|agency|division|board|training|development|services?|security)\b|\b(?:department|office|bureau|division|ministry|secretary) (?:of|for) (?:.*\b)?(?:labou?r|employment|workforce|commerce)\b|^office for |^insolvency service$|^official receiver$|^(?:hm )?treasury$|^companies house$/;

/** "entered into consultation with Unita": who speaks for those at risk. */
const CONSULTED =
  /\b(?:consultations?|consult|consulting|consulted|negotiations?|negotiating|negotiated) (?:\S+ )?with(?: the)?$/;

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
  if (/^cent(?:re|er) for (?:\S+ ){1,3}(?:research|studies|policy)$/.test(key) && !isKnown) return "source";
  if (/ (?:authorities|councils|universities|colleges)$/.test(key) && !isKnown) return "source";
  if (isUnion(key) || (/^unions?$/.test(before) && tokens[from - 1]?.capital === false)) return "union";
  if (to - from === 1 && !isKnown && CONSULTED.test(phrase(tokens, from - 4, from))) return "union";
  // "ACI Europe estimates that 193,000 jobs have gone": who counts.
  if (
    /^(?:estimates|reckons|calculates)$/.test(next) &&
    (wordAt(tokens, to + 1) === "that" || tokens[to + 1]?.kind === "number") &&
    /\d/.test(phrase(tokens, to + 1, to + 5)) &&
    !isKnown
  )
    return "source";
  if ((to - from > 1 || key === "treasury") && AGENCIES.test(key)) return "reporter";
  const last = key.split(" ").at(-1) ?? "";
  const first = key.split(" ")[0] ?? "";
  const single = to - from === 1;
  const named: Named = { from, to, key, isKnown, first, last, single };
  if (single && known.people.has(key) && !isKnown) return "person";
  if (isPlaceAt(tokens, named, known)) return "place";
  if (isPersonAt(tokens, named, known)) return "person";
  // "SHARON, Pa. (WFMJ) -", "Copyright 2025 WAFB": a station.
  if (
    /^[KW][A-Z]{2,3}$/.test(tokens[from]?.text ?? "") &&
    single &&
    !isKnown &&
    (before === "(" || tokens[from - 1]?.kind === "number")
  )
    return "reporter";
  if (!single && last === "local") return "union";
  // "our All Company Meeting"
  if (!isKnown && /^(?:meeting|summit|conference|day|awards|festival)$/.test(last)) return "place";
  // "144 GPMU members", "the GPMU branch officer"
  if (
    single &&
    !isKnown &&
    /^[A-Z]{3,5}$/.test(tokens[from]?.text ?? "") &&
    /^(?:members|branch|convenor|convener|shop|regional|rep|reps|organiser)$/.test(next)
  ) {
    known.people.add(key);
    return "union";
  }
  // "generations of Melburnians"
  if (single && !isKnown && /(?:ians|ites)$/.test(key)) return "person";
  // "Sasbo, the finance union, said", "the Flight Attendants' Union"
  if (/^, (?:the|a|an|its) (?:\S+ ){0,3}union\b/.test(phrase(tokens, to, to + 6))) return "union";
  if (/^['’]$/u.test(next) && /^(?:union|association|guild|federation)$/.test(wordAt(tokens, to + 1))) return "union";
  // "Acme's Defence and Space arm": a part that is called after what it does.
  if (single && FIELDS.test(key) && !isKnown) return "attribute";
  // "(Elm County Herald/A. Shupe)": who took a picture.
  if (before === "(" && textOf(tokens, from, to).includes("/") && !isKnown) return "reporter";
  if (/^[/]$/.test(next) && wordAt(tokens, from - 1) === "(") return "reporter";
  // "Mines Minister Robert Bann": an office of state.
  if (/^(?:minister|secretary)$/.test(next) && tokens[to]?.capital === true) return "attribute";
  if (before === "formerly") return "attribute";
  // "The Elm Layoff Tracker"
  // "according to a new Elm Centre analysis", "Ash Job Cut Report": who counts.
  if (
    !isKnown &&
    ((/^(?:report|survey|index|forecast|study)$/.test(last) && !single) ||
      (/^(?:analysis|survey|study|forecast|tally|poll)$/.test(next) &&
        /\b(?:according to|per|by|in) (?:an?|the) (?:\S+ )?$/.test(`${phrase(tokens, from - 4, from)} `)))
  )
    return "source";
  if (/^(?:tracker|roundup|round-up|digest|newsletter|bulletin|briefing|monitor)$/.test(last) && !isWork(next))
    return "reporter";
  // "the council's Children's Centres": a part of who has no name here.
  if (
    /^['’]s$/u.test(before) &&
    tokens[from - 2]?.capital === false &&
    EMPLOYER_NOUNS.has(wordAt(tokens, from - 2)) &&
    !isKnown
  )
    return "attribute";
  // "the Faculty of Health and Life Sciences": a part of a university.
  if (
    /\bfaculty of (?:\S+ ){0,3}$|['’]s (?:college|school|institute|department) of (?:\S+ ){1,3}and $/u.test(
      `${phrase(tokens, from - 7, from)} `,
    )
  )
    return "place";
  // "the MP for Elmsworth Ann Smith"
  if (before === "for" && /^(?:mp|msp|mla|td|councillor|senator|minister)$/.test(wordAt(tokens, from - 2)) && !single)
    return "person";
  // "Elmsworth DUP MLA Ann Smith": whom that place has elected.
  if (ELECTED.test(textOf(tokens, to, to + 2))) return "place";
  // "production of the Acme Swift model"
  if (/^(?:model|models|franchise|smartphone|console|vaccine|drug|app)$/.test(next) && !isKnown) return "attribute";
  // "since a bigger rival, Acme, opened": another.
  if (
    from > 5 &&
    before === "," &&
    next === "," &&
    /^(?:rival|competitor|supplier|customer|buyer|predecessor)$/.test(wordAt(tokens, from - 2))
  )
    return "attribute";
  // "a major supplier to Acme": another.
  if (
    before === "to" &&
    /^(?:suppliers?|contractors?|subcontractors?|vendors?|rivals?)$/.test(wordAt(tokens, from - 2))
  )
    return "attribute";
  // "over Google Meet", "on Zoom": what people were told by.
  if (CHANNELS.has(key) && /^(?:on|over|via|to|using|through|by|a)$/.test(before)) return "reporter";
  // "the hit ‘Cordelia’", "‘Cordelia’ producer": what a work is called.
  if (
    !isKnown &&
    single &&
    /^[‘“"]$/u.test(before) &&
    /^[’”"]$/u.test(next) &&
    tokens[to]?.spaced === false &&
    // "the “Acme”, the country's largest airline"
    !/^, (?:\S+ ){1,4}?(?:airline|company|firm|maker|manufacturer|retailer|bank|carrier|group|chain)\b/.test(
      phrase(tokens, to + 1, to + 7),
    )
  )
    return "attribute";
  // "(Print Elm, 26 January)": where it was read.
  if (before === "(" && next === "," && tokens[to + 1]?.kind === "number" && !isKnown) return "reporter";
  // "Acme's Space Systems division"
  if (/^['’]s?$/u.test(before) && /^(?:division|segment|department)$/.test(next) && !isKnown) return "attribute";
  // "administrators at Acme", "Bolt administrators Acme": who winds up another.
  if (
    !(before === "at" && (PLANTS.test(last) || COMPANY_ENDINGS.has(last)) && !ADMINISTRATORS.has(first)) &&
    /^(?:administrators?|receivers?|liquidators?)$/.test(
      /^(?:at|from)$/.test(before) ? wordAt(tokens, from - 2) : before,
    )
  )
    return "reporter";
  if (
    ADMINISTRATORS.has(first) &&
    (/\b(?:administrators?|receivers?|liquidators?|instructed|creditors|insolvency) /.test(phrase(tokens, 0, 30)) ||
      WINDING_UP.some((word) => known.lowered.has(word)))
  )
    return "reporter";
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
  // "assured by the owners, Bolt Partners, that"
  if (
    before === "," &&
    /\b(?:by|from|of|with|to) (?:the|its|their) (?:\S+ )?(?:owners?|parent|parents|shareholders?|administrators?)$/.test(
      phrase(tokens, from - 6, from - 1),
    )
  )
    return "attribute";
  if (isOwner(tokens, from, to)) return ownsPlaces(tokens, from) ? "employer" : "attribute";
  // "told Acme that"
  const teller = before === "the" ? wordAt(tokens, from - 2) : before;
  if (
    /^(?:told|tells|telling|warned|warns|warning|informed|notified|urged|assured)$/.test(teller) &&
    (TOLD.test(next) || (/^['’]s$/u.test(next) && tokens[to + 1]?.capital === true))
  )
    return "reporter";
  // "…, reports Acme."
  if (/^(?:reports|reported|writes)$/.test(before) && /^[,"”]$/u.test(wordAt(tokens, from - 2))) return "reporter";
  if (LEARNS.test(phrase(tokens, to, to + 4))) return "reporter";
  // "the trade paper The Crate believes that"
  const noun = wordAt(tokens, before === "the" ? from - 2 : from - 1);
  if (
    /^(?:paper|newspaper|magazine|website|site|title|outlet|blog|agency|newsletter)$/.test(noun) &&
    /^(?:believes|reckons|reports|reported|claims|claimed|says|said)$/.test(next)
  )
    return "reporter";
  // "Acme reported that the cuts could …": an employer tells of itself.
  if (OF_OTHERS.test(phrase(tokens, to, to + 5)) && !isKnown) return "reporter";
  if (MEDIA.has(key) || isPaper(before === "the" ? ` ${key}` : key)) {
    // "TechBlast also reported that it has cut": of itself.
    const ofItself =
      /^(?:also )?(?:reported|reports|revealed|wrote) (?:that )?(?:it|its|we) (?:has|have|had|is|will|plans)\b/.test(
        phrase(tokens, to, to + 5),
      );
    const says =
      (!ofItself && REPORTS.test(next)) ||
      (/^(?:has|have|is|was|had)$/.test(next) &&
        (REPORTS.test(wordAt(tokens, to + 1)) ||
          phrase(tokens, to, to + 4) === "was the first to" ||
          wordAt(tokens, to + 1) === "reached" ||
          (/^(?:already|also|earlier)$/.test(wordAt(tokens, to + 1)) && REPORTS.test(wordAt(tokens, to + 2)))));
    const told =
      (MEDIA.has(key) ? BESIDE_MEDIA : BESIDE_PAPERS).test(before === "the" ? wordAt(tokens, from - 2) : before) ||
      /^[|—–]$/u.test(before) ||
      phrase(tokens, from - 2, from) === "according to" ||
      phrase(tokens, from - 3, from) === "according to the" ||
      /\baccording to (?:\S+ ){1,4}the$/.test(phrase(tokens, from - 7, from));
    if (
      says ||
      told ||
      /^(?:report|story|article|interview|audit|analysis|data|columnist|newsletter|profile|post|page|account|thread)$/.test(
        next,
      )
    )
      return "reporter";
  }
  // "Mirror owner to axe 40": who does it has no other name here.
  if (
    /^(?:owner|parent|publisher|operator|maker)$/.test(next) &&
    wordAt(tokens, from - 1) !== "and" &&
    tokens.slice(0, from).every(({ kind }) => kind === "mark") &&
    CUTS_NEXT.test(phrase(tokens, to + 1, to + 3))
  )
    return "employer";
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
  // "the Elm Works of Acme": whose it is stands behind.
  if (PLANTS.test(last) && next === "of" && tokens[to + 1]?.capital === true) return "attribute";
  // "is to close Elm Ethylene Plant": where somebody else's people work.
  if (
    !single &&
    !isKnown &&
    /^(?:plant|factory|mill|refinery|smelter|depot|mine|colliery|sawmill|shipyard|warehouse)$/.test(last) &&
    /^(?:clos|shut|mothball|idl)(?:e|es|ed|ing|s|ting)?$/.test(before)
  )
    return "attribute";
  if (PLANTS.test(next) && single && /\bclosure of(?: the)?$/.test(phrase(tokens, from - 3, from))) return "employer";
  // "at the Warren truck plant": the plant's name, unless it is known who that is.
  if (
    (PLANTS.test(next) ||
      (PLANTS.test(wordAt(tokens, to + 1)) && !/^(?:closes|shuts|sells|opens|idles|cuts|closed|shut)$/.test(next))) &&
    !isKnown &&
    !COMPANY_ENDINGS.has(last) &&
    !key.includes("&") &&
    !(!single && /^['’]s$/u.test(before) && isPlace(wordAt(tokens, from - 2))) &&
    !known.named.has(`@${key}`)
  )
    return "attribute";
  return "employer";
}
