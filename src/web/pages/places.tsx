import type { Child } from "hono/jsx";
import { z } from "zod";
import { GROUPED_BY, type GroupedBy } from "../../app/departures-port.ts";
import { type GroupCount, groupCounts } from "../../app/places.ts";
import { sparkSvg } from "../../charts/spark.ts";
import { RollcallError } from "../../core/errors.ts";
import { brief, number, percent, plain } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { Picture } from "../parts/chart.tsx";
import { linkTo, Pager } from "../parts/pager.tsx";
import { Table } from "../parts/table.tsx";
import { directoriesOf, directoryAsked, viewingOf } from "../viewing.ts";

const SIZE = 100;

const NAMES: Readonly<Record<GroupedBy, { readonly one: string; readonly many: string }>> = {
  place: { one: "Place", many: "Places" },
  team: { one: "Team", many: "Teams" },
  timezone: { one: "Time zone", many: "Time zones" },
};

interface Counted {
  readonly directory: string;
  readonly by: GroupedBy;
  readonly who: "staff" | "guests";
  readonly page: number;
  readonly counts: readonly GroupCount[];
}

/** How many are here and how many have left, by place, team and time zone. It shows nobody by name. */
export const places = definePage({
  path: "/places",
  policy: "named",
  title: "Places and teams",
  live: true,
  query: z.object({
    directory: z.string().max(200).optional(),
    by: z.enum(GROUPED_BY).default("place"),
    who: z.enum(["staff", "guests"]).default("staff"),
    page: z.coerce.number().int().min(1).max(100_000).default(1),
  }),
  load: async (asked, { directory: wanted, by, who, page }): Promise<Counted> => {
    const { store, clock } = viewingOf(asked);
    const directory = directoryAsked(asked, wanted) ?? directoriesOf(asked)[0]?.id;
    if (directory === undefined) throw new RollcallError("not_found", "There is no directory to count the people of.");
    return { directory, by, who, page, counts: await groupCounts(store, directory, { who, by, now: clock.now() }) };
  },
  view: ({ directory, by, who, page, counts }, asked) => (
    <>
      <h1>Places and teams</h1>
      <p class="lead">
        {who === "staff" ? "Staff" : "Guests"} of {directory}: who is here, and who has left and not come back.
      </p>
      <nav class="tabs" aria-label="What is counted">
        <Tabs url={asked.url} name="by" chosen={by} options={GROUPED_BY.map((one) => [one, NAMES[one].many])} />
        <Tabs
          url={asked.url}
          name="who"
          chosen={who}
          options={[
            ["staff", "Staff"],
            ["guests", "Guests"],
          ]}
        />
        {directoriesOf(asked).length < 2 ? null : (
          <Tabs
            url={asked.url}
            name="directory"
            chosen={directory}
            options={directoriesOf(asked).map(({ id }) => [id, id])}
          />
        )}
      </nav>
      {counts.length === 0 ? (
        <p class="empty">Nobody is known here yet.</p>
      ) : (
        <CountTable directory={directory} by={by} counts={counts.slice((page - 1) * SIZE, page * SIZE)} all={counts} />
      )}
      <Pager url={asked.url} page={page} size={SIZE} total={counts.length} what={NAMES[by].many.toLowerCase()} />
      <p class="quiet small">
        Left: confirmed departures. Share: those of the last 90 days, of them and whoever is here now. The bars are the
        last 13 weeks, on one scale.
        {by === "place" ? " Where no place is stated, it is the one of the time zone." : ""}
      </p>
    </>
  ),
});

function Tabs({
  url,
  name,
  chosen,
  options,
}: {
  url: URL;
  name: string;
  chosen: string;
  options: readonly (readonly [value: string, label: string])[];
}) {
  return (
    <ul>
      {options.map(([value, label]) => (
        <li>
          <a
            href={linkTo(url, { [name]: value, page: undefined })}
            aria-current={value === chosen ? "true" : undefined}
          >
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}

function CountTable({
  directory,
  by,
  counts,
  all,
}: {
  directory: string;
  by: GroupedBy;
  counts: readonly GroupCount[];
  all: readonly GroupCount[];
}) {
  const most = Math.max(1, ...all.flatMap(({ weeks }) => weeks));
  const figure = (title: string) => ({ title, number: true }) as const;
  const rows = counts.map(({ value, here, left, before, weeks }): Child[] => [
    nameOf(directory, by, value),
    number(here),
    number(left.week),
    number(left.month),
    number(left.quarter),
    percent(left.quarter, left.quarter + here),
    <span class="trend">
      <Picture svg={sparkSvg(weeks, most)} /> {trendText(left.month, before)}
    </span>,
  ]);
  return (
    <Table
      columns={[
        NAMES[by].one,
        figure("Here"),
        figure("Left in 7 days"),
        figure("28 days"),
        figure("90 days"),
        figure("Share"),
        "Trend",
      ]}
      rows={rows}
    />
  );
}

/** Lists go by what was known of those who left; time zones are no filter of theirs. */
function nameOf(directory: string, by: GroupedBy, value: string | null): Child {
  if (value === null) return "not known";
  const name = brief(plain(value));
  if (by === "timezone") return name;
  return <a href={`/departures?${new URLSearchParams({ directory, [by]: value }).toString()}`}>{name}</a>;
}

function trendText(month: number, before: number): string {
  if (month === before) return month === 0 ? "" : "as before";
  return month > before ? `up from ${number(before)}` : `down from ${number(before)}`;
}
