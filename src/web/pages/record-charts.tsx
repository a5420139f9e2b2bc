import type { Child } from "hono/jsx";
import { z } from "zod";
import { recordOn } from "../../app/layoffs.ts";
import { ofRecord } from "../../app/record-memo.ts";
import type { RecordView } from "../../app/ports.ts";
import type { LayoffFilter } from "../../core/record/layoff.ts";
import { type Period, PERIODS, seriesOf } from "../../core/record/series.ts";
import { allOf, type Total } from "../../core/record/totals.ts";
import { type NamedTotal, peopleBy, peopleOverTime, roundsOverTime } from "../../charts/sums.ts";
import { sumWords } from "../../messages/layoff-figure.ts";
import { unknownText } from "../../messages/layoffs.ts";
import { day } from "../../messages/time.ts";
import { brief, counted, number, plain } from "../../messages/words.ts";
import { countryName } from "../../core/record/country.ts";
import { definePage } from "../page.ts";
import { Picture } from "../parts/chart.tsx";
import { RecordNav, Sum } from "../parts/record.tsx";
import { formsOf } from "../parts/record-forms.tsx";
import { filterOf, momentOf, queryWords, recordFields, type RecordQuery, searchOf } from "../parts/record-query.ts";
import { Table } from "../parts/table.tsx";

/** For a desk, and for a phone: a picture that shrinks is not read. */
const WIDTHS = { wide: 860, slim: 360 } as const;
type Size = keyof typeof WIDTHS;
/** Bars of a chart over time. */
const MOST_PERIODS = 120;
/** Bars of a chart by industry or country, and rows of its table. */
const MOST_BARS = 12;
const MOST_ROWS = 100;

interface Figure {
  readonly id: string;
  readonly title: string;
  /** What it shows, in words. */
  readonly words: string;
  readonly pictures: Readonly<Record<Size, string>>;
}

interface Drawn {
  readonly query: RecordQuery;
  readonly by: Period;
  readonly all: Total;
  readonly time: {
    readonly figures: readonly Figure[];
    readonly rows: readonly NamedTotal[];
    readonly left: readonly string[];
  };
  readonly groups: readonly {
    readonly figure: Figure;
    readonly rows: readonly NamedTotal[];
    readonly column: string;
    readonly more: number;
  }[];
}

/** The record as charts: over time, by industry, by country; each with its figures as a table. */
export const recordCharts = definePage({
  path: "/record/charts",
  policy: "open",
  title: "Public record: charts",
  heavy: "picture",
  query: z.object({ ...recordFields, by: z.enum(PERIODS).optional() }),
  load: async ({ site: { store, clock } }, { by: wanted, ...query }): Promise<Drawn> => {
    const filter = filterOf(query);
    const asOf = momentOf(query, clock.now());
    // What is dated later is dated wrongly, mostly, and would leave the chart with nothing else.
    const last = String(new Date(clock.now()).getUTCFullYear() + 1);
    const drawn = await ofRecord(store, `charts ${JSON.stringify([filter, wanted ?? null, last, asOf ?? null])}`, () =>
      drawnOf(recordOn(store, asOf), filter, wanted, last),
    );
    return { query, ...drawn };
  },
  links: ({ query }) => formsOf(query),
  view: ({ query, by, all, time, groups }) => {
    const words = queryWords(query);
    return (
      <>
        <h1>Charts of the public record</h1>
        <p class="lead">
          People whose jobs were reported cut{words === "" ? "" : ` ${words}`}. A full bar reaches to the least that is
          known, its outline to the most; a plus says that some name no most.
        </p>
        <RecordNav at="/record/charts" />
        <Sum total={all} />
        <p class="switch">
          By{" "}
          {PERIODS.map((period) => (
            <>
              <a
                href={`/record/charts${searchOf({ ...query, sort: undefined }, { by: period })}`}
                aria-current={period === by ? "true" : undefined}
              >
                {period}
              </a>{" "}
            </>
          ))}
          · <a href={`/record${searchOf(query)}`}>the list of them</a>
        </p>
        {time.rows.length === 0 ? (
          <p class="empty">Nothing of this selection has a date as exact as that.</p>
        ) : (
          <section>
            <h2>Over time</h2>
            {time.figures.map((figure) => (
              <Drawing figure={figure} />
            ))}
            {time.left.map((line) => (
              <p class="quiet">{line}</p>
            ))}
            <Figures id="time-table" column="When" rows={time.rows.toReversed()} />
          </section>
        )}
        {groups.map(({ figure, rows, column, more }) =>
          rows.length === 0 ? null : (
            <section>
              <h2>{`By ${column.toLowerCase()}`}</h2>
              <Drawing figure={figure} />
              <Figures id={`${figure.id}-table`} column={column} rows={rows} />
              {more === 0 ? null : <p class="quiet">And {counted(more, "other")}, each with fewer people.</p>}
            </section>
          ),
        )}
      </>
    );
  },
});

async function drawnOf(
  store: RecordView,
  filter: LayoffFilter,
  wanted: Period | undefined,
  last: string,
): Promise<Omit<Drawn, "query">> {
  const years = await store.layoffTotals("year", filter);
  const isLater = ({ key }: Total): boolean => key !== null && key.slice(0, 4) > last;
  const known = years.flatMap((one) => (one.key === null || isLater(one) ? [] : [Number(one.key)]));
  const reach = known.length === 0 ? 1 : Math.max(...known) - Math.min(...known) + 1;
  const by = wanted ?? (reach <= 3 ? "month" : reach <= 12 ? "quarter" : "year");
  const totals = by === "year" ? years : await store.layoffTotals("month", filter);
  const { periods, before, undated } = seriesOf(
    totals.filter((one) => !isLater(one)),
    by,
    MOST_PERIODS,
  );
  const later = allOf(totals.filter(isLater));
  const rows = periods.map((total) => named(total, periodName(total.key, by)));
  const left = [
    ...(before.layoffs === 0 ? [] : [`Before that: ${sumWords(before)} people in ${unknownText(before)}`]),
    ...(later.layoffs === 0 ? [] : [`Dated later than ${last}: ${sumWords(later)} people in ${unknownText(later)}`]),
    ...(undated.layoffs === 0
      ? []
      : [`Of no ${by} that is known: ${sumWords(undated)} people in ${unknownText(undated)}`]),
  ];
  return {
    by,
    all: allOf(years),
    time: { rows, left, figures: rows.length === 0 ? [] : await overTime(rows, by) },
    groups: [
      await grouped(
        await store.layoffTotals("industry", filter),
        { id: "industry", title: "People, by industry", column: "Industry" },
        (key) => brief(plain(key)),
      ),
      await grouped(
        await store.layoffTotals("country", filter),
        { id: "country", title: "People, by country", column: "Country" },
        (key) => plain(countryName(key)),
      ),
    ],
  };
}

async function overTime(rows: readonly NamedTotal[], by: Period): Promise<readonly Figure[]> {
  const people = {
    id: "people",
    title: `People, by ${by}`,
    words: `${span(rows)} ${most(rows, "most people", ({ low }) => low)}`,
  };
  const rounds = {
    id: "rounds",
    title: `Rounds of cuts, by ${by}; in outline those that name no figure`,
    words: `${span(rows)} ${most(rows, "most rounds", ({ layoffs }) => layoffs)}`,
  };
  return [
    { ...people, pictures: await inBoth(people, rows, peopleOverTime) },
    { ...rounds, pictures: await inBoth(rounds, rows, roundsOverTime) },
  ];
}

function span(rows: readonly NamedTotal[]): string {
  return `From ${rows[0]?.name ?? ""} to ${rows.at(-1)?.name ?? ""}.`;
}

function most(rows: readonly NamedTotal[], what: string, of: (one: NamedTotal) => number): string {
  const [first] = rows.toSorted((a, b) => of(b) - of(a));
  return first === undefined || of(first) === 0 ? "" : `The ${what}: ${first.words}.`;
}

async function grouped(
  totals: readonly Total[],
  { id, title, column }: { readonly id: string; readonly title: string; readonly column: string },
  name: (key: string) => string,
): Promise<Drawn["groups"][number]> {
  const sorted = totals.filter(({ key }) => key !== null).toSorted((a, b) => b.low - a.low || b.layoffs - a.layoffs);
  const unknown = totals.filter(({ key }) => key === null).map((total) => named(total, "Not known"));
  const all = distinct(sorted.map((total) => named(total, name(total.key ?? ""))));
  const bars = all.filter(({ low, high }) => low > 0 || high > 0).slice(0, MOST_BARS);
  const words = `${counted(bars.length, "bar")}. ${most(bars, "most people", ({ low }) => low)}`;
  const figure = { id, title, words };
  return {
    column,
    rows: [...all.slice(0, MOST_ROWS), ...unknown],
    more: Math.max(0, all.length - MOST_ROWS),
    figure: {
      ...figure,
      pictures: bars.length === 0 ? { wide: "", slim: "" } : await inBoth(figure, bars, peopleBy),
    },
  };
}

/** Two that look alike once they are cut have a number each: a bar has one name. */
function distinct(rows: readonly NamedTotal[]): readonly NamedTotal[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const times = (seen.get(row.name) ?? 0) + 1;
    seen.set(row.name, times);
    return times === 1 ? row : { ...row, name: `${row.name} (${times})` };
  });
}

async function inBoth(
  { id, title, words }: Omit<Figure, "pictures">,
  totals: readonly NamedTotal[],
  draw: typeof peopleOverTime,
): Promise<Figure["pictures"]> {
  const of = (size: Size) => draw({ id: `${id}-${size}`, title, description: words, totals, width: WIDTHS[size] });
  return { wide: await of("wide"), slim: await of("slim") };
}

function named(total: Total, name: string): NamedTotal {
  return {
    ...total,
    name,
    words: `${name}: ${sumWords(total)}${total.layoffs === 0 ? "" : ` people, ${counted(total.layoffs, "round")}`}`,
  };
}

function periodName(key: string, by: Period): string {
  if (by === "year") return key;
  if (by === "month") return day(`${key}-01`).replace(/^1 /, "");
  const [year, quarter] = key.split("-");
  return `${quarter} ${year}`;
}

function Drawing({ figure: { title, words, pictures } }: { figure: Figure }) {
  if (pictures.wide === "") return <p class="empty">No figure is named in any of them.</p>;
  return (
    <figure>
      <figcaption>{title}</figcaption>
      {(["wide", "slim"] as const).map((size) => (
        <div class={`for-${size}`}>
          <Picture svg={pictures[size]} />
        </div>
      ))}
      <p class="quiet small">{words}</p>
    </figure>
  );
}

function Figures({ id, column, rows }: { id: string; column: string; rows: readonly NamedTotal[] }) {
  const blank = (n: number): string => (n === 0 ? "" : number(n));
  return (
    <details id={id}>
      <summary>The same as a table</summary>
      <Table
        columns={[
          column,
          { title: "People", number: true },
          { title: "Rounds", number: true },
          { title: "No figure", number: true },
          { title: "No most", number: true },
          { title: "To be decided", number: true },
        ]}
        rows={rows.map((total): Child[] => [
          total.name,
          total.layoffs === 0 ? "" : sumWords(total),
          number(total.layoffs),
          blank(total.unfigured),
          blank(total.openEnded),
          blank(total.undecided),
        ])}
      />
    </details>
  );
}
