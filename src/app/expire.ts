import { RETENTION_KINDS, type Retention, type RetentionKind } from "../core/disclosure/retention.ts";
import { SETTLES } from "../core/ledger/settled.ts";
import { DAY, HOUR, type Instant } from "../core/time.ts";
import { eraseRecords } from "./audit.ts";
import type { Context } from "./context.ts";
import { forget, leaversOf, type Why } from "./forget.ts";
import type { PlainKind, StoreReader, StoreWriter, ToForget } from "./ports.ts";

/** How many rows, accounts or entries went, by kind; without those of which nothing did. */
export type Expired = Readonly<Partial<Record<RetentionKind, number>>>;

type Place = Pick<Context, "store" | "clock">;

/** People in one transaction, and rows of other kinds: nobody waits for more. */
const PEOPLE = 100;
const ROWS = 500;
const OFTEN = HOUR;

/** Kinds of a time of their own. */
const PLAIN = ["messages", "waves", "events", "readings", "coverage", "plans"] as const satisfies readonly PlainKind[];

/**
 * Lets go of what is due, in small transactions, and puts on the record how much it was. What a message that waits, a wave that
 * goes on, a departure that is not confirmed or a count that has not settled still needs stays until it does not.
 * @param watched the directories of the settings: of others everybody goes, once nobody reads them any more
 * @returns undefined where it was done within the last hour
 */
export async function applyRetention(
  place: Place,
  retention: Retention,
  watched: readonly string[],
): Promise<Expired | undefined> {
  const { store, clock } = place;
  const now = clock.now();
  const last = await store.upkeep("retention");
  if (last !== undefined && last <= now && now - last < OFTEN) return undefined;
  const gone = new Map<RetentionKind, number>();
  const count = (kind: RetentionKind, more: number): void => void gone.set(kind, (gone.get(kind) ?? 0) + more);
  const before = (kind: RetentionKind): Instant => now - retention[kind];
  for (const { directory } of await store.directories()) {
    await expirePeople(place, directory, { before, watched, count });
  }
  for (const kind of PLAIN) {
    await inBatches(place, async (writer) => {
      const went = await writer.deleteBefore(kind, before(kind), ROWS);
      count(kind, went);
      return went === ROWS;
    });
  }
  await inBatches(place, async (writer) => {
    const seqs = await writer.recordsBefore(before("audit"), ROWS);
    count("audit", await eraseRecords(writer, seqs, "retention", now));
    return seqs.length === ROWS;
  });
  const expired = Object.fromEntries(
    RETENTION_KINDS.flatMap((kind) => ((gone.get(kind) ?? 0) > 0 ? [[kind, gone.get(kind) ?? 0]] : [])),
  );
  await store.transaction(async (writer) => {
    await writer.putUpkeep("retention", now);
    if (Object.keys(expired).length > 0) await writer.record({ at: now, action: "retention", detail: expired });
  });
  return expired;
}

interface People {
  readonly before: (kind: RetentionKind) => Instant;
  readonly watched: readonly string[];
  readonly count: (kind: RetentionKind, more: number) => void;
}

async function expirePeople(place: Place, directory: string, { before, watched, count }: People): Promise<void> {
  const all = async (kind: RetentionKind, which: ToForget, why: Why): Promise<void> =>
    inBatches(place, async (writer) => {
      const ids = await writer.toForget(directory, which, PEOPLE);
      if (ids.length > 0) await forget(writer, directory, ids, { why, at: place.clock.now() });
      count(kind, ids.length);
      return ids.length === PEOPLE;
    });
  if (!watched.includes(directory) && (await isUnread(place.store, directory, before("unread")))) {
    await all("unread", "all", "unread");
    await place.store.transaction((writer) => writer.deleteDirectory(directory));
    return;
  }
  await all("left", { left: before("left") }, "expired");
  await inBatches(place, async (writer) => {
    const departures = await expireDepartures(writer, directory, before("here"));
    const changes = await writer.deleteChanges(directory, before("here"), ROWS);
    count("here", departures + changes);
    if (departures + changes > 0) await writer.putUpkeep("bytes", place.clock.now());
    return departures === ROWS || changes === ROWS;
  });
  await place.store.transaction((writer) => writer.unlinkLeavers(directory, place.clock.now() - SETTLES.most));
}

async function isUnread(reader: StoreReader, directory: string, before: Instant): Promise<boolean> {
  const [last] = await reader.sweeps({ directory, completeOnly: true, limit: 1 });
  return last === undefined || last.takenAt < before;
}

/** Of people who are here; whoever was counted as having left stays counted (core/ledger/settled.ts). */
async function expireDepartures(writer: StoreWriter, directory: string, before: Instant): Promise<number> {
  const departures = await writer.departuresOver(directory, before, ROWS);
  const ids = [...new Set(departures.flatMap(({ accounts }) => accounts.map(({ id }) => id)))];
  for (const [id, { since }] of await writer.members(directory, ids)) {
    await writer.putLeavers(directory, leaversOf(id, departures, since));
  }
  await writer.deleteDepartures(departures.map(({ id }) => id));
  return departures.length;
}

/** Told to whoever had to be told, or not at all by then, what the tool itself has erased goes all the same. */
const LATEST = 7 * DAY;

/**
 * Follows what tools have erased: once those have been told who were to be, the account goes as if somebody had asked for it.
 * @returns how many accounts went
 */
export async function followErasures(place: Place): Promise<number> {
  const { store, clock } = place;
  let followed = 0;
  for (const { directory } of await store.directories()) {
    const at = clock.now();
    // Most looks find nobody, and need no writer's place for that.
    if ((await store.toForget(directory, { erased: at - LATEST }, 1)).length === 0) continue;
    await inBatches(place, async (writer) => {
      const ids = await writer.toForget(directory, { erased: at - LATEST }, PEOPLE);
      // Another process may have been faster.
      if (ids.length === 0) return false;
      const { incidents: _, ...went } = await forget(writer, directory, ids, { why: "erased", at });
      await writer.record({ at, action: "follow erasure", detail: { directory, ...went } });
      followed += ids.length;
      return ids.length === PEOPLE;
    });
  }
  return followed;
}

/** Again and again while there is more, letting others in between. */
async function inBatches({ store }: Place, work: (writer: StoreWriter) => Promise<boolean>): Promise<void> {
  while (await store.transaction(work)) await new Promise<void>((resolve) => setImmediate(resolve));
}
