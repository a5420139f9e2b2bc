import { splitLayoff } from "../../app/merge-claims.ts";
import type { Run } from "../command.ts";
import { act } from "./layoffs-merge.ts";

/** Takes a merge back, decides a question with two, or gives a claim a layoff of its own. */
export const run: Run = async (invocation) => {
  const [from = "", what = ""] = invocation.args;
  return act(invocation, (store, decision) => splitLayoff(store, from, what, decision));
};
