import { type ErrorCode, RollcallError } from "../core/errors.ts";
import { isSeeing } from "../core/notification/outage.ts";
import type { Instant } from "../core/time.ts";
import { type Alarm, NO_ALARM } from "./alarm.ts";
import type { Context } from "./context.ts";
import { blindAfter, type Directory } from "./directory.ts";
import { keepFailure } from "./keep-failure.ts";
import { type Bell, createBell } from "./loop.ts";
import type { Sweep } from "./ports.ts";

/** A sweep that found nothing, or whose end could not be kept. */
export interface NotSwept {
  readonly event: "not swept";
  readonly directory: string;
  readonly error: string;
  readonly code: ErrorCode;
}

export type Hindrance = Extract<ErrorCode, "store_busy" | "store_full">;

/** A directory, as this process watches it. */
export interface Watched {
  readonly directory: Directory;
  /** Asks for a sweep before the next one is due. */
  readonly bell: Bell;
  /** When this process began to watch. */
  readonly since: Instant;
  /** The end of the last reading in which somebody who left would have shown. */
  lastGood: Instant | null;
  /** The end of the last one of those that this process has read itself. */
  mine: Instant | undefined;
  /** From when on it counts how long nothing has been seen. */
  seen: Instant;
  /** When a sweep that goes on last gave a sign of life. */
  moving: Instant | undefined;
  /** When it was last told that a sweep does not end. */
  frozen: Instant | undefined;
  /** Why nothing could be kept the last time, where our own store stood in the way. */
  hindered: Hindrance | undefined;
  alarm: Alarm;
}

/** As it was left: a process that is started again and again would otherwise never know that it is blind. */
export async function watchedFrom(context: Context, directory: Directory): Promise<Watched> {
  const since = context.clock.now();
  const lastGood = await lastGoodIn(context, directory);
  // A clock behind the last reading has been set back: no reading is believed until it has caught up.
  const seen = lastGood !== null && lastGood > since ? since - blindAfter(directory) : (lastGood ?? since);
  return {
    directory,
    bell: createBell(),
    since,
    lastGood,
    mine: undefined,
    seen,
    moving: undefined,
    frozen: undefined,
    hindered: undefined,
    alarm: NO_ALARM,
  };
}

/** Takes in what another process has seen of the directory meanwhile. */
export async function seenByOthers(context: Context, one: Watched): Promise<void> {
  const lastGood = await lastGoodIn(context, one.directory);
  if (lastGood === null || lastGood === one.lastGood) return;
  one.lastGood = one.seen = lastGood;
}

/**
 * The last reading, where another process has begun it since this one began to watch, and leavers would have shown in it: then it is as good
 * as one of our own.
 */
export async function readByAnother(context: Context, one: Watched): Promise<Sweep | undefined> {
  const { store, clock } = context;
  try {
    const [last] = await store.sweeps({ directory: one.directory.id, completeOnly: true, limit: 1 });
    if (last === undefined || last.takenAt === one.mine || !isSeeing(last)) return undefined;
    // One that begins later than now tells that a clock was set back.
    if (last.startedAt < one.since || last.startedAt > clock.now()) return undefined;
    one.lastGood = one.seen = last.takenAt;
    return last;
  } catch (error) {
    // The store is busy or full, which the sweep will meet as well, and tells.
    if (!(error instanceof RollcallError)) throw error;
    return undefined;
  }
}

async function lastGoodIn({ store }: Context, { id }: Directory): Promise<Instant | null> {
  const sweeps = await store.sweeps({ directory: id, completeOnly: true, limit: LOOKED_BACK });
  return sweeps.find(isSeeing)?.takenAt ?? null;
}

/** Readings that were whole and not believed: more of them in a row than anybody waits for. */
const LOOKED_BACK = 500;

/** Whether nothing has been seen for too long, whether sweeps fail or never end. */
export function isDark(one: Watched, now: Instant): boolean {
  // A clock that was set back does not know how long it has been: counted from now on, it is never too late.
  one.seen = Math.min(one.seen, now);
  return now - one.seen > blindAfter(one.directory);
}

/** Notes that our own store stood in the way; not that another process has the directory in hand. */
export function hinder(one: Watched, { code }: RollcallError): void {
  if (code === "store_busy" || code === "store_full") one.hindered = code;
}

/** Keeps that the directory could not be read. @returns whether that could be kept */
export async function keep(
  context: Context,
  one: Watched,
  error: Pick<RollcallError, "code" | "message">,
  tell: (event: NotSwept) => void,
): Promise<boolean> {
  try {
    await keepFailure(context, one.directory, error);
    one.hindered = undefined;
    return true;
  } catch (broken) {
    // The store is busy or full. The next sweep, or the next look, fails as well, and is kept then.
    if (!(broken instanceof RollcallError)) throw broken;
    hinder(one, broken);
    tell({ event: "not swept", directory: one.directory.id, error: broken.message, code: broken.code });
    return false;
  }
}
