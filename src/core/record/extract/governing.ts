// Which of the words of a sentence governs a count.
import { type Governor, reach } from "./governors.ts";
import { isEverybody } from "./headcount.ts";
import type { Counted } from "./nouns.ts";
import type { Quantity } from "./numbers.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import { FAR, near, type Scene } from "./verdict.ts";

/** The governor that is nearest; what cannot govern this figure is passed over. */
export function governorOf(scene: Scene, quantity: Quantity, counted: Counted): Governor | undefined {
  const { tokens, governors } = scene;
  const { from } = quantity;
  let best: { far: number; governor: Governor } | undefined;
  const isSaid = FINITE.test(phrase(tokens, counted.to, counted.to + 5));
  for (const governor of governors) {
    if (!fits(scene, governor, quantity, counted)) continue;
    let far = reach(tokens, governor, from, counted.to);
    if (far > FAR + 12) continue;
    far += between(scene, quantity, governor, counted, isSaid);
    if (governor.power === "headcount" && isEverybody(tokens, quantity)) continue;
    // "a workforce of 1,300" and the like say it right there.
    if (
      governor.power === "headcount" &&
      /(?:of|to|from|at)$/.test(governor.words) &&
      near(tokens, governor, quantity) > 3
    )
      continue;
    // "1,100 will be furloughed": whose verb follows at once.
    const gap = governor.from - counted.to;
    if (gap > 0 && gap < 5 && AT_ONCE.test(phrase(tokens, counted.to, governor.from))) far -= 4;
    if (governor.power === "voluntary" && governor.from >= counted.to && governor.from - counted.to < 4) far -= 4;
    if (governor.power === "context") far += 3;
    if (governor.power === "headcount" && governor.to <= from) far -= governor.to === from ? 6 : 1;
    if (far > FAR) continue;
    if (best === undefined || far < best.far) best = { far, governor };
  }
  return best?.governor;
}

/** What it costs that other figures stand between a governor and a figure. */
function between(
  { quantities }: Scene,
  quantity: Quantity,
  governor: Governor,
  counted: Counted,
  isSaid: boolean,
): number {
  let cost = 0;
  for (const other of quantities) {
    if (other === quantity || other.sort !== "count") continue;
    // What another figure stands between governs that one first.
    if (other.from >= governor.to && other.to <= quantity.from) cost += 2;
    // "60 people edit it, and 17 of these will go": who stands right before the verb goes.
    else if (isSaid && other.from >= counted.to && other.to <= governor.from) cost += 8;
  }
  return cost;
}

const AT_ONCE = /^(?:will|would|are|were|have|had|has|to)(?: (?:be|been|also|now|all|being|\S+ly))*$/;
const FINITE = /^(?:\S+ ){0,4}?(?:is|are|was|were|has|have|had|work|works)\b/;

const CUT_NOUN = /^(?:redundanc(?:y|ies)|lay-?offs?|retrenchments?)$/;
const OF_CUTS = /^(?:cuts|cutbacks|losses)$/;

function fits(
  { tokens, quantities, ofCuts }: Scene,
  governor: Governor,
  quantity: Quantity,
  counted: Counted,
): boolean {
  const { power } = governor;
  // "informed staff of 120 redundancies": who are counted are cut.
  if (power !== "cut" && power !== "voluntary" && power !== "furlough" && CUT_NOUN.test(counted.noun)) return false;
  // "there will be 1,100 job cuts"
  if (power === "headcount" && OF_CUTS.test(counted.noun)) return false;
  // "six of the nine who work for Acme face redundancy": those nine do.
  if (power === "headcount" && counted.owned && governor.from >= counted.to && isOfSome(tokens, quantity)) return false;
  const people = counted.measure === "people" || counted.measure === "other";
  const inside = governor.from < counted.to && governor.to > quantity.from;
  if (power === "cut") {
    if (people || inside) return true;
    // "let nearly half go", "job losses at 800": no noun, so the governor has to be at hand.
    return (
      near(tokens, governor, quantity) <= 7 &&
      !quantities.some((other) => other !== quantity && isBetween(other, governor, quantity))
    );
  }
  if (power === "weak" || power === "context") {
    if (power === "context" && !ofCuts && !isGone(governor, counted)) return false;
    if (
      governor.words.startsWith("clos") &&
      governor.side === "after" &&
      (!POSTS.test(counted.noun) || governor.to < quantity.from - 1 || wordAt(tokens, governor.to) === "to")
    )
      return false;
    if (people) return power !== "weak" || !objectBetween(tokens, governor, quantity);
    return elliptic(tokens, governor, quantity, ofCuts);
  }
  if (power === "hiring" || power === "strike" || power === "retained" || power === "relocation")
    return (
      near(tokens, governor, quantity) <= (people ? 14 : power === "hiring" && governor.to === quantity.from ? 0 : -1)
    );
  return people || near(tokens, governor, quantity) <= 6;
}

/** "six of the nine": some of those of whom more is said. */
function isOfSome(tokens: readonly Token[], { to }: Quantity): boolean {
  return /^of (?:the|its|their) (?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\S+teen|\S+ty)\b)/.test(
    phrase(tokens, to, to + 3),
  );
}

/** "to close 382 posts": what is closed is no place. */
const POSTS = /^(?:posts|positions|roles|jobs|vacancies)$/;

/** Jobs that go are lost; people who go may do so of their own will. */
export function isGone({ words }: Governor, { noun, owned, measure }: Counted): boolean {
  // "nineteen of its 69 players would go"
  if (owned && measure === "people" && /^(?:to|will|would) go$/.test(words)) return true;
  return (
    /^(?:to go|will go|would go|could go|are going|going|gone|go)$/.test(words) &&
    /^(?:jobs?|roles?|posts?|positions?)$/.test(noun)
  );
}

/** "cut 40 stores and 300 roles" governs roles; "cuts costs by closing …, 300 staff" has another object in between. */
function objectBetween(tokens: readonly Token[], governor: Governor, { from }: Quantity): boolean {
  if (governor.to > from) return false;
  if (OF_WORK.test(phrase(tokens, governor.to, Math.min(from, governor.to + 8)))) return true;
  return (
    from - governor.to > 1 &&
    /^(?:costs?|prices?|spending|debt|rates?|fares|emissions|output|production|ties)$/.test(wordAt(tokens, governor.to))
  );
}

/** "reduce the working hours of 10,000 employees", "cut the pay of 300 pilots": what people get, not people. */
const OF_WORK = /\b(?:hours|pay|salary|salaries|wages?|bonus|bonuses|benefits|pensions?|shifts) (?:of|for)\b/;

const OF_STAFF =
  /^(?:the|its|their) (?:\S+ )?(?:workforce|headcount|staff|payroll|number of (?:\S+ ){0,4}(?:jobs|roles|posts|positions|staff|employees|workers))\b(?! from)/;

/** A number alone after a verb of cutting, where cuts of people are what it is about: "plans to shed 95." */
function elliptic(tokens: readonly Token[], governor: Governor, quantity: Quantity, ofCuts: boolean): boolean {
  // "sliced the workforce at its bread factory by 65"
  if (
    governor.to < quantity.from &&
    quantity.from - governor.to < 16 &&
    wordAt(tokens, quantity.from - 1) === "by" &&
    OF_STAFF.test(phrase(tokens, governor.to, quantity.from))
  )
    return true;
  if (!ofCuts || near(tokens, governor, quantity) > 5) return false;
  // "70 cut at the mill, 40 at the yard"
  if (governor.from === quantity.to && /(?:cut|shed|axed|fired|sacked|eliminated|dismissed)$/.test(governor.words))
    return true;
  const next = tokens[quantity.to];
  if (next === undefined || next.kind === "mark") return next?.text !== "%";
  return /^(?:in|at|from|across|more|by|last|and|after|this|before|during|under|worldwide|globally|on|of|as|were|are|will|have|had|to|would|could|go|people|leaving|when|if|because|despite|amid|today|yesterday|tomorrow|next|here|there|between)$/.test(
    next.lower,
  );
}

function isBetween(other: Quantity, governor: Governor, quantity: Quantity): boolean {
  return governor.to <= quantity.from
    ? other.from >= governor.to && other.to <= quantity.from
    : other.from >= quantity.to && other.to <= governor.from;
}
