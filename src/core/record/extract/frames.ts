// Frames: what the words around a figure make of it, although something is cut. Each is a reason why it is not a round of cuts
// by one employer.
import type { Governor } from "./governors.ts";
import type { Mention } from "./mention.ts";
import type { Quantity } from "./numbers.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";

/** The words by which many employers are meant. */
const MANY =
  /\b(?:across (?:the )?(?:\S+ ){0,2}(?:industry|sector|economy|country|nation|globe|companies|firms|high street)|(?:tech|technology|retail|car|auto|media|banking|financial|entire|whole|games?|gaming|hospitality) (?:industry|sector)|(?:british|american|us|uk|german|french|major|big|top|stalwart|other|many|several|hundreds of|all) (?:\S+ )?(?:employers|firms|companies|businesses|retailers)|high streets?|jobless|unemployment (?:claims|benefits|rate|assistance)|labou?r market|job market|nationwide|the economy|in the (?:us|uk|country|industry|sector)|by (?:employers|companies|firms)|(?:an?|the|new|workplace trends) (?:\S+ )?(?:audit|tally|survey|poll)|survey (?:found|shows|of)|respondents|(?:employers|companies|firms|businesses|retailers) (?:have |had |has )?(?:cut|announced|laid|shed|axed|slashed|eliminated|planned|let)|(?:technology|tech|retail|media) workers|(?:workers|people|americans|britons) (?:have )?lost their jobs (?:since|between|in the (?:first|last|past))|\d+ (?:companies|firms|employers))\b/;

/** Whether a sentence counts over many employers. */
export function countsMany(tokens: readonly Token[], mentions: readonly Mention[]): boolean {
  if (mentions.some(({ role }) => role === "source")) return true;
  return MANY.test(sentenceWords(tokens));
}

/** Sentences are cut at 400 tokens here: what one of them is about stands before. */
function sentenceWords(tokens: readonly Token[]): string {
  return phrase(tokens, 0, Math.min(tokens.length, 400));
}

const RAISES = /^(?:taking|takes|took|take|bringing|brings|brought|bring|raising|raises|pushing|pushes|lifting|takes)$/;

/** A running total: "taking the number of posts lost to 1,020", "a total of 900 since 2022". */
export function isCumulative(tokens: readonly Token[], { from, to }: Quantity): boolean {
  const before = wordAt(tokens, from - 1);
  if (/^(?:to|at|past|above|beyond)$/.test(before) || (before === "of" && /^total$/.test(wordAt(tokens, from - 2)))) {
    for (let at = from - 2; at >= Math.max(0, from - 22); at--) {
      if (RAISES.test(wordAt(tokens, at))) return true;
      if (wordAt(tokens, at) === ";") break;
    }
  }
  const behind = phrase(tokens, to, to + 18);
  const span =
    /\b(?:over|in|during|within) the (?:past|last) (?:\S+ )?(?:\S+ )?(?:years|months|decade|decades)\b|\bsince (?:the start of )?(?:(?:19|20)\d\d|the (?:beginning|start|pandemic|merger|takeover))\b|\bso far this year\b|\bin total since\b/;
  const total = /\b(?:total|altogether|cumulative|combined|in all|overall)\b/.test(phrase(tokens, from - 6, to + 8));
  return total && span.test(behind);
}

const DENIES =
  /\b(?:denied|denies|deny|denying|rejected|rejects|dismissed (?:reports|rumou?rs|claims|as)|refuted|refutes|no plans|not planning|no intention|no such|untrue|not true|ruled out|rules out|did not do|do not plan|does not plan|not going to|will not be|would not be|won't be|(?:nobody|no one|none of them|no jobs|no staff) (?:will|would|is|are|was|were|has|had|have)|without (?:any )?(?:layoffs|redundancies)|no (?:compulsory |forced )?(?:layoffs|redundancies|job losses|job cuts))\b/;

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

const THREATENS = /\b(?:threaten|threatens|threatened|threatening|threats?)\b(?! of redundancy)/;
const MAY_HAVE = /\b(?:may|might|could|would) (?:have|be forced|need|be obliged) to\b/;

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
  if (!MAY_HAVE.test(before)) return false;
  return /\b(?:if|unless|without)\b/.test(phrase(tokens, to, to + 25)) || /\b(?:if|unless)\b/.test(before);
}

const ONCE =
  /\b(?:previously|initially|originally|earlier|first) (?:said|warned|expected|estimated|planned|predicted|announced|feared|thought)\b|\b(?:had|has) (?:been )?(?:expected|feared|predicted|forecast|anticipated)\b|\b(?:fewer|lower|less|smaller|higher|more|larger) than (?:the )?(?:previously |originally |initially )?(?:\S+ )?$/;

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

const SATIRE =
  /\b(?:satire|satirical|parody|spoof|the onion|babylon bee|the daily mash|newsthump|waterford whispers|the beaverton|der postillon|le gorafi|lampoon|reductress|clickhole)\b/;

/** Whether a document says of itself that it is satire. */
export function isSatire(title: string | null, text: string): boolean {
  return SATIRE.test(`${title ?? ""}\n${text.slice(0, 20_000)}`.toLowerCase());
}

const CLOSES = /\b(?:clos(?:e|es|ed|ing|ure|ures)|shut(?:s|ting)?(?: down)?|shutter(?:s|ed|ing)?|wind(?:ing)? down)\b/;
const SITES =
  /\b(?:plants?|factory|factories|mills?|sites?|warehouses?|stores?|shops|branch|branches|offices?|studios?|works|depots?|mines?|restaurants?|pubs?|hospitals?|centers?|centres?|facility|facilities|base|bureau|newsroom|smelter|refinery)\b/;

/** A place of work is closed. */
export function closes(tokens: readonly Token[]): boolean {
  const words = sentenceWords(tokens);
  return CLOSES.test(words) && (SITES.test(words) || /\bclosures?\b/.test(words));
}

const RUMOUR = /\b(?:rumou?rs?|rumou?red|speculation|speculated|unconfirmed|gossip|whispers)\b/;

export function isRumour(tokens: readonly Token[]): boolean {
  return RUMOUR.test(sentenceWords(tokens));
}
