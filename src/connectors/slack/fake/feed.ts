import { HOUR, MINUTE, type Instant } from "../../../core/time.ts";
import type { Happening } from "./acts.ts";
import type { Token } from "./call.ts";
import { appRateLimited, draftsOf, envelope, type Draft, type EventHabits, type Pushed } from "./events.ts";
import type { World } from "./world.ts";

export interface EventOptions extends EventHabits {
  /** What the app subscribes to; what a watch of accounts needs without it. */
  readonly subscribed?: readonly string[];
  /** What comes above this within an hour is left out, as Slack does: 30,000 without it. */
  readonly perHour?: number;
}

/** Sends what happens to those who listen. */
export interface Feed {
  onEvent(listener: (pushed: Pushed) => void): () => void;
  happened(happening: Happening): void;
  /** An event about the app itself, which comes though its token is dead. */
  own(type: string, body: Draft["body"], at: Instant): void;
  limit(perHour: number): void;
  /** Whether the app is there at all: to one that was uninstalled nothing is sent. */
  installed: boolean;
}

/** Slack sends app_rate_limited unasked. */
const SUBSCRIBED: readonly string[] = [
  "user_change",
  "team_join",
  "user_guest_status_changed",
  "member_joined_channel",
  "member_left_channel",
  "team_access_granted",
  "team_access_revoked",
  "tokens_revoked",
  "app_uninstalled",
];

/** @param token the app's own: events come as far as its scopes and its workspace reach, and only while it is good. */
export function createFeed(world: World, token: Token, options: EventOptions): Feed {
  const subscribed = new Set(options.subscribed ?? SUBSCRIBED);
  const listeners = new Set<(pushed: Pushed) => void>();
  const sent = new Map<number, number>();
  let perHour = options.perHour ?? 30_000;
  let told: number | undefined;

  const tell = (pushed: Pushed): void => {
    for (const listener of listeners) listener(pushed);
  };
  /** Whether one more is too many within the hour; says so once a minute. */
  const isTooMany = (at: Instant): boolean => {
    const minute = Math.floor(at / MINUTE);
    let count = 0;
    for (const [then, some] of sent) {
      if ((minute - then) * MINUTE >= HOUR) sent.delete(then);
      else count += some;
    }
    if (count < perHour) {
      sent.set(minute, (sent.get(minute) ?? 0) + 1);
      return false;
    }
    if (told !== minute) tell(appRateLimited(world, token, at));
    told = minute;
    return true;
  };
  const isDue = ({ type, team, needs }: Draft): boolean => {
    const here = token.workspace === undefined || team === undefined || team === token.workspace;
    return subscribed.has(type) && here && (needs === undefined || token.scopes.includes(needs));
  };
  const send = (draft: Draft, at: Instant): void => {
    if (!isDue(draft)) return;
    // Numbered whether or not it is left out: the same acts give the same ids with whatever limit.
    const serial = world.nextEvent++;
    if (!isTooMany(at)) tell(envelope(draft, world, token, at, serial));
  };

  const feed: Feed = {
    installed: true,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    happened: (happening) => {
      // Nobody pays for what nobody hears.
      if (listeners.size === 0 || !feed.installed || token.refusedWith !== undefined) return;
      for (const draft of draftsOf(happening, world, token, options)) send(draft, happening.at);
    },
    own: (type, body, at) => {
      if (feed.installed) send({ type, needs: undefined, body }, at);
    },
    limit: (most) => {
      perHour = most;
    },
  };
  return feed;
}
