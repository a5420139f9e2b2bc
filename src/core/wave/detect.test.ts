import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, type Instant, MINUTE } from "../time.ts";
import { dayOf, isWeekend, turnOf } from "./calendar.ts";
import { createDetector, newborn, type Saved, type Turn } from "./detect.ts";
import { type GroupKey, type Headcounts, headcounts } from "./groups.ts";
import type { Departed } from "./recent.ts";

/** A Monday. */
const BEGAN = Date.UTC(2026, 0, 5);
const OFFICE = 40;

/** Offices of 40 people and teams of 10; each office is a country of its own. */
function groupsAt(i: number): GroupKey[] {
  const office = Math.floor(i / OFFICE);
  return [`location:${office}`, `team:${Math.floor(i / 10)}`];
}

function company(people: number): Headcounts {
  return headcounts(Array.from({ length: people }, (_, i) => groupsAt(i)));
}

const COMPANY = company(400);

function left(who: number, at: Instant, since = at): Departed {
  return { id: `d${who}-${at}`, since, at, groups: groupsAt(who) };
}

/** One at a time, `apart` from each other. */
function burst(count: number, from: Instant, apart: number, first = 0): Departed[] {
  return Array.from({ length: count }, (_, i) => left(first + i, from + i * apart));
}

/** What it does in the days before: one departure every nine days, at different hours. */
function quiet(days: number): Departed[] {
  return Array.from({ length: Math.floor(days / 9) }, (_, i) =>
    left((i * 47) % 400, BEGAN + (9 * i + 4) * DAY + (9 + (i % 8)) * HOUR),
  );
}

function run(departed: readonly Departed[], here = COMPANY, from: Saved = newborn("staff", BEGAN)) {
  const detector = createDetector(from);
  const turns = departed.flatMap((one) => detector.take([one], here));
  return { detector, turns, opened: turns.filter(({ turn }) => turn === "opened") };
}

const LATER = BEGAN + 100 * DAY + 10 * HOUR;
const SETTLED = run(quiet(95)).detector.saved();
const after = (departed: readonly Departed[], here = COMPANY) => run(departed, here, SETTLED);

describe("when a wave opens", () => {
  it("30 of 400 within six hours are one after the first few", () => {
    const { opened, detector } = after(burst(30, LATER, 12 * MINUTE, 100));
    expect(opened.map(({ at }) => (at - LATER) / (12 * MINUTE) + 1)).toEqual([expect.any(Number)]);
    expect((opened[0]?.at ?? 0) - LATER).toBeLessThanOrEqual(4 * 12 * MINUTE);
    const wave = detector.wave(COMPANY);
    expect(wave).toMatchObject({ who: "staff", size: 30, start: LATER });
    expect(wave?.expected).toBeLessThan(0.2);
    expect(wave?.closed).toBeUndefined();
  });

  it("there is none of two, whenever and wherever they leave, nor of one who is told again and again", () => {
    const two = fc.tuple(
      fc.integer({ min: 0, max: 399 }),
      fc.integer({ min: 0, max: 399 }),
      fc.integer({ min: 0, max: DAY }),
    );
    fc.assert(
      fc.property(two, ([a, b, gap]) => {
        const both = [left(a, BEGAN + HOUR), left(b, BEGAN + HOUR + gap)];
        expect(run([...both, ...both, ...both]).turns).toEqual([]);
      }),
    );
  });

  it("a quiet year of pairs raises nothing", () => {
    const pairs = Array.from({ length: 20 }, (_, i) => BEGAN + i * 18 * DAY + 10 * HOUR).flatMap((at, i) => [
      left(7 * i, at),
      left(7 * i + 1, at + 15 * MINUTE),
    ]);
    expect(run(pairs).turns).toEqual([]);
  });

  it("a slow bleed is found that no hour and no day shows", () => {
    const slow = Array.from({ length: 14 }, (_, i) => left((29 * i) % 400, LATER + i * 16 * HOUR));
    expect(after(slow).opened).toHaveLength(1);
    for (const one of slow) expect(after([one]).opened).toEqual([]);
  });

  it("works on the first day", () => {
    expect(run(burst(10, BEGAN + 3 * HOUR, 2 * MINUTE)).opened).toHaveLength(1);
  });

  it("counts who may have left while the first list was read, whenever the second is taken", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 * MINUTE }), fc.integer({ min: 0, max: HOUR }), (reading, later) => {
        const gone = [...Array(10).keys()].map((who) => left(who, BEGAN + later, BEGAN - reading));
        expect(run(gone).opened).toHaveLength(1);
      }),
    );
  });

  it("counts who may have left before the last wave closed but was found after, and nobody of that wave again", () => {
    const closed = LATER + 5 * DAY;
    const { detector } = after(burst(30, LATER, 12 * MINUTE, 100));
    expect(detector.pass(closed, COMPANY).map(({ turn }) => turn)).toEqual(["closed"]);
    const found = burst(10, closed, 0, 300).map((one) => ({ ...one, since: closed - MINUTE, at: closed }));
    expect(detector.take(found, COMPANY).map(({ turn }) => turn)).toEqual(["opened"]);
    expect(detector.wave(COMPANY)).toMatchObject({ size: 10, start: closed - MINUTE });
    const again = createDetector(JSON.parse(JSON.stringify(detector.saved())) as Saved);
    expect(again.wave(COMPANY)).toEqual(detector.wave(COMPANY));
  });

  it("three who left somewhere in a month of darkness are none; in a minute they are", () => {
    const found = LATER + HOUR;
    const dark = [1, 50, 99].map((who) => left(who, found, found - 25 * DAY));
    expect(after(dark).turns).toEqual([]);
    const clear = [1, 50, 99].map((who) => left(who, found, found - 2000));
    expect(after(clear).opened).toHaveLength(1);
  });

  it("the same departures are never a clearer wave among twice as many people", () => {
    const doubled = headcounts(Array.from({ length: 800 }, (_, i) => groupsAt(i % 400)));
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 399 }), fc.integer({ min: 0, max: 50 * MINUTE })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(some, (leaving) => {
        const departed = leaving.map(([who, gap]) => left(who, LATER + gap)).toSorted((a, b) => a.at - b.at);
        const [few, many] = [after(departed).opened[0], after(departed, doubled).opened[0]];
        if (many !== undefined) expect(few?.at).toBeLessThanOrEqual(many.at);
      }),
    );
  });

  it("departures in one office never raise another", () => {
    const here = fc.array(fc.integer({ min: 0, max: 5 * HOUR }), { maxLength: 5 });
    fc.assert(
      fc.property(here, fc.array(fc.integer({ min: 0, max: 5 * HOUR }), { maxLength: 5 }), (own, others) => {
        const mine = own.map((gap, i) => left(i, LATER + gap));
        const all = [...mine, ...others.map((gap, i) => left(200 + i, LATER + gap))].toSorted((a, b) => a.at - b.at);
        const scopes = (departed: readonly Departed[]) =>
          after(departed).opened.flatMap((turn) => ("wave" in turn ? turn.wave.signal.scope : []));
        const alone = scopes(mine.toSorted((a, b) => a.at - b.at));
        if (alone.length === 0) expect(scopes(all)).not.toContain("location:0");
      }),
    );
  });
});

describe("where departures are known together", () => {
  const LARGE = company(40_000);
  /** Some 20 on each working day and 50 on the last of a month, by another week's pattern of chance each time. */
  const times = {
    "are removed in one minute of the evening": (day: Instant, n: number) => {
      const at = day + 18 * HOUR + ((n * 7919) % MINUTE);
      return { since: at, at };
    },
    "are found by a sweep at midnight": (day: Instant) => ({ since: day - MINUTE, at: day + DAY }),
  } as const;
  const lived = (days: number, on: (day: Instant, n: number) => { since: Instant; at: Instant }) => {
    const detector = createDetector(newborn("staff", BEGAN));
    const turns: Turn[] = [];
    let who = 0;
    const leave = (day: Instant, count: number): void => {
      const some = Array.from({ length: count }, (_, n) => {
        const { since, at } = on(day, n);
        return left((who++ * 2741) % 40_000, at, since);
      });
      turns.push(...detector.take(some, LARGE));
    };
    for (let i = 0; i < days; i++) {
      const day = BEGAN + i * DAY;
      if (isWeekend(dayOf(day))) continue;
      leave(day, turnOf(dayOf(day)) === "last" ? 50 : 15 + ((i * 5) % 11));
    }
    return { turns, leave };
  };

  for (const [name, on] of Object.entries(times)) {
    it(`those who ${name} are no wave on ordinary days and at a month's end, and one when many leave`, () => {
      const { turns, leave } = lived(114, on);
      expect(turns).toEqual([]);
      leave(BEGAN + 114 * DAY, 300);
      expect(turns.map(({ turn }) => turn)).toContain("opened");
    });
  }

  it("a sweep's own day is enough to show a wave, without the days around it", () => {
    const swept = Array.from({ length: 12 }, (_, i) => left(i * 30, LATER, LATER - DAY - MINUTE));
    const turns = createDetector(SETTLED).take(swept, COMPANY);
    const [opened] = turns.flatMap((turn) => (turn.turn === "opened" ? [turn.wave.signal] : []));
    expect(opened?.count).toBe(12);
    expect(opened?.window).toBeLessThan(2 * DAY);
  });
});

describe("while it is open", () => {
  it("what would open another belongs to it", () => {
    const { opened, detector } = after([
      ...burst(12, LATER, 10 * MINUTE, 0),
      ...burst(12, LATER + 3 * HOUR, 10 * MINUTE, 200),
    ]);
    expect(opened).toHaveLength(1);
    const wave = detector.wave(COMPANY);
    expect(wave?.size).toBe(24);
    expect(wave?.where.map(({ by, left: gone, of }) => [by, gone, of])).toEqual([
      ["team", 10, 20],
      ["team", 10, 20],
    ]);
  });

  it("weekends do not close it, quiet days do, and nothing then opens it again", () => {
    // A Thursday afternoon, and the Monday after it.
    const thursday = BEGAN + 101 * DAY + 16 * HOUR;
    const first = burst(10, thursday, 10 * MINUTE, 100);
    const { detector } = after(first);
    expect(detector.pass(thursday + 3 * DAY, COMPANY)).toEqual([]);
    const turns = burst(6, thursday + 3.7 * DAY, 10 * MINUTE, 300).flatMap((one) => detector.take([one], COMPANY));
    expect(turns.every(({ turn }) => turn === "updated")).toBe(true);
    const closing = [
      ...detector.pass(thursday + 30 * DAY, COMPANY),
      ...detector.take([left(77, thursday + 31 * DAY)], COMPANY),
    ];
    expect(closing.map(({ turn }) => turn)).toEqual(["closed"]);
    expect(closing[0]).toMatchObject({ wave: { size: 16, closed: { why: "quiet" }, start: thursday } });
    expect(detector.wave(COMPANY)).toBeUndefined();
  });

  it("those who come back close it, and it says how many there were", () => {
    const gone = burst(40, LATER, 5000, 100);
    const { detector } = after(gone);
    const turns: Turn[] = detector.takeBack(
      gone.map(({ id }) => id),
      LATER + 2 * HOUR,
      COMPANY,
    );
    expect(turns.map(({ turn }) => turn)).toEqual(["closed"]);
    expect(turns[0]).toMatchObject({ wave: { size: 40, back: 40, closed: { why: "returned" } } });
  });

  it("a new level is a wave once, and then how things are", () => {
    const busy = Array.from({ length: 400 }, (_, i) => left(i, LATER + i * 12 * HOUR));
    const { turns } = after(busy);
    const closed = turns.flatMap((turn) => (turn.turn === "closed" ? [turn.wave.closed?.why] : []));
    expect(closed[0]).toBe("lasting");
    expect(turns.filter(({ turn, at }) => turn === "opened" && at > LATER + 100 * DAY)).toEqual([]);
  });
});

describe("what a detector remembers", () => {
  const stream = fc
    .array(
      fc.tuple(fc.integer({ min: 0, max: 399 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5 })),
      { maxLength: 60 },
    )
    .map((some) => some.map(([who, hours, group]) => left(who, LATER + hours * HOUR + (group % 2) * 30 * DAY)));

  it("the order of departures at one instant changes nothing", () => {
    fc.assert(
      fc.property(stream, (departed) => {
        const take = (some: readonly Departed[]) => {
          const detector = createDetector(SETTLED);
          const turns = detector.take(some, COMPANY);
          const { recent, ...rest } = detector.saved();
          // Sums of the same numbers in another order differ in their last digits.
          const known = JSON.stringify({ ...rest, turns }, (_, value) =>
            typeof value === "number" ? value.toPrecision(9) : value,
          );
          return { known, recent: recent.map(({ id }) => id).toSorted() };
        };
        expect(take(departed.toReversed())).toEqual(take(departed));
      }),
      { numRuns: 40 },
    );
  });

  it("after a round trip through JSON it answers the same", () => {
    fc.assert(
      fc.property(stream, fc.nat(60), (departed, cut) => {
        const inOrder = departed.toSorted((a, b) => a.at - b.at);
        const one = createDetector(SETTLED);
        const before = inOrder.slice(0, cut).flatMap((each) => one.take([each], COMPANY));
        const two = createDetector(JSON.parse(JSON.stringify(one.saved())) as Saved);
        const rest = (detector: typeof one) => inOrder.slice(cut).flatMap((each) => detector.take([each], COMPANY));
        expect(rest(two)).toEqual(rest(one));
        expect(two.wave(COMPANY)).toEqual(one.wave(COMPANY));
        expect(two.saved()).toEqual(one.saved());
        expect(before.length).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
  });

  it("a month after everything it is as small as before", () => {
    const { detector } = after(burst(300, LATER, MINUTE));
    detector.pass(LATER + 90 * DAY, COMPANY);
    expect(JSON.stringify(detector.saved()).length).toBeLessThan(12_000);
    expect(detector.saved().recent).toEqual([]);
  });
});
