import type { Departure, DepartureRules } from "../core/directory/departure.ts";
import type { Filtered } from "../core/directory/erased.ts";
import type { HeldEvent } from "../core/directory/event.ts";
import { placesOf } from "../core/directory/place.ts";
import { isUnknown, type Roster, stateAfter } from "../core/directory/roster.ts";
import type { CompleteSnapshot } from "../core/directory/snapshot.ts";
import type { PersonRules } from "../core/person/rules.ts";
import { keptHeadcounts, type Moved, movedHeadcounts, NOBODY } from "../core/wave/kept-headcounts.ts";
import { departuresFound } from "./departures-found.ts";
import { keepFiltered } from "./erased.ts";
import { type JudgedInParts, newestFirst } from "./judge.ts";
import type { RecordsRead } from "./known-records.ts";
import { keepEntries, linkEverybody } from "./link-persons.ts";
import type { Counted } from "./populations.ts";
import type { StoredChange, StoreWriter } from "./ports.ts";
import { keepJoiners } from "./release.ts";
import { keepHeadcounts, printsBeside, printsOf } from "./unchanged.ts";

/** By what a reading is kept. */
export interface KeepingRules {
  readonly kind: string;
  readonly departures: DepartureRules;
  /** By what accounts are linked with those of other directories; absent where that is left to the next reading (replay, diff). */
  readonly persons?: PersonRules;
  /** The longest pause between two readings that is usual, in milliseconds; departures found after a longer one say so. */
  readonly longest?: number;
  /** The prints of the list's records, where the reading was given those of the store. */
  readonly records?: RecordsRead;
}

/** A reading as it has been judged. */
interface ToKeep {
  readonly roster: Roster;
  readonly snapshot: CompleteSnapshot;
  readonly judged: JudgedInParts;
  readonly taken: Filtered;
  readonly events: readonly HeldEvent[];
}

/** What was kept of it. */
interface Kept {
  readonly told: readonly StoredChange[];
  readonly departures: readonly Departure[];
  /** Who is there after it, for whoever asks. */
  readonly counted: () => Promise<Counted>;
}

/** Keeps what a reading says of a directory and of its accounts, one part of it after the other. */
export async function keepJudged(writer: StoreWriter, reading: ToKeep, rules: KeepingRules): Promise<Kept> {
  const { roster, snapshot, judged, taken, events } = reading;
  const { verdict, read, sweep, inParts } = judged;
  const { directory, takenAt } = snapshot;
  const isBelieved = verdict.believe !== "nothing";
  const records = isBelieved ? rules.records : undefined;
  const told: StoredChange[] = [];
  const departures: Departure[] = [];
  const before = isUnknown(roster) ? NOBODY : await writer.headcounts(directory);
  let [headcounts, isMoved]: [typeof before, boolean] = [before, isUnknown(roster)];
  let all: Roster["entries"] | undefined;
  let isBegun = false;
  for (const { judged: part, listed } of judged.parts) {
    const { changes, entries } = part.comparison;
    const found = { directory, changes, events, reading: snapshot };
    const left = await departuresFound(writer, found, rules.departures, rules.longest);
    if (isBelieved) {
      await keepFiltered(writer, directory, taken, new Set(entries.map(({ account }) => account.id)), takenAt);
    }
    if (!isBegun) {
      if (isBelieved) await writer.putDirectory({ ...stateAfter(roster, read, verdict), kind: rules.kind });
      await writer.putSweep(sweep);
      // Prints that were made by another key go first.
      if (records?.isNew === true) await writer.putPrintKey(directory, records.key);
    }
    isBegun = true;
    const prints = records && printsOf(listed, part.next.entries, records, taken);
    // In parts there are more than are linked by what hangs together with each.
    await keepEntries(writer, directory, entries, inParts ? undefined : rules.persons, takenAt, prints);
    if (prints !== undefined) await writer.putPrints(directory, printsBeside(prints, entries));
    const moved = entries.map((entry): Moved => [roster.entries.get(entry.account.id), entry]);
    headcounts = movedHeadcounts(headcounts, moved);
    isMoved ||= moved.length > 0;
    if (!inParts && snapshot.unchanged === undefined) all = part.next.entries;
    await writer.putChanges(part.changes);
    await writer.putDepartures(left);
    for (const one of part.told) told.push(one);
    for (const one of left) departures.push(one);
  }
  if (inParts && rules.persons !== undefined) await linkEverybody(writer, rules.persons, takenAt);
  if (inParts) told.sort(newestFirst);
  if (before === undefined) headcounts = all && keptHeadcounts(all.values());
  const counted = await keepHeadcounts(writer, directory, headcounts, isMoved || before === undefined, all);
  // Only of a list that is believed entirely: whoever is in it has the channels and groups that the roster now says.
  if (verdict.believe === "everything") {
    await writer.putPlaces(directory, placesOf(read));
    await keepJoiners(writer, directory, all, snapshot.startedAt);
  }
  return { told, departures, counted };
}
