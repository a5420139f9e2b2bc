import { DEPARTURE_STATES, type DepartureOrder, type DepartureState } from "../../app/departures-port.ts";
import { type DepartureView, disclose, type Disclosed } from "../../core/disclosure/disclose.ts";
import { plain } from "../../messages/words.ts";
import {
  departuresAsked,
  type DeparturesQuery,
  departuresQuery,
  EVIDENCES,
  LEAVING_CHANGES,
} from "../departures-asked.ts";
import { definePage } from "../page.ts";
import { DepartureTable } from "../parts/lists.tsx";
import { linkTo, Pager } from "../parts/pager.tsx";
import type { Column } from "../parts/table.tsx";
import type { Asked } from "../site.ts";
import { directoriesOf, noteView, viewingOf } from "../viewing.ts";

const SIZE = 50;

interface Listed {
  readonly query: DeparturesQuery;
  readonly departures: readonly Disclosed<DepartureView>[];
  readonly total: number;
  readonly places: readonly string[];
  readonly teams: readonly string[];
}

/** Who left: filtered, sorted and gone through by the database. */
export const departures = definePage({
  path: "/departures",
  policy: "named",
  title: "Departures",
  live: true,
  query: departuresQuery,
  load: async (asked, query): Promise<Listed> => {
    const { store } = viewingOf(asked);
    const wanted = departuresAsked(asked, query);
    const page = { order: query.sort, skip: (query.page - 1) * SIZE, limit: SIZE };
    const found = await store.listDepartures(wanted, page);
    const shown = found.flatMap((one) => disclose("departure", one, "named") ?? []);
    await noteView(asked, "departures", shown.length, { directory: query.directory ?? null, part: query.page });
    return {
      query,
      departures: shown,
      total: await store.countDepartures(wanted),
      places: await suggestions(asked, query.directory, "place"),
      teams: await suggestions(asked, query.directory, "team"),
    };
  },
  view: ({ query, departures: shown, total, places, teams }, asked) => (
    <>
      <h1>Departures</h1>
      <p class="lead">Who left, by what was known of them while they were here.</p>
      <Filters query={query} directories={directoriesOf(asked).map(({ id }) => id)} places={places} teams={teams} />
      {shown.length === 0 ? (
        <p class="empty">{total === 0 ? "Nobody left that this is true of." : "The list ends before this page."}</p>
      ) : (
        <DepartureTable departures={shown} columns={columnsFor(asked.url, query.sort)} />
      )}
      <Pager url={asked.url} page={query.page} size={SIZE} total={total} what="departures" />
      {total === 0 ? null : (
        <p>
          <a
            href={linkTo(new URL(asked.url.href.replace("/departures", "/departures.csv")), { page: undefined })}
            download
          >
            Download all of them as a table (CSV)
          </a>
        </p>
      )}
    </>
  ),
});

/** Suggestions under a field; more of them nobody goes through. */
const SUGGESTED = 150;

async function suggestions(asked: Asked, directory: string | undefined, by: "place" | "team"): Promise<string[]> {
  const { store } = viewingOf(asked);
  const all = new Set<string>();
  for (const { id } of directoriesOf(asked)) {
    if (directory !== undefined && id !== directory) continue;
    for (const value of await store.departedFrom(id, by, SUGGESTED)) all.add(value);
  }
  return [...all].slice(0, SUGGESTED);
}

function columnsFor(url: URL, sort: DepartureOrder): (string | Column)[] {
  const by = (title: string, order: DepartureOrder): Column => ({
    title,
    href: linkTo(url, { sort: order, page: undefined }),
    ...(sort === order ? { sorted: "ascending" as const } : {}),
  });
  const when: Column = {
    title: "When",
    href: linkTo(url, { sort: sort === "newest" ? "oldest" : undefined, page: undefined }),
    ...(sort === "newest"
      ? { sorted: "descending" as const }
      : sort === "oldest"
        ? { sorted: "ascending" as const }
        : {}),
  };
  return [by("Who", "name"), "How", by("Where", "place"), by("Team", "team"), when];
}

const STATES: Readonly<Record<DepartureState, string>> = {
  confirmed: "confirmed",
  unconfirmed: "not confirmed yet",
  returned: "came back",
  before: "before the first reading",
};

const EVIDENCE: Readonly<Record<(typeof EVIDENCES)[number], string>> = {
  flag: "the tool says so",
  absence: "not in the list any more",
  value: "the record changed",
  event: "an event pointed to it",
};

function Filters({
  query,
  directories,
  places,
  teams,
}: {
  query: DeparturesQuery;
  directories: readonly string[];
  places: readonly string[];
  teams: readonly string[];
}) {
  const field = (name: "place" | "team", label: string, values: readonly string[]) => (
    <label>
      {label}
      <input name={name} value={query[name]} list={`${name}s`} autocomplete="off" />
      <datalist id={`${name}s`}>
        {values.map((value) => (
          <option value={plain(value)} />
        ))}
      </datalist>
    </label>
  );
  return (
    <form class="filters" method="get" action="/departures" role="search">
      <label>
        Name, address or team
        <input type="search" name="q" value={query.q} autocomplete="off" />
      </label>
      {directories.length < 2 ? null : (
        <Choice
          name="directory"
          label="Directory"
          chosen={query.directory}
          options={directories.map((id) => [id, id])}
        />
      )}
      <label>
        From
        <input type="date" name="since" value={query.since} />
      </label>
      <label>
        To
        <input type="date" name="until" value={query.until} />
      </label>
      {field("place", "Place", places)}
      {field("team", "Team", teams)}
      <Choice name="change" label="How" chosen={query.change} options={LEAVING_CHANGES.map((one) => [one, one])} />
      <Choice
        name="state"
        label="State"
        chosen={query.state}
        options={DEPARTURE_STATES.map((one) => [one, STATES[one]])}
      />
      <Choice
        name="evidence"
        label="Evidence"
        chosen={query.evidence}
        options={EVIDENCES.map((one) => [one, EVIDENCE[one]])}
      />
      {query.wave === undefined ? null : <input type="hidden" name="wave" value={query.wave} />}
      {query.sort === "newest" ? null : <input type="hidden" name="sort" value={query.sort} />}
      <button type="submit" class="primary">
        Show
      </button>
      <a class="button" href="/departures">
        Clear
      </a>
    </form>
  );
}

function Choice({
  name,
  label,
  chosen,
  options,
}: {
  name: string;
  label: string;
  chosen: string | undefined;
  options: readonly (readonly [value: string, label: string])[];
}) {
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">any</option>
        {options.map(([value, words]) => (
          <option value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
