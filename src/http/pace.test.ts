import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../core/time.ts";
import { createPace, type Pace, paceOf } from "./pace.ts";
import { virtualClock } from "./testing.ts";

/** Runs calls one after another, each asked for `gap` after the one before ended and taking `length`. */
async function runAll(
  rate: Parameters<Pace["run"]>[1],
  calls: readonly { readonly gap: number; readonly length: number }[],
) {
  const clock = virtualClock();
  const pace = createPace(clock);
  const done: { readonly asked: number; readonly began: number; readonly ended: number }[] = [];
  for (const { gap, length } of calls) {
    await clock.sleep(gap);
    const asked = clock.now();
    await pace.run("key", rate, async () => {
      const began = clock.now();
      await clock.sleep(length);
      done.push({ asked, began, ended: clock.now() });
    });
  }
  return done;
}

const sequences = fc.array(
  fc.record({ gap: fc.integer({ min: 0, max: 40 * SECOND }), length: fc.integer({ min: 0, max: 5 * SECOND }) }),
  { maxLength: 80 },
);

describe("the pace", () => {
  it("lets at most so many calls of a key into any 60 seconds, wherever within a call the other side counts it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), sequences, async (perMinute, calls) => {
        const done = await runAll(perMinute, calls);
        // Any call and the one `perMinute` before it lie a minute apart, from the end of the one to the beginning of the other.
        const gaps = done.slice(perMinute).map(({ began }, index) => began - (done[index]?.ended ?? began));
        return gaps.every((gap) => gap >= MINUTE);
      }),
      { numRuns: 60 },
    );
  });

  it("holds no call up while the last 60 seconds had room for it, and none for longer than it takes to get room", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), sequences, async (perMinute, calls) => {
        const done = await runAll(perMinute, calls);
        for (const [index, { asked, began }] of done.entries()) {
          const earlier = done[index - perMinute];
          expect(began).toBe(Math.max(asked, earlier === undefined ? asked : earlier.ended + MINUTE));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("holds nothing up for longer where the clock is set back: as long as if it had been now", async () => {
    const clock = virtualClock(4 * 60 * MINUTE);
    let back = 0;
    const pace = createPace({ ...clock, now: () => clock.now() - back });
    const call = async (): Promise<number> => {
      const asked = clock.now();
      await pace.run("key", 2, async () => undefined);
      return clock.now() - asked;
    };
    await call();
    await call();
    back = 121 * MINUTE;
    expect(await call()).toBe(MINUTE);
    pace.pause("key", 30 * SECOND);
    back += 121 * MINUTE;
    await clock.sleep(20 * SECOND);
    back += 121 * MINUTE;
    expect(await call()).toBe(MINUTE);
    expect([await call(), await call()]).toEqual([0, MINUTE]);
  });

  it("keeps as well to a rate of another span: one message a second", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), sequences, async (most, calls) => {
        const done = await runAll({ calls: most, perMs: SECOND }, calls);
        for (const [index, { asked, began }] of done.entries()) {
          const earlier = done[index - most];
          expect(began).toBe(Math.max(asked, earlier === undefined ? asked : earlier.ended + SECOND));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("counts each key by itself", async () => {
    const clock = virtualClock();
    const pace = createPace(clock);
    for (const key of ["users.list", "users.info", "auth.test"]) await pace.run(key, 1, async () => undefined);
    expect(clock.slept).toEqual([]);
  });

  it("holds a paused key back for as long as was asked, and no other", async () => {
    const clock = virtualClock();
    const pace = createPace(clock);
    const start = clock.now();
    pace.pause("a", 30 * SECOND);
    pace.pause("a", 10 * SECOND);
    await pace.run("b", 20, async () => expect(clock.now()).toBe(start));
    await pace.run("a", 20, async () => expect(clock.now()).toBe(start + 30 * SECOND));
  });

  it("counts a call that failed, and goes on after it", async () => {
    const clock = virtualClock();
    const pace = createPace(clock);
    await expect(pace.run("a", 1, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await pace.run("a", 1, async () => undefined);
    expect(clock.slept).toEqual([MINUTE]);
  });

  it("runs calls of a key one at a time, in the order in which they were asked for", async () => {
    const clock = virtualClock();
    const pace = createPace(clock);
    let open = 0;
    const order: number[] = [];
    const call = (number: number) => async () => {
      open++;
      expect(open).toBe(1);
      await new Promise(setImmediate);
      order.push(number);
      open--;
    };
    await Promise.all([1, 2, 3].map((number) => pace.run("a", 10, call(number))));
    expect(order).toEqual([1, 2, 3]);
  });

  it("stops waiting when it is interrupted", async () => {
    const clock = virtualClock();
    const pace = createPace(clock);
    pace.pause("a", SECOND);
    const stop = AbortSignal.abort();
    await expect(pace.run("a", 1, async () => undefined, stop)).rejects.toMatchObject({ code: "interrupted" });
  });

  it("is one for each clock", () => {
    const clock = virtualClock();
    expect(paceOf(clock)).toBe(paceOf(clock));
    expect(paceOf(clock)).not.toBe(paceOf(virtualClock()));
  });
});
