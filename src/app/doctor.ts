import { defined } from "../core/defined.ts";
import { detailsDue } from "../core/directory/details-due.ts";
import type { Retention } from "../core/disclosure/retention.ts";
import { RollcallError } from "../core/errors.ts";
import type { Notification } from "../core/notification/notification.ts";
import type { EventSource } from "../core/directory/event.ts";
import { DAY, HOUR, type Instant } from "../core/time.ts";
import type { Context } from "./context.ts";
import type { Destination } from "./destination.ts";
import { blindAfter, type Directory, readingOf } from "./directory.ts";
import type { Check, EventSources, Pace, Scope, StoreReader, Sweep } from "./ports.ts";
import { type Coverage, coverage } from "./coverage.ts";

/** What Rollcall can and cannot see of one directory, and when it last saw everything. */
export interface Diagnosis {
  readonly directory: string;
  readonly kind: string;
  readonly title: string;
  readonly check: Check | { readonly error: RollcallError };
  readonly scopes: readonly (Scope & { readonly granted: boolean | "unknown" })[];
  /** Scopes that the token has and Rollcall does not need. */
  readonly beyond: readonly string[];
  readonly departure: "flag" | "absence";
  readonly blindTo: readonly string[];
  /** The last reading of any kind, and the last complete one. */
  readonly last?: Sweep;
  readonly lastComplete?: Sweep;
  /** How fast the tool is asked; absent where nothing is asked over a network. */
  readonly pace?: Pace;
  /** How long a sweep of so many accounts takes at that pace: of those known so far, or of an example before the first reading. */
  readonly sweepTakes?: { readonly seconds: number; readonly accounts: number; readonly known: boolean };
  /** Since when no events could come, and why, where a watch has said so. */
  readonly deaf?: { readonly since: Instant; readonly why: string };
  /** How events come, where they are set up, and what covered the last week. */
  readonly sources: readonly EventSource[];
  readonly coverage: Coverage;
  /** Of the people who are here: whose custom fields have been read. Absent where the tool has none to read. */
  readonly details?: { readonly read: number; readonly of: number };
}

/** How far back the doctor looks for gaps. */
const LOOKED_BACK = 7 * DAY;

export async function diagnose(context: Context, directory: Directory): Promise<Diagnosis> {
  const { connector, settings } = directory;
  const check = await ask(context, directory);
  const granted = "error" in check ? undefined : check.scopes;
  const needed = connector.scopes(settings);
  const [last] = await context.store.sweeps({ directory: directory.id, limit: 1 });
  const [lastComplete] = await context.store.sweeps({ directory: directory.id, limit: 1, completeOnly: true });
  const now = context.clock.now();
  const people =
    connector.details === undefined
      ? undefined
      : detailsDue((await context.store.roster(directory.id)).entries.values());
  return {
    directory: directory.id,
    kind: connector.kind,
    title: connector.title,
    check,
    scopes: needed.map((scope) => ({
      ...scope,
      granted: granted === undefined ? "unknown" : granted.includes(scope.name),
    })),
    beyond: (granted ?? []).filter((name) => !needed.some((scope) => scope.name === name)),
    sources: eventSources(connector.events?.(settings)),
    ...defined({ deaf: await deafSince(context.store, directory.id, now - LOOKED_BACK) }),
    coverage: await coverage(context.store, directory.id, blindAfter(directory), {
      since: now - LOOKED_BACK,
      until: now,
    }),
    departure: connector.sees.departure(settings),
    blindTo: connector.sees.blindTo,
    ...(last === undefined ? {} : { last }),
    ...(lastComplete === undefined ? {} : { lastComplete }),
    ...defined({ pace: connector.pace?.(settings), sweepTakes: sweepTakes(directory, lastComplete) }),
    ...(people === undefined
      ? {}
      : { details: { read: people.filter(({ detailsAt }) => detailsAt !== undefined).length, of: people.length } }),
  };
}

/** As many accounts as an organisation of which nothing is known yet is taken to have. */
const EXAMPLE = 10_000;

function sweepTakes({ connector, settings }: Directory, last: Sweep | undefined): Diagnosis["sweepTakes"] {
  const accounts = last?.accounts ?? EXAMPLE;
  const seconds = connector.sweepSeconds?.(settings, accounts);
  return seconds === undefined ? undefined : { seconds, accounts, known: last !== undefined };
}

/** How events can come. */
export function eventSources({ listen, receive, log }: EventSources<never> | undefined = {}): readonly EventSource[] {
  return [
    ...(listen === undefined ? [] : ["socket" as const]),
    ...(receive === undefined ? [] : ["http" as const]),
    ...(log === undefined ? [] : ["log" as const]),
  ];
}

async function ask(context: Context, directory: Directory): Promise<Diagnosis["check"]> {
  try {
    return await directory.connector.check(readingOf(context, directory));
  } catch (error) {
    if (error instanceof RollcallError && error.code !== "interrupted") return { error };
    throw error;
  }
}

/** How letting go of things goes. */
export interface RetentionState {
  /** When it was last applied; absent where it never was. */
  readonly applied?: Instant;
  /** People who left and are due, and still there: something still needs them, or nobody has applied it. */
  readonly overdue: number;
  /** Since when bytes wait to be overwritten; absent where none do. */
  readonly bytes?: Instant;
  /** Accounts that are known by a hash alone, and those of them that nobody can tell any more, since the key is another or gone. */
  readonly tombstones: number;
  readonly unknown: number;
}

export async function retentionState(
  { store, clock }: Pick<Context, "store" | "clock">,
  retention: Retention,
): Promise<RetentionState> {
  const states = await store.tombstoneStates();
  let overdue = 0;
  for (const { directory } of await store.directories()) {
    // What has just fallen due goes within the hour.
    overdue += await store.countLeft(directory, clock.now() - retention.left - 2 * HOUR);
  }
  return {
    ...defined({ applied: await store.upkeep("retention"), bytes: await store.upkeep("bytes") }),
    overdue,
    tombstones: states.reduce((sum, { count }) => sum + count, 0),
    unknown: states.reduce((sum, { unknown }) => sum + unknown, 0),
  };
}

/** How messages to one destination go. */
export interface DestinationState {
  readonly destination: string;
  /** Absent where the settings do not have it any more. */
  readonly settings?: Destination;
  readonly waiting: readonly Notification[];
  readonly failed: readonly Notification[];
  /** When a message last arrived there. */
  readonly lastTold?: Instant;
}

/** Of every destination of the settings, and of those for which messages still wait or have failed. */
export async function destinationStates({ store, destinations }: Context): Promise<DestinationState[]> {
  const all = await store.notifications({});
  const names = new Set([
    ...destinations.map(({ name }) => name),
    ...all.filter(({ state }) => state !== "sent").map(({ destination }) => destination),
  ]);
  return [...names].map((destination) => {
    const mine = all.filter((one) => one.destination === destination);
    const times = mine.flatMap(({ toldAt }) => toldAt ?? []);
    return {
      destination,
      ...defined({ settings: destinations.find(({ name }) => name === destination) }),
      waiting: mine.filter(({ state }) => state === "waiting"),
      failed: mine.filter(({ state }) => state === "failed"),
      ...(times.length === 0 ? {} : { lastTold: times.reduce((a, b) => Math.max(a, b)) }),
    };
  });
}

async function deafSince(reader: StoreReader, directory: string, since: Instant): Promise<Diagnosis["deaf"]> {
  const spans = await reader.listening({ directory, since });
  const last = spans.toSorted((a, b) => a.until - b.until).at(-1);
  return last?.ended === undefined ? undefined : { since: last.until, why: last.ended };
}
