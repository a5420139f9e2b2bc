// Whether a figure is one of people who are cut, by what it counts and by what governs it.
import { isCumulative, isRate, isRule } from "./frames.ts";
import { type Governor, reach } from "./governors.ts";
import { type Counted, countedBy } from "./nouns.ts";
import type { Quantity } from "./numbers.ts";
import type { Reason } from "./reading.ts";
import { judgeShare } from "./shares.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";
import { FAR, framed, near, reasonOf, type Refuse, type Scene, type Verdict } from "./verdict.ts";

export function judge(scene: Scene, quantity: Quantity): Verdict {
  const { mentions, many } = scene;
  const refused = (reason: Reason, to = quantity.to, governor?: Governor): Verdict => ({
    quantity,
    reason,
    governor,
    to,
    many,
  });
  if (mentions.some(({ from, to }) => from <= quantity.from && quantity.from < to)) return refused("name");
  if (mentions.some(({ to, role }) => to === quantity.from && role === "reporter")) return refused("name");
  if (quantity.sort === "money" || quantity.sort === "time" || quantity.sort === "name") return refused(quantity.sort);
  return quantity.sort === "share"
    ? judgeShare(scene, quantity, refused, many)
    : judgeCount(scene, quantity, refused, many);
}

function judgeCount(scene: Scene, quantity: Quantity, refused: Refuse, many: boolean): Verdict {
  const { tokens } = scene;
  const counted = countedBy(tokens, quantity);
  const { measure, to } = counted;
  if (measure === "other" && !isOwnName(scene, quantity, counted)) return refused("not_people", to);
  if (measure === "base" || isBase(scene, quantity, counted)) return refused("headcount", to);
  if (quantity.value !== null && !Number.isInteger(quantity.value)) return refused("not_people", to);
  // "debts of 17m": nobody has so many, and nobody is counted.
  if (measure === "none" && (quantity.value ?? 0) >= 1_000_000) return refused("money", to);
  if (isTemporary(tokens, { ...quantity, to })) return refused("furlough", to);
  if (isOfWhole(tokens, { ...quantity, to }) || OF_THEM.test(phrase(tokens, quantity.to, quantity.to + 2)))
    return refused("part", to);
  if (
    phrase(tokens, quantity.to, quantity.to + 2) === "of them" &&
    scene.judged.some(({ reason, quantity: { sort } }) => reason === null && sort === "count")
  )
    return refused("part", to);
  // "52 sites, 31 of them with …"
  const named = scene.judged.findLast(({ quantity: { sort } }) => sort === "count");
  if (/^of (?:them|which)$/.test(phrase(tokens, quantity.to, quantity.to + 2)) && named?.reason === "not_people")
    return refused("not_people", to);
  if (phrase(tokens, quantity.from - 2, quantity.from) === "all but") return refused("retained", to);
  if (SOURCES.test(phrase(tokens, to, to + 3)) || phrase(tokens, quantity.from - 2, quantity.from) === "according to")
    return refused("no_cut", to);
  if (POPULATION.test(phrase(tokens, quantity.from - 3, quantity.from))) return refused("not_people", to);
  if (tokens[quantity.to]?.lower === "worker" && wordAt(tokens, quantity.to + 1) === "adjustment")
    return refused("not_people", to);
  if (isRate(tokens, { to })) return refused("aggregate", to);
  if (isRepresented(scene, quantity)) return refused("headcount", to);
  if (isRule(tokens, quantity)) return refused("no_cut", to);
  const governor = governorOf(scene, quantity, counted);
  if (governor === undefined && scene.ofCuts && isListed(scene, quantity)) {
    return { quantity, reason: null, governor, to, many };
  }
  const going = measure === "none" ? goesOn(scene, quantity) : undefined;
  if (going !== undefined && (governor === undefined || governor.power === "context")) {
    return { quantity, reason: null, governor: going, to, many };
  }
  if (governor === undefined) {
    if (scene.ofCuts && measure === "none" && isCumulative(tokens, quantity)) return refused("cumulative", to);
    return refused(measure === "people" ? "no_cut" : "not_people", to);
  }
  const other = isGone(governor, counted) ? undefined : reasonOf(governor, scene);
  if (other !== undefined) return refused(other, to, governor);
  return framed(scene, quantity, governor, to, many) ?? { quantity, reason: null, governor, to, many };
}

/** "laid off 4,000 for two months": they come back. */
function isTemporary(tokens: readonly Token[], { from, to }: Pick<Quantity, "from" | "to">): boolean {
  if (/\btemporar(?:y|ily)\b[^,]*\blay-?offs?\b[^,]*$/.test(phrase(tokens, from - 6, from))) return true;
  return (
    /\b(?:lay|lays|laid|laying) off\b/.test(phrase(tokens, from - 5, from)) &&
    /\bfor (?:at least |up to |about |around |the next |an? |only )*(?:\S+ )?(?:weeks?|months?)\b/.test(
      phrase(tokens, to, to + 9),
    )
  );
}

const OF_THEM = /^of (?:which|whom|these|that)$/;

/** "saying goodbye to 141 Electrons": what an employer calls its people. */
function isOwnName({ tokens, governors }: Scene, { from, to }: Quantity, { at }: Counted): boolean {
  return (
    at === to &&
    tokens[at]?.capital === true &&
    governors.some(
      ({ power, to: end, words }) => power === "cut" && end === from && /goodbye|part|lay|laid|let/.test(words),
    )
  );
}

/** Those who live there. */
const POPULATION = /\b(?:town|city|village|community|population|county|place|island) of$/;

/** "The union, which represents 900 workers": members. */
function isRepresented({ tokens, mentions }: Scene, { from }: Quantity): boolean {
  return (
    /\b(?:represents?|representing|counts)$/.test(phrase(tokens, from - 2, from)) &&
    (mentions.some(({ role, to }) => role === "union" && to <= from) ||
      /\b(?:unions?|guild)\b/.test(phrase(tokens, from - 12, from)))
  );
}

/** People who tell of it. */
const SOURCES = /^(?:familiar|with (?:direct )?knowledge|briefed|close to|who asked|with direct)\b/;

/** "Acme: 300 jobs", "Acme – 300 (10 %)", "300 – from Acme": an entry of a list in a document about cuts. */
function isListed({ tokens, mentions }: Scene, { from, to }: Quantity): boolean {
  const sign = tokens[from - 1];
  const joins = (at: number): boolean => tokens[at]?.kind === "mark" && /^[:–—-]$/u.test(tokens[at].text);
  const named = (at: number): boolean => mentions.some(({ from: begin, role }) => role === "employer" && begin === at);
  if (joins(to) && /^(?:from|at)$/.test(wordAt(tokens, to + 1))) return named(to + 2) || named(to + 3);
  return (
    sign !== undefined &&
    joins(from - 1) &&
    mentions.some(({ to: end, role }) => role === "employer" && (end === from - 1 || end === from - 2))
  );
}

/** "six at the Star, four at the Sun", "Acme laid off 300, and Bolt 200": the governor of the number before, where nothing is counted. */
function goesOn({ tokens, judged, mentions }: Scene, { from, to }: Quantity): Governor | undefined {
  const last = judged.findLast(({ quantity }) => quantity.sort === "count");
  if (last === undefined || last.reason !== null || from - last.to > 16) return undefined;
  if (/^(?:on top of|in addition to)$/.test(phrase(tokens, from - 3, from))) return last.governor;
  const next = tokens[to];
  const free =
    next === undefined || next.kind === "mark" || /^(?:at|from|in|and|have|were|are|will|more)$/.test(next.lower);
  if (!free || next?.text === "-" || next?.text === "%") return undefined;
  const named = mentions.some(
    ({ from: at, to: end }) => end === from || (at >= to && at - to <= 3) || (end > last.to && end <= from),
  );
  return named ? last.governor : undefined;
}

const LISTS =
  /\b(?:including|of which|of whom|among them|comprising|made up of|(?:affected|impacted) (?:are|were|include|included))\b/;

/** "including two executives", "a dozen of the jobs being axed": of a figure that stands elsewhere. */
function isOfWhole(tokens: readonly Token[], { from, to, sort }: Quantity): boolean {
  if (sort !== "count") return false;
  if (LISTS.test(phrase(tokens, from - 3, from))) return true;
  if (
    /\b(?:layoffs|cuts|redundancies|losses|reductions|figure|total) (?:will |would )?includes?$/.test(
      phrase(tokens, from - 4, from),
    )
  )
    return true;
  if (
    /\b(?:those|roles|jobs|posts|people|staff|employees|positions) (?:affected|impacted|cut|lost) (?:are|were|include|included)\b/.test(
      phrase(tokens, 0, from),
    )
  )
    return true;
  return (
    /^of the (?:jobs|roles|positions|posts|cuts|layoffs|redundancies|job cuts) /.test(phrase(tokens, to - 3, to + 1)) &&
    !/^(?:will|are|at|in)$/.test(wordAt(tokens, to))
  );
}

const SOME =
  /^(?:many|some|most|none|any|few|several|much|portion|number|part|share|percentage|majority|fraction|percent|%|cent)$/;

/** Words that say how many there are: "its 640 staff", "9% of the 55,000 staff", "from 142 to about 60". */
function isBase({ tokens, quantities, governors }: Scene, quantity: Quantity, counted: Counted): boolean {
  const { owned } = counted;
  const { from, to } = quantity;
  // "of the 1,000 jobs being cut, 400 are in Britain": the whole of the cut.
  if (
    /^(?:(?:being|to be|that (?:will|would) be) )?(?:cut|lost|axed|shed|eliminated)\b/.test(
      phrase(tokens, counted.to, counted.to + 5),
    )
  )
    return false;
  const before = wordAt(tokens, from - 1);
  const of = ofBefore(tokens, from);
  if (of === 0) return true;
  if (of !== undefined) {
    const figure = (other: Quantity): boolean =>
      other.to <= of && of - other.to <= 3 && (other.sort === "count" || other.sort === "share");
    if (SOME.test(wordAt(tokens, of - 1)) || quantities.some(figure)) return true;
  }
  if (phrase(tokens, from - 2, from) === "out of") return true;
  if (phrase(tokens, from - 4, from) === "from a total of") return true;
  if (/^(?:its|their|our)$/.test(before) && SPOKEN_TO.test(wordAt(tokens, from - 2))) return true;
  if (before === "of" && quantities.some((other) => other.to === from - 1 && other.sort === "share")) return true;
  if (
    before === "from" &&
    phrase(tokens, to, to + 4)
      .split(" ")
      .includes("to")
  )
    return true;
  if (/\b(?:reduction|cut|drop|decline|decrease) to$/.test(phrase(tokens, from - 2, from))) return true;
  if (before === "to") {
    const words = phrase(tokens, from - 6, from - 1);
    if (/\bfrom\b/.test(words)) return true;
    const whole = /\b(?:headcount|workforce|staff|team|payroll|ranks)(?: [a-z]+)?$/.test(words);
    return whole && governors.some(({ power, to: end }) => power === "weak" && end <= from && from - end < 9);
  }
  const verb = /^(?:about|around|currently|now|still|just|only)$/.test(before) ? wordAt(tokens, from - 2) : before;
  if (!/^(?:has|have|had)$/.test(verb) || owned) return false;
  return !governors.some(
    ({ from: begin, power }) =>
      begin >= to &&
      begin - to < 8 &&
      (power === "cut" || power === "weak") &&
      !phrase(tokens, to, begin).split(" ").includes(","),
  );
}

/** "told its 40,000 staff", "talks with its 6,500 staff", "400 from its 14,000 workforce". */
const SPOKEN_TO =
  /^(?:with|to|from|among|amongst|across|between|for|told|tells|tell|telling|informed|informing|warned|emailed|asked|offered|pays?|paid)$/;

/** The "of" of "of its", "of the", "of Acme's", before a figure. */
function ofBefore(tokens: readonly Token[], from: number): number | undefined {
  const before = wordAt(tokens, from - 1);
  if (/^(?:its|their|the|our|his|all|total|current)$/.test(before)) {
    for (const at of [from - 2, from - 3]) if (/^(?:of|in)$/.test(wordAt(tokens, at))) return at;
  }
  if (!/^['’]s?$/u.test(before)) return undefined;
  for (let at = from - 2; at >= from - 8; at--) if (wordAt(tokens, at) === "of") return at;
  return undefined;
}

/** The governor that is nearest; what cannot govern this figure is passed over. */
function governorOf(scene: Scene, quantity: Quantity, counted: Counted): Governor | undefined {
  const { tokens, governors } = scene;
  const { from } = quantity;
  let best: { far: number; governor: Governor } | undefined;
  for (const governor of governors) {
    if (!fits(scene, governor, quantity, counted)) continue;
    // What another figure stands between governs that one first.
    const others = scene.quantities.filter(
      (other) => other !== quantity && other.from >= governor.to && other.to <= from && other.sort === "count",
    ).length;
    let far = reach(tokens, governor, from, counted.to) + others * 2;
    // "a workforce of 1,300" and the like say it right there.
    if (
      governor.power === "headcount" &&
      /(?:of|to|from|at)$/.test(governor.words) &&
      near(tokens, governor, quantity) > 3
    )
      continue;
    if (governor.power === "voluntary" && governor.from >= counted.to && governor.from - counted.to < 4) far -= 4;
    if (governor.power === "context") far += 3;
    if (governor.power === "headcount" && governor.to <= from) far -= 1;
    if (far > FAR) continue;
    if (best === undefined || far < best.far) best = { far, governor };
  }
  return best?.governor;
}

const CUT_NOUN = /^(?:redundanc(?:y|ies)|lay-?offs?|retrenchments?)$/;

function fits(
  { tokens, quantities, ofCuts }: Scene,
  governor: Governor,
  quantity: Quantity,
  counted: Counted,
): boolean {
  const { power } = governor;
  // "informed staff of 120 redundancies": who are counted are cut.
  if (power !== "cut" && power !== "voluntary" && power !== "furlough" && CUT_NOUN.test(counted.noun)) return false;
  const people = counted.measure === "people" || counted.measure === "other";
  const inside = governor.from < counted.to && governor.to > quantity.from;
  if (power === "cut") {
    if (people || inside) return true;
    // "let nearly half go", "job losses at 800": no noun, so the governor has to be at hand.
    return (
      near(tokens, governor, quantity) <= 7 &&
      !quantities.some((other) => other !== quantity && between(other, governor, quantity))
    );
  }
  if (power === "weak" || power === "context") {
    if (power === "context" && !ofCuts && !isGone(governor, counted)) return false;
    if (people) return power !== "weak" || !objectBetween(tokens, governor, quantity);
    return elliptic(tokens, governor, quantity, ofCuts);
  }
  if (power === "hiring" || power === "strike" || power === "retained" || power === "relocation")
    return people && near(tokens, governor, quantity) <= 14;
  return people || near(tokens, governor, quantity) <= 6;
}

/** Jobs that go are lost; people who go may do so of their own will. */
function isGone({ words }: Governor, { noun }: Counted): boolean {
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

/** A number alone after a verb of cutting, where cuts of people are what it is about: "plans to shed 95." */
function elliptic(tokens: readonly Token[], governor: Governor, quantity: Quantity, ofCuts: boolean): boolean {
  if (!ofCuts || near(tokens, governor, quantity) > 5) return false;
  // "70 cut at the mill, 40 at the yard"
  if (governor.from === quantity.to && /(?:cut|shed|axed|fired|sacked|eliminated|dismissed)$/.test(governor.words))
    return true;
  const next = tokens[quantity.to];
  if (next === undefined || next.kind === "mark") return next?.text !== "%";
  return /^(?:in|at|from|across|more|by|last|and|after|this|before|during|under|worldwide|globally|on|of|as|were|are|will|have|had|to|would|could|go|people|leaving|of)$/.test(
    next.lower,
  );
}

function between(other: Quantity, governor: Governor, quantity: Quantity): boolean {
  return governor.to <= quantity.from
    ? other.from >= governor.to && other.to <= quantity.from
    : other.from >= quantity.to && other.to <= governor.from;
}
