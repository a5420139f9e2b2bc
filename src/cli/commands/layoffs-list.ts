import { waitingQuestions } from "../../app/desk.ts";
import { checkedShelf, recordOn } from "../../app/layoffs.ts";
import { RollcallError } from "../../core/errors.ts";
import { LAYOFF_ORDERS } from "../../core/record/layoff.ts";
import { layoffJson, shelvedJson } from "../../messages/layoff-export.ts";
import { counted, number } from "../../messages/words.ts";
import { openRecord } from "../../wire/record-store.ts";
import { choice, flag, type Run } from "../command.ts";
import { asOfOption, layoffFilter, oneOf, rowsOption } from "../layoff-options.ts";
import { showAsks, showLayoffs, showShelf } from "../show/layoffs.ts";
import { showSuppressed } from "../show/layoff-history.ts";
import { suppressedWhy } from "../../app/suppressed.ts";
import { asOfText, SUPPRESSED_NOTE, suppressedJson } from "../../messages/layoff-history.ts";

/** The rounds of cuts that the record has; with --ask what a person has to decide, with --shelf what is no round of one employer. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const { store, clock } = await openRecord(choice(invocation));
  const json = flag(invocation, "json");
  const limit = rowsOption(invocation, json);
  try {
    const asOf = asOfOption(invocation, clock.now());
    const aside = (["ask", "shelf", "suppressed"] as const).find((one) => flag(invocation, one));
    if (asOf !== undefined && aside !== undefined)
      throw new RollcallError("usage", `--as-of: what was before is not kept of --${aside}; leave one of them out.`);
    if (aside === "suppressed") {
      const suppressed = await suppressedWhy(store);
      if (json) for (const one of suppressed) output.json(suppressedJson(one));
      else showSuppressed(output, suppressed);
      if (!json) output.note(suppressed.length === 0 ? "Nothing is suppressed." : SUPPRESSED_NOTE);
      return 0;
    }
    if (aside === "ask") {
      const asks = await waitingQuestions(store, { limit });
      if (json)
        for (const { later, earlier, ...ask } of asks)
          output.json({ ...ask, layoffs: [later, earlier].map(layoffJson) });
      else showAsks(output, asks);
      if (!json) output.note(asks.length === 0 ? "Nothing is to be decided." : `${counted(asks.length, "question")}.`);
      return 0;
    }
    if (aside === "shelf") {
      const shelf = await checkedShelf(store, { limit });
      if (json) for (const { statement, check } of shelf) output.json(shelvedJson(statement, check));
      else showShelf(output, shelf);
      if (!json && shelf.length === 0) output.note("Nothing is on the shelf.");
      return 0;
    }
    const filter = layoffFilter(invocation, clock.now());
    const record = recordOn(store, asOf);
    const found = await record.layoffs({ ...filter, order: oneOf(invocation, "sort", LAYOFF_ORDERS) ?? "date", limit });
    if (json) {
      for (const layoff of found) output.json(layoffJson(layoff));
      return 0;
    }
    const { layoffs: all, asks } = await record.recordSize();
    if (found.length > 0) showLayoffs(output, found);
    if (all === 0)
      output.note(
        asOf === undefined ? "The record is empty: nothing has been taken into it yet." : "The record was empty then.",
      );
    else if (found.length === 0) output.note(`None of ${counted(all, "layoff")} is like that.`);
    else
      output.note(
        `${counted(found.length, "layoff")} of ${number(all)}${found.length === limit ? "; --all shows every one" : ""}.`,
      );
    if (asOf !== undefined) output.note(asOfText(asOf, await store.historySince()));
    else if (asks > 0) output.note(`${counted(asks, "question")} to decide: rollcall layoffs list --ask.`);
    return 0;
  } finally {
    await store.close();
  }
};
