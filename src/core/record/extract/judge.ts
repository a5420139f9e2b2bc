// Whether a figure is one of people who are cut, by what it counts and by what governs it.
import { goesOn, isListed } from "./entries.ts";
import { isCumulative, isNet, isRate, isRule } from "./frames.ts";
import { isDenied } from "./denials.ts";
import { governorOf, isGone } from "./governing.ts";
import type { Governor } from "./governors.ts";
import { isOfClosed, isOfClosing, isOfItem } from "./closing.ts";
import { isBase, isEverybody, revisedAt } from "./headcount.ts";
import { type Counted, countedBy } from "./nouns.ts";
import type { Quantity } from "./numbers.ts";
import { isListedPart, isOfWhole } from "./parts.ts";
import { STREETS } from "./place-at.ts";
import type { Reason } from "./reading.ts";
import { judgeShare } from "./shares.ts";
import { type Token, phrase, wordAt } from "./tokens.ts";
import { framed, reasonOf, type Refuse, type Scene, type Verdict } from "./verdict.ts";

/** "people have since been laid off": what stands between those who go and how, where the one is said of the other. */
const PASSIVE = /^(?:have|has|had|were|are|will)(?: \S+){0,3}$/;

export function judge(scene: Scene, quantity: Quantity): Verdict {
  const { mentions } = scene;
  const refused = (reason: Reason, to = quantity.to, governor?: Governor): Verdict => ({
    quantity,
    reason,
    governor,
    to,
  });
  if (mentions.some(({ from, to }) => from <= quantity.from && quantity.from < to)) return refused("name");
  if (mentions.some(({ to, role }) => to === quantity.from && role === "reporter")) return refused("name");
  // "at 22 Elm Street"
  if (mentions.some(({ from, key }) => from === quantity.to && STREETS.test(key.slice(key.lastIndexOf(" ") + 1))))
    return refused("name");
  if (quantity.sort === "money" || quantity.sort === "time" || quantity.sort === "name") return refused(quantity.sort);
  return quantity.sort === "share" ? judgeShare(scene, quantity, refused) : judgeCount(scene, quantity, refused);
}

function judgeCount(scene: Scene, quantity: Quantity, refused: Refuse): Verdict {
  const { tokens } = scene;
  const counted = countedBy(tokens, quantity);
  const { measure, to } = counted;
  // "services for 1.1 million people": nobody employs so many. Over all employers as many may be laid off.
  const ofCuts = scene.governors.some(({ power, from }) => power === "cut" && PASSIVE.test(phrase(tokens, to, from)));
  if (counted.noun === "people" && (quantity.value ?? 0) >= 500_000 && !ofCuts) return refused("not_people", to);
  if (/^not(?: a(?: single)?)?$/.test(phrase(tokens, quantity.from - 1, quantity.from))) return refused("denial", to);
  if (
    /^more than (?:\S+ )?(?:projected|expected|planned|forecast|announced|predicted|estimated|previously|last|in)\b/.test(
      phrase(tokens, quantity.to, quantity.to + 4),
    )
  )
    return refused("repeated", to);
  // "every miner supports up to ten people": a rule of thumb.
  if (
    /\b(?:every|each) (?:\S+ ){1,3}?(?:supports?|feeds?|sustains?|creates?)(?: \S+){0,2}$/.test(
      phrase(tokens, quantity.from - 7, quantity.from),
    )
  )
    return refused("no_cut", to);
  const isWhere = /^(?:in|at|across|from|over)$/.test(wordAt(tokens, quantity.from - 1));
  if (measure === "other" && !isOwnName(scene, quantity, counted) && (isWhere || !losesWork(tokens, to)))
    return refused("not_people", to);
  const revised = revisedAt(scene, quantity);
  if (revised === "before") return refused("superseded", to);
  if (revised !== undefined) return { quantity, reason: null, governor: revised, to };
  const isItemOf = scene.listing && isOfItem(tokens, quantity);
  if (
    (measure === "people" || measure === "none") &&
    (isOfClosing(tokens, quantity) || (scene.closing && isOfClosed(tokens, quantity)) || isItemOf) &&
    !isDenied(tokens, quantity)
  )
    return {
      quantity: isItemOf ? { ...quantity, further: true } : quantity,
      reason: null,
      governor: undefined,
      to,
    };
  if (counted.noun === "volunteers") return refused("voluntary", to);
  // "four plants and two others"
  if (
    counted.noun === "others" &&
    scene.judged.findLast(({ quantity: { sort } }) => sort === "count")?.reason === "not_people"
  )
    return refused("not_people", to);
  // "59 posts cut to 40": how many there were.
  if (
    /^(?:cut|reduced|slashed|trimmed|shrunk|whittled)(?: down)? to (?:just |only |about )?(?:\d|[a-z]+(?:teen|ty)\b)/.test(
      phrase(tokens, to, to + 4),
    )
  )
    return refused("headcount", to);
  const everybody = isEverybody(tokens, quantity);
  if (!everybody && (measure === "base" || isBase(scene, quantity, counted))) return refused("headcount", to);
  // "38.5 full-time positions": only places of work are counted in parts.
  if (quantity.value === 0) return refused("denial", to);
  if (quantity.value !== null && !Number.isInteger(quantity.value) && measure !== "people")
    return refused("not_people", to);
  // "debts of 17m": nobody has so many, and nobody is counted.
  if (measure === "none" && (quantity.value ?? 0) >= 1_000_000) return refused("money", to);
  if (isTemporary(tokens, { ...quantity, to })) return refused("furlough", to);
  if (scene.governors.some(({ power }) => power === "voluntary") && ALL_WILLING.test(phrase(tokens, to, tokens.length)))
    return refused("voluntary", to);
  if (scene.governors.some(({ power }) => power === "voluntary") && BY_BUYOUT.test(phrase(tokens, to, to + 14)))
    return refused("voluntary", to);
  if (OFFERED.test(phrase(tokens, to, to + 18))) return refused("voluntary", to);
  // "6,000 jobs through spin-offs"
  if (
    /^(?:through|via|by) (?:(?:spin-?offs?|divestitures?|divestments?|disposals?|outsourcing|sales?|transfers?)\b)/.test(
      phrase(tokens, to, to + 2),
    )
  )
    return refused("transfer", to);
  if (isListedPart(scene, { ...quantity, to }, counted)) return { ...refused("part", to), listed: true };
  // "about 10 % of its staff, as part of a new voluntary redundancy programme"
  if (
    /\bas part of (?:an?|its|the) (?:new )?(?:voluntary|buyout)\b/.test(phrase(tokens, to, to + 24)) ||
    /\bbuy-?outs?\b.*\b(?:resulted in|led to) the loss of$/.test(phrase(tokens, 0, quantity.from))
  )
    return refused("voluntary", to);
  // "a forecast by two economists"
  if (
    /^(?:economists|analysts|researchers|experts|academics)$/.test(counted.noun) &&
    wordAt(tokens, quantity.from - 1) === "by"
  )
    return refused("no_cut", to);
  if (/\bcirc(?:ulations?)? of$/.test(phrase(tokens, quantity.from - 2, quantity.from)))
    return refused("not_people", to);
  // "left Acme last year, mainly through a voluntary severance"
  if (
    /\b(?:mainly|mostly|largely|primarily) (?:through|by|via|in) (?:an? |the )?(?:\S+ )?(?:voluntary|early|buyouts?|attrition|resign)/.test(
      phrase(tokens, to, to + 20),
    )
  )
    return refused("voluntary", to);
  if (isOfWhole(tokens, { ...quantity, to }, quantity.to) || OF_THEM.test(phrase(tokens, quantity.to, quantity.to + 2)))
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
  if (
    SUPPLIERS.test(phrase(tokens, to, to + 8)) ||
    OF_MANY.test(phrase(tokens, to, to + 9)) ||
    SPUN_OFF.test(phrase(tokens, quantity.to, to)) ||
    /\b(?:a combined|a collective)$/.test(phrase(tokens, quantity.from - 2, quantity.from)) ||
    isOtherEmployers(scene, quantity, counted)
  )
    return refused("aggregate", to);
  if (/\b(?:all|everyone|everybody) (?:but|bar|except)$/.test(phrase(tokens, quantity.from - 2, quantity.from)))
    return refused("retained", to);
  if (
    quantity.value === 1 &&
    /^(?:, )?(?:who|said|says|told|tells|wrote|recalled|whose|added|described|called|posted)\b/.test(
      phrase(tokens, to, to + 2),
    )
  )
    return refused("no_cut", to);
  // "250 open positions", "85 posts that are currently vacant": nobody holds them.
  if (
    /\b(?:open|vacant|unfilled)\b/.test(phrase(tokens, quantity.to, counted.at)) ||
    VACANT.test(phrase(tokens, to, to + 7))
  )
    return refused("hiring", to);
  // "reduced the hours of 46 others": what people get, and not people.
  if (OF_WORK.test(phrase(tokens, quantity.from - 7, quantity.from))) return refused("no_cut", to);
  if (SOURCES.test(phrase(tokens, to, to + 3)) || phrase(tokens, quantity.from - 2, quantity.from) === "according to")
    return refused("no_cut", to);
  if (
    /\b(?:going|apply|applying|applied|competing|compete|vying|interviewed) for$/.test(
      phrase(tokens, quantity.from - 2, quantity.from),
    )
  )
    return refused("no_cut", to);
  // "in Elm, where 9,500 people work; Dell (750)"
  if (
    wordAt(tokens, quantity.from - 1) === "(" &&
    wordAt(tokens, to) === ")" &&
    /\bwhere (?:\S+ ){1,3}(?:people|workers|employees|staff) work\b/.test(phrase(tokens, 0, quantity.from))
  )
    return refused("headcount", to);
  // "Redundancy offer to more than 2,000 staff"
  if (
    /\b(?:redundancy|severance|exit|buy-?out) (?:offers?|packages?|deals?|terms) (?:to|for)$/.test(
      phrase(tokens, quantity.from - 4, quantity.from),
    )
  )
    return refused("voluntary", to);
  // "the return of 7,700 workers"
  if (/\b(?:return|recall|reinstatement|rehiring) of$/.test(phrase(tokens, quantity.from - 2, quantity.from)))
    return refused("retained", to);
  if (POPULATION.test(phrase(tokens, quantity.from - 3, quantity.from))) return refused("not_people", to);
  // "between the two operations"
  if (measure === "none" && /^(?:operations|holdings|buildings)$/.test(wordAt(tokens, quantity.to)))
    return refused("not_people", to);
  // "employees of four contractors"
  if (/^(?:sub)?contractors$/.test(counted.noun) && PEOPLE_OF.test(phrase(tokens, quantity.from - 2, quantity.from)))
    return refused("not_people", to);
  if (tokens[quantity.to]?.lower === "worker" && wordAt(tokens, quantity.to + 1) === "adjustment")
    return refused("not_people", to);
  // "a restructure affecting 2,700 staff": not all of them go. A report to an authority has no other word for it.
  if (
    (!scene.filing && CHANGES.test(phrase(tokens, quantity.from - 4, quantity.from))) ||
    CHANGED_BY.test(phrase(tokens, to, to + 12))
  )
    return refused("no_cut", to);
  // "relocating the work in a move which will affect 620 staff"
  if (
    /\bmove (?:which|that) (?:will|would|could) (?:affect|impact)$/.test(
      phrase(tokens, quantity.from - 5, quantity.from),
    ) &&
    /\brelocat/.test(phrase(tokens, 0, quantity.from))
  )
    return refused("relocation", to);
  // "The union has lost 2,500 members"
  if (
    /^members?$/.test(counted.noun) &&
    /\b(?:unions?|guild|association)\b.*\b(?:lost|lose|loses|losing|has|had|have|gained)(?: \S+){0,2}$/.test(
      phrase(tokens, 0, quantity.from),
    )
  )
    return refused("not_people", to);
  if (isRate(tokens, { to })) return refused("aggregate", to);
  if (MIXED.test(phrase(tokens, to, to + 14))) return refused("voluntary", to);
  if (isRepresented(scene, quantity)) return refused("headcount", to);
  if (isRule(tokens, quantity)) return refused("no_cut", to);
  const governor = governorOf(scene, quantity, everybody ? { ...counted, measure: "people" } : counted);
  if (
    governor === undefined &&
    ((scene.ofCuts && !scene.hires && isListed(scene, quantity)) || isNet(tokens, quantity))
  ) {
    return { quantity, reason: null, governor, to };
  }
  // "14 %, or about 2,200 by our arithmetic": how many those are.
  const share = scene.judged.at(-1);
  if (
    measure === "none" &&
    share?.reason === null &&
    share.quantity.sort === "share" &&
    OR.test(phrase(tokens, share.to, quantity.from))
  )
    return { quantity, reason: null, governor: share.governor, to };
  const going = measure === "none" ? goesOn(scene, quantity) : undefined;
  if (going !== undefined && (governor === undefined || governor.power === "context")) {
    return { quantity, reason: null, governor: going, to };
  }
  if (governor === undefined) {
    if (scene.ofCuts && measure === "none" && isCumulative(tokens, quantity)) return refused("cumulative", to);
    return refused(measure === "people" ? "no_cut" : "not_people", to);
  }
  const other = isGone(governor, counted) ? undefined : reasonOf(governor, scene);
  if (other !== undefined) return refused(other, to, governor);
  return framed(scene, quantity, governor, to) ?? { quantity, reason: null, governor, to };
}

/** "85 journalists, all by voluntary redundancy" */
const ALL_WILLING =
  /\b(?:all|each|both|entirely|solely|every one)(?: of (?:them|whom|which))? (?:\S+ ){0,2}?(?:voluntary|voluntarily|volunteers|volunteered|by choice|by agreement|of their own)\b/;

/** "cut 240 positions in its newsroom through buyouts", and not "through layoffs and buyouts" */
const BY_BUYOUT =
  /^(?!.*\b(?:layoffs?|dismissals|compulsory|involuntary)\b)(?:(?!and |but |while |with |as |, (?!mainly|mostly|largely|chiefly|primarily)|; )\S+ ){0,8}?(?:through|via|by|in|taking|under) (?:(?:a|an|its|the|offering|round of|offers? of) )?(?:\S+ and |\S+ of \S+ and )?(?:voluntary|early retirements?|buy-?outs?|attrition|natural (?:wastage|attrition))\b/;

/** "4,000 staff will be given until May to accept a redundancy package" */
const OFFERED =
  /^(?:[^,.;]+ )?(?:to (?:accept|take|consider|apply for)|offered|invited to apply for) (?:an? |the )?(?:voluntary )?(?:redundancy|severance|exit|buy-?out) (?:packages?|offers?|deals?)\b/;

/** "laid off 4,000 for two months": they come back. */
function isTemporary(tokens: readonly Token[], { from, to }: Pick<Quantity, "from" | "to">): boolean {
  if (/^(?:are|were|remain|remained) on (?:temporary )?lay-?off\b/.test(phrase(tokens, to, to + 4))) return true;
  if (/\btemporar(?:y|ily)\b[^,]*\blay-?offs?\b[^,]*$/.test(phrase(tokens, from - 6, from))) return true;
  if (
    /^(?:will|would|are|were|have|has|to)? ?(?:be |been )?(?:temporarily )?laid off for (?:at least |up to |about |around |the next |only )*(?:\S+ )?(?:weeks?|months?)\b/.test(
      phrase(tokens, to, to + 10),
    )
  )
    return true;
  return (
    /\b(?:lay|lays|laid|laying) off\b/.test(phrase(tokens, from - 5, from)) &&
    /\bfor (?:at least |up to |about |around |the next |an? |only )*(?:\S+ )?(?:weeks?|months?)\b/.test(
      phrase(tokens, to, to + 9),
    )
  );
}

/** "layoffs at Acme, Bolt and 4 others": more of those that are named. */
function isOtherEmployers({ tokens }: Scene, { from }: Quantity, { noun }: Counted): boolean {
  return noun === "others" && wordAt(tokens, from - 1) === "and" && tokens[from - 2]?.capital === true;
}

/** "and 20,000 more down the supply chain": of whom a firm buys. */
const SUPPLIERS =
  /^(?:\S+ )?(?:down|in|along|across|throughout|through) (?:the|its) (?:\S+ ){0,2}?supply (?:chain|line)s?\b/;

/** "1,500 supply chain jobs": of others. */
const SPUN_OFF = /\b(?:supply[ -]chain|supplier|spin-?off|indirect|ancillary)\b/;

/** "across a range of industries", "at high-profile digital firms", "lost in the wider community": of many employers. */
const OF_MANY =
  /^(?:have been |were |will be |would be |lost |are )*(?:(?:across|in|from) (?:an? |the )?(?:\S+ )?(?:range|number|variety|host|string|handful) of (?:\S+ )?(?:industries|sectors|companies|firms|employers|businesses)|(?:at|by|from|across) (?!its |their |the )(?:[^ ,]+ ){1,3}?(?:firms|companies|employers|businesses|multinationals|start-?ups)|in the (?:wider|surrounding|local|broader) (?:community|economy|area|region))\b/;

const OR =
  /^(?:(?:in|across|of|at) (?:[^ ,]+ ){1,4})?(?:,|\() ?(?:or|i\.e|that is|which is|a total of|equating to|equivalent to|amounting to)?$|^or$/;

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

/** "20 of our friends and colleagues will be laid off": who loses work is somebody. */
function losesWork(tokens: readonly Token[], to: number): boolean {
  return LOSE_WORK.test(phrase(tokens, to, to + 10));
}

const LOSE_WORK =
  /^(?:(?!of |to |with |for |as |, |\d)\S+ ){0,3}?(?:(?:(?:will|would|to) be|are|were|(?:have|had|has) been)(?: (?:being|also|now|already))* (?:laid off|made redundant|let go|sacked|dismissed)|(?:will )?(?:lose|lost|losing) their jobs)\b/;

const VACANT = /^(?:that |which |, )?(?:are |were )?(?:currently |already |now )?(?:vacant|unfilled)\b/;
const OF_WORK =
  /\b(?:hours|pay|salary|salaries|wages?|bonus|bonuses|benefits|pensions?|shifts) (?:of|for)(?: (?:about|around|some|nearly|approximately|roughly|the|its|another))*$/;

const CHANGES =
  /\b(?:restructur(?:e|ing)|reorgani[sz]ation|shake-up|overhaul|review|changes) (?:that |which |will |would |could |is )*(?:affect|impact|involv|cover)(?:s|es|ed|ing)?$/;
const CHANGED_BY =
  /^(?:\S+ ){0,3}?(?:affected|impacted|hit) by (?:the |its |a |this )?(?:\S+ ){0,3}?(?:moves|move (?:to|from)|relocations?|reorgani[sz]ations?|transfers?|reloc\w+)\b/;
const PEOPLE_OF = /^(?:employees|workers|staff|people|miners|members) (?:of|at|from)$/;

/** "shrunk by 150, due to a combination of layoffs and buyouts" */
const MIXED =
  /\b(?:combination|mix|mixture) of (?:layoffs|redundancies|cuts|buyouts|voluntary \S+) and (?:buyouts|layoffs|redundancies|attrition|retirements|resignations|voluntary)\b/;

/** Those who live there. */
const POPULATION =
  /\b(?:(?:town|city|village|community|population|county|place|island) of(?: just| only| some)?|population)$/;

/** "The union, which represents 900 workers": members. */
function isRepresented({ tokens, mentions }: Scene, { from }: Quantity): boolean {
  return (
    /\b(?:represents?|representing|counts)$/.test(phrase(tokens, from - 2, from)) &&
    (mentions.some(({ role, to }) => role === "union" && to <= from) ||
      /\b(?:unions?|guild)\b/.test(phrase(tokens, from - 12, from)))
  );
}

/** People who tell of it. */
const SOURCES =
  /^(?:familiar|aware|privy|in the know|on the (?:call|line)|who were on|who spoke|with knowledge|with (?:direct )?knowledge|briefed|close to|who asked|with direct)\b/;
