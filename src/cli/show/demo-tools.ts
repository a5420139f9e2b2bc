import { viewFor } from "../../app/incident-report.ts";
import { checkFor, entriesOf } from "../../app/offboarding.ts";
import { disclose } from "../../core/disclosure/disclose.ts";
import { groupOf } from "../../core/notification/incident.ts";
import { findingsOf } from "../../core/offboarding/check.ts";
import { accountsIn } from "../../core/offboarding/matters.ts";
import type { Standing } from "../../core/offboarding/timeline.ts";
import { offboardingHeadline, ownerOf } from "../../messages/offboarding.ts";
import { duration } from "../../messages/time.ts";
import { counted } from "../../messages/words.ts";
import type { Demo } from "../../wire/demo.ts";
import type { Output } from "../output.ts";
import { timelineLines } from "./offboarding.ts";
import { OPERATOR } from "./outcome.ts";

/** What is told anew of accounts that are still there, or gone by accident; nothing where it was told before. */
export async function offboardingNews(
  { context: { store, clock }, offboarding }: Demo,
  directory: string,
  told: Map<string, string>,
): Promise<string | undefined> {
  const incident = await store.newestIncident(groupOf("offboarding", directory));
  if (incident === undefined) return undefined;
  const version = `${incident.id} ${incident.version}`;
  if (told.get(directory) === version) return undefined;
  told.set(directory, version);
  const to = { audience: OPERATOR, rule: { tell: ["offboarding"] } } as const;
  const view = await viewFor(store, incident, to, { rules: offboarding, now: clock.now() });
  return view?.offboarding && offboardingHeadline(view.offboarding, directory);
}

/** How the day ends in the tools beside Slack: the account that is there for the longest time, and how many there are of each kind. */
export interface ToolsSum {
  /** For a terminal. */
  readonly lines: readonly string[];
  readonly found: Readonly<Record<"overdue" | "late" | "accidents" | "orphans", number>>;
}

export async function toolsSum({ context: { store, clock }, offboarding }: Demo, output: Output): Promise<ToolsSum> {
  const now = clock.now();
  const check = await checkFor(store, offboarding, now, () => true);
  const count = (standing: Standing): number =>
    check.timelines.flatMap(({ steps }) => steps).filter((step) => step.standing === standing).length;
  const [longest] = findingsOf(check)
    .flatMap((one) => (one.kind === "overdue" ? [one] : []))
    .toSorted((a, b) => a.timeline.by.end.at.notAfter - b.timeline.by.end.at.notAfter);
  const found = {
    overdue: count("overdue"),
    late: count("late"),
    accidents: check.accidents.length,
    orphans: check.orphans.length,
  };
  if (longest === undefined) return { lines: [], found };
  const { timeline: of, step } = longest;
  const entryOf = await entriesOf(store, accountsIn({ found: "departure", of }));
  const view = disclose("timeline", { of, entryOf }, OPERATOR);
  if (view === undefined) return { lines: [], found };
  const { directory, end } = of.by;
  const since = duration(now - end.at.notAfter);
  const head = `${ownerOf(view.left)}: gone in ${directory} for ${since}, still active in ${step.holding.directory}`;
  return { lines: [head, ...timelineLines(output, view).slice(1)], found };
}

/** `4 accounts overdue, 1 ended too late, 1 gone by accident?, 2 that nobody owns` */
export function foundText({ overdue, late, accidents, orphans }: ToolsSum["found"]): string {
  return [
    `${counted(overdue, "account")} overdue`,
    `${late} ended too late`,
    `${accidents} gone by accident?`,
    `${orphans} that nobody owns`,
  ].join(", ");
}
