import { z } from "zod";
import { explain, type Explanation } from "../../app/explain.ts";
import type { StoreReader } from "../../app/ports.ts";
import { type ChangeView, type DepartureView, disclose, type Disclosed } from "../../core/disclosure/disclose.ts";
import { RollcallError } from "../../core/errors.ts";
import type { Incident } from "../../core/notification/incident.ts";
import { notificationText } from "../../messages/deliveries.ts";
import { circumstancesOf, nameOf } from "../../messages/departures.ts";
import { otherAccounts } from "../../messages/persons.ts";
import { reasonsFor } from "../../messages/reasons.ts";
import { changeRow } from "../../messages/rows.ts";
import { between } from "../../messages/time.ts";
import { brief, plain } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { Facts, How, Items } from "../parts/lists.tsx";
import { Table } from "../parts/table.tsx";
import { noteView, viewingOf } from "../viewing.ts";

interface Told {
  readonly incident: Incident;
  readonly lines: readonly string[];
}

interface Explained {
  readonly view: Disclosed<DepartureView>;
  readonly reasons: readonly string[];
  readonly history: readonly Disclosed<ChangeView>[];
  readonly told: readonly Told[];
  /** What else the person has, in the directories that whoever asks may know. */
  readonly others: readonly string[];
  /** Whether the settings say until when they are to be gone. */
  readonly checked: boolean;
  /** Names of channels and groups, by kind and id. */
  readonly places: ReadonlyMap<string, string>;
}

/** Why Rollcall says that somebody left: the evidence, the reading, what was last known, and who was told. */
export const departure = definePage({
  path: "/departures/:id",
  policy: "named",
  title: ({ view }: Explained) => nameOf(view),
  live: true,
  query: z.object({}),
  load: async (asked): Promise<Explained> => {
    const { store } = viewingOf(asked);
    const found = await departureOf(store, asked.params["id"] ?? "");
    const view = disclose("departure", found.departure, "named");
    if (view === undefined) throw nobody();
    await noteView(asked, "explain", 1, { what: view.id });
    const told = found.history.filter(({ quiet }) => quiet === undefined);
    return {
      view,
      reasons: [...(found.change === undefined ? [] : reasonsFor(found.change, found.sweep)), ...circumstancesOf(view)],
      history: told.flatMap((change) => disclose("change", change, "named") ?? []),
      told: await toldOf(store, [view.id, ...told.map(({ id }) => id)]),
      others: othersOf(found, view),
      checked: asked.site.offboarding !== undefined,
      places: await placesOf(store, found.departure.accounts[0]?.directory ?? "", view),
    };
  },
  view: ({ view, reasons, history, told, others, checked, places }) => (
    <article>
      <p class="crumb">
        <a href="/departures">Departures</a>
      </p>
      <h1>{nameOf(view)}</h1>
      <p class="lead">
        left {view.accounts.map(({ directory }) => directory).join(", ")}, {between(view.at)}{" "}
        <How view={view} how={view.confirmed ? view.change : `${view.change}?`} />
      </p>
      {view.reversed === undefined ? null : (
        <p class="notice">
          Came back ({view.reversed.change}), {between(view.reversed.at)}.{" "}
          <a href={`/restore/${view.id}`}>What they lack</a>
        </p>
      )}
      <div class="columns">
        <section>
          <h2>Why Rollcall says so</h2>
          {reasons.length === 0 ? <p>The reading that found it is no longer kept.</p> : <Items of={reasons} />}
        </section>
        <section>
          <h2>Last known, while they were here</h2>
          <Known view={view} places={places} />
        </section>
      </div>
      {others.length === 0 ? null : (
        <section>
          <h2>Other accounts of the same person</h2>
          <Items of={others} />
          {checked ? (
            <p>
              <a href={`/offboarding/${view.id}`}>Whether they are gone in time</a>
            </p>
          ) : null}
        </section>
      )}
      <section>
        <h2>All that was told of this account</h2>
        <History changes={history} />
      </section>
      <section>
        <h2>Who was told</h2>
        <WhoWasTold told={told} />
      </section>
    </article>
  ),
});

function othersOf(
  { person }: Extract<Explanation, { readonly kind: "departure" }>,
  { accounts }: Disclosed<DepartureView>,
): readonly string[] {
  const view = person === undefined ? undefined : disclose("person", person, "named");
  return view === undefined ? [] : otherAccounts(view, accounts);
}

async function departureOf(
  store: StoreReader,
  id: string,
): Promise<Extract<Explanation, { readonly kind: "departure" }>> {
  const found = (await store.departure(id)) === undefined ? undefined : await explain(store, id);
  if (found?.kind === "departure") return found;
  throw nobody();
}

function nobody(): RollcallError {
  return new RollcallError("not_found", "There is no departure of this id.");
}

async function toldOf(store: StoreReader, items: readonly string[]): Promise<Told[]> {
  const incidents = new Map(
    [...(await store.incidentsOf(items)).values()].flat().map((incident) => [incident.id, incident]),
  );
  return Promise.all(
    [...incidents.values()].map(async (incident) => ({
      incident,
      lines: (await store.notifications({ incident: incident.id })).map(notificationText),
    })),
  );
}

async function placesOf(
  store: StoreReader,
  directory: string,
  { lastKnown: { channels = [], groups = [] } }: Disclosed<DepartureView>,
): Promise<ReadonlyMap<string, string>> {
  if (channels.length + groups.length === 0) return new Map();
  return new Map((await store.places(directory)).map(({ kind, id, name }) => [`${kind} ${id}`, name ?? id]));
}

function Known({ view, places }: Pick<Explained, "view" | "places">) {
  const { accounts, lastKnown } = view;
  const { location, locationFrom, channels, groups, workspaces, ...rest } = lastKnown;
  const [account] = accounts;
  const named = (kind: string, ids: readonly string[] | undefined): string | undefined =>
    ids?.map((id) => brief(plain(places.get(`${kind} ${id}`) ?? id))).join(", ");
  const from =
    locationFrom === null ? "" : ` (${locationFrom === "timezone" ? "by the time zone" : plain(locationFrom)})`;
  const others = Object.entries(rest).flatMap(([field, value]) =>
    typeof value === "string" && value !== "" ? [[LABELS[field] ?? field, plain(value)] as const] : [],
  );
  return (
    <Facts
      of={[
        ["Account", plain(account?.id ?? "")],
        ["E-mail", account?.email == null ? undefined : plain(account.email)],
        ["Kind", account?.kind],
        ["Place", location === null ? undefined : plain(location) + from],
        ...others,
        ["Channels", named("channel", channels)],
        ["Groups", named("group", groups)],
        ["Workspaces", workspaces?.map(plain).join(", ")],
      ]}
    />
  );
}

const LABELS: Readonly<Record<string, string>> = {
  employeeId: "Employee id",
  role: "Role",
  team: "Team",
  title: "Title",
  manager: "Manager",
  timezone: "Time zone",
  startDate: "Started",
  guestExpires: "Guest until",
  invitedBy: "Invited by",
};

function History({ changes }: { changes: readonly Disclosed<ChangeView>[] }) {
  const rows = changes.map(changeRow).map(({ how, what, when }) => [how, what, when]);
  return rows.length === 0 ? <p>Nothing is kept of it.</p> : <Table columns={["Change", "What", "When"]} rows={rows} />;
}

function WhoWasTold({ told }: { told: readonly Told[] }) {
  const lines = told.flatMap((one) => one.lines);
  const waves = told.filter(({ incident }) => incident.kind === "waves");
  return (
    <>
      {lines.length === 0 ? <p>Nobody: no destination of the settings hears of it.</p> : <Items of={lines} />}
      {waves.map(({ incident }) => (
        <p>
          It is part of <a href={`/waves/${incident.id}`}>a wave</a>.
        </p>
      ))}
    </>
  );
}
