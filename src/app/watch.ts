import { type ErrorCode, exitCode, RollcallError } from "../core/errors.ts";
import type { PartialSnapshot } from "../core/directory/snapshot.ts";
import { isSeeing } from "../core/notification/outage.ts";
import type { Secret } from "../core/secret.ts";
import { DAY, type Instant, MINUTE, SECOND } from "../core/time.ts";
import type { Context } from "./context.ts";
import { type Delivery, deliverDue, nextDue } from "./deliver.ts";
import type { Directory } from "./directory.ts";
import type { Sweep } from "./ports.ts";
import type { DetailsPlan } from "./read-details.ts";
import { blindAfter, rulesFor, sweep } from "./sweep.ts";
import { takeReading } from "./take-reading.ts";

/** What happens while watching, for the person or journal that follows it. No names. */
export type Event =
  | { readonly event: "swept"; readonly sweep: Sweep; readonly changes: number; readonly departures: number }
  | { readonly event: "not swept"; readonly directory: string; readonly error: string; readonly code: ErrorCode }
  | { readonly event: "delivery"; readonly delivery: Delivery }
  | { readonly event: "not delivered"; readonly error: string }
  | { readonly event: "heartbeat"; readonly error: string };

export interface WatchOptions {
  /** How many accounts' custom fields to read after each list, as far as there is time until the next. */
  readonly details: number | "all";
  /** The address of a dead-man's switch: it is called while all is well, and with `/fail` added where it is not. */
  readonly heartbeat?: Secret;
  readonly tell: (event: Event) => void;
}

/** Custom fields that were read within this time are not read again: people seldom move. */
const DETAILS_LAST = DAY;

/** After so long claims of a process that ended without a word are looked for again, though nothing new has come. */
const LOOK_AGAIN = MINUTE / 2;

/**
 * Sweeps each directory on its schedule and delivers what is due, until `context.signal` aborts; then what is under way is
 * ended or handed back, and the promise resolves. A directory that cannot be read stops neither the others nor the deliveries.
 */
export async function watch(
  outer: Context,
  directories: readonly Directory[],
  { details, heartbeat, tell }: WatchOptions,
): Promise<void> {
  // A fault of our own in one of the loops ends them all: whoever restarts the process sees it, and nothing runs on half.
  const fault = new AbortController();
  const signal = outer.signal === undefined ? fault.signal : AbortSignal.any([outer.signal, fault.signal]);
  const context: Context = { ...outer, signal };
  const { clock } = context;
  const bell = createBell();
  const seen = new Map(directories.map(({ id }) => [id, clock.now()]));
  const loops = directories.map((directory) =>
    repeat(context, async () => {
      const began = clock.now();
      const next = new AbortController();
      const bySchedule = clock.sleep(directory.every, AbortSignal.any([signal, next.signal])).then(
        () => next.abort(),
        () => {},
      );
      const plan = { limit: details, olderThan: DETAILS_LAST, end: next.signal };
      if (await sweepOnce(context, directory, plan, tell, bell.ring)) seen.set(directory.id, clock.now());
      next.abort();
      await bySchedule;
      bell.ring();
      // A clock that was set back meanwhile would have it wait for as long again.
      return Math.min(directory.every, began + directory.every - clock.now());
    }),
  );
  // A loop for each destination: one that lets its callers wait holds up no other.
  const names = new Set(context.destinations.map(({ name }) => name));
  const mine = [...names].map((name) => (destination: string) => destination === name);
  for (const isMine of [...mine, (destination: string) => !names.has(destination)]) {
    loops.push(repeat(context, () => deliver(context, isMine, tell, bell.ring), bell.heard));
  }
  if (heartbeat !== undefined) {
    const often = Math.min(MINUTE, ...directories.map(({ every }) => every));
    loops.push(
      repeat(context, async () => {
        await beat(context, heartbeat, darkOnes(directories, seen, clock.now()), tell);
        return often;
      }),
    );
  }
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

/** @returns how long nothing is due there. */
async function deliver(
  context: Context,
  isMine: (destination: string) => boolean,
  tell: (event: Event) => void,
  ring: () => void,
): Promise<number> {
  const told = (delivery: Delivery): void => {
    tell({ event: "delivery", delivery });
    // That a message was given up, or that they arrive again, is itself told elsewhere.
    if (delivery.ended === "failed" || delivery.ended === "arrived") ring();
  };
  try {
    await deliverDue(context, told, isMine);
    const due = (await nextDue(context, isMine)) ?? Infinity;
    return Math.min(LOOK_AGAIN, Math.max(SECOND, due - context.clock.now()));
  } catch (error) {
    // The store is busy or full: what was claimed is found again once the claim has run out.
    if (!(error instanceof RollcallError)) throw error;
    tell({ event: "not delivered", error: error.message });
    return LOOK_AGAIN;
  }
}

/** Does `work` again and again, each time after the pause that it gives, until the signal aborts. */
async function repeat(
  { clock, signal }: Context,
  work: () => Promise<number>,
  /** Gives a signal that cuts the pause short. */
  early?: () => AbortSignal,
): Promise<void> {
  for (;;) {
    if (signal?.aborted === true) return;
    // Asked for before the work: what rings during it is not slept through.
    const woken = early?.();
    const pause = await work();
    const ends = [signal, woken].filter((one) => one !== undefined);
    try {
      await clock.sleep(Math.max(0, pause), ends.length === 0 ? undefined : AbortSignal.any(ends));
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== "interrupted") throw error;
    }
  }
}

/** @returns whether somebody who left would have shown. */
async function sweepOnce(
  context: Context,
  directory: Directory,
  details: DetailsPlan,
  tell: (event: Event) => void,
  ring: () => void,
): Promise<boolean> {
  let seeing = false;
  try {
    await sweep(context, directory, {
      details,
      // Departures are told before the slow reading of custom fields begins.
      onOutcome: async ({ sweep: reading, changes, departures }) => {
        seeing = isSeeing(reading);
        tell({ event: "swept", sweep: reading, changes: changes.length, departures: departures.length });
        ring();
      },
    });
    return seeing;
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    if (error.code === "interrupted") return seeing;
    tell({ event: "not swept", directory: directory.id, error: error.message, code: error.code });
    // Our own store, or another process that sweeps: that says nothing of the directory.
    if (exitCode(error) !== 1) await keepFailure(context, directory, error, tell);
    // Who left shows in the list, whether or not the custom fields could be read after it.
    return seeing;
  }
}

/** A sweep that could not even begin (a refused token, a scope too many) is kept, and told, as a reading that failed. */
async function keepFailure(
  context: Context,
  directory: Directory,
  error: RollcallError,
  tell: (event: Event) => void,
): Promise<void> {
  const at = context.clock.now();
  try {
    await takeReading(
      context.store,
      {
        directory: directory.id,
        startedAt: at,
        takenAt: at,
        notes: [],
        complete: false,
        health: HEALTH_OF[error.code] ?? "unreachable",
        reason: error.message,
        accountsRead: 0,
      },
      rulesFor(context, directory),
    );
  } catch (broken) {
    // The store is busy or full. The next sweep fails as well, and is kept then.
    if (!(broken instanceof RollcallError)) throw broken;
    tell({ event: "not swept", directory: directory.id, error: broken.message, code: broken.code });
  }
}

const HEALTH_OF: Partial<Record<ErrorCode, PartialSnapshot["health"]>> = {
  refused_token: "unauthorised",
  bad_secret: "unauthorised",
  unauthorised: "unauthorised",
  refused_scope: "scope_lost",
  scope_missing: "scope_lost",
  wrong_workspace: "wrong_workspace",
  bad_setting: "malformed",
  bad_file: "malformed",
  malformed: "malformed",
};

/** The directories in which nothing has been seen for too long, whether their sweeps fail or never end. */
function darkOnes(directories: readonly Directory[], seen: ReadonlyMap<string, Instant>, now: Instant): string[] {
  return directories.filter((one) => now - (seen.get(one.id) ?? now) > blindAfter(one)).map(({ id }) => id);
}

/**
 * Tells an outside dead-man's switch that somebody watches, or that nobody sees anything; a process that hangs or is gone
 * says neither, which the switch notices. The form is that of healthchecks.io: https://healthchecks.io/docs/http_api/
 */
async function beat(
  { http, signal }: Context,
  address: Secret,
  dark: readonly string[],
  tell: (event: Event) => void,
): Promise<void> {
  const url = new URL(address.reveal());
  if (dark.length > 0) url.pathname = `${url.pathname.replace(/\/$/, "")}/fail`;
  const body = dark.length > 0 ? `nothing seen: ${dark.join(", ")}` : "ok";
  try {
    const { status } = await http.send(
      { url: url.href, method: "POST", headers: { "content-type": "text/plain; charset=utf-8" }, body },
      signal,
    );
    if (status >= 300)
      tell({ event: "heartbeat", error: `${url.host}: the heartbeat was answered with HTTP ${status}.` });
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    if (error.code !== "interrupted") tell({ event: "heartbeat", error: error.message });
  }
}

interface Bell {
  readonly ring: () => void;
  /** A signal that aborts at the next ring. */
  readonly heard: () => AbortSignal;
}

function createBell(): Bell {
  let next = new AbortController();
  return {
    ring: () => {
      const rung = next;
      next = new AbortController();
      rung.abort();
    },
    heard: () => next.signal,
  };
}
