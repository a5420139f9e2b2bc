import { z } from "zod";
import { coverage } from "../../app/coverage.ts";
import { failedAt } from "../../app/failed.ts";
import { type Beat, type Pulse, pulseOf } from "../../app/pulse.ts";
import { usualOf } from "../../app/usual.ts";
import { stripFor, wavesOf } from "../../app/waves.ts";
import type { StoreReader } from "../../app/ports.ts";
import { type DepartureView, disclose, type Disclosed } from "../../core/disclosure/disclose.ts";
import { DAY, type Instant } from "../../core/time.ts";
import type { Strip } from "../../core/wave/strip.ts";
import { coverageText } from "../../messages/coverage.ts";
import { failuresText } from "../../messages/deliveries.ts";
import { healthText, type Sight, sightOf, sightText } from "../../messages/health.ts";
import { moment } from "../../messages/time.ts";
import { waveHeadline } from "../../messages/waves.ts";
import { counted, number } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { StripFigure } from "../parts/chart.tsx";
import { DepartureTable, Items } from "../parts/lists.tsx";
import { SightBadge } from "../parts/sight.tsx";
import type { Site, SiteDirectory } from "../site.ts";
import { directoriesOf, noteView, viewingOf } from "../viewing.ts";

const NEWEST = 10;
const SHOWN = 90 * DAY;

interface Standing {
  readonly directory: SiteDirectory;
  readonly sight: Sight;
  /** What to say of it, one sentence each. */
  readonly sentences: readonly string[];
  readonly pulse: Pulse;
  readonly strip: Strip;
}

interface Now {
  readonly standings: readonly Standing[];
  readonly waves: readonly { readonly id: string; readonly headline: string }[];
  readonly newest: readonly Disclosed<DepartureView>[];
  readonly failures: readonly string[];
}

/** What there is to know at a glance: whether each directory is seen, who left of late, and what goes on. */
export const now = definePage({
  path: "/now",
  policy: "named",
  title: "Now",
  live: true,
  query: z.object({}),
  load: async (asked): Promise<Now> => {
    const { store, clock } = viewingOf(asked);
    const at = clock.now();
    const standings: Standing[] = [];
    for (const directory of directoriesOf(asked)) standings.push(await standingOf(store, asked.site, directory, at));
    const waves = (await wavesOf(store, { since: at - SHOWN })).flatMap(({ directory, wave }) =>
      wave.closed !== undefined ? [] : [{ id: wave.id, headline: waveHeadline(wave, directory) }],
    );
    const found = await store.listDepartures({}, { order: "newest", skip: 0, limit: NEWEST });
    const newest = found.flatMap((one) => disclose("departure", one, "named") ?? []);
    await noteView(asked, "departures", newest.length, { waves: waves.length });
    return { standings, waves, newest, failures: failuresText(await failedAt(store, undefined)) };
  },
  view: ({ standings, waves, newest, failures }) => (
    <>
      <h1>Now</h1>
      {failures.length === 0 ? null : (
        <div class="notice bad">
          <Items of={failures} />
        </div>
      )}
      {waves.length === 0 ? null : (
        <section>
          <h2>{waves.length === 1 ? "A wave goes on" : `${number(waves.length)} waves go on`}</h2>
          {waves.map(({ id, headline }) => (
            <p class="notice warn">
              <a href={`/waves/${id}`}>{headline}</a>
            </p>
          ))}
        </section>
      )}
      {standings.length === 0 ? <p class="empty">No directory is set up.</p> : null}
      {standings.map((one) => (
        <StandingView {...one} />
      ))}
      <section>
        <h2>Newest departures</h2>
        {newest.length === 0 ? (
          <p class="empty">Nobody left, as far as the readings go.</p>
        ) : (
          <>
            <DepartureTable departures={newest} />
            <p>
              <a href="/departures">All departures</a>
            </p>
          </>
        )}
      </section>
    </>
  ),
});

async function standingOf(store: StoreReader, site: Site, directory: SiteDirectory, at: Instant): Promise<Standing> {
  const { id, every } = directory;
  const [last] = await store.sweeps({ directory: id, limit: 1 });
  const [whole] = await store.sweeps({ directory: id, limit: 1, completeOnly: true });
  const [seen] = await store.sweeps({ directory: id, limit: 1, seeingOnly: true });
  const blindAfter = 3 * every;
  const sight = sightOf(last, seen, at, blindAfter);
  const covered = await coverage(store, id, blindAfter, { since: at - DAY, until: at });
  const began = (await usualOf(store, id, "staff", site.waves)).began ?? at;
  const from = Math.min(at - DAY, Math.max(at - SHOWN, began));
  return {
    directory,
    sight,
    sentences: [
      sightText(sight, seen, at),
      ...(last === undefined ? [] : [`The last reading: ${healthText(last)}`]),
      whole === undefined
        ? "No complete reading yet."
        : `Last read to the end: ${moment(whole.takenAt)}, ${counted(whole.accounts, "account")}.`,
      ...coverageText(covered, last !== undefined, "24 hours"),
    ],
    pulse: await pulseOf(store, id, "staff", at, site.waves),
    strip: await stripFor(store, id, "staff", { from, to: at }, site.waves),
  };
}

function StandingView({ directory: { id, title }, sight, sentences, pulse, strip }: Standing) {
  return (
    <section class="standing">
      <h2>
        {id} <span class="quiet">{title}</span> <SightBadge sight={sight} />
      </h2>
      <div class="columns">
        <Items of={sentences} />
        <ul class="tiles">
          {pulse.beats.map((beat) => (
            <BeatTile beat={beat} />
          ))}
        </ul>
      </div>
      {sight === "unread" ? null : (
        <StripFigure strip={strip} title={`Departures of ${id}, staff`} id={`strip-${id}`} />
      )}
    </section>
  );
}

const SPANS: Readonly<Record<number, string>> = { 0: "Today", 7: "7 days", 28: "28 days" };

/** A count of people beside what is usual. */
function BeatTile({ beat: { days, left, expected } }: { beat: Beat }) {
  return (
    <li class="tile">
      <h3>{SPANS[days]}</h3>
      <p class="figure">
        {number(left)} <span class="quiet unit">left</span>
      </p>
      <p class="quiet">
        {expected === undefined
          ? "What is usual is not known yet."
          : expected.high === 0
            ? "next to none expected"
            : `${number(expected.low)} to ${number(expected.high)} expected`}
      </p>
      {expected !== undefined && left > expected.high ? <span class="badge warn">more than usual</span> : null}
    </li>
  );
}
