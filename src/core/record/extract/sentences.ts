// Where sentences begin and end.
import { type Token, tokensOf } from "./tokens.ts";

/** One sentence: its tokens, with offsets into the part of the document that it stands in. */
export interface Sentence {
  readonly tokens: readonly Token[];
  readonly start: number;
  readonly end: number;
  /** Number of the paragraph that it stands in. */
  readonly paragraph: number;
}

/** No sentence is longer: what goes on without an end is a table or an attack, and is cut, so that the time to read it stays linear. */
const LONGEST = 160;

/** Words after which a full stop is no end. */
const ABBREVIATED = new Set(
  (
    "mr mrs ms dr prof sr jr st mt ft gen col sgt capt lt rep sen gov hon rev pres " +
    "inc corp co ltd plc llc llp bros cos assn dept univ intl int'l govt est approx no nos vs v etc fig art sec ca cf al " +
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun " +
    "u.s u.k u.n e.u u.a.e d.c a.m p.m i.e e.g ph.d b.v n.v s.a s.p.a a.g ave blvd rd"
  ).split(" "),
);
/** States and provinces, where they begin with a capital letter. */
const STATES = new Set(
  (
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash " +
    "wis wyo ont que sask alta"
  ).split(" "),
);
/** "Va", "Mich": short for a state or province. */
export function isState(word: string): boolean {
  return STATES.has(word);
}

/** Abbreviations that may well end a sentence: they do where a word follows that seldom is anything but a beginning. */
const BEGINNING = new Set(
  (
    "the it its in he she they we you a an this that these those but and on at for from with after as when while last earlier " +
    "another some about more most both meanwhile however since there their his her employees workers staff"
  ).split(" "),
);
const ENDING = new Set([".", "!", "?", "…"]);
const CLOSING = new Set(['"', "”", "’", "'", "»", ")", "]"]);

/** How another language ends its sentences, over what all have in common. */
export interface Endings {
  /** Words after which a full stop is no end. */
  readonly abbreviated: ReadonlySet<string>;
  /** Whether a full stop behind a number makes it an ordinal: "14. April". */
  readonly ordinals: boolean;
  /** Signs that close, and open elsewhere. */
  readonly closing: ReadonlySet<string>;
}
const ENGLISH: Endings = { abbreviated: new Set(), ordinals: false, closing: new Set() };

/** The sentences of a text; every token is in one of them. */
export function sentencesOf(text: string, endings: Endings = ENGLISH): Sentence[] {
  const tokens = tokensOf(text);
  const sentences: Sentence[] = [];
  let from = 0;
  let paragraph = 0;
  let line = 0;
  const close = (to: number): void => {
    const [first, last] = [tokens[from], tokens[to - 1]];
    if (first !== undefined && last !== undefined && to > from) {
      sentences.push({ tokens: tokens.slice(from, to), start: first.start, end: last.end, paragraph });
    }
    from = to;
  };
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) continue;
    if (at > from && (token.breaks > 1 || (token.breaks === 1 && beginsLine(tokens, at, line)))) {
      close(at);
      paragraph += token.breaks > 1 ? 1 : 0;
    }
    if (token.breaks > 0) line = token.start;
    if (at - from >= LONGEST) close(at);
    if (!ends(tokens, at, endings)) continue;
    let to = at + 1;
    while (
      tokens[to] !== undefined &&
      tokens[to]?.breaks === 0 &&
      tokens[to]?.spaced === false &&
      isClosing(tokens[to], endings)
    )
      to += 1;
    close(to);
    at = to - 1;
  }
  close(tokens.length);
  return sentences;
}

function isClosing(token: Token | undefined, { closing }: Endings): boolean {
  return token !== undefined && (CLOSING.has(token.text) || closing.has(token.text));
}

/** Lines that are shorter were not wrapped. */
const WRAPPED = 60;

/** A line of its own: after an end, after a short line, or a bullet. Any other single line break is where a line was wrapped. */
function beginsLine(tokens: readonly Token[], at: number, line: number): boolean {
  if ((tokens[at - 1]?.end ?? 0) - line < WRAPPED) return true;
  const before = tokens[at - 1]?.text ?? "";
  if (/^[.!?:;"”)]$/u.test(before)) return true;
  return /^[•*·▪–—-]$/u.test(tokens[at]?.text ?? "") || isLabelled(tokens, at);
}

/** "Acme Foods: 300 jobs": a line that says first of whom it is. */
function isLabelled(tokens: readonly Token[], from: number): boolean {
  let at = from;
  while (at < from + 4 && (tokens[at]?.capital === true || tokens[at]?.text === "&")) at += 1;
  return at > from && tokens[at]?.text === ":" && tokens[at]?.breaks === 0 && tokens[at + 1]?.breaks === 0;
}

function ends(tokens: readonly Token[], at: number, endings: Endings): boolean {
  const token = tokens[at];
  if (token === undefined || token.kind !== "mark" || !ENDING.has(token.text)) return false;
  const before = tokens[at - 1];
  let next = at + 1;
  while (isClosing(tokens[next], endings) && tokens[next]?.spaced === false) next += 1;
  const after = tokens[next];
  if (after === undefined || after.breaks > 1) return true;
  if (!after.spaced) return false;
  if (token.text !== ".") return after.kind !== "word" || after.capital;
  if (endings.ordinals && before?.kind === "number" && !token.spaced && /^\d{1,2}$/.test(before.text)) return false;
  if (before !== undefined && !token.spaced && endings.abbreviated.has(before.lower)) return false;
  if (
    before !== undefined &&
    !token.spaced &&
    (ABBREVIATED.has(before.lower) || (before.capital && STATES.has(before.lower)) || isInitial(before))
  ) {
    return after.capital && BEGINNING.has(after.lower) && (before.lower.length > 2 || before.lower.includes("."));
  }
  return after.kind !== "word" || after.capital;
}

function isInitial(token: Token): boolean {
  return token.capital && (token.text.length === 1 || /^(?:\p{Lu}\.)+\p{Lu}$/u.test(token.text));
}
