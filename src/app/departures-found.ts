import type { Change } from "../core/directory/change.ts";
import { coverageOf, type Gap, gapIn } from "../core/directory/coverage.ts";
import { type Departure, type DepartureRules, departuresFrom } from "../core/directory/departure.ts";
import type { HeldEvent } from "../core/directory/event.ts";
import { isSeeing } from "../core/notification/outage.ts";
import { defined } from "../core/defined.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { listened } from "./listened.ts";
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
  const announced = await announcedOf(reader, directory, late);
  const gaps = new Map<string, Gap | undefined>();
  for (const departure of late) {
    const since = departure.at.notBefore ?? 0;
    const gapBy = async (by: "events and sweeps" | "sweeps"): Promise<Gap | undefined> => {
      const key = `${since} ${by}`;
      if (!gaps.has(key)) gaps.set(key, await gapSince(reader, directory, since, reading, longest ?? 0, by));
      return gaps.get(key);
    };
    const gap = await gapBy("events and sweeps");
    // Where events could have come all the while, and none did, they showed nothing.
    const refuted = gap === undefined && !announced.has(accountOf(departure));
    departures.set(departure.id, { ...departure, ...defined({ gap: refuted ? await gapBy("sweeps") : gap }) });
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
  by: "events and sweeps" | "sweeps",
): Promise<Gap | undefined> {
  const sweeps = await reader.sweeps({ directory, since, completeOnly: true });
  const seen = [...sweeps.filter(isSeeing), reading];
  const until = reading.takenAt;
  const heard = by === "sweeps" ? [] : await listened(reader, directory, since);
  const spans = coverageOf(seen, heard, longest, { since, until });
  const gap = gapIn(spans, { notBefore: since, notAfter: until });
  return gap !== undefined && gap.until - gap.since > longest ? gap : undefined;
}

/** The accounts of departures about which an event, or an entry of the log, has come since they were last seen. */
async function announcedOf(
  reader: StoreReader,
  directory: string,
  departures: readonly Departure[],
): Promise<ReadonlySet<string>> {
  const since = new Map(departures.map((one) => [accountOf(one), one.at.notBefore ?? 0]));
  const ids = [...since.keys()];
  const announced = new Set<string>();
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const accounts = ids.slice(start, start + AT_ONCE);
    for (const { about, receivedAt } of await reader.events({ directory, accounts })) {
      const account = "account" in about ? about.account : "";
      if (receivedAt >= (since.get(account) ?? Infinity)) announced.add(account);
    }
  }
  return announced;
}

/** Accounts that the store is asked for at once. */
const AT_ONCE = 500;

function accountOf({ accounts }: Departure): string {
  return accounts[0]?.id ?? "";
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
  for (const change of changes) {
    // Only these can meet an earlier departure; a first wave of 700 asks 700 times by primary key, which is milliseconds.
    if (!MAY_MEET_A_DEPARTURE.has(change.change) || open.has(change.account.id)) continue;
    const all = await reader.departures({ directory: change.directory, account: change.account.id });
    // Not the newest: intervals of one account that left more than once may overlap, and only one of them still stands.
    const standing = all.find(({ reversed }) => reversed === undefined);
    if (standing !== undefined) open.set(change.account.id, standing);
  }
  return open;
}

const MAY_MEET_A_DEPARTURE = new Set(["deactivated", "removed", "joined", "reactivated", "returned", "promoted"]);
