import type { Child } from "hono/jsx";
import type { Layoff } from "../../core/record/layoff.ts";
import type { Coverage } from "../../core/record/parts.ts";
import { courseRows, coverageText, type NoticeRow } from "../../messages/round-figure.ts";
import { brief, counted } from "../../messages/words.ts";
import { Table } from "./table.tsx";

/** How much of the figure is in notices: a bar, and the same in words. */
export function Notices({ coverage, layoff }: { coverage: Coverage; layoff: Layoff }) {
  return (
    <div class="covered">
      {coverage.share === null ? null : <Bar share={coverage.share} />}
      <p>
        {coverageText(coverage, layoff)}.{" "}
        <span class="quiet">They are among the people of the figure, and are not added to it.</span>
      </p>
    </div>
  );
}

/** What is surely in notices, and what may be, of the whole width. The words beside it say the same. */
function Bar({ share }: { share: NonNullable<Coverage["share"]> }) {
  const part = (of: number): number => Math.round(1000 * Math.min(1, of)) / 10;
  const [sure, most] = [part(share.low), part(share.high ?? share.low)];
  return (
    <svg class="noticed" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="whole" x="0" y="0" width="100" height="4" />
      <rect class="perhaps" x="0" y="0" width={most} height="4" />
      <rect class="sure" x="0" y="0" width={sure} height="4" />
    </svg>
  );
}

/** The notices under what was announced, one a row. */
export function NoticeTable({ notices }: { notices: readonly NoticeRow[] }) {
  const isAnyAside = notices.some(({ not }) => not !== "");
  const rows = notices.map(({ on, people, where, from, by, not, claim }): Child[] => [
    <span id={claim}>{on}</span>,
    people,
    brief(where),
    from,
    brief(by),
    ...(isAnyAside ? [not === "" ? "among those in notices" : not] : []),
  ]);
  return (
    <>
      <h3 id="notices">{counted(notices.length, "notice")} for its sites</h3>
      <Table
        columns={[
          "Notice of",
          { title: "People", number: true },
          "Where",
          "From",
          "Reported by",
          ...(isAnyAside ? ["Counts"] : []),
        ]}
        rows={rows}
      />
    </>
  );
}

/** Each figure that it had, the newest last. */
export function Course({ layoff: { course } }: { layoff: Layoff }) {
  if (course.length === 0) return null;
  const rows = courseRows(course).map(({ on, figure, why, claim }): Child[] => [
    on ?? "no date",
    figure,
    <a href={`#${claim}`}>{why}</a>,
  ]);
  return (
    <Table
      caption="What it was, and what made it another"
      columns={["Said on", { title: "People", number: true }, "Which is"]}
      rows={rows}
    />
  );
}
