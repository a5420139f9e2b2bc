import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import type { Row } from "./rows.ts";
import { number } from "./words.ts";

/** What a message says of those whom it does not show, with the command that lists them where all of them left. */
export function restOf(view: Disclosed<IncidentView>, hidden: readonly Pick<Row, "id">[]): string | undefined {
  if (hidden.length === 0) return undefined;
  const more = `and ${number(hidden.length)} more`;
  const departures = view.directories.flatMap((part) => part.departures);
  const left = new Set(departures.map(({ id }) => id));
  const days = departures.map(({ at }) => at.notAfter.slice(0, 10));
  const first = days.reduce((earliest, day) => (day < earliest ? day : earliest), days[0] ?? "");
  return hidden.every(({ id }) => left.has(id)) ? `${more}: rollcall departures --since ${first}` : more;
}
