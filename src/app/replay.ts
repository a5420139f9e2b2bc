import { unsettled } from "../core/directory/compare.ts";
import { type Departure, departuresFrom, idOf } from "../core/directory/departure.ts";
import type { Snapshot } from "../core/directory/snapshot.ts";
import type { StoredChange } from "./ports.ts";
import type { Taker } from "./taker.ts";
import type { Outcome, ReadingRules } from "./take-reading.ts";

const CAME_BACK = new Set(["returned", "reactivated"]);

/** What a replay tells, in order. */
export interface Listener {
  readonly change: (change: StoredChange) => void;
  /** A snapshot that was taken, with everything that it led to. */
  readonly reading: (outcome: Outcome) => void;
}

/**
 * Takes dated snapshots in order, as if they had been watched. A change that waits for confirmation is told once: when it
 * is confirmed, when it turns out not to last (unconfirmed, followed by the return), or, at the end of the input, as
 * unconfirmed.
 * @returns the departures that are unconfirmed at the end.
 */
export async function replay(
  taker: Taker,
  snapshots: AsyncIterable<Snapshot>,
  rules: Pick<ReadingRules, "departures">,
  tell: Listener,
): Promise<readonly Departure[]> {
  const waiting = new Map<string, StoredChange>();
  const directories = new Set<string>();
  let sweep = "";
  for await (const snapshot of snapshots) {
    directories.add(snapshot.directory);
    const outcome = await taker.take(snapshot);
    sweep = outcome.sweep.id;
    for (const change of outcome.changes) {
      const account = `${change.directory} ${change.account.id}`;
      if (!change.confirmed && change.change !== "missing") {
        waiting.set(account, change);
        continue;
      }
      const earlier = waiting.get(account);
      waiting.delete(account);
      if (earlier !== undefined && CAME_BACK.has(change.change)) tell.change(earlier);
      tell.change(change);
    }
    tell.reading(outcome);
  }
  const held: Departure[] = [];
  for (const directory of directories) {
    const changes = unsettled(await taker.roster(directory));
    for (const change of changes) tell.change({ ...change, id: idOf("c", change), sweep });
    held.push(...departuresFrom(changes, new Map(), rules.departures));
  }
  return held;
}
