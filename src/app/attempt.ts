import { onceAborted } from "../core/aborted.ts";
import { defined } from "../core/defined.ts";
import { faultOf, RollcallError } from "../core/errors.ts";
import type { Incident } from "../core/notification/incident.ts";
import { isRepeat, messageId, type Notification, type Receipt, TRIES } from "../core/notification/notification.ts";
import { MINUTE, SECOND } from "../core/time.ts";
import type { Context } from "./context.ts";
import { type Destination, ranOut, readersOf } from "./destination.ts";
import { audienceAt } from "../core/disclosure/grant.ts";
import { viewFor } from "./incident-report.ts";
import type { Sending } from "./ports.ts";

/** How long a message that is on its way may take to get there once the program is to end. */
const GRACE = 5 * SECOND;

/** A try of several slow calls must end before somebody else may take its claim and send the same. */
const LONGEST = MINUTE;

/** A notification that was taken for one try. */
export interface Claim {
  readonly before: Notification;
  readonly taken: Notification;
  readonly incident: Incident;
}

export type Views = (incident: Incident, destination: Destination) => ReturnType<typeof viewFor>;

/** Destinations that are told the same of an incident share its view, which of thousands of people takes a while to make. */
export function createViews({ store, clock, offboarding: rules }: Context): Views {
  const made = new Map<string, ReturnType<typeof viewFor>>();
  return (incident, destination) => {
    const { rule, audience } = destination;
    const key = JSON.stringify([incident.id, incident.version, rule, audience, readersOf(destination)]);
    const view = made.get(key) ?? viewFor(store, incident, destination, rules && { rules, now: clock.now() });
    made.set(key, view);
    return view;
  };
}

/** How a try ended; `final`: there is nothing to try again. */
export type End = { readonly receipt: Receipt } | { readonly error: RollcallError; readonly final?: true };

/** One try, which never throws: a message that our own code stumbles over must not keep the others from being sent. */
export async function attempt(
  context: Context,
  destination: Destination,
  { before, taken, incident }: Claim,
  views: Views,
): Promise<End> {
  try {
    if (before.attempts >= TRIES) throw endless(destination);
    const view = await views({ ...incident, version: taken.version }, destination);
    if (view === undefined && destination.audience === "counts" && destination.grant !== undefined) {
      throw ranOut(destination.grant);
    }
    if (view === undefined) return { error: nothingToTell(destination), final: true };
    const { receipt: previous } = taken;
    const id = messageId(taken.id, taken.version);
    return {
      receipt: await sendOne(context, destination, { id, repeat: isRepeat(before), view, ...defined({ previous }) }),
    };
  } catch (error) {
    return { error: faultOf(error, `a message to ${destination.name} was not sent`) };
  }
}

/** Tries that ended with their process were counted when they began, and have no end of their own. */
function endless({ name }: Destination): RollcallError {
  return new RollcallError(
    "fault",
    `${name}: ${TRIES} tries ended together with the process that made them; look for why it ends, then run rollcall notify retry.`,
  );
}

/**
 * Sends one message, once: the only way out. Whoever asks the program to end gives it a little longer; one that takes too long
 * is given up.
 * @throws RollcallError `expired` where names were to go by a grant that has run out meanwhile; what the notifier throws
 */
export async function sendOne(
  { clock, http, signal }: Context,
  destination: Destination,
  message: Pick<Sending<unknown>, "id" | "repeat" | "view" | "previous">,
): Promise<Receipt> {
  const { audience, grant } = destination;
  if (grant !== undefined && audience !== audienceAt(destination, clock.now())) throw ranOut(grant);
  const grace = new AbortController();
  const begin = (): void => {
    // The machine's own timer: whoever waits for the end of a process lives in real time.
    timer = setTimeout(() => grace.abort(), GRACE);
  };
  let timer: NodeJS.Timeout | undefined;
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    grace.abort();
  }, LONGEST);
  // It may have come while the message was claimed and written.
  const forget = onceAborted([signal], begin);
  try {
    return await destination.notifier.send({
      settings: destination.settings,
      clock,
      http,
      signal: grace.signal,
      audience,
      ...message,
    });
  } catch (error) {
    if (!late || !(error instanceof RollcallError) || error.code !== "interrupted") throw error;
    const text = `${destination.name}: the message was not done within ${LONGEST / SECOND} s; see what holds it up.`;
    throw new RollcallError("unreachable", text);
  } finally {
    forget();
    clearTimeout(timer);
    clearTimeout(limit);
  }
}

function nothingToTell({ name }: Destination): RollcallError {
  return new RollcallError(
    "refused",
    `${name}: by the settings as they are now, nothing of this is for its audience, so nothing was sent.`,
  );
}
