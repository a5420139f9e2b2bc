import { iso } from "../../core/time.ts";
import { openReading } from "../../wire/settings.ts";
import { choice, flag, type Run } from "../command.ts";
import { planText } from "../show/plans.ts";

/** The planned changes that were entered. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const { store } = await openReading(choice(invocation));
  try {
    const plans = await store.plans({});
    for (const plan of plans) {
      if (flag(invocation, "json")) {
        const { from, until, addedAt, withdrawnAt, ...rest } = plan;
        const withdrawn = withdrawnAt === undefined ? {} : { withdrawnAt: iso(withdrawnAt) };
        output.json({ ...rest, from: iso(from), until: iso(until), addedAt: iso(addedAt), ...withdrawn });
      } else {
        output.line(planText(plan));
      }
    }
    if (plans.length === 0 && !flag(invocation, "json"))
      output.line("No change is planned: rollcall plan add enters one.");
    return 0;
  } finally {
    await store.close();
  }
};
