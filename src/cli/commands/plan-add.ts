import { addPlan } from "../../app/plans.ts";
import { defined } from "../../core/defined.ts";
import { RollcallError } from "../../core/errors.ts";
import { openReading } from "../../wire/settings.ts";
import { choice, momentOption, type Run, textOption } from "../command.ts";
import { onlyDirectory } from "../show/directories.ts";
import { planText } from "../show/plans.ts";

/** Enters a planned change beforehand: a wave that it covers is labelled with it. Nobody is told of it before there is one. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { store, clock } = await openReading(choice(invocation));
  try {
    const addedAt = clock.now();
    const from = momentOption(invocation, "from", addedAt);
    const until = momentOption(invocation, "until", addedAt);
    if (from === undefined || until === undefined) {
      throw new RollcallError(
        "usage",
        "plan add: give --from and --until, such as --from 2026-12-01 --until 2026-12-03.",
      );
    }
    const directory = await onlyDirectory(store, args[0]);
    const plan = await addPlan(store, {
      directory,
      from,
      until,
      addedAt,
      ...defined({ about: textOption(invocation, "about") }),
    });
    output.line(planText(plan));
    output.note("It labels a wave that it covers, and silences nothing. rollcall plan withdraw takes it back.");
    return 0;
  } finally {
    await store.close();
  }
};
