import type { Accounts } from "../core/directory/accounts.ts";
import { isSettled } from "../core/directory/compare.ts";
import { type Filtered, wordsIn } from "../core/directory/erased.ts";
import type { Roster, RosterEntry } from "../core/directory/roster.ts";
import type { CompleteSnapshot, Ids } from "../core/directory/snapshot.ts";
import { type KeptHeadcounts, keptHeadcounts, populationFrom } from "../core/wave/kept-headcounts.ts";
import type { RecordsRead } from "./known-records.ts";
import { type Counted, countedIn } from "./populations.ts";
import type { StoreReader, StoreWriter } from "./ports.ts";

// A reading in which accounts were not parsed touches their entries nowhere: what is needed of them is counted by the database, or
// beside the roster.

/**
 * The roster as far as such a reading concerns it: whoever was parsed, whoever is present and did not show the same record, and whoever
 * was read one by one since.
 * @returns undefined where an entry that the reading takes for settled was written since it began: then only reading all of it tells
 */
export async function concernedRoster(
  reader: StoreReader,
  { directory, accounts }: CompleteSnapshot,
  unchanged: Ids,
  records: RecordsRead,
  fresher: readonly RosterEntry[],
): Promise<Roster | undefined> {
  const since = new Set(fresher.map(({ account }) => account.id));
  const { count, unprinted } = await reader.printed(directory);
  if (unprinted.some((id) => unchanged.has(id) && !since.has(id))) return undefined;
  // Prints come with a reading of the directory alone, of which there is one at a time: others that had one are gone.
  const lost = unprinted.filter(records.had).length;
  if (count + lost !== records.known) return undefined;
  const ids = [...new Set([...accounts.map(({ id }) => id), ...since, ...records.notSame(), ...unprinted])];
  const entries = await reader.entries(directory, ids.toSorted());
  const { kind: _, ...state } = { kind: undefined, directory, ...(await reader.directory(directory)) };
  return { ...state, entries, leftOut: unchanged.size - ids.filter(unchanged.has).length };
}

/**
 * Whether a reading has to parse all: one of those of whom nothing is kept is called as somebody names a person who was not parsed, and
 * whether others are called so as well only all records say.
 */
export function mayBeNamed({ learnt, called }: Filtered, { names }: RecordsRead): boolean {
  return learnt.size > 0 || names(called);
}

/**
 * The prints of those who are settled by what the list says of them. Whoever names somebody has to do so by words that mean nobody of whom
 * nothing is kept. Who is here names them in the entry as well, or would not be settled: whoever lets go of somebody writes the entries that name
 * them, which takes the prints away. Of who is not here nothing that a list says is taken, whomever it names.
 * @param accounts as the list has them
 * @param entries as the reading leaves them
 */
export function printsOf(
  accounts: Accounts,
  entries: ReadonlyMap<string, RosterEntry>,
  { printOf }: RecordsRead,
  { isDoubted }: Filtered,
): Map<string, string> {
  const settled = new Map<string, string>();
  for (const account of accounts) {
    const entry = entries.get(account.id);
    if (entry === undefined || !isSettled(entry, account)) continue;
    const named = wordsIn([account.attributes]);
    if (named.some(isDoubted)) continue;
    const print = printOf(account, named);
    if (print !== undefined) settled.set(account.id, print);
  }
  return settled;
}

/** The prints of those of whom nothing else is written. */
export function printsBeside(
  prints: ReadonlyMap<string, string>,
  written: readonly RosterEntry[],
): ReadonlyMap<string, string> {
  const others = new Map(prints);
  for (const { account } of written) others.delete(account.id);
  return others;
}

/**
 * Keeps how many people are where beside the roster, in the transaction that has written entries of it.
 * @param kept as they are after these entries; undefined where that is not known
 * @param isNews whether they are others than the store had
 * @param all the whole roster after it, where it is at hand
 * @returns who is there, for whoever asks
 */
export async function keepHeadcounts(
  writer: StoreWriter,
  directory: string,
  kept: KeptHeadcounts | undefined,
  isNews: boolean,
  all: ReadonlyMap<string, RosterEntry> | undefined,
): Promise<() => Promise<Counted>> {
  if (kept !== undefined && isNews) await writer.putHeadcounts(directory, kept);
  return async () => {
    if (kept !== undefined) return { population: populationFrom(kept) };
    const entries = all ?? (await writer.roster(directory)).entries;
    const anew = all === undefined ? keptHeadcounts(entries.values()) : undefined;
    if (anew !== undefined) await writer.putHeadcounts(directory, anew);
    return countedIn(entries.values());
  };
}
