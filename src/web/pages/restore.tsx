import { z } from "zod";
import { restore } from "../../app/restore.ts";
import type { Disclosed, RestorationView, RestoreView } from "../../core/disclosure/disclose.ts";
import { defined } from "../../core/defined.ts";
import { RollcallError } from "../../core/errors.ts";
import { RESTORE_SAID, restoredName, restoreHead, roleText, tallyOf, thingText } from "../../messages/restore.ts";
import { between } from "../../messages/time.ts";
import { counted, number } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { Facts, Items } from "../parts/lists.tsx";
import { Table } from "../parts/table.tsx";
import type { Asked } from "../site.ts";
import { viewingOf } from "../viewing.ts";

/** Rows on the page; the download has everybody. */
const SHOWN = 50;

/** What people had who left, of one departure or of one incident; it is on the record before anybody sees it. */
export async function packAsked(asked: Asked, first?: number): Promise<Disclosed<RestoreView>> {
  const what = asked.params["what"] ?? "";
  const isOne = /^[di]-/.test(what);
  const view = isOne ? await restore(viewingOf(asked), { what, ...defined({ first }) }, "named") : undefined;
  if (view !== undefined) return view;
  throw new RollcallError("not_found", "There is no departure and no wave of this id.");
}

/** What is to be given back to those who come back. */
export const restorePack = definePage({
  path: "/restore/:what",
  policy: "named",
  title: "To restore",
  query: z.object({}),
  load: async (asked) => {
    const { directories, people } = await packAsked(asked, SHOWN);
    const what = asked.params["what"] ?? "";
    const all = what.startsWith("d-") ? 1 : await asked.site.store.countDepartures({ incident: what });
    return { directories, people, all };
  },
  view: ({ directories, people, all }, { params }) => (
    <article>
      <h1>To restore</h1>
      <p class="lead">What people had while they were here, against what those have who are back.</p>
      {people.length === 0 ? <p class="empty">Nobody left, as far as the readings go.</p> : null}
      {all <= SHOWN ? null : (
        <p class="notice">
          These are the first {number(SHOWN)} of {counted(all, "departure")}, with those who are back before the others;
          the download has everybody.
        </p>
      )}
      {directories.map((read) => (
        <DirectoryPack read={read} people={people.filter(({ directory }) => directory === read.directory)} />
      ))}
      {people.length === 0 ? null : (
        <p>
          <a class="button" href={`/restore/${params["what"] ?? ""}/pack.csv`} download>
            Download everything as a table (CSV)
          </a>
        </p>
      )}
    </article>
  ),
});

function DirectoryPack({
  read,
  people,
}: {
  read: RestoreView["directories"][number];
  people: readonly RestorationView[];
}) {
  if (people.length === 0) return null;
  const { headline, lines } = restoreHead(read, people);
  const [only] = people;
  return (
    <section>
      <h2>{headline}</h2>
      <Items of={lines} />
      {people.length === 1 && only !== undefined ? <OnePack person={only} /> : <ManyPacks people={people} />}
    </section>
  );
}

function ManyPacks({ people }: { people: readonly RestorationView[] }) {
  const rows = people.map((person) => [
    <Who person={person} />,
    person.back === null ? "gone" : "back",
    roleText(person),
    tallyOf(person, "channel"),
    tallyOf(person, "group"),
    between(person.left.at),
  ]);
  return (
    <Table
      caption="Channels and groups: to restore, of those they had."
      columns={["Who", "State", "Role", "Channels", "Groups", "Left"]}
      rows={rows}
    />
  );
}

function OnePack({ person }: { person: RestorationView }) {
  return (
    <>
      <Facts
        of={[
          ["Who", <Who person={person} />],
          ["Account", person.account.id],
          ["Left", between(person.left.at)],
          ["Back", person.back === null ? "no" : between(person.back.at)],
          ["Role", roleText(person)],
        ]}
      />
      {(["channel", "group"] as const).map((kind) => {
        const mine = person.things.filter((one) => one.kind === kind);
        const said = RESTORE_SAID.flatMap(([what, words]) => {
          const some = mine.filter((one) => one.restore === what);
          return some.length === 0 ? [] : [`${words}: ${some.map(thingText).join(", ")}`];
        });
        const unknown = person.unknown.includes(kind) ? [`Not known: nobody had read ${kind}s when they left.`] : [];
        return (
          <>
            <h3>{kind === "channel" ? "Channels" : "Groups"}</h3>
            {said.length + unknown.length === 0 ? <p>None.</p> : <Items of={[...unknown, ...said]} />}
          </>
        );
      })}
    </>
  );
}

/** With the way to their last departure. */
function Who({ person }: { person: RestorationView }) {
  const id = person.departures.at(-1);
  return id === undefined ? <>{restoredName(person)}</> : <a href={`/departures/${id}`}>{restoredName(person)}</a>;
}
