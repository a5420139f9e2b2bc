import { z } from "zod";
import { compareAnnounced } from "../../app/announced.ts";
import { announcementOf, wholeLayoff } from "../../app/layoffs.ts";
import { publishedTo } from "../../app/published.ts";
import { readersFor } from "../../core/disclosure/viewer.ts";
import { RollcallError } from "../../core/errors.ts";
import { reportOf } from "../../core/ledger/report.ts";
import { announcedLines } from "../../messages/announced.ts";
import { layoffFigure } from "../../messages/layoff-figure.ts";
import { policyText, totalText } from "../../messages/report.ts";
import { moment } from "../../messages/time.ts";
import { definePage } from "../page.ts";
import { Facts } from "../parts/lists.tsx";
import { layoffPath, nameOf, RecordNav } from "../parts/record.tsx";
import type { Asked } from "../site.ts";
import { directoriesOf, viewingOf } from "../viewing.ts";

interface Beside {
  readonly id: string;
  readonly name: string;
  readonly reported: string;
  readonly date: string | null;
  /** A directory, and what was observed in it, line by line: its name and what it says. */
  readonly observed: readonly { readonly directory: string; readonly facts: readonly (readonly [string, string])[] }[];
  /** For readers of counts: what was released to them, and by which rule. */
  readonly released?: readonly [total: string, policy: string];
  /** Why there is nothing to compare. */
  readonly nothing?: string;
}

/**
 * What is reported of one's own company beside what was observed in its directories: by company and time, and never by person. Readers
 * of counts are told what was released to them, and nothing else.
 */
export const layoffObserved = definePage({
  path: "/record/layoffs/:id/observed",
  policy: "counts",
  title: ({ name }: Beside) => `${name}: announced and observed`,
  query: z.object({}),
  load: async (asked): Promise<Beside> => {
    const { site, viewer, params } = asked;
    const whole = await wholeLayoff(site.store, params["id"] ?? "").catch(() => undefined);
    if (whole === undefined || whole.layoff.suppressed)
      throw new RollcallError("not_found", "The record has no layoff of this id.");
    const { layoff, claims } = whole;
    const inForce = claims.filter(({ replacedAt }) => replacedAt === null);
    const { people, bounds } = layoffFigure(layoff, inForce);
    const beside = {
      id: layoff.id,
      name: nameOf(layoff),
      reported: bounds === undefined ? people : `${people} (${bounds})`,
      date: layoff.date,
      observed: [],
    };
    try {
      if (viewer.sees === "named") return { ...beside, observed: await observedIn(asked, whole) };
      const report = reportOf(await publishedTo(site.store, readersFor(viewer)));
      return { ...beside, released: [totalText(report), policyText(report, moment(report.at))] };
    } catch (error) {
      if (error instanceof RollcallError && error.code === "usage") return { ...beside, nothing: error.message };
      throw error;
    }
  },
  view: ({ id, name, reported, date, observed, released, nothing }) => (
    <>
      <h1>{name}: announced and observed</h1>
      <p class="lead">
        What is reported of this company beside what was observed in the directories that are watched here. It says
        something only where they are of one company; people are never matched.
      </p>
      <RecordNav at={null} />
      <Facts
        of={[
          ["Reported", <a href={layoffPath(id)}>{reported}</a>],
          ["On", date ?? "an unknown day"],
          ["Released", released?.[0]],
        ]}
      />
      {released === undefined ? null : <p class="quiet">{released[1]}</p>}
      {nothing === undefined ? null : <p class="notice">{nothing}</p>}
      {observed.map(({ directory, facts }) => (
        <section>
          <h2>{directory}</h2>
          <Facts of={facts} />
        </section>
      ))}
    </>
  ),
});

async function observedIn(
  asked: Asked,
  whole: Parameters<typeof announcementOf>[0] & {
    readonly layoff: { readonly id: string; readonly createdAt: number };
  },
): Promise<Beside["observed"]> {
  const announced = announcementOf(whole);
  const { store, clock } = viewingOf(asked);
  const { id, createdAt } = whole.layoff;
  const found = [];
  for (const { id: directory } of directoriesOf(asked)) {
    const announcement = { id, directory, addedAt: createdAt, announced };
    const { expectation, observed, comparison } = await compareAnnounced(
      store,
      announcement,
      clock.now(),
      asked.site.waves,
    );
    const lines = announcedLines(announced, expectation, observed, comparison);
    const facts = lines.map((line): [string, string] => {
      const at = line.indexOf(": ");
      return [`${line.slice(0, 1).toUpperCase()}${line.slice(1, at)}`, line.slice(at + 2)];
    });
    found.push({ directory, facts });
  }
  return found;
}
