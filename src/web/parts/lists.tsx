import type { Child } from "hono/jsx";
import type { DepartureView, Disclosed } from "../../core/disclosure/disclose.ts";
import { departureRow } from "../../messages/rows.ts";
import { type Column, Table } from "./table.tsx";

/** The way to a departure's page. */
function departureLink(id: string, name: string) {
  return <a href={`/departures/${id}`}>{name}</a>;
}

/** People who left, one a row. */
export function DepartureTable({
  departures,
  columns = ["Who", "How", "Where", "Team", "When"],
}: {
  departures: readonly Disclosed<DepartureView>[];
  columns?: readonly (string | Column)[];
}) {
  const rows = departures.map((view): Child[] => {
    const { id, who, how, where, by, team, when } = departureRow(view);
    const place = by === "timezone" ? `${where} (time zone)` : where;
    return [departureLink(id, who), <How view={view} how={how} />, place, team, when];
  });
  return <Table columns={columns} rows={rows} />;
}

/** How somebody left, and whether that stands. */
export function How({ view, how }: { view: Disclosed<DepartureView>; how: string }) {
  const word = how.replace(/\?$/, "");
  if (view.reversed !== undefined) return <span class="badge good">{word}</span>;
  if (!view.observed) return <span class="badge">{word}</span>;
  return view.confirmed ? <span class="badge">{word}</span> : <span class="badge warn">{word}, not confirmed</span>;
}

/** Facts under their names; those without a value are left out. */
export function Facts({ of }: { of: readonly (readonly [name: string, value: Child | undefined])[] }) {
  return (
    <dl>
      {of
        .filter(([, value]) => value !== undefined && value !== "")
        .map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  );
}

export function Items({ of }: { of: readonly Child[] }) {
  return of.length === 0 ? null : (
    <ul>
      {of.map((one) => (
        <li>{one}</li>
      ))}
    </ul>
  );
}
