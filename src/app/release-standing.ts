// How releases of counts stand: when the last was, when the next is due, and what there is to wait for.
import { RollcallError } from "../core/errors.ts";
import { lastDue, type CountRules } from "../core/ledger/rules.ts";
import { leastOf, membersOf, partition } from "../core/ledger/units.ts";
import { isGood, isSeeing, whoeverLeft } from "../core/notification/outage.ts";
import type { Instant } from "../core/time.ts";
import type { Context } from "./context.ts";
import type { KeptPartition, StoreReader, Sweep } from "./ports.ts";

export type Standing = {
  /** The last release; absent before the first. */
  readonly last?: { readonly release: number; readonly at: Instant };
  /** When the next one is due, or was; null before the first, which comes with a healthy reading. */
  readonly next: Instant | null;
} & (
  | {
      /** `unseen`: nobody has read the directory since it was due. */
      readonly why: "not due" | "unseen";
    }
  | {
      readonly why: "ready";
      /** When the reading began that it waited for. */
      readonly seenFrom: Instant;
    }
);

/** @throws RollcallError `bad_setting` where the settings say otherwise than what has been published */
export async function standing(reader: StoreReader, rules: CountRules, now: Instant): Promise<Standing> {
  const { headcount: directory, cadence } = rules;
  const first = await sinceWhen(reader, rules);
  if (first === undefined) {
    const readings = await reader.sweeps({ directory, since: now - cadence, completeOnly: true });
    return { next: null, ...seenBy(readings.filter(isGood), now) };
  }
  const { at, release = 0 } = (await reader.ledger(directory, "authorised")) ?? {};
  const last = at == null ? {} : { last: { release, at } };
  const due = lastDue(first, cadence, now);
  if (due < first || (at != null && due <= at)) {
    return { ...last, next: lastDue(first, cadence, Math.max(at ?? 0, now)) + cadence, why: "not due" };
  }
  const readings = await reader.sweeps({ directory, since: due, completeOnly: true });
  // Judged as if nobody had left: a release must not wait because many did.
  return {
    ...last,
    next: due,
    ...seenBy(
      readings.filter((one) => isSeeing(whoeverLeft(one))),
      now,
    ),
  };
}

/** @param readings newest first */
function seenBy(
  readings: readonly Sweep[],
  now: Instant,
): { readonly why: "unseen" } | { readonly why: "ready"; readonly seenFrom: Instant } {
  const one = readings.findLast(({ takenAt }) => takenAt <= now);
  return one === undefined ? { why: "unseen" } : { why: "ready", seenFrom: one.startedAt };
}

/** When the base partition was made, from which releases are counted. */
async function sinceWhen(reader: StoreReader, { headcount }: CountRules): Promise<Instant | undefined> {
  const counted = await reader.counted();
  const other = counted.find(({ directory }) => directory !== headcount);
  if (other !== undefined) {
    throw new RollcallError(
      "bad_setting",
      `counts.headcount is ${headcount}, but counts of ${other.directory} have been published: two divisions of the same ` +
        `people are not safe together; set it to ${other.directory}.`,
    );
  }
  return counted.find(({ directory }) => directory === headcount)?.since;
}

/** @throws RollcallError `bad_setting` where counts have been published with another k */
export async function refuseOtherSteps(reader: StoreReader, rules: CountRules): Promise<void> {
  for (const [key, readers] of [
    ["k", "authorised"],
    ["anyone", "anyone"],
  ] as const) {
    const k = (await reader.ledger(rules.headcount, readers))?.k;
    if (k === undefined || rules[key] === k) continue;
    throw new RollcallError(
      "bad_setting",
      `counts.${key} is ${rules[key]}, but counts of ${rules.headcount} have been published with ${k}: set ${k} again.`,
    );
  }
}

/**
 * Divides the staff who are here.
 * @throws RollcallError `bad_setting` where they are fewer than one unit has to have
 */
export async function baseOf(
  reader: StoreReader,
  { headcount, anyone }: CountRules,
  now: Instant,
): Promise<KeptPartition> {
  const { entries, last } = await reader.roster(headcount);
  const made = partition(headcount, membersOf(entries.values()), { k: anyone });
  if (made.units.length === 0) {
    throw new RollcallError(
      "bad_setting",
      `${headcount} has fewer staff than the ${leastOf(anyone)} of whom counts are safe with counts.anyone at ${anyone}: ` +
        "set less there, or leave counts out.",
    );
  }
  // Whoever left after that reading began is in a unit as if they were here, and has to be counted. Releases are due at this time
  // of day, by which a sweep that comes at the same time each day has always ended.
  const madeAt = last?.startedAt ?? now;
  return { ...made, madeAt, since: new Map([...made.unitOf.keys()].map((id) => [id, madeAt])) };
}

/** How releases stand, for `doctor`, or the one sentence of why there can be none. */
export async function countsStand(
  { store, clock }: Pick<Context, "store" | "clock">,
  rules: CountRules,
): Promise<Standing | { readonly fault: string }> {
  const now = clock.now();
  try {
    await refuseOtherSteps(store, rules);
    const stands = await standing(store, rules, now);
    // Whether there are enough staff shows only where they are divided.
    if (stands.why === "ready" && stands.next === null) await baseOf(store, rules, now);
    return stands;
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code !== "bad_setting") throw error;
    return { fault: error.message };
  }
}
