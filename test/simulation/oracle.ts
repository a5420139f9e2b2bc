import type { Store } from "../../src/app/ports.ts";
import type { Deed, World } from "../../src/connectors/slack/fake/world.ts";
import { accountOf, type Departure } from "../../src/core/directory/departure.ts";
import { type Instant, iso, MINUTE, SECOND } from "../../src/core/time.ts";
import { EVERY } from "./stage.ts";
import type { Arrival } from "./receivers.ts";
import type { Ping } from "./workspace.ts";

/** What is known of one run beside what the program says. */
export interface Ground {
  readonly world: World;
  readonly store: Store;
  readonly directory: string;
  readonly arrivals: readonly Arrival[];
  readonly destinations: readonly string[];
  readonly pings: readonly Ping[];
  readonly hasSwitch: boolean;
  /** How far the clock of the machine was off, one time or another. */
  readonly offsets: ReadonlySet<number>;
  readonly clockSets: readonly Instant[];
  readonly wakings: readonly Instant[];
  /** Accounts that a reading has shown as active. */
  readonly seenActive: ReadonlySet<string>;
  /** Accounts that the tool's own list called gone, falsely. */
  readonly liedAbout: ReadonlySet<string>;
  /** Those of whom two lists said so, while nobody could ask the account itself. */
  readonly liedAboutTwice: ReadonlySet<string>;
  /** When lists were kept that were whole and true. */
  readonly sights: readonly Instant[];
  readonly end: Instant;
}

const LEAVES: ReadonlySet<string> = new Set(["deactivate", "expireGuest"]);

/** What of the promises was not kept, in words without names. */
export async function wrongIn(ground: Ground): Promise<string[]> {
  const { store, directory, destinations } = ground;
  const departures = (await store.departures({ directory })).filter(({ observed }) => observed);
  return [
    ...aboutPeople(ground, departures),
    ...aboutBlindness(ground),
    ...(await aboutOutages(ground)),
    ...(await aboutMessages(ground)),
    ...(await aboutErasures(ground)),
    ...(await Promise.all(destinations.map((one) => aboutTelling(ground, one, departures)))).flat(),
    ...(await aboutInbox(ground)),
    ...(await store.integrity()),
  ];
}

/** Departures against the truth: none lost, none invented, none twice, and each when it was. */
function aboutPeople(
  { world, offsets, seenActive, liedAbout, liedAboutTwice }: Ground,
  departures: readonly Departure[],
): string[] {
  const wrong: string[] = [];
  const of = Map.groupBy(departures, accountOf);
  const deeds = Map.groupBy(world.truth, ({ user }) => user);
  for (const id of new Set([...of.keys(), ...world.members.keys()])) {
    const state = world.members.get(id)?.state ?? "vanished";
    // What the tool itself said, and nobody could ask it again, was told as a question and answered (law 6).
    const isQuestion = ({ confirmed, reversed }: Departure): boolean =>
      reversed === undefined
        ? // An account that is in no list any more leaves it open.
          !confirmed && state === "vanished" && liedAbout.has(id)
        : (confirmed ? liedAboutTwice : liedAbout).has(id);
    const mine = (of.get(id) ?? []).filter((departure) => !isQuestion(departure));
    const left = (deeds.get(id) ?? []).filter(({ act }) => LEAVES.has(act));
    const standing = mine.filter(({ reversed }) => reversed === undefined);
    if (state === "deactivated" && seenActive.has(id) && left.length > 0 && standing.length !== 1) {
      wrong.push(`${id} has left for good, and ${standing.length} departures say so (lost)`);
    }
    if ((state === "active" || state === "invited") && standing.length > 0) wrong.push(`${id} is here and called gone`);
    if (mine.length > left.length)
      wrong.push(`${id} left ${left.length} times and has ${mine.length} departures (phantom)`);
    for (const departure of mine) {
      // Of an account that is in no list any more nobody can say more.
      if (!departure.confirmed && departure.reversed === undefined && state !== "vanished")
        wrong.push(`${departure.id} of ${id} is still not confirmed`);
      if (!left.some((deed) => fits(deed, departure, offsets))) {
        const { notBefore, notAfter } = departure.at;
        const when = left.map(({ at }) => iso(at)).join(", ");
        const within = `${notBefore === null ? "ever" : iso(notBefore)} to ${iso(notAfter)}`;
        wrong.push(`${departure.id} of ${id}: not within ${within}, but ${when || "never"}`);
      }
    }
  }
  return wrong;
}

/** Slack dates to the second; and the two ends of an interval may be by clocks that differ by as much as one was set. */
function fits({ at }: Deed, { at: { notBefore, notAfter } }: Departure, offsets: ReadonlySet<number>): boolean {
  const slack = SECOND + Math.max(...offsets) - Math.min(...offsets);
  return at >= (notBefore ?? -Infinity) - slack && at <= notAfter + slack;
}

/** Three intervals, the sweep that fails after them with all its tries, and the way to people. */
const BLIND = 3 * EVERY + 15 * MINUTE;
/** One sweep that does not end, until that is noticed, and the way to people. */
const AFTER_WAKING = EVERY + 2 * MINUTE;
/** After so long without a word the switch calls somebody by itself. */
const GRACE = 5 * MINUTE;

/** Whenever nobody truly saw the whole list for too long, somebody was told in time. */
function aboutBlindness({ sights, end, arrivals, pings, hasSwitch, clockSets, wakings }: Ground): string[] {
  const wrong: string[] = [];
  const alarms = arrivals.filter(
    ({ destination, view }) => destination !== "chat" && view.kind === "health" && !isOfEvents(view.health?.health),
  );
  // Whose clock is set does not know how long it was, and counts from then; and who wakes first has to look.
  const excuses = [
    ...clockSets.map((at) => ({ at, grace: BLIND })),
    ...wakings.map((at) => ({ at, grace: AFTER_WAKING })),
  ].toSorted((a, b) => a.at - b.at);
  for (const [i, since] of sights.entries()) {
    const until = sights[i + 1] ?? end;
    const due = excuses.reduce(
      (by, { at, grace }) => (at > since && at < by ? Math.max(by, at + grace) : by),
      since + BLIND,
    );
    if (until <= due) continue;
    // As each destination has it by then, outage by outage.
    const told = new Map(
      alarms.filter(({ at }) => at <= due).map(({ destination, view }) => [`${destination} ${view.incident}`, view]),
    );
    if ([...told.values()].some(({ health }) => health?.over === false)) continue;
    if (pings.some(({ at, fail }) => fail && at > since && at <= due)) continue;
    if (hasSwitch && isCalledBySwitch(pings, since, due)) continue;
    wrong.push(`nobody saw anything from ${iso(since)} to ${iso(until)}, and nobody was told by ${iso(due)} (blind)`);
  }
  return wrong;
}

/** Whether the switch heard nothing for long enough, at any time between the two. */
function isCalledBySwitch(pings: readonly Ping[], since: Instant, due: Instant): boolean {
  const good = pings.filter(({ at, fail }) => !fail && at > since && at <= due).map(({ at }) => at);
  return [since, ...good].some((at, i) => (good[i] ?? due) - at > GRACE);
}

function isOfEvents(health: string | undefined): boolean {
  return health === "disconnected" || health === "silent";
}

async function aboutOutages({ store, directory }: Ground): Promise<string[]> {
  const newest = await store.newestIncident(`health ${directory}`);
  return newest?.closed === false ? ["all is well, and the outage has not ended"] : [];
}

/** Each message has arrived in its last version, or failed visibly. */
async function aboutMessages({ store, arrivals }: Ground): Promise<string[]> {
  const wrong: string[] = [];
  for (const { state, claim, id, destination, incident, version, told } of await store.notifications({})) {
    if (claim !== undefined) wrong.push(`${id} is still claimed`);
    if (state === "waiting") wrong.push(`${id} still waits`);
    if (state !== "sent") continue;
    const last = arrivals.findLast((one) => one.destination === destination && one.view.incident === incident);
    if (told !== version || last?.view.version !== version) {
      wrong.push(`${id} at ${destination} is sent as ${version}, and ${last?.view.version} arrived last`);
    }
  }
  return wrong;
}

/** The look that follows the last message, where others look as well. */
const FOLLOWED = 2 * EVERY;

/** Whom the tool has erased is kept no longer than until those were told who are to be. */
async function aboutErasures({ world, store, arrivals, directory, destinations, end }: Ground): Promise<string[]> {
  const erased = [...world.members.values()].filter(({ state }) => state === "erased").map(({ id }) => id);
  const changes = (await store.changes({ directory })).filter(({ change }) => change === "erased");
  const last = arrivals.findLast(({ view }) => view.kind === "departures")?.at ?? 0;
  const wrong = changes.flatMap(({ account, at }) =>
    Math.max(at.notAfter, last) < end - FOLLOWED ? [`${account.id} is erased and kept`] : [],
  );
  const failed = await store.notifications({ state: "failed" });
  for (const destination of destinations.filter((one) => failed.every((other) => other.destination !== one))) {
    const told = new Set(peopleTold(arrivals, destination));
    for (const id of erased) {
      const others = destinations.filter((one) => one !== destination);
      const isToldElsewhere = others.some((one) => peopleTold(arrivals, one).includes(id));
      if (isToldElsewhere && !told.has(id)) wrong.push(`${id} is erased, and ${destination} was not told before`);
    }
  }
  return wrong;
}

function peopleTold(arrivals: readonly Arrival[], destination: string): string[] {
  return arrivals
    .filter((one) => one.destination === destination)
    .flatMap(({ view }) => view.directories.flatMap(({ departures }) => departures))
    .flatMap(({ accounts }) => accounts.map(({ id }) => id));
}

/** What a destination was last told of each departure is how it is. */
async function aboutTelling(
  { world, store, arrivals }: Ground,
  destination: string,
  departures: readonly Departure[],
): Promise<string[]> {
  const failed = new Set<string>();
  for (const { incident } of await store.notifications({ state: "failed", destination })) {
    for (const { id } of await store.incidentItems(incident)) failed.add(id);
  }
  const told = new Map<string, { readonly confirmed: boolean; readonly reversed?: { readonly change: string } }>();
  for (const { view } of arrivals.filter((one) => one.destination === destination)) {
    for (const departure of view.directories.flatMap((part) => part.departures)) {
      // Of whom the tool has erased nothing is kept that it could be held against.
      if (world.members.get(departure.accounts[0]?.id ?? "")?.state !== "erased") told.set(departure.id, departure);
    }
  }
  const known = new Set(departures.map(({ id }) => id));
  const isErased = (departure: Departure): boolean => world.members.get(accountOf(departure))?.state === "erased";
  const invented = [...told.keys()]
    .filter((id) => !known.has(id))
    .map((id) => `${destination} was told of ${id}, which is none`);
  return departures
    .filter((departure) => !failed.has(departure.id) && !isErased(departure))
    .flatMap(({ id, confirmed, reversed }) => {
      const last = told.get(id);
      if (last === undefined) return [`${destination} was never told of ${id}`];
      if (last.confirmed === confirmed && last.reversed?.change === reversed?.change) return [];
      return [`${destination} was told of ${id} what is not so any more`];
    })
    .concat(invented);
}

async function aboutInbox({ store, directory }: Ground): Promise<string[]> {
  const waiting = await store.events({ directory, state: "waiting" });
  return waiting.map(({ key }) => `the event ${key} still waits`);
}
