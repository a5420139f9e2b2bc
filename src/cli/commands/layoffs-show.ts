import { wholeLayoff } from "../../app/layoffs.ts";
import { wholeLayoffJson } from "../../messages/layoff-export.ts";
import { openRecord } from "../../wire/record.ts";
import { choice, flag, type Run } from "../command.ts";
import { showWhole } from "../show/layoffs.ts";

/** One layoff with everything that stands behind it: its claims in their own words, which of them decide and why, what was done. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { store } = await openRecord(choice(invocation));
  try {
    const whole = await wholeLayoff(store, args[0] ?? "");
    if (!flag(invocation, "json")) {
      showWhole(output, whole);
      return 0;
    }
    output.json(wholeLayoffJson(whole));
    return 0;
  } finally {
    await store.close();
  }
};
