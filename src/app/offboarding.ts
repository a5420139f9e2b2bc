import { accountOf, type Departure } from "../core/directory/departure.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { defined } from "../core/defined.ts";
import {
  type AccidentView,
  disclose,
  type Disclosed,
  type EntryOf,
  type OrphanView,
  type TimelineView,
} from "../core/disclosure/disclose.ts";
import { RollcallError } from "../core/errors.ts";
import { type HeldRef, ownerOf } from "../core/offboarding/cases.ts";
import { type Accident, acknowledgedBy, type Check, checkOf, knownTo } from "../core/offboarding/check.ts";
import { aboutOf, type Matter } from "../core/offboarding/matters.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import { belongingOf, type Timeline } from "../core/offboarding/timeline.ts";
import type { Instant } from "../core/time.ts";
import { bookOf } from "./offboarding-book.ts";
import type { StoreReader } from "./ports.ts";

/** By what was said of all: the same as far as some directories go. */
const parts = new WeakMap<Check, Map<string, Check>>();

/**
 * What the check says of everybody, as far as somebody may know who may know names of these directories alone. It is kept up beside
 * (see `app/offboarding-book.ts`): only who asks first waits until everybody has been looked at.
 */
export async function checkFor(
  store: StoreReader,
  rules: OffboardingRules,
  now: Instant,
  mine: (directory: string) => boolean,
): Promise<Check> {
  const check = await bookOf(store, rules).look(now);
  const all = (await store.directories()).map(({ directory }) => directory);
  const theirs = all.filter(mine);
  if (theirs.length === all.length && rules.leads.every(mine)) return check;
  const known = parts.get(check) ?? new Map<string, Check>();
  parts.set(check, known);
  const key = JSON.stringify([theirs, rules.leads.filter(mine)]);
  const part = known.get(key) ?? knownTo(check, rules.leads, mine);
  known.set(key, part);
  return part;
}

/** What the roster keeps of these accounts, to be shown with what is said of them. */
export async function entriesOf(reader: StoreReader, accounts: Iterable<HeldRef>): Promise<EntryOf> {
  const all = new Map<string, ReadonlyMap<string, RosterEntry>>();
  for (const [directory, some] of Map.groupBy(accounts, (one) => one.directory)) {
    const ids = some.map(({ account }) => account);
    all.set(directory, await reader.entries(directory, ids));
  }
  return (directory, account) => all.get(directory)?.get(account);
}

/** One of all that is found, in the form in which it is given out; undefined where its account is not kept any more. */
export function matterView(
  matter: Matter,
  entryOf: EntryOf,
): Disclosed<TimelineView | AccidentView | OrphanView> | undefined {
  const { directory, account } = aboutOf(matter);
  if (entryOf(directory, account) === undefined) return undefined;
  if (matter.found === "departure") return disclose("timeline", { of: matter.of, entryOf }, "named");
  if (matter.found === "orphan") return disclose("orphan", { of: matter.of, entryOf }, "named");
  const view = disclose("finding", { of: { kind: "accident", accident: matter.of }, entryOf }, "named");
  return view?.found === "accident" ? view : undefined;
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
  { timelines, accidents, acknowledged }: Check,
  id: string,
): { readonly timeline?: Timeline; readonly accidents: readonly Accident[] } | undefined {
  const timeline = timelines.find(({ person, steps }) => {
    return person === id || steps.some(({ holding }) => holding.end?.departure === id);
  });
  const lost = [...accidents, ...acknowledged.accidents].filter(
    ({ person, lost: { end } }) => person === id || end.departure === id,
  );
  return timeline === undefined && lost.length === 0 ? undefined : { accidents: lost, ...defined({ timeline }) };
}

/** Those of whom an account has ended: enough for what is to be done about accounts, and far fewer. */
export async function checkLeavers(reader: StoreReader, rules: OffboardingRules, now: Instant): Promise<Check> {
  const seen = await seenIn(reader);
  const led = rules.leads.map((lead) => seen.get(lead) ?? null);
  const acknowledged = acknowledgedBy(await reader.acknowledgements());
  const owners = (await reader.casesOfLeavers()).map((one) => ownerOf(one, { seen, since: new Map() }));
  return { ...checkOf(owners, rules, { now, led, acknowledged }), orphans: [] };
}

async function seenIn(reader: StoreReader): Promise<ReadonlyMap<string, Instant | null>> {
  return new Map((await reader.directories()).map(({ directory, last }) => [directory, last?.startedAt ?? null]));
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
  const seen = await seenIn(reader);
  const theirs = await reader.casesOf([...gone.keys()].map((account) => ({ directory, account })));
  for (const one of theirs) {
    if (one.person === undefined) continue;
    const { holdings } = ownerOf(one, { seen, since: new Map() });
    const elsewhere = holdings.filter((holding) => others.includes(holding.directory));
    const said = belongingOf(elsewhere, { leads: others });
    const here = holdings.filter((holding) => holding.directory === directory);
    for (const { id, at } of here.flatMap(({ account }) => gone.get(account) ?? [])) {
      if (said.belongs === "no" && said.by.end.confirmed) found.set(id, false);
      // In use in a reading that began before they left here says nothing.
      if (said.belongs === "yes" && (said.by.seen ?? -Infinity) >= at.notAfter) found.set(id, true);
    }
  }
  return found;
}
