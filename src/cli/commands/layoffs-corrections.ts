import { correctionsOf } from "../../app/corrections.ts";
import { defined } from "../../core/defined.ts";
import { correctionJson, sinceText } from "../../messages/layoff-history.ts";
import { counted } from "../../messages/words.ts";
import { openRecord } from "../../wire/record-store.ts";
import { choice, flag, momentOption, type Run } from "../command.ts";
import { rowsOption } from "../layoff-options.ts";
import { showCorrections } from "../show/layoff-history.ts";

/** Which figures of layoffs that readers know have become others, and why; newest first. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const { store, clock } = await openRecord(choice(invocation));
  const json = flag(invocation, "json");
  const limit = rowsOption(invocation, json);
  try {
    const since = momentOption(invocation, "since", clock.now());
    const found = await correctionsOf(store, { limit, ...defined({ since }) });
    if (json) {
      for (const one of found) output.json(correctionJson(one));
      return 0;
    }
    showCorrections(output, found);
    const kept = await store.historySince();
    if (found.length === 0) output.note("Nothing that readers know has become another.");
    else
      output.note(`${counted(found.length, "correction")}${found.length === limit ? "; --all shows every one" : ""}.`);
    if (kept > 0) output.note(sinceText(kept));
    return 0;
  } finally {
    await store.close();
  }
};
