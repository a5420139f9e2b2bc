import { defined } from "../core/defined.ts";
import type { Departure } from "../core/directory/departure.ts";
import { disclose, type WaveView } from "../core/disclosure/disclose.ts";
import { type Incident, openWave } from "../core/notification/incident.ts";
import { DAY, type Instant } from "../core/time.ts";
import { createDetector, newborn, type Turn } from "../core/wave/detect.ts";
import { type Headcounts, headcounts, lessened } from "../core/wave/groups.ts";
import { departedOf, populationOf, WHO, whoIs } from "../core/wave/population.ts";
import type { Departed } from "../core/wave/recent.ts";
import type { WaveRules } from "../core/wave/rules.ts";
import type { Wave, Who } from "../core/wave/wave.ts";
import { explained, stripped } from "./detect-waves.ts";
import { namesIn } from "./incident-report.ts";
import type { StoreReader } from "./ports.ts";

/** A wave that would have been told. */
export interface WouldBe {
  readonly directory: string;
  readonly wave: WaveView;
}

/**
 * The waves that other rules would have found in what is stored, oldest first. Who was there then is who is there now and who has
 * left since: those who joined meanwhile are counted as if they had always been there.
 */
export async function backTest(
  store: StoreReader,
  directory: string,
  rules: WaveRules,
  now: Instant,
): Promise<WouldBe[]> {
  const departures = await store.departures({ directory });
  const found: WouldBe[] = [];
  for (const who of WHO) found.push(...(await backTestOf(store, directory, who, departures, rules, now)));
  return found.toSorted((a, b) => Date.parse(a.wave.opened) - Date.parse(b.wave.opened));
}

async function backTestOf(
  store: StoreReader,
  directory: string,
  who: Who,
  all: readonly Departure[],
  rules: WaveRules,
  now: Instant,
): Promise<WouldBe[]> {
  const began = (await store.detector(directory, who))?.began;
  if (began === undefined) return [];
  const population = populationOf((await store.roster(directory)).entries.values());
  const theirs = all.filter(({ lastKnown }) => whoIs(lastKnown) === who);
  const known = new Map(theirs.map((departure) => [departure.id, departure]));
  const left = theirs.flatMap((departure) => departedOf(departure, population) ?? []).toSorted((a, b) => a.at - b.at);
  const detector = createDetector(newborn(who, began), rules);
  const here = createHere(population.here[who], left, known);
  const found: WouldBe[] = [];
  const keep = async (wave: Wave, at: Instant): Promise<void> => {
    const departures = wave.members.flatMap((id) => known.get(id) ?? []);
    const grounds = await explained(store, directory, wave, departures, {
      now: at,
      ...defined({ leads: rules.leads }),
    });
    // What was never told has no id.
    const incident: Incident = { ...openWave(directory, who, at), id: "", wave: { ...stripped(wave), ...grounds } };
    const names = await namesIn(store, incident);
    const view = disclose("incident", { incident, directories: [], names }, "named");
    if (view?.wave !== undefined) found.push({ directory, wave: view.wave });
  };
  for (const { at, gone, back } of instantsOf(left, known, now)) {
    const turns: Turn[] = [
      ...(back.length === 0 ? [] : detector.takeBack(back, at, here(at))),
      ...(gone.length === 0 ? [] : detector.take(gone, here(at))),
      ...detector.pass(at, here(at)),
    ];
    for (const turn of turns) if (turn.turn === "closed") await keep(turn.wave, turn.at);
  }
  const open = detector.wave(here(now));
  if (open !== undefined) await keep(open, now);
  return found;
}

interface Moment {
  readonly at: Instant;
  readonly gone: readonly Departed[];
  readonly back: readonly string[];
}

/** Every instant at which somebody left or came back, and every midnight, by which waves end. */
function instantsOf(left: readonly Departed[], known: ReadonlyMap<string, Departure>, now: Instant): Moment[] {
  const gone = Map.groupBy(left, ({ at }) => at);
  const back = Map.groupBy(
    left.flatMap(({ id }) => {
      const at = known.get(id)?.reversed?.at.notAfter;
      return at === undefined ? [] : [{ id, at }];
    }),
    ({ at }) => at,
  );
  const [first = now] = left.map(({ at }) => at);
  const midnights = Array.from(
    { length: Math.max(0, Math.ceil((now - first) / DAY)) },
    (_, i) => (Math.floor(first / DAY) + i + 1) * DAY,
  );
  return [...new Set([...gone.keys(), ...back.keys(), ...midnights.filter((at) => at <= now), now])]
    .toSorted((a, b) => a - b)
    .map((at) => ({ at, gone: gone.get(at) ?? [], back: (back.get(at) ?? []).map(({ id }) => id) }));
}

/** Who was there at an instant. */
function createHere(
  today: Headcounts,
  left: readonly Departed[],
  known: ReadonlyMap<string, Departure>,
): (at: Instant) => Headcounts {
  const stayedAway = left.filter(({ id }) => known.get(id)?.reversed === undefined);
  const all = together(today, headcounts(stayedAway.map(({ groups }) => groups)));
  let made: { readonly until: number; readonly here: Headcounts } | undefined;
  return (at) => {
    const until = stayedAway.filter((one) => one.at <= at).length;
    if (made?.until !== until) {
      made = {
        until,
        here: lessened(
          all,
          stayedAway.slice(0, until).map(({ groups }) => groups),
        ),
      };
    }
    return made.here;
  };
}

function together(a: Headcounts, b: Headcounts): Headcounts {
  const of = new Map(a.of);
  for (const [key, count] of b.of) of.set(key, (of.get(key) ?? 0) + count);
  const groups = Object.fromEntries(
    Object.entries(a.groups).map(([by, count]) => [by, Math.max(count, b.groups[by as keyof typeof b.groups])]),
  ) as Headcounts["groups"];
  return { total: a.total + b.total, of, groups };
}
