import { defined } from "../core/defined.ts";
import { accountOf, type Departure } from "../core/directory/departure.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { RollcallError } from "../core/errors.ts";
import { type Incident, nextVersion, openWave, waveGroup } from "../core/notification/incident.ts";
import { DAY, type Instant } from "../core/time.ts";
import { dayOf } from "../core/wave/calendar.ts";
import { causeOf, type Ended } from "../core/wave/cause.ts";
import { createDetector, newborn, type Saved } from "../core/wave/detect.ts";
import { isAnonymous } from "../core/wave/forget.ts";
import { plansOf } from "../core/wave/plan.ts";
import { lessened } from "../core/wave/groups.ts";
import { departedOf, WHO, whoIs } from "../core/wave/population.ts";
import type { WaveRules } from "../core/wave/rules.ts";
import { isChanged, isNews, type WaveState } from "../core/wave/report.ts";
import type { Wave, Who } from "../core/wave/wave.ts";
import { whoStillBelongs } from "./offboarding.ts";
import type { Counted } from "./populations.ts";
import type { StoreReader, StoreWriter } from "./ports.ts";

/** What a reading found, as far as waves are concerned. */
export interface Found {
  readonly directory: string;
  readonly at: Instant;
  /** Those that are new, confirmed or taken back; written to the store already. */
  readonly departures: readonly Departure[];
  /** A whole list was read and believed: time has passed without anything else. */
  readonly whole: boolean;
  /** Who is there. Asked for only where something is to be counted. */
  readonly counted: () => Promise<Counted>;
  readonly rules: WaveRules;
}

/**
 * Counts departures against what is usual, in the transaction that keeps them.
 * @returns the incidents of waves that opened, closed, or changed so that it is news: to be told
 */
export async function detectWaves(writer: StoreWriter, found: Found): Promise<Incident[]> {
  const news: Incident[] = [];
  for (const who of WHO) news.push(...(await detectAmong(writer, who, found)));
  return news;
}

async function detectAmong(writer: StoreWriter, who: Who, found: Found): Promise<Incident[]> {
  const { directory, at, whole } = found;
  const { leads = [] } = found.rules;
  const theirs = found.departures.filter(({ lastKnown }) => whoIs(lastKnown) === who);
  // A detector holds the departures of a month: it is not read for each account of whom nothing is to be counted.
  if (theirs.length === 0 && !whole) return [];
  const known = await knownBy(writer, who, found);
  // It begins with the first whole list: before it nobody knows who is there.
  if (known === undefined) {
    if (whole) await writer.putDetector(directory, newborn(who, at));
    return [];
  }
  const timePasses = whole && (known.wave !== undefined || dayOf(at) > dayOf(known.now));
  if (theirs.length === 0 && !timePasses) return [];
  const { population, without } = await found.counted();
  const back = theirs.filter(({ reversed }) => reversed !== undefined).map(({ id }) => id);
  const gone = theirs
    .filter(({ reversed }) => reversed === undefined)
    .flatMap((departure) => departedOf(departure, population) ?? []);
  const since = [...known.recent, ...gone].filter(({ id }) => without?.has(id) === false);
  const here = lessened(
    population.here[who],
    since.map(({ groups }) => groups),
  );
  const detector = createDetector(known, found.rules);
  const turns = [
    ...(back.length === 0 ? [] : detector.takeBack(back, at, here)),
    ...detector.take(gone, here),
    ...(timePasses ? detector.pass(at, here) : []),
  ];
  await writer.putDetector(directory, detector.saved());
  const newest = await writer.newestIncident(waveGroup(directory, who));
  let open = newest?.closed === false ? newest : undefined;
  const news: Incident[] = [];
  for (const { turn, wave, at: turned } of turns.flatMap((one) => (one.turn === "updated" ? [] : [one]))) {
    open ??= openWave(directory, who, turned);
    if (turn === "opened") continue;
    news.push(await keep(writer, open, wave, turned, leads));
    open = undefined;
  }
  const wave = detector.wave(here);
  if (open === undefined || wave === undefined) return news;
  const told = open.wave;
  // What a wave is costs a look at each of its departures: asked only where the numbers say that it may be news.
  const numbers = { cause: told?.cause ?? "unknown", reasons: told?.reasons ?? [], plans: told?.plans ?? [] } as const;
  const now: WaveState = { ...stripped(wave), ...numbers };
  if (!isNews(told, now) && !(whole && isChanged(told, now))) return news;
  return [...news, await keep(writer, open, wave, at, leads)];
}

/** What cannot be read any more is learnt anew: nobody is to go untold because it is not known what is usual. */
async function knownBy(writer: StoreWriter, who: Who, { directory, at }: Found): Promise<Saved | undefined> {
  try {
    return await writer.detector(directory, who);
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code !== "store_damaged") throw error;
    await writer.record({ at, action: "detector begins anew", detail: { directory, who } });
    return newborn(who, at);
  }
}

/** As it is told: by which window it was found is nobody's matter, and the incident's items say who is in it. */
export function stripped(wave: Wave): Omit<Wave, "signal" | "members"> {
  const { signal: _, members: __, ...rest } = wave;
  return rest;
}

async function keep(
  writer: StoreWriter,
  incident: Incident,
  wave: Wave,
  at: Instant,
  leads: readonly string[],
): Promise<Incident> {
  const before = incident.wave === undefined ? incident : nextVersion(incident, at);
  const known = wave.members.filter((id) => !isAnonymous(id));
  await writer.putIncident(before);
  await writer.putIncidentItems(
    before.id,
    known.map((id) => ({ id, version: before.version })),
  );
  // Of whom nothing is kept any more nothing speaks for a cause: once they are the most, it stays what it was seen to be.
  const told = 2 * known.length < wave.members.length ? incident.wave : undefined;
  const grounds =
    told === undefined
      ? await groundsOf(writer, before, wave, at, leads)
      : { cause: told.cause, reasons: told.reasons, plans: told.plans };
  const state: WaveState = { ...stripped(wave), ...grounds };
  const after: Incident = { ...before, wave: state, closed: wave.closed !== undefined };
  await writer.putIncident(after);
  return after;
}

async function groundsOf(
  reader: StoreReader,
  { id, directory = "" }: Incident,
  wave: Wave,
  now: Instant,
  leads: readonly string[],
): Promise<Pick<WaveState, "cause" | "reasons" | "plans">> {
  return explained(reader, directory, wave, await reader.departures({ incident: id }), { now, leads });
}

/** What a wave of these departures looks like, by all that is known of them. */
export async function explained(
  reader: StoreReader,
  directory: string,
  wave: Wave,
  departures: readonly Departure[],
  { now, leads = [] }: { readonly now: Instant; readonly leads?: readonly string[] },
): Promise<Pick<WaveState, "cause" | "reasons" | "plans">> {
  const entries = await reader.entries(directory, departures.map(accountOf));
  const others = await arrivedElsewhere(reader, directory, wave.start - ABOUT_THEN);
  const belong = await whoStillBelongs(reader, leads, directory, departures);
  const plans = plansOf(await reader.plans({ directory }), wave);
  const sweeps = await reader.sweeps({ directory, since: wave.start });
  const found = causeOf({
    departures: departures.map((departure) => endedOf(departure, { entries, others, belong, now })),
    where: wave.where,
    plans,
    readings: sweeps.filter(({ takenAt }) => takenAt <= now).map(({ health }) => health),
    now,
  });
  return { ...found, plans: plans.map((plan) => plan.id) };
}

/** Whoever moves has the new account before the old one ends, or soon after. */
const ABOUT_THEN = 7 * DAY;

/** The addresses of accounts that are new in other directories and in use; undefined where no other directory is read. */
async function arrivedElsewhere(
  reader: StoreReader,
  directory: string,
  since: Instant,
): Promise<ReadonlySet<string> | undefined> {
  const others = (await reader.directories()).map((one) => one.directory).filter((one) => one !== directory);
  if (others.length === 0) return undefined;
  const addresses = new Set<string>();
  for (const other of others) {
    const joined = await reader.changes({ directory: other, since, change: "joined" });
    const entries = await reader.entries(
      other,
      joined.map(({ account }) => account.id),
    );
    for (const { account } of entries.values()) {
      const { email } = account.attributes;
      if (account.status === "active" && email) addresses.add(email.toLowerCase());
    }
  }
  return addresses;
}

interface Around {
  readonly entries: ReadonlyMap<string, RosterEntry>;
  /** Addresses that arrived in other directories, where there are any. */
  readonly others: ReadonlySet<string> | undefined;
  /** By departure: whether they are still where it is said who belongs, as far as it is known. */
  readonly belong: ReadonlyMap<string, boolean>;
  readonly now: Instant;
}

function endedOf(departure: Departure, { entries, others, belong, now }: Around): Ended {
  const { at, change, confirmed, lastKnown, actor, reversed } = departure;
  const account = entries.get(accountOf(departure))?.account;
  // Of somebody who is back the record has changed since.
  const updated = account?.status === "deactivated" ? account.updated : undefined;
  const { kind, guestExpires, email } = lastKnown;
  return {
    since: at.notBefore,
    at: at.notAfter,
    // Who was erased long after leaving had left all the same.
    change: account?.status === "erased" && now - at.notAfter < DAY ? "erased" : change,
    confirmed,
    ...defined({ kind, guestExpires, updated, actor, reversed: reversed?.at.notAfter }),
    ...defined({ belongs: belong.get(departure.id) }),
    ...defined({ moved: email ? others?.has(email.toLowerCase()) : undefined }),
  };
}
