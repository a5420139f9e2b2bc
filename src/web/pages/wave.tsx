import { z } from "zod";
import { compareAnnounced, type Compared } from "../../app/announced.ts";
import type { StoreReader } from "../../app/ports.ts";
import { countersFor, type SeenWave, spanAround, stripFor, waveOf } from "../../app/waves.ts";
import { type DepartureView, disclose, type Disclosed } from "../../core/disclosure/disclose.ts";
import { DAY, type Instant } from "../../core/time.ts";
import type { WaveRules } from "../../core/wave/rules.ts";
import type { Strip } from "../../core/wave/strip.ts";
import { announcedLines } from "../../messages/announced.ts";
import { causeText, reasonText } from "../../messages/cause.ts";
import { countersLines } from "../../messages/counters.ts";
import { notificationText } from "../../messages/deliveries.ts";
import { moment } from "../../messages/time.ts";
import { placeName, waveHeadline, waveLines } from "../../messages/waves.ts";
import { counted, number, percent } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { StripFigure } from "../parts/chart.tsx";
import { DepartureTable, Facts, Items } from "../parts/lists.tsx";
import { Table } from "../parts/table.tsx";
import { noteView, viewingOf } from "../viewing.ts";

/** Of the people of a wave. */
const SHOWN = 25;

interface Shown {
  readonly seen: SeenWave;
  readonly strip: Strip;
  readonly people: readonly Disclosed<DepartureView>[];
  readonly total: number;
  readonly compared: readonly Compared[];
  readonly counters: readonly string[];
  readonly told: readonly string[];
}

/** One wave: where, how fast, what it looks like and why, what was announced of it, who was told, and what is to be restored. */
export const wave = definePage({
  path: "/waves/:id",
  policy: "named",
  title: ({ seen }: Shown) => `Wave of ${seen.directory}`,
  live: true,
  query: z.object({}),
  load: async (asked): Promise<Shown> => {
    const { store, clock } = viewingOf(asked);
    const now = clock.now();
    const id = asked.params["id"] ?? "";
    const seen = await waveOf(store, id);
    const { directory } = seen;
    const found = await store.listDepartures({ incident: id }, { order: "newest", skip: 0, limit: SHOWN });
    const people = found.flatMap((one) => disclose("departure", one, "named") ?? []);
    await noteView(asked, "waves", Math.max(1, people.length), { what: id });
    return {
      seen,
      strip: await stripFor(store, directory, seen.wave.who, spanAround(seen.wave, now), asked.site.waves),
      people,
      total: await store.countDepartures({ incident: id }),
      compared: await comparedWith(store, seen, now, asked.site.waves),
      counters: countersLines(await countersFor(store, directory, now)),
      told: (await store.notifications({ incident: id })).map(notificationText),
    };
  },
  view: (shown) => <WaveView {...shown} />,
});

/** What was announced so long after a wave began, or before it, may be of it. */
const AFTER = 14 * DAY;
const BEFORE = 180 * DAY;

async function comparedWith(
  store: StoreReader,
  { directory, wave: { start, who } }: SeenWave,
  now: Instant,
  rules: WaveRules,
): Promise<Compared[]> {
  if (who !== "staff") return [];
  const began = Date.parse(start);
  const near = (await store.announcements({ directory })).filter(
    ({ announced: { on } }) => on <= began + AFTER && on >= began - BEFORE,
  );
  return Promise.all(near.map((announcement) => compareAnnounced(store, announcement, now, rules)));
}

function WaveView({ seen, strip, people, total, compared, counters, told }: Shown) {
  const { directory, wave: of } = seen;
  const lines = waveLines(of).filter(({ label }) => label !== "because" && label !== "cause" && label !== "where");
  return (
    <article>
      <p class="crumb">
        <a href="/waves">Waves</a>
      </p>
      <h1>{waveHeadline(of, directory)}</h1>
      <p class="lead">
        {of.closed === undefined ? <span class="badge warn">goes on</span> : <span class="badge">over</span>} Said first
        at {moment(of.opened)}.
      </p>
      <StripFigure strip={strip} title={`Departures of ${directory}, ${of.who}`} id="strip" />
      <div class="columns">
        <section>
          <h2>How fast</h2>
          <Facts of={lines.map(({ label, text }) => [`${label.charAt(0).toUpperCase()}${label.slice(1)}`, text])} />
        </section>
        <section>
          <h2>Looks like {causeText(of.cause)}</h2>
          <Items of={of.reasons.map(reasonText)} />
        </section>
      </div>
      <section>
        <h2>Where</h2>
        {of.where.length === 0 ? (
          <p>In no place more than elsewhere.</p>
        ) : (
          <>
            <Table
              columns={[
                "Place",
                { title: "Left", number: true },
                { title: "Of", number: true },
                { title: "Share", number: true },
              ]}
              rows={of.where.map((place) => [
                placeName(place),
                number(place.left),
                number(place.of),
                percent(place.left, place.of),
              ])}
            />
            {of.elsewhere ? <p>And more than usual elsewhere.</p> : null}
          </>
        )}
      </section>
      <section>
        <h2>Announced and observed</h2>
        {compared.length === 0 ? (
          <p>Nothing that was announced about this time has been entered: rollcall announce does.</p>
        ) : (
          compared.map(({ announcement, expectation, observed, comparison }) => (
            <Items of={announcedLines(announcement.announced, expectation, observed, comparison)} />
          ))
        )}
      </section>
      <section>
        <h2>Who left</h2>
        {people.length === 0 ? (
          <p>Nobody of them is kept any more.</p>
        ) : (
          <>
            <DepartureTable departures={people} />
            <p class="actions">
              <a class="button" href={`/departures?wave=${of.id}`}>
                All {counted(total, "person", "people")}
              </a>
              <a class="button" href={`/restore/${of.id}`}>
                What is to be restored
              </a>
            </p>
          </>
        )}
      </section>
      <div class="columns">
        <section>
          <h2>Thresholds of the law</h2>
          <Items of={counters} />
        </section>
        <section>
          <h2>Who was told</h2>
          {told.length === 0 ? <p>Nobody: no destination of the settings hears of waves.</p> : <Items of={told} />}
        </section>
      </div>
    </article>
  );
}
