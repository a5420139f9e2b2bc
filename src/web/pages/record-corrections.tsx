import { z } from "zod";
import { type CorrectionTold, correctionsOf } from "../../app/corrections.ts";
import { ofRecord } from "../../app/record-memo.ts";
import type { Instant } from "../../core/time.ts";
import { causesText, changeText, sinceText } from "../../messages/layoff-history.ts";
import { moment } from "../../messages/time.ts";
import { definePage } from "../page.ts";
import { linkTo } from "../parts/pager.tsx";
import { Days } from "../parts/days.tsx";
import { layoffPath, linked, nameOf, RecordNav } from "../parts/record.tsx";
import { Table } from "../parts/table.tsx";

const SIZE = 50;

interface Shown {
  readonly page: number;
  readonly found: readonly CorrectionTold[];
  readonly historySince: Instant;
}

/** What has become another of what readers know, newest first, with why. */
export const recordCorrections = definePage({
  path: "/record/corrections",
  policy: "open",
  title: "Public record: corrections",
  query: z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) }),
  load: async ({ site: { store } }, { page }): Promise<Shown> => ({
    page,
    found: await ofRecord(store, `corrections ${page}`, () =>
      correctionsOf(store, { limit: SIZE + 1, offset: (page - 1) * SIZE }),
    ),
    historySince: await store.historySince(),
  }),
  links: () =>
    FEEDS.map(({ ending, type, title }) => ({
      type,
      title: `Corrections (${title})`,
      href: `/record/corrections.${ending}`,
    })),
  view: ({ page, found, historySince }, { url }) => (
    <>
      <h1>Corrections</h1>
      <p class="lead">
        Where the record no longer says what it said of a layoff: another figure, another date, no longer in the list or
        back in it; with what it was, what it is, and why.
      </p>
      <RecordNav at="/record/corrections" />
      {found.length === 0 ? (
        <p class="empty">
          {page === 1 ? "Nothing that the record said has become another." : "The list ends before this page."}
        </p>
      ) : (
        <Table
          columns={["When", "Company", "What the record says", "Why"]}
          rows={found
            .slice(0, SIZE)
            .map(({ before, version: { layoff, causes }, known }) => [
              <span class="whole">{moment(layoff.changedAt)}</span>,
              <a href={layoffPath(layoff.id)}>{nameOf(layoff)}</a>,
              linked(changeText({ before, after: layoff }) ?? "", [before.mergedInto, layoff.mergedInto]),
              <Days of={causesText(causes, known)} />,
            ])}
        />
      )}
      <nav class="pager" aria-label="Parts of the list">
        <span class="steps">
          {page === 1 ? null : (
            <a class="button" href={linkTo(url, { page: undefined })}>
              Newest
            </a>
          )}
          {found.length <= SIZE ? null : (
            <a class="button" rel="next" href={linkTo(url, { page: String(page + 1) })}>
              Next {SIZE}
            </a>
          )}
        </span>
      </nav>
      <section class="forms" aria-labelledby="forms">
        <h2 id="forms">The same for programs</h2>
        <ul class="inline">
          {FEEDS.map(({ ending, type, title }) => (
            <li>
              <a href={`/record/corrections.${ending}`} type={type}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </section>
      {historySince > 0 ? <p class="quiet">{sinceText(historySince)}</p> : null}
    </>
  ),
});

const FEEDS = [
  { ending: "atom", type: "application/atom+xml", title: "Atom feed" },
  { ending: "rss", type: "application/rss+xml", title: "RSS feed" },
  { ending: "json", type: "application/feed+json", title: "JSON Feed" },
] as const;
