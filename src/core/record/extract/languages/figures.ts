// Every figure of a sentence with the words that say how sure it is, by the number words of a language.
import type { Qualifier } from "../../announced.ts";
import type { Quantity } from "../numbers.ts";
import { phrase, type Token, wordAt } from "../tokens.ts";
import { cardinalAt } from "./cardinals.ts";
import type { NumberWords } from "./lexicon.ts";

interface Bare {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly qualifier: Qualifier;
  readonly to: number;
  readonly share: boolean;
}

/** Every figure of the tokens, in order; none overlaps another. */
export function figuresOf(tokens: readonly Token[], words: NumberWords): Quantity[] {
  const found: Quantity[] = [];
  let free = 0;
  for (let at = 0; at < tokens.length;) {
    const one = figureAt(tokens, at, free, words);
    if (one === undefined) at += 1;
    else {
      found.push(one);
      at = one.to;
      free = one.to;
    }
  }
  return found;
}

function figureAt(tokens: readonly Token[], at: number, free: number, words: NumberWords): Quantity | undefined {
  const bare = rangeAt(tokens, at, words);
  if (bare === undefined) return undefined;
  const sort = otherSort(tokens, at, bare, words);
  let { from, qualifier } = { from: at, qualifier: bare.qualifier };
  let further = false;
  for (let step = 0; step < 4 && from > free; step++) {
    const said = words.before.find(([before]) => {
      const length = before.split(" ").length;
      return from - length >= free && phrase(tokens, from - length, from) === before;
    });
    const onTop = words.further.exec(phrase(tokens, Math.max(free, from - 2), from));
    if (onTop !== null) {
      further = true;
      from -= onTop[0].trim().split(" ").length;
    } else if (said !== undefined) {
      if (qualifier === "exact" || qualifier === "approx") qualifier = said[1];
      from -= said[0].split(" ").length;
    } else break;
  }
  // "200 weitere", "200 postes supplémentaires", "30 puestos más"
  if (words.furtherBehind.test(phrase(tokens, bare.to, bare.to + 4))) further = true;
  return {
    sort: sort ?? (bare.share ? "share" : "count"),
    ...bounds(bare, qualifier),
    qualifier,
    from,
    to: bare.to,
    further,
  };
}

function bounds({ value, low, high }: Bare, qualifier: Qualifier): Pick<Quantity, "value" | "low" | "high"> {
  if (value === null) return { value, low, high };
  switch (qualifier) {
    case "exact":
      return { value, low: value, high: value };
    case "at_least":
      return { value, low: value, high: null };
    case "up_to":
    case "under":
      return { value, low: null, high: value };
    case "approx":
    case "range":
    case "vague":
      return { value, low: null, high: null };
  }
}

/** A figure or a range of two: "600 bis 700", "entre 1200 et 1400", "15-20 %". */
function rangeAt(tokens: readonly Token[], at: number, words: NumberWords): Bare | undefined {
  const first = bareAt(tokens, at, words);
  if (first === undefined || first.value === null) return first;
  const joint = wordAt(tokens, first.to);
  const dash = /^[-–—]$/u.test(joint) && tokens[first.to]?.spaced === false && tokens[first.to + 1]?.spaced === false;
  const joins = dash || words.to.test(joint) || (joint === words.and && wordAt(tokens, at - 1) === words.between);
  const second = joins ? bareAt(tokens, first.to + 1, words) : undefined;
  if (second === undefined || second.value === null || (first.share && !second.share)) return first;
  // "2 bis 3 Millionen", "2 à 3 millions"
  const [low, high] = [first.value, second.value];
  if (low >= high) return first;
  return { value: null, low, high, qualifier: "range", to: second.to, share: second.share };
}

function bareAt(tokens: readonly Token[], at: number, words: NumberWords): Bare | undefined {
  const token = tokens[at];
  if (token === undefined) return undefined;
  if (token.kind === "word") {
    if (!opensNumber(token.lower, words)) return undefined;
    const lower = Array.from({ length: 7 }, (_, more) => wordAt(tokens, at + more));
    const oneIn = words.oneIn(lower, 0);
    if (oneIn !== undefined) return exactly(oneIn[0], at + oneIn[1], true);
    for (const [said, low, high] of words.vague) {
      const length = said.split(" ").length;
      if (phrase(tokens, at, at + length) === said)
        return { value: null, low, high, qualifier: "vague", to: at + length, share: false };
    }
    const fraction = fractionAt(tokens, at, words);
    if (fraction !== undefined) return fraction;
    for (const [table, qualifier] of [
      [words.about, "approx"],
      [words.dozens, "exact"],
    ] as const) {
      const two = phrase(tokens, at, at + 2);
      if (Object.hasOwn(table, two)) return { ...exactly(table[two] ?? 0, at + 2, false), qualifier };
      const article = Object.hasOwn(table, token.lower) ? 0 : 1;
      const value = Object.hasOwn(table, wordAt(tokens, at + article))
        ? table[wordAt(tokens, at + article)]
        : undefined;
      if (value !== undefined && (article === 0 || /^(?:une?|una|otr[oa]|eine?n?|einem)$/.test(token.lower)))
        return { ...exactly(value, at + article + 1, false), qualifier };
    }
  } else if (token.kind !== "number") return undefined;
  const oneIn = words.oneIn(
    Array.from({ length: 7 }, (_, more) => wordAt(tokens, at + more)),
    0,
  );
  if (oneIn !== undefined) return exactly(oneIn[0], at + oneIn[1], true);
  const cardinal = cardinalAt(tokens, at, words);
  if (cardinal === undefined) return undefined;
  const percent = percentSign(tokens, cardinal.to, words);
  // "un", "eine": an article.
  if (cardinal.value === 1 && !cardinal.digits && percent === 0) return undefined;
  if (percent > 0) return exactly(cardinal.value, cardinal.to + percent, true);
  return exactly(cardinal.value, cardinal.to, false);
}

/** Words that a figure can begin with; most words of a text are none. */
const OPENING = new WeakMap<NumberWords, ReadonlySet<string>>();
/** Words that are put together: "zweihundert", "quatre-vingt-dix", "doscientos", and "jede zehnte". */
const COMPOUND = /hundert|tausend|zig$|ßig$|ssig$|cient[oa]s$|quinient|^jede|-/u;

function opensNumber(word: string, words: NumberWords): boolean {
  let opening = OPENING.get(words);
  if (opening === undefined) {
    const { small, magnitudes, about, dozens, fractions, vague } = words;
    const said = [small, magnitudes, about, dozens, fractions].flatMap((table) => Object.keys(table));
    const first = [...said, ...vague.map(([one]) => one), "otro", "otra", "un", "une", "una"].map(
      (one) => one.split(" ")[0] ?? "",
    );
    OPENING.set(words, (opening = new Set(first)));
  }
  return opening.has(word) || COMPOUND.test(word);
}

function exactly(value: number, to: number, share: boolean): Bare {
  return { value, low: value, high: value, qualifier: "exact", to, share };
}

/** How many tokens say "per cent". */
function percentSign(tokens: readonly Token[], at: number, { percent }: NumberWords): number {
  for (const length of [3, 2, 1]) if (percent.test(phrase(tokens, at, at + length))) return length;
  return 0;
}

/** "ein Drittel", "deux tiers", "la moitié", "una cuarta parte". */
function fractionAt(tokens: readonly Token[], at: number, { fractions, small }: NumberWords): Bare | undefined {
  for (const length of [3, 2, 1]) {
    const said = phrase(tokens, at, at + length);
    if (Object.hasOwn(fractions, said)) return exactly(percentOf(fractions[said] ?? 0), at + length, true);
  }
  const many = Object.hasOwn(small, wordAt(tokens, at)) ? (small[wordAt(tokens, at)] ?? 0) : 0;
  const one = fractions[wordAt(tokens, at + 1)];
  return many > 1 && one !== undefined && many * one < 100 ? exactly(percentOf(many * one), at + 2, true) : undefined;
}

function percentOf(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What a number is of where that is no people: money, a time, a name. */
function otherSort(
  tokens: readonly Token[],
  at: number,
  { to, share, value, qualifier }: Bare,
  words: NumberWords,
): "money" | "time" | "name" | undefined {
  if (words.moneyBefore.test(wordAt(tokens, at - 1))) return "money";
  for (const length of [1, 2, 3]) if (words.money.test(phrase(tokens, to, to + length))) return "money";
  if (share || qualifier === "vague") return undefined;
  if (words.time.test(wordAt(tokens, to))) return "time";
  const own = tokens[at];
  if (value === null || own?.kind !== "number") return undefined;
  // "2022", "14. April", "22 janvier"
  if (/^(?:19|20)\d\d$/.test(own.text) && to === at + 1 && words.timeBefore.test(wordAt(tokens, at - 1))) return "time";
  if (/^\d{1,2}$/.test(own.text) && isMonth(tokens, to)) return "time";
  if (wordAt(tokens, to) === "." && tokens[to]?.spaced === false && isMonth(tokens, to + 1)) return "time";
  if (
    tokens[at - 1]?.text === "#" ||
    (/^[-.]$/u.test(tokens[at - 1]?.text ?? "") && !own.spaced && tokens[at - 1]?.spaced === false)
  )
    return "name";
  return undefined;
}

function isMonth(tokens: readonly Token[], at: number): boolean {
  const skip = /^de$/.test(wordAt(tokens, at)) ? 1 : 0;
  return MONTHS.test(wordAt(tokens, at + skip));
}

/** The months of the three languages; none of them is another word of another. */
const MONTHS =
  /^(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre)$/;
