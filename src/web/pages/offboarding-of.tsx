import { z } from "zod";
import { entriesOf, matterOf } from "../../app/offboarding.ts";
import { type AccidentView, disclose, type Disclosed, type TimelineView } from "../../core/disclosure/disclose.ts";
import { RollcallError } from "../../core/errors.ts";
import { accountsIn } from "../../core/offboarding/matters.ts";
import { nameOf } from "../../messages/departures.ts";
import {
  accidentText,
  accountName,
  acknowledgedText,
  leftText,
  ownerOf,
  standingText,
  whoseOf,
} from "../../messages/offboarding.ts";
import { offboardingFor } from "../offboarding.ts";
import { definePage } from "../page.ts";
import { StandingBadge } from "../parts/standing.tsx";
import { Table } from "../parts/table.tsx";
import type { Asked } from "../site.ts";
import { noteView, viewingOf } from "../viewing.ts";

interface Loaded {
  readonly name: string;
  readonly timeline?: Disclosed<TimelineView>;
  readonly accidents: readonly Disclosed<AccidentView>[];
}

/** One departure over all tools: when each account was to be gone, and whether it was. */
export const offboardingOf = definePage({
  path: "/offboarding/:what",
  policy: "named",
  title: ({ name }: Loaded) => `Off-boarding of ${name}`,
  live: true,
  query: z.object({}),
  load: async (asked): Promise<Loaded> => {
    const id = asked.params["what"] ?? "";
    const found = (await ofMatter(asked, id)) ?? (await ofDeparture(asked, id));
    if (found === undefined) throw new RollcallError("not_found", "There is no off-boarding of this id.");
    await noteView(asked, "offboarding", 1, { what: id });
    return found;
  },
  view: ({ name, timeline, accidents }) => (
    <article>
      <p class="crumb">
        <a href="/offboarding">Off-boarding</a>
      </p>
      <h1>{name}</h1>
      {timeline === undefined ? null : (
        <>
          <p class="lead">{leftText(timeline)}</p>
          <Steps timeline={timeline} />
        </>
      )}
      {accidents.map((accident) => (
        <p class="notice">
          In {accident.account.directory}: {accidentText(accident)}
          {accident.acknowledged === undefined ? null : (
            <>
              <br />
              {acknowledgedText(accident.acknowledged)}
            </>
          )}
        </p>
      ))}
      {timeline !== undefined || accidents.length > 0 ? null : (
        <p class="empty">No account elsewhere is known to be theirs, so that none can be left behind.</p>
      )}
    </article>
  ),
});

async function ofMatter(asked: Asked, id: string): Promise<Loaded | undefined> {
  const rules = asked.site.offboarding;
  if (rules === undefined) return undefined;
  const matter = matterOf(await offboardingFor(asked, rules), id);
  if (matter === undefined) return undefined;
  const entryOf = await entriesOf(asked.site.store, [
    ...(matter.timeline === undefined ? [] : accountsIn({ found: "departure", of: matter.timeline })),
    ...matter.accidents.flatMap((of) => accountsIn({ found: "accident", of })),
  ]);
  const timeline = matter.timeline && disclose("timeline", { of: matter.timeline, entryOf }, "named");
  const accidents = matter.accidents.flatMap((accident): Disclosed<AccidentView>[] => {
    const view = disclose("finding", { of: { kind: "accident", accident }, entryOf }, "named");
    return view?.found === "accident" ? [view] : [];
  });
  const [accident] = accidents;
  const name = timeline === undefined ? accident && whoseOf(accident) : ownerOf(timeline.left);
  if (name === undefined) return undefined;
  return { name, accidents, ...(timeline === undefined ? {} : { timeline }) };
}

/** Of somebody who is linked to no account elsewhere there is still somebody who left. */
async function ofDeparture(asked: Asked, id: string): Promise<Loaded | undefined> {
  const departure = await viewingOf(asked).store.departure(id);
  const view = departure && disclose("departure", departure, "named");
  return view && { name: nameOf(view), accidents: [] };
}

function Steps({ timeline }: { timeline: Disclosed<TimelineView> }) {
  const rows = timeline.steps.map((step) => [
    step.directory,
    step.ended?.departure === undefined ? (
      accountName(step)
    ) : (
      <a href={`/departures/${step.ended.departure}`}>{accountName(step)}</a>
    ),
    <StandingBadge standing={step.standing} />,
    standingText(step),
  ]);
  return <Table columns={["In", "Account", "State", "When"]} rows={rows} />;
}
