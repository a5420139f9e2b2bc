import type { Outcome } from "../../app/take-reading.ts";
import type { Sweep } from "../../app/ports.ts";
import type { Change } from "../../core/directory/change.ts";
import type { Departure } from "../../core/directory/departure.ts";
import { type Colleague, leaversOf, tally } from "../../core/directory/tally.ts";
import {
  type Audience,
  type ChangeView,
  type DepartureView,
  disclose,
  type Disclosed,
} from "../../core/disclosure/disclose.ts";
import { departuresMessage } from "../../messages/departures.ts";
import { duration, moment } from "../../messages/time.ts";
import { counted, listed, plain } from "../../messages/words.ts";
import type { Output } from "../output.ts";
import { showChanges, showDepartures, messageLines } from "./changes.ts";

/** The operator of the command line reads names: the token and the store are theirs to read already. */
export const OPERATOR: Audience = "named";

export function changeJson(change: Change & { readonly id: string }): unknown {
  return disclose("change", change, OPERATOR);
}

/** Changes as the operator may see them. */
export function changeViews(changes: readonly (Change & { readonly id: string })[]): Disclosed<ChangeView>[] {
  return changes.flatMap((change) => disclose("change", change, OPERATOR) ?? []);
}

/** Departures as the operator may see them. */
export function departureViews(departures: readonly Departure[]): Disclosed<DepartureView>[] {
  return departures.flatMap((departure) => disclose("departure", departure, OPERATOR) ?? []);
}

/** One line on what the reading was, and its reasons below. */
export function showSweep(output: Output, sweep: Sweep): void {
  const took = sweep.takenAt - sweep.startedAt;
  const how = sweep.complete
    ? `read completely, ${counted(sweep.accounts, "account")}`
    : `not read completely, ${counted(sweep.accounts, "account")} so far`;
  const health = output.style(sweep.health === "ok" ? "green" : "yellow", sweep.health);
  const time = took > 0 ? `, in ${duration(took)}` : "";
  output.line(`${output.style("bold", sweep.directory)}: ${how}${time}, ${moment(sweep.takenAt)}. Health: ${health}`);
  for (const reason of sweep.reasons) output.line(`  ${plain(reason)}`);
}

/** The reading for a journal that many may read: no names, and no numbers of people. */
export function journalText(output: Output, sweep: Sweep): string {
  const { directory, complete, health, reasons, startedAt, takenAt } = sweep;
  const how = complete ? `read completely in ${duration(takenAt - startedAt)}` : "not read completely";
  // The reasons of a complete reading count accounts.
  const why = complete || reasons.length === 0 ? "" : `: ${listed(reasons.map(plain))}`;
  return `${directory}: ${how}, ${output.style(health === "ok" ? "green" : "yellow", health)}${why}`;
}

export function journalJson({ id, directory, complete, health }: Sweep): { readonly sweep: object } {
  return { sweep: { id, directory, complete, health } };
}

/**
 * What a reading led to, for a person at a terminal.
 * @param colleagues of those who left, asked for where somebody has and not else: they may be a million
 */
export async function showOutcome(
  output: Output,
  outcome: Outcome,
  colleagues: (of: readonly string[]) => Promise<Iterable<Colleague>>,
  limit: number,
): Promise<void> {
  showSweep(output, outcome.sweep);
  const departures = outcome.departures.filter(({ reversed, observed }) => reversed === undefined && observed);
  if (departures.length > 0) {
    const people = departureViews(departures);
    output.line();
    const together = tally(departures, await colleagues(leaversOf(departures)));
    const message = departuresMessage(outcome.sweep.directory, together, people);
    for (const line of messageLines(output, message)) output.line(line);
    output.line();
    showDepartures(output, people, limit);
  }
  const told = new Set(departures.map(({ accounts }) => accounts[0]?.id));
  const others = changeViews(
    outcome.changes.filter(
      ({ change, account, observed }) => observed !== false && !(ENDS.has(change) && told.has(account.id)),
    ),
  );
  if (others.length > 0) {
    output.line();
    output.line(output.style("bold", counted(others.length, departures.length > 0 ? "other change" : "change")));
    showChanges(output, others, limit);
  }
  const before = outcome.departures.filter(({ observed, reversed }) => !observed && reversed === undefined);
  if (before.length > 0) {
    const people = departureViews(before.toSorted((a, b) => b.at.notAfter - a.at.notAfter));
    output.line();
    output.line(
      output.style(
        "bold",
        `${counted(before.length, "account")} had been deactivated before ${outcome.first ? "this first reading" : "it was first seen"}`,
      ),
    );
    showDepartures(output, people, limit);
  }
  if (outcome.changes.length === 0 && outcome.sweep.complete && outcome.sweep.health === "ok") {
    output.line(outcome.first ? "  A first reading: changes are told from the next one on." : "  Nothing has changed.");
  }
}

/** Whoever compares two lists of employees may mean that whoever is not listed has left, and has to say so. */
export function hintAtAbsence(output: Output, changes: readonly Change[]): void {
  const missing = changes.filter(({ change }) => change === "missing").length;
  if (missing === 0) return;
  output.note(
    `${counted(missing, "account")} only not listed, which proves nothing. If a dump lists only who is there, say --absent left.`,
  );
}

const ENDS = new Set(["deactivated", "removed"]);

/** 0 where the reading was sound; else by what was wrong with it: the settings (3), the tool (4), or a list that is not believed (5). */
export function exitCodeOf({ health, complete }: Sweep): number {
  switch (health) {
    case "ok":
      return 0;
    case "unauthorised":
    case "wrong_workspace":
      return 3;
    case "scope_lost":
      return complete ? 5 : 3;
    case "malformed":
    case "unreachable":
      return 4;
    case "short":
    case "empty":
    case "ids_replaced":
      return 5;
  }
}
