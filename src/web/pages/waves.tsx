import { z } from "zod";
import { usualOf } from "../../app/usual.ts";
import { countersFor, type SeenWave, stripFor, wavesOf } from "../../app/waves.ts";
import { DAY } from "../../core/time.ts";
import type { Strip } from "../../core/wave/strip.ts";
import { causeText } from "../../messages/cause.ts";
import { countersLines } from "../../messages/counters.ts";
import { between } from "../../messages/time.ts";
import { placesText } from "../../messages/waves.ts";
import { number, percent } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { StripFigure } from "../parts/chart.tsx";
import { Items } from "../parts/lists.tsx";
import { Table } from "../parts/table.tsx";
import { directoriesOf, noteView, viewingOf } from "../viewing.ts";

/** How far back is shown. */
const SHOWN = 365 * DAY;
/** Of what is drawn. */
const DRAWN = 90 * DAY;

interface Found {
  readonly waves: readonly SeenWave[];
  readonly directories: readonly { readonly id: string; readonly strip: Strip; readonly counters: readonly string[] }[];
}

/** Waves: more left than is usual, and what it looks like. */
export const waves = definePage({
  path: "/waves",
  policy: "named",
  title: "Waves",
  live: true,
  query: z.object({}),
  load: async (asked): Promise<Found> => {
    const { store, clock } = viewingOf(asked);
    const now = clock.now();
    const seen = await wavesOf(store, { since: now - SHOWN });
    // Groups may be called after a manager.
    await noteView(asked, "waves", seen.length);
    const directories = [];
    for (const { id } of directoriesOf(asked)) {
      const began = (await usualOf(store, id, "staff", asked.site.waves)).began ?? now;
      const span = { from: Math.min(now - DAY, Math.max(now - DRAWN, began)), to: now };
      directories.push({
        id,
        strip: await stripFor(store, id, "staff", span, asked.site.waves),
        counters: countersLines(await countersFor(store, id, now)),
      });
    }
    return { waves: seen, directories };
  },
  view: ({ waves: seen, directories }) => (
    <>
      <h1>Waves</h1>
      <p class="lead">Times in which more people left than ordinary days explain, and what each of them looks like.</p>
      {seen.length === 0 ? (
        <p class="empty">No wave in the last year: nobody left but as on ordinary days.</p>
      ) : (
        <WaveTable waves={seen} />
      )}
      {directories.map(({ id, strip, counters }) => (
        <section>
          <h2>{id}</h2>
          <StripFigure strip={strip} title={`Departures of ${id}, staff`} id={`strip-${id}`} />
          <h3>Thresholds of the law</h3>
          <Items of={counters} />
        </section>
      ))}
    </>
  ),
});

function WaveTable({ waves: seen }: { waves: readonly SeenWave[] }) {
  const rows = seen.map(({ directory, wave }) => {
    const { id, who, start, end, size, headcount, where, cause, closed } = wave;
    return [
      <a href={`/waves/${id}`}>{between({ notBefore: start, notAfter: end })}</a>,
      closed === undefined ? <span class="badge warn">goes on</span> : <span class="badge">over</span>,
      `${directory}, ${who}`,
      number(size),
      number(headcount),
      percent(size, headcount),
      where.length === 0 ? "everywhere alike" : placesText(where),
      causeText(cause),
    ];
  });
  const figure = (title: string) => ({ title, number: true }) as const;
  return (
    <Table
      columns={["When", "State", "Of", figure("Left"), figure("Headcount"), figure("Share"), "Where", "Looks like"]}
      rows={rows}
    />
  );
}
