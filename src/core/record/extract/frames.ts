// Frames: what the words around a figure make of it, although something is cut. Each is a reason why it is not a round of cuts
// by one employer.
import { clauseAfter, clauseBefore, sentenceWords } from "./clauses.ts";
import type { Mention } from "./mention.ts";
import type { Quantity } from "./numbers.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";

/** The words by which many employers are meant. */
const MANY =
  /\b(?:across (?:the )?(?:\S+ ){0,2}(?:industry|sector|economy|companies|firms|high street)|(?:public|private)[ -]sector|(?:tech|technology|retail|car|auto|media|banking|financial|entire|whole|games?|gaming|hospitality) (?:industry|sector)|(?:british|american|us|u\.s|uk|us-based|german|french|european|japanese|indian|chinese|canadian|australian|italian|spanish|swedish|auto|media|retail|major|leading|big|top|stalwart|other|many|several|tech|technology|hundreds of|all) (?:\S+ )?(?:employers|firms|companies|businesses|retailers|universities|councils|banks|publishers|charities|hospitals|airlines|multinationals)|high streets?(?! (?:banks?|lenders?|retailers?|chains?|stores?|names?|giants?|brands?)\b)|['’]s (?:\S+ ){0,2}(?:industry|sector|economy|employers)|(?:job cuts|job losses|redundancies|layoffs) in the (?:region|county|area|industry|sector|province|state)\b|jobless (?:rate|claims|figures|total|count)|(?:%|cent|percent|half|third|quarter|fifth|most) of (?:all )?(?:firms|companies|employers|businesses|contractors)|unemployment (?:claims|benefits|rate|assistance)|in the (?:\S+ ){0,4}?(?:industry|sector|ecosystem)\b|(?:companies|firms|businesses) (?:supported|backed|assisted|helped|it (?:backs|supports|assists))|(?:authorities|councils|employers|firms|companies|schools) (?:surveyed|polled|questioned|asked)|(?:a|the) (?:day|week|month|year) (?:when|in which|that saw)|in the (?:\S+ ){2,12}?(?:industries|sectors)|both (?:\S+ ){1,3}?and (?:\S+ ){1,3}?have|by (?:employers|companies|firms)|employers (?:gave|filed|plan|planned|cut|announced|shed|have|are|reported|notified)|between them (?:have |had |has )?(?:proposed|plan|planned|let|cut|laid|shed|axed|lost|made)|(?:town|city|area|region|county|village|valley|community|state|country|industry|sector) (?:that|which) (?:has |had |have )?(?:already |just )?(?:lost|seen|shed)|(?:industry|sector)(?: in (?:\S+ ){1,3})? ?(?:could|will|would|may|might) lose|(?<!\binto )(?:three|four|five|six|seven|eight|nine|ten) (?:\S+ )?(?:companies|firms|employers|councils|universities) (?:have|had|which|that|who|are|will|said)|job losses were running|collectively|tallied|between (?:the|them|these) (?:two|three|four|five) (?:companies|firms|employers|sites)?|at (?:least )?\d+ (?:companies|firms)|(?:companies|firms|players|giants|retailers|employers|startups|start-ups|universities) (?:like|such as|including)|(?<!\b(?:taking|takes|bringing|brings|raising|pushing) )(?:an?|the|new|workplace trends) (?:\S+ )?(?:audit|tally|survey|poll)|survey (?:found|shows|of)|respondents|(?:employers|companies|firms|businesses|retailers|universities|councils|banks|charities|multinationals|client firms|publishers|newspapers) (?:have |had |has )?(?:collectively |already |together )?(?:cut|announced|laid|shed|axed|slashed|eliminated|planned|let)|(?<!and )(?:technology|tech|retail|media) workers|(?:industry|sector|economy) (?:has |have |had )?(?:already )?(?:shed|lost|cut|axed)|workers in (?:the )?(?:tech|technology|retail|media|manufacturing)|(?:workers|people|americans|britons) (?:have )?lost their jobs (?:since|between|in the (?:first|last|past))|\d+ (?:\S+ )?(?:companies|firms|employers|startups|start-ups))\b/;

/** "The county has lost 27,000 jobs", "at two car parts manufacturers", "a bleak week for Irish manufacturing". */
const REGIONS =
  /\b(?:(?:the|this) (?:county|state|region|area|nation|province) (?:has |had )?(?:already )?lost|between them (?:\S+ ){0,2}?(?:to )?(?:lose|cut|shed)|(?:irish|british|scottish|welsh|american|ulster) (?:manufacturing|industry)|\d+ (?:\S+ ){0,2}(?:closures|shutdowns|layoffs) (?:, )?affecting|at (?:two|three|four|five|six|seven) (?:\S+ ){0,3}?(?:manufacturers|firms|companies|employers|businesses|retailers|suppliers))\b/;

/** Words by which many employers are meant where no one is named or meant: "in the UK", which one may cut in as well. */
const MANY_OR_ONE =
  /\b(?:across (?:the )?(?:\S+ ){0,2}(?:country|nation|globe)|labou?r market|job market|nationwide|the economy|in the (?:us|uk|country))\b/;
const ONE =
  /\b(?:it|its|we|our|(?:the|an?) (?:\S+ )?(?:company|firm|group|bank|airline|retailer|carmaker|chain|publisher|union|broadcaster|operator|maker)|publisher)\b/;

/** "was one of the first tech companies to slash jobs": one of them. */
const ONE_OF =
  /\bthe latest (?:\S+ ){0,4}?(?:retailer|company|firm|chain|business|employer|name|publisher|bank|airline)\b|\bone of (?:the |its )?(?:\S+ ){0,4}?(?:companies|firms|employers|businesses|retailers|publishers|banks|airlines)\b/g;

/** Whether a sentence counts over many employers. */
export function countsMany(tokens: readonly Token[], mentions: readonly Mention[]): boolean {
  // "150,000 jobs lost by Elmshire": a place loses many employers' jobs.
  if (
    mentions.some(
      ({ role, preposition, from }) =>
        role === "source" ||
        (role === "place" && preposition === "by" && /^(?:lost|shed)$/.test(wordAt(tokens, from - 2))),
    )
  )
    return true;
  const said = sentenceWords(tokens);
  const words = /\bone of\b|\bthe latest\b/.test(said) ? said.replaceAll(ONE_OF, "one") : said;
  if (MANY.test(words) || REGIONS.test(words) || SUCH.test(words) || DATA.test(words)) return true;
  return MANY_OR_ONE.test(words) && !mentions.some(({ role }) => role === "employer") && !ONE.test(words);
}

/** "Data released this month shows" */
const DATA =
  /\b(?:charities|organi[sz]ations|households|managers) (?:surveyed|polled)\b|\b(?:tool|tracker|research|poll) (?:shows|showed|suggests|found|reveals)\b|\b(?:data|figures|statistics) (?:\S+ ){0,4}(?:show|shows|showed|suggest|suggests|reveal|reveals|revealed)\b|\bhr1\b/;

const SUCH =
  /\b(?:companies|firms|players|giants|retailers|employers|startups|start-ups|universities|others|lenders|banks|airlines|carmakers|chains|publishers) (?:like|such as|including)\b/;

/** Whether a sentence names some of many: "major players like Acme, Bolt and Crest". */
export function givesExamples(tokens: readonly Token[]): boolean {
  return SUCH.test(sentenceWords(tokens)) || /\bbetween them\b/.test(sentenceWords(tokens));
}

const RAISES = /^(?:taking|takes|took|take|bringing|brings|brought|bring|raising|raises|pushing|pushes|lifting|takes)$/;

const OF_PLAN = /^(?:its|their) (?:planned |proposed |announced )?(?:job cuts|cuts|layoffs|redundancies|job losses)\b/;

const RATE = /^(?:a|per|each|every) (?:year|month|week|day)\b|^(?:annually|yearly|monthly)\b/;

/** So many each year: no round. */
export function isRate(tokens: readonly Token[], { to }: Pick<Quantity, "to">): boolean {
  return RATE.test(phrase(tokens, to, to + 2));
}

/** "required for companies planning more than 10 redundancies" */
const OF_ANY =
  /\b(?:companies|employers|firms|businesses) (?:planning|proposing|making|considering|with|that (?:plan|propose|make))$/;

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
  if (LAW.test(words) && OF_ANY.test(phrase(tokens, from - 4, from))) return true;
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
      // "raises its job cuts to 900": it is the plan that is larger.
      if (RAISES.test(wordAt(tokens, at))) return !OF_PLAN.test(phrase(tokens, at + 1, from - 1));
      if (wordAt(tokens, at) === ";") break;
    }
  }
  // "the toll of redundancies has reached 120"
  if (
    /\btoll\b(?: \S+){0,6} (?:reached|reaches|reaching|hit|hits|stands at|rose to|rises to)$/.test(
      phrase(tokens, from - 10, from),
    )
  )
    return true;
  const behind = clauseAfter(tokens, to, 18);
  const span =
    /\b(?:over|in|during|within) the (?:past|last) (?:\S+ )?(?:\S+ )?(?:years|months|decade|decades)\b|\bsince (?:the start of |[a-z]+ )?(?:(?:19|20)\d\d|the (?:beginning|start|pandemic|merger|takeover))\b|\bso far this year\b|\bin total since\b/;
  const total = /\b(?:total|total+ed|total+ing|altogether|cumulative|combined|in all|overall)\b/.test(
    `${phrase(tokens, from - 6, to)} ${clauseAfter(tokens, to, 8)}`,
  );
  if (PERFECT.test(phrase(tokens, from - 8, to)) && SINCE.test(behind)) return true;
  // "the 150,000 jobs lost by Ohio since 1986"
  if (/^(?:lost|cut|shed|gone)(?: \S+){0,4} since (?:19|20)\d\d\b/.test(behind)) return true;
  // "is aware of at least 37 job cuts at Acme in 2025": what an observer has counted.
  if (
    OBSERVES.test(phrase(tokens, from - 5, from)) &&
    /\b(?:in|during|since) (?:19|20)\d\d\b|\b(?:this|last) year\b/.test(behind)
  )
    return true;
  // "Counting those already announced, 3,554 will go"
  if (
    /^(?:counting|including|together with|combined with|added to) (?:[^,]* )?(?:already|earlier|previous|previously|announced|last)\b[^,]* , /.test(
      `${phrase(tokens, 0, Math.min(from, 24))} `,
    )
  )
    return true;
  // "200 on top of the 500 announced in May, for a total of 700"
  if (FOR_TOTAL.test(phrase(tokens, from - 6, from)) && ADDS.test(phrase(tokens, 0, from))) return true;
  // "the combined loss of more than 500 posts"
  if (/\bcombined (?:job )?(?:loss|losses|total|cuts?) of$/.test(phrase(tokens, from - 4, from))) return true;
  // "has so far released 1,100 since the start of the pandemic"
  const soFar = /\bso far\b/.test(phrase(tokens, from - 7, from)) && /\bsince\b/.test(behind);
  if (/\b(?:have|has) (?:now )?(?:gone|left|been (?:cut|lost|let go))\b.*\bin (?:all|total)\b/.test(behind))
    return true;
  return soFar || (total && span.test(behind));
}

const FOR_TOTAL = /\bfor an? (?:\S+ )?total of$/;
const ADDS = /\b(?:another|further|additional|more|on top of|in addition to|adding to|added to)\b/;

const OBSERVES =
  /\b(?:(?:is|are) aware of|(?:has|have) (?:counted|tracked|recorded|tallied|logged|documented)|(?:counts?|counted|tracked|recorded|logged))$/;

/** "has cut 27,000 jobs since last autumn": all that has been cut until now. */
const PERFECT =
  /\b(?:has|have) (?:also |now |already |been )*(?:shrunk|reduced|made|cut|laid|let|shed|axed|eliminated|lost|seen|slashed|dismissed|fired|sacked)\b/;
/** "The firm has cut 400 jobs in the past two years": all of them together. */
export function isOverYears(tokens: readonly Token[], { from, to }: Quantity): boolean {
  return PERFECT.test(phrase(tokens, from - 8, to)) && IN_YEARS.test(clauseAfter(tokens, to, 18));
}

const IN_YEARS =
  /^(?:\S+ ){0,4}?(?:in|over|during|within) (?:(?:the (?:past|last) )(?:\S+ )?(?:years|decade)|(?:two|three|four|five|six|seven|ten|\d+) years)\b/;
const SINCE =
  /\bsince (?:the (?:start|beginning|end|onset|outbreak|pandemic)|last|early|mid|late|then|(?:19|20)\d\d|january|february|march|april|may|june|july|august|september|october|november|december)\b/;

/** Hires set off against cuts: "a net reduction of 130", "the net loss is therefore 48", "leaving a net 750". */
export function isNet(tokens: readonly Token[], { from, to }: Pick<Quantity, "from" | "to">): boolean {
  return (
    /\bnet (?:job )?(?:reduction|loss|decrease|cut|fall|losses)\b(?: [^.;]{1,90})? (?:of|is|was|at|to|by|therefore|comes to|will be|would be)$/.test(
      phrase(tokens, from - 18, from),
    ) ||
    wordAt(tokens, from - 1) === "net" ||
    (/^(?:\S+ )?net$/.test(phrase(tokens, to, to + 2)) && wordAt(tokens, to + 1) === "net")
  );
}

const ONCE =
  /\b(?<!\b(?:the|its|their|a|of|with|those|these|his|her) )(?:previously|initially|originally|earlier|first) (?:decided|voted|said|warned|expected|estimated|planned|predicted|announced|feared|thought|wanted|sought|intended|proposed|asked|been warned|been told)\b|\b(?:had|has) (?:been )?(?:expected|expecting|feared|fearing|predicted|predicting|forecast|anticipated|anticipating)\b|\bhad (?:\S+ ){0,4}?(?:estimated|estimating|projected|warned) (?:\S+ ){0,6}?(?:need|have|would|could|might) ?(?:to )?\b|\bfaced initially with\b|\binitially (?:faced|facing)\b|\b(?:fewer|lower|less|smaller|higher|more|larger) than (?:the )?(?:previously |originally |initially )?(?:\S+)? ?$/;

/** "120 jobs, but this was later negotiated down to 82", "1,000, but that number has risen" */
const SINCE_CHANGED =
  /^(?:[^.;]{0,80} )?(?:, |but |though |although |which )+(?:(?:\S+ ){1,3}said )?(?:that |this |the |it |which )?(?:number |figure |total |toll )?(?:was|were|has|have|had) (?:since |later |subsequently |now |been )*(?:(?:negotiated|whittled|scaled|revised|brought|cut|reduced|lowered|raised|increased|trimmed) (?:down |back |up )?(?:to|by)\b|risen|grown|increased\b|fallen)/;

/** What was expected once and has been overtaken. */
export function isSuperseded(tokens: readonly Token[], { from, to }: Quantity): boolean {
  return (
    ONCE.test(clauseBefore(tokens, from, 20)) ||
    /^(?:originally|initially) , /.test(phrase(tokens, 0, 3)) ||
    SINCE_CHANGED.test(phrase(tokens, to, to + 22)) ||
    /^(?:\S+ ){0,3}(?:had been|were|was) (?:widely |previously |originally |initially )?(?:expected|feared|predicted|forecast|anticipated)\b/.test(
      phrase(tokens, to, to + 8),
    )
  );
}

const CLOSES = /\b(?:clos(?:e|es|ed|ing|ure|ures)|shut(?:s|ting)?(?: down)?|shutter(?:s|ed|ing)?|wind(?:ing)? down)\b/;
const SITES =
  /\b(?:plants?|factory|factories|mills?|sites?|warehouses?|stores?|shops|branch|branches|offices?|studios?|works|depots?|mines?|restaurants?|pubs?|hospitals?|centers?|centres?|facility|facilities|base|bureau|newsroom|magazines?|newspapers?|titles?|smelter|refinery)\b/;

/** A firm ends. */
const ENDS =
  /\b(?:(?:shut|shuts|shutting|wind|winding|wound) down|ceas(?:e|es|ed|ing) (?:all )?operations|(?:go|going|gone) out of business|(?:files?|filed|filing|petition(?:s|ed|ing)?) for (?:bankruptcy|liquidation))\b/;

/** A place of work is closed, or a firm. */
export function closes(tokens: readonly Token[]): boolean {
  const words = sentenceWords(tokens);
  return ENDS.test(words) || (CLOSES.test(words) && (SITES.test(words) || /\bclosures?\b/.test(words)));
}

const UNDISCLOSED =
  /\b(?:unknown|undisclosed|unspecified|undetermined) (?:number|share|proportion) of (?:\S+ ){0,3}?(?:staff|staffers|workers|employees|people|jobs|roles|posts|positions|layoffs|redundancies|job cuts)\b|\b(?:some|several) (?:of its )?(?:staff|employees|workers)\b/;

/** "laid off an undisclosed number of workers": that somebody cuts, and not how many. */
export function isUndisclosed(tokens: readonly Token[]): boolean {
  return UNDISCLOSED.test(sentenceWords(tokens));
}

const REPORTED =
  /\b(?:reportedly|(?:had|have|was|been) reported|\breports\b.{0,60}\bthat|rumou?red|(?:according to|earlier|previous|similar|recent|media) (?:\S+ )?reports?|reports? (?:that|of|surfaced|suggested|claimed|emerged)|alleged(?:ly)?|supposed(?:ly)?|claimed)\b/;

/** Whether a sentence hands on what others have said. */
export function isReported(tokens: readonly Token[]): boolean {
  return REPORTED.test(sentenceWords(tokens));
}

const RUMOUR =
  /\b(?:(?:may|might) be considering|reportedly (?:discussing|considering|mulling|weighing)|rumou?rs?|rumou?red|speculation|speculated|unconfirmed|gossip|whispers)\b/;

/** What those who watch a firm think of it. */
const ANALYSTS =
  /\banalysts?\b.*\b(?:think|thinks|believe|believes|reckon|reckons|predict|predicts|speculate)\b.*\b(?:could|may|might|will|would)\b/;

export function isRumour(tokens: readonly Token[]): boolean {
  const words = sentenceWords(tokens);
  return RUMOUR.test(words) || ANALYSTS.test(words);
}
