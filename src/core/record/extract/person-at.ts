// Whether a name is that of a person, by first names, by offices, and by what it does.
import { type Known, LEGAL } from "./mention.ts";
import { COMMON, COMPANY_ENDINGS, EMPLOYER_NOUNS, FIRST_NAMES, PLANTS, ROLES } from "./names.ts";
import type { Named } from "./place-at.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import { isWork } from "./work.ts";

const CUTTING =
  /^(?:to (?:cut|axe|close|shut|lay|shed|slash)|(?:is|are) (?:to|cutting|closing|shutting|laying|axing|shedding|making)|(?:will|would|could) (?:cut|close|shut|axe|lay|shed)|(?:has|have) (?:laid off|let go|cut|axed|shed|fired|made)|cuts|axes|lays off|laid off|employs|closes|shuts)\b/;
/** What a person says of the one whom it works for. */
const SAYS_OF =
  /^(?:said|says|added|told \S+)(?: that)? (?:the (?:company|firm|union|group|paper|team|council|university|trust|school)|he|she|his|her)\b/;

/** "Spokesperson Ayanda Bann", "Local MSP Jenni Bann": an office, and two names behind it. */
function isTitledPerson(tokens: readonly Token[], from: number, to: number): boolean {
  for (let at = from; at < to - 2; at++) {
    if ((OFFICES.test(wordAt(tokens, at)) || wordAt(tokens, at) === "mla") && to - at <= 4) return true;
  }
  return false;
}

const OFFICES =
  /^(?:spokes(?:man|woman|person)|administrator|treasurer|comptroller|auditor|attorney|partner|msp|mp|td|ms|senedd|congress(?:man|woman)|prof|professor|dr|councillor|cllr|minister|secretary|governor|mayor|senator|president|chairman|chairwoman|director|manager|officer|organiser|organizer|analyst|economist|reader|superintendent|commissioner|convener|convenor|steward|founder|ceo|boss|reporter|editor|lawyer|resident|actor|singer|coach|captain)$/;

/** ", the union's leader,", ", chief executive of": what a person is. */
function hasRole(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at < from + 5; at++) {
    const word = wordAt(tokens, at);
    if (ROLES.has(word)) return true;
    if (/^[,.;]$/.test(word) || PEOPLE_NOT.test(word)) return false;
  }
  return false;
}

/** After these words no office of a person follows, but what an employer has or is. */
const PEOPLE_NOT = /^(?:which|whose|where|that|by|maker|makers|owner|firm|company|group|and|said|says)$/;

function isEntry(tokens: readonly Token[], from: number, to: number): boolean {
  if (!tokens.slice(0, from).every(({ kind, text }) => kind === "mark" && /^[^("“‘]$/u.test(text))) return false;
  for (let at = to; at < to + 6; at++) {
    const token = tokens[at];
    if (token === undefined || (token.kind === "word" && !token.capital)) return false;
    // Without a sign before it, it may be somebody's age.
    if (/^[:–—-]$/u.test(token.text))
      return tokens[at + 1]?.kind === "number" && (from > 0 || isWork(wordAt(tokens, at + 2)));
  }
  return false;
}

/** "Spencer Rascoff didn't do much in his first months": whose months they are. */
function isHimself(tokens: readonly Token[], to: number): boolean {
  for (let at = to; at < to + 12; at++) {
    const word = wordAt(tokens, at);
    if (/^(?:his|her|he|she)$/.test(word)) return true;
    if (/^[.;,“"]$/u.test(word) || ROLES.has(word) || tokens[at]?.capital === true) return false;
  }
  return false;
}

/** "700 Ann Lum employees": no person has them. */
const HAS =
  /^(?:employees|employes|workers|jobs|layoffs|plants?|factory|factories|mills?|stores|spokes(?:man|woman|person))$/;

/** "Ann Lum, one of the country's largest makers of trousers" */
const ONE_OF =
  /^, one of (?:\S+ ){0,6}?(?:makers|manufacturers|companies|firms|retailers|employers|producers|suppliers|chains|banks)\b/;

const ONE_THING =
  /^(?:giant|company|firm|group|bank|chain|retailer|airline|insurer|lender|manufacturers?|brand|charity|start-?up|\w*makers?)$/;
const AGED = /^[1-9]\d ,$/;
const SUFFIX = /^(?:jr|sr|ii|iii|iv)$/;

/** An initial in the middle, or what sons are told apart by. */
function isCalledInFull(tokens: readonly Token[], from: number, to: number): boolean {
  if (SUFFIX.test(wordAt(tokens, to - 1))) return true;
  for (let at = from + 1; at < to - 1; at++)
    if (/^[A-Z]$/.test(tokens[at]?.text ?? "") && wordAt(tokens, at + 1) === ".") return true;
  return false;
}

function isNamedThing(tokens: readonly Token[], from: number): boolean {
  const noun = wordAt(tokens, from - 2);
  return (
    wordAt(tokens, from - 1) === "," &&
    (EMPLOYER_NOUNS.has(noun) || PLANTS.test(noun)) &&
    !/^(?:owner|league)$/.test(noun)
  );
}

function isDescribedThing(tokens: readonly Token[], to: number): boolean {
  if (ONE_OF.test(phrase(tokens, to, to + 10))) return true;
  if (wordAt(tokens, to) !== "," || !/^(?:the|an?)$/.test(wordAt(tokens, to + 1))) return false;
  for (let at = to + 2; at < to + 6; at++) {
    const word = wordAt(tokens, at);
    if (ROLES.has(word) || tokens[at]?.kind !== "word") return false;
    if (EMPLOYER_NOUNS.has(word)) return /^(?:,|which|that|and|in|with|whose)$/.test(wordAt(tokens, at + 1));
  }
  return false;
}

/** Whether a name is a person's here; the last names of people are kept in `known`. */
export function isPersonAt(
  tokens: readonly Token[],
  { from, to, key, isKnown, first, last, single }: Named,
  known: Known,
): boolean {
  const [before, next] = [wordAt(tokens, from - 1), wordAt(tokens, to)];
  if (key.includes("&") || / and (?:sons?|daughters?|brothers|company|partners)$/.test(key)) return false;
  // "the town's largest factory, Ann Lum Knitwear, is", "Ann Lum, the disability charity,": what it is.
  // "coffee giant Jacob Ann Lum"
  const isCalledOne = tokens[from - 1]?.capital === false && ONE_THING.test(before);
  if (!single && (isNamedThing(tokens, from) || isDescribedThing(tokens, to) || isCalledOne)) {
    known.firms.add(key);
    return false;
  }
  if (single && /^(?:gov|sen|rep|rev|lt|col)$/.test(key) && next === ".") return true;
  if (single && key === "vice" && ROLES.has(next)) return true;
  // "Lowell P. Weicker Jr.", "George Hanbury II"
  if (!single && !isKnown && !COMPANY_ENDINGS.has(last) && isCalledInFull(tokens, from, to)) {
    known.people.add(SUFFIX.test(last) ? wordAt(tokens, to - 2) : last);
    return true;
  }
  // "Ann Lum, 55, of Elm Road"
  if (!single && to - from <= 3 && !isKnown && next === "," && AGED.test(phrase(tokens, to + 1, to + 3))) {
    known.people.add(last);
    return true;
  }
  // "Mayor Ashmore says", and Ashmore from there on.
  if (
    single &&
    !isKnown &&
    tokens[from - 1]?.capital === true &&
    /^(?:mayor|governor|senator|congress(?:man|woman)|judge|councillor|sheriff|superintendent|archbishop|bishop)$/.test(
      before,
    )
  ) {
    known.people.add(key);
    return true;
  }
  // "Dear Spartans", "Ryan's note"
  if (single && before === "dear") return true;
  // "— Ann": who signs a letter.
  if (single && from === 1 && to === tokens.length && /^[–—-]$/u.test(before) && FIRST_NAMES.has(key)) return true;
  if (
    single &&
    !isKnown &&
    FIRST_NAMES.has(key) &&
    !CUTTING.test(phrase(tokens, to, to + 3)) &&
    !/^(?:at|by)$/.test(before)
  )
    return true;
  // "Long expresses regret over job losses"
  if (
    single &&
    !isKnown &&
    /^(?:expresses|expressed|welcomes|condemns|urges|slams|blasts|demands|laments|deplores)$/.test(next)
  ) {
    known.people.add(key);
    return true;
  }
  // "Winton said the union has shrunk": an employer says of itself "it".
  if (single && !isKnown && SAYS_OF.test(phrase(tokens, to, to + 5)) && !known.named.has(`@${key}`)) return true;
  // "says publican Deb Ashmore"
  if (
    !single &&
    to - from <= 3 &&
    !isKnown &&
    /^(?:said|says)$/.test(wordAt(tokens, from - 2)) &&
    tokens[from - 1]?.kind === "word" &&
    tokens[from - 1]?.capital === false &&
    !COMMON.has(before) &&
    !EMPLOYER_NOUNS.has(before) &&
    !COMPANY_ENDINGS.has(last)
  ) {
    known.people.add(last);
    return true;
  }
  // "Ann Lum and Bo Howe": beside a person.
  if (
    to - from === 2 &&
    !isKnown &&
    before === "and" &&
    known.people.has(wordAt(tokens, from - 2)) &&
    !COMPANY_ENDINGS.has(last)
  ) {
    known.people.add(last);
    return true;
  }
  const himself = to - from === 2 && wordAt(tokens, to) !== "," && isHimself(tokens, to);
  if (!isKnown && !COMPANY_ENDINGS.has(last) && (isTitledPerson(tokens, from, to) || himself)) {
    known.people.add(last);
    return true;
  }
  if (!COMPANY_ENDINGS.has(last) && !LEGAL.test(wordAt(tokens, to - 1))) {
    const rolesNear =
      (ROLES.has(before) && !single) ||
      (before === "," && !single && to - from <= 3 && ROLES.has(wordAt(tokens, from - 2)) && !isKnown) ||
      (single && known.people.has(key)) ||
      (next === "," && (wordAt(tokens, to + 1) === "who" || hasRole(tokens, to + 1)) && !isKnown && !single);
    // "• Mary Kay, Elmsworth — 96": an entry of a list of firms.
    const called = !single && to - from <= 3 && FIRST_NAMES.has(first) && !isKnown && !isEntry(tokens, from, to);
    // "at John Lewis", "John Lewis is closing": a firm that is called after somebody.
    if (
      called &&
      !rolesNear &&
      (before === "at" || CUTTING.test(phrase(tokens, to, to + 3)) || HAS.test(tokens[to]?.text ?? ""))
    )
      known.firms.add(key);
    const named = called && !known.firms.has(key);
    // "Deloitte's Neville Kahn said"
    const whose = !single && /^['’]s$/u.test(before) && /^(?:said|says|told|added|wrote)$/.test(next) && !isKnown;
    const mister =
      /^(?:mr|mrs|ms|dr|sir|lord)$/.test(first) ||
      /^(?:mr|mrs|ms|dr|sir|lord)$/.test(before) ||
      (before === "." && /^(?:mr|mrs|ms|dr|gov|sen|rep|rev|lt|col|gen|capt|sgt)$/.test(wordAt(tokens, from - 2)));
    // "Ann Lum and Bo Howe were appointed": beside a person.
    const beside =
      to - from === 2 &&
      before === "and" &&
      !isKnown &&
      known.people.has(wordAt(tokens, from - 2)) &&
      !CUTTING.test(phrase(tokens, to, to + 3));
    if (rolesNear || named || mister || whose || beside) {
      known.people.add(last);
      return true;
    }
  }
  return false;
}
