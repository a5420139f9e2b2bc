import { withdrawPlan } from "../../app/plans.ts";
import { openReading } from "../../wire/settings.ts";
import { choice, type Run } from "../command.ts";
import { planText } from "../show/plans.ts";

/** Takes a planned change back: it labels no wave any more. That there was one stays on the record. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { store, clock } = await openReading(choice(invocation));
  try {
    output.line(planText(await withdrawPlan(store, args[0] ?? "", clock.now())));
    return 0;
  } finally {
    await store.close();
  }
};
