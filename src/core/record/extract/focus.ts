// Of whom a passage speaks: after each of its sentences, and as a whole.
import { once } from "./asked.ts";
import { acts, ACTS } from "./acts.ts";
import { isEntry } from "./entries.ts";
import type { Mention } from "./mention.ts";
import { EMPLOYER_NOUNS, PLANTS } from "./names.ts";
import { isGoverned, isPublic } from "./ruling.ts";
import { asSubject, type Subject, TAKES } from "./subject.ts";
import { OPENS } from "./asides.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";

/** "a Google spokesman", "an Acme audit": the name says something of a noun. */
function isModifier(tokens: readonly Token[], { from, to }: Mention): boolean {
  const next = tokens[to];
  return /^an?$/.test(wordAt(tokens, from - 1)) && next?.kind === "word" && !next.capital && !ACTS.test(next.lower);
}

/** "the Acme Media division accounts for": a part of whom the passage speaks. */
function isUnit(tokens: readonly Token[], { to }: Mention): boolean {
  return /^(?:division|unit|arm|subsidiary|segment|business|operation|brand)$/.test(wordAt(tokens, to));
}

/** Of whom a passage speaks after a sentence: its first employer that does something. */
export function focusAfter(tokens: readonly Token[], mentions: readonly Mention[]): Subject | undefined {
  const employers = mentions.filter(({ role }) => role === "employer");
  // "An agency regretted the closure of the Acme factory": of Acme.
  const closed = employers.find(({ from }) => /\b(?:closure|loss) of(?: the)?$/.test(phrase(tokens, from - 3, from)));
  if (closed !== undefined) return asSubject(closed, 0);
  const free = employers
    .filter((mention) => !isModifier(tokens, mention) && !isUnit(tokens, mention))
    .filter(
      ({ preposition, from, doubtful, to }) =>
        preposition === null &&
        !TAKES.test(wordAt(tokens, from - 1)) &&
        (!doubtful || acts(tokens, to) || OPENS.test(wordAt(tokens, to))),
    );
  // "Acme is cutting, while Bolt, which has no money, told its staff": the next sentence goes on about Bolt.
  const contrasted = free.findLast(
    (one) =>
      (acts(tokens, one.to) || wordAt(tokens, one.to) === ",") &&
      /\b(?:while|whereas)(?: (?!said|says|told|has|is)\S+){0,4}$/.test(phrase(tokens, one.from - 5, one.from)),
  );
  if (contrasted !== undefined && contrasted.from > 6) return asSubject(contrasted, 0);
  const acting =
    free.find((one) => acts(tokens, one.to) || OPENS.test(wordAt(tokens, one.to)) || isEntry(tokens, one)) ??
    free.find(({ from }) => EMPLOYER_NOUNS.has(wordAt(tokens, from - 1))) ??
    free.find(
      ({ from, to }) => from < 5 && !/^(?:management|officials|spokes\w+|sources|executives)$/.test(wordAt(tokens, to)),
    );
  // "Of note are the layoffs at the gene editor Acme": of whom it goes on.
  const hit = employers.find(
    ({ preposition, from }) =>
      preposition === "at" &&
      /\b(?:layoffs|redundancies|cuts|job losses) (?:\S+ ){0,4}at(?: \S+){0,3}$/.test(phrase(tokens, from - 9, from)),
  );
  // "At Acme four in five voted to strike"
  const opening =
    wordAt(tokens, 0) === "at"
      ? employers.find(({ preposition, from }) => preposition === "at" && from < 3)
      : undefined;
  const found = acting ?? hit ?? opening;
  return found && asSubject(found, 0);
}

/** The employer that a document is about: named most, in the title and at the beginning above all. */
export function mainOf(
  parts: readonly {
    readonly tokens: readonly Token[];
    readonly mentions: readonly Mention[];
    readonly title: boolean;
  }[],
): Subject | undefined {
  const weights = new Map<string, { weight: number; mention: Mention }>();
  const ofPublic = once(() => parts.some(({ tokens }) => isPublic(tokens)));
  for (const [at, { tokens, mentions, title }] of parts.entries()) {
    for (const mention of mentions) {
      // "the Acme plant in Elm": of Acme, where nobody else is named.
      const plant = mention.role === "attribute" && PLANTS.test(wordAt(tokens, mention.to));
      // "Elmsworth's mayor plans to lay off 44 city employees": of Elmsworth, where nobody else is named.
      const governed = isGoverned(tokens, mention, title) && ofPublic();
      if (mention.role !== "employer" && !plant && !governed) continue;
      let weight = title ? 2 : at < 2 ? 1.5 : 1;
      if (plant || governed) weight *= 0.1;
      const agent =
        mention.preposition === "by" &&
        /\b(?:announced|made|planned|proposed|ordered|confirmed) by(?: the)?$/.test(
          phrase(tokens, mention.from - 3, mention.from),
        );
      if (mention.preposition !== null && !agent) weight *= mention.preposition === "at" ? 0.9 : 0.5;
      if (isModifier(tokens, mention)) weight *= 0.3;
      // "A town shivers at Elm's loss": where, or whose.
      if (title && mention.possessive && mention.preposition !== null && !mention.known) weight *= 0.4;
      if (acts(tokens, mention.to)) weight += title && mention.from < 3 ? 3.5 : 1;
      if (mention.known) weight += 0.5;
      // "its Fuel for Growth programme"
      if (/^(?:its|their|our)$/.test(wordAt(tokens, mention.from - 1))) weight *= 0.3;
      if (mention.doubtful) weight *= 0.5;
      const held = weights.get(mention.key);
      weights.set(mention.key, { weight: (held?.weight ?? 0) + weight, mention: held?.mention ?? mention });
    }
  }
  const best = [...weights.values()].toSorted((a, b) => b.weight - a.weight)[0];
  return best && { name: best.mention.name, key: best.mention.key, by: "document", cost: 45 };
}
