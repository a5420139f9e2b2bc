import type { ChangeView, DepartureView, Disclosed } from "../../core/disclosure/disclose.ts";
import type { Message } from "../../messages/departures.ts";
import { nameOf } from "../../messages/departures.ts";
import { between } from "../../messages/time.ts";
import { plain } from "../../messages/words.ts";
import type { Output } from "../output.ts";
import { type Column, table } from "./table.ts";
import { wrap } from "./wrap.ts";

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
    .map((view) => [
      view.confirmed ? word(view) : `${word(view)}?`,
      plain(view.account.name ?? view.account.email ?? view.account.id),
      view.account.kind ?? "–",
      plain(what(view)),
      between(view.at),
    ]);
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
    .map((view) => [
      view.id,
      nameOf(view),
      view.accounts[0]?.kind ?? "–",
      plain(view.lastKnown.location ?? "–"),
      plain(view.lastKnown.locationFrom ?? "–"),
      plain(view.lastKnown.team ?? "–"),
      how(view),
      between(view.at),
    ]);
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

function how(view: Disclosed<DepartureView>): string {
  if (view.reversed !== undefined) return `${view.change}, ${view.reversed.change}`;
  if (!view.observed) return `${view.change} before`;
  return view.confirmed ? view.change : `${view.change}?`;
}

function word(view: Disclosed<ChangeView>): string {
  return view.observed === false ? `${view.change} before` : view.change;
}

function what(view: Disclosed<ChangeView>): string {
  if (view.lastKnown !== undefined && view.change !== "demoted") {
    return [view.lastKnown.location, view.lastKnown.team].filter((value) => value != null).join(", ") || "–";
  }
  const { before = {}, after = {} } = view;
  if (view.change === "left_channel") {
    const lost = size(before["channels"]) - size(after["channels"]);
    return `${lost} of ${size(before["channels"])} channels`;
  }
  if (view.change === "joined" || view.change === "invited") return "–";
  const fields = Object.keys(after).map((field) => `${field}: ${text(before[field])} → ${text(after[field])}`);
  return fields.join("; ") || "–";
}

function size(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function text(value: unknown): string {
  if (value == null) return "none";
  if (Array.isArray(value)) return value.join(" ") || "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
