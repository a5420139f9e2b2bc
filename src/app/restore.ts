import { defined } from "../core/defined.ts";
import type { Departure } from "../core/directory/departure.ts";
import { placeBook, restoration, type Restoration, troubles } from "../core/directory/restore.ts";
import {
  type Audience,
  disclose,
  type Disclosed,
  type RestorePack,
  type RestoreView,
} from "../core/disclosure/disclose.ts";
import { RollcallError } from "../core/errors.ts";
import type { Instant } from "../core/time.ts";
import { type Viewing, viewer } from "./named-view.ts";
import type { StoreReader } from "./ports.ts";

/** Whose things: those of one departure (`d-…`), of one incident (`i-…`), of one directory, or of all. */
export interface RestoreScope {
  readonly what?: string;
  readonly since?: Instant;
  readonly until?: Instant;
  /** Of an incident's departures no more than these: those who are back first. A page of thousands is read by nobody. */
  readonly first?: number;
}

/**
 * The channels, groups and roles that people had who left, against what they have now. It is on the record before anybody
 * sees it.
 * @returns undefined where the audience may know nothing of it
 * @throws RollcallError `not_found` where the store has nothing of this name or id, `usage`, `store_busy`
 */
export async function restore(
  { store, clock, grant }: Viewing,
  scope: RestoreScope,
  audience: Audience,
): Promise<Disclosed<RestoreView> | undefined> {
  const pack = await restorePack(store, scope);
  const view = disclose("restore", pack, audience);
  await store.transaction((writer) =>
    writer.record({
      at: clock.now(),
      action: "restore",
      detail: { what: scope.what ?? null, ...viewer(grant), audience, ...countsOf(pack) },
    }),
  );
  return view;
}

async function restorePack(store: StoreReader, scope: RestoreScope): Promise<RestorePack> {
  const wanted = await departuresIn(store, scope);
  const directories = [...new Set(wanted.flatMap(({ accounts }) => accounts.map(({ directory }) => directory)))];
  const people: Restoration[] = [];
  const read: RestorePack["directories"][number][] = [];
  for (const directory of directories.toSorted()) {
    const places = placeBook(await store.places(directory));
    const [reading] = await store.sweeps({ directory, limit: 1, completeOnly: true });
    const [channelsAt, groupsAt] = [places.readAt("channel"), places.readAt("group")];
    read.push({ directory, ...defined({ reading, channelsAt, groupsAt }) });
    const ofAccounts = await departuresByAccount(store, directory, wanted);
    const entries = await store.entries(directory, [...ofAccounts.keys()]);
    const ids = new Set(wanted.map(({ id }) => id));
    for (const [account, departures] of ofAccounts) {
      const all = troubles(departures);
      const trouble = all.findLast((some) => some.some(({ id }) => ids.has(id)));
      const newest = all.at(-1)?.at(-1);
      if (trouble === undefined || newest === undefined) continue;
      people.push(restoration(directory, account, trouble, newest, entries.get(account), places));
    }
  }
  return { directories: read, people: people.toSorted(inOrder) };
}

/** All departures of those accounts of the directory that any of the wanted is of: what they had may be in an earlier one. */
async function departuresByAccount(
  store: StoreReader,
  directory: string,
  wanted: readonly Departure[],
): Promise<ReadonlyMap<string, readonly Departure[]>> {
  const here = (departure: Departure): string[] =>
    departure.accounts.flatMap((account) => (account.directory === directory ? [account.id] : []));
  const accounts = [...new Set(wanted.flatMap(here))];
  const found = new Map<string, Departure[]>(accounts.map((id) => [id, []]));
  for (const departure of await store.departures({ directory, accounts })) {
    for (const id of here(departure)) found.get(id)?.push(departure);
  }
  return found;
}

async function departuresIn(
  store: StoreReader,
  { what, since, until, first }: RestoreScope,
): Promise<readonly Departure[]> {
  const times = defined({ since, until });
  if (what === undefined) return (await store.departures(times)).filter(isSeen);
  if ((await store.directory(what)) !== undefined) {
    return (await store.departures({ directory: what, ...times })).filter(isSeen);
  }
  const departure = await store.departure(what);
  if (departure !== undefined) {
    if (since === undefined && until === undefined) return [departure];
    throw new RollcallError("usage", `${what} is one departure: leave --since and --until out.`);
  }
  if ((await store.incident(what)) !== undefined) {
    if (first === undefined) return store.departures({ incident: what, ...times });
    return store.listDepartures({ incident: what, ...times }, { order: "returned", skip: 0, limit: first });
  }
  throw new RollcallError(
    "not_found",
    `${what}: the store has no directory of this name, and no incident (i-…) or departure (d-…) of this id.`,
  );
}

/** Whoever had left before the first reading had nothing that anybody saw, and belongs in the pack once they are back. */
function isSeen({ observed, reversed }: Departure): boolean {
  return observed || reversed !== undefined;
}

/** Those who are back first. */
function inOrder(a: Restoration, b: Restoration): number {
  const [x, y] = [a, b].map(({ directory, back, account }) =>
    [directory, back === undefined ? "1" : "0", (account.name ?? "").toLowerCase(), account.id].join("\0"),
  );
  return (x ?? "") < (y ?? "") ? -1 : 1;
}

function countsOf({ people }: RestorePack): Record<string, number> {
  const back = people.filter((person) => person.back !== undefined).length;
  const things = people.flatMap((person) => person.things).filter(({ restore: needed }) => needed === "yes");
  const count = (kind: string): number => things.filter((one) => one.kind === kind).length;
  return {
    people: people.length,
    back,
    channels: count("channel"),
    groups: count("group"),
    roles: count("role"),
  };
}
