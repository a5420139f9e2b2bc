import { type Attributes, merge } from "../core/directory/account.ts";
import { observe } from "../core/directory/compare.ts";
import { detailsDue } from "../core/directory/details-due.ts";
import { idOf } from "../core/directory/departure.ts";
import { defined } from "../core/defined.ts";
import type { Moved } from "../core/wave/kept-headcounts.ts";
import { RollcallError } from "../core/errors.ts";
import type { Instant } from "../core/time.ts";
import { announce } from "./announce.ts";
import type { Context } from "./context.ts";
import { type Directory, readingOf } from "./directory.ts";
import { withoutErasedNames } from "./erased.ts";
import { keepMoved } from "./keep-moved.ts";
import type { StoredChange } from "./ports.ts";
import type { Turn } from "./turn.ts";

/** How many accounts' fields are kept in one transaction: an interruption loses at most these. */
const BATCH = 50;

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
  turn: Turn,
  { limit, olderThan = 0, end }: DetailsPlan,
  tell: (change: StoredChange) => void,
): Promise<void> {
  const { connector } = directory;
  if (connector.details === undefined || limit === 0) return;
  const { entries } = await context.store.roster(directory.id);
  const before = context.clock.now() - olderThan;
  const due = detailsDue(entries.values()).filter(({ detailsAt = -Infinity }) => detailsAt <= before);
  const chosen = limit === "all" ? due : due.slice(0, limit);
  let batch: { readonly id: string; readonly attributes: Attributes; readonly at: Instant }[] = [];
  let read = 0;
  const keep = async (): Promise<void> => {
    const kept = batch;
    batch = [];
    const changes = await turn.alone(() => keepDetails(context, directory, sweep, turn, kept));
    for (const change of changes) if (change.quiet === undefined) tell(change);
  };
  const ids = chosen.map(({ account }) => account.id);
  const signals = [context.signal, end].filter((one) => one !== undefined);
  const signal = signals.length === 0 ? undefined : AbortSignal.any(signals);
  try {
    for await (const { id, attributes } of connector.details(
      readingOf({ ...context, ...defined({ signal }) }, directory),
      ids,
    )) {
      batch.push({ id, attributes, at: context.clock.now() });
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

/** Against the roster as it is by then: an event may have said more of somebody since the list was read. */
async function keepDetails(
  context: Context,
  directory: Directory,
  sweep: string,
  turn: Turn,
  read: readonly { readonly id: string; readonly attributes: Attributes; readonly at: Instant }[],
): Promise<readonly StoredChange[]> {
  const { id, overlay } = directory;
  return context.store.transaction(
    async (writer) => {
      await turn.check(writer);
      const entries = await writer.entries(
        id,
        read.map((one) => one.id),
      );
      const stated = read.flatMap(({ id: account, attributes, at }) => {
        const known = entries.get(account);
        if (known === undefined) return [];
        const merged = { ...known.account, attributes: merge(known.account.attributes, attributes) };
        return [{ known, at, attributes: overlay === undefined ? attributes : overlay(merged).attributes }];
      });
      const clean = await withoutErasedNames(
        writer,
        id,
        stated.map(({ attributes }) => attributes),
      );
      const observed = stated.map(({ known, at }, i) => observe(id, known, clean[i] ?? {}, at));
      const changes = observed.flatMap((one) =>
        one.changes.map((change): StoredChange => ({ ...change, id: idOf("c", change), sweep })),
      );
      const at = context.clock.now();
      const moved = observed.map(({ entry }, i): Moved => [stated[i]?.known, entry]);
      await keepMoved(writer, id, moved, context.persons, at);
      await writer.putChanges(changes);
      await announce(writer, context.destinations, { directory: id, at, departures: [], changes });
      return changes;
    },
    { directory: id },
  );
}
