import type { Change } from "../core/directory/change.ts";
import { coverageOf, type Gap, gapIn } from "../core/directory/coverage.ts";
import { accountOf, type Departure, type DepartureRules, departuresFrom } from "../core/directory/departure.ts";
import type { HeldEvent } from "../core/directory/event.ts";
import { isSeeing } from "../core/notification/outage.ts";
import { defined } from "../core/defined.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { eventsAbout, listened } from "./listened.ts";
import type { StoreReader } from "./ports.ts";

/** What a reading, of a whole list or of single accounts, found. */
export interface Found {
  readonly directory: string;
  readonly changes: readonly Change[];
  /** The events that it settles: their log may say who did it. */
  readonly events: readonly HeldEvent[];
  /** The span in which it looked. */
  readonly reading: { readonly startedAt: Instant; readonly takenAt: Instant };
}

/**
 * The departures that changes amount to, with what the directory's log and coverage have to say of them: who did it, and in
 * which time nobody looked.
 * @param longest the longest pause between two readings that is usual, in milliseconds; without it nobody asks for gaps
 */
export async function departuresFound(
  reader: StoreReader,
  found: Found,
  rules: DepartureRules,
  longest: number | undefined,
): Promise<Departure[]> {
  const { directory, changes, events, reading } = found;
  const open = await openDepartures(reader, changes);
  const departures = new Map(departuresFrom(changes, open, rules).map((one) => [one.id, one]));
  const late = [...departures.values()].filter(
    ({ at, observed }) =>
      longest !== undefined && observed && at.notBefore !== null && at.notAfter - at.notBefore > longest,
  );
  const heardOf = await eventsAbout(reader, directory, late);
  const gaps = new Map<Instant, Gaps>();
  for (const departure of late) {
    const since = departure.at.notBefore ?? 0;
    const known = gaps.get(since) ?? (await gapsSince(reader, directory, since, reading, longest ?? 0));
    gaps.set(since, known);
    // Where events could have come all the while, and none did, they showed nothing.
    const isAnnounced = (heardOf.get(departure.id) ?? []).length > 0;
    const gap = known.ofBoth ?? (isAnnounced ? undefined : known.ofSweeps);
    departures.set(departure.id, { ...departure, ...defined({ gap }) });
  }
  for (const event of events) {
    if (event.actor === undefined || !("account" in event.about)) continue;
    const { account } = event.about;
    const mine = [...departures.values()].find((one) => accountOf(one) === account);
    const departure = mine ?? (await lastOf(reader, directory, account));
    if (departure === undefined || !isOf(event, departure)) continue;
    departures.set(departure.id, { ...departure, actor: event.actor });
  }
  return [...departures.values()];
}

interface Gaps {
  /** Neither events nor readings would have shown a departure. */
  readonly ofBoth?: Gap;
  /** No reading would have. */
  readonly ofSweeps?: Gap;
}

/** The longest spans since then in which a departure would not have shown, where they are unusual ones. */
async function gapsSince(
  reader: StoreReader,
  directory: string,
  since: Instant,
  reading: Found["reading"],
  longest: number,
): Promise<Gaps> {
  const sweeps = await reader.sweeps({ directory, since, completeOnly: true });
  const seen = [...sweeps.filter(isSeeing), reading];
  const until = reading.takenAt;
  const unusual = (heard: readonly Gap[]): Gap | undefined => {
    const spans = coverageOf(seen, heard, longest, { since, until });
    const gap = gapIn(spans, { notBefore: since, notAfter: until });
    return gap !== undefined && gap.until - gap.since > longest ? gap : undefined;
  };
  return defined({ ofBoth: unusual(await listened(reader, directory, since)), ofSweeps: unusual([]) });
}

/** Tools date what they log by clocks of their own, to the second. */
const APART = MINUTE;

function isOf({ at }: HeldEvent, { at: interval, actor, reversed }: Departure): boolean {
  if (at === undefined || actor !== undefined || reversed !== undefined) return false;
  return at <= interval.notAfter + APART && at >= (interval.notBefore ?? at) - APART;
}

async function lastOf(reader: StoreReader, directory: string, account: string): Promise<Departure | undefined> {
  return (await reader.departures({ directory, account, limit: 1 }))[0];
}

/** The last departures of accounts that a change may confirm or take back. */
async function openDepartures(
  reader: StoreReader,
  changes: readonly Change[],
): Promise<ReadonlyMap<string, Departure>> {
  const open = new Map<string, Departure>();
  // Only these can meet an earlier departure.
  const met = changes.filter(({ change }) => MAY_MEET_A_DEPARTURE.has(change));
  for (const [directory, ofOne] of Map.groupBy(met, (change) => change.directory)) {
    const accounts = ofOne.map(({ account }) => account.id);
    // Not the newest: intervals of one account that left more than once may overlap, and only one of them still stands.
    const standing = (await reader.departures({ directory, accounts })).filter(
      ({ reversed }) => reversed === undefined,
    );
    for (const one of standing) {
      for (const { id, directory: where } of one.accounts) if (where === directory && !open.has(id)) open.set(id, one);
    }
  }
  return open;
}

const MAY_MEET_A_DEPARTURE = new Set(["deactivated", "removed", "joined", "reactivated", "returned", "promoted"]);
