import { recordExtent } from "../../app/record-extent.ts";
import { datasetOf } from "../../messages/record-dataset.ts";
import type { PageLink } from "../page.ts";
import type { Asked } from "../site.ts";
import { queryWords, type RecordQuery, searchOf } from "./record-query.ts";

export const TABLE = "/record/export.csv";
/** Where a program looks for what describes a table (https://www.w3.org/TR/tabular-data-model/#standard-file-metadata). */
export const TABLE_DESCRIPTION = `${TABLE}-metadata.json`;
export const DATASET = "/record/dataset.jsonld";

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

/** What describes the table, and the data set. */
export function describedBy(query: RecordQuery): readonly PageLink[] {
  const search = searchOf({ ...query, sort: undefined });
  const columns = "What the columns of the table mean (CSVW)";
  return [
    { rel: "describedby", type: "application/csvm+json", title: columns, href: `${TABLE_DESCRIPTION}${search}` },
    { rel: "describedby", type: "application/ld+json", title: "The data set (schema.org)", href: DATASET },
  ];
}

/** Where an address of ours is found, for others. */
export function foundAt({ still, url }: Pick<Asked, "still" | "url">, address: string): string {
  return still === undefined ? `${url.origin}${address}` : still.placeOf(address);
}

/** The whole record as a data set, for those who look for one. */
export async function datasetAsked(asked: Asked): Promise<object> {
  const { store, publication } = asked.site;
  return datasetOf({
    ...publication,
    extent: await recordExtent(store, {}),
    page: foundAt(asked, "/record"),
    methodology: foundAt(asked, "/record/methodology"),
    forms: FORMS.map(({ path, type, title }) => ({ name: title, type, address: foundAt(asked, path) })),
  });
}

export function Forms({ query, asked: { still } }: { query: RecordQuery; asked: Pick<Asked, "still"> }) {
  const search = searchOf({ ...query, sort: undefined });
  const forms = [...FORMS, { path: "/record/charts", type: "text/html", name: "Charts of this selection" }]
    .map((form) => ({ ...form, address: `${form.path}${search}` }))
    .filter(({ address }) => still?.has(address) !== false);
  if (forms.length === 0) return null;
  return (
    <section class="forms" aria-labelledby="forms">
      <h2 id="forms">The same for programs</h2>
      <p class="quiet">
        {still === undefined
          ? "The feeds tell what is new or has changed of this selection; the files have all of it."
          : "The feeds tell what is new or has changed; the files have all of the record."}
      </p>
      <ul class="inline">
        {forms.map(({ address, type, name }) => (
          <li>
            <a href={address} type={type}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
