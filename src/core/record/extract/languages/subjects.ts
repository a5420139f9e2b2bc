// Whose people a figure is of, in languages other than English.
import type { Mention } from "../mention.ts";
import type { Subject } from "../subject.ts";
import { phrase, wordAt } from "../tokens.ts";
import type { Lexicon } from "./lexicon.ts";
import { ends, type Line, type Span, spansOf, starts } from "./line.ts";

/** What it costs to take the employer that the sentences before are about. */
const FROM_BEFORE = 22;

export interface Asked {
  readonly line: Line;
  readonly mentions: readonly Mention[];
  /** Spans of other figures of people of the sentence. */
  readonly others: readonly Span[];
  readonly focus: Subject | undefined;
}

export function subjectOf(
  { line, mentions, others, focus }: Asked,
  figure: Span,
  trigger: Span | undefined,
  lexicon: Lexicon,
): Subject | undefined {
  // "prescindió de 45, y Bolt de 24": what governs stands before another figure, and whose this is behind it.
  const shared = trigger !== undefined && others.some(({ from, to }) => from >= trigger.to && to <= figure.from);
  const begin = shared ? figure.from : Math.min(figure.from, trigger?.from ?? figure.from);
  const asides = asidesOf(line, mentions, begin, lexicon);
  const end = Math.max(figure.to, trigger?.to ?? figure.to);
  let best: { subject: Subject; cost: number } | undefined;
  const offer = (subject: Subject, cost: number): void => {
    if (best === undefined || cost < best.cost) best = { subject, cost };
  };
  for (const mention of mentions) {
    const own = costOf(line, mention, figure, begin, end, others, lexicon);
    const aside = asides.some(({ from, to }) => mention.from >= from && mention.to <= to);
    const cost = own === undefined ? undefined : own + (aside ? 9 : 0) + (mention.doubtful ? 6 : 0);
    if (cost !== undefined) offer({ name: mention.name, key: mention.key, by: "name", cost }, cost);
  }
  if (focus !== undefined) {
    // "Der Konzern", "la empresa", "ses effectifs": who was named before.
    const group = spansOf(line, lexicon.frames.group).filter(({ to }) => to <= end);
    const near = group.at(-1);
    const named =
      near !== undefined &&
      mentions.some(({ from, role }) => role === "employer" && from >= near.to && from - near.to <= 2);
    const before =
      near &&
      mentions.findLast(
        ({ to, role, preposition, doubtful }) =>
          role === "employer" && !doubtful && preposition === null && to <= near.from,
      );
    if (before !== undefined && near !== undefined && !named) {
      const cost = 9 + Math.max(0, begin - near.to) / 2;
      offer({ name: before.name, key: before.key, by: "coreference", cost }, cost);
    }
    const cost =
      near !== undefined && !named ? Math.min(FROM_BEFORE, 10 + Math.max(0, begin - near.to) / 2) : FROM_BEFORE;
    offer(
      { ...focus, by: near === undefined ? "document" : "coreference", cost: near === undefined ? 45 : cost },
      cost,
    );
  }
  return best?.subject;
}

const OPENS = /^[,(–—]$/u;

/** Spans between commas behind a name that say something of it: "Meta, la propietaria de Facebook, que anunció". */
function asidesOf(line: Line, mentions: readonly Mention[], before: number, lexicon: Lexicon): Span[] {
  return mentions.flatMap(({ role, to }) => {
    if (role !== "employer") return [];
    const close = asideFrom(line, to, lexicon);
    return close === undefined || close > before ? [] : [{ from: to, to: close }];
  });
}

/** The comma that closes what stands between commas behind a name, where it does something then. */
function asideFrom(line: Line, to: number, { names }: Lexicon): number | undefined {
  if (!/^[,(–—]$/u.test(wordAt(line.tokens, to)) || starts(line, to + 1, names.acts)) return undefined;
  for (let at = to + 2; at < Math.min(to + 26, line.tokens.length); at++)
    if (/^[,)–—]$/u.test(wordAt(line.tokens, at))) {
      const next = /^(?:que|qui|der|die|das|welche[rs]?)$/u.test(wordAt(line.tokens, at + 1)) ? at + 2 : at + 1;
      if (starts(line, next, names.acts)) return at;
    }
  return undefined;
}

/** Whether a name does something: right behind it, or behind what stands between commas. */
export function actsBehind(line: Line, to: number, lexicon: Lexicon): boolean {
  return starts(line, to, lexicon.names.acts) || asideFrom(line, to, lexicon) !== undefined;
}

function costOf(
  line: Line,
  mention: Mention,
  figure: Span,
  begin: number,
  end: number,
  others: readonly Span[],
  lexicon: Lexicon,
): number | undefined {
  if (mention.role !== "employer") return undefined;
  const { tokens } = line;
  const { names } = lexicon;
  const { from, to, preposition } = mention;
  let cost = 0;
  const employer = names.employer.test(wordAt(tokens, from - 1));
  if (employer) cost -= 2;
  // "Nach der Übernahme durch Bolt streicht Acme": who acts comes behind.
  const acts = actsBehind(line, to, lexicon) && !/^(?:durch|nach|par|por|für|après|tras)$/u.test(preposition ?? "");
  const before = wordAt(tokens, from - 1);
  const relative = /^(?:que|qui|der|die|das)$/u.test(wordAt(tokens, to)) || (acts && OPENS.test(wordAt(tokens, to)));
  if (preposition !== null && !names.at.test(preposition) && !relative) cost += names.in.test(preposition) ? 5 : 9;
  if (ends(line, from, names.owned) || ends(line, from - 1, names.owned)) cost += 9;
  if (/^[:|]$/u.test(wordAt(tokens, to)) && from < 4) cost -= 6;
  const apart = (left: number, right: number): number => {
    let sum = 0;
    for (let at = left; at < right; at++) {
      const word = wordAt(tokens, at);
      sum += /^[;]$/.test(word) ? 8 : word === "," ? 1.5 : 1;
    }
    for (const other of others) if (other.from >= left && other.to <= right) sum += 9;
    return sum;
  };
  if (to <= begin) {
    cost += apart(to, begin);
    // "Aveos (1 800 emplois perdus …)": the name right before the bracket.
    if (wordAt(tokens, to) === "(" && figure.from - to <= 6 && !phrase(tokens, to + 1, figure.from).includes(")"))
      cost -= 4;
    if (acts) cost = Math.min(cost - 4, 18);
    else if (/^[,(–—-]$/u.test(wordAt(tokens, to)) && preposition === null) cost = Math.min(cost - 1, FROM_BEFORE - 2);
    return cost;
  }
  if (from >= end) {
    cost += apart(end, from) + (preposition !== null && names.at.test(preposition) ? 2 : 10);
    return cost + (acts ? 4 : 0) + (/^(?:por|par|durch)$/u.test(before) ? -6 : 0);
  }
  // Between the figure and what governs it.
  if (to <= figure.from)
    return cost + apart(to, figure.from) / 2 + (preposition !== null && !names.at.test(preposition) ? 6 : 1);
  if (from >= figure.to) return cost + apart(figure.to, from) / 2 + (preposition !== null ? 2 : 4);
  return cost + 8;
}
