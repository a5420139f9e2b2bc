import { accountOf, type Departure } from "../core/directory/departure.ts";
import { RollcallError } from "../core/errors.ts";
import { type Instant, MINUTE, SECOND } from "../core/time.ts";
import { type Circles, circlesOf, colleaguesToAsk, FRESH } from "../core/wave/colleagues.ts";
import { isHere } from "../core/wave/population.ts";
import { spareCalls } from "../core/wave/spare.ts";
import { askingOf } from "./asking.ts";
import type { Context } from "./context.ts";
import type { Directory } from "./directory.ts";
import type { LiveEvent } from "./live.ts";
import { createBell, repeat } from "./loop.ts";
import { askFor } from "./settle-events.ts";

/** Accounts that are asked for at once: what is urgent (a reading that confirms, an event) waits for no more than these. */
const AT_ONCE = 10;
/** While a reading or an event is being confirmed, nobody is asked for on suspicion; so long it takes to look again whether it is. */
const GIVES_WAY = SECOND;
/** Above so many that a page flags, the list under way is at its end sooner. */
const WAITING = 200;
/** A list that flags more than this since the last look is the first one, or something is wrong with it: its end is waited for. */
const FLAGGED = 5000;

/** Looks closer, while a list is read and between two of them, at those who may have left. */
export interface Closer {
  /** A page that is being read shows these as gone. It proves nothing by itself (law 2): each is asked for alone. */
  readonly flagged: (ids: readonly string[]) => void;
  /** The list has been taken in, or given up: what waited is in it, or in nothing. With departures, their colleagues may be next. */
  readonly ended: () => void;
  readonly loop: Promise<void>;
}

interface CloserOptions {
  /** Calls a minute that stand beside the list's. Whatever else is asked account by account takes from them, and comes first. */
  readonly perMinute: number;
  readonly deliver: () => void;
  readonly tell: (event: LiveEvent) => void;
}

/** Who is here by circle, as of the last whole reading; made anew where people were let go of since. */
interface Known {
  readonly sweep: string | undefined;
  readonly erasures: number;
  readonly circles: Circles;
}

/** Who left lately, by departure: read once a minute, and in between what was found here is added. In a wave that is hundreds of them. */
interface Lately {
  readonly read: Instant;
  readonly erasures: number;
  readonly left: Map<string, Departure>;
}

/**
 * Spends the calls that a tool allows for single accounts on those who most likely have left: first whom a page flags, then whoever
 * shares a circle with fresh leavers (`colleaguesToAsk`). What is read goes the way of events: one transaction, with all that follows.
 * The whole readings remain the truth, and none of them is later for it.
 */
export function lookCloser(context: Context, directory: Directory, options: CloserOptions): Closer {
  const { clock, store } = context;
  const { id } = directory;
  const asking = askingOf(context, id);
  const bell = createBell();
  const flagged = new Set<string>();
  /** Of the flagged, whom the roster has as present. */
  const waiting = new Set<string>();
  const asked = new Map<string, Instant>();
  let known: Known | undefined;
  let lately: Lately | undefined;
  let began = -Infinity;
  let rest = 0;
  let trouble = MINUTE;

  const circlesNow = async (erasures: number): Promise<Circles> => {
    const sweep = (await store.sweeps({ directory: id, completeOnly: true, limit: 1 }))[0]?.id;
    if (known === undefined || known.sweep !== sweep || known.erasures !== erasures)
      known = { sweep, erasures, circles: circlesOf((await store.roster(id)).entries.values()) };
    return known.circles;
  };
  const leftLately = async (now: Instant, erasures: number): Promise<Departure[]> => {
    // Held here as well: the sweep may end, and let go of it, while the store is asked.
    let held = lately;
    const ago = held === undefined ? Infinity : now - held.read;
    if (held === undefined || ago < 0 || ago >= MINUTE || held.erasures !== erasures) {
      held = lately = { read: now, erasures, left: new Map() };
      keepLately(held, await store.departures({ directory: id, since: now - FRESH }));
    }
    return [...held.left.values()].filter(({ at }) => at.notAfter >= now - FRESH);
  };
  const keepLately = (held: Lately | undefined, departures: readonly Departure[]): void => {
    for (const one of departures) {
      if (one.observed && one.reversed === undefined) held?.left.set(one.id, one);
      else held?.left.delete(one.id);
    }
  };
  const nextFlagged = async (most: number): Promise<string[]> => {
    const ids = [...flagged];
    flagged.clear();
    for (const entry of (await store.entries(id, ids)).values())
      if (isHere(entry) && waiting.size < WAITING) waiting.add(entry.account.id);
    const next = [...waiting].slice(0, most);
    for (const one of next) waiting.delete(one);
    return next;
  };
  const nextColleagues = async (but: readonly string[], most: number): Promise<string[]> => {
    if (most <= 0) return [];
    const now = clock.now();
    const erasures = await store.erasures(id);
    const left = await leftLately(now, erasures);
    if (left.length < 2) {
      // Held only while somebody may be asked for.
      known = undefined;
      return [];
    }
    const leavers = left.map(({ at, lastKnown }) => ({ at: at.notAfter, lastKnown }));
    const gone = new Set([...left.map(accountOf), ...but]);
    return colleaguesToAsk(leavers, await circlesNow(erasures), { asked, gone }, now, most);
  };

  const ask = async (): Promise<number> => {
    if (asking.isConfirming()) return GIVES_WAY;
    const now = clock.now();
    // What is later than now was before the clock was set back.
    for (const [one, at] of asked) if (at > now || now - at >= FRESH) asked.delete(one);
    const { accounts: spare, after } = spareCalls(asking.asked(now), options.perMinute, now);
    const most = Math.min(AT_ONCE, spare);
    const next = await nextFlagged(most);
    const ids = [...next, ...(await nextColleagues(next, most - next.length))];
    for (const one of ids) asked.set(one, now);
    if (ids.length === 0) return after;
    const { changes, departures } = await askFor(context, directory, ids);
    keepLately(lately, departures);
    if (changes.length > 0 || departures.length > 0) options.deliver();
    // Spread over the minute: whoever confirms a reading is counted by the same limit.
    return (ids.length * MINUTE) / options.perMinute;
  };
  const look = async (): Promise<number> => {
    const ago = clock.now() - began;
    if (ago >= 0 && ago < rest) return rest - ago;
    began = clock.now();
    try {
      rest = await ask();
      trouble = MINUTE;
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      if (error.code === "interrupted") return 0;
      // Another process that reads the directory does this as well. Where access is lost, sweeps say so to those who have to know.
      if (error.code !== "leased")
        options.tell({ event: "not settled", directory: id, error: error.message, code: error.code });
      rest = trouble;
      trouble = Math.min(2 * trouble, FRESH);
    }
    return rest > 0 ? rest : MINUTE;
  };
  return {
    flagged: (ids) => {
      for (const one of ids) if (flagged.size < FLAGGED) flagged.add(one);
      bell.ring();
    },
    ended: () => {
      flagged.clear();
      waiting.clear();
      lately = undefined;
      bell.ring();
    },
    loop: repeat(context, look, bell.heard),
  };
}
