import { recordView } from "../../app/named-view.ts";
import { entriesOf, matterOf, matterView } from "../../app/offboarding.ts";
import {
  type AccidentView,
  disclose,
  type Disclosed,
  type EntryOf,
  type FindingView,
  type OrphanView,
} from "../../core/disclosure/disclose.ts";
import { RollcallError } from "../../core/errors.ts";
import { type Check, findingsOf, type Finding } from "../../core/offboarding/check.ts";
import { accountsIn, type Matter, mattersOf } from "../../core/offboarding/matters.ts";
import type { Step, Timeline } from "../../core/offboarding/timeline.ts";
import { conflictsText } from "../../messages/offboarding.ts";
import { counted, number } from "../../messages/words.ts";
import { flag, type Invocation, type Run } from "../command.ts";
import type { Output } from "../output.ts";
import { openCheck } from "../show/acknowledged.ts";
import { ROWS } from "../show/changes.ts";
import { showAccidents, showAcknowledged, showOpen, showOrphans, showTimeline } from "../show/offboarding.ts";

/** Who left and still has accounts, who lost one and has not left, and what nobody owns. Asks no tool, and ends no account. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { viewing, check } = await openCheck(invocation);
  const { store } = viewing;
  try {
    const [wanted] = args;
    const matters = wanted === undefined ? mattersOf(check) : mattersOfOne(check, wanted);
    if (wanted !== undefined && matters.length === 0) throw nothing(wanted);
    if (matters.length > 0) {
      await recordView(viewing, "offboarding", {
        what: wanted ?? null,
        people: wanted === undefined ? matters.length : 1,
      });
    }
    const entryOf = await entriesOf(store, matters.flatMap(accountsIn));
    if (flag(invocation, "json")) {
      for (const matter of matters) {
        const view = matterView(matter, entryOf);
        if (view !== undefined) output.json(view);
      }
      return 0;
    }
    if (wanted === undefined) showAll(invocation, check, entryOf);
    else showOne(output, matters, entryOf);
    const contradiction = conflictsText((await store.conflicts()).length);
    if (wanted === undefined && contradiction !== undefined) output.note(contradiction);
    return 0;
  } finally {
    await store.close();
  }
};

function mattersOfOne(check: Check, id: string): readonly Matter[] {
  const matter = matterOf(check, id);
  if (matter === undefined) return [];
  const { timeline, accidents } = matter;
  return [
    ...(timeline === undefined ? [] : [{ found: "departure", of: timeline } as const]),
    ...accidents.map((of) => ({ found: "accident", of }) as const),
  ];
}

function showOne(output: Output, matters: readonly Matter[], entryOf: EntryOf): void {
  const views = matters.flatMap((matter) => matterView(matter, entryOf) ?? []);
  for (const view of views) if (view.found === "departure") showTimeline(output, view);
  const accidents = views.filter((view) => view.found === "accident");
  showAccidents(
    output,
    accidents.filter(({ acknowledged }) => acknowledged === undefined),
    Infinity,
  );
  showAcknowledged(
    output,
    accidents.filter(({ acknowledged }) => acknowledged !== undefined),
    Infinity,
  );
}

function nothing(id: string): RollcallError {
  return new RollcallError(
    "not_found",
    `${id}: there is no off-boarding of this id. Ids of people look like p-…, of departures d-…; whoever is linked to no account elsewhere, or has not left, has none.`,
  );
}

function showAll(invocation: Invocation, check: Check, entryOf: EntryOf): void {
  const { output } = invocation;
  const most = flag(invocation, "all") ? Infinity : ROWS;
  const overdue = findingsOf({ ...check, accidents: [] }).flatMap((finding) => named(finding, entryOf));
  const unknown = check.timelines.flatMap((timeline) => unseen(timeline)).flatMap((finding) => named(finding, entryOf));
  const views = mattersOf({ ...check, timelines: [] }).flatMap((matter) => matterView(matter, entryOf) ?? []);
  const lost = views.filter((view) => view.found === "accident");
  const orphans = views.filter((view) => view.found === "orphan");
  const isOpen = ({ acknowledged }: Disclosed<AccidentView | OrphanView>): boolean => acknowledged === undefined;
  showOpen(output, "Overdue", overdue, most);
  showOpen(output, "Not known: nobody has read these directories since the limit", unknown, most);
  showAccidents(output, lost.filter(isOpen), most);
  showOrphans(output, orphans.filter(isOpen), most);
  showAcknowledged(
    output,
    [...lost, ...orphans].filter((one) => !isOpen(one)),
    most,
  );
  const within = check.timelines.filter(({ steps }) => steps.some(({ standing }) => standing === "within")).length;
  if (overdue.length + unknown.length + check.accidents.length + check.orphans.length === 0) {
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

function named(of: Finding, entryOf: EntryOf): Disclosed<FindingView>[] {
  const view = disclose("finding", { of, entryOf }, "named");
  return view === undefined ? [] : [view];
}
