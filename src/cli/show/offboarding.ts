import type { AccidentView, Disclosed, FindingView, OrphanView, TimelineView } from "../../core/disclosure/disclose.ts";
import {
  accidentText,
  acknowledgedText,
  accountName,
  GROUND_WORDS,
  leftText,
  ownerOf,
  STANDING_WORDS,
  standingText,
  whoseOf,
} from "../../messages/offboarding.ts";
import { moment } from "../../messages/time.ts";
import { counted, number } from "../../messages/words.ts";
import type { Output } from "../output.ts";
import { type Column, table } from "./table.ts";

const WHO: Column = { title: "WHO", cut: true };
const PERSON: Column = { title: "PERSON" };

/** Accounts of people who left, those first that were to be gone first. */
export function showOpen(output: Output, title: string, found: readonly Disclosed<FindingView>[], most: number): void {
  const rows = found
    .flatMap((one) => (one.found === "overdue" ? [one] : []))
    .toSorted((a, b) => (a.account.due < b.account.due ? -1 : 1))
    .map((one) => [
      whoseOf(one),
      one.account.directory,
      leftText(one),
      moment(one.account.due),
      one.account.seen === null ? "never" : moment(one.account.seen),
      one.person,
    ]);
  const columns = [WHO, { title: "IN" }, { title: "LEFT", cut: true }, { title: "GONE BY" }, { title: "READ" }, PERSON];
  section(output, title, columns, rows, most);
}

/** Accounts that were ended of people who still belong. */
export function showAccidents(output: Output, found: readonly Disclosed<AccidentView>[], most: number): void {
  const rows = found.map((one) => [
    whoseOf(one),
    one.account.directory,
    accidentText(one),
    one.account.ended?.departure ?? "–",
    one.person,
  ]);
  const columns = [WHO, { title: "IN" }, { title: "WHAT", cut: true }, { title: "DEPARTURE" }, PERSON];
  section(output, "By accident?", columns, rows, most);
}

/** What somebody said of that it is meant to be so. */
export function showAcknowledged(
  output: Output,
  found: readonly Disclosed<AccidentView | OrphanView>[],
  most: number,
): void {
  const rows = found.flatMap(({ found: what, account, acknowledged }) =>
    acknowledged === undefined
      ? []
      : [
          [
            ownerOf(account),
            account.directory,
            accountName(account),
            what === "accident" ? "gone, and belongs" : "nobody owns it",
            acknowledgedText(acknowledged),
            acknowledged.id,
          ],
        ],
  );
  const columns = [
    WHO,
    { title: "IN" },
    { title: "ACCOUNT", cut: true },
    { title: "WHAT" },
    { title: "WHY", cut: true },
    { title: "ID" },
  ];
  section(output, "Acknowledged", columns, rows, most);
}

export function showOrphans(output: Output, orphans: readonly Disclosed<OrphanView>[], most: number): void {
  const rows = orphans.map(({ account, ground, person }) => [
    ownerOf(account),
    account.directory,
    accountName(account),
    GROUND_WORDS[ground],
    person ?? "–",
  ]);
  const columns = [WHO, { title: "IN" }, { title: "ACCOUNT", cut: true }, { title: "WHY", cut: true }, PERSON];
  section(output, "Accounts that nobody owns", columns, rows, most);
}

/** One departure over all tools. */
export function showTimeline(output: Output, view: Disclosed<TimelineView>): void {
  for (const line of timelineLines(output, view)) output.line(line);
}

export function timelineLines(output: Output, view: Disclosed<TimelineView>): string[] {
  const rows = view.steps.map((step) => [
    step.directory,
    accountName(step),
    STANDING_WORDS[step.standing],
    standingText(step),
  ]);
  const columns = [{ title: "IN" }, { title: "ACCOUNT", cut: true }, { title: "STANDS" }, { title: "WHY", cut: true }];
  const [head = "", ...lines] = table(columns, rows, output.width);
  return [
    output.style("bold", `${ownerOf(view.left)}, ${leftText(view)}`),
    output.style("dim", head),
    ...lines,
    ...(view.steps.length === 1 ? ["No account elsewhere is known to be theirs."] : []),
  ];
}

function section(
  output: Output,
  title: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  most: number,
): void {
  if (rows.length === 0) return;
  output.line(output.style("bold", `${title} (${number(rows.length)})`));
  const [head = "", ...lines] = table(columns, rows.slice(0, most), output.width);
  output.line(output.style("dim", head));
  for (const line of lines) output.line(line);
  if (rows.length > most) output.line(`… and ${counted(rows.length - most, "more row")}; --all shows them`);
  output.line();
}
