import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import type { Row } from "./rows.ts";
import { atLeastText, type Figures } from "./report.ts";
import { counted, number } from "./words.ts";

/**
 * What a message says of those whom it does not show, with the command that lists them where all of them left.
 * @param figures where the rows are no people
 */
export function restOf(
  view: Disclosed<IncidentView>,
  hidden: readonly Pick<Row, "id">[],
  figures?: Figures,
): string | undefined {
  if (figures !== undefined) return restOfFigures(hidden.length, figures);
  if (hidden.length === 0) return undefined;
  const more = `and ${number(hidden.length)} more`;
  const departures = view.directories.flatMap((part) => part.departures);
  const left = new Set(departures.map(({ id }) => id));
  const days = departures.map(({ at }) => at.notAfter.slice(0, 10));
  const first = days.reduce((earliest, day) => (day < earliest ? day : earliest), days[0] ?? "");
  return hidden.every(({ id }) => left.has(id)) ? `${more}: rollcall departures --since ${first}` : more;
}

function restOfFigures(hidden: number, { of, risen, others }: Figures): string | undefined {
  if (hidden + others === 0) return undefined;
  if (risen === 0) return `${counted(others, of)}, ${atLeastText(0)} each`;
  const more = `and ${counted(hidden + others, `more ${of}`)}`;
  return hidden === 0 ? `${more}, ${atLeastText(0)} each` : more;
}
