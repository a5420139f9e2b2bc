import {
  type DestinationState,
  destinationStates,
  type Diagnosis,
  diagnose,
  type RetentionState,
  retentionState,
} from "../../app/doctor.ts";
import { notificationJson } from "../../messages/explanation.ts";
import type { Sweep } from "../../app/ports.ts";
import { lastPurpose } from "../../app/purpose.ts";
import { type OwnAudience, standing } from "../../core/disclosure/grant.ts";
import { changedParts, type PurposeVersion } from "../../core/disclosure/purpose.ts";
import { exitCode } from "../../core/errors.ts";
import { type RetentionRule, retentionRules } from "../../core/disclosure/retention.ts";
import { DAY, iso } from "../../core/time.ts";
import { gapsText } from "../../messages/coverage.ts";
import { coverageJson } from "../show/coverage.ts";
import { duration, moment } from "../../messages/time.ts";
import { counted, listed, number, plain } from "../../messages/words.ts";
import { exposedText } from "../../messages/audiences.ts";
import { conflictsText } from "../../messages/offboarding.ts";
import { failuresText, noSecondRouteText } from "../../messages/deliveries.ts";
import { aboutStore, storeName } from "../../wire/store.ts";
import { openWatching, type Watching } from "../../wire/settings.ts";
import { choice, flag, progressOn, type Run } from "../command.ts";
import type { Output } from "../output.ts";
import { grantNotes } from "../show/grants.ts";
import { destinationText } from "../show/destinations.ts";
import { show } from "../show/signs.ts";
import { doctorRecord } from "../show/standing.ts";

/** What Rollcall can and cannot see. Exit code 0 where nothing stands in the way of a sweep. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const watching = await openWatching(choice(invocation), undefined, progressOn(output));
  const { context, directories, storePlace, purpose, close } = watching;
  let worst = 0;
  try {
    const faults = await context.store.integrity();
    if (faults.length > 0) worst = 1;
    const [place, about] = [await storeName(storePlace), await aboutStore(storePlace)];
    const last = await lastPurpose(context.store);
    if (flag(invocation, "json")) {
      output.json({
        store: { path: place, faults, ...(about.length === 0 ? {} : { about }) },
        purpose: purpose ?? null,
        record: last?.version ?? null,
      });
    } else {
      show(
        output,
        purpose === undefined ? "!" : "✓",
        purpose === undefined
          ? "no purpose in the settings: say why, by whose authority, and whom to ask"
          : `purpose: ${plain(purpose)}`,
      );
      show(output, "·", recordText(last, watching));
      show(output, faults.length === 0 ? "✓" : "✗", `store: ${place}${faults.length === 0 ? ", sound" : ""}`);
      for (const { text, heed } of about) show(output, heed ? "!" : "·", text);
      for (const fault of faults) show(output, "✗", fault);
    }
    for (const directory of directories) {
      const diagnosis = await diagnose(context, directory);
      worst = Math.max(worst, codeOf(diagnosis));
      if (flag(invocation, "json")) output.json(jsonOf(diagnosis));
      else showDiagnosis(output, diagnosis, context.clock.now());
    }
    const conflicts = (await context.store.conflicts()).length;
    if (flag(invocation, "json")) output.json({ persons: { conflicts } });
    else showConflicts(output, conflicts);
    const kept = await retentionState(context, watching.retention);
    if (kept.unknown > 0) worst = Math.max(worst, 3);
    const rules = retentionRules(watching.retention);
    if (flag(invocation, "json")) output.json(retentionJson(kept, rules));
    else showRetention(output, kept, rules, context.clock.now());
    const notes = grantNotes(watching, context.clock.now());
    if (notes.some(({ missed }) => missed)) worst = Math.max(worst, 3);
    const states = await destinationStates(context);
    if (states.some(({ failed }) => failed.length > 0)) worst = Math.max(worst, 1);
    if (flag(invocation, "json")) {
      for (const state of states) output.json(destinationJson(state));
      for (const one of watching.audiences) output.json(audienceJson(one, context.clock.now()));
    } else {
      showDestinations(output, states, watching, context.clock.now());
      for (const { text, missed } of notes) show(output, missed ? "✗" : "!", text);
    }
    worst = Math.max(worst, await doctorRecord(output, watching, flag(invocation, "json")));
  } finally {
    await close();
  }
  return worst;
};

function showConflicts(output: Output, conflicts: number): void {
  const text = conflictsText(conflicts);
  if (text === undefined) return;
  output.line();
  output.line(output.style("bold", "persons"));
  show(output, "!", text);
}

/** Which version of the purpose record is in force, and whether the settings say otherwise. */
function recordText(last: PurposeVersion | undefined, { record }: Watching): string {
  if (last === undefined) return "no purpose record yet: the first sweep begins it";
  const from = `version ${last.version} of the purpose record, of ${moment(last.at)}`;
  const changed = changedParts(last.record, record);
  return changed.length === 0 ? from : `${from}; the next sweep records what has changed since: ${listed(changed)}`;
}

function audienceJson(one: OwnAudience, now: number): unknown {
  const { alias: audience, ...said } = one;
  return { audience, ...said, ...(one.sees === "named" ? { standing: standing(one, now) } : {}) };
}

function codeOf({ check, scopes }: Diagnosis): number {
  if ("error" in check) return exitCode(check.error);
  return scopes.some(({ required, granted }) => required && granted === false) ? 3 : 0;
}

function showDiagnosis(output: Output, diagnosis: Diagnosis, now: number): void {
  const { check, scopes, beyond, last, lastComplete, details } = diagnosis;
  output.line();
  output.line(output.style("bold", `${diagnosis.directory}: ${diagnosis.title}`));
  if ("error" in check) show(output, "✗", plain(check.error.message));
  else
    show(
      output,
      "✓",
      `answers${check.title === undefined ? "" : ` as ${plain(check.title)}`}${check.identity === undefined ? "" : ` (${plain(check.identity)})`}`,
    );
  for (const { name, why, required, granted } of scopes) {
    if (granted === true) show(output, "✓", `${name}: ${why}`);
    else if (granted === "unknown")
      show(output, "·", `${name}: ${why}${"error" in check ? "" : "; the tool does not say whether it is granted"}`);
    else
      show(
        output,
        required ? "✗" : "!",
        `${name} is not granted: ${required ? "needed for" : "without it, not seen:"} ${why}`,
      );
  }
  // Any other is refused before it comes to this.
  if (beyond.length > 0)
    show(output, "·", `granted beyond what is needed, and allowed by the settings: ${plain(beyond.join(", "))}`);
  show(
    output,
    "·",
    diagnosis.departure === "flag"
      ? "a departure is what the tool says of an account; an account that is only not listed is a question"
      : "a departure is an account that is flagged as gone, or that two complete lists in a row leave out",
  );
  for (const blind of diagnosis.blindTo) show(output, "·", `limit: ${blind}`);
  if (details !== undefined && details.of > 0)
    show(
      output,
      details.read < details.of ? "!" : "✓",
      `custom fields known of ${number(details.read)} of ${counted(details.of, "person", "people")} here`,
    );
  const pace = paceText(diagnosis);
  if (pace !== "") show(output, "·", pace);
  if (lastComplete === undefined) show(output, "!", "never read completely so far: run rollcall sweep");
  else
    show(
      output,
      "✓",
      `last complete reading ${duration(now - lastComplete.takenAt)} ago, ${moment(lastComplete.takenAt)}: ${counted(lastComplete.accounts, "account")}, health ${lastComplete.health}`,
    );
  if (last !== undefined && !last.complete)
    show(
      output,
      "✗",
      `the last reading, ${moment(last.takenAt)}, was not complete: ${last.health}. ${plain(last.reasons[0] ?? "")}`,
    );
  showEvents(output, diagnosis, now);
}

/** How fast the tool is asked, and how long a sweep takes by it. */
function paceText({ pace, sweepTakes }: Diagnosis): string {
  const said: string[] = [];
  if (pace !== undefined) {
    const { perMinute, pageSize } = pace;
    const parts = [
      perMinute === undefined ? "as fast as the server answers" : `at most ${counted(perMinute, "call")} a minute`,
      ...(pageSize === undefined ? [] : [`${counted(pageSize, "account")} a page`]),
    ];
    said.push(`pace: ${parts.join(", ")}`);
  }
  if (sweepTakes !== undefined) {
    const { seconds, accounts, known } = sweepTakes;
    const of = `a sweep of ${known ? "" : "say "}${counted(accounts, "account")}`;
    said.push(seconds < 1 ? `${of} is not slowed down by it` : `${of} takes about ${duration(seconds * 1000)}`);
  }
  return said.join("; ");
}

function showEvents(output: Output, { sources, coverage, deaf }: Diagnosis, now: number): void {
  const { spans, waiting, quarantined, lastHeard } = coverage;
  if (sources.length === 0) {
    show(output, "·", "events are not set up: whoever leaves is found by the next sweep, and not at once");
  } else {
    const how = sources.map((source) => EVENTS_BY[source]).join(" and ");
    const last =
      lastHeard === undefined ? "none came in the last week" : `the last came ${duration(now - lastHeard)} ago`;
    show(output, lastHeard === undefined || deaf !== undefined ? "!" : "✓", `events over ${how}: ${last}`);
    if (deaf !== undefined) show(output, "!", `none could come since ${moment(deaf.since)}: ${plain(deaf.why)}`);
  }
  if (waiting > 0) show(output, "!", `${counted(waiting, "event")} to be read`);
  if (quarantined > 0) {
    show(
      output,
      "✗",
      `${counted(quarantined, "event")} given up after five tries; the next complete sweep reads those accounts`,
    );
  }
  const gaps = gapsText(spans);
  for (const gap of gaps.slice(-3)) show(output, "!", `nobody looked from ${gap}`);
  if (gaps.length > 3)
    show(output, "!", `${counted(gaps.length - 3, "gap")} before that: rollcall coverage lists them`);
}

/** An hour goes by between two looks, and a sweep may be due once a day. */
const LATE = 2 * DAY;

function showRetention(
  output: Output,
  { applied, overdue, bytes, tombstones, unknown }: RetentionState,
  rules: readonly RetentionRule[],
  now: number,
): void {
  output.line();
  output.line(output.style("bold", "what is kept"));
  if (applied === undefined) show(output, "!", "retention was never applied so far: rollcall sweep and watch do");
  else {
    show(
      output,
      now - applied > LATE ? "!" : "✓",
      `retention applied ${duration(now - applied)} ago, ${moment(applied)}`,
    );
  }
  if (overdue > 0) {
    show(
      output,
      "!",
      `${counted(overdue, "person is", "people are")} due to go and still here: a message about them waits, or a wave goes on, or nobody has applied it`,
    );
  }
  if (bytes !== undefined) {
    show(
      output,
      "·",
      `what was erased waits since ${moment(bytes)} to be overwritten in the file: the next start does it`,
    );
  }
  if (unknown > 0) {
    show(
      output,
      "✗",
      `${counted(unknown, "account")} that were let go of cannot be told, so nothing is read: put the file with the erasure key back beside the store; where it is lost for good: rollcall erase --new-key`,
    );
  } else if (tombstones > 0)
    show(output, "✓", `${counted(tombstones, "account")} let go of, known by a keyed hash alone`);
  for (const { what, period } of rules) show(output, "·", `${what}: ${period}`);
}

function retentionJson({ applied, bytes, ...counts }: RetentionState, rules: readonly RetentionRule[]): unknown {
  const dated = (at: number | undefined): string | null => (at === undefined ? null : iso(at));
  return { retention: { applied: dated(applied), bytes: dated(bytes), ...counts, rules } };
}

const EVENTS_BY = { socket: "a connection of our own", http: "requests of the tool", log: "the tool's log" } as const;

function showDestinations(
  output: Output,
  states: readonly DestinationState[],
  { withoutSecondRoute, exposed, heartbeat }: Watching,
  now: number,
): void {
  output.line();
  output.line(output.style("bold", "destinations"));
  if (states.length === 0) show(output, "!", "nobody is told of anything: there is no notify in the settings");
  for (const { destination, settings, waiting, failed, lastTold } of states) {
    if (settings === undefined) show(output, "✗", `${destination}: not in the settings any more`);
    const stuck = waiting.filter(({ error }) => error !== undefined);
    if (settings !== undefined)
      show(output, failed.length > 0 ? "✗" : stuck.length > 0 ? "!" : "✓", destinationText(settings));
    for (const text of failuresText(failed)) show(output, "✗", text);
    for (const { attempts, dueAt, error } of stuck) {
      const next = dueAt <= now ? "now" : `in ${duration(dueAt - now)}`;
      show(
        output,
        "!",
        `a message failed ${counted(attempts, "time")} and is tried again ${next}: ${plain(error?.text ?? "")}`,
      );
    }
    if (waiting.length > stuck.length)
      show(output, "·", `${counted(waiting.length - stuck.length, "message")} to be sent`);
    if (lastTold !== undefined) show(output, "·", `last told ${duration(now - lastTold)} ago`);
  }
  for (const id of withoutSecondRoute) show(output, "!", noSecondRouteText(id));
  for (const one of exposed) show(output, "!", exposedText(one));
  if (heartbeat === undefined) show(output, "!", "no heartbeat: nobody outside would notice if rollcall watch stopped");
}

function destinationJson({ destination, settings, waiting, failed, lastTold }: DestinationState): unknown {
  return {
    destination,
    kind: settings?.notifier.kind ?? null,
    audience: settings?.audience ?? null,
    waiting: waiting.map(notificationJson),
    failed: failed.map(notificationJson),
    lastTold: lastTold === undefined ? null : iso(lastTold),
  };
}

function jsonOf(diagnosis: Diagnosis): unknown {
  const { check, last, lastComplete, coverage, ...rest } = diagnosis;
  const asked = "error" in check ? { error: { code: check.error.code, message: check.error.message } } : check;
  const dated = (sweep: Sweep | undefined): unknown =>
    sweep === undefined ? null : { ...sweep, startedAt: iso(sweep.startedAt), takenAt: iso(sweep.takenAt) };
  return {
    ...rest,
    check: asked,
    last: dated(last),
    lastComplete: dated(lastComplete),
    coverage: coverageJson(coverage),
  };
}
