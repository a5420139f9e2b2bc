// "Acme and Bolt are cutting 50 and 200 jobs, respectively": as many names as figures, in the same order.
import { acts } from "./acts.ts";
import type { Mention } from "./mention.ts";
import type { Quantity } from "./numbers.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";

/** Whose each figure of such a sentence is; empty for any other sentence. */
export function respectiveOf(
  tokens: readonly Token[],
  quantities: readonly Quantity[],
  mentions: readonly Mention[],
): ReadonlyMap<Quantity, Mention> {
  const at = tokens.findIndex(({ lower }) => lower === "respectively");
  if (at < 0) return NONE;
  const figures = rowBefore(
    quantities,
    at,
    (one) => one.to,
    (a, b) => joined(tokens, a.to, b.from, FIGURES),
  );
  const names = mentions.filter(
    ({ role, doubtful, to }) => role === "employer" && (!doubtful || isJoinedToActing(tokens, to)),
  );
  for (let last = names.length; last > 0; last--) {
    const row = rowBefore(
      names.slice(0, last),
      Infinity,
      (one) => one.to,
      (a, b) => joined(tokens, a.to, b.from, NAMES),
    );
    if (row.length === figures.length && row.length > 1)
      return new Map(figures.map((figure, index) => [figure, row[index] as Mention]));
  }
  return NONE;
}

/** "Acme and Bolt followed suit": a name, or the one joined to it, does something. */
function isJoinedToActing(tokens: readonly Token[], to: number): boolean {
  let at = to;
  while (at < to + 8 && (tokens[at]?.capital || JOINS.test(wordAt(tokens, at)))) at += 1;
  return acts(tokens, at);
}

const JOINS = /^(?:,|and|&)$/;
/** "Acme and Bolt are cutting 350 jobs": what two do together is said of neither alone. */
export function isJoint(
  tokens: readonly Token[],
  { from, to }: Pick<Quantity, "from" | "to">,
  mentions: readonly Mention[],
): boolean {
  return mentions.some(
    (last, at) =>
      last.role === "employer" &&
      last.to <= from &&
      mentions[at - 1]?.role === "employer" &&
      (mentions[at - 1]?.preposition === null || wordAt(tokens, last.to) === "together") &&
      NAMES.test(phrase(tokens, mentions[at - 1]?.to ?? 0, last.from)) &&
      TOGETHER.test(phrase(tokens, last.to, last.to + 5)) &&
      !mentions.some((other) => other.role === "employer" && other.from >= last.to && other.to <= from) &&
      !/\beach\b/.test(phrase(tokens, last.to, to + 3)),
  );
}

const TOGETHER =
  /^(?:(?:today|yesterday|both|together|also|now) )*(?:are|have|were|plan|said they|say they)\b|^together \S+ing\b/;
const NONE: ReadonlyMap<Quantity, Mention> = new Map();

/** The last of a list before a place, with what is joined to it. */
function rowBefore<T>(
  all: readonly T[],
  before: number,
  endOf: (one: T) => number,
  isJoined: (a: T, b: T) => boolean,
): readonly T[] {
  const near = all.filter((one) => endOf(one) <= before);
  let from = near.length - 1;
  while (from > 0 && isJoined(near[from - 1] as T, near[from] as T)) from -= 1;
  return near.slice(Math.max(from, 0));
}

const FIGURES = /^(?:(?:and|,|, and)|(?:\S+ ){0,3}(?:and|,|, and))(?: (?:about|around|roughly|some|nearly|up to))?$/;
const NAMES = /^(?:and|,|, and|&)(?: the)?$/;

function joined(tokens: readonly Token[], from: number, to: number, by: RegExp): boolean {
  return to >= from && to - from < 6 && wordAt(tokens, from) !== "." && by.test(phrase(tokens, from, to));
}
