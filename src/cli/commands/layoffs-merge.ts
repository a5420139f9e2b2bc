import { type Decision, type Done, mergeLayoffs } from "../../app/merge-claims.ts";
import { doer } from "../../app/named-view.ts";
import type { Store } from "../../app/ports.ts";
import { defined } from "../../core/defined.ts";
import { OPERATOR } from "../../core/disclosure/viewer.ts";
import type { Instant } from "../../core/time.ts";
import { layoffJson } from "../../messages/layoff-export.ts";
import { actText } from "../../messages/layoffs.ts";
import { openKeeping } from "../../wire/record.ts";
import { choice, flag, type Invocation, type Run, textOption } from "../command.ts";
import { deliveryText } from "../show/deliveries.ts";
import { showLayoffs } from "../show/layoffs.ts";

/** Says that two layoffs are one round. rollcall layoffs split takes it back. */
export const run: Run = async (invocation) => {
  const [into = "", from = ""] = invocation.args;
  return act(invocation, (store, decision) => mergeLayoffs(store, into, from, decision));
};

/** Does something to layoffs that is recorded, and shows what came of it. */
export async function act(
  invocation: Invocation,
  work: (store: Store, decision: Decision) => Promise<Done>,
): Promise<number> {
  const { output } = invocation;
  const { store, clock, tellNews } = await openKeeping(choice(invocation));
  try {
    const done = await work(store, decisionOf(invocation, clock.now()));
    if (flag(invocation, "json")) output.json({ act: done.act, layoffs: done.layoffs.map(layoffJson) });
    else {
      output.line(`${actText(done.act)}.`);
      if (done.layoffs.length > 0) showLayoffs(output, done.layoffs);
    }
    await tellNews((delivery) => output.note(deliveryText(delivery)));
    return 0;
  } finally {
    await store.close();
  }
}

/** When, through what and, where somebody says so, why. */
export function decisionOf(invocation: Invocation, at: Instant): Decision {
  return { at, by: doer(OPERATOR, "command line"), ...defined({ why: textOption(invocation, "why") }) };
}
