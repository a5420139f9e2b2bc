import { RollcallError } from "../core/errors.ts";
import type { Notification } from "../core/notification/notification.ts";
import { type Instant, MINUTE, SECOND } from "../core/time.ts";
import type { Context } from "./context.ts";
import { type Delivery, deliverTo } from "./deliver.ts";
import { createBell, repeat } from "./loop.ts";

export type DeliveryEvent =
  | { readonly event: "delivery"; readonly delivery: Delivery }
  | { readonly event: "not delivered"; readonly error: string };

export interface Delivering {
  /** There may be something new to be delivered. */
  readonly ring: () => void;
  /** Delivers until the signal aborts and what is under way has come to its end. */
  readonly loop: () => Promise<void>;
}

/** After so long claims of a process that ended without a word are looked for again, though nothing new has come. */
export const LOOK_AGAIN = MINUTE / 2;

/**
 * Delivers what is due as long as the program runs. One look at the outbox is for all destinations, and each is sent to by itself: one
 * that lets its callers wait holds up no other.
 * @param fail called at once with a fault of our own, which `loop` throws in the end
 */
export function createDelivering(context: Context, tell: (event: DeliveryEvent) => void, fail: () => void): Delivering {
  const { store, clock } = context;
  const bell = createBell();
  /** By destination: what is on its way there. */
  const underWay = new Map<string, Promise<void>>();
  /** By destination: until when nothing is tried there, unless something new comes. */
  const resting = new Map<string, Instant>();
  const faults: unknown[] = [];
  let rings = 0;

  const ring = (): void => {
    rings++;
    resting.clear();
    bell.ring();
  };
  const stop = (fault: unknown): void => {
    faults.push(fault);
    fail();
  };
  const told = (delivery: Delivery): void => {
    tell({ event: "delivery", delivery });
    // That a message was given up, or that they arrive again, is itself told elsewhere.
    if (delivery.ended === "failed" || delivery.ended === "arrived") ring();
  };
  /** The store is busy or full: what was claimed is found again once the claim has run out. */
  const notDelivered = (error: unknown): void => {
    if (error instanceof RollcallError) tell({ event: "not delivered", error: error.message });
    else stop(error);
  };
  const send = async (destination: string, due: readonly Notification[]): Promise<void> => {
    const before = rings;
    // What is due still is somebody else's, or had no time.
    let rest = SECOND;
    try {
      await deliverTo(context, destination, due, told);
    } catch (error) {
      rest = LOOK_AGAIN;
      notDelivered(error);
    }
    underWay.delete(destination);
    if (rings === before) resting.set(destination, clock.now() + rest);
    bell.ring();
  };
  const waiting = async (): Promise<readonly Notification[]> => {
    try {
      return await store.notifications({ state: "waiting" });
    } catch (error) {
      notDelivered(error);
      return [];
    }
  };
  /** @returns how long nothing is due, but where something is under way. */
  const look = async (): Promise<number> => {
    let pause = LOOK_AGAIN;
    for (const [destination, mine] of Map.groupBy(await waiting(), (one) => one.destination)) {
      if (underWay.has(destination)) continue;
      const now = clock.now();
      const due = mine.filter(({ dueAt }) => dueAt <= now);
      const rest = (resting.get(destination) ?? now) - now;
      // One of longer is of a clock that was set back meanwhile.
      const rests = rest > 0 && rest <= LOOK_AGAIN;
      const left = due.length > 0 ? rest : (mine[0]?.dueAt ?? Infinity) - now;
      if (due.length > 0 && !rests) underWay.set(destination, send(destination, due));
      else pause = Math.min(pause, left);
    }
    return pause;
  };

  return {
    ring,
    loop: async () => {
      await repeat(context, look, bell.heard).catch(stop);
      await Promise.all(underWay.values());
      if (faults.length > 0) throw faults[0];
    },
  };
}
