import { hearsOfCheckpoints } from "../../app/checkpoints.ts";
import { failedAt } from "../../app/notify.ts";
import { recordPurpose } from "../../app/purpose.ts";
import { watch, type WatchEvent } from "../../app/watch.ts";
import { exposedText, grantText } from "../../messages/audiences.ts";
import { failuresText, noSecondRouteText } from "../../messages/deliveries.ts";
import { defined } from "../../core/defined.ts";
import { duration, moment } from "../../messages/time.ts";
import { counted, number, plain } from "../../messages/words.ts";
import { openWatching } from "../../wire/settings.ts";
import { choice, fieldsOption, flag, type Invocation, type Run } from "../command.ts";
import { grantNotes } from "../show/grants.ts";
import { showRecorded } from "../show/purpose.ts";
import { deliveryText } from "../show/deliveries.ts";
import { journalJson, journalText } from "../show/outcome.ts";
import { destinationText } from "../show/notices.ts";

/**
 * Sweeps on schedule and delivers until it is stopped. What it prints is for a journal that many may read: no names, and no
 * numbers of people.
 */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const watching = await openWatching(choice(invocation), undefined, () => {});
  const {
    context,
    directories,
    aliases,
    heartbeat,
    counts,
    retention,
    checkpoints,
    receiving,
    withoutSecondRoute,
    exposed,
    close,
  } = watching;
  try {
    const json = flag(invocation, "json");
    const note = (text: string): void => (json ? output.note(text) : output.line(text));
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
    if (context.destinations.some(hearsOfCheckpoints)) {
      note(`signing the audit log every ${duration(checkpoints.every)}`);
    }
    if (heartbeat === undefined) {
      output.note("No heartbeat is set under watch: nobody outside would notice if this process stopped.");
    }
    for (const text of failuresText(await failedAt(context.store, undefined))) output.note(text);
    if (flag(invocation, "dryRun")) return 0;
    showRecorded(output, await recordPurpose(context, watching.record));
    const tell = (event: WatchEvent): void =>
      json ? output.json(jsonOf(event, context.clock.now())) : show(invocation, event, context.clock.now());
    await watch(context, directories, {
      details: fieldsOption(invocation),
      ...defined({ heartbeat, counts }),
      keeping: { retention, watched: aliases },
      checkpoints,
      grants: watching.audiences.filter((one) => one.sees === "named"),
      receive: (receivers) => receiving(receivers, tell),
      tell,
    });
    note("stopped; nothing is left claimed");
    return 0;
  } finally {
    await close();
  }
};

function show({ output }: Invocation, event: WatchEvent, now: number): void {
  const at = output.style("dim", moment(now));
  switch (event.event) {
    case "swept":
      output.line(`${at}  ${journalText(output, event.sweep)}`);
      return;
    case "not swept":
      output.line(`${at}  ${event.directory}: ${output.style("yellow", "not swept")}. ${plain(event.error)}`);
      return;
    case "delivery":
      output.line(`${at}  ${deliveryText(event.delivery)}`);
      return;
    case "not delivered":
      output.line(`${at}  ${output.style("yellow", "nothing delivered")}. ${plain(event.error)}`);
      return;
    case "heartbeat":
      output.line(`${at}  ${output.style("yellow", "heartbeat")}. ${plain(event.error)}`);
      return;
    case "grant":
      output.line(`${at}  ${output.style("yellow", "names")}. ${grantText(event.grant, [], now) ?? ""}`);
      return;
    case "released":
      output.line(`${at}  ${event.directory}: counts released, number ${number(event.release)}`);
      return;
    case "not released":
      output.line(`${at}  ${event.directory}: ${output.style("yellow", "no counts released")}. ${plain(event.error)}`);
      return;
    case "let go":
      output.line(`${at}  what is due was let go of`);
      return;
    case "not let go":
      output.line(`${at}  ${output.style("yellow", "not let go of")}. ${plain(event.error)}`);
      return;
    case "checkpoint":
      output.line(
        event.signed
          ? `${at}  the audit log is signed`
          : `${at}  ${output.style("yellow", "the audit log is not signed")}, for something is wrong with it: rollcall doctor says what`,
      );
      return;
    case "no checkpoint":
      output.line(`${at}  ${output.style("yellow", "the audit log is not signed")}. ${plain(event.error)}`);
      return;
    case "listening":
      output.line(`${at}  ${event.directory}: ${output.style("green", "listening")} for events`);
      return;
    case "not listening":
      output.line(`${at}  ${event.directory}: ${output.style("yellow", "not listening")}. ${plain(event.error)}`);
      return;
    case "not settled":
      output.line(`${at}  ${event.directory}: ${output.style("yellow", "events wait")}. ${plain(event.error)}`);
      return;
    case "refused":
      output.line(
        `${at}  ${output.style("yellow", "requests refused")}: ${number(event.requests)}. ${plain(event.error)}`,
      );
      return;
    case "quarantined": {
      const what = counted(event.events, "event");
      output.line(`${at}  ${event.directory}: ${output.style("yellow", "given up")}: ${what}, after five tries each`);
    }
  }
}

function jsonOf(event: WatchEvent, now: number): unknown {
  const at = new Date(now).toISOString();
  if (event.event === "grant") {
    const { alias, until } = event.grant;
    return { at, event: event.event, audience: alias, until, standing: event.standing };
  }
  if (event.event !== "swept") return { at, ...event };
  return { at, event: event.event, ...journalJson(event.sweep) };
}
