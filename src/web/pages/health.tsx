import { z } from "zod";
import { type Coverage, coverage } from "../../app/coverage.ts";
import type { StoreReader, Sweep } from "../../app/ports.ts";
import { coverageSvg } from "../../charts/coverage.ts";
import { standing } from "../../core/disclosure/grant.ts";
import { mayKnow, type Viewer } from "../../core/disclosure/viewer.ts";
import type { HeldEvent } from "../../core/directory/event.ts";
import type { Notification } from "../../core/notification/notification.ts";
import { DAY, type Instant } from "../../core/time.ts";
import { shownText } from "../../messages/audiences.ts";
import { coverageText, coveredBy } from "../../messages/coverage.ts";
import { notificationText } from "../../messages/deliveries.ts";
import { healthText, type Sight, sightOf, sightText } from "../../messages/health.ts";
import { between, day, duration, moment } from "../../messages/time.ts";
import { counted, listed, number, plain } from "../../messages/words.ts";
import type { Transparency } from "../../reports/transparency.ts";
import { definePage } from "../page.ts";
import { Picture } from "../parts/chart.tsx";
import { Facts, Items } from "../parts/lists.tsx";
import { SightBadge } from "../parts/sight.tsx";
import { Table } from "../parts/table.tsx";
import type { SiteDestination, SiteDirectory } from "../site.ts";
import { directoriesOf, viewingOf } from "../viewing.ts";

const LOOKED_BACK = 7 * DAY;
const READINGS = 20;
/** Of messages and events that did not get through. */
const LISTED = 20;

interface DirectoryHealth {
  readonly directory: SiteDirectory;
  readonly sight: Sight;
  readonly sentence: string;
  readonly readings: readonly Sweep[];
  readonly covered: Coverage;
  readonly quarantined: readonly HeldEvent[];
}

interface DestinationHealth {
  readonly destination: string;
  readonly settings?: SiteDestination;
  readonly waiting: number;
  readonly failed: number;
  readonly lastTold?: Instant;
}

interface Health {
  readonly directories: readonly DirectoryHealth[];
  readonly destinations: readonly DestinationHealth[];
  readonly stuck: readonly Notification[];
  readonly told: Transparency;
  readonly now: Instant;
}

/** Whether everything works: readings, coverage, deliveries, the log, and until when whose rights hold. Nobody is named on it. */
export const health = definePage({
  path: "/health",
  policy: "named",
  title: "Health",
  live: true,
  query: z.object({}),
  load: async (asked): Promise<Health> => {
    const { store, clock } = viewingOf(asked);
    const now = clock.now();
    const directories: DirectoryHealth[] = [];
    for (const directory of directoriesOf(asked)) directories.push(await healthOf(store, directory, now));
    const known = asked.site.destinations.filter((one) => tellsOfTheirs(one, asked.viewer));
    // Of a destination that tells of others alone they learn nothing, whatever it was to be told.
    const isOthers = ({ destination }: Notification): boolean =>
      asked.site.destinations.some(({ name }) => name === destination) &&
      !known.some(({ name }) => name === destination);
    const waiting = (await store.notifications({ state: "waiting" })).filter((one) => !isOthers(one));
    const failed = (await store.notifications({ state: "failed" })).filter((one) => !isOthers(one));
    return {
      directories,
      destinations: await destinationsOf(store, known, waiting, failed),
      stuck: [...failed, ...waiting.filter(({ error }) => error !== undefined)].slice(0, LISTED),
      told: await asked.site.transparency(),
      now,
    };
  },
  view: ({ directories, destinations, stuck, told, now }) => (
    <>
      <h1>Health</h1>
      <p class="lead">Whether what happens is seen, and whether it is told.</p>
      {directories.map((one) => (
        <DirectoryView {...one} />
      ))}
      <section>
        <h2>Destinations</h2>
        {destinations.length === 0 ? (
          <p>No destination is set up: what is found is kept, and told to nobody.</p>
        ) : (
          <DestinationTable destinations={destinations} />
        )}
        {stuck.length === 0 ? null : (
          <>
            <h3>Messages that did not arrive</h3>
            <Items of={stuck.map(notificationText)} />
          </>
        )}
      </section>
      <div class="columns">
        <section>
          <h2>Who may know names</h2>
          <Grants told={told} now={now} />
        </section>
        <section>
          <h2>Audit log</h2>
          <p>
            {told.checkpoint === undefined
              ? "It has not been signed yet."
              : `Last signed ${moment(told.checkpoint.at)}, over the root ${told.checkpoint.root}.`}
          </p>
        </section>
      </div>
      <section>
        <h2>Configuration</h2>
        <Configuration directories={directories.map(({ directory }) => directory)} told={told} />
      </section>
    </>
  ),
});

/** Whether a destination hears of a directory of which they may know names. */
function tellsOfTheirs({ directories }: SiteDestination, viewer: Viewer): boolean {
  return directories?.some((id) => mayKnow(viewer, id)) !== false;
}

async function healthOf(store: StoreReader, directory: SiteDirectory, now: Instant): Promise<DirectoryHealth> {
  const { id, every } = directory;
  const readings = await store.sweeps({ directory: id, limit: READINGS });
  const [seen] = await store.sweeps({ directory: id, limit: 1, seeingOnly: true });
  const sight = sightOf(readings[0], seen, now, 3 * every);
  return {
    directory,
    sight,
    sentence: sightText(sight, seen, now),
    readings,
    covered: await coverage(store, id, 3 * every, { since: now - LOOKED_BACK, until: now }),
    quarantined: await store.events({ directory: id, state: "quarantined", limit: LISTED }),
  };
}

async function destinationsOf(
  store: StoreReader,
  known: readonly SiteDestination[],
  waiting: readonly Notification[],
  failed: readonly Notification[],
): Promise<DestinationHealth[]> {
  const last = await store.lastTold();
  const names = new Set([
    ...known.map(({ name }) => name),
    ...[...waiting, ...failed].map(({ destination }) => destination),
  ]);
  return [...names].map((destination) => {
    const settings = known.find(({ name }) => name === destination);
    const lastTold = last.get(destination);
    const mine = (all: readonly Notification[]): number => all.filter((one) => one.destination === destination).length;
    return {
      destination,
      waiting: mine(waiting),
      failed: mine(failed),
      ...(settings === undefined ? {} : { settings }),
      ...(lastTold === undefined ? {} : { lastTold }),
    };
  });
}

function DirectoryView({ directory, sight, sentence, readings, covered, quarantined }: DirectoryHealth) {
  const { id, title } = directory;
  return (
    <section>
      <h2>
        {id} <span class="quiet">{title}</span> <SightBadge sight={sight} />
      </h2>
      <Items of={[sentence, ...coverageText(covered, readings.length > 0, "7 days")]} />
      <CoverageFigure covered={covered} />
      {quarantined.length === 0 ? null : (
        <>
          <h3>Events that were given up</h3>
          <Table
            columns={["Received", "What", { title: "Tries", number: true }, "Why"]}
            rows={quarantined.map(({ receivedAt, type, tries, error }) => [
              moment(receivedAt),
              plain(type),
              number(tries),
              error === undefined ? "" : plain(error.text),
            ])}
          />
        </>
      )}
      <h3>Newest readings</h3>
      {readings.length === 0 ? <p>It has not been read yet.</p> : <Readings readings={readings} />}
    </section>
  );
}

function CoverageFigure({ covered: { directory, spans } }: { covered: Coverage }) {
  if (spans.length === 0) return null;
  const rows = spans.map((span) => [
    between({ notBefore: span.since, notAfter: span.until }),
    duration(span.until - span.since),
    coveredBy(span),
  ]);
  return (
    <figure>
      <figcaption>
        What covered the last 7 days{" "}
        <span class="quiet">full height: events and sweeps; two thirds: sweeps; less: events; a line: nothing</span>
      </figcaption>
      <Picture svg={coverageSvg(spans)} />
      <details id={`coverage-${directory}`}>
        <summary>The same as a table</summary>
        <Table columns={["When", "How long", "Covered by"]} rows={rows} />
      </details>
    </figure>
  );
}

function Readings({ readings }: { readings: readonly Sweep[] }) {
  const rows = readings.map((sweep) => [
    moment(sweep.takenAt),
    <span class={`badge ${sweep.health === "ok" && sweep.complete ? "good" : "warn"}`}>
      {sweep.health.replaceAll("_", " ")}
    </span>,
    number(sweep.accounts),
    duration(Math.max(0, sweep.takenAt - sweep.startedAt)),
    sweep.reasons.length === 0 ? healthText(sweep) : sweep.reasons.map(plain).join("; "),
  ]);
  return (
    <Table
      columns={["When", "Health", { title: "Accounts", number: true }, { title: "Took", number: true }, "Why"]}
      rows={rows}
    />
  );
}

function DestinationTable({ destinations }: { destinations: readonly DestinationHealth[] }) {
  const rows = destinations.map(({ destination, settings, waiting, failed, lastTold }) => [
    destination,
    settings === undefined ? "not in the settings any more" : `${settings.title}, ${plain(settings.place)}`,
    settings === undefined
      ? ""
      : settings.audience === settings.sees
        ? settings.sees
        : `${settings.audience} (${settings.sees})`,
    settings === undefined ? "" : listed(settings.tells),
    number(waiting),
    failed === 0 ? "0" : <span class="badge bad">{number(failed)}</span>,
    lastTold === undefined ? "never" : moment(lastTold),
  ]);
  const figure = (title: string) => ({ title, number: true }) as const;
  return (
    <Table
      columns={["Destination", "Where", "Audience", "Hears of", figure("Waiting"), figure("Failed"), "Last arrived"]}
      rows={rows}
    />
  );
}

function Grants({ told: { record }, now }: Pick<Health, "told" | "now">) {
  const grants = record.audiences.flatMap((one) => (one.sees === "named" ? [one] : []));
  if (grants.length === 0) return <p>No audience of names is declared: whoever can open the store may know them.</p>;
  return (
    <Items
      of={grants.map((grant) => (
        <>
          {shownText(grant)}{" "}
          {standing(grant, now) === "holds" ? null : (
            <span class={`badge ${standing(grant, now) === "over" ? "bad" : "warn"}`}>
              {standing(grant, now) === "over" ? "ended" : `ends ${day(grant.until)}`}
            </span>
          )}
        </>
      ))}
    />
  );
}

const SHOWS = { flag: "the tool says so of the account", absence: "the account is not in the list any more" } as const;
const SOURCES = {
  socket: "a connection that Rollcall keeps",
  http: "requests that the tool sends",
  log: "a log that is asked",
};

function Configuration({
  directories,
  told: { record },
}: {
  directories: readonly SiteDirectory[];
  told: Transparency;
}) {
  return (
    <>
      {directories.map(({ id, every, departure, sources, blindTo }) => (
        <>
          <h3>{id}</h3>
          <Facts
            of={[
              ["Read every", duration(every)],
              ["Somebody has left when", SHOWS[departure]],
              [
                "Events over",
                sources.length === 0 ? "nothing: not set up" : listed(sources.map((one) => SOURCES[one])),
              ],
            ]}
          />
          {blindTo.length === 0 ? null : (
            <>
              <p>What it never shows:</p>
              <Items of={blindTo.map(plain)} />
            </>
          )}
        </>
      ))}
      <h3>Kept</h3>
      <Facts of={record.retention.map(({ what, kept }) => [plain(what), plain(kept)])} />
      {record.counts === null ? null : (
        <>
          <h3>Counts</h3>
          <p>
            Of {record.counts.headcount}, released every {duration(record.counts.cadence)}; no group under{" "}
            {counted(record.counts.k, "person", "people")} is shown to authorised readers.
          </p>
        </>
      )}
      <p>
        What is read and why stands on the page for the people concerned: <a href="/transparency">Transparency</a>.
      </p>
    </>
  );
}
