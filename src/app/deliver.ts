import { RollcallError } from "../core/errors.ts";
import {
  arrived,
  claimed,
  handedBack,
  isDue,
  isRepeat,
  missed,
  type Notification,
  type Receipt,
} from "../core/notification/notification.ts";
import { type Instant, SECOND } from "../core/time.ts";
import { announceFailure, announceRecovery } from "./announce.ts";
import { attempt, type Claim, createViews, type Views } from "./attempt.ts";
import type { Context } from "./context.ts";
import { asOf, type Destination, dueAt, heldUntil } from "./destination.ts";
import type { StoreWriter } from "./ports.ts";

/** How one try at one destination ended. No names. */
export interface Delivery {
  readonly notification: string;
  readonly incident: string;
  readonly destination: string;
  readonly version: number;
  readonly attempt: number;
  readonly ended: "arrived" | "missed" | "failed" | "handed back";
  readonly error?: string;
}

/**
 * One try at everything that is due, the destinations side by side and the messages of each one after the other. Every try
 * is claimed and recorded before a byte leaves, and its end is kept in a second transaction: a crash between the two repeats
 * this one message, under the same id.
 * @param tell called at the end of each try.
 * @param isMine which of them to deliver; all without it.
 * @returns when something of them is due next; undefined where nothing waits
 */
export async function deliverDue(
  context: Context,
  tell: (delivery: Delivery) => void,
  isMine: (notification: Notification) => boolean = () => true,
): Promise<Instant | undefined> {
  const { store, clock } = context;
  const waiting = async (): Promise<Notification[]> => (await store.notifications({ state: "waiting" })).filter(isMine);
  const before = await waiting();
  const due = before.filter(({ dueAt: at }) => at <= clock.now());
  if (due.length === 0) return before[0]?.dueAt;
  const views = createViews(context);
  const byDestination = Map.groupBy(due, ({ destination }) => destination);
  // All of them to their ends, also where one breaks: whoever called may close the store, or begin anew, once this is over.
  const ends = await Promise.allSettled(
    [...byDestination].map(([name, mine]) => deliverTo(context, name, mine, tell, views)),
  );
  const broken = ends.find((end) => end.status === "rejected");
  if (broken !== undefined) throw broken.reason;
  return (await waiting())[0]?.dueAt;
}

/** One try at each of these messages, one after the other, to the destination of this name. */
export async function deliverTo(
  context: Context,
  name: string,
  due: readonly Notification[],
  tell: (delivery: Delivery) => void,
  views: Views = createViews(context),
): Promise<void> {
  const { clock, destinations, signal } = context;
  const destination = destinations.find((one) => one.name === name);
  for (const { id } of due) {
    if (signal?.aborted === true) return;
    const delivery =
      destination === undefined
        ? await giveUp(context, id)
        : await deliverOne(context, asOf(destination, clock.now()), id, views);
    if (delivery !== undefined) tell(delivery);
  }
}

async function deliverOne(
  context: Context,
  destination: Destination,
  id: string,
  views: Views,
): Promise<Delivery | undefined> {
  const claim = await claimFor(context, destination, id);
  if (claim === undefined) return undefined;
  const { taken } = claim;
  const doubt = isRepeat(claim.before);
  const end = await attempt(context, destination, claim, views);
  // What goes wrong from here on (the store is busy) leaves the claim as it is: a try of which nobody knows the end.
  if ("receipt" in end) {
    return patiently(context, () =>
      settle(context, claim, "arrived", undefined, (writer, current, now) =>
        keepArrival(context, writer, destination, claim, current, end.receipt, now),
      ),
    );
  }
  const { error, final } = end;
  if (error.code === "interrupted") {
    return settle(context, claim, "handed back", error, (writer, current, now) =>
      writer.putNotification(handedBack(current, now)),
    );
  }
  if (final) {
    return settle(context, claim, "failed", error, async (writer, current, now) => {
      // Of what has come in meanwhile something may be for it.
      const state = current.version > taken.version ? "waiting" : "failed";
      await writer.putNotification({ ...missed(current, error, now, doubt), state });
    });
  }
  const failed = missed(taken, error, context.clock.now(), doubt).state === "failed";
  return settle(context, claim, failed ? "failed" : "missed", error, (writer, current, now) =>
    keepMiss(context, writer, current, doubt, error, now),
  );
}

/** How often an arrival is tried to be kept, while another process writes: a message that is not kept is sent once more. */
const KEEPING_TRIES = 5;

async function patiently<T>({ clock }: Context, keep: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await keep();
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== "store_busy" || tries === KEEPING_TRIES) throw error;
      await clock.sleep(SECOND);
    }
  }
}

/** Takes the notification for one try, on the record before anything leaves; undefined where it is not due after all. */
async function claimFor(context: Context, destination: Destination, id: string): Promise<Claim | undefined> {
  const { store, clock, holder, isGone } = context;
  return store.transaction(async (writer) => {
    const now = clock.now();
    const before = await writer.takeNotification(id);
    if (before === undefined || !isDue(before, now, isGone)) return undefined;
    const incident = await writer.incident(before.incident);
    if (incident === undefined) throw new Error(`notification ${id} is of an incident that is not there`);
    const held = heldUntil(destination, incident.kind, now);
    if (held !== undefined) {
      await writer.putNotification({ ...before, dueAt: held });
      return undefined;
    }
    const taken = claimed(before, holder, now);
    await writer.putNotification(taken);
    // What comes from now on is for the next digest: this one is on its way.
    if (incident.kind === "digest" && !incident.closed) await writer.putIncident({ ...incident, closed: true });
    await writer.record({ at: now, action: "send", detail: detailOf(taken) });
    return { before, taken, incident };
  }, "delivery");
}

async function keepArrival(
  { destinations }: Context,
  writer: StoreWriter,
  destination: Destination,
  { taken, incident }: Claim,
  current: Notification,
  receipt: Receipt,
  now: number,
): Promise<void> {
  const told = { ...current, messages: current.messages + 1, toldAt: now };
  const due = dueAt(destination, incident.kind, told, now);
  await writer.putNotification(arrived(current, taken.version, receipt, now, due));
  await announceRecovery(writer, destinations, destination.name, now);
}

async function keepMiss(
  { destinations }: Context,
  writer: StoreWriter,
  current: Notification,
  doubt: boolean,
  error: RollcallError,
  now: number,
): Promise<void> {
  const after = missed(current, error, now, doubt);
  await writer.putNotification(after);
  if (after.state !== "failed") return;
  const { destination, since, attempts } = after;
  await announceFailure(writer, destinations, { destination, since, attempts, error: error.message }, now);
}

/**
 * The end of a try, in one transaction with its record; nothing where the claim has passed to somebody else meanwhile.
 * @param keep gets the notification as it is now: a later version may have come in during the try.
 */
async function settle(
  { store, clock }: Context,
  { taken }: Claim,
  ended: Delivery["ended"],
  error: RollcallError | undefined,
  keep: (writer: StoreWriter, current: Notification, now: number) => Promise<void>,
): Promise<Delivery> {
  await store.transaction(async (writer) => {
    const current = await writer.notification(taken.id);
    if (current === undefined) return;
    if (current.claim?.holder !== taken.claim?.holder || current.attempts !== taken.attempts) return;
    const now = clock.now();
    await keep(writer, current, now);
    await writer.record({ at: now, action: ended, detail: { ...detailOf(taken), error: error?.code ?? null } });
  }, "delivery");
  return {
    notification: taken.id,
    incident: taken.incident,
    destination: taken.destination,
    version: taken.version,
    attempt: taken.attempts,
    ended,
    ...(error === undefined ? {} : { error: error.message }),
  };
}

/** What waits for a destination that the settings do not have any more fails visibly rather than wait for ever. */
async function giveUp(context: Context, id: string): Promise<Delivery | undefined> {
  const error = new RollcallError(
    "bad_setting",
    "The settings have no destination of this name any more; give one this name again.",
  );
  const before = await context.store.notification(id);
  if (before === undefined || !isDue(before, context.clock.now(), context.isGone)) return undefined;
  await context.store.transaction(async (writer) => {
    const now = context.clock.now();
    const current = await writer.notification(id);
    if (current === undefined || !isDue(current, now, context.isGone)) return;
    await writer.putNotification({ ...missed(current, error, now, true), state: "failed" });
    const { destination, since, attempts } = current;
    await announceFailure(writer, context.destinations, { destination, since, attempts, error: error.message }, now);
    await writer.record({ at: now, action: "failed", detail: { ...detailOf(current), error: error.code } });
  }, "delivery");
  const { incident, destination, version, attempts } = before;
  return { notification: id, incident, destination, version, attempt: attempts, ended: "failed", error: error.message };
}

function detailOf(taken: Notification): Record<string, string | number> {
  const { id, incident, destination, audience, version, attempts } = taken;
  return { notification: id, incident, destination, audience, version, attempt: attempts };
}
