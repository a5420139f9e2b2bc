import { z } from "zod";
import { publishedTo, releasesTo } from "../../app/published.ts";
import { stepsSvg } from "../../charts/steps.ts";
import { readersFor } from "../../core/disclosure/viewer.ts";
import { RollcallError } from "../../core/errors.ts";
import { reportOf, type Report } from "../../core/ledger/report.ts";
import { atLeastText, MEANING, policyText, reportTables, totalText } from "../../messages/report.ts";
import { day, moment } from "../../messages/time.ts";
import { brief, number, plain } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { Picture } from "../parts/chart.tsx";
import { Table } from "../parts/table.tsx";

/** So many releases are drawn: of a daily cadence, a quarter. */
const DRAWN = 92;

/** For a desk, and for a phone: a picture that shrinks is not read. */
const WIDTHS = { wide: 860, slim: 360 } as const;

/** As `rollcall report` gives them. */
const FORMATS = [
  ["/report.txt", "Text"],
  ["/report.md", "Markdown"],
  ["/report.csv", "CSV"],
  ["/report.json", "JSON"],
] as const;

/** The last release of counts, for those who may know no names; made of their ledger, and of nothing else. */
export const report = definePage({
  path: "/report",
  policy: "counts",
  title: "Report",
  query: z.object({}),
  load: async ({ site: { store }, viewer }) => {
    const readers = readersFor(viewer);
    const ledger = await publishedTo(store, readers).catch(ifNotYet);
    if (ledger === undefined) return undefined;
    return { report: reportOf(ledger), releases: (await releasesTo(store, readers, DRAWN)).map(reportOf) };
  },
  view: (data) =>
    data === undefined ? (
      <>
        <h1>Report</h1>
        <p class="empty">Nothing has been released yet. Counts come at fixed times, whatever happens.</p>
      </>
    ) : (
      <Released {...data} />
    ),
});

/** Before the first release there is nothing to show, and nothing is wrong. */
function ifNotYet(error: unknown): undefined {
  if (error instanceof RollcallError && error.code === "usage") return undefined;
  throw error;
}

function Released({ report: last, releases }: { report: Report; releases: readonly Report[] }) {
  const text = totalText(last);
  return (
    <article class="report">
      <h1>Report</h1>
      <p class="lead">
        {text.charAt(0).toUpperCase()}
        {text.slice(1)}. Released {moment(last.at)}, of a complete reading.
      </p>
      <p class="actions">
        {FORMATS.map(([href, name]) => (
          <a class="button" href={href} download="">
            {name}
          </a>
        ))}
      </p>
      <History releases={releases} />
      {reportTables(last).map(({ title, rows }) => (
        <section>
          <h2>{title}</h2>
          <Table
            columns={["Name", { title: "Left", number: true }]}
            rows={rows.map(({ name, atLeast }) => [brief(plain(name)), atLeastText(atLeast)])}
          />
        </section>
      ))}
      <section>
        <h2>How to read it</h2>
        <p>{MEANING}</p>
        <p class="quiet">{plain(policyText(last, moment(last.at)))}</p>
      </section>
    </article>
  );
}

/** What was published in all, release by release; in the table those at which it rose, and the first and the last. */
function History({ releases }: { releases: readonly Report[] }) {
  // Two ends of one day would be called the same.
  const when = new Set([releases[0], releases.at(-1)].map((one) => one && day(one.at))).size === 1 ? moment : day;
  const steps = releases.map(({ at, total }) => ({ label: when(at), value: total.atLeast }));
  const told = releases.filter(
    ({ total }, i) => i === 0 || i === releases.length - 1 || total.atLeast !== releases[i - 1]?.total.atLeast,
  );
  return (
    <figure>
      <figcaption>
        Published in all{" "}
        <span class="quiet">at least so many people, over the last {number(releases.length)} releases</span>
      </figcaption>
      {(["wide", "slim"] as const).map((size) => (
        <div class={`for-${size}`}>
          <Picture svg={stepsSvg(steps, WIDTHS[size])} />
        </div>
      ))}
      <details>
        <summary>The same as a table</summary>
        <Table
          columns={["Release", { title: "At least", number: true }]}
          rows={told
            .toReversed()
            .map(({ policy, at, total }) => [`${number(policy.release)}, ${moment(at)}`, number(total.atLeast)])}
        />
      </details>
    </figure>
  );
}
