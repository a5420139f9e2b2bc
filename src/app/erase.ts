import type { Tombstone } from "../core/directory/erased.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { RollcallError } from "../core/errors.ts";
import { refKey } from "../core/person/person.ts";
import type { Incident } from "../core/notification/incident.ts";
import type { Instant } from "../core/time.ts";
import { notify } from "./announce.ts";
import type { Context } from "./context.ts";
import { forget, type Forgotten } from "./forget.ts";
import type { Destination } from "./destination.ts";
import type { StoredRecord, StoreReader, StoreWriter } from "./ports.ts";

/** An account of the person who is meant. */
export interface Meant {
  readonly directory: string;
  readonly entry: RosterEntry;
}

/** Who is meant; or that there is more than one who may be, with all of them. */
export type Found =
  | { readonly found: "one"; readonly accounts: readonly Meant[] }
  | { readonly found: "several"; readonly accounts: readonly Meant[] }
  /** Nothing is kept of the account already. */
  | { readonly found: "gone"; readonly directory: string; readonly tombstone: Tombstone };

/**
 * The accounts of a person, by an account id, an e-mail address or the id of a departure (`d-…`): the one that is meant, those that
 * are linked with it, and those of the same address in other directories.
 * @param only the one directory in which it is looked for, and beyond which nothing goes
 * @throws RollcallError `not_found`
 */
export async function findPerson(store: StoreReader, word: string, only: string | undefined): Promise<Found> {
  const named = await accountsOf(store, word, only);
  if (named.length === 0) {
    const gone = await tombstoneOf(store, word, only);
    if (gone !== undefined) return gone;
    const where = only === undefined ? "" : ` in ${only}`;
    throw new RollcallError(
      "not_found",
      `Nothing is kept of anybody by that id or address${where}: give an account id, an e-mail address or a departure (d-…), ` +
        "as rollcall departures shows them.",
    );
  }
  const addresses = new Set(named.map(addressOf));
  const isOne = named.length === 1 || (addresses.size === 1 && !addresses.has(undefined) && isOnePerDirectory(named));
  if (!isOne) return { found: "several", accounts: named };
  const [address] = addresses;
  if (only !== undefined) return { found: "one", accounts: named };
  const linked = [...named, ...(await linkedWith(store, named))];
  if (address === undefined) return { found: "one", accounts: linked };
  const known = new Set(linked.map(({ directory }) => directory));
  const others = (await store.accountsBy({ email: address })).filter(({ directory }) => !known.has(directory));
  // Two accounts of one directory that share an address may be two people.
  const alone = others.filter((one) => others.filter(({ directory }) => directory === one.directory).length === 1);
  return { found: "one", accounts: [...linked, ...alone] };
}

/** The other accounts of the persons to whom these belong. */
async function linkedWith(store: StoreReader, named: readonly Meant[]): Promise<readonly Meant[]> {
  const accounts = named.map(({ directory, entry }) => ({ directory, id: entry.account.id }));
  const mine = new Set(accounts.map(refKey));
  const persons = (await store.belongings({ accounts })).flatMap(({ person }) => person ?? []);
  const found: Meant[] = [];
  for (const one of persons.length === 0 ? [] : await store.belongings({ ids: persons })) {
    if (one.person === undefined || mine.has(refKey(one))) continue;
    const entry = (await store.entries(one.directory, [one.id])).get(one.id);
    if (entry !== undefined) found.push({ directory: one.directory, entry });
  }
  return found;
}

async function accountsOf(store: StoreReader, word: string, only: string | undefined): Promise<readonly Meant[]> {
  const byId = await store.accountsBy({ id: word }, only);
  if (byId.length > 0) return byId;
  if (word.includes("@")) return store.accountsBy({ email: word }, only);
  const departure = await store.departure(word);
  const found: Meant[] = [];
  for (const { directory, id } of departure?.accounts ?? []) {
    if (only === undefined || only === directory) found.push(...(await store.accountsBy({ id }, directory)));
  }
  return found;
}

async function tombstoneOf(store: StoreReader, id: string, only: string | undefined): Promise<Found | undefined> {
  for (const { directory } of await store.tombstoneStates()) {
    if (only !== undefined && only !== directory) continue;
    const tombstone = (await store.tombstones(directory, [id])).get(id);
    if (tombstone !== undefined) return { found: "gone", directory, tombstone };
  }
  return undefined;
}

function addressOf({ entry }: Meant): string | undefined {
  return entry.account.attributes.email ?? undefined;
}

function isOnePerDirectory(accounts: readonly Meant[]): boolean {
  return new Set(accounts.map(({ directory }) => directory)).size === accounts.length;
}

/** What of a person is where Rollcall takes nothing back, and what it has. No names. */
export interface Traces {
  readonly accounts: number;
  readonly changes: number;
  readonly departures: number;
  readonly events: number;
  /** Messages that told of them, newest first. */
  readonly messages: readonly SentMessage[];
  /** When people were shown by name, or all of the log exported, while the person was known; newest first. */
  readonly shown: readonly StoredRecord[];
}

interface SentMessage {
  readonly incident: string;
  readonly destination: string;
  readonly at: Instant;
  /** Where it can be edited, it is. */
  readonly edited: boolean;
}

const SHOWING = ["view", "restore", "audit export"];

/** All that there is of these accounts, in numbers, and where it has gone. */
export async function tracesOf(
  { store, destinations }: Pick<Context, "store" | "destinations">,
  accounts: readonly Meant[],
): Promise<Traces> {
  const items: string[] = [];
  let [changes, departures, events] = [0, 0, 0];
  let since: Instant | undefined = Infinity;
  for (const { directory, entry } of accounts) {
    const { id } = entry.account;
    const mine = await store.changes({ directory, account: id });
    const left = await store.departures({ directory, account: id });
    changes += mine.length;
    departures += left.length;
    events += (await store.events({ directory, accounts: [id] })).length;
    items.push(...mine.map((one) => one.id), ...left.map((one) => one.id));
    // Whoever was in the first reading has no such change, and was known from the beginning.
    const joined = mine.find(({ change }) => change === "joined" || change === "invited");
    since = joined === undefined || since === undefined ? undefined : Math.min(since, joined.at.notAfter);
  }
  const incidents = new Set([...(await store.incidentsOf(items)).values()].flat().map(({ id }) => id));
  const messages: SentMessage[] = [];
  for (const incident of incidents) {
    for (const { destination, toldAt } of await store.notifications({ incident })) {
      const to = destinations.find(({ name }) => name === destination);
      if (toldAt !== undefined) messages.push({ incident, destination, at: toldAt, edited: isEdited(to) });
    }
  }
  const showing = await store.records({ actions: SHOWING, ...(since === undefined ? {} : { since }) });
  // That somebody looked whom to erase took nothing out.
  const shown = showing.filter(({ detail }) => detail["view"] !== "erase");
  return {
    accounts: accounts.length,
    changes,
    departures,
    events,
    messages: messages.toSorted((a, b) => b.at - a.at),
    shown,
  };
}

function isEdited(destination: Destination | undefined): boolean {
  return destination?.notifier.updates === "edits" && destination.audience === "named";
}

/** What went, in numbers, and where messages wait to be edited. */
export interface Erasure extends Omit<Forgotten, "incidents"> {
  readonly edits: readonly string[];
}

/**
 * Erases these accounts in one transaction, with the record of it, which says nothing of anybody. Their bytes go with
 * `Store.clean`, at once or at the next start.
 */
export async function erase(
  { store, clock, destinations }: Pick<Context, "store" | "clock" | "destinations">,
  accounts: readonly Meant[],
): Promise<Erasure> {
  return store.transaction(async (writer) => {
    const at = clock.now();
    const total = { accounts: 0, changes: 0, departures: 0, events: 0, mentions: 0, records: 0 };
    const incidents = new Map<string, Incident>();
    for (const [directory, mine] of Map.groupBy(accounts, (one) => one.directory)) {
      const ids = mine.map(({ entry }) => entry.account.id);
      const went = await forget(writer, directory, ids, { why: "erased", at });
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += went[key];
      for (const incident of went.incidents) incidents.set(incident.id, incident);
    }
    const edits = await edit(writer, destinations, [...incidents.values()], at);
    await writer.record({ at, action: "erase", detail: { ...total, edits: edits.length } });
    return { ...total, edits };
  });
}

/** Has messages edited that told of them, where that can be done. @returns the destinations, once each */
async function edit(
  writer: StoreWriter,
  destinations: readonly Destination[],
  incidents: readonly Incident[],
  at: Instant,
): Promise<string[]> {
  const edited = new Set<string>();
  for (const incident of incidents) {
    const told = (await writer.notifications({ incident: incident.id })).filter((one) => one.told > 0);
    const hearing = destinations.filter(
      (one) => isEdited(one) && told.some(({ destination }) => destination === one.name),
    );
    await notify(writer, incident, hearing, at);
    for (const { name } of hearing) edited.add(name);
  }
  return [...edited];
}

/** Begins anew with another key: tombstones of the one that is lost go, and with them what kept those accounts out. */
export async function withNewKey({ store, clock }: Pick<Context, "store" | "clock">): Promise<number> {
  return store.transaction(async (writer) => {
    const lost = await writer.deleteUnknownTombstones();
    if (lost > 0) await writer.record({ at: clock.now(), action: "erasure key lost", detail: { tombstones: lost } });
    return lost;
  });
}
