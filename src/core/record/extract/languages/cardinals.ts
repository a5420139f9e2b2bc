// Whole numbers as other languages than English write them: 16.000, 16 000, 16'000, 1,5 Millionen, 6 mil 500, zweihundertfünfzig.
import type { Cardinal } from "../cardinals.ts";
import type { NumberWords } from "./lexicon.ts";
import { type Token, wordAt } from "../tokens.ts";

/** The number that begins at a token, if one does. */
export function cardinalAt(tokens: readonly Token[], at: number, words: NumberWords): Cardinal | undefined {
  const token = tokens[at];
  if (token === undefined) return undefined;
  return token.kind === "number" ? digitsAt(tokens, at, words) : wordsAt(tokens, at, words);
}

function digitsAt(tokens: readonly Token[], at: number, words: NumberWords): Cardinal | undefined {
  const text = tokens[at]?.text ?? "";
  const [joined, behind] = grouped(tokens, at);
  const magnitude = words.magnitudes[wordAt(tokens, behind)];
  const value = valueOf(joined, magnitude !== undefined && joined === text);
  if (value === undefined) return undefined;
  if (magnitude === undefined) return { value, to: behind, digits: true };
  return finish(tokens, behind, value, words, true);
}

/** Digits with the groups of three that blanks or apostrophes part from them. */
function grouped(tokens: readonly Token[], at: number): readonly [digits: string, to: number] {
  let text = tokens[at]?.text ?? "";
  let to = at + 1;
  if (!/^[1-9]\d{0,2}$/.test(text)) return [text, to];
  for (;;) {
    const apostrophe = /^['’]$/u.test(tokens[to]?.text ?? "") && tokens[to]?.spaced === false;
    const next = tokens[apostrophe ? to + 1 : to];
    if (!/^\d{3}$/.test(next?.text ?? "") || next?.spaced === apostrophe || (next?.breaks ?? 0) > 0) break;
    text += next?.text ?? "";
    to += apostrophe ? 2 : 1;
  }
  return [text, to];
}

/** @param decimal whether a magnitude follows, so that three digits behind a sign may be a decimal part */
function valueOf(text: string, decimal: boolean): number | undefined {
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(text) && !(decimal && text.length < 6))
    return finite(text.replaceAll(".", "").replace(",", "."));
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) && !decimal) return finite(text.replaceAll(",", ""));
  return /^\d+(?:[.,]\d+)?$/.test(text) ? finite(text.replace(",", ".")) : undefined;
}

function finite(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value <= 1e15 ? value : undefined;
}

/** "6 mil 500", "mil 350 millones", "1,5 Millionen": what stands behind a number and multiplies it, and what is added to that. */
function finish(tokens: readonly Token[], from: number, begun: number, words: NumberWords, digits: boolean): Cardinal {
  let value = begun;
  let at = from;
  let under = Infinity;
  for (let step = 0; step < 4; step++) {
    const magnitude = words.magnitudes[wordAt(tokens, at)];
    if (magnitude !== undefined && magnitude < under) {
      value *= magnitude;
      under = magnitude;
      at += 1;
    } else if (magnitude !== undefined && magnitude > value) {
      value *= magnitude;
      at += 1;
    }
    const rest = tokens[at];
    const more = rest?.kind === "number" && /^\d{3}$/.test(rest.text) ? Number(rest.text) : undefined;
    if (more === undefined || value % 1000 !== 0 || under > 1000) break;
    value += more;
    at += 1;
    under = 1;
  }
  return { value: Math.round(value * 1000) / 1000, to: at, digits };
}

function wordsAt(tokens: readonly Token[], from: number, words: NumberWords): Cardinal | undefined {
  let at = from;
  let total = 0;
  let current = 0;
  let seen = false;
  for (; at < Math.min(tokens.length, from + 12); at++) {
    const word = wordAt(tokens, at);
    const value = own(words.small, word) ?? words.compound(word);
    const magnitude = own(words.magnitudes, word);
    if (value === 100 && seen && current > 1 && current < 10 && total % 1000 === 0) current *= 100;
    else if (value !== undefined && !(seen && current > 0 && value >= lowest(current))) {
      current += value;
      seen = true;
    } else if (magnitude !== undefined && (seen ? current > 0 : standsAlone(tokens, at, magnitude))) {
      total += (seen ? current : 1) * magnitude;
      current = 0;
      seen = true;
    } else if (word === words.joins && seen && own(words.small, wordAt(tokens, at + 1)) !== undefined) continue;
    else break;
  }
  if (!seen) return undefined;
  const more = total % 1000 === 0 && total > 0 && current === 0 ? tokens[at] : undefined;
  if (more?.kind === "number" && /^\d{3}$/.test(more.text))
    return finish(tokens, at + 1, total + Number(more.text), words, true);
  return { value: total + current, to: at, digits: false };
}

/** "mille", "mil": a thousand, without "one" before it. */
function standsAlone(tokens: readonly Token[], at: number, magnitude: number): boolean {
  return magnitude === 1000 && tokens[at]?.capital === false;
}

/** The least that must not be added any more: behind 30 only ones, behind 200 only what is under a hundred. */
function lowest(current: number): number {
  return current % 100 === 0 ? 100 : current % 10 === 0 && current % 100 >= 20 ? 10 : 0;
}

function own(record: Readonly<Record<string, number>>, word: string): number | undefined {
  return Object.hasOwn(record, word) ? record[word] : undefined;
}
