// Whether a percentage or a fraction is one of people who are cut.
import { opensWithName } from "./entries.ts";
import { type Governor, reach } from "./governors.ts";
import { type Share, shareOf } from "./nouns.ts";
import type { Quantity } from "./numbers.ts";
import type { Reason } from "./reading.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";
import { FAR, framed, reasonOf, type Refuse, type Scene, type Verdict } from "./verdict.ts";
import { isWork } from "./work.ts";

const LINKS =
  /\b(?:equivalent to|equal to|equals|amounts? to|amounting to|amounted to|equates? to|equating to|represents?|represented|representing|accounts? for|accounting for|comprising|comprises|makes up|constitutes|that is|that's|translates to|translating to|corresponds to|corresponding to|or|about|roughly|—|–|\(|,)\s*(?:to )?$/u;

/** What rises or falls by a share that is of no staff: "raising council tax by 7 %", "cuts jumped 13 %". */
const MOVES =
  /\b(?:rais(?:e|es|ed|ing)|ris(?:e|es|en|ing)|rose|jump(?:s|ed)?|climb(?:s|ed)?|surg(?:e|es|ed)|soar(?:s|ed)?|increas(?:e|es|ed|ing)|gr(?:ew|own|owing|ows?)|(?:slump|plung|div|tank|crash|sink|collaps|slid)(?:e|ed|es|ing)?|sank|tumbl(?:ed|es)|higher|lower)(?: \S+){0,3}$/;

const RISEN = /\w (?:up|down)(?: \S+)?$/;
const UP_OR_DOWN_STAFF = /\b(?:staff|workforce|headcount|payroll|employment|ranks|team|numbers|jobs|is|are)\b/;

/** "Reductions in base salary: 30 % for executives, 20 % for all others", "a pay cut for all of its employees". */
function isOfPay(tokens: readonly Token[], { from }: Quantity, share: Share): boolean {
  if (PAY_CUT_FOR.test(phrase(tokens, from - 8, from))) return true;
  return share.of === "none" && PAY_CUTS.test(phrase(tokens, from - 30, from));
}

const PAY_CUT_FOR = /\b(?:salary|salaries|pay|wages?) (?:reductions?|cuts?) (?:for|of|to|across)(?: \S+)?$/;
const PAY_CUTS =
  /\b(?:(?:reductions?|cuts?) (?:in|to|of) (?:the |their |its )?(?:base )?(?:salar(?:y|ies)|pay|wages?|compensation)|(?:salary|pay|wage) (?:reductions?|cuts?))\b(?!.*\b(?:jobs|roles|posts|staff|workforce|headcount|laid|layoffs?)\b)/;

export function judgeShare(scene: Scene, quantity: Quantity, refused: Refuse): Verdict {
  const { tokens, ofCuts } = scene;
  const share = shareOf(tokens, quantity);
  const last = scene.judged.at(-1);
  if (/^of (?:them|which|whom|these|that)$/.test(phrase(tokens, quantity.to, quantity.to + 2)))
    return refused("part", quantity.to + 2);
  if (phrase(tokens, quantity.to, quantity.to + 2) === "of them") return refused("part", quantity.to + 2);
  if (OF_CUTS.test(phrase(tokens, quantity.to, quantity.to + 5))) return refused("part", quantity.to + 3);
  // "the 83 per cent taxpayer-owned bank"
  if (
    /-(?:owned|held|controlled|backed|funded)$/.test(wordAt(tokens, quantity.to)) ||
    /^(?:owned|held|stake)$/.test(wordAt(tokens, quantity.to))
  )
    return refused("share_of_other", quantity.to + 1);
  // "Bolt accounts for 40 % of the total"
  if (
    /\baccount(?:s|ed|ing)? for(?: \S+)?$/.test(phrase(tokens, quantity.from - 3, quantity.from)) &&
    OF_TOTAL.test(phrase(tokens, quantity.to, quantity.to + 4))
  )
    return refused("part", quantity.to + 3);
  // "half of what makers need"
  if (phrase(tokens, quantity.to, quantity.to + 2) === "of what") return refused("share_of_other", quantity.to + 2);
  // "43 % was the mean"
  if (/^(?:was|is) the (?:mean|median|average)\b/.test(phrase(tokens, quantity.to, quantity.to + 3)))
    return refused("share_of_other", quantity.to);
  if (share.of === "other" || isOfPay(tokens, quantity, share)) return refused("share_of_other", share.to);
  if (last?.reason === null && /\bincluding(?: \S+){0,2}$/.test(phrase(tokens, quantity.from - 3, quantity.from)))
    return refused("part", share.to);
  if (share.of === "none" && MOVES.test(phrase(tokens, quantity.from - 6, quantity.from)))
    return refused("share_of_other", share.to);
  // "with ratings up 5 % from last year"
  if (
    share.of !== "staff" &&
    RISEN.test(phrase(tokens, quantity.from - 5, quantity.from + 1)) &&
    !UP_OR_DOWN_STAFF.test(phrase(tokens, quantity.from - 5, quantity.from))
  )
    return refused("share_of_other", share.to);
  if (/^(?:points?|percentage)$/.test(wordAt(tokens, quantity.to))) return refused("share_of_other", quantity.to + 1);
  if (wordAt(tokens, share.to).startsWith("remain")) return refused("headcount", share.to);
  // "halved its workforce": the verb is the figure.
  if (wordAt(tokens, quantity.to - 1).startsWith("halv"))
    return { quantity, reason: null, governor: undefined, to: share.to };
  // What a count is of all stands and falls with it.
  if (last?.reason === null && last.quantity.sort === "count" && isBeside(scene, last.to, quantity))
    return { quantity, reason: null, governor: last.governor, to: share.to };
  // "117 left of their own will, or a tenth of the staff": what holds of the count holds of its share.
  if (last !== undefined && last.reason !== null && HOLDS.has(last.reason) && isSaidOf(scene, quantity, last))
    return refused(last.reason, share.to, last.governor);
  // "Acme (4 %) and Bolt, which cut 5 % of its ranks"
  if (
    share.of === "none" &&
    wordAt(tokens, quantity.from - 1) === "(" &&
    wordAt(tokens, quantity.to) === ")" &&
    scene.mentions.some(({ to, role }) => role === "employer" && to === quantity.from - 1) &&
    scene.governors.some(({ power }) => power === "cut")
  )
    return { quantity, reason: null, governor: undefined, to: share.to };
  const governor = shareGovernor(scene, quantity, share);
  // "– Acme: down 30 %", "– Bolt: a third of its staff"
  if (governor === undefined && ofCuts && !scene.hires && opensEntry(scene, quantity))
    return { quantity, reason: null, governor, to: share.to };
  if (governor === undefined && ofCuts && isNamedBehind(scene, share)) {
    return { quantity, reason: null, governor, to: share.to };
  }
  if (governor === undefined) {
    if (
      share.of === "staff" &&
      ofCuts &&
      LINKS.test(phrase(tokens, Math.max(0, quantity.from - 4), quantity.from).replace(/ ?[“"]$/u, ""))
    ) {
      return linked(scene, quantity, share);
    }
    return refused(share.of === "staff" ? "no_cut" : "share_of_other", share.to);
  }
  const other = reasonOf(governor, scene);
  if (other !== undefined) return refused(other, share.to, governor);
  return framed(scene, quantity, governor, share.to) ?? { quantity, reason: null, governor, to: share.to };
}

/** Whether a share is what an entry of a list begins with, behind the name. */
function opensEntry({ tokens, mentions }: Scene, { from }: Quantity): boolean {
  const name = mentions[0];
  return (
    name?.role === "employer" &&
    name.from < 2 &&
    ((/^[:–—]$/u.test(wordAt(tokens, name.to)) && /^(?:down|cut|minus)?$/.test(phrase(tokens, name.to + 1, from))) ||
      opensWithName(tokens, mentions, from))
  );
}

const BESIDE =
  /^[(,–—] ?(?:or|which is|that is|i\.e|equal to|equivalent to|amounting to|representing|equating to|accounting for|comprising)?$|^(?:or|representing|equivalent to|equal to|amounting to)$/u;

/** "1,900 jobs, about 6 % of its headcount", "388, or 45 %": what a count is of all. */
function isBeside({ tokens }: Scene, behind: number, { from, to }: Quantity): boolean {
  const between = phrase(tokens, behind, from);
  if (from - behind <= 4) return BESIDE.test(between);
  // "60 jobs out of the business, roughly one in ten"
  if (from - behind <= 10 && between.endsWith(" ,") && wordAt(tokens, to - 2) === "in") return true;
  // "27 people across sales and engineering — one in five"
  return from - behind <= 14 && /[^,;.] (?:[—–(]|, or)$/u.test(between) && !/[;.—–]/u.test(between.slice(0, -1));
}

const HOLDS = new Set<Reason | null>([
  "voluntary",
  "furlough",
  "transfer",
  "hiring",
  "strike",
  "cumulative",
  "denial",
  "threat",
  "dismissal",
  "superseded",
]);

/** Whether a share says of the count before it how much that is: "or about a tenth", "(15 %)". */
function isSaidOf({ tokens }: Scene, { from }: Quantity, last: Verdict): boolean {
  if (last.quantity.sort !== "count" || from < last.to || from - last.to > 9) return false;
  return /(?:^|[ ,(])(?:,|\(|or|–|—|-|equivalent to|equal to|representing|amounting to)(?: (?:about|around|roughly|nearly|almost|some|just|over|under|more than|a little|approximately|to))*$/u.test(
    phrase(tokens, last.to, from),
  );
}

/** "half of those job reductions", "three quarters of the redundancies": of figures that stand elsewhere. */
const OF_CUTS =
  /^of (?:those (?:losing|leaving|affected|concerned|involved|laid|who (?:lose|lost|will|are|were))\b|(?:the|those|these|its|all|all the) (?:\S+ )?(?:job |staff |role |planned )*(?:layoffs|redundancies|cuts|losses|reductions|cutbacks)\b)/;

const OF_TOTAL = /^of (?:the|that|this) total\b(?! (?:workforce|staff|headcount|payroll))/;

/** "11% of the workforce at X, 15% at Y", where cuts are what it is about. */
function isNamedBehind({ tokens, mentions, judged }: Scene, { to }: Share): boolean {
  // "holds 15 % of Acme", but "11 % of the workforce at Bolt, 6 % of Acme"
  if (wordAt(tokens, to) === "of" && judged.at(-1)?.reason !== null) return false;
  const at = wordAt(tokens, to) === "of" || wordAt(tokens, to) === "at" ? to + 1 : to;
  return mentions.some(
    ({ role, from, preposition }) => role === "employer" && from >= to && from - at <= 1 && preposition !== null,
  );
}

/** "The cuts, which affect every team, amount to": what is linked is what was cut. */
const OPENS =
  /^the (?:\S+ ){0,3}(?:layoffs?|redundanc(?:y|ies)|cuts?|loss(?:es)?|reductions?|cutbacks|figure|number|total|move|affected|jobs|roles|posts|positions|staff|people|employees|workers)\b/;

function linked({ tokens, quantities }: Scene, quantity: Quantity, share: Share): Verdict {
  // "1,100 …, about 10 % of the workforce": the share stands and falls with the count beside it, which the caller joins.
  const beside = quantities.some(
    (other) => other.sort === "count" && other.to <= quantity.from && quantity.from - other.to < 14,
  );
  const opens =
    /^(?:that|this|these|those|it|together)$/.test(wordAt(tokens, 0)) || OPENS.test(phrase(tokens, 0, quantity.from));
  return { quantity, reason: beside || opens ? null : "no_cut", governor: undefined, to: share.to };
}

/** "close to 30 %", "which accounts for a fifth". */
const NOT_OF_SHARES = /^(?:accounts for|close|closes|closed|closing)$/;

function shareGovernor(scene: Scene, quantity: Quantity, share: Share): Governor | undefined {
  const { tokens, governors, ofCuts } = scene;
  let best: { far: number; governor: Governor } | undefined;
  for (const governor of governors) {
    const { power } = governor;
    if (power === "headcount" || power === "relocation" || NOT_OF_SHARES.test(governor.words)) continue;
    if (power === "context" && !ofCuts && !(share.of === "staff" && governor.words.endsWith(" go"))) continue;
    let far = reach(tokens, governor, quantity.from, share.to) + (power === "context" ? 2 : 0);
    if (power === "voluntary" && governor.from >= share.to && governor.from - share.to < 4) far -= 4;
    const staff = share.of === "staff";
    if (!staff) {
      if (
        power === "weak" &&
        !reducesStaff(tokens, governor, quantity) &&
        !isPassive(tokens, governor, share) &&
        !(ofCuts && isAlone(tokens, governor, quantity))
      )
        continue;
      if (power === "context" && !/^(?:reductions?|cuts?|cutbacks)$/.test(governor.words)) continue;
      if (power === "hiring" || power === "retained") continue;
      if (far > 10) continue;
    }
    if (power === "hiring" || power === "retained") far += 3;
    if (far > FAR) continue;
    if (best === undefined || far < best.far) best = { far, governor };
  }
  return best?.governor;
}

/** "Acme is cutting 11 %, Bolt 12 %": what is cut is what the text is about. */
function isAlone(tokens: readonly Token[], { to, words }: Governor, { from, to: end }: Quantity): boolean {
  return (
    to === from &&
    /^(?:cut|cuts|cutting|axed|axing|shed|shedding)$/.test(words) &&
    (tokens[end] === undefined || /^(?:[,.;]|since|and)$/.test(wordAt(tokens, end)))
  );
}

/** "in which 30 percent were cut" */
function isPassive(tokens: readonly Token[], { from }: Governor, { to }: Share): boolean {
  return from >= to && from - to <= 3 && /^(?:was|were|been|be|being)$/.test(wordAt(tokens, from - 1));
}

/** "reducing the size of Acme by 12 %", and not that of its fleet. */
const SIZE =
  /^(?:the|its|our|their) (?:overall )?size of (?!.*\b(?:fleet|estate|network|board|debt|budget|office|store|portfolio|stake)s?\b)/;

/** "cut staff by a fifth", "reduced its workforce 15 %". */
function reducesStaff(tokens: readonly Token[], governor: Governor, { from }: Quantity): boolean {
  if (governor.to > from) return false;
  for (let at = governor.to; at < from; at++) {
    const word = wordAt(tokens, at);
    if (/^(?:workforce|headcount|payroll|ranks|team|personnel)$/.test(word) || (isWork(word) && word !== "cuts"))
      return true;
  }
  if (SIZE.test(phrase(tokens, governor.to, from))) return true;
  return phrase(tokens, governor.from - 2, governor.from).endsWith("workforce");
}
