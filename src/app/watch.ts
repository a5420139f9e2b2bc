import { untilAborted } from "../core/aborted.ts";
import { exitCode, RollcallError } from "../core/errors.ts";
import type { Grant } from "../core/disclosure/grant.ts";
import type { CountRules } from "../core/ledger/rules.ts";
import { isSeeing } from "../core/notification/outage.ts";
import type { Secret } from "../core/secret.ts";
import { DAY, MINUTE, SECOND } from "../core/time.ts";
import { checkpoint, type CheckpointRules } from "./checkpoints.ts";
import type { Context } from "./context.ts";
import { createDelivering, type DeliveryEvent, LOOK_AGAIN } from "./delivering.ts";
import { hearsOfCheckpoints } from "./destination.ts";
import type { Directory } from "./directory.ts";
import { type GrantEvent, watchGrants } from "./grants.ts";
import { beat } from "./heartbeat.ts";
import { live, type Live, type LiveEvent, type Receiver } from "./live.ts";
import { type Closer, lookCloser } from "./look-closer.ts";
import { lookAfter } from "./lookout.ts";
import { createGate, type Gate, repeat } from "./loop.ts";
import type { Sweep } from "./ports.ts";
import { release } from "./release.ts";
import { sweep, type SweepOptions } from "./sweep.ts";
import { keepUp, type Keeping } from "./upkeep.ts";
import { hinder, isDark, keep, type NotSwept, readByAnother, type Watched, watchedFrom } from "./watched.ts";

/** What happens while watching, for the person or journal that follows it. No names. */
export type WatchEvent =
  | { readonly event: "swept"; readonly sweep: Sweep; readonly changes: number; readonly departures: number }
  | NotSwept
  | DeliveryEvent
  | { readonly event: "heartbeat"; readonly error: string }
  | { readonly event: "released"; readonly directory: string; readonly release: number }
  | { readonly event: "not released"; readonly directory: string; readonly error: string }
  | { readonly event: "let go" }
  | { readonly event: "not let go"; readonly error: string }
  | { readonly event: "checkpoint"; readonly signed: boolean }
  | { readonly event: "no checkpoint"; readonly error: string }
  | GrantEvent
  | LiveEvent;

export interface WatchOptions {
  /** How many accounts' custom fields to read after each list, as far as there is time until the next. */
  readonly details: number | "all";
  /** The address of a dead-man's switch: it is called while all is well, and with `/fail` added where it is not. */
  readonly heartbeat?: Secret;
  /** Whose staff are counted, and how counts are published; nothing is without it. */
  readonly counts?: CountRules;
  /** How long things are kept; without it, nothing is let go of. */
  readonly keeping?: Keeping;
  /** How the audit log is signed for the destinations that are told; it is not without it. */
  readonly checkpoints?: CheckpointRules;
  /** The rights to names that may end meanwhile. */
  readonly grants?: readonly Grant[];
  /** Opens what tools send their events to; called where a directory has events sent to it. */
  readonly receive?: (receivers: readonly Receiver[]) => Promise<{ readonly close: () => Promise<void> }>;
  readonly tell: (event: WatchEvent) => void;
}

/** Custom fields that were read within this time are not read again: people seldom move. */
const DETAILS_LAST = DAY;

/**
 * So many directories are read for the first time at once: everybody is new there, and what was read of them is in memory until it is
 * written. As many as a company has tools, so that it is those with hundreds of directories that wait.
 */
const FIRST_AT_ONCE = 8;

/** Sweeps that events and new connections ask for begin no closer to each other than this. */
const APART = 5 * SECOND;

/**
 * Sweeps each directory on its schedule, hears its events, and delivers what is due, until `context.signal` aborts; then what
 * is under way is ended or handed back, and the promise resolves. A directory that cannot be read stops neither the others nor
 * the deliveries.
 */
export async function watch(
  outer: Context,
  directories: readonly Directory[],
  { details, heartbeat, counts, keeping, checkpoints, grants = [], receive, tell }: WatchOptions,
): Promise<void> {
  // A fault of our own in one of the loops ends them all: whoever restarts the process sees it, and nothing runs on half.
  const fault = new AbortController();
  const signal = outer.signal === undefined ? fault.signal : AbortSignal.any([outer.signal, fault.signal]);
  const context: Context = { ...outer, signal };
  const { clock } = context;
  const delivering = createDelivering(context, tell, () => fault.abort());
  const { ring } = delivering;
  const first = createGate(FIRST_AT_ONCE);
  const all: Watched[] = [];
  for (const directory of directories) all.push(await watchedFrom(context, directory));
  const loops: Promise<void>[] = [];
  for (const one of all) {
    const { connector, settings } = one.directory;
    const perMinute = connector.readBack === undefined ? undefined : connector.spare?.(settings);
    const closer =
      perMinute === undefined ? undefined : lookCloser(context, one.directory, { perMinute, deliver: ring, tell });
    if (closer !== undefined) loops.push(closer.loop);
    loops.push(sweeping(context, one, { details, closer, first, tell, ring }));
  }
  const lives = all.flatMap((one) => {
    const options = { sweepNow: one.bell.ring, deliver: ring, tell };
    return live(context, one.directory, options) ?? [];
  });
  loops.push(...lives.flatMap((one) => one.loops));
  const often = Math.min(MINUTE, ...directories.map(({ every }) => every));
  const looking = async (): Promise<number> => {
    await lookAfter(context, all, lives, tell, ring);
    return often;
  };
  loops.push(repeat(context, looking));
  loops.push(delivering.loop());
  if (heartbeat !== undefined) {
    loops.push(
      repeat(context, async () => {
        const dark = all.filter((one) => isDark(one, clock.now()));
        const error = await beat(
          context,
          heartbeat,
          dark.map(({ directory }) => directory.id),
        );
        if (error !== undefined) tell({ event: "heartbeat", error });
        return often;
      }),
    );
  }
  if (counts !== undefined) loops.push(releasing(context, counts, tell));
  if (keeping !== undefined) loops.push(lettingGo(context, keeping, tell));
  if (checkpoints !== undefined && context.destinations.some(hearsOfCheckpoints))
    loops.push(checkpointing(context, checkpoints, tell, ring));
  if (grants.length > 0) loops.push(watchGrants(context, grants, tell));
  loops.push(receiving(context, lives, receive));
  const ends = await Promise.allSettled(
    loops.map((loop) =>
      loop.catch((error: unknown) => {
        fault.abort();
        throw error;
      }),
    ),
  );
  const broken = ends.find((end) => end.status === "rejected");
  if (broken !== undefined) throw broken.reason;
}

/** Looks each minute whether a release of counts is due. Nothing that happens wakes it: its time is to tell nothing. */
function releasing(context: Context, counts: CountRules, tell: (event: WatchEvent) => void): Promise<void> {
  const directory = counts.headcount;
  let told: string | undefined;
  return repeat(context, async () => {
    try {
      const released = await release(context, counts);
      told = undefined;
      if (released.made) tell({ event: "released", directory, release: released.release });
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      // What stands in the way is mostly a setting, which stays as it is until somebody changes it.
      if (error.message !== told) tell({ event: "not released", directory, error: error.message });
      told = error.message;
    }
    return MINUTE;
  });
}

/** Looks each minute whether anything is to be let go of. */
function lettingGo(context: Context, keeping: Keeping, tell: (event: WatchEvent) => void): Promise<void> {
  let told: string | undefined;
  return repeat(context, async () => {
    try {
      const { expired, followed } = await keepUp(context, keeping, "again");
      told = undefined;
      if (followed > 0 || Object.keys(expired).length > 0) tell({ event: "let go" });
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      if (error.message !== told) tell({ event: "not let go", error: error.message });
      told = error.message;
    }
    return MINUTE;
  });
}

/** Signs the audit log whenever that is due, for those who keep its checkpoints outside. */
function checkpointing(
  context: Context,
  rules: CheckpointRules,
  tell: (event: WatchEvent) => void,
  ring: () => void,
): Promise<void> {
  return repeat(context, async () => {
    try {
      const { next, ...what } = await checkpoint(context, rules);
      if (what.made) {
        tell({ event: "checkpoint", signed: what.signed });
        ring();
      }
      return Math.max(SECOND, Math.min(MINUTE, (next ?? Infinity) - context.clock.now()));
    } catch (error) {
      // The store is busy or full.
      if (!(error instanceof RollcallError)) throw error;
      tell({ event: "no checkpoint", error: error.message });
      return MINUTE;
    }
  });
}

/** Has tools' requests received until the signal aborts. */
async function receiving({ signal }: Context, lives: readonly Live[], receive: WatchOptions["receive"]): Promise<void> {
  const receivers = lives.flatMap(({ receiver }) => receiver ?? []);
  if (receivers.length === 0 || receive === undefined) return;
  const server = await receive(receivers.map(({ receiver }) => receiver));
  for (const { opened } of receivers) await opened();
  await untilAborted(signal);
  await server.close();
}

/** How a sweep ended: whoever left would have shown, or not, or our own store stood in the way and it is tried again soon. */
type Ended = "seen" | "failed" | "not kept";

interface Sweeping {
  readonly closer: Closer | undefined;
  readonly tell: (event: WatchEvent) => void;
  readonly ring: () => void;
}

/**
 * Sweeps one directory on its schedule, and earlier where that is asked for; not where another process has, since processes with one store
 * share what is to be read.
 */
function sweeping(
  context: Context,
  one: Watched,
  { details, closer, first, tell, ring }: Sweeping & { readonly details: number | "all"; readonly first: Gate },
): Promise<void> {
  const { clock, signal } = context;
  const { directory, bell } = one;
  const { every } = directory;
  const behind = Math.min(every / 4, LOOK_AGAIN);
  let began = -Infinity;
  let asked = bell.heard();
  return repeat(
    context,
    async () => {
      const ago = clock.now() - began;
      if (ago >= 0 && ago < APART) return APART - ago;
      const leave = one.lastGood === null ? await first.enter() : () => {};
      const theirs = asked.aborted ? undefined : await readByAnother(context, one);
      // Whoever read it last goes on, and this process where that one does not.
      const due = theirs === undefined ? 0 : theirs.startedAt + every + behind - clock.now();
      if (due > 0 || signal?.aborted === true) {
        leave();
        return Math.max(0, due);
      }
      asked = bell.heard();
      began = clock.now();
      const next = new AbortController();
      const bySchedule = clock.sleep(every, next.signal, asked, signal).then(
        () => next.abort(),
        () => next.abort(),
      );
      const plan = { limit: details, olderThan: DETAILS_LAST, end: next.signal };
      one.moving = began;
      const moving: Context = {
        ...context,
        progress: (step) => {
          one.moving = clock.now();
          context.progress(step);
        },
      };
      const ended = await sweepOnce(moving, one, plan, { closer, tell, ring, listed: leave }).finally(() => {
        leave();
        closer?.ended();
        one.moving = undefined;
        one.frozen = undefined;
      });
      next.abort();
      await bySchedule;
      ring();
      const pause = ended === "not kept" ? Math.min(every, LOOK_AGAIN) : every;
      // A clock that was set back meanwhile would have it wait for as long again.
      return Math.min(pause, began + pause - clock.now());
    },
    bell.heard,
  );
}

async function sweepOnce(
  context: Context,
  one: Watched,
  details: SweepOptions["details"],
  { closer, tell, ring, listed }: Sweeping & { readonly listed: () => void },
): Promise<Ended> {
  const { directory } = one;
  let ended = "failed" as Ended;
  try {
    await sweep(context, directory, {
      details,
      ...(closer === undefined ? {} : { onFlagged: closer.flagged }),
      // Departures are told before the slow reading of custom fields begins.
      onOutcome: async ({ sweep: reading, changes, departures }) => {
        ended = isSeeing(reading) ? "seen" : "failed";
        one.hindered = undefined;
        if (ended === "seen") one.seen = one.lastGood = one.mine = reading.takenAt;
        // The slow reading of custom fields is not waited for.
        closer?.ended();
        listed();
        tell({ event: "swept", sweep: reading, changes: changes.length, departures: departures.length });
        ring();
      },
    });
    return ended;
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    if (error.code === "interrupted") return ended;
    tell({ event: "not swept", directory: directory.id, error: error.message, code: error.code });
    // Our own store, or another process that sweeps: that says nothing of the directory.
    if (exitCode(error) === 1) {
      hinder(one, error);
      return ended === "seen" ? ended : "not kept";
    }
    await keep(context, one, error, tell);
    // Who left shows in the list, whether or not the custom fields could be read after it.
    return ended;
  }
}
