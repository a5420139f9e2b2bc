// A figure that is no claim, as it is handed on.
import type { Quantity } from "./numbers.ts";
import { periodNear } from "./period.ts";
import type { Reason, Refusal } from "./reading.ts";
import type { About, Draft } from "./settle.ts";

export function refusalOf(draft: Draft, quantity: Quantity, reason: Reason, { passage, published }: About): Refusal {
  const { tokens } = draft.sentence;
  const start = tokens[quantity.from]?.start ?? draft.sentence.start;
  const end = Math.max(tokens[Math.max(draft.to, quantity.to) - 1]?.end ?? start, start);
  const source = draft.in === "title" ? (passage.title ?? "") : passage.text;
  const ofPeople = !["money", "time", "name", "not_people", "share_of_other", "aggregate", "no_company"].includes(
    reason,
  );
  const share = quantity.sort === "share";
  return {
    in: draft.in,
    start,
    end,
    quote: source.slice(start, end),
    reason,
    company: ofPeople ? (draft.subject?.name ?? null) : null,
    period: reason === "aggregate" ? periodNear(tokens, { from: quantity.from, to: draft.to }, published) : null,
    count: share ? null : quantity.value,
    low: share ? null : quantity.low,
    high: share ? null : quantity.high,
    percent: share ? quantity.value : null,
    qualifier: quantity.qualifier,
  };
}
