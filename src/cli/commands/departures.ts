import { recordView } from "../../app/named-view.ts";
import type { StoreReader } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { counted, listed } from "../../messages/words.ts";
import { flag, momentOption, type Run } from "../command.ts";
import { openViewing } from "../viewing.ts";
import { ROWS, showDepartures } from "../show/changes.ts";
import { departureViews } from "../show/outcome.ts";

/** Who left, newest first. Reads the store, asks no tool, and writes into the store that it was asked. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const viewing = await openViewing(invocation);
  const { store, clock } = viewing;
  try {
    const since = momentOption(invocation, "since", clock.now());
    const until = momentOption(invocation, "until", clock.now());
    const directory = args[0];
    if (directory !== undefined) await refuseUnknown(store, directory);
    const found = await store.departures({
      ...(directory === undefined ? {} : { directory }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    });
    const views = departureViews(found);
    if (views.length > 0) {
      await recordView(viewing, "departures", { directory: directory ?? null, people: views.length });
    }
    if (flag(invocation, "json")) {
      for (const view of views) output.json(view);
      return 0;
    }
    if (views.length === 0) {
      const [last] = await store.sweeps({
        ...(directory === undefined ? {} : { directory }),
        completeOnly: true,
        limit: 1,
      });
      output.line(
        last === undefined
          ? "Nothing is known yet: no directory has been read completely. Run rollcall sweep."
          : "Nobody left, as far as the readings go.",
      );
      return 0;
    }
    showDepartures(output, views, flag(invocation, "all") ? Infinity : ROWS);
    output.note(counted(views.length, "departure"));
    return 0;
  } finally {
    await store.close();
  }
};

/** A misspelt name must not read as if nobody had left. */
async function refuseUnknown(store: StoreReader, directory: string): Promise<void> {
  const known = (await store.directories()).map((state) => state.directory);
  if (known.includes(directory)) return;
  const others = known.length === 0 ? "run rollcall sweep" : `it has ${listed(known)}`;
  throw new RollcallError(
    "not_found",
    `${directory}: the store has no complete reading of a directory of this name; ${others}.`,
  );
}
