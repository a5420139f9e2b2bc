import type { StoredChange, Sweep } from "../app/ports.ts";
import type { Change } from "../core/directory/change.ts";
import { moment } from "./time.ts";
import { counted, plain } from "./words.ts";

/** The grounds of a change, one sentence each, strongest first. No names: who it is about is said elsewhere, through `disclose`. */
export function reasonsFor(change: StoredChange, sweep: Sweep | undefined): string[] {
  const { event } = change.evidence;
  const reading =
    event !== undefined
      ? `the account itself, which was read at ${moment(change.at.notAfter)} or later`
      : sweep === undefined
        ? "a reading that is no longer kept"
        : `the reading ${sweep.id} of ${moment(sweep.takenAt)}`;
  return [
    ...whatItSays(change, reading),
    ...(sweep === undefined ? [] : [howItWasRead(sweep)]),
    ...pointedTo(change),
    ...readBack(change),
    ...when(change),
    ...(change.confirmed ? [] : ["It is not confirmed yet: the next complete reading confirms it or takes it back."]),
    ...(change.observed === false
      ? ["It had happened before Rollcall first saw the account, so it was observed by nobody here."]
      : []),
    ...(change.quiet === undefined ? [] : [`It is kept and was not told: ${change.quiet}.`]),
  ];
}

function whatItSays(change: Change, reading: string): string[] {
  const { by, stated, readings } = change.evidence;
  const twice = readings > 1 ? ", and so did the one before" : "";
  switch (by) {
    case "flag":
      return [
        `The tool says it of the account${stated === undefined ? "" : ` (${plain(stated)})`}, in ${reading}${twice}.`,
      ];
    case "absence":
      return change.change === "missing"
        ? [
            `The account is not in the list, in ${reading}. In this directory that proves nothing, so nobody is called gone for it.`,
          ]
        : [
            `The account is not in the list, which in this directory means that it is gone: ${reading} says so${twice}.`,
          ];
    case "presence":
      return [`The account is in the list, in ${reading}.`];
    case "value":
      return [`The account's record states another value than before, in ${reading}.`];
  }
}

function howItWasRead(sweep: Sweep): string {
  const accounts = counted(sweep.accounts, "account");
  return `That reading was ${sweep.complete ? "complete" : "incomplete"}: ${accounts}, health ${sweep.health}${
    sweep.reasons.length === 0 ? "" : ` (${sweep.reasons.map(plain).join("; ")})`
  }.`;
}

function pointedTo({ evidence: { event } }: Change): string[] {
  if (event === undefined) return [];
  return [
    `An event had it read (${plain(event.type)}), received ${moment(event.receivedAt)}; what an event says is not believed by itself.`,
  ];
}

function readBack(change: Change): string[] {
  if (change.evidence.event !== undefined) return [];
  switch (change.evidence.readBack) {
    case "agrees":
      return ["The account was asked for again, by itself, within the same sweep: it says the same."];
    case "sample agrees":
      return ["A sample of the accounts flagged in the same sweep was asked for again, one by one: it agrees."];
    case "failed":
      return ["The account could not be asked for again within the same sweep."];
    case "not possible":
      return ["A dump cannot be asked again; what it flags is taken at its word."];
    case undefined:
      return [];
  }
}

function when({ at, evidence, observed }: Change): string[] {
  const before =
    at.notBefore === null
      ? []
      : [`Not before ${moment(at.notBefore)}, when the last reading that showed it otherwise began.`];
  const after =
    evidence.by === "flag" && observed === false
      ? `Not after ${moment(at.notAfter)}: the record has not been changed since, or was read then.`
      : `Not after ${moment(at.notAfter)}, when it was read or when the tool says that the record was last changed.`;
  return [...before, after];
}
