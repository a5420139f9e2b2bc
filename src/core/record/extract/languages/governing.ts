// Which word of a sentence a figure hangs on.
import { phrase, type Token, wordAt } from "../tokens.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Span } from "./line.ts";
import type { Scene } from "./scene.ts";
import type { Trigger } from "./triggers.ts";

/** What a trigger that is farther than this does is done to something else. */
const FAR = 24;

/** The trigger that a figure hangs on: the nearest of its clause. */
export function governorOf(scene: Scene, span: Span, lexicon: Lexicon, alone: boolean): Trigger | undefined {
  let best: { trigger: Trigger; cost: number } | undefined;
  for (const trigger of scene.triggers) {
    if (trigger.power === "close") continue;
    const cost = costOf(scene, trigger, span, lexicon, alone);
    if (cost <= FAR && (best === undefined || cost < best.cost)) best = { trigger, cost };
  }
  const closing = scene.triggers.find(
    (one) => one.power === "close" && costOf(scene, one, span, lexicon, alone) <= FAR,
  );
  if (closing !== undefined && !alone && (best === undefined || best.trigger.power === "context")) return closing;
  return best?.trigger;
}

const WEIGHT: Readonly<Partial<Record<Trigger["power"], number>>> = {
  context: 5,
  weak: 1,
  retained: 3,
  voluntary: 4,
  strike: 3,
  transfer: 2,
  headcount: 0,
  close: 4,
};

function costOf(scene: Scene, trigger: Trigger, span: Span, lexicon: Lexicon, alone: boolean): number {
  const { tokens } = scene.line;
  const before = trigger.to <= span.from;
  const [from, to] = before ? [trigger.to, span.from] : [span.to, trigger.from];
  let cost = WEIGHT[trigger.power] ?? 0;
  if (from >= to) return cost;
  for (let at = from; at < to; at++) {
    const word = wordAt(tokens, at);
    cost += 1;
    if (/^[;]$/.test(word)) cost += 14;
    else if (word === "," || lexicon.clause.test(word)) cost += 4;
    else if (word === "(" || word === ")") cost += 1;
  }
  // No word reaches over another that does something to people.
  for (const one of scene.triggers)
    if (one !== trigger && one.from >= from && one.to <= to && one.power !== "context") cost += 4;
  // What stands in brackets between them parts nothing.
  cost -= bracketed(tokens, from, to);
  // Another figure of people in between is nearer to it.
  for (const { sort, from: begin, to: end } of scene.quantities)
    if ((sort === "count" || sort === "share") && begin >= from && end <= to)
      cost += lexicon.names.nouns && !before ? 3 : 7;
  // A verb of German stands at the end of its clause.
  if (!before && lexicon.names.nouns && !phrase(tokens, from, to).includes(",")) cost -= 4;
  // Elsewhere what governs mostly stands before.
  if (!before && !lexicon.names.nouns && trigger.power !== "context" && trigger.power !== "risk") cost += 3;
  return alone && trigger.power === "context" ? cost + 8 : cost;
}

function bracketed(tokens: readonly Token[], from: number, to: number): number {
  let open = -1;
  let inside = 0;
  for (let at = from; at < to; at++) {
    const word = wordAt(tokens, at);
    if (word === "(") open = at;
    else if (word === ")" && open >= 0) {
      inside += at - open;
      open = -1;
    }
  }
  return inside;
}

/** Whether a figure without a noun is of people: the trigger has people for its object. */
export function objectOf({ line }: Scene, trigger: Trigger, span: Span, lexicon: Lexicon): boolean {
  const { tokens } = line;
  const before = trigger.to <= span.from;
  const from = Math.max(0, before ? trigger.from - 8 : span.from - 10);
  const to = Math.min(tokens.length, before ? span.to + 8 : trigger.to);
  if (trigger.power === "cut" && trigger.to === span.from) return true;
  for (let at = from; at < to; at++) {
    const word = wordAt(tokens, at);
    if (at >= span.to && /^[,;:(]$/.test(word)) break;
    if (lexicon.staff.test(word) || OF_STAFF.test(word)) return true;
  }
  return false;
}

const OF_STAFF =
  /^(?:stellenabbau\S*|personalabbau|jobabbau|despidos?|licenciements?|ere|pse|mitarbeiterzahl|beschäftigtenzahl)$/u;
