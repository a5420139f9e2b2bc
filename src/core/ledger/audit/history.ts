// The releases of a store, held against each other and against the rule that they state, before anything is concluded from them.
import { isDeepStrictEqual } from "node:util";
import type { Instant } from "../../time.ts";
import type { StoredLedger } from "../ledger.ts";
import { READERS, type Readers } from "../rules.ts";
import { LEAST_K, type Unit } from "../units.ts";
import type { Rule } from "./chain.ts";

/** An official figure of all who had left by a release, of those who were counted then. */
export interface OfficialTotal {
  readonly release: number;
  readonly low: number;
  readonly high: number;
}

/** What the store holds of one directory's counts. */
export interface Kept {
  /** In order, as each release left the ledgers. */
  readonly releases: Readonly<Record<Readers, readonly StoredLedger[]>>;
  /** The ledgers as they are now: what a report shows. */
  readonly now: Readonly<Record<Readers, StoredLedger>>;
  /** In the order in which they were entered. */
  readonly totals: readonly OfficialTotal[];
}

interface Shown {
  readonly value: number;
  readonly frozen: boolean;
}

interface Release {
  readonly at: Instant;
  readonly units: readonly Unit[];
  /** By unit id. */
  readonly shown: Readonly<Record<Readers, ReadonlyMap<string, Shown>>>;
}

/** What no publisher by this rule can have made. */
export type Flaw =
  | "missing"
  | "k too small"
  | "another rule"
  | "another time"
  | "other units"
  | "no value"
  | "fell"
  | "another since"
  | "frozen"
  | "another number of totals"
  | "not what the first ledger gives"
  | "not what was released";

export interface Flawed {
  readonly flaw: Flaw;
  readonly release: number;
  readonly readers: Readers;
  /** By name; undefined where it is about all of them. */
  readonly unit?: string;
  /** When the release was due, as the first ledger has it; undefined where it has no such row. */
  readonly at?: Instant;
}

export interface History {
  readonly rules: Readonly<Record<Readers, Rule>>;
  /** Those that can be relied on; the last may be one whose second ledger cannot. */
  readonly releases: readonly Release[];
  readonly totals: readonly OfficialTotal[];
  /** The first flaw, in the first release that has one. */
  readonly flawed?: Flawed;
}

/**
 * Holds every release against the one before, the second ledger against the first, and what reports show now against the last.
 * @param kept at least one release
 * @param leastK no ledger may have less
 */
export function historyOf(kept: Kept, leastK: number = LEAST_K): History {
  const { authorised, anyone } = kept.releases;
  const rules = { authorised: ruleOf(authorised[0]), anyone: ruleOf(anyone[0]) };
  const releases: Release[] = [];
  const history = { rules, releases, totals: kept.totals };
  const count = Math.max(authorised.length, anyone.length, kept.now.authorised.release, kept.now.anyone.release);
  for (let n = 1; n <= count; n++) {
    const [first, second] = [authorised[n - 1], anyone[n - 1]];
    if (first === undefined) return { ...history, flawed: { flaw: "missing", release: n, readers: "authorised" } };
    const due = first.at === null ? {} : { at: first.at };
    if (second === undefined) return { ...history, flawed: { flaw: "missing", release: n, readers: "anyone", ...due } };
    const both = { authorised: first, anyone: second };
    for (const readers of READERS) {
      const before = kept.releases[readers][n - 2];
      const about: About = { n, readers, before, first, rule: rules[readers], leastK, totals: kept.totals };
      const flawed = flawOf(both[readers], about);
      if (flawed !== undefined) return { ...history, flawed: { release: n, readers, ...flawed, ...due } };
    }
    const shown = { authorised: shownOf(first), anyone: shownOf(second) };
    releases.push({ at: first.at ?? 0, units: first.units, shown });
    const wrong = second.units.find((unit) => !follows(unit, rules.anyone, shown, releases[n - 2]));
    if (wrong !== undefined) {
      const flaw = {
        flaw: "not what the first ledger gives",
        release: n,
        readers: "anyone",
        unit: wrong.name,
      } as const;
      return { ...history, flawed: flaw };
    }
  }
  const changed = READERS.find((readers) => !isNow(kept, readers));
  if (changed === undefined) return history;
  const at = releases.at(-1)?.at;
  const flaw = "not what was released";
  return { ...history, flawed: { flaw, release: count, readers: changed, ...(at === undefined ? {} : { at }) } };
}

function ruleOf(first: StoredLedger | undefined): Rule {
  return { k: first?.k ?? 0, step: first?.step ?? 0 };
}

function shownOf({ published }: StoredLedger): ReadonlyMap<string, Shown> {
  return new Map(published.map(({ unit, value, frozen }) => [unit, { value, frozen }] as const));
}

interface About {
  readonly n: number;
  readonly readers: Readers;
  /** The release before; undefined for the first. */
  readonly before: StoredLedger | undefined;
  /** The same release of the first ledger. */
  readonly first: StoredLedger;
  readonly rule: Rule;
  readonly leastK: number;
  readonly totals: readonly OfficialTotal[];
}

function flawOf(row: StoredLedger, about: About): Pick<Flawed, "flaw" | "unit"> | undefined {
  const { n, readers, before, first, rule, leastK, totals } = about;
  if (row.release !== n) return { flaw: "missing" };
  if (!Number.isInteger(row.k) || row.k < leastK) return { flaw: "k too small" };
  const over = readers === "anyone" ? "ledger" : "departures";
  if (row.over !== over || row.k !== rule.k || row.step !== rule.step) return { flaw: "another rule" };
  const inOrder = row.at !== null && (before === undefined || (before.at !== null && row.at > before.at));
  if (!inOrder || row.at !== first.at) return { flaw: "another time" };
  if (!isDeepStrictEqual(row.units, first.units) || !isContinued(row.units, before?.units ?? []))
    return { flaw: "other units" };
  const known = totals.filter(({ release }) => release < n).length;
  if (row.totals !== known) return { flaw: "another number of totals" };
  const of = new Map(row.published.map((one) => [one.unit, one] as const));
  const was = new Map(before?.published.map((one) => [one.unit, one] as const));
  if (of.size !== row.published.length || of.size !== row.units.length) return { flaw: "no value" };
  for (const { id, name, headcount } of row.units) {
    const now = of.get(id);
    if (now === undefined || !Number.isInteger(now.value) || now.value < 0 || now.value > headcount)
      return { flaw: "no value", unit: name };
    const { value, since, frozen } = was.get(id) ?? { value: 0, since: 0, frozen: false };
    if (now.value < value) return { flaw: "fell", unit: name };
    if (now.since !== (now.value === value ? since : n)) return { flaw: "another since", unit: name };
    const thaws = frozen && !now.frozen;
    if (thaws || (now.frozen && (now.value !== value || known === 0))) return { flaw: "frozen", unit: name };
  }
  return undefined;
}

/** Whether units were at most added, each with people in it, and none is there twice. */
function isContinued(units: readonly Unit[], before: readonly Unit[]): boolean {
  const whole = units.every(({ headcount }) => Number.isInteger(headcount) && headcount > 0);
  const once = new Set(units.map(({ id }) => id)).size === units.length;
  return whole && once && isDeepStrictEqual(units.slice(0, before.length), before);
}

/** Whether what anyone is shown of a unit follows from what the first ledger publishes: what they know of it, they know of that. */
function follows({ id, headcount }: Unit, { k, step }: Rule, shown: Release["shown"], before?: Release): boolean {
  const was = before?.shown.anyone.get(id)?.value ?? 0;
  const { value = 0, frozen = false } = shown.anyone.get(id) ?? {};
  const below = shown.authorised.get(id)?.value ?? 0;
  const rises = !frozen && below - was >= step && below <= headcount - k;
  return value === (rises ? below : was);
}

/** Whether reports show the last release; only totals, and what is frozen for them, may have come since. */
function isNow({ releases, now, totals }: Kept, readers: Readers): boolean {
  const last = releases[readers].at(-1);
  const { published, units, k, step, release, at, totals: known } = now[readers];
  if (last === undefined || known !== totals.length) return false;
  const were = new Map(last.published.map((one) => [one.unit, one] as const));
  const same = published.every(({ unit, value, since }) => {
    const was = were.get(unit);
    return was !== undefined && was.value === value && was.since === since;
  });
  const rule = k === last.k && step === last.step && release === last.release && at === last.at;
  return rule && same && published.length === were.size && isDeepStrictEqual(units, last.units);
}
