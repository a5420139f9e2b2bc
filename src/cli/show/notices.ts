import type { Destination } from "../../app/destination.ts";
import type { Disclosed, IncidentView } from "../../core/disclosure/disclose.ts";
import { noticeOf } from "../../messages/notice.ts";
import { restOf } from "../../messages/rest.ts";
import { counted } from "../../messages/words.ts";
import type { Output } from "../output.ts";
import { destinationText } from "./destinations.ts";

const ROWS = 5;

/** What destinations would be told, for `--dry-run`: each of them as much of it as it bears, and as its settings ask for. */
export function showPreview(output: Output, destinations: readonly Destination[], view: Disclosed<IncidentView>): void {
  output.line();
  for (const destination of destinations) {
    output.line(output.style("dim", `would be told: ${destinationText(destination)}`));
  }
  showNotice(output, view);
}

/** What a message about an incident says, with the first few of those whom it tells of. */
export function showNotice(output: Output, view: Disclosed<IncidentView>): void {
  const notice = noticeOf(view);
  output.line(output.style("bold", notice.headline));
  for (const { heading, lines, rows, figures } of notice.sections) {
    if (heading !== undefined) output.line(output.style("bold", heading));
    for (const { label, text } of lines) output.line(`  ${output.style("dim", label.padEnd(10))}${text}`);
    for (const { who, how, where, team, when } of rows.slice(0, ROWS)) {
      output.line(`  ${(figures === undefined ? [who, how, where, team, when] : [who, how]).join(" · ")}`);
    }
    const hidden = rows.slice(ROWS);
    const rest =
      figures !== undefined
        ? restOf(view, hidden, figures)
        : hidden.length > 0
          ? counted(hidden.length, "more row")
          : undefined;
    if (rest !== undefined) output.line(`  … ${rest}`);
  }
  if (notice.verbatim !== undefined) output.line(`\n${notice.verbatim}`);
  for (const text of notice.footer) output.line(output.style("dim", text));
}
