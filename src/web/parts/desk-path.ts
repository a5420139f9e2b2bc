// Addresses of the desk: which question, or behind which place in their order.
import type { Pair } from "../../app/desk.ts";
import type { QuestionPlace } from "../../app/record-store-port.ts";

const ID = "l-[0-9a-z]{1,40}";
/** Two layoffs. */
export const PAIR = new RegExp(`^${ID}~${ID}$`);
/** When it was asked, and the two layoffs. */
export const PLACE = new RegExp(`^\\d{1,16}~${ID}~${ID}$`);

export function pairOf(text: string): Pair {
  const [layoff = "", candidate = ""] = text.split("~");
  return { layoff, candidate };
}

export function placeOf(text: string): QuestionPlace {
  const [at, layoff = "", candidate = ""] = text.split("~");
  return { askedAt: Number(at), layoff, candidate };
}

export function placeText({ askedAt, layoff, candidate }: QuestionPlace): string {
  return [askedAt, layoff, candidate].join("~");
}

/** The desk with this question, or with the first behind this place; it has the focus, so that keys go on working. */
export function deskPath({
  after,
  question,
  meanwhile,
}: {
  readonly after?: string;
  readonly question?: Pair;
  readonly meanwhile?: boolean;
}): string {
  const words = new URLSearchParams();
  if (question !== undefined) words.set("question", `${question.layoff}~${question.candidate}`);
  if (after !== undefined) words.set("after", after);
  if (meanwhile === true) words.set("meanwhile", "1");
  return `/record/desk${words.size === 0 ? "" : `?${words.toString()}`}#desk`;
}
