import type { Child } from "hono/jsx";
import { z } from "zod";
import { recordOn, type WholeLayoff, wholeLayoff } from "../../app/layoffs.ts";
import { RollcallError } from "../../core/errors.ts";
import type { Act, Layoff, SourcedClaim } from "../../core/record/layoff.ts";
import { layoffFigure, NO_FIGURE, shareWords } from "../../messages/layoff-figure.ts";
import { actText, impliedLines, KIND_WORDS, placeText, STATUS_WORDS } from "../../messages/layoffs.ts";
import { besideText, noticesApart } from "../../messages/round-figure.ts";
import { reasonText } from "../../messages/rounds.ts";
import { iso, type Instant } from "../../core/time.ts";
import { causesText, changeText, sinceText } from "../../messages/layoff-history.ts";
import { day, moment } from "../../messages/time.ts";
import { brief, counted, number, plain } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { Claims } from "../parts/claims.tsx";
import { deskPath } from "../parts/desk-path.ts";
import { Days } from "../parts/days.tsx";
import { Facts } from "../parts/lists.tsx";
import { momentOf } from "../parts/record-query.ts";
import { AsOf, companyPath, layoffPath, linked, nameOf, RecordNav, What } from "../parts/record.tsx";
import { Course, Notices, NoticeTable } from "../parts/round.tsx";
import { Table } from "../parts/table.tsx";
import type { Viewer } from "../../core/disclosure/viewer.ts";

interface Shown extends WholeLayoff {
  /** The layoffs that are named beside it, by their ids. */
  readonly others: ReadonlyMap<string, Layoff>;
  /** Of which moment it is; undefined for today. */
  readonly asOf: Instant | undefined;
  readonly historySince: Instant;
}

/** One round of cuts with everything that stands behind its figure. */
export const layoff = definePage({
  path: "/record/layoffs/:id",
  policy: "open",
  title: ({ layoff: one, hidden }: Shown) => (hidden ? "A layoff that is suppressed" : nameOf(one)),
  query: z.object({ "as-of": z.string().max(40).optional() }),
  load: async ({ site: { store, clock }, params }, query): Promise<Shown> => {
    const asOf = momentOf(query, clock.now());
    const record = recordOn(store, asOf);
    const whole = await wholeLayoff(record, params["id"] ?? "").catch(notHere);
    const { layoff: one, asks, acts } = whole;
    const beside = [
      ...asks.flatMap(({ layoff: later, candidate }) => [later, candidate]),
      ...acts.flatMap(({ subject, other }) => [subject, other ?? ""]),
      one.mergedInto ?? "",
    ];
    const others = await record.layoffsById(beside.filter((id) => id.startsWith("l-") && id !== one.id));
    const historySince = await store.historySince();
    return { ...whole, others: new Map(others.map((other) => [other.id, other])), asOf, historySince };
  },
  // What was taken out of the record is for those who may put it back.
  view: (shown, { viewer }) =>
    shown.hidden && viewer.sees !== "named" ? (
      <Suppressed acts={shown.acts} />
    ) : (
      <Whole shown={shown} viewer={viewer} />
    ),
});

function notHere(error: unknown): never {
  if (error instanceof RollcallError && error.code === "not_found")
    throw new RollcallError("not_found", "The record has no layoff of this id.");
  throw error;
}

/** Of what is suppressed nothing is shown but that it is, and since when. */
function Suppressed({ acts }: { acts: readonly Act[] }) {
  const last = acts.findLast(({ act }) => act === "suppress");
  return (
    <>
      <h1>A layoff that is suppressed</h1>
      <RecordNav at={null} />
      <p class="notice">
        It is kept out of lists, sums, feeds and files{last === undefined ? "" : `, since ${day(last.at)}`}.
      </p>
    </>
  );
}

function Whole({ shown, viewer }: { shown: Shown; viewer: Viewer }) {
  const { layoff: one, claims, acts, asks, others } = shown;
  const inForce = claims.filter(({ replacedAt }) => replacedAt === null);
  const before = claims.filter(({ replacedAt }) => replacedAt !== null);
  const { people, bounds } = layoffFigure(one, inForce);
  const { stories, notices } = noticesApart(one, inForce);
  return (
    <article>
      <h1>{nameOf(one)}</h1>
      <p class="lead">
        <What layoff={one} />
        {one.date === null ? "" : `, ${one.date}`}
      </p>
      <RecordNav at={null} />
      <AsOf at={shown.asOf} since={shown.historySince} today={layoffPath(one.id)} />
      <Standing layoff={one} others={others} />
      <p class="sum">
        <strong class="figure">{people === NO_FIGURE ? "—" : people}</strong>{" "}
        {people === NO_FIGURE ? "nobody names a number of people, which is not nought" : "people"}
        {bounds === undefined ? null : <span class="quiet"> · {bounds}</span>}
      </p>
      {impliedLines(one).map((line) => (
        <p class="quiet">{line}.</p>
      ))}
      {one.coverage === null ? null : <Notices coverage={one.coverage} layoff={one} />}
      <Facts
        of={[
          ["Company", <a href={companyPath(one.company)}>all rounds of {nameOf(one)}</a>],
          ["Share of staff", shareWords(one, inForce)],
          ["Headcount named", one.base === null ? undefined : number(one.base)],
          ["Said beside it", one.beside.length === 0 ? undefined : one.beside.map(besideText).join("; ")],
          ["Where", placeText(one)],
          ["Industry", one.industry === null ? undefined : brief(plain(one.industry))],
          ["What", `${KIND_WORDS[one.kind]}, ${STATUS_WORDS[one.status]}`],
          ["Date", one.date ?? "not known"],
          ["In the record since", day(one.createdAt)],
          ["Last changed", day(one.changedAt)],
          ["Id", <code>{one.id}</code>],
        ]}
      />
      {viewer.sees === "nobody" ? null : (
        <p>
          <a href={`${layoffPath(one.id)}/observed`}>Beside what was observed of it</a>
          <span class="quiet">, where this is the company whose directories are watched here</span>
        </p>
      )}
      <h2>How the figure is derived</h2>
      <p>{derivation(one, inForce)}</p>
      <Course layoff={one} />
      <p class="quiet">
        The rule is one for all of the record: <a href="/record/methodology#figure">how a figure is decided</a>.
      </p>
      <h2>What is reported</h2>
      <Claims layoff={one} claims={stories} />
      {notices.length === 0 ? null : <NoticeTable notices={notices} />}
      {before.length === 0 ? null : (
        <details id="before">
          <summary>{counted(before.length, "claim")} of earlier readings</summary>
          <Claims layoff={one} claims={before} />
        </details>
      )}
      {asks.length === 0 ? null : (
        <>
          <h2>Open questions</h2>
          <ul>
            {asks.map((ask) => {
              const id = ask.layoff === one.id ? ask.candidate : ask.layoff;
              return (
                <li>
                  Is it one round with <Other id={id} others={others} />?
                  {ask.for.length === 0 ? "" : ` For it: ${ask.for.map((why) => reasonText({ why })).join("; ")}.`}
                  {ask.against.length === 0
                    ? ""
                    : ` Against: ${ask.against.map((why) => reasonText({ why })).join("; ")}.`}{" "}
                  {viewer.sees === "named" && shown.asOf === undefined ? (
                    <a href={deskPath({ question: ask })}>Say it at the desk</a>
                  ) : (
                    "A person has to say."
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
      <h2>What was said before</h2>
      <History shown={shown} />
      <h2>What was done to it</h2>
      {acts.length === 0 ? (
        <p class="quiet">Nobody has merged it, taken it apart or suppressed it.</p>
      ) : (
        <ol class="acts">
          {acts.map((act) => (
            <li>
              <span class="quiet">{day(act.at)}</span> {linked(actText(act), [...others.keys()], one.id)}
            </li>
          ))}
        </ol>
      )}
    </article>
  );
}

/** Each state through which it has gone, with why it is another, and the way to what was shown then. */
function History({ shown: { changes, claims, acts, historySince } }: { shown: Shown }) {
  const known = {
    documents: new Map(claims.map(({ source }) => [source.id, source])),
    acts: new Map(acts.map((act) => [act.id, act])),
  };
  const rows = changes.toReversed().flatMap((change): Child[][] => {
    const text = changeText(change);
    if (text === undefined) return [];
    const at = iso(change.at);
    return [
      [
        <a href={layoffPath(change.after.id, at)}>
          <span class="whole">{moment(change.at)}</span>
        </a>,
        linked(text, [change.before?.mergedInto, change.after.mergedInto], change.after.id),
        <Days of={causesText(change.causes, known)} />,
      ],
    ];
  });
  return (
    <>
      <Table columns={["Since", "What the record says", "Why"]} rows={rows} />
      {historySince > 0 ? <p class="quiet">{sinceText(historySince)}</p> : null}
    </>
  );
}

function Standing({ layoff: one, others }: { layoff: Layoff; others: Shown["others"] }) {
  if (one.mergedInto !== null)
    return (
      <p class="notice warn">
        It was found to be one round with <Other id={one.mergedInto} others={others} />, which has its claims now.
      </p>
    );
  if (one.suppressed)
    return (
      <p class="notice warn">
        It is suppressed: in no list, sum, feed or file, and shown to those alone who may know names.
      </p>
    );
  if (one.empty)
    return (
      <p class="notice warn">
        No document reports it any more, as it is read today. It is as it was last, and in no list and no sum.
      </p>
    );
  return null;
}

function Other({ id, others }: { id: string; others: Shown["others"] }) {
  const other = others.get(id);
  const words = other === undefined || other.suppressed ? id : `${nameOf(other)}, ${other.date ?? "no date"}`;
  return <a href={layoffPath(id)}>{words}</a>;
}

function derivation({ decided, added, low, date }: Layoff, claims: readonly SourcedClaim[]): string {
  if (decided.length === 0 || low === null)
    return `None of ${counted(claims.length, "claim")} names a number of people that could be its figure.`;
  if (claims.length === 0) return "None of its claims is here any more: it is as it was last.";
  const aside = claims.length - decided.length;
  const others =
    aside === 0
      ? ""
      : ` ${counted(aside, "other claim")} ${aside === 1 ? "does" : "do"} not decide, each for the reason that stands beside it.`;
  const when = date === null ? "" : ` Its date is the earliest that is named.`;
  if (added === "parts")
    return `${counted(decided.length, "claim")} of parts are added up, since nobody speaks of the whole: at least so many.${others}${when}`;
  if (added === "additions")
    return `${counted(decided.length, "claim")} are added up: a figure, and what was added to it since.${others}${when}`;
  return `One claim decides.${others}${when}`;
}
