import { z } from "zod";
import { layoffOfId, recordOn } from "../../app/layoffs.ts";
import { ofRecord } from "../../app/record-memo.ts";
import type { RecordView, Selection } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { CLAIM_KINDS, CLAIM_STATUSES } from "../../core/record/claim.ts";
import { countryName } from "../../core/record/country.ts";
import type { LayoffOrder } from "../../core/record/layoff.ts";
import type { Instant } from "../../core/time.ts";
import { KIND_WORDS, SOURCE_WORDS, STATUS_WORDS } from "../../messages/layoffs.ts";
import { brief, counted, plain } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import type { Asked, Still } from "../site.ts";
import { AsOf, LAYOFF_COLUMNS, LayoffTable, RecordNav, Sum, type Told } from "../parts/record.tsx";
import { deskPath } from "../parts/desk-path.ts";
import { type Choices, choicesOf } from "../parts/record-choices.ts";
import { datasetAsked, describedBy, Forms, formsOf } from "../parts/record-forms.tsx";
import { filterOf, momentOf, queryWords, recordFields, type RecordQuery, searchOf } from "../parts/record-query.ts";
import type { Column } from "../parts/table.tsx";

/** Rows of a page, and of one that is kept as a file, which nobody can narrow. */
const SIZE = 50;
const STILL_SIZE = 250;
interface Listed {
  readonly query: RecordQuery;
  readonly told: readonly Told[];
  readonly selection: Selection;
  /** The last of this page, where more come after it. */
  readonly next?: string;
  readonly isFirst: boolean;
  readonly size: number;
  readonly choices: Choices;
  /** Of which moment it is; undefined for today. */
  readonly asOf: Instant | undefined;
  readonly historySince: Instant;
  /** Questions that somebody has to decide; undefined for those who may not. */
  readonly waiting: number | undefined;
  /** Of the whole record, where it is shown from its beginning. */
  readonly dataset?: object;
}

/** Every reported round of job cuts: narrowed, ordered and gone through by the database. */
export const record = definePage({
  path: "/record",
  policy: "open",
  title: "Public record",
  query: z.object({ ...recordFields, after: z.string().max(64).optional() }),
  load: async (asked, { after, ...query }): Promise<Listed> => {
    const { store, clock } = asked.site;
    const asOf = momentOf(query, clock.now());
    const view = recordOn(store, asOf);
    const size = asked.still === undefined ? SIZE : STILL_SIZE;
    const filter = filterOf(query);
    const order = query.sort ?? "date";
    const last = after === undefined ? {} : { after: await placeOf(view, after) };
    const question = `list ${JSON.stringify([filter, order, after ?? null, asOf ?? null])}`;
    const list = () => view.layoffs({ ...filter, order, limit: size + 1, ...last });
    // Of a page that is made once, as a file, nobody asks again: to keep it would be to keep all of the record.
    const found = await (asked.still === undefined ? ofRecord(store, question, list) : list());
    const shown = found.slice(0, size);
    const claims = Map.groupBy(await view.claimsOf(shown.map(({ id }) => id)), ({ layoff }) => layoff);
    const end = shown.at(-1);
    return {
      query,
      told: shown.map((layoff) => ({ layoff, claims: claims.get(layoff.id) ?? [] })),
      selection: await ofRecord(store, `selection ${JSON.stringify([filter, asOf ?? null])}`, () =>
        view.selection(filter),
      ),
      asOf,
      historySince: await store.historySince(),
      ...(found.length > size && end !== undefined ? { next: end.id } : {}),
      isFirst: after === undefined,
      size,
      waiting: await waitingFor(asked),
      choices: await choicesOf(store),
      ...(after === undefined && searchOf(query) === "" ? { dataset: await datasetAsked(asked) } : {}),
    };
  },
  links: ({ query }) => [...formsOf(query), ...describedBy(query)],
  data: ({ dataset }) => dataset,
  view: (shown, asked) => {
    const { query, told, next, isFirst, size, choices } = shown;
    const { listed, counted: total } = shown.selection;
    const { still } = asked;
    const { "as-of": then, ...narrowed } = query;
    const words = queryWords(narrowed);
    return (
      <>
        <h1>Public record</h1>
        <p class="lead">
          Rounds of job cuts as they were reported: each figure in its own words, and who reports it. Where nobody names
          a figure it says so; that is never a zero.
        </p>
        <RecordNav at="/record" />
        {shown.waiting === undefined ? null : (
          <p>
            <a href={deskPath({})}>The desk</a>{" "}
            <span class="quiet">
              {shown.waiting === 0 ? "Nothing is to be decided." : `${counted(shown.waiting, "question")} waiting`}
            </span>
          </p>
        )}
        {still === undefined ? <Filters query={query} choices={choices} /> : null}
        {still !== undefined && isFirst ? <Browse choices={choices} still={still} /> : null}
        <AsOf
          at={shown.asOf}
          since={shown.historySince}
          today={`/record${searchOf({ ...query, "as-of": undefined })}`}
        />
        <h2>
          {words === "" ? "All layoffs" : `Those ${words}`}
          {then === undefined || then === "" ? "" : `, ${queryWords({ "as-of": then })}`}
        </h2>
        <Sum total={total} />
        {listed === total.layoffs ? null : (
          <p class="quiet">
            Of {counted(listed, "report")} listed, {counted(listed - total.layoffs, "one", "ones")} in no sum: other
            kinds, rumours and what was denied.
          </p>
        )}
        {told.length === 0 ? (
          <p class="empty">{listed > 0 ? "The list ends before this page." : "Nothing of the record is like that."}</p>
        ) : (
          <LayoffTable
            told={told}
            asOf={query["as-of"]}
            {...(still === undefined ? { columns: columnsFor(query) } : {})}
          />
        )}
        <Steps query={query} listed={listed} next={next} isFirst={isFirst} size={size} />
        <Forms query={query} asked={asked} />
      </>
    );
  },
});

async function waitingFor({ site: { store }, viewer, still }: Asked): Promise<number | undefined> {
  if (viewer.sees !== "named" || still !== undefined) return undefined;
  return ofRecord(store, "questions", () => store.questionsWaiting());
}

async function placeOf(store: RecordView, id: string) {
  return layoffOfId(store, id).catch(() => {
    throw new RollcallError("usage", "after: the record has no such place any more; begin the list anew.");
  });
}

const SORTABLE: Readonly<Record<string, LayoffOrder>> = {
  Company: "company",
  Date: "date",
  People: "count",
  Share: "percent",
};

function columnsFor(query: RecordQuery): (string | Column)[] {
  return LAYOFF_COLUMNS.map((one) => {
    const column: Column = typeof one === "string" ? { title: one } : one;
    const order = SORTABLE[column.title];
    if (order === undefined) return column;
    const href = `/record${searchOf(query, { sort: order === "date" ? undefined : order })}`;
    if ((query.sort ?? "date") !== order) return { ...column, href };
    return { ...column, href, sorted: order === "company" ? "ascending" : "descending" };
  });
}

function Steps({
  query,
  listed,
  next,
  isFirst,
  size,
}: {
  query: RecordQuery;
  listed: number;
  next: string | undefined;
  isFirst: boolean;
  size: number;
}) {
  return (
    <nav class="pager" aria-label="Parts of the list">
      <span class="quiet">{counted(listed, "report")} in this list</span>
      <span class="steps">
        {isFirst ? null : (
          <a class="button" href={`/record${searchOf(query)}`}>
            From the beginning
          </a>
        )}
        {next === undefined ? null : (
          <a class="button" rel="next" href={`/record${searchOf(query, { after: next })}`}>
            Next {size}
          </a>
        )}
      </span>
    </nav>
  );
}

function Filters({ query, choices }: { query: RecordQuery; choices: Choices }) {
  const kinds = new Set([...choices.sources, ...(query.source === undefined ? [] : [query.source])]);
  const countries = new Set([...choices.countries, ...(query.country === undefined ? [] : [query.country])]);
  return (
    <form class="filters" method="get" action="/record" role="search" aria-label="Narrow the record">
      <label>
        Company
        <input type="search" name="company" value={plain(query.company ?? "")} autocomplete="off" />
      </label>
      <label>
        Country
        <Choice
          name="country"
          value={query.country}
          of={[...countries].map((code) => [plain(code), plain(countryName(code))])}
        />
      </label>
      <label>
        Industry
        <input name="industry" value={plain(query.industry ?? "")} list="industries" autocomplete="off" />
        <datalist id="industries">
          {choices.industries.map((value) => (
            <option value={plain(value)} />
          ))}
        </datalist>
      </label>
      <label>
        From
        <input type="date" name="since" value={dayOnly(query.since, "-01")} />
      </label>
      <label>
        To
        <input type="date" name="until" value={dayOnly(query.until, "-31")} />
      </label>
      <label>
        People, at least
        <input name="min" inputmode="numeric" size={6} value={query.min} />
      </label>
      <label>
        Figure
        <Choice
          name="figure"
          value={query.figure}
          of={[
            ["with", "named"],
            ["without", "not named"],
          ]}
        />
      </label>
      <label>
        What
        <Choice name="kind" value={query.kind} of={CLAIM_KINDS.map((kind) => [kind, KIND_WORDS[kind]])} />
      </label>
      <label>
        How sure
        <Choice name="status" value={query.status} of={CLAIM_STATUSES.map((one) => [one, STATUS_WORDS[one]])} />
      </label>
      <label>
        Reported by
        <Choice
          name="source"
          value={query.source}
          of={[...kinds].map((kind) => [kind, plain(SOURCE_WORDS[kind] ?? kind)])}
        />
      </label>
      <label>
        As it stood on
        <input type="date" name="as-of" value={dayOnly(query["as-of"]?.slice(0, 10), "-31")} />
      </label>
      {query.sort === undefined ? null : <input type="hidden" name="sort" value={query.sort} />}
      <span class="actions">
        <button type="submit" class="primary">
          Show
        </button>
        <a href="/record">Show all</a>
      </span>
    </form>
  );
}

/** The ways into the record where nothing can be asked: a page for each year, country and industry. */
function Browse({ choices: { years, countries, industries }, still }: { choices: Choices; still: Still }) {
  const groups = [
    { title: "Years", ways: years.map((year) => [year, { since: year, until: year }] as const) },
    { title: "Countries", ways: countries.map((country) => [countryName(country), { country }] as const) },
    { title: "Industries", ways: industries.map((industry) => [brief(industry), { industry }] as const) },
  ];
  return (
    <div class="browse">
      {groups.map(({ title, ways }) => {
        const there = ways.filter(([, query]) => still.has(`/record${searchOf(query)}`));
        return there.length === 0 ? null : (
          <details>
            <summary>
              {title} <span class="quiet">({there.length})</span>
            </summary>
            <ul class="inline">
              {there.map(([name, query]) => (
                <li>
                  <a href={`/record${searchOf(query)}`}>{plain(name)}</a>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </div>
  );
}

function Choice({
  name,
  value,
  of,
}: {
  name: string;
  value: string | undefined;
  of: readonly (readonly [value: string, words: string])[];
}) {
  return (
    <select name={name}>
      <option value="">any</option>
      {of.map(([one, words]) => (
        <option value={one} selected={one === value}>
          {words}
        </option>
      ))}
    </select>
  );
}

/** A field for days holds days alone: of a month or a year its first one, or its last. */
function dayOnly(text: string | undefined, end: "-01" | "-31"): string | undefined {
  if (text === undefined || text.length === 10) return text;
  const month = text.length === 4 ? `${text}${end === "-01" ? "-01" : "-12"}` : text;
  if (end === "-01") return `${month}-01`;
  const [year = 0, of = 1] = month.split("-").map(Number);
  return `${month}-${new Date(Date.UTC(year, of, 0)).getUTCDate()}`;
}
