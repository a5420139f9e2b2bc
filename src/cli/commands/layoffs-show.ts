import { recordOn, wholeLayoff } from "../../app/layoffs.ts";
import { wholeLayoffJson } from "../../messages/layoff-export.ts";
import { RollcallError } from "../../core/errors.ts";
import { asOfText } from "../../messages/layoff-history.ts";
import { asOfOption } from "../layoff-options.ts";
import { moment } from "../../messages/time.ts";
import type { Instant } from "../../core/time.ts";
import { openRecord } from "../../wire/record-store.ts";
import { choice, flag, type Run } from "../command.ts";
import { showWhole } from "../show/layoffs.ts";

/** One layoff with everything that stands behind it: its claims in their own words, which of them decide and why, what was done. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { store, clock } = await openRecord(choice(invocation));
  try {
    const asOf = asOfOption(invocation, clock.now());
    const whole = await wholeLayoff(recordOn(store, asOf), args[0] ?? "").catch(thenThere(asOf));
    if (!flag(invocation, "json")) {
      showWhole(output, whole);
      if (asOf !== undefined) output.note(asOfText(asOf, await store.historySince()));
      return 0;
    }
    output.json(wholeLayoffJson(whole));
    return 0;
  } finally {
    await store.close();
  }
};

/** Of what was not there yet it is said so. */
function thenThere(asOf: Instant | undefined): (error: unknown) => never {
  return (error) => {
    if (asOf === undefined || !(error instanceof RollcallError) || error.code !== "not_found") throw error;
    throw new RollcallError(
      "not_found",
      `${error.message.split(":", 1)[0]}: the record had no layoff of this id by ${moment(asOf)}.`,
    );
  };
}
