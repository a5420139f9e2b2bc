// A number of people that becomes another: what is the cut of it.
import type { Quantity } from "../numbers.ts";
import { wordAt } from "../tokens.ts";
import type { Lexicon } from "./lexicon.ts";
import { ends } from "./line.ts";
import type { Scene } from "./scene.ts";

/** "von 300 auf 240", "um 58 auf 214": what a number of people is a change from, or to. */
export function changeOf(
  { line, quantities, triggers }: Scene,
  quantity: Quantity,
  { numbers, frames, staff }: Lexicon,
): Quantity | "base" | "grows" | undefined {
  const { tokens } = line;
  if (quantity.sort !== "count" || quantity.value === null) return undefined;
  const at = quantities.indexOf(quantity);
  const [before, after] = [quantities[at - 1], quantities[at + 1]];
  const leads = (to: Quantity | undefined, from: Quantity | undefined): boolean =>
    to !== undefined &&
    from !== undefined &&
    to.sort === "count" &&
    from.sort === "count" &&
    to.from - from.to <= 3 &&
    numbers.becomes.test(wordAt(tokens, to.from - 1));
  const opens = (one: Quantity | undefined): boolean => one !== undefined && ends(line, one.from, frames.from);
  if (leads(after, quantity) && opens(quantity)) return "base";
  // "soll auf 74.000 sinken": how many are left.
  if (wordAt(tokens, quantity.from - 1) === "auf" && !leads(quantity, before))
    return ends(line, quantity.from, frames.raised) ? undefined : "base";
  if (!leads(quantity, before) || before?.value == null) return undefined;
  if (!opens(before)) return "base";
  if (quantity.value >= before.value) return "grows";
  if (triggers.some(({ power }) => power === "hiring") || !tokens.some(({ lower }) => staff.test(lower))) return "base";
  const value = before.value - quantity.value;
  return { ...quantity, value, low: value, high: value, from: before.from };
}
