import { randomBytes } from "node:crypto";
import { whereabouts } from "../core/directory/account.ts";
import type { Departure } from "../core/directory/departure.ts";
import { callings, type ErasureReason } from "../core/directory/erased.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { RollcallError } from "../core/errors.ts";
import type { Incident } from "../core/notification/incident.ts";
import { SETTLES, type Leaver } from "../core/ledger/settled.ts";
import { iso, type Instant } from "../core/time.ts";
import { dayOf } from "../core/wave/calendar.ts";
import { newborn } from "../core/wave/detect.ts";
import { anonymousId, type Gone, withoutPeople } from "../core/wave/forget.ts";
import { WHO, whoIs } from "../core/wave/population.ts";
import { eraseRecords } from "./audit.ts";
import { personsOfAccounts, withoutGone } from "./forget-persons.ts";
import { type Called, withoutMentions } from "./mentions.ts";
import type { Buried, Deleted, StoredChange, StoreReader, StoreWriter } from "./ports.ts";
import { retell } from "./retell.ts";

/** Why people are let go of. `unread`: their directory is not read any more, and whoever is in it when it is again is new. */
export type Why = ErasureReason | "unread";

/** What went, in numbers. */
export interface Forgotten extends Deleted {
  /** Records of others that had named one of them. */
  readonly mentions: number;
  /** Entries of the log that say no more what they are about. */
  readonly records: number;
  /** Incidents that say less now, with what was told of them. */
  readonly incidents: readonly Incident[];
}

/**
 * Lets go of accounts, in the transaction of whoever calls it: of all that is kept of them, and of all that others' records say of
 * them. What stays is a tombstone each, and counts: how many left on which day, and who is counted where without an id.
 */
export async function forget(
  writer: StoreWriter,
  directory: string,
  ids: readonly string[],
  { why, at }: { readonly why: Why; readonly at: Instant },
): Promise<Forgotten> {
  const entries = await writer.entries(directory, ids);
  const traces = await tracesOf(writer, directory, ids);
  const items = [...traces.departures, ...traces.changes].map(({ id }) => id);
  const told = await writer.incidentsOf(items);
  const persons = await personsOfAccounts(
    writer,
    ids.map((id) => ({ directory, id })),
  );
  const mine = new Set(ids);
  const acknowledged = (await writer.acknowledgements()).flatMap((one) =>
    one.directory === directory && mine.has(one.account) ? [one.id] : [],
  );
  const seqs = await writer.recordsAbout([...items, ...ids, ...persons, ...acknowledged]);
  const members = await keepCounts(writer, directory, ids, entries, traces.departures, at);
  await forgetInWaves(writer, directory, ids, traces.departures, at);
  const deleted = await writer.deleteAccounts(directory, ids);
  await withoutGone(writer, persons);
  if (why !== "unread") {
    const buried = ids.map((id): Buried => {
      const member = members.get(id);
      return { id, inUse: isInUse(entries.get(id)), ...(member === undefined ? {} : { member }) };
    });
    await writer.bury(directory, buried, why, iso(at).slice(0, 10));
  }
  const called = ids.map((id) => calledIn(id, entries.get(id), traces));
  const mentions = await withoutMentions(writer, directory, called, why !== "unread");
  const incidents = await retell(writer, directory, new Set(ids), [...told.values()].flat());
  const records = await eraseRecords(writer, seqs, why === "erased" ? "erasure" : "retention", at);
  await writer.putUpkeep("bytes", at);
  return { ...deleted, mentions, records, incidents };
}

interface Traces {
  readonly departures: readonly Departure[];
  readonly changes: readonly StoredChange[];
}

async function tracesOf(reader: StoreReader, directory: string, ids: readonly string[]): Promise<Traces> {
  const departures = new Map<string, Departure>();
  const changes: StoredChange[] = [];
  for (const account of ids) {
    for (const one of await reader.departures({ directory, account })) departures.set(one.id, one);
    changes.push(...(await reader.changes({ directory, account })));
  }
  return { departures: [...departures.values()], changes };
}

/** Whether the account can be used, as far as anybody knows; who is flagged as gone and not confirmed counts as in use. */
function isInUse(entry: RosterEntry | undefined): boolean {
  if (entry === undefined || entry.presence !== "present") return false;
  return entry.account.status === "active" || entry.account.status === "invited";
}

/** All that the account was ever called, as far as it is known. */
function calledIn(id: string, entry: RosterEntry | undefined, { departures, changes }: Traces): Called {
  const mine = changes.filter(({ account }) => account.id === id);
  const records = [
    ...(entry === undefined ? [] : [entry.account.attributes]),
    ...mine.flatMap(({ account, before, after, lastKnown }) => [account, before ?? {}, after ?? {}, lastKnown ?? {}]),
    ...departures.flatMap(({ accounts, lastKnown }) =>
      accounts.some((account) => account.id === id) ? [...accounts, lastKnown] : [],
    ),
  ];
  const emails = records.flatMap(({ email }) => email?.toLowerCase() ?? []);
  return { id, words: new Set(records.flatMap(callings)), emails: new Set(emails) };
}

/**
 * Keeps what counts are made of: that so many left on a day; and of who is counted, that somebody is, under a word that says
 * nothing.
 * @returns by account: that word, where coming back may still take it back
 */
async function keepCounts(
  writer: StoreWriter,
  directory: string,
  ids: readonly string[],
  entries: ReadonlyMap<string, RosterEntry>,
  departures: readonly Departure[],
  at: Instant,
): Promise<ReadonlyMap<string, string>> {
  await writer.addLeftDays(directory, leftDays(departures));
  const open = new Map<string, string>();
  const members = await writer.members(directory, ids);
  if (members.size === 0) return open;
  const earlier = Map.groupBy(await writer.leavers(directory), ({ member }) => member);
  const others = [...members.values()].some(({ waiting }) => waiting)
    ? await cellsOf(writer, directory, ids)
    : undefined;
  for (const [id, { since, waiting }] of members) {
    const left = leaversOf(id, departures, since);
    const counted = left.length > 0 || earlier.has(id);
    // Who is in no unit yet has to stay among those of whom one is made: how many they are must not tell who left.
    const member = counted || waiting ? `x-${random()}` : undefined;
    const { team = null } = entries.get(id)?.account.attributes ?? {};
    const { location } = whereabouts(entries.get(id)?.account.attributes ?? {});
    await writer.renameMember(directory, id, member, {
      team: others?.teams.has(team ?? "") === true ? team : null,
      place: others?.places.has(location ?? "") === true ? location : null,
    });
    if (member === undefined) continue;
    await writer.putLeavers(
      directory,
      left.map((one) => ({ ...one, member })),
    );
    if (left.some((one) => one.back === null && one.at + SETTLES.most > at)) open.set(id, member);
  }
  return open;
}

/** The times at which a member left so that it counts, or may. */
export function leaversOf(member: string, departures: readonly Departure[], since: Instant): Leaver[] {
  return departures.flatMap(({ accounts, confirmed, at, reversed }) => {
    if (!confirmed || at.notAfter <= since || !accounts.some(({ id }) => id === member)) return [];
    return [{ member, at: at.notAfter, back: reversed?.at.notAfter ?? null }];
  });
}

function leftDays(departures: readonly Departure[]) {
  const counts = new Map<string, { day: number; who: "staff" | "guests"; count: number }>();
  for (const { confirmed, observed, reversed, at, lastKnown } of departures) {
    if (!confirmed || !observed || reversed !== undefined) continue;
    const [day, who] = [dayOf(at.notAfter), whoIs(lastKnown)];
    const key = `${day} ${who}`;
    counts.set(key, { day, who, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** The teams and places that others are in too: a word that only one person had would tell who it was. */
async function cellsOf(reader: StoreReader, directory: string, ids: readonly string[]) {
  const mine = new Set(ids);
  const { entries } = await reader.roster(directory);
  const others = [...entries.values()].filter(({ account }) => !mine.has(account.id));
  return {
    teams: new Set(others.flatMap(({ account }) => account.attributes.team ?? [])),
    places: new Set(others.flatMap(({ account }) => whereabouts(account.attributes).location ?? [])),
  };
}

async function forgetInWaves(
  writer: StoreWriter,
  directory: string,
  ids: readonly string[],
  departures: readonly Departure[],
  at: Instant,
): Promise<void> {
  const gone: Gone = {
    departures: new Map(departures.map(({ id }) => [id, anonymousId(random())])),
    people: new Set(ids),
  };
  for (const who of WHO) {
    try {
      const saved = await writer.detector(directory, who);
      const after = saved && withoutPeople(saved, gone);
      if (after !== undefined && after !== saved) await writer.putDetector(directory, after);
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== "store_damaged") throw error;
      // Nobody can tell whose ids are in it: it is learnt anew, as it would be at the next departure.
      await writer.record({ at, action: "detector begins anew", detail: { directory, who } });
      await writer.putDetector(directory, newborn(who, at));
    }
  }
}

function random(): string {
  return randomBytes(8).toString("hex");
}
