// What makes an employer of a name: what it is known or called as, what it has, and what it does. A name of which nothing says so may
// be a person, a place or a word with a capital letter.
import { isEntry } from "./entries.ts";
import { LEGAL, type Mention } from "./mention.ts";
import { COMPANY_ENDINGS, EMPLOYER_NOUNS, PLANTS } from "./names.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import { isWork } from "./work.ts";

/** What only somebody who employs does. */
const EMPLOYS =
  /^(?:(?:also |now |recently |reportedly |yesterday |today |last \S+ |on \S+day |\S+ly |, which )?(?:announc(?:ed|es|ing)|plans?|planned|employs?|employed|operates|owns|runs|makes|sells|produces|publishes|manufactures|filed|laid|lays|laying|cuts?|cutting|axe[sd]|axing|sheds?|shedding|slash(?:es|ed|ing)|clos(?:es|ed|ing)|shuts?|shutting|fires|fired|hired|trims|trimmed|eliminat(?:es|ed|ing)|let|reduced|confirm(?:ed|s)|expects|intends|expected|acquired|bought|launched|posted|blamed|merged|collapsed|is (?:to|set|[a-z]+ing|laying|cutting|closing|planning|shutting|axing|making|shedding|eliminating|reducing|proposing|based|one|owned|the|an?|among|expected|also|still|now|in talks|under)|has (?:announced|laid|cut|axed|shed|closed|let|confirmed|made|said|been|told|already|begun|started|more|about|around|\d\S*|entered|gone|filed|blamed|warned|reported)|have (?:announced|laid|cut|confirmed|made)|will (?:cut|close|lay|shed|axe|eliminate|shut|make|let|also|reduce|be (?:closing|cutting|laying))|would (?:cut|close|lay|shed|axe)|to (?:cut|close|lay|shed|axe|slash|shut|make|eliminate|reduce|trim|let|scrap|lose)|said (?:it|the company|its|that it|on \S+ it|in a (?:statement|filing)|\S+day it|today it|yesterday it)|says it|told (?:staff|workers|employees|its)|could (?:cut|close|axe|shed)|warned|was (?:founded|bought|acquired|forced|the|also)|went (?:into|bust)|became|has become|had (?:deep|debts|been|about|around|\d\S*|already|laid|cut|announced)))(?: |$)/;

const OWNS =
  /^(?:staff|workers?|employees|workforce|bosses|boss|management|managers|spokes(?:man|woman|person)|chief|ceo|executives?|shares?|shareholders|plants?|factory|factories|mill|offices?|headquarters|stores?|shops|branches|site|sites|jobs?|layoffs|redundancies|cuts|parent|owner|owners|board|chairman|director|plans?|decision|announcement|closure|customers|products|operations|business|division|unit|newsroom|titles|papers|journalists|editor|publisher|studio|campus|workers)$/;

/** How much a mention says of a name's being an employer: 0 where it says nothing. */
export function evidenceOf(tokens: readonly Token[], mention: Mention): number {
  const { from, to, key, known, possessive } = mention;
  const last = key.slice(key.lastIndexOf(" ") + 1);
  if (
    known ||
    LEGAL.test(wordAt(tokens, to - 1)) ||
    COMPANY_ENDINGS.has(last) ||
    EMPLOYER_NOUNS.has(last) ||
    INSTITUTION_OF.test(key) ||
    key.includes("&")
  )
    return 2;
  if (isEntry(tokens, mention)) return 2;
  // "the oldest factory, the City Works, is"
  const comma = wordAt(tokens, from - 1) === "the" ? from - 2 : from - 1;
  const noun = wordAt(tokens, comma - 1);
  if (wordAt(tokens, comma) === "," && (EMPLOYER_NOUNS.has(noun) || PLANTS.test(noun))) return 2;
  const before = tokens[from - 1];
  if (before !== undefined && !before.capital && EMPLOYER_NOUNS.has(before.lower)) return 2;
  const next = wordAt(tokens, possessive ? to + 1 : to);
  if (OWNS.test(next) && (possessive || !tokens[to]?.capital)) return 2;
  // "Acme's two largest customers"
  if (possessive && [2, 3].some((step) => OWNS.test(wordAt(tokens, to + step)))) return 2;
  if (isWork(next) && tokens[possessive ? to + 1 : to]?.capital === false) return 2;
  if (EMPLOYS.test(`${phrase(tokens, to, to + 5)} `)) return 2;
  // "the managing director of Acme", "closure of Acme"
  if (OFFICE_OF.test(phrase(tokens, from - 5, from))) return 2;
  // "Acme said that 6 % of its people would go"
  const rest = phrase(tokens, to, to + 16);
  if (
    /^(?:said|says|told|added|adds|revealed|reveals|disclosed|warned|warns|hopes|insisted|admitted|admits|has|had|have|is|was|will|would|blamed|wants|needs)\b/.test(
      rest,
    ) &&
    /\b(?:its|it|the company|the firm)\b/.test(rest) &&
    !/\b(?:he|she|his|her|i)\b/.test(rest)
  )
    return 1;
  // "Acme was reported to have announced another round of layoffs"
  if (/^(?:has|had|was|is|will|would|began|started|announced)\b/.test(rest) && OF_CUTS.test(rest)) return 1;
  return describes(tokens, to) ? 2 : 0;
}

const OF_CUTS = /^(?!.*\b(?:he|she|his|her|i|as)\b).*\b(?:layoffs|redundancies|job cuts|job losses)\b/;

/** "the University of Elm", "the Bank of Elm" */
const INSTITUTION_OF = /^(?:university|college|bank|institute|school|church|diocese|museum|ministry|department) of /;

const OFFICE_OF =
  /\b(?:director|chief executive|ceo|chairman|chairwoman|head|president|manager|boss|bosses|spokes(?:man|woman|person)|secretary|editor|owner|founder|staff|workers|employees|board|management|administrators?|future|closure|collapse|jobs|layoffs|redundancies|cuts) (?:of|at|for)(?: the)?$/;

/** "Acme, a maker of sledges", "Acme (the brewer)". */
function describes(tokens: readonly Token[], to: number): boolean {
  if (!/^[,(–—]$/u.test(wordAt(tokens, to))) return false;
  // "Acme, maker of sledges"
  if (EMPLOYER_NOUNS.has(wordAt(tokens, to + 1)) && wordAt(tokens, to + 2) === "of") return true;
  const article = /^(?:the|an?|one|which|whose|once|part|based|owned)$/.test(wordAt(tokens, to + 1));
  if (!article) return false;
  for (let at = to + 2; at < to + 9; at++) {
    const token = tokens[at];
    if (token === undefined || /^[.;]$/.test(token.lower)) return false;
    if (
      EMPLOYER_NOUNS.has(token.lower) ||
      EMPLOYER_NOUNS.has(token.lower.split("-").at(-1) ?? "") ||
      token.lower.endsWith("maker")
    )
      return true;
  }
  return false;
}

/** Whether all that a mention does is to speak, as a person does too. */
export function onlySays(tokens: readonly Token[], { from, to, preposition }: Mention): boolean {
  return (
    preposition === null &&
    wordAt(tokens, to + 1) !== "goodbye" &&
    (/^(?:said|says|added|adds|explained|noted|wrote|recalled|acknowledged|admitted|insisted|argued|thinks|hopes|told)$/.test(
      wordAt(tokens, to),
    ) ||
      (/^(?:said|says|added|told)$/.test(wordAt(tokens, from - 1)) && /^[,"”’]$/u.test(wordAt(tokens, from - 2))))
  );
}
