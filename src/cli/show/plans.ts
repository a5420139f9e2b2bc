import type { Plan } from "../../core/wave/plan.ts";
import { moment } from "../../messages/time.ts";
import { plain } from "../../messages/words.ts";

export function planText({ id, directory, from, until, about, withdrawnAt }: Plan): string {
  const what = about === undefined ? "" : `: ${plain(about)}`;
  const withdrawn = withdrawnAt === undefined ? "" : `, withdrawn ${moment(withdrawnAt)}`;
  return `${id}  ${directory}, ${moment(from)} to ${moment(until)}${what}${withdrawn}`;
}
