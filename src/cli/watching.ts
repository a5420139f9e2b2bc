import { hearsOfCheckpoints } from "../app/destination.ts";
import { failedAt } from "../app/failed.ts";
import { recordPurpose } from "../app/purpose.ts";
import type { WatchEvent } from "../app/watch.ts";
import { defined } from "../core/defined.ts";
import { exposedText } from "../messages/audiences.ts";
import { failuresText, noSecondRouteText } from "../messages/deliveries.ts";
import { duration } from "../messages/time.ts";
import type { Watching } from "../wire/settings.ts";
import { fieldsOption, flag, type Invocation } from "./command.ts";
import { destinationText } from "./show/destinations.ts";
import { grantNotes } from "./show/grants.ts";
import { showRecorded } from "./show/purpose.ts";

/** Says what is about to be watched, how often, and who is told. */
export async function introduce(invocation: Invocation, watching: Watching): Promise<void> {
  const { output } = invocation;
  const { context, directories, heartbeat, counts, checkpoints, withoutSecondRoute, exposed } = watching;
  const note = noteOn(invocation);
  for (const { id, connector, every } of directories) {
    note(`watching ${id} (${connector.title}), a sweep every ${duration(every)}`);
  }
  for (const destination of context.destinations) note(`telling ${destinationText(destination)}`);
  if (context.destinations.length === 0) {
    output.note("No destination is set under notify: what is found is kept, and told to nobody.");
  }
  for (const id of withoutSecondRoute) output.note(noSecondRouteText(id));
  for (const one of exposed) output.note(exposedText(one));
  for (const { text } of grantNotes(watching, context.clock.now())) output.note(text);
  if (counts !== undefined) {
    note(`counting the staff of ${counts.headcount}, a release every ${duration(counts.cadence)}`);
  }
  if (context.destinations.some(hearsOfCheckpoints)) note(`signing the audit log every ${duration(checkpoints.every)}`);
  if (heartbeat === undefined) {
    output.note("No heartbeat is set under watch: nobody outside would notice if this process stopped.");
  }
  for (const text of failuresText(await failedAt(context.store, undefined))) output.note(text);
}

/**
 * Sweeps on schedule and delivers until it is stopped. What it prints is for a journal that many may read: no names, and no
 * numbers of people.
 */
export async function watchUntilStopped(invocation: Invocation, watching: Watching): Promise<void> {
  const { output } = invocation;
  const { context, directories, aliases, heartbeat, counts, retention, checkpoints, receiving } = watching;
  const json = flag(invocation, "json");
  // What reads, tells and keeps is much to load, and until it begins nobody needs it.
  const [{ watch }, { showWatching, watchingJson }] = await Promise.all([
    import("../app/watch.ts"),
    import("./show/watching.ts"),
  ]);
  showRecorded(output, await recordPurpose(context, watching.record));
  const tell = (event: WatchEvent): void =>
    json ? output.json(watchingJson(event, context.clock.now())) : showWatching(invocation, event, context.clock.now());
  await watch(context, directories, {
    details: fieldsOption(invocation),
    ...defined({ heartbeat, counts }),
    keeping: { retention, watched: aliases },
    checkpoints,
    grants: watching.audiences.filter((one) => one.sees === "named"),
    receive: (receivers) => receiving(receivers, tell),
    tell,
  });
}

/** With `--json`, standard output is for events alone. */
export function noteOn(invocation: Invocation): (text: string) => void {
  const { output } = invocation;
  return flag(invocation, "json") ? output.note : output.line;
}
