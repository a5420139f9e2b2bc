import { recordView } from "../../app/named-view.ts";
import { type LookedAt, checkFor, matterOf, rulesOf } from "../../app/offboarding.ts";
import { covers } from "../../core/disclosure/grant.ts";
import { disclose, type Disclosed, type FindingView, type OrphanView } from "../../core/disclosure/disclose.ts";
import { RollcallError } from "../../core/errors.ts";
import { findingsOf, type Finding } from "../../core/offboarding/check.ts";
import type { Step, Timeline } from "../../core/offboarding/timeline.ts";
import { counted, number } from "../../messages/words.ts";
import { flag, type Run } from "../command.ts";
import type { Output } from "../output.ts";
import { openViewing } from "../viewing.ts";
import { ROWS } from "../show/changes.ts";
import { showAccidents, showOpen, showOrphans, showTimeline } from "../show/offboarding.ts";

/** Who left and still has accounts, who lost one and has not left, and what nobody owns. Asks no tool, and ends no account. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const viewing = await openViewing(invocation);
  const { store, whole, clock, grant } = viewing;
  try {
    const rules = rulesOf(viewing);
    // Whether somebody belongs may be said where this audience does not look: all is looked at, and shown as far as it reaches.
    const looked = await checkFor(whole, rules, clock.now(), (directory) => {
      return grant === undefined || covers(grant, directory);
    });
    const [wanted] = args;
    if (wanted !== undefined) {
      const matter = matterOf(looked.check, wanted);
      if (matter === undefined) throw nothing(wanted);
      await recordView(viewing, "offboarding", { what: wanted, people: 1 });
      showOne(output, looked, matter, flag(invocation, "json"));
      return 0;
    }
    const { timelines, accidents, orphans } = looked.check;
    const people = timelines.length + accidents.length + orphans.length;
    if (people > 0) await recordView(viewing, "offboarding", { what: null, people });
    if (flag(invocation, "json")) showJson(output, looked);
    else showAll(output, looked, flag(invocation, "all") ? Infinity : ROWS);
    return 0;
  } finally {
    await store.close();
  }
};

function showOne(
  output: Output,
  { entryOf }: LookedAt,
  { timeline, accidents }: NonNullable<ReturnType<typeof matterOf>>,
  asJson: boolean,
): void {
  const found = accidents.flatMap((accident) => named({ kind: "accident", accident }, entryOf));
  const view = timeline === undefined ? undefined : disclose("timeline", { of: timeline, entryOf }, "named");
  if (asJson) {
    for (const one of [...(view === undefined ? [] : [view]), ...found]) output.json(one);
    return;
  }
  if (view !== undefined) showTimeline(output, view);
  if (found.length > 0) showAccidents(output, found, Infinity);
}

function nothing(id: string): RollcallError {
  return new RollcallError(
    "not_found",
    `${id}: there is no off-boarding of this id. Ids of people look like p-…, of departures d-…; whoever is linked to no account elsewhere, or has not left, has none.`,
  );
}

function showJson(output: Output, { check, entryOf }: LookedAt): void {
  for (const of of check.timelines) output.json(disclose("timeline", { of, entryOf }, "named"));
  for (const accident of check.accidents)
    output.json(disclose("finding", { of: { kind: "accident", accident }, entryOf }, "named"));
  for (const of of check.orphans) output.json(disclose("orphan", { of, entryOf }, "named"));
}

function showAll(output: Output, { check, entryOf }: LookedAt, most: number): void {
  const found = findingsOf(check).flatMap((finding) => named(finding, entryOf));
  const unknown = check.timelines.flatMap((timeline) => unseen(timeline)).flatMap((finding) => named(finding, entryOf));
  const orphans = check.orphans.flatMap((of): Disclosed<OrphanView>[] => {
    const view = disclose("orphan", { of, entryOf }, "named");
    return view === undefined ? [] : [view];
  });
  showOpen(output, "Overdue", found, most);
  showOpen(output, "Not known: nobody has read these directories since the limit", unknown, most);
  showAccidents(output, found, most);
  showOrphans(output, orphans, most);
  const within = check.timelines.filter(({ steps }) => steps.some(({ standing }) => standing === "within")).length;
  const overdue = found.filter((one) => one.found === "overdue").length;
  if (overdue + unknown.length + check.accidents.length + orphans.length === 0) {
    output.line("Nothing is to be done: every account of those who left has ended, or may still be there.");
  }
  output.note(
    `${counted(check.timelines.length, "person has", "people have")} left and had accounts elsewhere; the limit of ${number(within)} of them is not over`,
  );
}

/** Accounts of which nobody knows whether they are overdue, in the form of those that are. */
function unseen(timeline: Timeline): Finding[] {
  const isUnknown = ({ standing }: Step): boolean => standing === "unknown";
  return timeline.steps.filter(isUnknown).map((step) => ({ kind: "overdue", timeline, step }));
}

function named(of: Finding, entryOf: LookedAt["entryOf"]): Disclosed<FindingView>[] {
  const view = disclose("finding", { of, entryOf }, "named");
  return view === undefined ? [] : [view];
}
