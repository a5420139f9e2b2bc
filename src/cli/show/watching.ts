import type { WatchEvent } from "../../app/watch.ts";
import { grantText } from "../../messages/audiences.ts";
import { moment } from "../../messages/time.ts";
import { counted, number, plain } from "../../messages/words.ts";
import type { Invocation } from "../command.ts";
import { deliveryText } from "./deliveries.ts";
import { journalJson, journalText } from "./outcome.ts";

/** A line of the journal of what happens while watching: no names, and no numbers of people. */
export function showWatching({ output }: Invocation, event: WatchEvent, now: number): void {
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

export function watchingJson(event: WatchEvent, now: number): unknown {
  const at = new Date(now).toISOString();
  if (event.event === "grant") {
    const { alias, until } = event.grant;
    return { at, event: event.event, audience: alias, until, standing: event.standing };
  }
  if (event.event !== "swept") return { at, ...event };
  return { at, event: event.event, ...journalJson(event.sweep) };
}
