import type { RosterEntry } from "../core/directory/roster.ts";
import { RollcallError } from "../core/errors.ts";
import {
  type Ledger,
  ledgerFrom,
  openLedger,
  openOver,
  released,
  releasedOver,
  storedOf,
  withUnits,
} from "../core/ledger/ledger.ts";
import { reportOf } from "../core/ledger/report.ts";
import { type CountRules, lastDue, type Readers, toldFrom } from "../core/ledger/rules.ts";
import { type Leaver, settledLeavers, settling } from "../core/ledger/settled.ts";
import { joinedLater, membersOf, type Partition } from "../core/ledger/units.ts";
import { iso, type Instant } from "../core/time.ts";
import { isHere, whoIs } from "../core/wave/population.ts";
import { announceRelease } from "./announce.ts";
import type { Context } from "./context.ts";
import type { KeptPartition, StoreReader, StoreWriter } from "./ports.ts";
import { baseOf, refuseOtherSteps, standing } from "./release-standing.ts";

interface Made {
  readonly made: true;
  readonly directory: string;
  readonly release: number;
  readonly at: Instant;
  /** When its report leaves for the destinations that are told; absent where none is. */
  readonly toldFrom?: Instant;
}

/** What came of looking whether a release is due. `unseen`: nobody has read the directory since it was. */
type Released = Made | { readonly made: false; readonly directory: string; readonly why: "not due" | "unseen" };

/**
 * Makes the release of counts that is due, if one is: both ledgers together, in one transaction with its entry in the log and with
 * the messages that tell it. Before the first, divides the staff into units. However many were missed, one is made; its time is the
 * one at which it was due, so that it tells nothing of when readings came.
 * @throws RollcallError `bad_setting` where the settings say otherwise than what has been published, or fewer staff are here than one
 *   unit has to have; `store_damaged`
 */
export async function release(
  { store, clock, destinations }: Pick<Context, "store" | "clock" | "destinations">,
  rules: CountRules,
): Promise<Released> {
  const directory = rules.headcount;
  const now = clock.now();
  // Most looks find nothing due, and need no writer's place for that.
  const { why } = await standing(store, rules, now);
  if (why !== "ready") return { made: false, directory, why };
  return store.transaction(async (writer): Promise<Released> => {
    // Another process may have been faster.
    const still = await standing(writer, rules, now);
    if (still.why !== "ready") return { made: false, directory, why: still.why };
    await refuseOtherSteps(writer, rules);
    if (still.next === null) await writer.addPartition(0, await baseOf(writer, rules, now));
    const made = await climb(writer, rules, now);
    const from = toldFrom(made.at, still.seenFrom);
    const isTold = await announceRelease(writer, destinations, made, { at: now, from });
    return { ...made, ...(isTold ? { toldFrom: from } : {}) };
  });
}

async function climb(writer: StoreWriter, rules: CountRules, now: Instant): Promise<Made> {
  const directory = rules.headcount;
  const before = await writer.partitions(directory);
  const [base] = before;
  if (base === undefined) throw new RollcallError("fault", "A release was to be made of no units.");
  const joined = await joinersOf(writer, [base, ...before.slice(1)], rules, now);
  const all = joined === undefined ? before : [...before, joined];
  let { authorised, anyone } = await ledgersOf(writer, rules, base);
  if (joined !== undefined) {
    authorised = withUnits(authorised, joined);
    anyone = withUnits(anyone, joined);
  }
  const at = lastDue(base.madeAt, rules.cadence, now);
  const departures = await leftSince(writer, directory, all);
  const leavers = await writer.leavers(directory);
  authorised = released(authorised, settledLeavers(all, departures, { at, after: rules.settle }, leavers));
  await settle(writer, directory, leavers, { at, after: rules.settle });
  anyone = releasedOver(anyone, authorised);
  await keep(writer, directory, "authorised", authorised);
  await keep(writer, directory, "anyone", anyone);
  await writer.record({
    at: now,
    action: "release",
    // No more than its readers see: the log is exported as well.
    detail: {
      directory,
      release: authorised.release,
      due: iso(at),
      partition: authorised.partition,
      units: authorised.units.length,
      authorised: reportOf(authorised).total.atLeast,
      anyone: reportOf(anyone).total.atLeast,
    },
  });
  return { made: true, directory, release: authorised.release, at };
}

/** Of whom nothing else is kept, not even the time is, once it is settled whether they count. */
async function settle(
  writer: StoreWriter,
  directory: string,
  leavers: readonly Leaver[],
  { at, after }: { readonly at: Instant; readonly after: number },
): Promise<void> {
  const { settled = [], never = [] } = Object.groupBy(leavers, (one) => settling(one, at, after));
  await writer.settleLeavers(directory, { settled: settled.filter((one) => one.at > 0), never });
}

/** Makes units of those who joined later, once they are enough. */
async function joinersOf(
  writer: StoreWriter,
  before: readonly [KeptPartition, ...KeptPartition[]],
  { headcount, anyone }: CountRules,
  now: Instant,
): Promise<KeptPartition | undefined> {
  const pool = await writer.waitingJoiners(headcount);
  const made = joinedLater(before, pool, { k: anyone });
  if (made === undefined) return undefined;
  const kept = { ...made, madeAt: now, since: new Map(pool.map(({ id, since }) => [id, since] as const)) };
  await writer.addPartition(before.length, kept);
  return kept;
}

interface Both {
  readonly authorised: Ledger<"departures">;
  readonly anyone: Ledger<"ledger">;
}

/** Both ledgers as the last release left them; blank before the first. */
async function ledgersOf(reader: StoreReader, rules: CountRules, base: Partition): Promise<Both> {
  const [first, second] = [
    await reader.ledger(rules.headcount, "authorised"),
    await reader.ledger(rules.headcount, "anyone"),
  ];
  if (first === undefined || second === undefined) {
    const authorised = openLedger(base.units, rules.k);
    return { authorised, anyone: openOver(authorised, rules.anyone) };
  }
  return { authorised: ledgerFrom("departures", first), anyone: ledgerFrom("ledger", second) };
}

async function keep(writer: StoreWriter, directory: string, readers: Readers, ledger: Ledger): Promise<void> {
  const stored = storedOf(ledger);
  await writer.putLedger(directory, readers, stored);
  await writer.addRelease(directory, readers, stored);
}

/** Departures, each with the accounts alone that were counted then: whoever left and came back before is counted from then on. */
async function leftSince(reader: StoreReader, directory: string, partitions: readonly KeptPartition[]) {
  const departures = await reader.departures({ directory });
  const counted = (id: string, at: Instant): boolean =>
    partitions.some(({ since }) => at > (since.get(id) ?? Infinity));
  return departures.map((departure) => ({
    ...departure,
    accounts: departure.accounts.filter(
      (account) => account.directory === directory && counted(account.id, departure.at.notAfter),
    ),
  }));
}

/**
 * Notes who is here and in no unit, in the transaction that keeps a whole reading: as soon as they are seen, so that who is
 * among those who joined later does not depend on who has left again (trust.md, R-D1).
 * @param entries the whole roster; undefined where it is not at hand
 */
export async function keepJoiners(
  writer: StoreWriter,
  directory: string,
  entries: ReadonlyMap<string, RosterEntry> | undefined,
  at: Instant,
): Promise<void> {
  const counted = await writer.counted();
  if (!counted.some((one) => one.directory === directory)) return;
  const unitless = new Set(await writer.unitless(directory));
  const isNew = (entry: RosterEntry): boolean =>
    unitless.has(entry.account.id) && isHere(entry) && whoIs(entry.account.attributes) === "staff";
  // Most of them are guests and bots, and nobody has joined.
  const possible = entries ?? (await writer.entries(directory, [...unitless]));
  if (!possible.values().some(isNew)) return;
  const all = entries ?? (await writer.roster(directory)).entries;
  const joiners = membersOf(all.values()).filter(({ id }) => unitless.has(id));
  await writer.addJoiners(
    directory,
    joiners.map((member) => ({ ...member, since: at })),
  );
}
