// What is said not to be so, not to come about, or to be no loss of work: denials, plans that were dropped, threats, dismissals for
// cause, and tales.
import { clauseAfter, clauseBefore, sentenceWords } from "./clauses.ts";
import type { Governor } from "./governors.ts";
import type { Quantity } from "./numbers.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";

const DENIES =
  /\b(?:denied|denies|deny|denying|denial|(?:rejected|rejects|dismissed|dismisses|dismissing) (?:\S+ ){0,2}(?:reports?|rumou?rs?|claims?|suggestions?|speculation|talk|the idea|as)|refuted|refutes|refuting|promised not|not to (?:lay|cut|make|let|axe)|no plans|not planning|no intention|no such|(?:completely|entirely|percent|totally|%) made up|untrue|not true|ruled out|rules out|did not do|do not plan|does not plan|not going to|will not be|would not be|won't be|(?:nobody|no one|none of them|no (?:\S+ )?(?:jobs|staff|employees|workers)) (?:will|would|is|are|was|were|has|had|have)|without (?:any )?(?:layoffs|redundancies)|(?:described|branded|labelled|slammed|rubbished|denounced) (?:as )?(?:\S+ ){0,3}(?:reports?|claims?|rumou?rs?|story|stories|allegations?)|no truth|not (?:been )?(?:laid off|laying off|lay off|cutting|cut|planning|considering|contemplating|making|shedding|axing)|never (?:laid|cut|made)|(?:isn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|won't|wouldn't|didn't|doesn't|don't) (?:\S+ ){0,2}(?:lay|laid|laying|cut|cutting|planning|plan|planned|shed|shedding)|no (?:compulsory |forced )?(?:layoffs|redundancies|job losses|job cuts|pink slips))\b/;

/** What was said and is not so: "reports that … are false". */
const FALSE =
  /\b(?:reports?|claims?|rumou?rs?|suggestions?|speculation|allegations?|talk|posts?|story|stories)\b.*\b(?:is|are|was|were|as|be|been)\b[^.]{0,24}\b(?:false|untrue|not true|baseless|unfounded|inaccurate|incorrect|wrong|nonsense|fabricated|fake|denied|fiction)\b/;

/** "denies the rumour, but admits that it will": what is said behind it is so. */
const ADMITS = /^.*\b(?:admit|admits|admitted|admitting|acknowledge[sd]?|conceded?|concedes)\b/;

/** Somebody says that it is not so. */
export function isDenied(
  tokens: readonly Token[],
  quantity: (Pick<Quantity, "from"> & Partial<Pick<Quantity, "to">>) | undefined,
): boolean {
  if (quantity === undefined) {
    const words = sentenceWords(tokens);
    return DENIES.test(words) || FALSE.test(words);
  }
  // "Bolt, which has not cut anybody, …": said of another.
  const before = clauseBefore(tokens, quantity.from, 30)
    .replace(ADMITS, "")
    .replaceAll(/, (?:which|who|whose) [^,]{1,120} ,/g, " ");
  if (DENIES.test(before) || /^none of (?!them|this|that|which)/.test(phrase(tokens, 0, 4))) return true;
  if (quantity.to === undefined) return false;
  // "The union said that 35 had gone, but the firm denied it"
  if (
    /\bbut (?:\S+ ){0,6}?(?:denied|denies|disputed|disputes|rejected) (?:it|this|that|the)\b/.test(
      phrase(tokens, quantity.to, quantity.to + 14),
    )
  )
    return true;
  return FALSE.test(`${before} ${clauseAfter(tokens, quantity.to, 20)}`);
}

const PLANS = "(?:plans?|proposals?|decisions?|threats?|notices?|scheme|programme|program|intention|move)";
const CUTTING = "(?:layoffs?|redundanc(?:y|ies)|job cuts|job losses|staff cuts|closures?)";
/** Somebody goes back on it, or keeps it from coming. */
const DROPS = new RegExp(
  `\\b(?:revers(?:e|es|ed|ing)|withdr(?:ew|aw|aws|awn|awing)|shelv(?:e|es|ed|ing)|scrap(?:s|ped|ping)?|drop(?:s|ped|ping)?|abandon(?:s|ed|ing)?|rescind(?:s|ed|ing)?|cancel(?:s|led|ed|ling|ing)?|call(?:s|ed|ing)? off|back(?:s|ed|ing)? (?:down|away) (?:on|from)|row(?:s|ed|ing)? back (?:on|from)|u-turn(?:s|ed)? on|halt(?:s|ed|ing)?|suspend(?:s|ed|ing)?|paus(?:e|es|ed|ing)|block(?:s|ed|ing)?|overturn(?:s|ed|ing)?) (?:\\S+ ){0,3}${PLANS}\\b` +
    `|\\b(?:avert|avoid|prevent|halt|block|suspend|rescind|revers|cancel|paus|stopp|stav)(?:s|e|es|ed|led|ing)?(?: off)? (?:\\S+ ){0,2}(?:${CUTTING}|from (?:laying|cutting|making|axing|firing|shedding))\\b`,
);
/** Plans that are gone back on: "plans to cut 300 jobs have been scrapped". */
const DROPPED = new RegExp(
  `\\b${PLANS}\\b.*\\b(?:has|have|had|was|were|been|being|is|are) (?:\\w+ )?(?:scrapped|shelved|dropped|abandoned|cancell?ed|withdrawn|reversed|rescinded|called off|averted|put on hold|paused|blocked|halted|overturned)\\b`,
);

/** "called for a halt to job losses", "hopes to avoid redundancies": what is not so yet. */
const WANTED =
  /\b(?:call|demand|campaign|fight|hop|tr[yi]|seek|sought|aim|want|urg|press|plead|wish)\w* (?:\S+ ){0,3}?(?:for|to) (?:an? |the )?(?:\S+ )?(?:halt|end|stop|avert|avoid|prevent|block|suspend|revers|scrap|withdraw|drop|abandon|rethink)\w*\b/g;

/** What was planned, and is not to be. */
export function isDropped(tokens: readonly Token[], { from, to }: Pick<Quantity, "from" | "to">): boolean {
  const before = clauseBefore(tokens, from, 25).replace(WANTED, "");
  return DROPS.test(before) || DROPPED.test(`${before} ${clauseAfter(tokens, to, 14)}`);
}

/** Whether a sentence tells of what is not to be. */
export function dropsPlans(tokens: readonly Token[]): boolean {
  const words = sentenceWords(tokens);
  return DROPS.test(words) || DROPPED.test(words);
}

const THREATENS =
  /\b(?:threaten|threatens|threatened|threatening|threats?)\b(?! of redundancy| of (?:walk|strike|ballot|industrial|a strike|protest)| to (?!cut|axe|close|shut|lay|shed|sack|fire|slash|dismiss|eliminate|make|reduce|move|end|pull|quit|leave|relocate)\w)/;
const MAY_HAVE = /\b(?:may|might|could|would) (?:have|be forced|need|be obliged) to\b/;

/** "should ministers refuse": a condition. A name behind "should" is no verb. */
function isInverted(tokens: readonly Token[], from: number): boolean {
  return tokens.some(
    ({ lower }, at) =>
      at >= from && lower === "should" && (wordAt(tokens, at - 1) === "," || tokens[at + 1]?.capital === true),
  );
}

const MAY_CUT =
  /\b(?:may|might|could|would) (?:\w+ )?(?:cut|close|lay|shed|axe|eliminate|lose|go|disappear|find (?:themselves|itself)|have to go|be (?:lost|cut|axed|shed|eliminated|made redundant|laid off|at risk))\b/;
const MAY_GO_IF =
  /\b(?:may|might|could|would) (?:be (?:lost|cut|axed|shed|made redundant|laid off|at risk)|go|lose their jobs) if (?!(?:the |its |these |their )?(?:plans?|proposals?|changes|scheme|move|it (?:is|goes|gets)|approved|agreed))/;
/** "If the state blocks it, the firm would": what follows from something else than the plan itself. */
const CONDITION =
  /^(?:if|unless|should|were) (?!(?:\S+ ){0,4}(?:approved|agreed|confirmed|adopted|implemented|implement|goes|go|plans?|proposals?|carried)\b).*\b(?:would|could|may|might)\b/;
/** "Without the deal, the firm will put thousands of jobs at risk" */
const WITHOUT =
  /^["“]? ?without (?:the|a|an|this|that|such|new|more|further) (?:\S+ ){1,8}?, .*\b(?:will|would|could)\b/u;
/** "Jobs could go should ministers refuse": a condition turned round. */
const INVERTED =
  /\b(?:would|could|may|might)\b.* should (?:(?:the|a|an|its|no|talks|ministers|it|they|he|she|we|voters|regulators|shareholders)\b|\w+ (?:hand|refuse|fail|reject|block|lose|win|go|sell|buy|leave)\b)/;
/** What has to come about, or else. */
const UNLESS =
  /\bunless\b|\bif (?:\S+ ){0,6}?(?:does not|do not|is not|are not|cannot|can not|fails?|refuses?|no|doesn't|don't|isn't|aren't|can't)\b/;

/** Whether a sentence speaks of cuts as of a threat. */
export function isThreatened(tokens: readonly Token[]): boolean {
  const words = sentenceWords(tokens);
  return THREATENS.test(words) || (MAY_HAVE.test(words) && /\b(?:if|unless)\b/.test(words));
}

/** "a downturn which unions warned could lead to 1,000 redundancies": what others fear. */
const FEARED =
  /\b(?:unions?|analysts?|critics|economists|campaigners|mps|experts) (?:have |has )?(?:warned|warn|warns|fear|feared|fears|predicted|predicts|claimed|claims?|believes?)(?: \S+){0,2} (?:could|may|might|would) (?:lead|result|cost|mean|see|cause)\b/;

/** What is to happen if something else does not. */
export function isThreat(tokens: readonly Token[], { from, to }: Quantity, governor: Governor | undefined): boolean {
  if (CONDITION.test(clauseBefore(tokens, from, 40)) || WITHOUT.test(phrase(tokens, 0, from))) return true;
  const before25 = clauseBefore(tokens, from, 25);
  if (FEARED.test(before25)) return true;
  if (governor !== undefined && /threat|jeopardy|danger|line|risk/.test(governor.words)) return false;
  const before = before25;
  if (THREATENS.test(before)) return true;
  const behind = phrase(tokens, to, to + 25);
  if (/\bunless\b/.test(behind.replace(/, (?:which|who) (?:is|are)\b.*$/, "")) && /\bwarn/.test(before)) return true;
  if (
    MAY_CUT.test(before) &&
    /\b(?:if|unless)\b(?! (?:the |its |these |their )?(?:plans?|proposals?|changes|scheme|move|it (?:is|goes|gets)|approved|agreed))/.test(
      behind,
    )
  )
    return true;
  // "3,000 jobs could be lost if the deal goes ahead"
  if (MAY_GO_IF.test(behind)) return true;
  if (INVERTED.test(sentenceWords(tokens))) return true;
  if (MAY_CUT.test(`${before} ${phrase(tokens, from, to + 5)}`) && UNLESS.test(sentenceWords(tokens))) return true;
  if (/\b(?:may|might|could|would|face|faces)\b/.test(phrase(tokens, 0, to + 8)) && isInverted(tokens, to)) return true;
  if (!MAY_HAVE.test(before)) return false;
  if (/\bwarn(?:s|ed|ing)?\b/.test(before)) return true;
  return /\b(?:if|unless|without)\b/.test(phrase(tokens, to, to + 25)) || /\b(?:if|unless)\b/.test(before);
}

/** "dismissed 24 workers for spending its money on dinners" */
const FOR_DOING =
  /\b(?:fired|dismissed|sacked|terminated|let go|dismissing|sacking)\b.{0,90}\bfor (?:\w+ly )?\w{3,}ing\b/;
/** "let dozens go after it found that they had cheated" */
const LEARNED =
  /\bafter (?:it|they|an? \S+) (?:found|discovered|learned|concluded)(?: out)? (?:that )?they\b|\b(?:fired|dismissed|sacked)\b.*\bprobe\b|\breview of allegations\b|\bsuspended without pay\b|\b(?:internal|misconduct|police|criminal) (?:inquiry|investigation|probe)\b/;
const CONDUCT = /\b(?:gross misconduct|conduct issues|for cause|disciplinary (?:action|hearings?|reasons))\b/;
const CAUSE =
  /\b(?:misconduct|improperly|violat(?:ed|ing|ion|ions)|breach(?:ed|ing|es)?|leak(?:ed|ing|s)?|fraud|harass(?:ed|ing|ment)|theft|stealing|stole|unauthori[sz]ed|for cause|code of conduct|conduct issues|cheating|insider trading|disciplinary|who (?:had )?(?:protested|took part|refused|staged)|for (?:refusing|failing to|using|faking|protesting|taking part)|protested against|sit-in|racist|sexist)\b/;

/** Whether a sentence tells of what people did. */
export function tellsOfCause(tokens: readonly Token[]): boolean {
  const words = sentenceWords(tokens);
  return CAUSE.test(words) || CONDUCT.test(words) || LEARNED.test(words);
}

/** People who are said to have done something: a few, or more who are dismissed and not laid off. */
export function isForCause(
  tokens: readonly Token[],
  { value, low }: Quantity,
  governor: Governor | undefined,
): boolean {
  const size = value ?? low;
  if (size === null || size > 500) return false;
  const words = sentenceWords(tokens);
  if (CONDUCT.test(words) || LEARNED.test(words) || FOR_DOING.test(words)) return true;
  const dismissed = governor !== undefined && /^(?:fire|sack|dismiss|terminat)/.test(governor.words);
  return (size <= 20 || dismissed) && CAUSE.test(words);
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

const TALE =
  /\b(?:fictional|fictitious|make-believe|in the (?:\S+ )?(?:film|movie|novel|play|sitcom|drama series|episode|video game))\b|^(?:the|a|an|his|her|this) (?:\S+ ){0,2}(?:film|movie|novel|play|sitcom|comedy|documentary)\b/;

/** Whether a sentence tells a tale. */
export function isTale(tokens: readonly Token[]): boolean {
  return TALE.test(sentenceWords(tokens));
}

/** Whether a document says of itself that it is satire. */
export function isSatire(title: string | null, text: string): boolean {
  const words = `${title ?? ""}\n${text.slice(0, 20_000)}`.toLowerCase();
  return SATIRE.test(words) || (ANY_JESTER.test(words) && BY_JESTERS.test(words));
}
