import type { Child } from "hono/jsx";
import { z } from "zod";
import type { SourceTaken } from "../../app/ports.ts";
import { ofRecord } from "../../app/record-memo.ts";
import { sourceKind } from "../../core/record/layoff.ts";
import { day, moment } from "../../messages/time.ts";
import { brief, counted, number, plain } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { Outside, RecordNav } from "../parts/record.tsx";
import { SOURCE_WORDS } from "../../messages/layoffs.ts";
import { Table } from "../parts/table.tsx";

/** Sources that one page bears; whoever takes in more reads them with the command. */
const MOST = 300;

interface Shown {
  readonly sources: readonly SourceTaken[];
  readonly size: { readonly documents: number; readonly layoffs: number; readonly asks: number };
}

/** What was read, and when. */
export const recordSources = definePage({
  path: "/record/sources",
  policy: "open",
  title: "Public record: sources",
  query: z.object({}),
  load: async ({ site: { store } }): Promise<Shown> =>
    ofRecord(store, "sources", async () => ({ sources: await store.sourcesTaken(), size: await store.recordSize() })),
  view: ({ sources, size }) => {
    const newest = sources.toSorted((a, b) => b.lastTaken - a.lastTaken);
    return (
      <>
        <h1>Sources of the public record</h1>
        <p class="lead">
          {counted(size.documents, "document")} of {counted(sources.length, "source")} were read, which make{" "}
          {counted(size.layoffs, "report")}.
          {size.asks === 0
            ? ""
            : ` ${counted(size.asks, "question")} ${size.asks === 1 ? "waits" : "wait"} for somebody to say whether two are one.`}
        </p>
        <RecordNav at="/record/sources" />
        {sources.length === 0 ? (
          <p class="empty">Nothing has been read yet.</p>
        ) : (
          <Table
            columns={[
              "Source",
              "Kind",
              { title: "Documents", number: true },
              "Newest of them published",
              "First read",
              "Last new document",
            ]}
            rows={newest
              .slice(0, MOST)
              .map(({ source, documents, published, firstTaken, lastTaken }): Child[] => [
                <SourceName source={source} />,
                plain(SOURCE_WORDS[sourceKind(source)] ?? sourceKind(source)),
                number(documents),
                published === null ? "" : brief(plain(published.slice(0, 10))),
                day(firstTaken),
                moment(lastTaken),
              ])}
          />
        )}
        {newest.length > MOST ? (
          <p class="quiet">And {counted(newest.length - MOST, "other")}, read longer ago.</p>
        ) : null}
        <p class="quiet">
          Texts are read and not kept: they are the press’s. Kept are address, title, date and a hash, and of each claim
          one sentence at most.
        </p>
      </>
    );
  },
});

function SourceName({ source }: { source: string }) {
  const kind = sourceKind(source);
  const name = source.slice(kind.length + 1);
  if (name === "") return <>{plain(SOURCE_WORDS[kind] ?? kind)}</>;
  return <Outside address={name}>{brief(plain(name))}</Outside>;
}
