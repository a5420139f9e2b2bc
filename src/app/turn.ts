import { RollcallError } from "../core/errors.ts";
import { isoToTheSecond, SECOND } from "../core/time.ts";
import type { Context } from "./context.ts";
import type { Lease, Store, StoreWriter } from "./ports.ts";

/** A process that was killed blocks others for at most this long; one that works renews three times as often. */
const TERM = 60 * SECOND;

/** The right to write one directory, as this process has it while some of its work needs it. */
export interface Turn {
  /**
   * For each transaction that writes the directory: throws `leased` where another process has taken the lease since. A
   * process that was halted (a machine that sleeps, SIGSTOP) sleeps through its lease and wakes with what is old.
   */
  readonly check: (writer: StoreWriter) => Promise<void>;
  /** One after the other within this process: whoever reads the roster, compares, and writes what follows from it. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

/** A lease that this process holds, shared by all of its work on the directory. */
interface Held {
  users: number;
  /** Another process has taken it over: what still works under it writes nothing, and what begins takes a lease of its own. */
  lost: boolean;
  readonly lease: Promise<Lease>;
  /** Ends the renewals. */
  readonly stop: () => void;
  /** Ends when the last of those who work alone has. */
  last: Promise<unknown>;
}

/** By store, and in it by process and directory: tests run several processes of ours in one. */
const leases = new WeakMap<Store, Map<string, Held>>();

/**
 * Does `work` while this process holds the lease of the directory, renewed until the last of those who share it ends. One
 * process at a time: where another holds it, throws `leased` naming the holder, since when and until when.
 */
export async function withTurn<T>(context: Context, directory: string, work: (turn: Turn) => Promise<T>): Promise<T> {
  const mine = leases.get(context.store) ?? new Map<string, Held>();
  leases.set(context.store, mine);
  const key = `${context.holder} ${directory}`;
  const known = mine.get(key);
  const held = known === undefined || known.lost ? hold(context, directory) : known;
  mine.set(key, held);
  // Counted before anything is waited for, so that nobody joins a lease that is being given back.
  held.users++;
  try {
    return await work(turnOf(held, await held.lease, directory));
  } finally {
    held.users--;
    if (held.users === 0) {
      if (mine.get(key) === held) mine.delete(key);
      held.stop();
      await held.lease.then(
        (lease) => context.store.releaseLease(lease),
        () => undefined,
      );
    }
  }
}

function hold(context: Context, directory: string): Held {
  const { clock, store } = context;
  const lease = take(context, directory);
  const renew = async (): Promise<void> => {
    if (!(await store.renewLease(await lease, clock.now() + TERM))) held.lost = true;
  };
  const stop = clock.every(TERM / 3, () => {
    // A renewal that could not be tried is no harm by itself: whether the lease still holds is asked at each write.
    renew().catch(() => undefined);
  });
  const held: Held = { users: 0, lost: false, lease, stop, last: Promise.resolve() };
  return held;
}

async function take({ clock, store, holder, isGone }: Context, directory: string): Promise<Lease> {
  const name = `directory ${directory}`;
  const ask = () => {
    const now = clock.now();
    return store.acquireLease({ name, holder, since: now, until: now + TERM }, now);
  };
  let { acquired, lease } = await ask();
  if (!acquired && isGone(lease.holder)) {
    await store.releaseLease(lease);
    ({ acquired, lease } = await ask());
  }
  if (acquired) return lease;
  throw new RollcallError(
    "leased",
    `${directory}: ${lease.holder} has been reading it since ${isoToTheSecond(lease.since)} and holds it until ` +
      `${isoToTheSecond(lease.until)} at least. Wait for it, or end that process.`,
  );
}

function turnOf(held: Held, lease: Lease, directory: string): Turn {
  return {
    check: async (writer) => {
      if (await writer.holds(lease)) return;
      held.lost = true;
      throw new RollcallError(
        "leased",
        `${directory}: another process has taken it over meanwhile, so what was read here is not kept. ` +
          "Let one process watch it.",
      );
    },
    alone: (work) => {
      const mine = held.last.then(work);
      held.last = mine.catch(() => undefined);
      return mine;
    },
  };
}
