import { hostname } from "node:os";
import type { Context } from "../app/context.ts";
import type { Destination } from "../app/destination.ts";
import type { Clock, Http, Progress, Store } from "../app/ports.ts";
import { version } from "../cli/version.ts";
import { systemClock } from "../clock.ts";
import { erasureKeyFile } from "../config/key-file.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import type { PersonRules } from "../core/person/rules.ts";
import { SECOND } from "../core/time.ts";
import { createHttp } from "../http/client.ts";

// This room alone knows every side. It makes what the commands work with; it decides nothing.

export const HTTP = { timeoutMs: 30 * SECOND, maxBytes: 64 * 1024 * 1024, userAgent: "Rollcall" };

/** A store in memory, or in `path`. Its code is loaded where there is one to open. */
export async function openStore(path?: string): Promise<Store> {
  const { openSqlite } = await import("../stores/sqlite.ts");
  return openSqlite(path === undefined ? { path: ":memory:" } : { path, key: erasureKeyFile(path) });
}

export function contextOf(parts: {
  readonly store: Store;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly http?: Http;
  readonly destinations?: readonly Destination[];
  readonly persons?: PersonRules;
  readonly offboarding?: OffboardingRules;
}): Context {
  return {
    clock: systemClock,
    destinations: [],
    http: createHttp(HTTP),
    version,
    holder: `${hostname()}:${process.pid}`,
    isGone: isGoneFrom(hostname()),
    ...parts,
  };
}

const STOPS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Within this time a signal is the same one again: a launcher and a service manager may both pass it on. */
const SAME_SIGNAL = 500;

/** A signal that fires at SIGINT, SIGTERM or SIGHUP; the next one ends the process at once, as people expect. */
export function interruption(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  let first = 0;
  const stop = (): void => {
    if (!controller.signal.aborted) {
      first = performance.now();
      controller.abort();
    } else if (performance.now() - first > SAME_SIGNAL) process.exit(130);
  };
  for (const name of STOPS) process.on(name, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of STOPS) process.off(name, stop);
    },
  };
}

/** A holder on this machine whose process does not exist any more; of other machines nothing is known. */
function isGoneFrom(host: string): (holder: string) => boolean {
  return (holder) => {
    const [on, pid] = [holder.slice(0, holder.lastIndexOf(":")), Number(holder.slice(holder.lastIndexOf(":") + 1))];
    if (on !== host || !Number.isInteger(pid)) return false;
    try {
      process.kill(pid, 0);
      return false;
    } catch (error) {
      return error instanceof Error && "code" in error && error.code === "ESRCH";
    }
  };
}
