// What the detectors of waves keep of people of whom nothing else is kept: that somebody left then, and nothing by which to tell who.
import { ERASED } from "../directory/erased.ts";
import type { Saved } from "./detect.ts";
import { type GroupKey, groupingOf, isPerson, valueOf } from "./groups.ts";
import type { Departed } from "./recent.ts";
import type { WaveState } from "./report.ts";
import type { Scope } from "./scan.ts";

/** Who is let go of. */
export interface Gone {
  /** What stands in place of each departure: by its id, a word that says nothing. */
  readonly departures: ReadonlyMap<string, string>;
  /** Account ids, after which groups may be called. */
  readonly people: ReadonlySet<string>;
}

/** How a departure is called of which only the time is kept. @param random of its own, which tells nothing */
export function anonymousId(random: string): string {
  return `x-${random}`;
}

export function isAnonymous(departure: string): boolean {
  return departure.startsWith("x-");
}

/** The same counts, without these people. The very same value where it holds nothing of them. */
export function withoutPeople(saved: Saved, gone: Gone): Saved {
  const shared = sharedBy([...saved.recent, ...(saved.wave?.back ?? [])].filter(({ id }) => !gone.departures.has(id)));
  const anonymous = (one: Departed): Departed => anonymised(one, gone, shared);
  const recent = each(saved.recent, anonymous);
  const wave = saved.wave && {
    ...saved.wave,
    signal: { ...saved.wave.signal, scope: renamed(saved.wave.signal.scope, gone) },
    scopes: [...new Set(saved.wave.scopes.map((scope) => renamed(scope, gone)))],
    back: each(saved.wave.back, anonymous),
  };
  const after = { ...saved, recent, ...(wave === undefined ? {} : { wave }) };
  return JSON.stringify(after) === JSON.stringify(saved) ? saved : after;
}

/** A wave in which no place is called after these people. The very same where none was. */
export function withoutNames(wave: WaveState, { people }: Pick<Gone, "people">): WaveState {
  const where = each(wave.where, (place) =>
    isPerson(place.by) && people.has(place.value) ? { ...place, value: ERASED } : place,
  );
  return where === wave.where ? wave : { ...wave, where };
}

/** Of fewer others a group would tell who it was: an office of one. */
const MANY = 5;

/** The groups in which so many of these departures are. */
function sharedBy(departures: readonly Departed[]): ReadonlySet<GroupKey> {
  const counts = new Map<GroupKey, number>();
  for (const key of departures.flatMap(({ groups }) => groups)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return new Set([...counts].flatMap(([key, count]) => (count >= MANY ? [key] : [])));
}

/** Of their own departure stays when it was, and in which places it is one of many: a wave there counts it. */
function anonymised(departed: Departed, gone: Gone, shared: ReadonlySet<GroupKey>): Departed {
  const word = gone.departures.get(departed.id);
  const kept = word === undefined ? departed.groups : departed.groups.filter((key) => shared.has(key));
  const groups = each(kept, (key) => renamed(key, gone));
  if (word === undefined && groups === departed.groups) return departed;
  return { ...departed, id: word ?? departed.id, groups: [...new Set(groups)] };
}

function renamed<T extends Scope>(scope: T, { people }: Pick<Gone, "people">): T | GroupKey {
  if (scope === "organisation") return scope;
  const key: GroupKey = scope;
  const by = groupingOf(key);
  return isPerson(by) && people.has(valueOf(key)) ? `${by}:${ERASED}` : scope;
}

/** The same list where nothing in it has become another. */
function each<T>(list: readonly T[], change: (one: T) => T): readonly T[] {
  const after = list.map(change);
  return after.some((one, i) => one !== list[i]) ? after : list;
}
