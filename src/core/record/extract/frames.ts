// Frames: what the words around a figure make of it, although something is cut. Each is a reason why it is not a round of cuts
// by one employer.
import type { Governor } from "./governors.ts";
import type { Mention } from "./mention.ts";
import type { Quantity } from "./numbers.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";

/** The words by which many employers are meant. */
const MANY =
  /\b(?:across (?:the )?(?:\S+ ){0,2}(?:industry|sector|economy|companies|firms|high street)|(?:public|private)[ -]sector|(?:tech|technology|retail|car|auto|media|banking|financial|entire|whole|games?|gaming|hospitality) (?:industry|sector)|(?:british|american|us|u\.s|uk|us-based|german|french|european|japanese|indian|chinese|canadian|australian|italian|spanish|swedish|auto|media|retail|major|big|top|stalwart|other|many|several|tech|technology|hundreds of|all) (?:\S+ )?(?:employers|firms|companies|businesses|retailers|universities|councils|banks|publishers|charities|hospitals|airlines|multinationals)|high streets?|jobless (?:rate|claims|figures|total|count)|(?:%|cent|percent|half|third|quarter|fifth|most) of (?:all )?(?:firms|companies|employers|businesses|contractors)|unemployment (?:claims|benefits|rate|assistance)|in the (?:industry|sector)|by (?:employers|companies|firms)|collectively|tallied|between (?:the|them|these) (?:two|three|four|five) (?:companies|firms|employers|sites)?|at (?:least )?\d+ (?:companies|firms)|(?:companies|firms|players|giants|retailers|employers|startups|start-ups|universities) (?:like|such as|including)|(?:an?|the|new|workplace trends) (?:\S+ )?(?:audit|tally|survey|poll)|survey (?:found|shows|of)|respondents|(?:employers|companies|firms|businesses|retailers|universities|councils|banks|charities|multinationals|client firms|publishers|newspapers) (?:have |had |has )?(?:collectively |already |together )?(?:cut|announced|laid|shed|axed|slashed|eliminated|planned|let)|(?:technology|tech|retail|media) workers|workers in (?:the )?(?:tech|technology|retail|media|manufacturing)|(?:workers|people|americans|britons) (?:have )?lost their jobs (?:since|between|in the (?:first|last|past))|\d+ (?:companies|firms|employers))\b/;

/** Words by which many employers are meant where no one is named or meant: "in the UK", which one may cut in as well. */
const MANY_OR_ONE =
  /\b(?:across (?:the )?(?:\S+ ){0,2}(?:country|nation|globe)|labou?r market|job market|nationwide|the economy|in the (?:us|uk|country))\b/;
const ONE =
  /\b(?:it|its|we|our|(?:the|an?) (?:\S+ )?(?:company|firm|group|bank|airline|retailer|carmaker|chain|publisher|union|broadcaster|operator|maker)|publisher)\b/;

/** Whether a sentence counts over many employers. */
export function countsMany(tokens: readonly Token[], mentions: readonly Mention[]): boolean {
  if (mentions.some(({ role }) => role === "source")) return true;
  const words = sentenceWords(tokens);
  if (MANY.test(words) || SUCH.test(words)) return true;
  return MANY_OR_ONE.test(words) && !mentions.some(({ role }) => role === "employer") && !ONE.test(words);
}

const SUCH =
  /\b(?:companies|firms|players|giants|retailers|employers|startups|start-ups|universities|others|lenders|banks|airlines|carmakers|chains|publishers) (?:like|such as|including)\b/;

/** Whether a sentence names some of many: "major players like Acme, Bolt and Crest". */
export function givesExamples(tokens: readonly Token[]): boolean {
  return SUCH.test(sentenceWords(tokens));
}

/** Sentences are cut at 400 tokens here: what one of them is about stands before. */
function sentenceWords(tokens: readonly Token[]): string {
  return phrase(tokens, 0, Math.min(tokens.length, 400));
}

const RAISES = /^(?:taking|takes|took|take|bringing|brings|brought|bring|raising|raises|pushing|pushes|lifting|takes)$/;

const RATE = /^(?:a|per|each|every) (?:year|month|week|day)\b|^(?:annually|yearly|monthly)\b/;

/** So many each year: no round. */
export function isRate(tokens: readonly Token[], { to }: Pick<Quantity, "to">): boolean {
  return RATE.test(phrase(tokens, to, to + 2));
}

const LAW =
  /\b(?:must|requires?|required|requirements?|appl(?:y|ies)|covers?|covered|mandatory|obliged|obligations?|rules?|law|act|legislation|threshold|entitled|if you|you may)\b/;

/** What a law or an adviser says of anybody who cuts: "where 20 or more employees are at risk, consultation must last 30 days". */
export function isRule(tokens: readonly Token[], { qualifier, from }: Quantity): boolean {
  if (!/^(?:at_least|under|up_to|range)$/.test(qualifier)) return false;
  if (
    /\b(?:has|have|had|will|is|are) (?:laid|lay|cut|cutting|laying|making|made|announced)\b/.test(
      phrase(tokens, from - 8, from),
    )
  )
    return false;
  const words = sentenceWords(tokens);
  return (
    LAW.test(words) &&
    /\b(?:where|if|when|employers?|covers?|businesses|companies|the rules|you)\b/.test(words) &&
    !/\b(?:said|announced|told|filed|according)\b/.test(words)
  );
}

/** A running total: "taking the number of posts lost to 1,020", "a total of 900 since 2022". */
export function isCumulative(tokens: readonly Token[], { from, to }: Quantity): boolean {
  const before = wordAt(tokens, from - 1);
  if (/^(?:to|at|past|above|beyond)$/.test(before) || (before === "of" && /^total$/.test(wordAt(tokens, from - 2)))) {
    for (let at = from - 2; at >= Math.max(0, from - 22); at--) {
      if (RAISES.test(wordAt(tokens, at))) return true;
      if (wordAt(tokens, at) === ";") break;
    }
  }
  const behind = clauseAfter(tokens, to, 18);
  const span =
    /\b(?:over|in|during|within) the (?:past|last) (?:\S+ )?(?:\S+ )?(?:years|months|decade|decades)\b|\bsince (?:the start of )?(?:(?:19|20)\d\d|the (?:beginning|start|pandemic|merger|takeover))\b|\bso far this year\b|\bin total since\b/;
  const total = /\b(?:total|total+ed|total+ing|altogether|cumulative|combined|in all|overall)\b/.test(
    `${phrase(tokens, from - 6, to)} ${clauseAfter(tokens, to, 8)}`,
  );
  return total && span.test(behind);
}

const DENIES =
  /\b(?:denied|denies|deny|denying|denial|(?:rejected|rejects|dismissed|dismisses|dismissing) (?:\S+ ){0,2}(?:reports?|rumou?rs?|claims?|suggestions?|speculation|talk|the idea|as)|refuted|refutes|promised not|not to (?:lay|cut|make|let|axe)|no plans|not planning|no intention|no such|untrue|not true|ruled out|rules out|did not do|do not plan|does not plan|not going to|will not be|would not be|won't be|(?:nobody|no one|none of them|no jobs|no staff) (?:will|would|is|are|was|were|has|had|have)|without (?:any )?(?:layoffs|redundancies)|no (?:compulsory |forced )?(?:layoffs|redundancies|job losses|job cuts))\b/;

/** Somebody says that it is not so. */
export function isDenied(tokens: readonly Token[], quantity: Pick<Quantity, "from"> | undefined): boolean {
  const words = quantity === undefined ? sentenceWords(tokens) : clauseBefore(tokens, quantity.from, 30);
  return DENIES.test(words);
}

/** The words before a place, back to where another statement begins. */
function clauseBefore(tokens: readonly Token[], to: number, most: number): string {
  let from = to;
  while (from > 0 && to - from < most && !/^(?:[;]|but|although|while|whereas)$/.test(wordAt(tokens, from - 1)))
    from -= 1;
  return phrase(tokens, from, to);
}

/** The words behind a place, up to a dash or where another statement begins. */
function clauseAfter(tokens: readonly Token[], from: number, most: number): string {
  const end = Math.min(tokens.length, from + most);
  let to = from;
  while (to < end && !/^(?:[;–—]|but|although|while|whereas)$/u.test(wordAt(tokens, to))) to += 1;
  return phrase(tokens, from, to);
}

const THREATENS = /\b(?:threaten|threatens|threatened|threatening|threats?)\b(?! of redundancy)/;
const MAY_HAVE = /\b(?:may|might|could|would) (?:have|be forced|need|be obliged) to\b/;

const MAY_CUT = /\b(?:may|might|could|would) (?:\w+ )?(?:cut|close|lay|shed|axe|eliminate|lose)\b/;

/** Whether a sentence speaks of cuts as of a threat. */
export function isThreatened(tokens: readonly Token[]): boolean {
  const words = sentenceWords(tokens);
  return THREATENS.test(words) || (MAY_HAVE.test(words) && /\b(?:if|unless)\b/.test(words));
}

/** What is to happen if something else does not. */
export function isThreat(tokens: readonly Token[], { from, to }: Quantity, governor: Governor | undefined): boolean {
  if (governor !== undefined && /threat|jeopardy|danger|line|risk/.test(governor.words)) return false;
  const before = clauseBefore(tokens, from, 25);
  if (THREATENS.test(before)) return true;
  const behind = phrase(tokens, to, to + 25);
  if (
    MAY_CUT.test(before) &&
    /\b(?:if|unless)\b(?! (?:the |its |these |their )?(?:plans?|proposals?|changes|scheme|move|it (?:is|goes|gets)|approved|agreed))/.test(
      behind,
    )
  )
    return true;
  if (!MAY_HAVE.test(before)) return false;
  return /\b(?:if|unless|without)\b/.test(phrase(tokens, to, to + 25)) || /\b(?:if|unless)\b/.test(before);
}

const ONCE =
  /\b(?<!\b(?:the|its|their|a|of|with|those|these|his|her) )(?:previously|initially|originally|earlier|first) (?:said|warned|expected|estimated|planned|predicted|announced|feared|thought)\b|\b(?:had|has) (?:been )?(?:expected|feared|predicted|forecast|anticipated)\b|\b(?:fewer|lower|less|smaller|higher|more|larger) than (?:the )?(?:previously |originally |initially )?(?:\S+ )?$/;

/** What was expected once and has been overtaken. */
export function isSuperseded(tokens: readonly Token[], { from, to }: Quantity): boolean {
  return (
    ONCE.test(clauseBefore(tokens, from, 20)) ||
    /^(?:\S+ ){0,3}(?:had been|were|was) (?:widely |previously |originally |initially )?(?:expected|feared|predicted|forecast|anticipated)\b/.test(
      phrase(tokens, to, to + 8),
    )
  );
}

const CAUSE =
  /\b(?:misconduct|improperly|violat(?:ed|ing|ion|ions)|breach(?:ed|ing|es)?|leak(?:ed|ing|s)?|fraud|harass(?:ed|ing|ment)|theft|stealing|stole|unauthori[sz]ed|for cause|code of conduct|cheating|insider trading|disciplinary)\b/;

/** A few people who are said to have done something. */
export function isForCause(tokens: readonly Token[], { value }: Quantity): boolean {
  return value !== null && value <= 20 && CAUSE.test(sentenceWords(tokens));
}

const SATIRE = /\b(?:satire|satirical|parody|spoof|lampoon)\b/;
const JESTERS =
  "(?:the onion|babylon bee|the daily mash|newsthump|waterford whispers|the beaverton|der postillon|le gorafi|reductress|clickhole)";
const ANY_JESTER = new RegExp(JESTERS);
/** A title that is known for satire, as the one that says it: it may itself be where jobs are cut. */
const BY_JESTERS = new RegExp(
  `(?:^|[|–—:-] ?|\\b(?:by|from|via|on|in|at|told|according to|reports?|source|website|site|newspaper|magazine) )${JESTERS}\\b|\\b${JESTERS} (?:reports?|reported|joked?|jokes|writes|has learned)\\b`,
  "m",
);

/** Whether a document says of itself that it is satire. */
export function isSatire(title: string | null, text: string): boolean {
  const words = `${title ?? ""}\n${text.slice(0, 20_000)}`.toLowerCase();
  return SATIRE.test(words) || (ANY_JESTER.test(words) && BY_JESTERS.test(words));
}

const CLOSES = /\b(?:clos(?:e|es|ed|ing|ure|ures)|shut(?:s|ting)?(?: down)?|shutter(?:s|ed|ing)?|wind(?:ing)? down)\b/;
const SITES =
  /\b(?:plants?|factory|factories|mills?|sites?|warehouses?|stores?|shops|branch|branches|offices?|studios?|works|depots?|mines?|restaurants?|pubs?|hospitals?|centers?|centres?|facility|facilities|base|bureau|newsroom|smelter|refinery)\b/;

/** A firm ends. */
const ENDS =
  /\b(?:(?:shut|shuts|shutting|wind|winding|wound) down|ceas(?:e|es|ed|ing) (?:all )?operations|(?:go|going|gone) out of business)\b/;

/** A place of work is closed, or a firm. */
export function closes(tokens: readonly Token[]): boolean {
  const words = sentenceWords(tokens);
  return ENDS.test(words) || (CLOSES.test(words) && (SITES.test(words) || /\bclosures?\b/.test(words)));
}

const REPORTED =
  /\b(?:reportedly|(?:had|have|was|been) reported|rumou?red|(?:according to|earlier|previous|similar|recent|media) (?:\S+ )?reports?|reports? (?:that|of|surfaced|suggested|claimed|emerged)|alleged(?:ly)?|claimed)\b/;

/** Whether a sentence hands on what others have said. */
export function isReported(tokens: readonly Token[]): boolean {
  return REPORTED.test(sentenceWords(tokens));
}

const RUMOUR = /\b(?:rumou?rs?|rumou?red|speculation|speculated|unconfirmed|gossip|whispers)\b/;

export function isRumour(tokens: readonly Token[]): boolean {
  return RUMOUR.test(sentenceWords(tokens));
}
