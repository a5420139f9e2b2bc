import { explain, type Explanation } from "../../app/explain.ts";
import { recordView } from "../../app/named-view.ts";
import { type DepartureView, disclose } from "../../core/disclosure/disclose.ts";
import { explanationJson } from "../../messages/explanation.ts";
import { circumstancesOf, nameOf } from "../../messages/departures.ts";
import { otherAccounts } from "../../messages/persons.ts";
import { reasonsFor } from "../../messages/reasons.ts";
import { between } from "../../messages/time.ts";
import { counted, plain } from "../../messages/words.ts";
import { flag, type Invocation, type Run } from "../command.ts";
import { openViewing } from "../viewing.ts";
import type { Output } from "../output.ts";
import { ROWS, showChanges } from "../show/changes.ts";
import { notificationText } from "../../messages/deliveries.ts";
import { showNotice } from "../show/notices.ts";
import { changeViews, OPERATOR, showSweep } from "../show/outcome.ts";

/** Why Rollcall says so: the evidence, the reading that it comes from, what was last known, and what else is known. */
export const run: Run = async (invocation) => {
  const viewing = await openViewing(invocation);
  const { store, clock, grant, offboarding: rules } = viewing;
  try {
    // Whether accounts are settled nobody can say who does not see where people belong.
    const checking = rules !== undefined && grant?.directories === undefined ? { rules, now: clock.now() } : undefined;
    const found = await explain(store, invocation.args[0] ?? "", checking);
    await recordView(viewing, "explain", { what: idOf(found) });
    if (flag(invocation, "json")) invocation.output.json(explanationJson(found));
    else show(invocation, found);
    return 0;
  } finally {
    await store.close();
  }
};

function idOf(found: Explanation): string {
  switch (found.kind) {
    case "departure":
      return found.departure.id;
    case "change":
      return found.change.id;
    case "sweep":
      return found.sweep.id;
    case "incident":
      return found.incident.id;
  }
}

function show({ output }: Invocation, found: Explanation): void {
  if (found.kind === "sweep") {
    showSweep(output, found.sweep);
    const told = changeViews(found.changes.filter(({ quiet }) => quiet === undefined));
    const kept = found.changes.length - told.length;
    if (told.length > 0) showChanges(output, told, ROWS);
    if (kept > 0) output.line(`  ${counted(kept, "change")} kept and not told`);
    return;
  }
  if (found.kind === "incident") {
    if (found.view !== undefined) showNotice(output, found.view);
    output.line();
    output.line(output.style("bold", "Who was told"));
    if (found.notifications.length === 0) output.line("  nobody: no destination of the settings hears of such things");
    for (const notification of found.notifications) output.line(`  · ${notificationText(notification)}`);
    return;
  }
  if (found.kind === "departure") {
    const view = disclose("departure", found.departure, OPERATOR);
    if (view === undefined) return;
    output.line(
      `${output.style("bold", `${nameOf(view)} left ${view.accounts[0]?.directory ?? ""}`)}, ${between(view.at)}`,
    );
    if (view.reversed !== undefined)
      output.line(`  and came back (${view.reversed.change}), ${between(view.reversed.at)}`);
    const reasons = found.change === undefined ? [] : reasonsFor(found.change, found.sweep);
    showReasons(output, [...reasons, ...circumstancesOf(view)]);
    showLastKnown(output, view.lastKnown);
    const person = found.person === undefined ? undefined : disclose("person", found.person, OPERATOR);
    showOthers(output, person === undefined ? [] : otherAccounts(person, view.accounts));
  } else {
    const view = disclose("change", found.change, OPERATOR);
    if (view === undefined) return;
    showChanges(output, [view], 1);
    showReasons(output, reasonsFor(found.change, found.sweep));
    if (view.lastKnown !== undefined) showLastKnown(output, view.lastKnown);
  }
  const others = changeViews(found.history.filter(({ quiet }) => quiet === undefined));
  if (others.length > 1) {
    output.line();
    output.line(output.style("bold", "All that was told of this account"));
    showChanges(output, others, ROWS);
  }
}

function showOthers(output: Output, accounts: readonly string[]): void {
  if (accounts.length === 0) return;
  output.line();
  output.line(output.style("bold", "Other accounts of the same person"));
  for (const line of accounts) output.line(`  · ${line}`);
}

function showReasons(output: Output, reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  output.line();
  output.line(output.style("bold", "Why"));
  for (const reason of reasons) output.line(`  · ${reason}`);
}

function showLastKnown(output: Output, known: DepartureView["lastKnown"]): void {
  output.line();
  output.line(output.style("bold", "Last known, while they were here"));
  for (const [field, value] of Object.entries(known)) {
    if (value == null || field === "locationFrom") continue;
    const text = Array.isArray(value) ? value.join(" ") : String(value);
    const ground = field === "location" && known.locationFrom !== null ? ` (${known.locationFrom})` : "";
    output.line(`  ${output.style("dim", field.padEnd(13))}${plain(text + ground)}`);
  }
}
