import { describe, expect, it } from "vitest";
import type { Health } from "../directory/health.ts";
import { MINUTE } from "../time.ts";
import type { HealthState } from "./incident.ts";
import { outageAfter, type Seen } from "./outage.ts";

const seen = (health: Health, minutes: number, complete = health === "ok"): Seen => ({
  at: minutes * MINUTE,
  complete,
  health,
  reasons: [`it was ${health}`],
});

/** Readings every five minutes, the first of them good; what was told, and at which minute. */
function told(healths: readonly (Health | readonly [Health, "complete"])[]): string[] {
  let open: HealthState | undefined;
  let lastGood = 0;
  let failingSince: number | undefined;
  const says: string[] = [];
  for (const [i, one] of healths.entries()) {
    const minutes = 5 * (i + 1);
    const reading = typeof one === "string" ? seen(one, minutes) : seen(one[0], minutes, true);
    const now = outageAfter(reading, {
      ...(open === undefined ? {} : { told: open }),
      lastGood,
      failingSince: failingSince ?? reading.at,
      blindAfter: 15 * MINUTE,
    });
    if (reading.health === "ok" || (reading.complete && reading.health === "short")) lastGood = reading.at;
    failingSince = reading.health === "ok" ? undefined : (failingSince ?? reading.at);
    if (now === undefined) continue;
    open = now;
    says.push(`${minutes} ${now.over ? "over" : now.health}${now.blind && !now.over ? " blind" : ""}`);
  }
  return says;
}

describe("what is told of readings", () => {
  it("nothing, while they are complete and healthy", () => {
    expect(told(["ok", "ok"])).toEqual([]);
  });

  it("of a network that fails: nothing until three intervals have gone by unseen, then that it is blind, then its end", () => {
    expect(told(["unreachable", "malformed", "unreachable"])).toEqual([]);
    expect(told(["unreachable", "unreachable", "unreachable", "unreachable", "unreachable", "ok", "ok"])).toEqual([
      "20 unreachable blind",
      "30 over",
    ]);
  });

  it.each(["unauthorised", "scope_lost", "wrong_workspace", "ids_replaced", "empty"] as const)(
    "of %s: at once, once, again when it is blind, and its end",
    (health) => {
      expect(told([health, health, health, health, health, "ok"])).toEqual([
        `5 ${health}`,
        `20 ${health} blind`,
        "30 over",
      ]);
    },
  );

  it("at once that a clock was set back to before the last reading, since nobody knows for how long", () => {
    const before = { lastGood: 60 * MINUTE, failingSince: 5 * MINUTE, blindAfter: 15 * MINUTE };
    const back = outageAfter(seen("malformed", 5, true), before);
    expect(back).toMatchObject({ health: "malformed", blind: true, over: false });
    expect(outageAfter(seen("malformed", 10, true), { ...before, ...(back && { told: back }) })).toBeUndefined();
    expect(outageAfter(seen("ok", 65), { ...before, ...(back && { told: back }) })?.over).toBe(true);
  });

  it("a complete reading that falls short is told and is never blind: who is flagged still shows in it", () => {
    expect(told(Array.from({ length: 8 }, () => ["short", "complete"] as const))).toEqual(["5 short"]);
  });

  it("a network that fails in between is no news of its own, and each other failure is", () => {
    expect(told(["scope_lost", "unreachable", "unauthorised", "ok", "ok"])).toEqual([
      "5 scope_lost",
      "15 unauthorised",
      "20 over",
    ]);
  });

  it("the next outage is told like the first", () => {
    expect(told(["unauthorised", "ok", "unauthorised", "ok"])).toEqual([
      "5 unauthorised",
      "10 over",
      "15 unauthorised",
      "20 over",
    ]);
  });

  it("a directory that was never read is blind once it has failed for three intervals", () => {
    const first = { lastGood: null, failingSince: 0, blindAfter: 15 * MINUTE };
    expect(outageAfter(seen("unreachable", 15), first)).toBeUndefined();
    expect(outageAfter(seen("unreachable", 16), first)).toMatchObject({ blind: true, since: 0 });
  });
});
