// Finding the words that govern figures, and which of them governs which.
import { type Phrase, PHRASES, type Power, type Side } from "./governor-words.ts";
import type { Mention } from "./mention.ts";
import { phrase, type Token, wordAt } from "./tokens.ts";
import { isWork } from "./work.ts";

export interface Governor {
  readonly power: Power;
  readonly side: Side;
  /** Tokens that it spans; what stands in its gap is governed by it. */
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

const BY_FIRST = new Map<string, Phrase[]>();
for (const one of PHRASES) {
  const first = one.words[0] ?? "";
  const same = BY_FIRST.get(first);
  if (same === undefined) BY_FIRST.set(first, [one]);
  else same.push(one);
}

const VOTES = /^to (?:send|cut|lay|eliminate|close|approve|reduce|fire|dismiss|issue|slash|shed|axe)$/;

const GAP = 12;
const CLAUSE_END = new Set(". ; : ! ? while but whereas although though who which".split(" "));
/** "leaves the paper with 40 people", not "will leave within a year, with 300 to follow". */
const PART_END = new Set([...CLAUSE_END, ","]);

/** All governors of a sentence, in order; of those of the same power that begin together, the longest. */
export function governorsOf(tokens: readonly Token[], mentions: readonly Mention[]): Governor[] {
  const found: Governor[] = [];
  let next = 0;
  for (let at = 0; at < tokens.length; at++) {
    while ((mentions[next]?.to ?? Infinity) <= at) next += 1;
    if ((mentions[next]?.from ?? Infinity) <= at) continue;
    const candidates = BY_FIRST.get(wordAt(tokens, at));
    if (candidates === undefined) continue;
    for (const { words, power, side } of candidates) {
      const to = matched(tokens, at, words, power === "headcount" ? PART_END : CLAUSE_END);
      if (to === undefined || (words.length === 1 && (isOfOther(tokens, at) || isAdjective(tokens, at)))) continue;
      // "went into receivership", "will go ahead": nobody leaves.
      if (GOES.has(wordAt(tokens, to - 1)) && GOES_ON.test(wordAt(tokens, to))) continue;
      // "to save £28m": no jobs.
      if (
        power === "retained" &&
        wordAt(tokens, at).startsWith("sav") &&
        /^(?:[£$€]|money|costs?|up|around|about)$/u.test(wordAt(tokens, to)) &&
        !isWork(wordAt(tokens, to + 2))
      )
        continue;
      // "the board voted to send notices": no strike.
      if (power === "strike" && wordAt(tokens, at).startsWith("vot") && VOTES.test(phrase(tokens, to, to + 2)))
        continue;
      // "a letter signed by the chief executive"
      if (power === "strike" && wordAt(tokens, at) === "signed" && wordAt(tokens, at + 1) === "by") continue;
      // "It added that another 75 people": said, not hired.
      if (power === "hiring" && SAID.test(wordAt(tokens, at)) && SPEECH.test(wordAt(tokens, to))) continue;
      const negated = (power === "cut" || power === "weak") && NEGATES.test(phrase(tokens, at - 4, at));
      found.push({ power: negated ? "no_cut" : power, side, from: at, to, words: words.join(" ") });
    }
  }
  found.push(...shrinkings(tokens));
  return found.filter((one) => !found.some((other) => covers(other, one)));
}

const SAID = /^(?:add|adds|added|adding)$/;
const SPEECH = /^(?:that|:|,|"|“)$/u;

/** "to avoid redundancies", "without making anyone redundant": what does not come about. */
const NEGATES =
  /\b(?:avoid|avoids|avoided|avoiding|avert|averts|averted|averting|prevent|prevents|prevented|preventing|without|instead of|rather than|stave off|staving off|staved off|never|not|no)(?: (?:any|further|more|compulsory|forced|mass|having to|the need to|the|additional))?$/;

/** "pay cuts", "a price cut": what is cut is neither work nor people. */
function isOfOther(tokens: readonly Token[], at: number): boolean {
  // "hours were reduced for ten"
  if (
    /^(?:reduced|cut|trimmed|slashed)$/.test(wordAt(tokens, at)) &&
    /\b(?:hours|pay|shifts|wages|salaries|schedules) (?:were|was|are|is|will be|have been)$/.test(
      phrase(tokens, at - 3, at),
    )
  )
    return true;
  return (
    /^(?:cuts?|cutting|reductions?|losses|loss)$/.test(wordAt(tokens, at)) &&
    /^(?:pay|salary|wage|wages|price|tax|rate|rates|output|production|emissions|carbon|dividend|fare|weight|hair|power|hearing|memory|data|blood)$/.test(
      wordAt(tokens, at - 1),
    )
  );
}

const GOES = new Set(["go", "goes", "going", "went", "gone"]);
const GOES_ON = /^(?:into|through|ahead|bankrupt|bust|further|public|back|wrong|beyond|towards)$/;

/** "179 directly employed workers": how, and not that. */
function isAdjective(tokens: readonly Token[], at: number): boolean {
  // "lay off furloughed staff"
  if (
    wordAt(tokens, at) === "furloughed" &&
    isWork(wordAt(tokens, at + 1)) &&
    !/^(?:have|has|had|been|be|were|was|are|is|also|it|they|we)$/.test(wordAt(tokens, at - 1))
  )
    return tokens[at - 1]?.capital !== true;
  // "its two remaining photographers"
  if (
    wordAt(tokens, at) === "remaining" &&
    tokens[at - 1] !== undefined &&
    /^(?:the|its|their|all|both|only|last)$|^\d|^(?:one|two|three|four|five|six|seven|eight|nine|ten)$/.test(
      wordAt(tokens, at - 1),
    ) &&
    tokens[at + 1] !== undefined &&
    tokens[at + 1]?.kind !== "mark"
  )
    return true;
  return (
    wordAt(tokens, at) === "employed" &&
    /^(?:directly|permanently|self)$/.test(wordAt(tokens, at - 1)) &&
    isWork(wordAt(tokens, at + 1))
  );
}

const WHOLE = new Set(
  "workforce headcount employment staffing payroll staff jobs posts employees roles ranks".split(" "),
);
const SHRINKS =
  /^(?:fall|falls|fell|fallen|declines?|declined|drop|drops|dropped|shrink|shrinks|shrank|shrunk|decreases?|decreased|contract|contracts|contracted|down|reduced|cut|trimmed|slashed)$/;
/** What is to come is decided; what has come may have come by itself. */
const DECIDED = /\b(?:will|would|to|could|should|expected|may)\b/;

/** "Employment is expected to decline by approximately 440", "the workforce fell by 2,000": by how many there are fewer. */
function shrinkings(tokens: readonly Token[]): Governor[] {
  const found: Governor[] = [];
  for (let from = 0; from < tokens.length; from++) {
    if (!WHOLE.has(wordAt(tokens, from))) continue;
    for (let at = from + 1; at < Math.min(from + 9, tokens.length); at++) {
      if (CLAUSE_END.has(wordAt(tokens, at))) break;
      if (wordAt(tokens, at + 1) !== "by" || tokens[at + 2]?.capital !== false || !SHRINKS.test(wordAt(tokens, at)))
        continue;
      const decided = DECIDED.test(phrase(tokens, from + 1, at));
      found.push({ power: decided ? "cut" : "context", side: "after", from, to: at + 2, words: "headcount down by" });
      break;
    }
  }
  return found;
}

function covers(other: Governor, one: Governor): boolean {
  if (other === one) return false;
  const longer = other.to - other.from > one.to - one.from;
  if (!longer || other.from > one.from || other.to < one.to) return false;
  // A gap may hold another governor ("made 250 voluntary … redundant"); plain phrases swallow what is in them.
  return !other.words.includes("*") || other.from === one.from;
}

function matched(
  tokens: readonly Token[],
  from: number,
  words: readonly string[],
  ends: ReadonlySet<string>,
): number | undefined {
  let at = from;
  for (let next = 0; next < words.length; next++) {
    const word = words[next];
    if (word !== "*") {
      if (wordAt(tokens, at) !== word) return undefined;
      at += 1;
      continue;
    }
    const end = words[next + 1] ?? "";
    const limit = Math.min(at + GAP, tokens.length);
    while (at < limit && wordAt(tokens, at) !== end) {
      if (ends.has(wordAt(tokens, at)) && !isShort(tokens, at)) return undefined;
      at += 1;
    }
    if (at >= limit) return undefined;
  }
  return at;
}

const CROSSING: ReadonlyMap<string, number> = new Map(
  Object.entries({
    while: 7,
    whereas: 7,
    but: 7,
    although: 7,
    though: 7,
    despite: 6,
    ";": 8,
    ":": 4,
    ".": 8,
    after: 4,
    before: 4,
    when: 4,
    as: 2,
    since: 4,
    because: 5,
    following: 4,
    having: 4,
    if: 4,
    who: 3,
    which: 4,
    where: 3,
    with: 1.5,
    ",": 1.5,
    and: 1.5,
    or: 0.5,
    "–": 1,
    "—": 1,
    "(": 0.5,
    ")": 0.5,
    said: 3,
    says: 3,
    than: 2,
  }),
);

/** How far apart two places of a sentence are: the tokens between, and what it costs to go from clause to clause. */
export function distance(tokens: readonly Token[], from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to && sum < TOO_FAR; at++) {
    const behind = asideFrom(tokens, at, to);
    if (behind !== undefined) {
      at = behind;
      sum += 2;
      continue;
    }
    // A name of several words is one.
    sum +=
      (at > from && isName(tokens[at]) && isName(tokens[at - 1]) ? 0.3 : 1) +
      (isShort(tokens, at) ? 0 : (CROSSING.get(wordAt(tokens, at)) ?? 0));
  }
  return sum;
}

/** Farther than this nothing belongs together, and nobody asks how far. */
const TOO_FAR = 60;

function isName(token: Token | undefined): boolean {
  return token?.kind === "word" && token.capital;
}

/** The last full stop of "U.S.". */
function isShort(tokens: readonly Token[], at: number): boolean {
  return wordAt(tokens, at) === "." && wordAt(tokens, at - 1).includes(".");
}

/** What stands aside is no way to go: "97 employees – 43 of them clerks – would be laid off". Where it ends, if it does before `to`. */
function asideFrom(tokens: readonly Token[], at: number, to: number): number | undefined {
  const word = wordAt(tokens, at);
  if (word !== "(" && word !== "," && word !== "–" && word !== "—") return undefined;
  if (word === "," && !/^(?:which|who|whose)$/.test(wordAt(tokens, at + 1))) return undefined;
  const close = word === "(" ? /^\)$/ : word === "," ? /^,$/ : /^[–—]$/u;
  for (let end = at + 2; end < Math.min(to, at + 30); end++) {
    if (/^[.;]$/.test(wordAt(tokens, end))) return undefined;
    if (!close.test(wordAt(tokens, end))) continue;
    return word !== "," || VERBS.test(wordAt(tokens, end + 1)) ? end : undefined;
  }
  return undefined;
}

const VERBS =
  /^(?:is|are|was|were|has|have|had|will|would|could|may|said|says|plans|announced|confirmed|cut|laid|let|to|face|faces)$/;

/** How far a governor is from a span of tokens; less is nearer. Infinity where it cannot govern that side. */
export function reach(tokens: readonly Token[], governor: Governor, from: number, to: number): number {
  if (governor.from < to && governor.to > from) return 0;
  if (governor.to <= from) {
    const far = distance(tokens, governor.to, from);
    return governor.side === "before" ? far + 14 : far;
  }
  const far = distance(tokens, to, governor.from) + 1;
  return governor.side === "after" ? far + 14 : far;
}
