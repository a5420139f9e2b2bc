// How checkpoints stand: when the next one is due, and which is outside. Who makes them loads what signs them (checkpoints.ts).
import { lastDue } from "../core/ledger/rules.ts";
import { CHECKPOINTS, type CheckpointState } from "../core/notification/incident.ts";
import type { Instant } from "../core/time.ts";
import type { Context } from "./context.ts";
import { hearsOfCheckpoints } from "./destination.ts";
import type { StoreReader } from "./ports.ts";

/** At multiples of the cadence since the first, so that its time tells nothing. @returns when it was due, or will be */
export async function dueIn(
  reader: StoreReader,
  every: number,
  now: Instant,
  early = 0,
): Promise<{ readonly now: boolean; readonly at: Instant }> {
  const last = (await reader.newestIncident(CHECKPOINTS))?.openedAt;
  // What lies far ahead is of a clock that was set back since.
  if (last === undefined || last > now + every) return { now: true, at: now };
  const due = lastDue(last, every, now + early);
  return due > last ? { now: true, at: due } : { now: false, at: last + every };
}

/** How checkpoints stand, for `doctor`. */
export interface CheckpointsStand {
  /** The destinations that are told, by their names. */
  readonly told: readonly string[];
  /** What came of the last; absent before the first. */
  readonly last?: { readonly at: Instant; readonly state: CheckpointState };
  /** The newest that is outside by now: of when it is, where it arrived first, and when. */
  readonly outside?: { readonly of: Instant; readonly destination: string; readonly at: Instant };
  /** When the next one is due; null where nobody is told. */
  readonly next: Instant | null;
  /** Nothing that was signed within twice the cadence is outside. */
  readonly overdue: boolean;
}

/** So many checkpoints are looked through for one that has arrived: more than may be waiting where tries end after three days. */
const LOOKED_BACK = 1000;

export async function checkpointsStand(
  { store, clock, destinations }: Pick<Context, "store" | "clock" | "destinations">,
  every: number,
): Promise<CheckpointsStand> {
  const told = destinations.filter(hearsOfCheckpoints).map(({ name }) => name);
  const all = await store.incidents({ kind: "checkpoints", limit: LOOKED_BACK });
  const [last] = all;
  let outside: CheckpointsStand["outside"];
  for (const { id, openedAt, checkpoint: state } of all) {
    if (state === undefined || !("note" in state)) continue;
    const arrived = (await store.notifications({ incident: id })).flatMap(({ toldAt, destination }) =>
      toldAt === undefined ? [] : [{ of: openedAt, destination, at: toldAt }],
    );
    outside = arrived.toSorted((a, b) => a.at - b.at)[0];
    if (outside !== undefined) break;
  }
  const now = clock.now();
  // Before the first has had its time, nothing is late.
  const since = outside?.of ?? all.at(-1)?.openedAt ?? now;
  return {
    told,
    ...(last?.checkpoint === undefined ? {} : { last: { at: last.openedAt, state: last.checkpoint } }),
    ...(outside === undefined ? {} : { outside }),
    next: told.length === 0 ? null : (await dueIn(store, every, now)).at,
    overdue: now - since > 2 * every,
  };
}
