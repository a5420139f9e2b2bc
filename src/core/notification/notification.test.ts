import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ErrorCode, RollcallError } from "../errors.ts";
import { HOUR, MINUTE, SECOND } from "../time.ts";
import {
  arrived,
  claimed,
  earliest,
  handedBack,
  isDue,
  isRepeat,
  missed,
  type Notification,
  retried,
  TRIES,
  want,
} from "./notification.ts";

const NOBODY_GONE = (): boolean => false;
const WANTED = { incident: "i-1", destination: "hr", audience: "named", version: 1, at: 1000, dueAt: 1000 } as const;
const down = (code: ErrorCode = "unreachable", afterMs?: number): RollcallError =>
  new RollcallError(code, "it is down", afterMs === undefined ? {} : { afterMs });

function wanted(): Notification {
  return want(undefined, WANTED);
}

/** Tries until it is given up. @returns when each try was, from the first. */
function triesOf(error: RollcallError): number[] {
  let notification = wanted();
  const tries: number[] = [];
  for (let now = notification.dueAt; notification.state === "waiting"; now = notification.dueAt) {
    tries.push(now - WANTED.dueAt);
    notification = missed(claimed(notification, "me", now), error, now, false);
  }
  return tries;
}

describe("a message that does not arrive", () => {
  it("is tried ten times over 75 hours and 35 minutes, with growing pauses, and then failed", () => {
    const tries = triesOf(down());
    expect(tries).toHaveLength(TRIES);
    expect(tries.at(-1)).toBe(75 * HOUR + 35 * MINUTE + 5 * SECOND);
    const pauses = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  });

  it("is tried as often where it is refused: tokens and addresses are repaired within days", () => {
    expect(triesOf(down("unauthorised"))).toHaveLength(TRIES);
    expect(triesOf(down("refused"))).toHaveLength(TRIES);
  });

  it("is failed at once where the other side says that it is gone for good", () => {
    expect(triesOf(down("gone"))).toHaveLength(1);
  });

  it("waits for as long as it is asked to, where that is longer", () => {
    const asked = missed(claimed(wanted(), "me", 0), down("rate_limited", 10 * MINUTE), 0, false);
    expect(asked.dueAt).toBe(10 * MINUTE);
    const less = missed(claimed(wanted(), "me", 0), down("rate_limited", 1), 0, false);
    expect(less.dueAt).toBe(5 * SECOND);
    for (const afterMs of [30 * 365 * 24 * HOUR, Infinity]) {
      const endless = missed(claimed(wanted(), "me", 0), down("rate_limited", afterMs), 0, false);
      expect(endless.dueAt).toBe(24 * HOUR);
    }
  });

  it("comes to an end although new versions keep coming in", () => {
    let notification = wanted();
    let tries = 0;
    for (; notification.state === "waiting" && tries < 100; tries++) {
      notification = want(notification, { ...WANTED, version: tries + 2, at: notification.dueAt, dueAt: 0 });
      notification = missed(claimed(notification, "me", notification.dueAt), down(), notification.dueAt, false);
    }
    expect([notification.state, tries]).toEqual(["failed", TRIES]);
  });

  it("begins anew with the next version, or when somebody asks for it", () => {
    const failed: Notification = { ...wanted(), state: "failed", attempts: TRIES };
    expect(want(failed, { ...WANTED, version: 2, at: 5, dueAt: 5 })).toMatchObject({ state: "waiting", attempts: 0 });
    expect(retried(failed, 7)).toMatchObject({ state: "waiting", attempts: 0, dueAt: 7, version: 1 });
  });
});

describe("a claim", () => {
  it("keeps others out until it runs out, or its holder is gone", () => {
    const taken = claimed(wanted(), "a:1", 1000);
    expect(isDue(taken, 1000 + MINUTE, NOBODY_GONE)).toBe(false);
    expect(isDue(taken, 1000 + 2 * MINUTE, NOBODY_GONE)).toBe(true);
    expect(isDue(taken, 1001, (holder) => holder === "a:1")).toBe(true);
  });

  it("counts as a try of which nobody knows the end, until somebody does", () => {
    const taken = claimed(wanted(), "me", 0);
    expect(isRepeat(wanted())).toBe(false);
    expect(isRepeat(taken)).toBe(true);
    expect(isRepeat(missed(taken, down("unreachable"), 1, false))).toBe(true);
    expect(isRepeat(missed(taken, down("refused"), 1, false))).toBe(false);
    expect(isRepeat(handedBack(taken, 1))).toBe(true);
  });

  it("stays one where a try of which nobody knows is followed by one that was refused", () => {
    const lost = missed(claimed(wanted(), "me", 0), down("unreachable"), 1, false);
    const limited = missed(claimed(lost, "me", lost.dueAt), down("rate_limited"), lost.dueAt, isRepeat(lost));
    expect(isRepeat(limited)).toBe(true);
    expect(isRepeat(want(limited, { ...WANTED, version: 2, at: 3, dueAt: 3 }))).toBe(false);
  });

  it("that was handed back is free at once and cost no try", () => {
    const back = handedBack(claimed(wanted(), "me", 2000), 2000);
    expect(isDue(back, 2000, NOBODY_GONE)).toBe(true);
    expect(back.attempts).toBe(0);
  });

  it("is of a message that was never sent where a later version goes out instead", () => {
    const taken = claimed(wanted(), "me", 0);
    expect(isRepeat(want(taken, { ...WANTED, version: 2, at: 3, dueAt: 3 }))).toBe(false);
  });
});

describe("a message that has arrived", () => {
  it("waits again where a later version was decided meanwhile", () => {
    const taken = claimed(wanted(), "me", 0);
    const later = want(taken, { ...WANTED, version: 2, at: 3, dueAt: 3 });
    expect(arrived(later, 1, {}, 5, 600)).toMatchObject({ state: "waiting", told: 1, version: 2, dueAt: 600 });
    expect(arrived(taken, 1, {}, 5, 600)).toMatchObject({ state: "sent", told: 1, messages: 1, attempts: 0 });
  });

  it("is updated at once in place, and ever less often where each update is one message more", () => {
    const told = (messages: number): Notification => ({ ...wanted(), messages, toldAt: 0 });
    expect(earliest(told(1), "edits", 5)).toBe(5);
    const pauses = [1, 2, 3, 4, 5, 6, 50].map((messages) => earliest(told(messages), "messages", 0));
    expect(pauses).toEqual([10, 30, 60, 120, 240, 240, 240].map((minutes) => minutes * MINUTE));
    expect(earliest(undefined, "messages", 5)).toBe(5);
  });
});

type Act = "want" | "claim" | "arrive" | "miss" | "hand back";

describe("whatever happens in whatever order", () => {
  it("the last version that was wanted is told or waits or is visibly failed, and versions never go back", () => {
    const acts = fc.array(fc.constantFrom<Act>("want", "claim", "arrive", "miss", "hand back"), { maxLength: 60 });
    fc.assert(
      fc.property(acts, (all) => {
        let notification = wanted();
        let newest = 1;
        let trying: number | undefined;
        let now = WANTED.at;
        for (const act of all) {
          now += MINUTE;
          const before = notification;
          if (act === "want") {
            newest++;
            notification = want(notification, { ...WANTED, version: newest, at: now, dueAt: now });
          } else if (act === "claim" && trying === undefined && isDue(notification, now + 99 * HOUR, NOBODY_GONE)) {
            trying = notification.version;
            notification = claimed(notification, "me", now);
          } else if (trying !== undefined && act === "arrive") {
            notification = arrived(notification, trying, {}, now, now);
            trying = undefined;
          } else if (trying !== undefined && act === "miss") {
            notification = missed(notification, down(), now, false);
            trying = undefined;
          } else if (trying !== undefined && act === "hand back") {
            notification = handedBack(notification, now);
            trying = undefined;
          }
          expect(notification.version).toBe(newest);
          expect(notification.told).toBeGreaterThanOrEqual(before.told);
          if (notification.state === "sent") expect(notification.told).toBe(newest);
          else expect(notification.told).toBeLessThan(newest);
          if (notification.state === "failed") expect(notification.error?.text).toBe("it is down");
          expect(notification.attempts).toBeLessThanOrEqual(TRIES);
        }
      }),
    );
  });
});
