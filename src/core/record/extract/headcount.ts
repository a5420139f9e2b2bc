// Figures that say how many there are, and not how many are cut.
import { isSmall } from "./cardinals.ts";
import type { Governor } from "./governors.ts";
import type { Counted } from "./nouns.ts";
import type { Quantity } from "./numbers.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import { EMPLOYER_NOUNS } from "./names.ts";
import { kindOf } from "./work.ts";
import type { Scene } from "./verdict.ts";

/** "its entire 54-person staff", "its whole team of seventeen": so many are all. */
export function isEverybody(tokens: readonly Token[], { from, to }: Pick<Quantity, "from" | "to">): boolean {
  // "31 people work there, and all of them will lose their jobs"
  if (/\b(?:all|each) of (?:them|whom)\b/.test(phrase(tokens, to, to + 14))) return true;
  // "made its three-person team redundant"
  if (/^(?:its|their|the|a)$/.test(wordAt(tokens, from - 1)) && CUT_WHOLE.test(wordAt(tokens, from - 2)))
    return (
      /-(?:person|strong|member)$/.test(wordAt(tokens, to - 1)) ||
      /^- (?:person|strong|member)$/.test(phrase(tokens, to, to + 2))
    );
  // "the firing of Acme's seven-person team"
  if (
    /\b(?:firing|sacking|dismissal|axing|loss|elimination) of (?:\S+ ){1,4}['’]s$/u.test(
      phrase(tokens, from - 7, from),
    ) &&
    /-(?:person|strong|member)$/.test(wordAt(tokens, to - 1))
  )
    return true;
  return /\b(?:entire|whole|full)(?: (?:team|staff|workforce|crew|newsroom) of)?(?: (?:just|only|about|some))?$/.test(
    phrase(tokens, from - 4, from),
  );
}

const CUT_WHOLE =
  /^(?:made|make|making|makes|off|axed|axing|axe|fired|sacked|eliminated|eliminating|dismissed|closed|closing)$/;

const JOBLESS = /\b(?:jobless|out of|without|unemployed|redundant|at risk)\b/;

const SOME =
  /^(?:many|some|most|none|any|few|several|much|portion|number|part|share|percentage|majority|fraction|percent|%|cent)$/;

/** Words that say how many there are: "its 640 staff", "9% of the 55,000 staff", "from 142 to about 60". */
export function isBase({ tokens, quantities, governors }: Scene, quantity: Quantity, counted: Counted): boolean {
  const { owned } = counted;
  const { from, to } = quantity;
  // "of the 1,000 jobs being cut, 400 are in Britain": the whole of the cut.
  if (
    /^(?:(?:being|to be|that (?:will|would) be|(?:who (?:were|are) )?(?:slated|due|set|expected) to (?:be|lose)) )?(?:cut|lost|axed|shed|eliminated|laid off|made redundant|let go|at risk)\b/.test(
      phrase(tokens, counted.to, counted.to + 5),
    )
  )
    return false;
  if (LOSE_THEIRS.test(phrase(tokens, counted.to, counted.to + 5))) return false;
  const before = wordAt(tokens, from - 1);
  // "almost half the 720 staff", "three among the eight photographers": of how many.
  if (/^(?:the|its|their)$/.test(before)) {
    const among = /^(?:among|amongst)$/.test(wordAt(tokens, from - 2)) ? from - 2 : from - 1;
    if (quantities.some((one) => one.to === among && (one.sort === "share" || among < from - 1))) return true;
  }
  // "half the group's 5,500 staff"
  if (
    /\b(?:half|third|quarter|fifth|%|cent|percent) (?:of )?(?:the|its) \S+ ['’]s$/u.test(phrase(tokens, from - 6, from))
  )
    return true;
  // "around 4,000 of its 6,000 planned job cuts"
  if (/^(?:cuts|losses|layoffs|redundancies)$/.test(counted.noun) && /^(?:its|their|the)$/.test(before)) return false;
  // "finished 2023 with over 140,000 employees", "is in talks with 149 employees"
  if (ENDED_WITH.test(phrase(tokens, from - 7, from)) && kindOf(counted.noun) === "people") return true;
  const of = ofBefore(tokens, from);
  if (of === 0) return true;
  if (of !== undefined) {
    const figure = (other: Quantity): boolean =>
      other.to <= of && of - other.to <= 3 && (other.sort === "count" || other.sort === "share");
    if (SOME.test(wordAt(tokens, of - 1)) || quantities.some(figure)) return true;
  }
  if (
    phrase(tokens, from - 2, from) === "out of" ||
    (!CUT_NOUNS.test(counted.noun) && isOwner(tokens, from, counted.to))
  )
    return true;
  // "posts go, leaving 400"
  if (
    counted.measure === "none" &&
    /\b(?:leaving|leaves|leave) (?:just |only |it )?$/.test(`${phrase(tokens, from - 2, from)} `) &&
    !JOBLESS.test(phrase(tokens, to, to + 9))
  )
    return true;
  // "leaving only five staffers on the magazine"
  if (
    /\b(?:leaving|leaves|leave|left) (?:it |them )?(?:with )?(?:just|only)$/.test(phrase(tokens, from - 4, from)) &&
    !JOBLESS.test(phrase(tokens, to, counted.to + 4))
  )
    return true;
  // "that will leave little more than 500 staff at its works"
  if (
    /\b(?:leaving|leaves|leave|left) (?:it |them )?(?:with )?(?:just |only |little )?$/.test(
      `${phrase(tokens, from - 3, from)} `,
    ) &&
    /^(?:at|in|on|across|worldwide|employed|\.|,)?$/.test(wordAt(tokens, counted.to)) &&
    counted.measure === "people" &&
    !JOBLESS.test(phrase(tokens, counted.to, counted.to + 8))
  )
    return true;
  if (/\b(?:from|of|out of) a total of$/.test(phrase(tokens, from - 5, from))) return true;
  // "she told the Times' 1,150 employees"
  if (
    /\b(?:told|tell|tells|telling|informed|emailed|warned|asked) (?:\S+ ){1,4}['’]s?$/u.test(
      phrase(tokens, from - 7, from),
    )
  )
    return true;
  if (/^(?:its|their|our)$/.test(before) && SPOKEN_TO.test(wordAt(tokens, from - 2))) return true;
  if (/^(?:from|of) (?:its|their|our) own$/.test(phrase(tokens, from - 3, from))) return true;
  // "one of two remaining sub-editors"
  if (
    before === "of" &&
    isSmall(wordAt(tokens, from - 2)) &&
    kindOf(counted.noun) === "people" &&
    !CUT_NOUNS.test(counted.noun)
  )
    return true;
  // "110 of roughly 950 roles"
  if (before === "of" && quantities.some((other) => other.to === from - 1 && other.sort !== "time")) return true;
  if (
    before === "from" &&
    phrase(tokens, to, to + 4)
      .split(" ")
      .includes("to")
  )
    return true;
  // "going from 1,250 employees at the beginning of the year to 4,900"
  if (/\b(?:going|went|gone|grown|growing|grew|rising|rose|expanded|up) from$/.test(phrase(tokens, from - 2, from)))
    return true;
  // "has shrunk from 400 employees 15 years ago to fewer than 150"
  if (
    /\b(?:shrunk|shrank|fallen|fell|dropped|declined|down|dwindled) from$/.test(phrase(tokens, from - 2, from)) &&
    /\bto\b/.test(phrase(tokens, to, to + 9))
  )
    return true;
  // "will drop to 62,000 from 82,000"
  if (before === "from" && quantities.some((other) => other.to === from - 1 && wordAt(tokens, other.from - 1) === "to"))
    return true;
  // "he can see it at 2,000", "3,800 staff and falling"
  if (before === "at" && wordAt(tokens, from - 2) === "it") return true;
  if (/^and (?:falling|shrinking|counting|growing|rising)\b/.test(phrase(tokens, counted.to, counted.to + 2)))
    return true;
  if (/\b(?:reduction|cut|drop|decline|decrease) to$/.test(phrase(tokens, from - 2, from))) return true;
  // "will reduce that number to around 82,000"
  if (before === "to" && LESSENS.test(phrase(tokens, from - 5, from - 1))) return true;
  if (before === "to") {
    const words = phrase(tokens, from - 6, from - 1);
    if (quantities.some((other) => wordAt(tokens, other.from - 1) === "from" && other.to < from && from - other.to < 6))
      return true;
    // "by 340 to 2,100"
    if (quantities.some((other) => other.to === from - 1 && wordAt(tokens, other.from - 1) === "by")) return true;
    const whole = /\b(?:headcount|work ?force|staff|team|payroll|ranks|employment)(?: [a-z]+)?$/.test(words);
    return whole && governors.some(({ power, to: end }) => power === "weak" && end <= from && from - end < 9);
  }
  // "1,100 jobs from the 6,500 workforce"
  if (
    before === "the" &&
    wordAt(tokens, from - 2) === "from" &&
    /^(?:workforce|headcount|payroll|staff)$/.test(counted.noun)
  )
    return true;
  const verb = /^(?:about|around|currently|now|still|just|only)$/.test(before) ? wordAt(tokens, from - 2) : before;
  if (!/^(?:has|have|had)$/.test(verb) || owned) return false;
  // "had 1,900 employees before those layoffs"
  if (/^(?:\S+ ){0,2}?(?:before|prior to|ahead of|after|following)\b/.test(phrase(tokens, counted.to, counted.to + 4)))
    return true;
  return !governors.some(
    ({ from: begin, power }) =>
      begin >= to &&
      begin - to < 8 &&
      (power === "cut" || power === "weak") &&
      !phrase(tokens, to, begin).split(" ").includes(","),
  );
}

const ENDED_WITH =
  /\b(?:(?:finish|end|start|enter|clos)(?:e|es|ed|ing)?|began|begins?) (?:the |last |this )?(?:\S+ )?(?:year|quarter|half|\d{4}) with$|\b(?:talks|discussions|negotiations|meetings) with$/;

/** "41 employees whose jobs are threatened": they are at risk, whatever part of them is spoken of. */
const LOSE_THEIRS =
  /^(?:whose (?:jobs|posts|roles|positions) (?:are|were|will|would|have|could)\b|(?:who|that) (?:face|faced|are facing|were facing) (?:redundancy|the axe|the sack))/;

const CUT_NOUNS = /^(?:redundanc(?:y|ies)|lay-?offs?|departures|losses|cuts)$/;

/** "Bringing the total to 82,000" tells of how many have gone; "bringing it down to" does not. */
const LESSENS =
  /\b(?:(?:reduc|cut|trim|lower)(?:e|es|ed|ing|s|ting|ming)? (?:that|this|the) (?:number|total|figure|tally)(?: down)?|bring(?:s|ing)? (?:that|this|the) (?:(?:number|figure)(?: down)?|(?:total|tally) down))$/;

/** "Acme, with 50,000 employees, is to …": who has them. */
function isOwner(tokens: readonly Token[], from: number, to: number): boolean {
  return (
    (/^[,(]$/.test(wordAt(tokens, from - 2)) || EMPLOYER_NOUNS.has(wordAt(tokens, from - 2))) &&
    wordAt(tokens, from - 1) === "with" &&
    !/\b(?:losing|leaving|to go|laid|affected|at risk|being|set to|due|expected|told|redundant|gone|going|axed|facing|out|peril|jeopardy|danger|doubt)\b/.test(
      phrase(tokens, to, to + 5).replace(/(?:^| ),.*$/, ""),
    )
  );
}

/** Nouns for a cut, and verbs for it where so many are meant. */
const CUT_SAID =
  /\b(?:redundancies|lay-?offs|(?:job|staff|planned|proposed) (?:cuts|losses)|cuts|job losses|retrenchments|(?:number|total) of (?:\S+ ){0,8}(?:cut|go|lost|retrench|redundant|axed|lay off|laid off|at risk))\b/;
const WHOLE_SAID = /\b(?:workforce|headcount|payroll|staffing|employment|(?:its|their|the) (?:staff|newsroom|team))\b/;

/** "the number of sub-editors cut": how many there are is what is cut. */
const NUMBER_CUT =
  /\bnumber of (?!(?:\S+ ){0,2}?(?:cuts|losses|redundancies|layoffs)\b)[^,;]* (?:cut|reduced|fall|fallen|falling|shrink|shrunk|drop|drops|dropping|dropped|slashed|trimmed|go|going)$/;

/** "raised its target for job cuts from 400 to 600": what was planned before, or the governor of what is planned now. */
export function revisedAt(
  { tokens, governors, quantities }: Scene,
  quantity: Quantity,
): "before" | Governor | undefined {
  const { from, to } = quantity;
  const old =
    wordAt(tokens, from - 1) === "from" && wordAt(tokens, to) === "to"
      ? quantity
      : wordAt(tokens, from - 1) === "to"
        ? quantities.find((one) => one.to === from - 1 && wordAt(tokens, one.from - 1) === "from")
        : undefined;
  if (old === undefined || old.sort !== "count") return undefined;
  const said = phrase(tokens, old.from - 15, old.from - 1);
  if (!CUT_SAID.test(said) || WHOLE_SAID.test(said) || NUMBER_CUT.test(said)) return undefined;
  const governor = governors.findLast(({ power, from: at }) => (power === "cut" || power === "weak") && at < old.from);
  return governor && (old === quantity ? "before" : governor);
}

/** "told its 40,000 staff", "talks with its 6,500 staff", "400 from its 14,000 workforce". */
const SPOKEN_TO =
  /^(?:with|to|from|among|amongst|across|between|for|told|tells|tell|telling|informed|informing|warned|emailed|asked|offered|pays?|paid)$/;

/** The "of" of "of its", "of the", "of Acme's", before a figure. */
function ofBefore(tokens: readonly Token[], from: number): number | undefined {
  const before = wordAt(tokens, from - 1);
  if (/^(?:its|their|the|our|his|all|total|current)$/.test(before)) {
    for (const at of [from - 2, from - 3])
      if (/^(?:of|in)$/.test(wordAt(tokens, at)) && phrase(tokens, at - 2, at) !== "on top") return at;
  }
  if (!/^['’]s?$/u.test(before)) return undefined;
  for (let at = from - 2; at >= from - 8; at--) if (wordAt(tokens, at) === "of") return at;
  return undefined;
}
