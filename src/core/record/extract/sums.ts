// Figures that add up: two objects of one verb are one cut, and what a sentence or a document gives the total of are its parts.
import type { Draft } from "./settle.ts";
import type { Quantity } from "./numbers.ts";
import type { Reason } from "./reading.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import type { Verdict } from "./verdict.ts";

type Refuse = (draft: Draft, reason: Reason) => void;

/** What is left of figures that stand once those are joined that are cut together, and parts are refused. */
export function withoutParts(open: readonly Draft[], refuse: Refuse): Draft[] {
  const parts = new Set<Draft>();
  const sums = new Map<Draft, Draft>();
  for (const drafts of Map.groupBy(open, ({ sentence }) => sentence).values()) {
    const counts = drafts.filter(({ quantity }) => quantity?.sort === "count" && quantity.value !== null);
    const whole = wholeOf(counts) ?? brokenDown(counts);
    if (whole !== undefined) for (const part of counts) if (part !== whole) parts.add(part);
    if (whole === undefined) for (const [first, sum] of joinedOf(counts, parts)) sums.set(first, sum);
  }
  const left = open.filter((draft) => !parts.has(draft)).map((draft) => sums.get(draft) ?? draft);
  const known = new Set([...sums.values()].map(({ quantity }) => quantity?.value));
  for (const part of parts) if (!known.has(part.quantity?.value)) refuse(part, "part");
  const told = partsOfTotals(left);
  for (const part of told) refuse(part, "part");
  return left.filter((draft) => !told.has(draft));
}

/**
 * Those of a sentence add up to its first or its last: "145 people, 45 in Elm, 70 in Oak and 30 in Ash", "120 in Elm and 80 in Oak, 200
 * in all".
 */
function wholeOf(counts: readonly Draft[]): Draft | undefined {
  if (counts.length < 3) return undefined;
  const sum = counts.reduce((all, { quantity }) => all + (quantity?.value ?? 0), 0);
  return [counts[0], counts.at(-1)].find((one) => 2 * (one?.quantity?.value ?? 0) === sum);
}

/** "612 jobs will go: roughly 560 in shops, the rest in offices": what stands behind the colon breaks down the first. */
function brokenDown(counts: readonly Draft[]): Draft | undefined {
  const [first, ...rest] = counts;
  const [one, two] = [first?.quantity, rest[0]?.quantity];
  if (first === undefined || one == null || two == null) return undefined;
  const { tokens } = first.sentence;
  const between = phrase(tokens, one.to, two.from);
  const opens = /(?:^| )(?::|—|–) (?:(?:\S+ ){0,3})?$/u.test(`${between} `);
  const sum = rest.reduce((all, { quantity }) => all + (quantity?.value ?? 0), 0);
  return opens && sum <= (one.value ?? 0) && rest.every(({ subject }) => subject?.key === first.subject?.key)
    ? first
    : undefined;
}

/** Runs of figures that are one object: "28 reporters and four editors", each by its first, as their sum. */
function joinedOf(counts: readonly Draft[], parts: Set<Draft>): [Draft, Draft][] {
  const runs: Draft[][] = [];
  for (const draft of counts) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && isJoined(last, draft)) run.push(draft);
    else runs.push([draft]);
  }
  return runs.flatMap((run): [Draft, Draft][] => {
    const [first, ...rest] = run;
    const last = rest.at(-1);
    // A list without "and" at its end is one of other things.
    if (first?.quantity == null || last?.quantity == null || !endsList(run)) return [];
    for (const one of rest) parts.add(one);
    const quantity = sumOf(
      run.flatMap(({ quantity: one }) => (one === null ? [] : [one])),
      first.quantity.from,
      last.quantity.to,
    );
    return [[first, { ...first, quantity, to: last.to }]];
  });
}

const OWN_VERB = /^(?:will|would|are|were|is|have|had|could|may|might|can|must|left|leave|move|moved|more)$/;

/** What stands between two objects of one verb: the first one's noun, and what joins it to the next. */
const BETWEEN =
  /^(?:(?!in |at |from |on |by |to |with |last |next |this |after |redundant |who |which |that |were |was |will |had |have |has |\W)[^ ]+ (?:- |'s )?){0,6}(?:, )?(?:(?:and|plus|as well as|along with|together with)(?: an?)?(?: some| about| up to)? )?$/;

function isJoined(a: Draft, b: Draft): boolean {
  const [one, two] = [a.quantity, b.quantity];
  if (
    one === null ||
    two === null ||
    !(a.governor === b.governor || isOfBoth(a, b)) ||
    a.subject?.key !== b.subject?.key
  )
    return false;
  if (two.from - one.to < 2 || two.from - one.to > 10) return false;
  // "15 staff, and six will move": a verb of its own.
  const { tokens } = a.sentence;
  if (a.governor !== undefined && a.governor.from < one.from && OWN_VERB.test(wordAt(tokens, b.to))) return false;
  // "another 40" is told beside, and "Elm 85 posts and Oak 40" are of two places.
  if (two.further || tokens.slice(one.to, two.from).some(({ kind, capital }) => kind === "word" && capital))
    return false;
  const between = phrase(tokens, one.to, two.from);
  return BETWEEN.test(`${between} `) && /(?:,|and|plus|with|as)(?: \S+){0,2}$/.test(between);
}

/** "will see 145 jobs and 13 roles made redundant": what stands behind both governs them. */
function isOfBoth(a: Draft, b: Draft): boolean {
  return (
    a.governor?.power === "context" && b.governor?.power === "cut" && b.governor.from >= (b.quantity?.to ?? Infinity)
  );
}

function endsList(run: readonly Draft[]): boolean {
  const [a, b] = run.slice(-2);
  if (a?.quantity == null || b?.quantity == null) return false;
  return /\b(?:and|plus|as well as|along with|together with)\b/.test(
    phrase(a.sentence.tokens, a.quantity.to, b.quantity.from),
  );
}

function sumOf(quantities: readonly Quantity[], from: number, to: number): Quantity {
  const value = quantities.reduce((all, one) => all + (one.value ?? 0), 0);
  const exact = quantities.every(({ qualifier }) => qualifier === "exact");
  const least = quantities.every(({ qualifier }) => qualifier === "exact" || qualifier === "at_least");
  const most = quantities.every(({ qualifier }) => /^(?:exact|up_to|under)$/.test(qualifier));
  return {
    sort: "count",
    value,
    low: exact || least ? value : null,
    high: exact || most ? value : null,
    qualifier: exact ? "exact" : least ? "at_least" : most ? "up_to" : "approx",
    from,
    to,
    further: quantities[0]?.further === true,
  };
}

const STAFF = /^(?:(?:its|the|their|our) )?(?:\S+ )?(?:workforce|headcount|staff|payroll|team)\b/;

/** Whether a verb of cutting has the whole staff for its object, or goes right on to from how many: "shrunk from 128 people to 83". */
export function leadsToStaff(tokens: readonly Token[], at: number): boolean {
  return STAFF.test(phrase(tokens, at, at + 3)) || wordAt(tokens, at) === "from";
}

/** "from 1,300 to 1,000": two figures of how many there are, of which the later is the smaller, and none of how many go. */
export function isFromTo(tokens: readonly Token[], verdicts: readonly Verdict[]): boolean {
  const counts = verdicts.flatMap(({ reason, quantity }) => (reason === "headcount" ? [quantity] : []));
  const led = (word: string): Quantity | undefined =>
    counts.find(({ from }) => wordAt(tokens, from - 1) === word || phrase(tokens, from - 2, from) === `${word} just`);
  const [before, after] = [led("from"), led("to")];
  return counts.length === 2 && before?.value != null && after?.value != null && before.value > after.value;
}

/** By how many there are fewer, where both figures are exact; null else: what is left open stays so. */
export function differenceOf(tokens: readonly Token[], verdicts: readonly Verdict[]): Quantity | null {
  if (!isFromTo(tokens, verdicts)) return null;
  const [a, b] = verdicts.flatMap(({ reason, quantity }) => (reason === "headcount" ? [quantity] : []));
  if (a?.value == null || b?.value == null || a.qualifier !== "exact" || b.qualifier !== "exact") return null;
  const value = Math.abs(a.value - b.value);
  return {
    sort: "count",
    value,
    low: value,
    high: value,
    qualifier: "exact",
    from: a.from,
    to: b.to,
    further: false,
  };
}

/** So many figures of one employer are added up. */
const MOST_ADDED = 12;

/** Figures of one sentence, or all others of an employer, that add up to what is told of it elsewhere. */
function partsOfTotals(left: readonly Draft[]): Set<Draft> {
  const parts = new Set<Draft>();
  const byEmployer = Map.groupBy(
    left.filter(({ quantity }) => quantity?.sort === "count" && quantity.value !== null),
    ({ subject }) => subject?.key,
  );
  for (const drafts of byEmployer.values()) {
    if (drafts.length < 3 || drafts.length > MOST_ADDED) continue;
    const told = new Set(drafts.map(({ quantity }) => quantity?.value ?? 0));
    for (const some of [...Map.groupBy(drafts, ({ sentence }) => sentence).values(), drafts]) {
      const values = new Set(some.map(({ quantity }) => quantity?.value ?? 0));
      const total = [...told].find((one) => {
        const rest = [...values].filter((value) => value !== one);
        return rest.length > 1 && rest.reduce((a, b) => a + b, 0) === one;
      });
      if (total !== undefined) for (const one of some) if (one.quantity?.value !== total) parts.add(one);
    }
  }
  return parts;
}
