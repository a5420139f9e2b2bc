// Figures without a verb of their own: entries of lists, and what goes on from the figure before.
import type { Governor } from "./governors.ts";
import type { Mention } from "./mention.ts";
import { isMonth } from "./other-figures.ts";
import type { Quantity } from "./numbers.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import type { Scene } from "./verdict.ts";
import { isWork } from "./work.ts";

/** "Acme: 300 jobs", "Acme – 300 (10 %)", "300 – from Acme": an entry of a list in a document about cuts. */
export function isListed({ tokens, mentions, governors }: Scene, { from, to }: Quantity): boolean {
  const sign = tokens[/^["“]$/u.test(tokens[from - 1]?.text ?? "") ? from - 2 : from - 1];
  const joins = (at: number): boolean => tokens[at]?.kind === "mark" && /^[:–—-]$/u.test(tokens[at].text);
  const named = (at: number): boolean => mentions.some(({ from: begin, role }) => role === "employer" && begin === at);
  if (joins(to) && /^(?:from|at)$/.test(wordAt(tokens, to + 1))) return named(to + 2) || named(to + 3);
  // "layoffs at several firms: 300 at Acme, 200 at Bolt"
  if (
    /^(?:at|from)$/.test(wordAt(tokens, to)) &&
    (named(to + 1) || named(to + 2)) &&
    (sign?.kind === "mark" || sign?.lower === "and")
  )
    return true;
  // "Acme (205) and Bolt are also cutting"
  if (
    sign?.text === "(" &&
    tokens[to]?.text === ")" &&
    governors.some(({ power }) => /^(?:cut|weak|context)$/.test(power)) &&
    mentions.some(({ to: end, role }) => role === "employer" && end === from - 1)
  )
    return true;
  if (opensWithName(tokens, mentions, from)) return true;
  if (sign === undefined || !joins(from - 1)) return false;
  // "Acme, Elmsworth — 44"
  const place = mentions.find(({ to: end, role }) => role === "place" && end === from - 1);
  const before = place !== undefined && wordAt(tokens, place.from - 1) === "," ? place.from : from;
  let dash = before - 1;
  while (tokens[dash - 1]?.text === "*") dash -= 1;
  return mentions.some(({ to: end, role }) => role === "employer" && (end === dash || end === dash - 1));
}

const FIELD = /^[|–—:]$/u;

/** "Acme | 1,100 employees | 30 % | November", "Acme – Elm – 982 employees": a row of a table, whose first field is a name. */
export function opensWithName(tokens: readonly Token[], mentions: readonly Mention[], from: number): boolean {
  const name = mentions.find(({ role }) => role === "employer");
  if (name === undefined || name.from > 2 || !FIELD.test(wordAt(tokens, name.to))) return false;
  if (tokens.slice(0, name.from).some(({ kind }) => kind === "word")) return false;
  const before = wordAt(tokens, from - 1);
  // A share stands in a field of its own, or in brackets behind the count.
  if (!FIELD.test(before) && before !== "(") return false;
  return tokens.slice(name.to, from).every((token) => token.kind !== "word" || token.capital || isWork(token.lower));
}

/** "six at the Star, four at the Sun", "Acme laid off 300, and Bolt 200": the governor of the number before, where nothing is counted. */
export function goesOn({ tokens, judged, mentions }: Scene, { from, to }: Quantity): Governor | undefined {
  const last = judged.findLast(({ quantity }) => quantity.sort === "count");
  if (last === undefined || last.reason !== null || from - last.to > 16) return undefined;
  if (/^(?:on top of|in addition to)$/.test(phrase(tokens, from - 3, from))) return last.governor;
  // "500 jobs in January and a further 300 in March"
  if (wordAt(tokens, from - 1) === "and" && /^(?:at|in|from|on|when|after)$/.test(wordAt(tokens, to)))
    return last.governor;
  if (wordAt(tokens, from - 1) === "and" && /^more (?:last|this|in|at|on)\b/.test(phrase(tokens, to, to + 2)))
    return last.governor;
  const next = tokens[to];
  const free =
    next === undefined || next.kind === "mark" || /^(?:at|from|in|and|have|were|are|will|more)$/.test(next.lower);
  if (!free || next?.text === "-" || next?.text === "%") return undefined;
  const named = mentions.some(
    ({ from: at, to: end }) => end === from || (at >= to && at - to <= 3) || (end > last.to && end <= from),
  );
  return named ? last.governor : undefined;
}

/** "ACME: the maker said": an entry of a list. */
export function isEntry(tokens: readonly Token[], { from, to, preposition }: Mention): boolean {
  if (preposition !== null || (from > 2 && !isDated(tokens, from))) return false;
  // "**Acme** — The outsourcer": an entry set in bold.
  if (wordAt(tokens, from - 1) === "*" && wordAt(tokens, to) === "*") {
    let sign = to;
    while (wordAt(tokens, sign) === "*" || (wordAt(tokens, sign) === ":" && wordAt(tokens, sign + 1) === "*"))
      sign += 1;
    return sign > to && sign + 1 < tokens.length;
  }
  // "Acme (2024): the maker said"
  const dated = wordAt(tokens, to) === "(" && tokens[to + 1]?.kind === "number" && wordAt(tokens, to + 2) === ")";
  const sign = dated ? to + 3 : to;
  return (from < 2 || isDated(tokens, from)) && wordAt(tokens, sign) === ":" && sign + 1 < tokens.length;
}

/** "August 24, 2022: Acme: The maker …": an entry of a list by days. */
function isDated(tokens: readonly Token[], from: number): boolean {
  return (
    from < 9 &&
    /^[:–—-]$/u.test(wordAt(tokens, from - 1)) &&
    tokens.slice(0, from).some(isMonth) &&
    tokens.slice(0, from).every((token) => token.kind !== "word" || token.capital)
  );
}
