import { merge } from "../core/directory/account.ts";
import { mayLeave, observe } from "../core/directory/compare.ts";
import { idOf } from "../core/directory/departure.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { defined } from "../core/defined.ts";
import { RollcallError } from "../core/errors.ts";
import { announce } from "./announce.ts";
import type { Context } from "./context.ts";
import { type Directory, readingOf } from "./directory.ts";
import type { StoredChange } from "./ports.ts";
import { turnOf } from "./turn.ts";

/** How many accounts' fields are kept in one transaction: an interruption loses at most these. */
const BATCH = 50;

/** Whose custom fields to read next: first those never read, then those read longest ago. Only people who are here. */
export function detailsDue(entries: Iterable<RosterEntry>): RosterEntry[] {
  return [...entries]
    .filter(({ account, presence }) => account.status === "active" && presence === "present" && mayLeave(account))
    .toSorted((a, b) => (a.detailsAt ?? 0) - (b.detailsAt ?? 0));
}

/** How much of the custom fields to read. */
export interface DetailsPlan {
  readonly limit: number | "all";
  /** Only of accounts never read, or read longer ago than this; milliseconds. */
  readonly olderThan?: number;
  /** Ends the reading, which keeps what it has: the next list is due. */
  readonly end?: AbortSignal;
}

/**
 * Reads custom profile fields, which no list and no event gives and which are gone from a leaver's record, so that they
 * are known *before* anyone leaves. Keeps what it has read when it is interrupted.
 * @param tell what differs from the last time the fields were read, once it is kept.
 */
export async function readDetails(
  context: Context,
  directory: Directory,
  sweep: string,
  { limit, olderThan = 0, end }: DetailsPlan,
  tell: (change: StoredChange) => void,
): Promise<void> {
  const { connector, overlay } = directory;
  if (connector.details === undefined || limit === 0) return;
  const turn = await turnOf(context.store, directory.id);
  const { entries } = await context.store.roster(directory.id);
  const before = context.clock.now() - olderThan;
  const due = detailsDue(entries.values()).filter(({ detailsAt = -Infinity }) => detailsAt <= before);
  const chosen = limit === "all" ? due : due.slice(0, limit);
  let batch: { entry: RosterEntry; changes: readonly StoredChange[] }[] = [];
  let read = 0;
  const keep = async (): Promise<void> => {
    const kept = batch;
    batch = [];
    await context.store.transaction(async (writer) => {
      await turn.refuseIfOver(writer);
      await writer.putEntries(
        directory.id,
        kept.map(({ entry }) => entry),
      );
      const changes = kept.flatMap((one) => one.changes);
      await writer.putChanges(changes);
      await announce(writer, context.destinations, {
        directory: directory.id,
        at: context.clock.now(),
        departures: [],
        changes,
      });
    });
    for (const change of kept.flatMap(({ changes }) => changes)) if (change.quiet === undefined) tell(change);
  };
  const ids = chosen.map(({ account }) => account.id);
  const signals = [context.signal, end].filter((one) => one !== undefined);
  const signal = signals.length === 0 ? undefined : AbortSignal.any(signals);
  try {
    for await (const { id, attributes } of connector.details(
      readingOf({ ...context, ...defined({ signal }) }, directory),
      ids,
    )) {
      const known = entries.get(id);
      if (known === undefined) continue;
      const account = { ...known.account, attributes: merge(known.account.attributes, attributes) };
      const stated = overlay === undefined ? attributes : overlay(account).attributes;
      const { changes, entry } = observe(directory.id, known, stated, context.clock.now());
      batch.push({ entry, changes: changes.map((change) => ({ ...change, id: idOf("c", change), sweep })) });
      read++;
      context.progress({ stage: "custom fields", done: read, total: ids.length });
      if (batch.length >= BATCH) await keep();
    }
  } catch (error) {
    const ended = error instanceof RollcallError && error.code === "interrupted" && context.signal?.aborted !== true;
    if (!ended) throw error;
  } finally {
    if (batch.length > 0) await keep();
  }
}
