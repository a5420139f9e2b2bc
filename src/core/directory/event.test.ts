import { describe, expect, it } from "vitest";
import { EVENT_TRIES, type HeldEvent, settled, triedInVain } from "./event.ts";

const event: HeldEvent = {
  seq: 1,
  key: "Ev1",
  type: "user_change",
  about: { account: "U1" },
  directory: "acme",
  source: "http",
  receivedAt: 1000,
  state: "waiting",
  tries: 0,
  dueAt: 1000,
};
const error = { code: "malformed", text: "The answer holds no user object." } as const;

describe("an event whose account cannot be read", () => {
  it("is tried five times, with growing pauses, and is then given up with its error", () => {
    const pauses: number[] = [];
    let one = event;
    for (let now = 1000; one.state === "waiting"; now = one.dueAt) {
      one = triedInVain(one, error, now);
      if (one.state === "waiting") pauses.push(one.dueAt - now);
    }
    expect(one).toMatchObject({ state: "quarantined", tries: EVENT_TRIES, error });
    expect(pauses).toHaveLength(EVENT_TRIES - 1);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(new Set(pauses).size).toBe(pauses.length);
  });

  it("is settled by a later reading, whatever went before", () => {
    const given = Array.from({ length: EVENT_TRIES }).reduce<HeldEvent>((one) => triedInVain(one, error, 5), event);
    expect(settled(given).state).toBe("settled");
  });
});
