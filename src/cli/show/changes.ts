import type { ChangeView, DepartureView, Disclosed } from "../../core/disclosure/disclose.ts";
import type { Message } from "../../messages/departures.ts";
import { changeRow, departureRow } from "../../messages/rows.ts";
import { wrap } from "../../messages/wrap.ts";
import type { Output } from "../output.ts";
import { type Column, table } from "./table.ts";

/** How many rows a report shows before it says how many more there are; `--all` and `--json` give every one. */
export const ROWS = 20;

const LABEL_WIDTH = 10;

/** The lines of a message, wrapped to the terminal. */
export function messageLines(output: Output, message: Message): string[] {
  const width = (output.width ?? Infinity) - 1;
  const body = message.lines.flatMap(({ label, text: sentence }) =>
    wrap(sentence, width - LABEL_WIDTH - 2).map(
      (line, i) => `  ${output.style("dim", (i === 0 ? label : "").padEnd(LABEL_WIDTH))}${line}`,
    ),
  );
  return [...wrap(message.headline, width).map((line) => output.style("bold", line)), ...body];
}

const CHANGE_COLUMNS: readonly Column[] = [
  { title: "change" },
  { title: "who", cut: true },
  { title: "kind" },
  { title: "what", cut: true },
  { title: "when" },
];

/** A table of changes; the first `limit` of them. */
export function showChanges(output: Output, changes: readonly Disclosed<ChangeView>[], limit: number): void {
  const rows = changes
    .slice(0, limit)
    .map(changeRow)
    .map(({ how, who, kind, what, when }) => [how, who, kind, what, when]);
  showTable(output, CHANGE_COLUMNS, rows, changes.length - rows.length);
}

const DEPARTURE_COLUMNS: readonly Column[] = [
  { title: "id" },
  { title: "who", cut: true },
  { title: "kind" },
  { title: "where", cut: true },
  { title: "by", cut: true },
  { title: "team", cut: true },
  { title: "how" },
  { title: "when" },
];

export function showDepartures(output: Output, departures: readonly Disclosed<DepartureView>[], limit: number): void {
  const rows = departures
    .slice(0, limit)
    .map(departureRow)
    .map(({ id, who, kind, where, by, team, how, when }) => [id, who, kind, where, by, team, how, when]);
  showTable(output, DEPARTURE_COLUMNS, rows, departures.length - rows.length);
}

function showTable(
  output: Output,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  more: number,
): void {
  const [head = "", ...lines] = table(columns, rows, output.width);
  output.line(output.style("dim", head));
  for (const line of lines) output.line(line);
  if (more > 0) output.line(output.style("dim", `… ${more} more (--all)`));
}
