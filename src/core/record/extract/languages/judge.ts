// Whether a figure is one of people who are cut, in languages other than English: by what it counts, and by the nearest word of its
// clause that does something to people.
import type { Quantity } from "../numbers.ts";
import type { Reason } from "../reading.ts";
import { phrase, type Token, wordAt } from "../tokens.ts";
import { cardinalAt } from "./cardinals.ts";
import { type Counted, countedBy } from "./counted.ts";
import type { Lexicon } from "./lexicon.ts";
import { ends, has, type Line, type Span, starts } from "./line.ts";
import { changeOf } from "./changes.ts";
import { governorOf, objectOf } from "./governing.ts";
import type { Scene, Verdict } from "./scene.ts";
import { totalOf } from "./totals.ts";
import type { Trigger } from "./triggers.ts";

export function judge(scene: Scene, quantity: Quantity, lexicon: Lexicon): Verdict {
  const { line, mentions } = scene;
  const { tokens } = line;
  const counted = countedBy(tokens, quantity, lexicon);
  const verdict = (reason: Reason | null, trigger?: Trigger): Verdict => ({
    quantity,
    reason,
    trigger,
    to: Math.max(counted.to, quantity.to),
    counted,
  });
  if (mentions.some(({ from, to }) => from <= quantity.from && quantity.to <= to)) return verdict("name");
  if (quantity.sort === "money" || quantity.sort === "time" || quantity.sort === "name") return verdict(quantity.sort);
  // The whole of "2 000 der 3 300 Beschäftigten", "96 postes sur 210".
  if (
    scene.judged.some((one) => one.counted.base !== null && within(quantity, one.counted.base)) ||
    isBaseBehind(scene, quantity, lexicon)
  )
    return verdict("headcount");
  return quantity.sort === "share"
    ? judgeShare(scene, quantity, lexicon, verdict)
    : judgeCount(scene, quantity, counted, lexicon, verdict);
}

function within({ from, to }: Span, at: number): boolean {
  return from <= at && at < to;
}

/** "96 postes sur 210", "125 von 1340": the number behind what it is a part of. */
function isBaseBehind({ line, judged }: Scene, { from, sort }: Quantity, { of }: Lexicon): boolean {
  const last = judged.at(-1);
  const before = wordAt(line.tokens, from - 1);
  if (last === undefined || sort !== "count") return false;
  const between = phrase(line.tokens, last.to, from);
  // "die Hälfte der insgesamt 100 Redakteure", "el 15 % de los 1514 trabajadores"
  if (last.quantity.sort === "share")
    return /^(?:der|von|de|des|de los|de ses|de sus|of)(?: (?:insgesamt|derzeit|etwa|rund|cerca de|environ|quelque|unos))?$/u.test(
      phrase(line.tokens, last.quantity.to, from),
    );
  return (
    of.test(before) &&
    from - last.to <= 4 &&
    /^(?:sur|von|von insgesamt|sur un (?:total|effectif) de|, de un total de|, de un total|de un total de|de una plantilla total de|de una plantilla de|de un total de)$/u.test(
      between,
    )
  );
}

/** "Aveos (1 800 emplois), Mabe (700)": an entry of a list of a document about cuts. */
function isListed(
  { line, mentions, ofCuts, triggers }: Scene,
  { from, to }: Span,
  { noun }: Counted,
  { jobs }: Lexicon,
): boolean {
  return (
    ofCuts &&
    jobs.test(noun) &&
    triggers.every(({ power }) => power !== "headcount" && power !== "hiring") &&
    mentions.some(
      ({ role, to: end }) =>
        role === "employer" && wordAt(line.tokens, end) === "(" && end < from && from - end < 4 && to > end,
    )
  );
}

/** So many figures before one are asked for what they come to with it. */
const NEAR = 12;

type Make = (reason: Reason | null, trigger?: Trigger) => Verdict;

function judgeCount(scene: Scene, quantity: Quantity, counted: Counted, lexicon: Lexicon, verdict: Make): Verdict {
  const { line } = scene;
  const { tokens } = line;
  const { frames } = lexicon;
  const span = { from: quantity.from, to: Math.max(counted.to, quantity.to) };
  if (counted.sort === "other" && !isObjectOfPeople(scene, quantity, counted, lexicon)) return verdict("not_people");
  if (quantity.value === 0) return verdict("denial");
  if (quantity.value !== null && !Number.isInteger(quantity.value)) return verdict("not_people");
  // "2021 ha sido": a year where nothing is counted.
  if (
    counted.sort === "none" &&
    /^(?:19|20)\d\d$/.test(line.tokens[quantity.to - 1]?.text ?? "") &&
    quantity.qualifier === "exact"
  )
    return verdict("time");
  if (ends(line, quantity.from, frames.none)) return verdict("denial");
  if (ends(line, quantity.from, frames.onTopOf)) return verdict("repeated");
  const told = scene.judged
    .slice(-NEAR)
    .flatMap(({ quantity: one, reason }) =>
      one.sort === "count" && (reason === null || reason === "repeated") ? one : [],
    );
  const total = totalOf(line, quantity, { to: span.to, told, added: scene.added }, lexicon);
  if (total !== undefined) return verdict(total);
  const change = changeOf(scene, quantity, lexicon);
  if (change !== undefined)
    return change === "base"
      ? verdict("headcount")
      : change === "grows"
        ? verdict("hiring")
        : changed(scene, change, span, lexicon, verdict);
  if (ends(line, quantity.from, frames.superseded)) return verdict("superseded");
  const alone = counted.sort === "none";
  if (alone && starts(line, quantity.to, frames.told)) return verdict("repeated");
  if (alone && goesOn(scene, quantity, lexicon)) {
    const last = scene.judged.at(-1);
    return last === undefined
      ? verdict("not_people")
      : verdict(isPart(line, span, lexicon) ? "part" : last.reason, last.trigger);
  }
  // "prescindir del 30 % de la plantilla, un total de 149 personas"
  const share = scene.judged.at(-1);
  if (
    share?.quantity.sort === "share" &&
    share.reason === null &&
    counted.sort === "people" &&
    quantity.from - share.to <= 8 &&
    besides(tokens, share.to, quantity.from) &&
    scene.triggers.every(({ power, from }) => power !== "headcount" || from < share.to || from > quantity.from)
  )
    return { ...verdict(null, share.trigger), beside: share };
  const trigger =
    counted.sort === "cuts"
      ? (own(scene, counted) ?? governorOf(scene, span, lexicon, alone))
      : governorOf(scene, span, lexicon, alone);
  if (trigger === undefined)
    return verdict(alone ? "not_people" : isListed(scene, span, counted, lexicon) ? null : "no_cut");
  if (alone && !objectOf(scene, trigger, span, lexicon)) return verdict("not_people");
  const refused = leaves(scene, counted, lexicon) ? "voluntary" : reasonOf(trigger, scene, counted, lexicon);
  if (refused !== undefined) return verdict(refused, trigger);
  return verdict(framed(scene, span, lexicon), trigger);
}

/** "licencie 120 hôtesses": whom only people can be the object of. */
function isObjectOfPeople(
  { line, triggers }: Scene,
  { from, sort }: Quantity,
  { noun }: Counted,
  { scopes, names }: Lexicon,
): boolean {
  const last = triggers.findLast((one) => one.to <= from);
  return (
    sort === "count" &&
    last !== undefined &&
    from - last.to <= 1 &&
    /^(?:entl|kündig|gekündigt|feuer|licenci|congédi|se sépar|despid|despedi|ech|prescind|desvincul|cesante)/u.test(
      last.words,
    ) &&
    /(?:s|x|n|e)$/u.test(noun) &&
    noun.search(scopes.site) < 0 &&
    !names.sites.test(noun) &&
    line.tokens.length > 0
  );
}

function changed(scene: Scene, quantity: Quantity, span: Span, lexicon: Lexicon, verdict: Make): Verdict {
  const trigger = scene.triggers.find(({ power }) => power === "weak" || power === "cut");
  return { ...verdict(framed(scene, { from: quantity.from, to: span.to }, lexicon), trigger), quantity };
}

/** "600 départs dans le cadre d'un plan de départs volontaires" */
function leaves({ triggers }: Scene, { sort, noun }: Counted, { leaving }: Lexicon): boolean {
  return sort === "cuts" && leaving.test(noun) && triggers.some(({ power }) => power === "voluntary");
}

function judgeShare(scene: Scene, quantity: Quantity, lexicon: Lexicon, verdict: Make): Verdict {
  const { tokens } = scene.line;
  const of = staffBehind(tokens, quantity, lexicon);
  const counts = scene.judged.filter(({ quantity: { sort, from } }) => sort === "count" && quantity.from - from < 16);
  const last = counts.findLast(({ reason }) => reason === null) ?? counts.at(-1);
  const beside = last !== undefined && quantity.from - last.to <= 12 && besides(tokens, last.to, quantity.from);
  if (of === "other") return verdict("share_of_other");
  if (beside && (of === "staff" || wordAt(tokens, quantity.to) === ")" || wordAt(tokens, quantity.to) === "")) {
    return { ...verdict(last.reason, last.trigger), beside: last };
  }
  const span = { from: quantity.from, to: quantity.to + (of === "staff" ? 3 : 0) };
  const trigger = governorOf(scene, span, lexicon, of !== "staff");
  if (trigger === undefined) return verdict(of === "staff" ? "no_cut" : "share_of_other");
  if (of !== "staff" && !objectOf(scene, trigger, span, lexicon)) return verdict("share_of_other");
  const refused = reasonOf(trigger, scene, { sort: "people", noun: "", to: quantity.to, base: null }, lexicon);
  if (refused !== undefined) return verdict(refused, trigger);
  return verdict(framed(scene, span, lexicon), trigger);
}

/** What a share is of, by the words behind it. */
function staffBehind(tokens: readonly Token[], { from, to }: Quantity, lexicon: Lexicon): "staff" | "other" | "none" {
  for (let at = from; at < to; at++)
    if (
      lexicon.staff.test(wordAt(tokens, at)) &&
      tokens[at]?.kind === "word" &&
      cardinalAt(tokens, at, lexicon.numbers) === undefined
    )
      return "staff";
  for (let at = to; at < Math.min(tokens.length, to + 8); at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === "mark") return "none";
    const { lower } = token;
    if (lexicon.staff.test(lower)) return "staff";
    if (token.kind === "number" || lexicon.between.test(lower) || lexicon.of.test(lower)) continue;
    if (lexicon.names.common.has(lower) || /^(?:o|ou|oder|des|der|en|in|y|et)$/u.test(lower)) {
      if (/^(?:o|ou|oder|en|in|y|et|und|auf|para|pour|por)$/u.test(lower)) return "none";
      continue;
    }
    if (lexicon.names.nouns && !token.capital) continue;
    return "other";
  }
  return "none";
}

/** "soit 25 % des effectifs", "(19 %)", "es decir, el 5 %", "rund zehn Prozent": the share of a count before. */
function besides(tokens: readonly Token[], from: number, to: number): boolean {
  if (phrase(tokens, from, to).includes(")")) return false;
  return /^(?:(?:\S+ ){0,4}?(?:[,(–—-]|soit|o sea|es decir|equivalente|que equivalen|equivalen|représentant|représente|equivalentes|algo|das sind|dies|oder|or|ou|o|lo que|en torno|rund|etwa|entspricht|entsprechen|plus|poco|supone|suponen)(?: \S+){0,5})?$/u.test(
    phrase(tokens, from, to),
  );
}

/** The noun of cutting that is counted itself: "140 Kündigungen", "32 despidos". */
function own({ triggers }: Scene, { to, noun }: Counted): Trigger | undefined {
  return (
    triggers.find(({ from, to: end }) => from < to && end >= to - 2 && end > to - 3 && from >= to - 3) ?? {
      power: "cut",
      from: to - 1,
      to,
      words: noun,
    }
  );
}

/** A figure without a noun that goes on from the one before: "400 Stellen in Kiel, 200 in Bremen", "y Mango otro a más de 900". */
function goesOn({ line, judged, triggers }: Scene, { from, to, sort }: Quantity, lexicon: Lexicon): boolean {
  const last = judged.at(-1);
  if (last === undefined || sort !== "count" || last.quantity.sort !== "count" || from - last.to > 14) return false;
  const next = wordAt(line.tokens, to);
  const names = lexicon.names;
  if (next === ")" && wordAt(line.tokens, from - 1) === "(") return false;
  if (triggers.some((one) => one.power !== "context" && one.from >= last.to && one.to <= from)) return false;
  return (
    (line.tokens[to] === undefined ||
      line.tokens[to]?.kind === "mark" ||
      names.at.test(next) ||
      names.in.test(next) ||
      lexicon.clause.test(next) ||
      names.article.test(next) ||
      isPart(line, { from, to }, lexicon)) &&
    !/^(?:%|euro)$/u.test(next) &&
    last.counted.sort !== "other"
  );
}

function reasonOf(
  { power, to: end, from: begin }: Trigger,
  scene: Scene,
  counted: Counted,
  { language }: Lexicon,
): Reason | undefined {
  const cutting = scene.triggers.some((one) => one.power === "cut" || one.power === "weak" || one.power === "risk");
  switch (power) {
    case "cut":
    case "risk":
      return undefined;
    case "weak":
      return counted.sort === "people" || counted.sort === "cuts" || counted.sort === "none" ? undefined : "no_cut";
    case "context":
      if (scene.triggers.some((one) => one.power === "furlough")) return "furlough";
      return scene.ofCuts ? undefined : "no_cut";
    case "close":
      return scene.triggers.some((one) => one.power === "headcount" && one.from > begin && end > 0 && language !== "fr")
        ? "headcount"
        : undefined;
    case "voluntary":
      return cutting &&
        counted.sort === "people" &&
        scene.triggers.some((one) => one.power === "cut" && Math.abs(one.from - begin) < 6)
        ? undefined
        : "voluntary";
    case "headcount":
    case "hiring":
    case "furlough":
    case "transfer":
    case "retained":
    case "strike":
      return power;
  }
}

/** What the words around a figure make of it, although something is cut. */
function framed(scene: Scene, span: Span, { frames }: Lexicon): Reason | null {
  const { line } = scene;
  const { tokens } = line;
  if (scene.judged.some(({ quantity }) => quantity.sort === "count") && isPart(line, span, { frames })) return "part";
  if (has(line, frames.law)) return "no_cut";
  if (has(line, frames.reason)) return "dismissal";
  if (has(line, frames.denied, Math.max(0, span.from - 22), Math.min(tokens.length, span.to + 14))) return "denial";
  if (has(line, frames.threat, Math.max(0, span.from - 24), Math.min(tokens.length, span.to + 16))) return "threat";
  if (has(line, frames.cumulative, Math.max(0, span.from - 12), Math.min(tokens.length, span.to + 10)))
    return "cumulative";
  return null;
}

function isPart(line: Line, { from, to }: Span, { frames }: Pick<Lexicon, "frames">): boolean {
  return ends(line, from, frames.part) || starts(line, to, frames.partBehind);
}
