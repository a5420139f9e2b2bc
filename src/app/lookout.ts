import { RollcallError } from "../core/errors.ts";
import { type Instant, isoToTheSecond, MINUTE } from "../core/time.ts";
import { endAlarm, NO_ALARM, raiseAlarm } from "./alarm.ts";
import type { Context } from "./context.ts";
import type { Live } from "./live.ts";
import { type Hindrance, isDark, keep, type NotSwept, seenByOthers, type Watched } from "./watched.ts";

/** So long a sweep may have to wait for the limits of its tool, which count by the minute. */
const LONGEST_WAIT = MINUTE;

/** Looks whether sweeps move, whether what they find is kept, and whether events come: what stands still tells nobody by itself. */
export async function lookAfter(
  context: Context,
  all: readonly Watched[],
  lives: readonly Live[],
  tell: (event: NotSwept) => void,
  ring: () => void,
): Promise<void> {
  await Promise.all(
    all.map(async (one) => {
      await lookAtSweep(context, one, tell, ring);
      await lookAtStore(context, one, ring);
    }),
  );
  for (const { check } of lives) {
    try {
      await check();
    } catch (error) {
      // The store is busy or full; it is looked at again.
      if (!(error instanceof RollcallError)) throw error;
    }
  }
}

/** A sweep that stands still is kept as a reading that failed, and told once the directory has been dark for long enough. */
async function lookAtSweep(
  context: Context,
  one: Watched,
  tell: (event: NotSwept) => void,
  ring: () => void,
): Promise<void> {
  const now = context.clock.now();
  one.moving = notAfter(one.moving, now);
  one.frozen = notAfter(one.frozen, now);
  const { directory, moving, frozen } = one;
  const patience = Math.max(directory.every, LONGEST_WAIT);
  if (moving === undefined || now - moving <= patience || now - (frozen ?? -Infinity) <= patience) return;
  const message = `${directory.id}: the sweep has stood still since ${isoToTheSecond(moving)}, so nobody is looking; restart Rollcall.`;
  tell({ event: "not swept", directory: directory.id, error: message, code: "fault" });
  if (!(await keep(context, one, { code: "unreachable", message }, tell))) return;
  one.frozen = now;
  ring();
}

/** A clock that was set back counts from now on. */
function notAfter(at: Instant | undefined, now: Instant): Instant | undefined {
  return at === undefined ? undefined : Math.min(at, now);
}

/** Where our own store keeps nothing for so long that the directory is dark, no outbox can tell it. */
async function lookAtStore(context: Context, one: Watched, ring: () => void): Promise<void> {
  if (!isDark(one, context.clock.now())) {
    // A clock that was set back makes nobody see.
    const isSeen = [...one.alarm.values()].every(({ incident }) => incident.health?.lastGood !== one.lastGood);
    if (one.alarm.size === 0 || !isSeen) return;
    try {
      await endAlarm(context, one.alarm);
      one.alarm = NO_ALARM;
      ring();
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
    }
    return;
  }
  if (one.hindered === undefined) return;
  await seenByOthers(context, one);
  const { directory, hindered, lastGood, since } = one;
  if (!isDark(one, context.clock.now())) return;
  const reasons = [`nothing that is read of ${directory.id} can be kept, since ${WHY[hindered]}`];
  one.alarm = await raiseAlarm(context, one.alarm, {
    directory: directory.id,
    since: lastGood ?? since,
    lastGood,
    reasons,
  });
}

/** Without the path, which is nobody's business in a channel. */
const WHY: Readonly<Record<Hindrance, string>> = {
  store_busy: "another process has been writing Rollcall's store all the while: end that process",
  store_full: "the disk of Rollcall's store is full: make room on it",
};
