import { describe, expect, it } from "vitest";
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "../time.ts";
import { causeOf, type Ended, type Evidence, type Reason } from "./cause.ts";

const NINE = Date.UTC(2026, 10, 23, 9);
const SYNC = { kind: "app", id: "A0SYNC" } as const;
const admin = (n: number) => ({ kind: "person", id: `U${n}` }) as const;

/** Found a quarter of an hour after the last reading that showed the account otherwise, unless it says so. */
function ended(at: Instant, more: Partial<Ended> = {}): Ended {
  return { since: at - 15 * MINUTE, at, change: "deactivated", confirmed: true, kind: "human", ...more };
}

/** With fields that are not known. */
function without(one: Ended, ...fields: readonly (keyof Ended)[]): Ended {
  return Object.fromEntries(
    Object.entries(one).filter(([field]) => !fields.some((name) => name === field)),
  ) as unknown as Ended;
}

function many(n: number, each: (i: number) => Ended): Ended[] {
  return Array.from({ length: n }, (_, i) => each(i));
}

/** When it is looked at: an hour after the last departure, with nothing else known, unless it says so. */
function seen(departures: readonly Ended[], more: Partial<Evidence> = {}): Evidence {
  const last = departures.reduce((latest, { at }) => Math.max(latest, at), 0);
  return { departures, where: [], plans: [], readings: [], now: last + HOUR, ...more };
}

function reason<K extends Reason["reason"]>(evidence: Evidence, which: K): Extract<Reason, { reason: K }> | undefined {
  return causeOf(evidence).reasons.find((one): one is Extract<Reason, { reason: K }> => one.reason === which);
}

const causeAt = (departures: readonly Ended[], more: Partial<Evidence> = {}) => causeOf(seen(departures, more)).cause;

/** 15 % of 200, one every twelve minutes. */
const overSixHours = (more: (i: number) => Partial<Ended>) => many(30, (i) => ended(NINE + i * 12 * MINUTE, more(i)));
/** 50 of 200 within 40 seconds. */
const accident = (more: (i: number) => Partial<Ended> = () => ({})) =>
  many(50, (i) => {
    const at = NINE + Math.floor(i * 0.8) * SECOND;
    return ended(at, { updated: at, actor: SYNC, ...more(i) });
  });

describe("15 % deactivated over six hours by two admins", () => {
  const wave = overSixHours((i) => ({ actor: admin(i % 2), updated: NINE + i * 12 * MINUTE }));

  it("looks like people leaving by the end of the day, on grounds of its own", () => {
    const { cause, reasons } = causeOf(seen(wave));
    expect(cause).toBe("departures");
    expect(reasons.flatMap(({ reason: which, speaks }) => (speaks?.for === cause ? [which] : []))).toEqual([
      "actors",
      "spread",
      "confirmed",
    ]);
    expect(reason(seen(wave), "actors")).toMatchObject({
      known: 30,
      persons: 2,
      apps: 0,
      byPersons: 30,
      most: { count: 15 },
    });
    expect(reason(seen(wave), "spread")).toMatchObject({ of: 30, hour: 5 });
    expect(reason(seen(wave), "pace")).toMatchObject({ known: 30, fast: 0, busiestMinute: 1, seconds: 30 });
  });

  it("its first three are not called anything for certain: it is too early to tell whether they come back", () => {
    const first = seen(wave.slice(0, 3), { now: NINE + 25 * MINUTE });
    expect(["departures", "unknown"]).toContain(causeOf(first).cause);
    expect(reason(first, "standing")).toEqual({ reason: "standing", of: 3, gone: 3, since: 0, early: true });
  });

  it.each([
    ["short", "clear", "unknown"],
    ["wrong_workspace", "clear", "unknown"],
    ["unreachable", "weak", "departures"],
  ] as const)("a reading that was %s weakens that: %s", (health, strength, cause) => {
    const evidence = seen(wave, { readings: ["ok", health, "ok"] });
    expect(causeOf(evidence).cause).toBe(cause);
    expect(reason(evidence, "readings")).toMatchObject({
      readings: 3,
      ill: [{ health, count: 1 }],
      speaks: { against: "departures", strength },
    });
  });

  it("where half of them are not confirmed it is not said", () => {
    const doubted = wave.map((one, i) => ({ ...one, confirmed: i % 3 === 0 }));
    expect(causeAt(doubted)).toBe("unknown");
    expect(reason(seen(doubted), "confirmed")).toMatchObject({ confirmed: 10, speaks: { against: "departures" } });
  });

  it("of nobody, or of one who is back, it says nothing", () => {
    expect(causeAt([])).toBe("unknown");
    const one = seen([ended(NINE, { reversed: NINE + HOUR })]);
    expect(causeOf(one).cause).toBe("unknown");
    expect(reason(one, "standing")).toBeUndefined();
  });

  it("a log that tells of fewer than half says nothing", () => {
    const told = wave.map((one, i) => (i < 14 ? one : without(one, "actor")));
    expect(reason(seen(told), "actors")).toMatchObject({ of: 30, known: 14, persons: 2 });
    expect(reason(seen(told), "actors")).not.toHaveProperty("speaks");
  });

  it("one of them who comes back changes nothing, and neither does one of ten", () => {
    const ten = wave.slice(0, 10).map((one, i) => (i === 4 ? { ...one, reversed: one.at + HOUR } : one));
    expect(reason(seen(ten), "returned")).not.toHaveProperty("speaks");
    expect(reason(seen(ten), "standing")).toMatchObject({ of: 10, gone: 9 });
    const back = wave.map((one, i) => (i === 4 ? { ...one, reversed: one.at + HOUR } : one));
    expect(causeAt(back)).toBe("departures");
    expect(reason(seen(back), "returned")).toMatchObject({ of: 30, back: 1, late: 0, after: HOUR, span: 0 });
  });
});

describe("the same without an audit log and without the time of the last change", () => {
  const wave = overSixHours(() => ({}));

  it("is not clear at first, and people leaving once they stay away", () => {
    expect(causeAt(wave)).toBe("unknown");
    expect(causeAt(wave, { now: NINE + 6 * HOUR + DAY })).toBe("departures");
    expect(reason(seen(wave, { now: NINE + 6 * HOUR + DAY }), "standing")).toMatchObject({
      gone: 30,
      since: DAY,
      early: false,
      speaks: { for: "departures", strength: "clear" },
    });
  });

  it("says nothing of who did it, and that the times are not known", () => {
    expect(reason(seen(wave), "actors")).toBeUndefined();
    expect(reason(seen(wave), "pace")).toMatchObject({ known: 0, fast: 0 });
    expect(reason(seen(wave), "pace")).not.toHaveProperty("speaks");
  });

  it("found by one reading a day it is not known to be spread over hours", () => {
    const daily = many(30, () => ended(NINE + DAY, { since: NINE }));
    expect(reason(seen(daily), "spread")).toEqual({ reason: "spread", of: 30, hour: 30 });
    const unbounded = wave.map((one) => ({ ...one, since: null }));
    expect(reason(seen(unbounded), "spread")).toEqual({ reason: "spread", of: 30, hour: 30 });
  });
});

describe("a quarter within 40 seconds by one app", () => {
  const back = accident((i) => (i < 48 ? { reversed: NINE + 2 * HOUR + i * SECOND } : {}));

  it("is nothing clearly before anybody comes back: an off-boarding by script looks the same", () => {
    const before = seen(accident(), { now: NINE + HOUR });
    expect(causeOf(before).cause).toBe("unknown");
    expect(reason(before, "pace")).toMatchObject({
      known: 50,
      fast: 50,
      span: 39 * SECOND,
      busiestMinute: 50,
      seconds: 40,
      speaks: { for: "broken_sync", strength: "weak" },
    });
    expect(reason(before, "actors")).toMatchObject({ apps: 1, persons: 0, most: { kind: "app", count: 50 } });
  });

  it("is a sync that went wrong once nearly all are back, and already while they are coming", () => {
    const { cause, reasons } = causeOf(seen(back, { now: NINE + 3 * HOUR }));
    expect(cause).toBe("broken_sync");
    expect(reasons[0]).toMatchObject({
      reason: "returned",
      back: 48,
      late: 0,
      span: 47 * SECOND,
      speaks: { for: "broken_sync", against: "departures", strength: "strong" },
    });
    const coming = back.map((one, i) => (i < 12 ? one : accident()[i])) as Ended[];
    expect(causeAt(coming)).toBe("broken_sync");
  });

  it("is one without a log and without the tool's times as well", () => {
    const bare = back.map((one) => without(one, "actor", "updated"));
    expect(causeAt(bare)).toBe("broken_sync");
  });

  it("is people leaving where they are gone for days: two are too few, as faults have lasted for four", () => {
    expect(causeAt(accident(), { now: NINE + 2 * DAY + HOUR })).toBe("unknown");
    expect(causeAt(accident(), { now: NINE + 3 * DAY + MINUTE })).toBe("departures");
  });

  it("a few who come back do not make it one, and only half do where nothing else speaks for it", () => {
    const some = (n: number) => accident((i) => (i < n ? { reversed: NINE + HOUR } : {}));
    const bare = (n: number) => some(n).map((one) => without(one, "actor", "updated"));
    expect(causeAt(some(5))).toBe("unknown");
    expect(reason(seen(some(5)), "returned")?.speaks).toEqual({ against: "departures", strength: "weak" });
    expect([20, 24, 25].map((n) => causeAt(bare(n)))).toEqual(["unknown", "unknown", "broken_sync"]);
  });

  it("those who come back weeks later are hired again, and no sync", () => {
    const rehired = accident((i) => (i < 48 ? { reversed: NINE + 20 * DAY } : {}));
    expect(reason(seen(rehired), "returned")).toMatchObject({ back: 0, late: 48, after: 0, span: 0 });
    expect(causeAt(rehired, { now: NINE + 21 * DAY })).not.toBe("broken_sync");
  });

  it("where several people did it by hand and took it back, it was no sync", () => {
    const hands = back.map((one, i) => ({ ...without(one, "updated"), actor: admin(i % 3) }));
    expect(causeAt(hands)).toBe("unknown");
  });
});

describe("the pace of changes", () => {
  const paceOf = (times: readonly number[], more: Partial<Ended> = {}) =>
    reason(seen(times.map((at) => ended(NINE + at, { updated: NINE + at, ...more }))), "pace");

  it("one a second for half an hour is no hand's, though no second holds two", () => {
    const steady = paceOf(Array.from({ length: 1800 }, (_, i) => i * SECOND));
    expect(steady).toMatchObject({ fast: 1800, busiestMinute: 60, seconds: 1800, speaks: { for: "broken_sync" } });
  });

  it("three in two seconds are as few as say anything, and one in eight seconds is within a hand's", () => {
    expect(paceOf([0, 1, 2].map((n) => n * SECOND))).toMatchObject({
      fast: 3,
      span: 2 * SECOND,
      speaks: { strength: "weak" },
    });
    expect(paceOf([0, 2, 4].map((n) => n * SECOND))).toMatchObject({ fast: 0 });
    expect(paceOf(Array.from({ length: 30 }, (_, i) => i * 4 * SECOND))).toMatchObject({ fast: 30, busiestMinute: 15 });
    expect(paceOf(Array.from({ length: 30 }, (_, i) => i * 8 * SECOND))).toMatchObject({ fast: 0, busiestMinute: 8 });
  });

  it("counts only a change that can have been the departure: none after it, none before it, none by which data was erased", () => {
    expect(paceOf([0, 0, 0])).toMatchObject({ known: 3, fast: 3 });
    expect(paceOf([0, 0, 0], { updated: NINE + MINUTE })).toMatchObject({ known: 0 });
    expect(paceOf([0, 0, 0], { updated: NINE - 16 * MINUTE })).toMatchObject({ known: 0 });
    expect(paceOf([0, 0, 0], { change: "erased" })).toMatchObject({ known: 0 });
    // Whole seconds: what was changed half a second after the last look reads as half a second before it.
    expect(paceOf([0, 0, 0], { since: NINE - 400, updated: NINE - SECOND })).toMatchObject({ known: 3 });
  });

  it("of fewer than half it says nothing", () => {
    const some = [...many(4, () => ended(NINE, { updated: NINE })), ...many(5, () => ended(NINE))];
    expect(reason(seen(some), "pace")).toMatchObject({ known: 4, fast: 4 });
    expect(reason(seen(some), "pace")).not.toHaveProperty("speaks");
  });
});

describe("guests on the last day of the month", () => {
  const midnight = Date.UTC(2026, 11, 1);
  const guest = (more: Partial<Ended> = {}) =>
    ended(midnight + 10 * MINUTE, { kind: "guest", guestExpires: midnight, updated: midnight, ...more });

  it("40 with that expiry have reached it, though all went in one second", () => {
    const wave = many(40, () => guest());
    expect(causeAt(wave)).toBe("guest_expiry");
    expect(causeAt(wave, { now: midnight + 5 * DAY })).toBe("guest_expiry");
    expect(reason(seen(wave), "expired")).toMatchObject({ of: 40, expired: 40, unknown: 0 });
  });

  it("those of whom no expiry is known, or whose expiry was cleared, count neither way", () => {
    const cleared = many(15, (i) => guest({ guestExpires: null, ...(i % 2 === 0 ? { change: "removed" } : {}) }));
    const { guestExpires: _, ...unknown } = guest();
    expect(causeAt([...many(20, () => guest()), ...cleared, unknown])).toBe("guest_expiry");
    expect(reason(seen([...many(20, () => guest()), ...cleared, unknown]), "expired")).toMatchObject({
      expired: 20,
      unknown: 16,
    });
    expect(causeAt([...many(5, () => guest()), ...cleared])).not.toBe("guest_expiry");
    const staff = many(4, () => ended(midnight));
    expect(causeAt([...many(15, () => guest()), ...cleared.slice(0, 14), ...staff])).toBe("guest_expiry");
  });

  it("whoever was taken out in the morning after had expired too, and two are no wave of it", () => {
    const morning = guest({ since: midnight + 8 * HOUR, at: midnight + 9 * HOUR });
    expect(causeAt(many(12, () => morning))).toBe("guest_expiry");
    expect(causeAt(many(2, () => guest()))).toBe("unknown");
  });

  it("an expiry on another day is no reason to go, and neither are a few among staff", () => {
    expect(causeAt(many(40, () => guest({ guestExpires: midnight + 9 * DAY })))).not.toBe("guest_expiry");
    expect(causeAt([...many(3, () => guest()), ...many(9, () => ended(midnight))])).not.toBe("guest_expiry");
    expect(
      reason(seen(many(4, () => guest({ since: null, guestExpires: midnight - 2 * DAY }))), "expired"),
    ).toBeUndefined();
  });
});

describe("erasures and moves", () => {
  it("a batch of erasures is one", () => {
    const batch = many(25, (i) => ended(NINE, { change: i < 20 ? "erased" : "deactivated", updated: NINE }));
    expect(causeAt(batch)).toBe("erasure");
    expect(reason(seen(batch), "erased")).toMatchObject({
      of: 25,
      erased: 20,
      speaks: { for: "erasure", strength: "strong" },
    });
    expect(causeAt(batch.slice(9).map((one, i) => (i < 8 ? { ...one, change: "deactivated" } : one)))).not.toBe(
      "erasure",
    );
  });

  it("300 who are active in another workspace since were moved, days later too", () => {
    const moved = many(300, (i) =>
      ended(NINE + i * SECOND, { updated: NINE + i * SECOND, actor: SYNC, moved: i < 290 }),
    );
    expect(causeAt(moved)).toBe("restructuring");
    expect(causeAt(moved, { now: NINE + 9 * DAY })).toBe("restructuring");
    expect(reason(seen(moved), "elsewhere")).toMatchObject({ of: 300, moved: 290, demoted: 0, unknown: 0 });
  });

  it("who is also elsewhere and comes back was in a sync that went wrong", () => {
    const mirror = accident(() => ({ moved: true, reversed: NINE + HOUR }));
    expect(causeAt(mirror)).toBe("broken_sync");
  });

  it("made guests is not gone", () => {
    expect(causeAt(many(12, (i) => ended(NINE + i * MINUTE, { change: "demoted" })))).toBe("restructuring");
  });
});

describe("a planned change", () => {
  const wave = many(20, (i) => ended(NINE + i * MINUTE, { updated: NINE + i * MINUTE, actor: admin(i % 2) }));
  const plan = { id: "p-1", from: NINE - HOUR, until: NINE + HOUR, about: "The words of somebody" };

  it("labels the wave that it covers and keeps every reason beneath", () => {
    const [bare, labelled] = [causeOf(seen(wave)), causeOf(seen(wave, { plans: [plan] }))];
    expect(labelled.cause).toBe("planned");
    expect(labelled.reasons[0]).toEqual({
      reason: "plan",
      of: 20,
      overlapping: 20,
      within: 20,
      plans: ["p-1"],
      beneath: bare.cause,
      contradicted: false,
      speaks: { for: "planned", strength: "strong" },
    });
    expect(labelled.reasons.slice(1)).toEqual(bare.reasons);
  });

  it("says where more come back than it explains", () => {
    const back = wave.map((one) => ({ ...one, reversed: NINE + 3 * HOUR }));
    const evidence = seen(
      back.map((one) => without(one, "actor")),
      { plans: [plan] },
    );
    expect(causeOf(evidence).cause).toBe("planned");
    expect(reason(evidence, "plan")).toMatchObject({ beneath: "broken_sync", contradicted: true });
    const two = wave.map((one, i) => (i < 2 ? { ...one, reversed: NINE + 3 * HOUR } : one));
    expect(reason(seen(two, { plans: [plan] }), "plan")).toMatchObject({ contradicted: false });
  });

  it("that covers something else labels nothing", () => {
    const after = { id: "p-2", from: NINE + 16 * MINUTE, until: NINE + DAY };
    expect(causeAt(wave, { plans: [after] })).toBe(causeAt(wave));
    expect(reason(seen(wave, { plans: [after] }), "plan")).toMatchObject({ overlapping: 4, within: 4, plans: ["p-2"] });
    const ends = { ...after, from: NINE - DAY, until: NINE };
    expect(reason(seen(wave, { plans: [ends] }), "plan")).toBeUndefined();
  });

  it("two that cover it together cover it; whose time is not known well may have left within one", () => {
    const parts = [
      { id: "p-3", from: NINE - MINUTE, until: NINE + 8 * MINUTE },
      { id: "p-4", from: NINE + 12 * MINUTE, until: NINE + HOUR },
    ];
    const vague = wave.map((one) => without(one, "updated"));
    expect(reason(seen(wave, { plans: parts }), "plan")).toMatchObject({
      overlapping: 16,
      within: 16,
      plans: ["p-3", "p-4"],
    });
    expect(reason(seen(vague, { plans: parts }), "plan")).toMatchObject({ overlapping: 20, within: 0 });
    expect(causeAt(wave, { plans: parts })).toBe("planned");
  });
});

describe("three ordinary leavers of a small team", () => {
  const team = [0, 20, 45].map((hours) => ended(NINE + hours * HOUR));

  it("are not clearly anything on their day, and people leaving after it", () => {
    expect(causeAt(team.slice(0, 2))).toBe("unknown");
    expect(causeAt(team.map((one) => ({ ...one, at: NINE, since: NINE - HOUR })))).toBe("unknown");
    expect(causeAt(team, { now: NINE + 4 * DAY })).toBe("departures");
  });

  it("that all were of one place speaks for it, weakly", () => {
    expect(reason(seen(team, { where: [{ left: 3 }] }), "places")).toEqual({
      reason: "places",
      of: 3,
      places: 1,
      left: 3,
      speaks: { for: "departures", strength: "weak" },
    });
    expect(reason(seen(team, { where: [{ left: 1 }] }), "places")).not.toHaveProperty("speaks");
  });
});
