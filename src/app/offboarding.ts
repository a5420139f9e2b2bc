import { accountOf, type Departure } from "../core/directory/departure.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { defined } from "../core/defined.ts";
import type { EntryOf } from "../core/disclosure/disclose.ts";
import { RollcallError } from "../core/errors.ts";
import { type Accident, type Check, checkOf, knownTo, type Owner } from "../core/offboarding/check.ts";
import { type Holding, holdingOf } from "../core/offboarding/holding.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import { belongingOf, type Timeline } from "../core/offboarding/timeline.ts";
import type { Person } from "../core/person/person.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { personsOf } from "./persons-of.ts";
import type { StoreReader } from "./ports.ts";

/** What the off-boarding check says, with what the roster keeps of the accounts in it. */
export interface LookedAt {
  readonly check: Check;
  readonly entryOf: EntryOf;
}

/** By store: what was said last, and of what state. */
const known = new WeakMap<StoreReader, { readonly state: string; readonly value: Promise<LookedAt> }>();

/** Everybody, with the accounts that nobody owns: all rosters are read, once until something happens. */
async function checkEverybody(store: StoreReader, rules: OffboardingRules, now: Instant): Promise<LookedAt> {
  const persons = await personsOf(store);
  const state = JSON.stringify([
    await store.news(undefined),
    await Promise.all((await store.directories()).map(({ directory }) => store.erasures(directory))),
    { ...rules, limits: [...rules.limits] },
    // Limits run out by themselves.
    Math.floor(now / MINUTE),
    persons.map(({ id, accounts }) => [id, accounts.map((one) => [one.directory, one.id])]),
  ]);
  const last = known.get(store);
  if (last?.state === state) return last.value;
  const value = checkAmong(store, rules, now, { persons, everybody: true });
  known.set(store, { state, value });
  // What failed is asked for again.
  value.catch(() => known.delete(store));
  return value;
}

/** As `checkEverybody`, as far as somebody may know who may know names of these directories alone. */
export async function checkFor(
  store: StoreReader,
  rules: OffboardingRules,
  now: Instant,
  mine: (directory: string) => boolean,
): Promise<LookedAt> {
  const { check, entryOf } = await checkEverybody(store, rules, now);
  return { check: knownTo(check, rules.leads, mine), entryOf };
}

/** @throws RollcallError `bad_setting` where the settings say nothing of off-boarding */
export function rulesOf({ offboarding }: { readonly offboarding?: OffboardingRules }): OffboardingRules {
  if (offboarding !== undefined) return offboarding;
  throw new RollcallError(
    "bad_setting",
    "The settings say nothing of off-boarding: write offboarding: { leads: [ALIAS] } with the directory that says who belongs.",
  );
}

/** What is known of one person, by their own id (`p-…`) or by a departure of theirs (`d-…`); undefined where nothing is. */
export function matterOf(
  { timelines, accidents }: Check,
  id: string,
): { readonly timeline?: Timeline; readonly accidents: readonly Accident[] } | undefined {
  const timeline = timelines.find(({ person, steps }) => {
    return person === id || steps.some(({ holding }) => holding.end?.departure === id);
  });
  const lost = accidents.filter(({ person, lost: { end } }) => person === id || end.departure === id);
  return timeline === undefined && lost.length === 0 ? undefined : { accidents: lost, ...defined({ timeline }) };
}

/** Those of whom an account has ended: enough for what is to be done about accounts, and far fewer. */
export async function checkLeavers(reader: StoreReader, rules: OffboardingRules, now: Instant): Promise<LookedAt> {
  return checkAmong(reader, rules, now, { persons: await personsOf(reader), everybody: false });
}

async function checkAmong(
  reader: StoreReader,
  rules: OffboardingRules,
  now: Instant,
  { persons, everybody }: { readonly persons: readonly Person[]; readonly everybody: boolean },
): Promise<LookedAt> {
  const seen = new Map((await reader.directories()).map(({ directory, last }) => [directory, last?.startedAt ?? null]));
  const left = await standingDepartures(reader, [...seen.keys()]);
  const wanted = everybody
    ? persons
    : persons.filter(({ accounts }) => accounts.some((one) => left.get(one.directory)?.has(one.id) === true));
  const entries = everybody ? await rosters(reader, seen.keys()) : await entriesOf(reader, wanted);
  const led = rules.leads.map((lead) => seen.get(lead) ?? null);
  const since = everybody ? await arrivals(reader, rules.leads, [...seen.keys()], led) : new Map();
  const holding = (directory: string, id: string): Holding[] => {
    const entry = entries.get(directory)?.get(id);
    if (entry === undefined) return [];
    const about = { seen: seen.get(directory) ?? null, ...defined({ since: since.get(directory)?.get(id) }) };
    return [holdingOf(directory, entry, left.get(directory)?.get(id), about)];
  };
  const owners = wanted.map(({ id, accounts }): Owner => {
    return { person: id, holdings: accounts.flatMap((one) => holding(one.directory, one.id)) };
  });
  if (everybody) owners.push(...unlinked(persons, entries, holding));
  return {
    check: checkOf(owners, rules, { now, led }),
    entryOf: (directory, account) => entries.get(directory)?.get(account),
  };
}

type ByAccount<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

/** By directory and account: the departure that was not taken back. */
async function standingDepartures(reader: StoreReader, directories: readonly string[]): Promise<ByAccount<Departure>> {
  const all = new Map<string, ReadonlyMap<string, Departure>>();
  for (const directory of directories) {
    const standing = (await reader.departures({ directory })).filter(({ reversed }) => reversed === undefined);
    all.set(directory, new Map(standing.map((one) => [accountOf(one), one])));
  }
  return all;
}

async function rosters(reader: StoreReader, directories: Iterable<string>): Promise<ByAccount<RosterEntry>> {
  const all = new Map<string, ReadonlyMap<string, RosterEntry>>();
  for (const directory of directories) all.set(directory, (await reader.roster(directory)).entries);
  return all;
}

async function entriesOf(reader: StoreReader, persons: readonly Person[]): Promise<ByAccount<RosterEntry>> {
  const wanted = Map.groupBy(
    persons.flatMap(({ accounts }) => accounts),
    ({ directory }) => directory,
  );
  const all = new Map<string, ReadonlyMap<string, RosterEntry>>();
  for (const [directory, accounts] of wanted) {
    const ids = accounts.map(({ id }) => id);
    all.set(directory, await reader.entries(directory, ids));
  }
  return all;
}

const ARRIVALS: ReadonlySet<string> = new Set(["joined", "invited", "returned", "reactivated"]);

/** Whoever has come since a leading directory was read last may be in it by now. */
async function arrivals(
  reader: StoreReader,
  leads: readonly string[],
  directories: readonly string[],
  led: readonly (Instant | null)[],
): Promise<ByAccount<Instant>> {
  const all = new Map<string, ReadonlyMap<string, Instant>>();
  const since = Math.min(...led.map((at) => at ?? 0));
  for (const directory of leads.length === 0 ? [] : directories) {
    if (leads.includes(directory)) continue;
    const came = (await reader.changes({ directory, since })).filter(({ change }) => ARRIVALS.has(change));
    all.set(directory, new Map(came.map(({ account, at }) => [account.id, at.notAfter])));
  }
  return all;
}

function* unlinked(
  persons: readonly Person[],
  entries: ByAccount<RosterEntry>,
  holding: (directory: string, id: string) => Holding[],
): Iterable<Owner> {
  const linked = new Set(persons.flatMap(({ accounts }) => accounts.map((one) => `${one.directory} ${one.id}`)));
  for (const [directory, accounts] of entries) {
    for (const id of accounts.keys()) {
      if (!linked.has(`${directory} ${id}`)) yield { holdings: holding(directory, id) };
    }
  }
}

/**
 * Of departures of one directory: whether the people are still where it is said who belongs, by id. Those of whom it is not known are
 * left out, and so is everybody where that directory says it itself.
 */
export async function whoStillBelongs(
  reader: StoreReader,
  leads: readonly string[],
  directory: string,
  departures: readonly Departure[],
): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>();
  const others = leads.filter((one) => one !== directory);
  if (others.length === 0) return found;
  const gone = new Map(departures.map((one) => [accountOf(one), one]));
  const theirs = (await personsOf(reader)).filter(({ accounts }) => {
    return accounts.some((one) => one.directory === directory && gone.has(one.id));
  });
  const entries = await entriesOf(reader, theirs);
  const left = await standingDepartures(reader, others);
  const seen = new Map((await reader.directories()).map((one) => [one.directory, one.last?.startedAt ?? null]));
  for (const { accounts } of theirs) {
    const holdings = accounts.flatMap((one) => {
      const entry = others.includes(one.directory) ? entries.get(one.directory)?.get(one.id) : undefined;
      const about = { seen: seen.get(one.directory) ?? null };
      return entry === undefined ? [] : [holdingOf(one.directory, entry, left.get(one.directory)?.get(one.id), about)];
    });
    const said = belongingOf(holdings, { leads: others });
    for (const { id, at } of accounts.flatMap((one) => (one.directory === directory ? (gone.get(one.id) ?? []) : []))) {
      if (said.belongs === "no" && said.by.end.confirmed) found.set(id, false);
      // In use in a reading that began before they left here says nothing.
      if (said.belongs === "yes" && (said.by.seen ?? -Infinity) >= at.notAfter) found.set(id, true);
    }
  }
  return found;
}
