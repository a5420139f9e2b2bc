// Whether the word that opens a sentence is a name: there a capital letter alone means nothing.
import { type Known, isKnown, keyOf, textOf } from "./mention.ts";
import { NO_COMPANY, ROLES } from "./names.ts";
import { type Token, wordAt } from "./tokens.ts";
import { isWork } from "./work.ts";

/** Words before which a subject stands. */
export const ACTING =
  /^(?:said|says|has|have|had|is|was|are|were|will|would|could|may|might|also|cut|to|laid|let|made|shed|shut|told|began|recently|reportedly|currently|now|and|employs|plans)$/;

/** "a QUARTER of", "its ENTIRE staff": a word of a headline that is set in capitals, and does nothing. */
export function shouts(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return next?.kind === "word" &&
    !next.capital &&
    !ACTING.test(next.lower) &&
    !/(?:[^s]s|ed|ing)$/.test(next.lower) &&
    !/^(?:in|at|of|for|on|by|from)$/.test(next.lower)
    ? true
    : wordAt(tokens, at - 1) === "a" && next?.lower === "of";
}

/** "COMING ON the heels of": the first words of a report are set in capitals, and do nothing. */
export function opensInCapitals(tokens: readonly Token[], known: Known): boolean {
  let to = 0;
  while (tokens[to]?.kind === "word" && /^\p{Lu}+$/u.test(tokens[to]?.text ?? "")) to += 1;
  const next = tokens[to];
  if (to < 2 || next?.kind !== "word" || next.capital || ACTING.test(next.lower)) return false;
  return !isKnown(keyOf(textOf(tokens, 0, to)), known.gazetteer) && LEADS_ON.test(next.lower);
}

const LEADS_ON = /^(?:the|a|an|of|to|in|on|for|at|with|that|by|from|over|as)$/;

const BEFORE_STATEMENTS = new Set("\" “ ” ‘ ' : ; – — • * ▪ · ( - ‐ ‑".split(" "));

export function opensStatement(tokens: readonly Token[], at: number): boolean {
  return at === 0 || BEFORE_STATEMENTS.has(tokens[at - 1]?.text ?? "");
}

/** Whether the one word that begins a sentence is a name: it is known as one, or what follows treats it as one. */
export function opensAsName(
  tokens: readonly Token[],
  at: number,
  { lowered, named, gazetteer, unnamed }: Known,
): boolean {
  const word = wordAt(tokens, at);
  if (named.has(word) || (gazetteer.has(word) && !lowered.has(word))) return true;
  const next = tokens[at + 1];
  // "BLX swung the axe": letters that are short for a name.
  if (/^\p{Lu}{3}$/u.test(tokens[at]?.text ?? "") && next?.kind === "word" && !next.capital && !lowered.has(word))
    return !isWork(next.lower);
  // "Teacher posts"
  if (isWork(`${word}s`) && next !== undefined && isWork(next.lower)) return false;
  // "**Acme** — 80 employees": an entry set in bold.
  if (next?.text === "*" && wordAt(tokens, at - 1) === "*" && tokens[at + 2]?.text === "*") return true;
  // "Quickly has": an adverb does nothing.
  if (word.endsWith("ly") && !lowered.has(word) && next !== undefined && DOES.test(next.lower)) return true;
  // "Large layoffs at", "Completed redundancies": what it describes follows.
  if (next !== undefined && describesCuts(tokens, at + 1)) return false;
  if (!lowered.has(word) && unnamed.yes && !/(?:ing|ions?|ly|ments?|ance|ence|ness|ship|[^e]ed|wide|ality)$/.test(word))
    return true;
  // "Unity, having laid off 100, is"
  if (!lowered.has(word) && next?.lower === "," && /^(?:having|which|whose)$/.test(wordAt(tokens, at + 2))) return true;
  if (lowered.has(word) || lowered.has(`${word}s`) || DERIVED.test(word)) return false;
  if (next === undefined) return false;
  if (isWork(next.lower) && !AGENTS.test(next.lower)) return false;
  if (/^(?:warns|confirms|announces|unveils|proposes|mulls|axes|slashes|sheds|lays)$/.test(next.lower)) return true;
  // "Severance and related charges"
  if (next.lower === "and" && tokens[at + 2]?.capital !== true) return false;
  // "Acme administrators Bolt made", "Acme last night said"
  if (AGENTS.test(next.lower)) return true;
  if (
    /^(?:likewise|similarly|previously|originally|initially|subsequently|separately)$/.test(next.lower) &&
    /(?:ed|s)$/.test(wordAt(tokens, at + 2))
  )
    return true;
  if (next.lower === "last" && /^(?:night|week|month|year)$/.test(wordAt(tokens, at + 2))) return true;
  if (/^\p{Lu}\p{Ll}+-\p{Lu}/u.test(tokens[at]?.text ?? "")) return true;
  if (next.capital && (ROLES.has(next.lower) || NO_COMPANY.has(next.lower))) return true;
  if (next.lower === ",") {
    const after = tokens[at + 2];
    return after?.capital === true || after?.kind === "number" || DESCRIBES.test(wordAt(tokens, at + 2));
  }
  return next.kind === "mark"
    ? /^(?:'s|’s|\(|:|!|–|—|-|\|)$/u.test(next.lower)
    : ACTING.test(next.lower) ||
        (/(?:\w[^s]s|ed)$/.test(next.lower) &&
          !HELD.test(next.lower) &&
          !(next.lower.endsWith("s") && hasVerb(tokens, at + 2)));
}

const AGENTS = /^(?:administrators?|receivers?|liquidators?|bosses|boss|spokes(?:man|woman|person))$/;

/** Whether what follows is a noun of cutting, that does nothing to another: "losses at", and not "cuts 40 jobs". */
function describesCuts(tokens: readonly Token[], at: number): boolean {
  const word = wordAt(tokens, at);
  if (!/^(?:layoffs|redundancies|cuts|cutbacks|closures|losses)$/.test(word)) return false;
  const next = tokens[at + 1];
  return word !== "cuts" || !(next?.kind === "number" || isWork(next?.lower ?? "") || TAKEN.test(next?.lower ?? ""));
}

const TAKEN = /^(?:its|the|their|more|up|nearly|almost|about|around|some|over|hundreds|dozens|half|back|another|a)$/;

/** Endings of words that are made of others, as names of firms seldom are. */
const DERIVED =
  /(?:ing|ings|ly|ions?|ments?|ers|ies|ists|ness|ships?|ances?|ences?|isms?|ous|ful|able|ible|less|ity|ants|ents|ives|als)$/;

/** How what is said of a name begins, behind a comma: "Acme, which owns", "Bolt, a maker of", "Crest, once the largest". */
const DESCRIBES =
  /^(?:the|an?|its|one|which|who|whose|where|part|owned|based|backed|founded|started|formerly|once|now|already|itself|maker|publisher|operator|owner|parent|like|with|in|at|having|known|meanwhile|however|too|also|for|along|alongside|while|said|says|headquartered|listed|led|run|set|best|home|then|still|currently|alone|down|up)$/;

const DOES = /^(?:said|says|has|had|is|was|will|would|filed|confirmed|announced|plans|told|cut|laid|let)$/;

/** "Pre-tax profits fell", "Industry figures show": a verb behind what would be one. */
function hasVerb(tokens: readonly Token[], at: number): boolean {
  const word = wordAt(tokens, at);
  return /^(?:fell|rose|were|are|have|show|showed|said|say|will|would|could|jumped|dropped|slid|slipped|grew|came|went|had|in|of|at|for)$/.test(
    word,
  );
}

/** What an adjective at the beginning of a sentence says something of: "Vacant posts", "Seasonal workers". */
const HELD =
  /^(?:posts|jobs|roles|positions|workers|employees|redundancies|stores|sites|shops|plants|offices|hours|days|sources|customers|reports|documents|people)$/;
