import type { Departure } from "../core/directory/departure.ts";
import { type HeldEvent, settled } from "../core/directory/event.ts";
import type { Roster, RosterEntry } from "../core/directory/roster.ts";
import {
  type CompleteSnapshot,
  listedIn,
  type PartialSnapshot,
  type Snapshot,
  withFresher,
} from "../core/directory/snapshot.ts";
import type { WaveRules } from "../core/wave/rules.ts";
import type { Incident } from "../core/notification/incident.ts";
import { isSeeing } from "../core/notification/outage.ts";
import type { Store, StoredChange, StoreWriter, Sweep, Watermark } from "./ports.ts";
import { detectWaves } from "./detect-waves.ts";
import { filtered } from "./erased.ts";
import { emptyRoster, judgeInParts, type JudgingRules, sweepOfPartial } from "./judge.ts";
import { type KeepingRules, keepJudged } from "./keep-judged.ts";
import type { RecordsRead } from "./known-records.ts";
import type { Turn } from "./turn.ts";
import { concernedRoster, mayBeNamed } from "./unchanged.ts";

/** How a reading is to be understood. */
export interface ReadingRules extends JudgingRules, KeepingRules {
  readonly waves?: WaveRules;
  /** The right to write the directory, and how far its store had come when the reading began; absent where one process has the store to itself (replay, diff). */
  readonly turn?: Turn;
  readonly since?: Watermark;
  /** Reads all of the list, with nothing left unparsed; there wherever `records` are. */
  readonly readWhole?: () => Promise<Snapshot>;
  /** The outbox, inside the transaction that keeps the reading; absent where nobody is told (replay, diff). */
  readonly announce?: (writer: StoreWriter, outcome: Outcome) => Promise<void>;
}

export interface Outcome {
  readonly sweep: Sweep;
  /** True for the baseline: the first complete reading of the directory. */
  readonly first: boolean;
  /** What is told, in the order found; changes that are only kept are in the store. */
  readonly changes: readonly StoredChange[];
  readonly departures: readonly Departure[];
  /** The waves that opened, closed, or changed so that it is news. */
  readonly waves: readonly Incident[];
}

/**
 * Takes one reading into the store: judges it, compares it with the roster, reads back what it flags, and writes roster,
 * changes, departures, the sweep, its record and the notifications in one transaction, so that a crash leaves all of it or
 * nothing.
 */
export async function takeReading(store: Store, snapshot: Snapshot, rules: ReadingRules): Promise<Outcome> {
  // What failed changes nobody, and is to be told also where another reading hangs.
  if (!snapshot.complete) return takePartial(store, snapshot, rules);
  const take = (): Promise<Outcome> => takeComplete(store, snapshot, rules);
  return rules.turn === undefined ? take() : rules.turn.alone(take);
}

async function takePartial(store: Store, snapshot: PartialSnapshot, rules: ReadingRules): Promise<Outcome> {
  const known = await store.directory(snapshot.directory);
  const sweep = sweepOfPartial(snapshot);
  const outcome: Outcome = { sweep, first: known?.last === undefined, changes: [], departures: [], waves: [] };
  await store.transaction(async (writer) => {
    await rules.turn?.check(writer);
    // The directory itself is not written: an incomplete reading changes nothing (law 2).
    await writer.putSweep(sweep);
    await writer.putEvents((await eventsBefore(writer, sweep, rules)).filter(isOfDirectory).map(settled));
    await writer.record({ at: snapshot.takenAt, action: "sweep", detail: recordOf(sweep, 0, 0) });
    await rules.announce?.(writer, outcome);
  }, snapshot);
  return outcome;
}

async function takeComplete(store: Store, snapshot: CompleteSnapshot, rules: ReadingRules): Promise<Outcome> {
  for (;;) {
    const outcome = await takeOnce(store, snapshot, rules);
    if (outcome === "anew") continue;
    if (outcome !== "to be read whole") return outcome;
    const { records: _, readWhole, ...others } = rules;
    if (readWhole === undefined) throw new Error("What was left unparsed is not settled any more.");
    const whole = await readWhole();
    return whole.complete ? takeComplete(store, whole, others) : takePartial(store, whole, others);
  }
}

/**
 * @returns `anew` where somebody was let go of meanwhile, whom this would bring back: then all is to be compared anew; `to be read
 *   whole` where what accounts state that were not parsed matters after all
 */
async function takeOnce(
  store: Store,
  given: CompleteSnapshot,
  { readBack, ...how }: ReadingRules,
): Promise<Outcome | "anew" | "to be read whole"> {
  const { directory, takenAt } = given;
  const erasures = await store.erasures(directory);
  const taken = await filtered(store, directory, given.accounts);
  const snapshot = { ...given, accounts: taken.accounts };
  const rules: ReadingRules = {
    ...how,
    ...(readBack === undefined
      ? {}
      : {
          readBack: async (ids) => {
            const said = await readBack(ids);
            if (said === "failed") return said;
            return { ...said, accounts: [...(await filtered(store, directory, said.accounts)).accounts] };
          },
        }),
  };
  const { records } = rules;
  const fresher = rules.since === undefined ? [] : await store.readSince(directory, rules.since.revision);
  const roster = await rosterFor(store, snapshot, records, fresher);
  const isPartly = given.unchanged !== undefined && records !== undefined;
  if (roster === undefined || (isPartly && mayBeNamed(taken, records))) return "to be read whole";
  const fresh = withFresher(
    snapshot,
    fresher.map(({ account }) => account),
  );
  const aside = given.accounts.length - taken.accounts.length;
  const judged = await judgeInParts(roster, fresh, given.accounts, rules, aside);
  const { verdict, read, sweep } = judged;
  return store.transaction(async (writer) => {
    await rules.turn?.check(writer);
    if ((await writer.erasures(directory)) !== erasures) return "anew";
    const events = settledBy(await eventsBefore(writer, sweep, rules), read, isSeeing(sweep));
    const kept = await keepJudged(writer, { roster, snapshot, judged, taken, events }, rules);
    const { told, departures, counted } = kept;
    const whole = verdict.believe === "everything";
    const waves = await detectWaves(writer, {
      directory,
      at: takenAt,
      departures,
      whole,
      counted,
      rules: rules.waves ?? {},
    });
    const outcome: Outcome = { sweep, first: roster.last === undefined, changes: told, departures, waves };
    await writer.putEvents(events.map(settled));
    await writer.record({ at: takenAt, action: "sweep", detail: recordOf(sweep, told.length, departures.length) });
    await rules.announce?.(writer, outcome);
    return outcome;
  }, snapshot);
}

/** The roster that a reading is compared with: of one in which accounts were not parsed, what it concerns. */
async function rosterFor(
  store: Store,
  snapshot: CompleteSnapshot,
  records: RecordsRead | undefined,
  fresher: readonly RosterEntry[],
): Promise<Roster | undefined> {
  const { directory, unchanged } = snapshot;
  if ((await store.directory(directory)) === undefined) return emptyRoster(directory);
  if (unchanged === undefined) return store.roster(directory);
  return records && concernedRoster(store, snapshot, unchanged, records, fresher);
}

/** The events that had come in when the reading began, as far as nothing has been read for them yet. */
async function eventsBefore(writer: StoreWriter, { directory }: Sweep, { since }: ReadingRules): Promise<HeldEvent[]> {
  if (since === undefined) return [];
  const upTo = since.inbox;
  const waiting = await writer.events({ directory, state: "waiting", upTo });
  return [...waiting, ...(await writer.events({ directory, state: "quarantined", upTo }))];
}

/** Whoever is in a list that was begun after the event has been read since; and so has anybody whom nobody could make out. */
function settledBy(events: readonly HeldEvent[], read: CompleteSnapshot, seeing: boolean): HeldEvent[] {
  const listed = listedIn(read);
  const isRead = ({ about }: HeldEvent): boolean => !("account" in about) || listed.has(about.account);
  return events.filter((event) => isOfDirectory(event) || (seeing && isRead(event)));
}

/** It asked for a reading of everything; how that went is told by itself. */
function isOfDirectory({ about }: HeldEvent): boolean {
  return "directory" in about;
}

function recordOf(sweep: Sweep, changes: number, departures: number): Record<string, string | number | boolean> {
  const { id, directory, complete, accounts, health } = sweep;
  return { sweep: id, directory, complete, accounts, health, changes, departures };
}
