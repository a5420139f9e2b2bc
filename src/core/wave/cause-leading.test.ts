import { describe, expect, it } from "vitest";
import { HOUR, type Instant, MINUTE, SECOND } from "../time.ts";
import { causeOf, type Ended, type Evidence } from "./cause.ts";

const NINE = Date.UTC(2026, 10, 23, 9);
const admin = (n: number) => ({ kind: "person", id: `U${n}` }) as const;

function ended(at: Instant, more: Partial<Ended>): Ended {
  return { since: at - 15 * MINUTE, at, change: "deactivated", confirmed: true, kind: "human", ...more };
}

/** An hour after the last of them, with nothing else known, unless it says so. */
function seen(departures: readonly Ended[], more: Partial<Evidence> = {}): Evidence {
  const last = departures.reduce((latest, { at }) => Math.max(latest, at), 0);
  return { departures, where: [], plans: [], readings: [], now: last + HOUR, ...more };
}

const causeAt = (departures: readonly Ended[], more: Partial<Evidence> = {}) => causeOf(seen(departures, more)).cause;
const leading = (departures: readonly Ended[]) =>
  causeOf(seen(departures)).reasons.find(({ reason }) => reason === "leading");

describe("in the directory that says who belongs", () => {
  const wave = (belongs: (i: number) => boolean | undefined, by: (i: number) => Partial<Ended> = () => ({})) =>
    Array.from({ length: 30 }, (_, i) => {
      const known = belongs(i);
      return ended(NINE + i * 12 * MINUTE, { ...by(i), ...(known === undefined ? {} : { belongs: known }) });
    });
  const atOnce = (more: Partial<Ended>) =>
    Array.from({ length: 50 }, (_, i) => {
      const at = NINE + Math.floor(i * 0.8) * SECOND;
      return ended(at, { updated: at, actor: { kind: "app", id: "A0SYNC" }, ...more });
    });
  const atWork = (i: number) => ({ actor: admin(i % 2), updated: NINE + i * 12 * MINUTE });

  it("most are still active: it looks like a sync that went wrong", () => {
    const still = wave((i) => (i < 24 ? true : i < 28 ? false : undefined));
    expect(causeAt(still)).toBe("broken_sync");
    expect(leading(still)).toEqual({
      reason: "leading",
      of: 30,
      still: 24,
      gone: 4,
      unknown: 2,
      speaks: { for: "broken_sync", against: "departures", strength: "strong" },
    });
  });

  it("whom admins have ended one by one, and who are still active there, are in nothing clear: it may lag behind", () => {
    expect(causeAt(wave(() => undefined, atWork))).toBe("departures");
    expect(causeAt(wave(() => true, atWork))).toBe("unknown");
  });

  it("most have left there as well: they left, though a sync ended their accounts at one stroke", () => {
    const fast = atOnce({ belongs: false });
    const evening = { now: NINE + 8 * HOUR };
    expect(causeAt(atOnce({}), evening)).toBe("unknown");
    expect(causeAt(fast, evening)).toBe("departures");
    expect(leading(fast)?.speaks).toEqual({ for: "departures", strength: "clear" });
  });

  it("of most it is not known: it says nothing, and of nobody, it is no reason", () => {
    expect(leading(wave((i) => (i < 9 ? true : undefined)))?.speaks).toBeUndefined();
    expect(leading(wave(() => undefined))).toBeUndefined();
  });
});
