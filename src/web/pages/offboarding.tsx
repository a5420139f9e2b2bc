import type { Child } from "hono/jsx";
import { z } from "zod";
import { entriesOf, matterView } from "../../app/offboarding.ts";
import { disclose, type EntryOf } from "../../core/disclosure/disclose.ts";
import type { HeldRef } from "../../core/offboarding/cases.ts";
import {
  type Accident,
  type Check,
  type Finding,
  findingsOf,
  holdingIn,
  type Orphan,
} from "../../core/offboarding/check.ts";
import type { Holding } from "../../core/offboarding/holding.ts";
import { accountsIn, accountsOf } from "../../core/offboarding/matters.ts";
import type { OffboardingRules } from "../../core/offboarding/rules.ts";
import type { Standing, Timeline } from "../../core/offboarding/timeline.ts";
import {
  accidentText,
  acknowledgedText,
  conflictsText,
  accountName,
  GROUND_WORDS,
  leftText,
  limitsText,
  ownerOf,
  progressText,
  whoseOf,
  worstOf,
} from "../../messages/offboarding.ts";
import { moment } from "../../messages/time.ts";
import { counted } from "../../messages/words.ts";
import { offboardingFor } from "../offboarding.ts";
import { definePage } from "../page.ts";
import { Items } from "../parts/lists.tsx";
import { linkTo, Pager } from "../parts/pager.tsx";
import { StandingBadge } from "../parts/standing.tsx";
import { Table } from "../parts/table.tsx";
import type { Asked } from "../site.ts";
import { directoriesOf, directoryAsked, noteView, viewingOf } from "../viewing.ts";

const SIZE = 50;

const SHOWN = ["todo", "unknown", "people", "orphans", "acknowledged"] as const;
type Shown = (typeof SHOWN)[number];

const SHOWS: Readonly<Record<Shown, string>> = {
  todo: "what is to be done",
  unknown: "what is not known",
  people: "everybody who left",
  orphans: "accounts that nobody owns",
  acknowledged: "what is meant to be so",
};

const query = z.object({
  show: z.enum(SHOWN).default("todo"),
  directory: z.string().max(200).optional(),
  q: z.string().max(200).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
});
type Query = z.infer<typeof query>;

/** A row before anybody's name is looked up: in which directories it is, and the accounts by whose names it is found. */
interface Line {
  readonly directories: readonly string[];
  readonly holdings: readonly Holding[];
  /** Those whose names are shown. */
  readonly accounts: readonly HeldRef[];
  /** Undefined of whoever was erased since it was found. */
  readonly cells: (entryOf: EntryOf) => readonly Child[] | undefined;
}

const COUNTED = ["overdue", "accidents", "unknown", "within", "people", "orphans", "acknowledged"] as const;

interface Loaded {
  readonly query: Query;
  readonly rules?: OffboardingRules;
  readonly counts: Readonly<Record<(typeof COUNTED)[number], number>>;
  /** How many keys contradict each other where whoever asks may know both. */
  readonly conflicts: number;
  readonly rows: readonly (readonly Child[])[];
  readonly total: number;
}

/** Whether those who left are gone everywhere, and only those: what is to be done, and what nobody owns. */
export const offboarding = definePage({
  path: "/offboarding",
  policy: "named",
  title: "Off-boarding",
  live: true,
  query,
  load: async (asked, given): Promise<Loaded> => {
    const directory = directoryAsked(asked, given.directory);
    const rules = asked.site.offboarding;
    if (rules === undefined) return { query: given, counts: NONE, conflicts: 0, rows: [], total: 0 };
    const check = await offboardingFor(asked, rules);
    const words = (given.q ?? "")
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    const found = linesOf(check, given.show).filter(({ directories, holdings }) => {
      if (directory !== undefined && !directories.includes(directory)) return false;
      return words.length === 0 || holdings.some((holding) => isCalled(holding, words));
    });
    const shown = found.slice((given.page - 1) * SIZE, given.page * SIZE);
    await noteView(asked, "offboarding", shown.length, { what: given.show, directory: directory ?? null });
    const entryOf = await entriesOf(
      asked.site.store,
      shown.flatMap(({ accounts }) => accounts),
    );
    const rows = shown.flatMap(({ cells }) => {
      const row = cells(entryOf);
      return row === undefined ? [] : [row];
    });
    const { length: conflicts } = await viewingOf(asked).store.conflicts();
    return { query: given, rules, counts: countsOf(check), conflicts, rows, total: found.length };
  },
  view: (loaded, asked) => (
    <>
      <h1>Off-boarding</h1>
      <p class="lead">Whether people who left are gone everywhere, tool by tool, and whether nobody else is.</p>
      {loaded.rules === undefined ? <SwitchedOff /> : <Found {...loaded} rules={loaded.rules} asked={asked} />}
    </>
  ),
});

const NONE = { overdue: 0, accidents: 0, unknown: 0, within: 0, people: 0, orphans: 0, acknowledged: 0 } as const;

function SwitchedOff() {
  return (
    <p class="empty">
      The settings do not say who belongs: write <code>{"offboarding: { leads: [ALIAS] }"}</code> with the directory
      that does, such as that of your identity provider.
    </p>
  );
}

function Found({
  query: given,
  rules,
  counts,
  conflicts,
  rows,
  total,
  asked,
}: Loaded & { readonly rules: OffboardingRules; readonly asked: Asked }) {
  const { url } = asked;
  const mine = directoriesOf(asked).map(({ id }) => id);
  const contradiction = conflictsText(conflicts);
  const to = (show: Shown, text: string): Child => (
    <a href={linkTo(url, { show: show === "todo" ? undefined : show, page: undefined })}>{text}</a>
  );
  return (
    <>
      <Items
        of={[
          to("todo", `${counted(counts.overdue, "account")} overdue, ${counts.accidents} gone by accident?`),
          to("unknown", `${counted(counts.unknown, "account")} of which it is not known`),
          to("people", `${counted(counts.people, "person", "people")} left, ${counts.within} within the limit`),
          to("orphans", `${counted(counts.orphans, "account")} that nobody owns`),
          ...(counts.acknowledged === 0 ? [] : [to("acknowledged", `${counts.acknowledged} meant to be so`)]),
        ]}
      />
      {contradiction === undefined ? null : <p class="notice">{contradiction}.</p>}
      <Filters query={given} directories={mine} />
      {rows.length === 0 ? (
        <p class="empty">{total === 0 ? EMPTY[given.show] : "The list ends before this page."}</p>
      ) : (
        <Table columns={COLUMNS[given.show]} rows={rows} caption={SHOWS[given.show]} />
      )}
      <Pager url={url} page={given.page} size={SIZE} total={total} what="rows" />
      <p class="quiet small">{limitsText(rules, mine)}</p>
    </>
  );
}

const EMPTY: Readonly<Record<Shown, string>> = {
  todo: "Nothing is to be done that this is true of.",
  unknown: "Every directory has been read since the limits, as far as this goes.",
  people: "Nobody left who has accounts elsewhere that this is true of.",
  orphans: "No account that this is true of is without an owner.",
  acknowledged: "Nobody said of anything that this is true of that it is meant to be so.",
};

const COLUMNS: Readonly<Record<Shown, readonly string[]>> = {
  todo: ["Who", "State", "In", "Why", "Gone by"],
  unknown: ["Who", "State", "In", "Why", "Gone by"],
  people: ["Who", "State", "Left", "Elsewhere"],
  orphans: ["Who", "In", "Account", "Why"],
  acknowledged: ["Who", "In", "Account", "What", "Why it is meant to be so"],
};

function Filters({ query: given, directories }: { query: Query; directories: readonly string[] }) {
  const option = (value: string, words: string, chosen: string | undefined) => (
    <option value={value} selected={value === chosen}>
      {words}
    </option>
  );
  return (
    <form class="filters" method="get" action="/offboarding" role="search">
      <label>
        Name or address
        <input type="search" name="q" value={given.q} autocomplete="off" />
      </label>
      <label>
        Show
        <select name="show">{SHOWN.map((one) => option(one, SHOWS[one], given.show))}</select>
      </label>
      {directories.length < 2 ? null : (
        <label>
          Directory
          <select name="directory">
            <option value="">any</option>
            {directories.map((id) => option(id, id, given.directory))}
          </select>
        </label>
      )}
      <button type="submit" class="primary">
        Show
      </button>
      <a class="button" href="/offboarding">
        Clear
      </a>
    </form>
  );
}

function isCalled({ called = "" }: Holding, words: readonly string[]): boolean {
  return words.every((word) => called.includes(word));
}

/** By the check that they are of: it stays as long as nothing happens, and is looked at more often. */
const counts = new WeakMap<Check, Loaded["counts"]>();
const lines = new WeakMap<Check, Map<Shown, readonly Line[]>>();

function countsOf(check: Check): Loaded["counts"] {
  const known = counts.get(check);
  if (known !== undefined) return known;
  const { timelines, accidents, orphans, acknowledged } = check;
  const count = (standing: Standing): number =>
    timelines.reduce((sum, { steps }) => sum + steps.filter((step) => step.standing === standing).length, 0);
  const made = {
    overdue: count("overdue"),
    accidents: accidents.length,
    unknown: count("unknown"),
    within: timelines.filter(({ steps }) => steps.some(({ standing }) => standing === "within")).length,
    people: timelines.length,
    orphans: orphans.length,
    acknowledged: acknowledged.accidents.length + acknowledged.orphans.length,
  };
  counts.set(check, made);
  return made;
}

function linesOf(check: Check, show: Shown): readonly Line[] {
  const known = lines.get(check) ?? new Map<Shown, readonly Line[]>();
  lines.set(check, known);
  const made = known.get(show) ?? makeLines(check, show);
  known.set(show, made);
  return made;
}

function makeLines(check: Check, show: Shown): readonly Line[] {
  switch (show) {
    case "todo":
      return findingsOf(check).toSorted(byDue).map(findingLine);
    case "unknown":
      return check.timelines
        .flatMap((timeline) =>
          timeline.steps.flatMap((step): Finding[] =>
            step.standing === "unknown" ? [{ kind: "overdue", timeline, step }] : [],
          ),
        )
        .toSorted(byDue)
        .map(findingLine);
    case "people":
      return check.timelines.toSorted((a, b) => b.by.end.at.notAfter - a.by.end.at.notAfter).map(personLine);
    case "orphans":
      return check.orphans.map(orphanLine);
    case "acknowledged":
      return [
        ...check.acknowledged.accidents.map(acknowledgedAccident),
        ...check.acknowledged.orphans.map(acknowledgedOrphan),
      ];
  }
}

function orphanLine(of: Orphan): Line {
  return {
    directories: [of.holding.directory],
    holdings: [of.holding],
    accounts: [of.holding],
    cells: (entryOf) => {
      const view = matterView({ found: "orphan", of }, entryOf);
      if (view?.found !== "orphan") return undefined;
      const { account, ground } = view;
      return [ownerOf(account), account.directory, accountName(account), GROUND_WORDS[ground]];
    },
  };
}

function acknowledgedOrphan(of: Orphan): Line {
  return {
    ...orphanLine(of),
    cells: (entryOf) => {
      const view = matterView({ found: "orphan", of }, entryOf);
      if (view?.found !== "orphan" || view.acknowledged === undefined) return undefined;
      const { account, acknowledged } = view;
      const what = "an account that nobody owns";
      return [ownerOf(account), account.directory, accountName(account), what, acknowledgedText(acknowledged)];
    },
  };
}

function acknowledgedAccident(of: Accident): Line {
  return {
    directories: [of.lost.directory],
    holdings: [of.lost],
    accounts: accountsIn({ found: "accident", of }),
    cells: (entryOf) => {
      const view = matterView({ found: "accident", of }, entryOf);
      if (view?.found !== "accident" || view.acknowledged === undefined) return undefined;
      const { account, acknowledged, person } = view;
      const who = <a href={`/offboarding/${person}`}>{whoseOf(view)}</a>;
      return [who, account.directory, accountName(account), accidentText(view), acknowledgedText(acknowledged)];
    },
  };
}

/** What was to be gone first; questions at the end. */
function byDue(a: Finding, b: Finding): number {
  const due = (one: Finding): number => (one.kind === "overdue" ? one.step.due : Infinity);
  return due(a) === due(b) ? 0 : due(a) - due(b);
}

function findingLine(of: Finding): Line {
  const holding = holdingIn(of);
  return {
    directories: [holding.directory],
    holdings: [holding],
    accounts: accountsOf(of),
    cells: (entryOf) => {
      const view = disclose("finding", { of, entryOf }, "named");
      if (view === undefined || entryOf(holding.directory, holding.account) === undefined) return undefined;
      const who = <a href={`/offboarding/${view.person}`}>{whoseOf(view)}</a>;
      if (view.found === "accident") {
        const badge = <span class="badge warn">gone by accident?</span>;
        return [who, badge, view.account.directory, accidentText(view), ""];
      }
      const { account } = view;
      const badge = <StandingBadge standing={account.standing} />;
      return [who, badge, account.directory, leftText(view), moment(account.due)];
    },
  };
}

function personLine(of: Timeline): Line {
  const holdings = of.steps.map(({ holding }) => holding);
  return {
    directories: holdings.map(({ directory }) => directory),
    holdings,
    // One cell names them, and the rest says only where.
    accounts: [of.by],
    cells: (entryOf) => {
      const view = matterView({ found: "departure", of }, entryOf);
      if (view?.found !== "departure") return undefined;
      const worst = worstOf(view);
      return [
        <a href={`/offboarding/${view.person}`}>{ownerOf(view.left)}</a>,
        worst === undefined ? <span class="badge good">gone</span> : <StandingBadge standing={worst} />,
        leftText(view),
        progressText(view),
      ];
    },
  };
}
