import type { PageLink } from "../page.ts";
import { queryWords, type RecordQuery, searchOf } from "./record-query.ts";

/** The ways in which the record can be taken away; the feeds tell what is new or has changed, the files have all of it. */
const FORMS = [
  { path: "/record/feed.atom", type: "application/atom+xml", name: "Atom feed", title: "Atom" },
  { path: "/record/feed.rss", type: "application/rss+xml", name: "RSS feed", title: "RSS" },
  { path: "/record/feed.json", type: "application/feed+json", name: "JSON Feed", title: "JSON Feed" },
  { path: "/record/export.csv", type: "text/csv", name: "Table (CSV)", title: "CSV" },
  { path: "/record/export.json", type: "application/json", name: "JSON", title: "JSON" },
] as const;

/** What a page of the record shows, for programs: readers of feeds find it by these. */
export function formsOf(query: RecordQuery): readonly PageLink[] {
  const words = queryWords(query);
  const search = searchOf({ ...query, sort: undefined });
  return FORMS.map(({ path, type, title }) => ({
    type,
    title: `Reported job cuts${words === "" ? "" : ` ${words}`} (${title})`,
    href: `${path}${search}`,
  }));
}

export function Forms({ query }: { query: RecordQuery }) {
  const search = searchOf({ ...query, sort: undefined });
  return (
    <section class="forms" aria-labelledby="forms">
      <h2 id="forms">The same for programs</h2>
      <p class="quiet">The feeds tell what is new or has changed of this selection; the files have all of it.</p>
      <ul class="inline">
        {FORMS.map(({ path, type, name }) => (
          <li>
            <a href={`${path}${search}`} type={type}>
              {name}
            </a>
          </li>
        ))}
        <li>
          <a href={`/record/charts${search}`}>Charts of this selection</a>
        </li>
      </ul>
    </section>
  );
}
