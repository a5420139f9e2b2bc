import type { Child } from "hono/jsx";
import { z } from "zod";
import {
  type AskedPair,
  type Pair,
  questionOf,
  type Side,
  waitingQuestions,
  type WholeQuestion,
  wholeQuestion,
} from "../../app/desk.ts";
import { ofRecord } from "../../app/record-memo.ts";
import { defined } from "../../core/defined.ts";
import { ASPECTS, type Aspect, type Relation } from "../../core/record/beside.ts";
import { countryName } from "../../core/record/country.ts";
import type { Act, Layoff, SourcedClaim } from "../../core/record/layoff.ts";
import { layoffFigure, shareWords } from "../../messages/layoff-figure.ts";
import { KIND_WORDS, peopleText, STATUS_WORDS } from "../../messages/layoffs.ts";
import { reasonText } from "../../messages/rounds.ts";
import { day } from "../../messages/time.ts";
import { brief, counted, listed, plain } from "../../messages/words.ts";
import { definePage } from "../page.ts";
import { Claims } from "../parts/claims.tsx";
import { deskPath, PAIR, pairOf, PLACE, placeOf, placeText } from "../parts/desk-path.ts";
import { layoffPath, nameOf, RecordNav } from "../parts/record.tsx";
import { Table } from "../parts/table.tsx";

/** Questions that are listed below the one that is asked. */
const LISTED = 20;

interface Shown {
  readonly whole: WholeQuestion | undefined;
  /** Ahead of the one that is asked. */
  readonly previous: Pair | undefined;
  /** Behind the one that is asked. */
  readonly next: readonly AskedPair[];
  readonly waiting: number;
  /** What was decided last, and can be taken back, with the two layoffs. */
  readonly last: { readonly act: Act; readonly one: Layoff; readonly other: Layoff } | undefined;
  /** The place behind which questions are asked. */
  readonly after: string | undefined;
  readonly meanwhile: boolean;
}

/** The questions of the merger, one at a time. */
export const desk = definePage({
  path: "/record/desk",
  policy: "named",
  title: "The desk",
  query: z.object({
    after: z.string().regex(PLACE, "it is no place among the questions").optional(),
    question: z.string().regex(PAIR, "it is no question").optional(),
    meanwhile: z.literal("1").optional(),
  }),
  load: async ({ site: { store } }, { after, question, meanwhile }): Promise<Shown> => {
    const named = question === undefined ? undefined : await questionOf(store, pairOf(question));
    const isOpen = named !== undefined && named.decided === null;
    const place = isOpen ? named : after === undefined ? undefined : placeOf(after);
    const found = await waitingQuestions(store, { limit: LISTED + 1, ...defined({ after: place }) });
    const asked = isOpen ? named : found[0];
    const [previous] = asked === undefined ? [] : await store.questions({ limit: 1, before: asked });
    return {
      whole: asked && (await wholeQuestion(store, asked)),
      previous,
      next: isOpen ? found.slice(0, LISTED) : found.slice(1),
      waiting: await ofRecord(store, "questions", () => store.questionsWaiting()),
      last: await lastOf(store),
      after,
      meanwhile: meanwhile !== undefined || (question !== undefined && !isOpen),
    };
  },
  view: ({ whole, previous, next, waiting, last, after, meanwhile }) => (
    <>
      <h1>The desk</h1>
      <p class="lead">
        Where the rule cannot say whether two reports are of one round of cuts, a person does. Each answer is on the
        record, and can be taken back.
      </p>
      <RecordNav at={null} />
      <section id="desk" tabindex={-1} data-desk aria-label="The question">
        {meanwhile ? <p class="notice">That question was answered meanwhile, or is asked no more.</p> : null}
        {last === undefined ? null : <Last last={last} />}
        {whole === undefined ? (
          <Done waiting={waiting} after={after} />
        ) : (
          <Question whole={whole} previous={previous} waiting={waiting} />
        )}
        <p class="quiet small" data-keys hidden></p>
      </section>
      {next.length === 0 ? null : <Waiting next={next} />}
    </>
  ),
});

async function lastOf(store: Parameters<typeof questionOf>[0]): Promise<Shown["last"]> {
  const act = await store.lastDecision();
  if (act === undefined || act.other === null) return undefined;
  const found = new Map((await store.layoffsById([act.subject, act.other])).map((one) => [one.id, one]));
  const [one, other] = [found.get(act.subject), found.get(act.other)];
  return one === undefined || other === undefined ? undefined : { act, one, other };
}

function Done({ waiting, after }: { waiting: number; after: string | undefined }) {
  if (waiting === 0) return <p class="empty">Nothing is to be decided.</p>;
  return (
    <p class="empty">
      {after === undefined
        ? "None of the questions can be shown."
        : `That was the last; ${counted(waiting, "question")} left for later.`}{" "}
      <a href={deskPath({})}>Begin again with the first</a>
    </p>
  );
}

function Question({ whole, previous, waiting }: { whole: WholeQuestion; previous: Pair | undefined; waiting: number }) {
  const { ask, earlier, later, beside } = whole;
  return (
    <>
      <h2>
        One round or two? <span class="quiet">{counted(waiting, "question")} waiting</span>
      </h2>
      <div class="columns">
        <Evidence title="The first" side={earlier} />
        <Evidence title="The second" side={later} />
      </div>
      <Beside whole={whole} />
      <div class="columns">
        <Reasons title="For one round" reasons={ask.for} none="Nothing speaks for it." />
        <Reasons title="Against it" reasons={ask.against} none="Nothing speaks against it." />
      </div>
      <p class="quiet small">
        The same round: the second goes into the first, {earlier.layoff.id}, with its claims.
        {beside.company === "same" ? "" : " They are kept as two companies, of which one has that round then."}
      </p>
      <div class="acts-now">
        <Answer ask={ask} verdict="same" letter="s">
          Same round
        </Answer>
        <Answer ask={ask} verdict="different" letter="d">
          Two rounds
        </Answer>
        <a class="button" href={deskPath({ after: placeText(ask) })} data-key="l" aria-keyshortcuts="l">
          Later <kbd hidden>l</kbd>
        </a>
        {previous === undefined ? null : (
          <a class="button" href={deskPath({ question: previous })} data-key="p" aria-keyshortcuts="p">
            Previous <kbd hidden>p</kbd>
          </a>
        )}
      </div>
    </>
  );
}

function Answer({
  ask: { layoff, candidate, ...rest },
  verdict,
  letter,
  children,
}: {
  ask: WholeQuestion["ask"];
  verdict: "same" | "different";
  letter: string;
  children?: Child;
}) {
  return (
    <form method="post" action="/record/desk/answer">
      <input type="hidden" name="layoff" value={layoff} />
      <input type="hidden" name="candidate" value={candidate} />
      <input type="hidden" name="askedAt" value={String(rest.askedAt)} />
      <button type="submit" class="primary" name="verdict" value={verdict} data-key={letter} aria-keyshortcuts={letter}>
        {children} <kbd hidden>{letter}</kbd>
      </button>
    </form>
  );
}

function Last({ last: { act, one, other } }: { last: NonNullable<Shown["last"]> }) {
  const said = act.act === "merge" ? "one round" : "two rounds";
  return (
    <form class="last-act" method="post" action="/record/desk/undo">
      <input type="hidden" name="subject" value={act.subject} />
      <input type="hidden" name="act" value={act.id} />
      <p>
        Decided last, {day(act.at)}: <a href={layoffPath(one.id)}>{labelOf(one)}</a> and{" "}
        <a href={layoffPath(other.id)}>{labelOf(other)}</a> are {said}
        {act.why === null ? "" : `, ${brief(plain(act.why))}`}.{" "}
        <button type="submit" data-key="u" aria-keyshortcuts="u">
          Take that back <kbd hidden>u</kbd>
        </button>
      </p>
    </form>
  );
}

function labelOf(layoff: Layoff): string {
  if (layoff.suppressed) return layoff.id;
  const people = peopleText(layoff);
  return [nameOf(layoff), layoff.date ?? "no date", ...(people === "" ? [] : [people])].join(", ");
}

const TITLES: Readonly<Record<Aspect, string>> = {
  company: "Company",
  date: "Date",
  people: "People",
  share: "Share of staff",
  place: "Place",
  country: "Country",
  industry: "Industry",
  kind: "What",
  status: "How sure",
};

/** A word and a sign, and a colour that repeats them. */
const RELATIONS: Readonly<Record<Exclude<Relation, "unsaid">, readonly [sign: string, words: string, looks: string]>> =
  {
    same: ["=", "the same", "badge good"],
    near: ["≈", "may be the same", "badge"],
    other: ["≠", "differs", "badge warn"],
  };

function Beside({ whole: { earlier, later, beside } }: { whole: WholeQuestion }) {
  const rows = ASPECTS.map((aspect): Child[] => [
    TITLES[aspect],
    cellOf(aspect, earlier),
    cellOf(aspect, later),
    <Related is={beside[aspect]} />,
  ]).filter(([, one, other]) => one !== "" || other !== "");
  const columns = [{ title: "Of" }, { title: "The first" }, { title: "The second" }, { title: "Beside each other" }];
  return (
    <div class="beside">
      <Table columns={columns} rows={rows} caption="What both say" />
    </div>
  );
}

function Related({ is }: { is: Relation }) {
  if (is === "unsaid") return <span class="quiet">not said by both</span>;
  const [sign, words, looks] = RELATIONS[is];
  return (
    <span class={looks}>
      <span aria-hidden="true">{sign}</span> {words}
    </span>
  );
}

function cellOf(aspect: Aspect, { layoff, claims, aliases }: Side): Child {
  switch (aspect) {
    case "company":
      return (
        <>
          <a href={layoffPath(layoff.id)}>{nameOf(layoff)}</a>
          {aliases.length === 0 ? null : (
            <small class="under"> also {listed(aliases.map((alias) => brief(plain(alias))))}</small>
          )}
        </>
      );
    case "date":
      return layoff.date ?? "not known";
    case "people": {
      const { people, bounds } = layoffFigure(layoff, claims);
      return bounds === undefined ? people : `${people} (${bounds})`;
    }
    case "share":
      return shareWords(layoff, claims);
    case "place":
      return layoff.location === null ? "" : brief(plain(layoff.location));
    case "country":
      return layoff.country === null ? "" : plain(countryName(layoff.country));
    case "industry":
      return layoff.industry === null ? "" : brief(plain(layoff.industry));
    case "kind":
      return KIND_WORDS[layoff.kind];
    case "status":
      return STATUS_WORDS[layoff.status];
  }
}

function Reasons({
  title,
  reasons,
  none,
}: {
  title: string;
  reasons: readonly Parameters<typeof reasonText>[0]["why"][];
  none: string;
}) {
  return (
    <section>
      <h3>{title}</h3>
      {reasons.length === 0 ? (
        <p class="quiet">{none}</p>
      ) : (
        <ul>
          {reasons.map((why) => (
            <li>{reasonText({ why })}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Claims of each that are read at once; what decides comes first. */
const AT_ONCE = 3;

function Evidence({ title, side: { layoff, claims } }: { title: string; side: Side }) {
  const decides = ({ id }: SourcedClaim): number => (layoff.decided.includes(id) ? 0 : 1);
  const all = claims.toSorted((a, b) => decides(a) - decides(b));
  const more = all.length - AT_ONCE;
  return (
    <section class="evidence">
      <h3>
        {title}: {labelOf(layoff)}
      </h3>
      <Claims layoff={layoff} claims={all.slice(0, AT_ONCE)} level="h4" />
      {more <= 0 ? null : (
        <details>
          <summary>{counted(more, "claim")} more</summary>
          <Claims layoff={layoff} claims={all.slice(AT_ONCE)} level="h4" />
        </details>
      )}
    </section>
  );
}

function Waiting({ next }: { next: readonly AskedPair[] }) {
  const end = next.at(-1);
  return (
    <section>
      <h2>Waiting behind it</h2>
      <Table
        columns={["Company", "The first", "The second", "Asked"]}
        rows={next.map((ask): Child[] => [
          <a href={deskPath({ question: ask })}>{nameOf(ask.later)}</a>,
          sideText(ask.earlier),
          sideText(ask.later),
          day(ask.askedAt),
        ])}
      />
      {end === undefined || next.length < LISTED ? null : (
        <nav class="pager" aria-label="Parts of the list">
          <span class="steps">
            <a class="button" href={deskPath({})}>
              From the beginning
            </a>
            <a class="button" rel="next" href={deskPath({ after: placeText(end) })}>
              Go on behind these
            </a>
          </span>
        </nav>
      )}
    </section>
  );
}

function sideText(layoff: Layoff): string {
  return `${layoff.date ?? "no date"}, ${peopleText(layoff) || "no figure"}`;
}
