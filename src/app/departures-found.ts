import type { Change } from "../core/directory/change.ts";
import { coverageOf, type Gap, gapIn } from "../core/directory/coverage.ts";
import { type Departure, type DepartureRules, departuresFrom } from "../core/directory/departure.ts";
import type { HeldEvent } from "../core/directory/event.ts";
import { isSeeing } from "../core/notification/outage.ts";
import { defined } from "../core/defined.ts";
import { type Instant, MINUTE } from "../core/time.ts";
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
  const gaps = new Map<Instant, Gap | undefined>();
  for (const departure of departures.values()) {
    const { at, observed } = departure;
    const { notBefore, notAfter } = at;
    if (longest === undefined || !observed || notBefore === null || notAfter - notBefore <= longest) continue;
    if (!gaps.has(notBefore)) gaps.set(notBefore, await gapSince(reader, directory, notBefore, reading, longest));
    departures.set(departure.id, { ...departure, ...defined({ gap: gaps.get(notBefore) }) });
  }
  for (const event of events) {
    if (event.actor === undefined || !("account" in event.about)) continue;
    const { account } = event.about;
    const mine = [...departures.values()].find(({ accounts }) => accounts[0]?.id === account);
    const departure = mine ?? (await lastOf(reader, directory, account));
    if (departure === undefined || !isOf(event, departure)) continue;
    departures.set(departure.id, { ...departure, actor: event.actor });
  }
  return [...departures.values()];
}

/** The longest span since then in which neither events nor readings would have shown a departure, where it is an unusual one. */
async function gapSince(
  reader: StoreReader,
  directory: string,
  since: Instant,
  reading: Found["reading"],
  longest: number,
): Promise<Gap | undefined> {
  const sweeps = await reader.sweeps({ directory, limit: LOOKED_BACK, completeOnly: true });
  const seen = [...sweeps.filter(isSeeing), reading].filter(({ takenAt }) => takenAt >= since);
  const until = reading.takenAt;
  const spans = coverageOf(seen, await reader.listening({ directory, since }), longest, { since, until });
  const gap = gapIn(spans, { notBefore: since, notAfter: until });
  return gap !== undefined && gap.until - gap.since > longest ? gap : undefined;
}

/** Readings asked for at once: between two that are believed there are seldom as many that are not. */
const LOOKED_BACK = 500;

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
  for (const change of changes) {
    // Only these can meet an earlier departure; a first wave of 700 asks 700 times by primary key, which is milliseconds.
    if (!MAY_MEET_A_DEPARTURE.has(change.change) || open.has(change.account.id)) continue;
    const last = await lastOf(reader, change.directory, change.account.id);
    if (last !== undefined && last.reversed === undefined) open.set(change.account.id, last);
  }
  return open;
}

const MAY_MEET_A_DEPARTURE = new Set(["deactivated", "removed", "joined", "reactivated", "returned", "promoted"]);
