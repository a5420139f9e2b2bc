import { TOTALS_BY } from "../../core/record/totals.ts";
import { recordOn } from "../../app/layoffs.ts";
import { asOfText } from "../../messages/layoff-history.ts";
import { openRecord } from "../../wire/record-store.ts";
import { choice, flag, type Run } from "../command.ts";
import { asOfOption, layoffFilter, oneOf } from "../layoff-options.ts";
import { showTotals } from "../show/layoffs.ts";

/** How many people, at least and at most, and of how many layoffs that is not known. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const { store, clock } = await openRecord(choice(invocation));
  try {
    const by = oneOf(invocation, "by", TOTALS_BY) ?? "year";
    const asOf = asOfOption(invocation, clock.now());
    const totals = await recordOn(store, asOf).layoffTotals(by, layoffFilter(invocation, clock.now()));
    if (flag(invocation, "json")) for (const { key, ...total } of totals) output.json({ [by]: key, ...total });
    else if (totals.length === 0) output.note("The record has no layoff like that.");
    else showTotals(output, by, totals);
    if (asOf !== undefined && !flag(invocation, "json")) output.note(asOfText(asOf, await store.historySince()));
    return 0;
  } finally {
    await store.close();
  }
};
