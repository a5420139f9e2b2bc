import { shortDigest } from "../core/digest.ts";
import { review } from "../core/directory/compare.ts";
import { type Departure, idOf } from "../core/directory/departure.ts";
import { type HeldEvent, settled, triedInVain } from "../core/directory/event.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { faultOf, type RollcallError } from "../core/errors.ts";
import type { Instant } from "../core/time.ts";
import type { Moved } from "../core/wave/kept-headcounts.ts";
import type { Purpose } from "../core/wave/spare.ts";
import { announce, announceWaves } from "./announce.ts";
import type { Context } from "./context.ts";
import { departuresFound } from "./departures-found.ts";
import { detectWaves } from "./detect-waves.ts";
import { blindAfter, type Directory } from "./directory.ts";
import { filtered, keepFiltered } from "./erased.ts";
import { keepMoved } from "./keep-moved.ts";
import { countedBetween } from "./populations.ts";
import type { ReadBackAnswer, StoredChange, StoreReader, StoreWriter } from "./ports.ts";
import { askAgain } from "./sweep.ts";
import { type Turn, withTurn } from "./turn.ts";

/** Accounts that are asked for at once: a sweep that has come to its end waits for no more than these. */
const AT_ONCE = 20;

/** Above so many accounts that wait to be asked for, reading the whole list is sooner done (Slack gives 100 calls a minute). */
const TOO_MANY = 200;

/** What came of a look into the inbox of a directory. */
export interface Settling {
  /** Events whose account was read, or which were tried in vain; 0 where nothing was due. */
  readonly events: number;
  readonly changes: readonly StoredChange[];
  readonly departures: readonly Departure[];
  /** Events that were given up this time. */
  readonly quarantined: number;
  /** The newest event for which the whole list is to be read: it asks for that, nothing has been read yet, or too many wait; 0 without one. */
  readonly sweepFor: number;
  /** More is due at once. */
  readonly more: boolean;
}

const NOTHING: Settling = { events: 0, changes: [], departures: [], quarantined: 0, sweepFor: 0, more: false };

/**
 * Reads the accounts back that events point to, and writes roster, changes, departures, notifications, the events' state and
 * the record in one transaction. An event says nothing by itself (law 3). One whose account cannot be read while others can is
 * tried five times and then quarantined, so that the rest goes on.
 * @throws RollcallError where the tool cannot be asked at all, or another process has the directory: everything waits
 */
export async function settleEvents(context: Context, directory: Directory): Promise<Settling> {
  const { store, clock } = context;
  const due = { directory: directory.id, state: "waiting", dueBy: clock.now() } as const;
  const waiting = await store.events({ ...due, limit: 20 * TOO_MANY });
  if (waiting.length === 0) return NOTHING;
  const known = await store.directory(directory.id);
  // Only the list can say what a directory is, and whether it can be read.
  const ids = new Set(waiting.flatMap(accountOf));
  const all = known?.last === undefined || ids.size > TOO_MANY;
  const asking = waiting.filter(({ about }) => all || "directory" in about);
  const sweepFor = asking.at(-1)?.seq ?? 0;
  if (known?.last === undefined || ids.size === 0) return { ...NOTHING, sweepFor };
  const asked = new Set([...ids].slice(0, AT_ONCE));
  const done = await withTurn(context, directory.id, (turn) => readBackAll(context, directory, turn, asked));
  return { ...done, sweepFor, more: done.more || ids.size > asked.size };
}

/**
 * Asks on suspicion for these accounts, whom no event points to, and takes in what is read in the same way.
 * @throws RollcallError where the tool cannot be asked at all, or another process has the directory
 */
export async function askFor(
  context: Context,
  directory: Directory,
  ids: readonly string[],
): Promise<Pick<Settling, "changes" | "departures">> {
  // Only the list can say what a directory is.
  if ((await context.store.directory(directory.id))?.last === undefined) return NOTHING;
  return withTurn(context, directory.id, (turn) => readBackAll(context, directory, turn, new Set(ids), "suspicion"));
}

function accountOf({ about }: HeldEvent): string[] {
  return "account" in about ? [about.account] : [];
}

async function readBackAll(
  context: Context,
  directory: Directory,
  turn: Turn,
  ids: ReadonlySet<string>,
  purpose?: Purpose,
): Promise<Omit<Settling, "sweepFor">> {
  const { store, clock } = context;
  const id = directory.id;
  // Before the tool is asked: what comes in later may be about what it did after answering.
  const { inbox: upTo } = await store.watermark(id);
  const before = await lastReading(store, id);
  // Asking may have to wait for the tool's limits, and a sweep that has come to its end does not wait with it.
  const answer = await askAgain(context, directory, [...ids], purpose);
  const readAt = clock.now();
  const write = async (writer: StoreWriter): Promise<Omit<Settling, "sweepFor">> => {
    await turn.check(writer);
    // A reading that was taken in meanwhile may be newer than these answers: they are asked for again.
    if ((await lastReading(writer, id)) !== before) return { ...NOTHING, more: true };
    const waiting = await writer.events({ directory: id, state: "waiting", upTo });
    const events = waiting.filter((event) => accountOf(event).some((account) => ids.has(account)));
    const taken = await filtered(writer, id, answer.accounts);
    const asked = { accounts: [...taken.accounts], unread: answer.unread };
    const { changes, entries, moved, read, errors } = await reviewed(writer, id, events, asked, readAt);
    const settledNow = events.filter((event) => !accountOf(event).some((account) => errors.has(account))).map(settled);
    const inVain = events.flatMap((event) => {
      const error = accountOf(event).map((account) => errors.get(account))[0];
      return error === undefined ? [] : [triedInVain(event, { code: error.code, text: error.message }, readAt)];
    });
    const reading = { startedAt: readAt, takenAt: readAt };
    const found = { directory: id, changes, events: settledNow, reading };
    const departures = await departuresFound(writer, found, directory.rules, blindAfter(directory));
    const quarantined = inVain.filter(({ state }) => state === "quarantined").length;
    await keepMoved(writer, id, moved, context.persons, readAt);
    await keepFiltered(writer, id, taken, new Set(entries.map(({ account }) => account.id)), readAt);
    await writer.markRead(id, read);
    await writer.putChanges(changes);
    await writer.putDepartures(departures);
    await writer.putEvents([...settledNow, ...inVain]);
    if (changes.length > 0 || departures.length > 0 || quarantined > 0) {
      await writer.record({
        at: readAt,
        action: "read back",
        detail: {
          directory: id,
          events: events.length,
          changes: changes.length,
          departures: departures.length,
          quarantined,
        },
      });
    }
    const told = changes.filter(({ quiet }) => quiet === undefined);
    const left = departures.map((departure) => departure.id);
    const counted = () => countedBetween(store, writer, id, left);
    const waves = await detectWaves(writer, {
      directory: id,
      at: readAt,
      departures,
      whole: false,
      counted,
      rules: directory.waves ?? {},
    });
    await announce(writer, context.destinations, { directory: id, at: readAt, departures, changes: told });
    await announceWaves(writer, context.destinations, waves, readAt);
    return { events: events.length, changes: told, departures, quarantined, more: false };
  };
  return turn.alone(() => store.transaction(write, { directory: id }));
}

/** The id of the last whole reading. */
async function lastReading(reader: StoreReader, directory: string): Promise<string | undefined> {
  return (await reader.sweeps({ directory, completeOnly: true, limit: 1 }))[0]?.id;
}

interface Reviewed {
  readonly changes: readonly StoredChange[];
  readonly entries: readonly RosterEntry[];
  /** The same, with what they were. */
  readonly moved: readonly Moved[];
  readonly read: readonly string[];
  /** By account: why it could not be read. */
  readonly errors: ReadonlyMap<string, RollcallError>;
}

/** Each account by itself, so that one that even we cannot make sense of holds up no other. */
async function reviewed(
  writer: StoreWriter,
  directory: string,
  events: readonly HeldEvent[],
  { accounts, unread }: ReadBackAnswer,
  readAt: Instant,
): Promise<Reviewed> {
  const roster = { directory, ...(await writer.directory(directory)) };
  const known = await writer.entries(
    directory,
    accounts.map(({ id }) => id),
  );
  const errors = new Map(unread.map(({ id, error }) => [id, error]));
  const changes: StoredChange[] = [];
  const entries: RosterEntry[] = [];
  const read: string[] = [];
  for (const account of accounts) {
    try {
      const found = review(roster, known, [account], readAt);
      const event = events.findLast(({ about }) => "account" in about && about.account === account.id);
      changes.push(...found.changes.map((change) => keptAs(change, event, readAt)));
      entries.push(...found.entries);
      read.push(account.id);
    } catch (error) {
      errors.set(account.id, faultOf(error, "an account that an event points to was not taken in"));
    }
  }
  const moved = entries.map((entry): Moved => [known.get(entry.account.id), entry]);
  return { changes, entries, moved, read, errors };
}

function keptAs(change: Parameters<typeof idOf>[1], event: HeldEvent | undefined, readAt: Instant): StoredChange {
  const told = event === undefined ? {} : { event: { type: event.type, receivedAt: event.receivedAt } };
  const evidence = { ...change.evidence, ...told };
  const reading = shortDigest(JSON.stringify([change.directory, change.account.id, readAt]));
  return { ...change, evidence, id: idOf("c", change), sweep: `r-${reading}` };
}
