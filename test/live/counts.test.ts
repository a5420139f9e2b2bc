// Counts, from the account that ends to what those are shown who may know no names.
import { afterEach, describe, expect, it } from "vitest";
import { enterTotal } from "../../src/app/official-total.ts";
import { publishedTo } from "../../src/app/published.ts";
import type { Store } from "../../src/app/ports.ts";
import { countsStand } from "../../src/app/release-standing.ts";
import { release } from "../../src/app/release.ts";
import { type ReadingRules, takeReading } from "../../src/app/take-reading.ts";
import type { WatchEvent } from "../../src/app/watch.ts";
import type { Account } from "../../src/core/directory/account.ts";
import { reportOf } from "../../src/core/ledger/report.ts";
import { type CountRules, READERS } from "../../src/core/ledger/rules.ts";
import { DAY, HOUR, SECOND } from "../../src/core/time.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { REPORT_FORMATS, reportText } from "../../src/reports/report.ts";
import { openStore } from "../../src/wire/context.ts";
import { deactivate, people, person, reading } from "../support/directory.ts";
import { whileWatching } from "../support/watching.ts";
import { workspacesOfTests } from "../support/workspace.ts";

const RULES: CountRules = { headcount: "acme", cadence: DAY, settle: DAY, k: 5, anyone: 10 };

const open = workspacesOfTests();

/** A workspace whose staff have been divided into units, of which nothing is told yet. */
async function counted() {
  const workspace = await open();
  const { context, slack: fake, clock } = workspace;
  const { store } = context;
  const first = await release(context, RULES);
  if (!first.made) throw new Error(`no first release: ${first.why}`);
  const began = first.at;
  const [base] = await store.partitions("acme");
  const unit = base?.units[0];
  if (base === undefined || unit === undefined) throw new Error("there are no units");
  const here = new Set(workspace.staff(420));
  /** Ids of the staff of the first unit, always the same ones. */
  const inUnit = [...base.unitOf].flatMap(([id, of]) => (of === unit.id && here.has(id) ? [id] : [])).toSorted();
  return {
    ...workspace,
    store,
    base,
    began,
    inUnit,
    leave: (ids: readonly string[]) => ids.forEach((id) => fake.acts.deactivate(id)),
    comeBack: (ids: readonly string[]) => ids.forEach((id) => fake.acts.reactivate(id)),
    /** Lets the time go by to a little after the release that is due so many cadences after the first; reads, and releases. */
    day: async (n: number) => {
      await clock.sleep(began + n * DAY - clock.now() - HOUR);
      await workspace.sweep();
      return release(context, RULES);
    },
    /** What is told of the first unit. */
    shown: async () => {
      const values: number[] = [];
      for (const readers of READERS) {
        values.push((await publishedTo(store, readers)).published.get(unit.id)?.value ?? Number.NaN);
      }
      return values;
    },
  };
}

/** What each of the readers sees, in every format. */
async function everything(store: Store): Promise<string[]> {
  const all: string[] = [];
  for (const readers of READERS) {
    const ledger = await publishedTo(store, readers);
    all.push(...REPORT_FORMATS.map((format) => reportText(ledger, format)));
  }
  return all;
}

describe("counts of a workspace", () => {
  it("rise in steps as people leave, once that has stood for a day, and not when they come back", async () => {
    const { store, inUnit, leave, comeBack, sweep, day, shown } = await counted();
    expect(inUnit.length).toBeGreaterThan(40);
    const course: number[][] = [await shown()];
    const acts: Readonly<Record<number, () => unknown>> = {
      1: () => leave(inUnit.slice(0, 4)),
      2: () => leave(inUnit.slice(4, 7)),
      4: () => leave(inUnit.slice(7, 10)),
      5: () => leave(inUnit.slice(10, 16)),
      8: () => comeBack(inUnit.slice(0, 12)),
      // These are seen to be gone, and are back before that has stood for a day.
      10: async () => {
        leave(inUnit.slice(16, 30));
        await sweep();
        comeBack(inUnit.slice(16, 30));
      },
    };
    for (let n = 1; n <= 13; n++) {
      await acts[n]?.();
      expect(await day(n)).toMatchObject({ made: true, release: n + 1 });
      course.push(await shown());
    }
    // What happened a little after a release has stood for a day a little after the next, and counts at the one after that.
    expect(course).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [7, 0],
      [7, 0],
      [7, 0],
      [16, 16],
      [16, 16],
      [16, 16],
      [16, 16],
      [16, 16],
      [16, 16],
      [16, 16],
      [16, 16],
    ]);
    expect((await store.departures({})).filter(({ observed }) => observed)).toHaveLength(30);
  });

  it("are the same to the byte, in every format, for all readers and on every day, where what is published is the same", async () => {
    const worlds = [await counted(), await counted(), await counted()] as const;
    const [nobody, few, some] = worlds;
    few.leave(few.inUnit.slice(0, 4));
    some.leave(some.inUnit.slice(10, 17));
    await Promise.all(worlds.map((world) => world.day(1)));
    // The reading found them gone; before it has stood for a day three are back.
    some.comeBack(some.inUnit.slice(10, 13));
    await some.sweep();
    let differed = 0;
    for (let n = 2; n <= 6; n++) {
      for (const world of worlds) await world.day(n);
      const shown = await everything(nobody.store);
      expect(shown).toHaveLength(10);
      expect(await everything(few.store)).toEqual(shown);
      expect(await everything(some.store)).toEqual(shown);
      differed += (await few.store.departures({})).length - (await nobody.store.departures({})).length;
    }
    // The worlds were not the same.
    expect(differed).toBeGreaterThan(0);
    few.leave(few.inUnit.slice(4, 8));
    for (let n = 7; n <= 9; n++) for (const world of worlds) await world.day(n);
    const [before, after] = [await everything(nobody.store), await everything(few.store)];
    // Of eight who left the readers of k = 5 hear, and anyone does not.
    expect(after.slice(0, 5).every((text, i) => text !== before[i])).toBe(true);
    expect(after.slice(5)).toEqual(before.slice(5));
  });

  it("name nobody, and no unit that is called after somebody", async () => {
    const { store, slack: fake, inUnit, leave, day } = await counted();
    leave(inUnit.slice(0, 8));
    for (let n = 1; n <= 3; n++) await day(n);
    const shown = (await everything(store)).join("\n");
    expect(shown).toContain("at least 8");
    for (const { id, first, last, email } of fake.world.members.values()) {
      for (const one of [id, `${first} ${last}`, email]) if (one) expect(shown.includes(one)).toBe(false);
    }
  });
});

describe("a release", () => {
  it("comes at multiples of the cadence since the first, one for however many were missed", async () => {
    const { store, context, clock, began, day } = await counted();
    expect(await release(context, RULES)).toMatchObject({ made: false, why: "not due" });
    await clock.sleep(DAY - 2 * HOUR);
    expect(await release(context, RULES)).toMatchObject({ made: false, why: "not due" });
    expect(await day(5.5)).toEqual({ made: true, directory: "acme", release: 2, at: began + 5 * DAY });
    expect(await release(context, RULES)).toMatchObject({ made: false, why: "not due" });
    expect(await day(6)).toMatchObject({ release: 3, at: began + 6 * DAY });
    expect((await store.releases("acme", "authorised")).map(({ at }) => (at ?? 0) - began)).toEqual([
      0,
      5 * DAY,
      6 * DAY,
    ]);
    expect(await store.releases("acme", "anyone")).toHaveLength(3);
  });

  it("waits until the directory has been read since it was due, and bears the time at which it was", async () => {
    const { context, clock, began, sweep } = await counted();
    const last = { release: 1, at: began };
    expect(await countsStand(context, RULES)).toEqual({ last, next: began + DAY, why: "not due" });
    await clock.sleep(DAY + HOUR);
    expect(await release(context, RULES)).toMatchObject({ made: false, why: "unseen" });
    expect(await countsStand(context, RULES)).toEqual({ last, next: began + DAY, why: "unseen" });
    await sweep();
    expect(await countsStand(context, RULES)).toMatchObject({ last, next: began + DAY, why: "ready" });
    expect(await release(context, RULES)).toMatchObject({ made: true, at: began + DAY });
  });

  it("counts those who have left between the reading that the units are made of and the first release", async () => {
    const { context, clock, slack: fake, staff, sweep } = await open({ accounts: 150 });
    await clock.sleep(HOUR);
    for (const id of staff(9)) fake.acts.deactivate(id);
    await clock.sleep(HOUR);
    expect(await release(context, RULES)).toMatchObject({ made: true, release: 1 });
    await clock.sleep(2 * DAY);
    await sweep();
    expect(await release(context, RULES)).toMatchObject({ made: true, release: 2 });
    expect(reportOf(await publishedTo(context.store, "authorised")).total).toEqual({ atLeast: 9 });
  });

  it("is not made of a directory that was never read", async () => {
    const { context, clock } = await open();
    expect(await release(context, { ...RULES, headcount: "other" })).toMatchObject({ made: false, why: "unseen" });
    await clock.sleep(2 * DAY);
    expect(await release(context, RULES)).toMatchObject({ made: false, why: "unseen" });
    expect(await context.store.counted()).toEqual([]);
  });

  it("is on the record with no more than its readers see", async () => {
    const { store, inUnit, leave, day } = await counted();
    leave(inUnit.slice(0, 9));
    for (let n = 1; n <= 3; n++) await day(n);
    const records = (await store.records({})).filter(({ action }) => action === "release");
    const totals = [];
    for (const readers of READERS) totals.push(reportOf(await publishedTo(store, readers)).total.atLeast);
    expect(records).toHaveLength(4);
    expect(records[0]?.detail).toMatchObject({
      directory: "acme",
      release: 4,
      authorised: totals[0],
      anyone: totals[1],
    });
    expect(totals).toEqual([9, 0]);
    expect(Object.keys(records[0]?.detail ?? {}).toSorted()).toEqual([
      "anyone",
      "authorised",
      "directory",
      "due",
      "partition",
      "release",
      "units",
    ]);
  });

  it("is kept whole or not at all", async () => {
    const { store, context, clock, began, sweep } = await counted();
    const before = await everything(store);
    await clock.sleep(began + DAY - clock.now());
    await sweep();
    const torn: Store = {
      ...store,
      transaction: (work) =>
        store.transaction((writer) =>
          work({
            ...writer,
            record: async () => {
              throw new Error("torn");
            },
          }),
        ),
    };
    await expect(release({ ...context, store: torn }, RULES)).rejects.toThrow("torn");
    expect(await everything(store)).toEqual(before);
    expect(await store.releases("acme", "anyone")).toHaveLength(1);
    expect(await release(context, RULES)).toMatchObject({ made: true, release: 2 });
  });

  it("is refused where the settings have changed, for what is published cannot be divided or measured anew", async () => {
    const { context, day, clock, sweep } = await counted();
    await day(1);
    await clock.sleep(DAY);
    await sweep();
    const saying = async (more: Partial<CountRules>): Promise<string> =>
      release(context, { ...RULES, ...more }).then(
        () => "made",
        (error: Error) => error.message,
      );
    expect(await saying({ headcount: "other" })).toMatch(/^counts\.headcount is other, but .* set it to acme\.$/);
    expect(await saying({ k: 7 })).toMatch(/^counts\.k is 7, but .* with 5: set 5 again\.$/);
    expect(await saying({ anyone: 20 })).toMatch(/^counts\.anyone is 20, but .* with 10: set 10 again\.$/);
    expect(await saying({})).toBe("made");
    for (const more of [{ headcount: "other" }, { k: 7 }, { anyone: 20 }]) {
      expect(await countsStand(context, { ...RULES, ...more })).toEqual({ fault: expect.stringContaining("counts.") });
    }
  });

  it("of too few people is refused, and nothing is divided", async () => {
    const workspace = await open({ accounts: 30 });
    const { context } = workspace;
    await expect(release(context, RULES)).rejects.toThrow("acme has fewer staff than the 40 of whom counts are safe");
    expect(await context.store.counted()).toEqual([]);
    expect(await countsStand(context, RULES)).toEqual({ fault: expect.stringContaining("fewer staff than the 40") });
  });
});

describe("an official total", () => {
  it("is entered for all readers at once, on the record, and holds back what it would tell", async () => {
    const { store, context, inUnit, leave, day, shown } = await counted();
    leave(inUnit.slice(0, 7));
    for (let n = 1; n <= 3; n++) await day(n);
    leave(inUnit.slice(7, 14));
    expect(await shown()).toEqual([7, 0]);
    await day(4);
    // A release after the one that published them, this unit stands as well, and a total of 7 says that nobody else left.
    const frozen = await enterTotal(context, { low: 7, high: 7 });
    const units = (await publishedTo(store, "authorised")).units.length;
    expect(frozen).toEqual({ authorised: units, anyone: units });
    const [record] = await store.records({ limit: 1 });
    expect(record).toMatchObject({ action: "total", detail: { directory: "acme", low: 7, high: 7, ...frozen } });
    for (let n = 5; n <= 7; n++) await day(n);
    expect(await shown()).toEqual([7, 0]);
    expect(await store.releases("acme", "authorised")).toHaveLength(8);
  });

  it("is refused before the first release, and changes nothing", async () => {
    const { context } = await open();
    await expect(enterTotal(context, { low: 7, high: 7 })).rejects.toThrow("Nothing has been released yet");
    expect((await context.store.records({})).some(({ action }) => action === "total")).toBe(false);
  });
});

const READ: ReadingRules = { kind: "file", absence: "counts", departures: { demotion: false } };
const opened: Store[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

it("a sweep that begins at the same time each day makes a release each day, however long each of them lasts", async () => {
  const store = await openStore();
  opened.push(store);
  const clock = virtualClock();
  const began = clock.now();
  for (const [n, seconds] of [20, 12, 17, 3, 60].entries()) {
    await clock.sleep(began + n * DAY - clock.now());
    const startedAt = clock.now();
    await clock.sleep(seconds * SECOND);
    const read = { ...reading(people(120), clock.now(), { directory: "acme" }), startedAt };
    await takeReading(store, read, READ);
    const made = await release({ store, clock, destinations: [] }, RULES);
    expect(made).toEqual({ made: true, directory: "acme", release: n + 1, at: began + n * DAY });
  }
});

describe("people who join after the units were made", () => {
  async function company() {
    const store = await openStore();
    opened.push(store);
    const clock = virtualClock();
    let accounts: readonly Account[] = people(120, { team: "Sales" });
    const began = clock.now() + HOUR;
    const day = async (n: number) => {
      await clock.sleep(began + n * DAY - clock.now());
      await takeReading(store, reading(accounts, clock.now(), { directory: "acme" }), READ);
      return release({ store, clock, destinations: [] }, RULES);
    };
    await day(0);
    return {
      store,
      day,
      join: (from: number, to: number) => {
        accounts = [
          ...accounts,
          ...Array.from({ length: to - from }, (_, i) => person(`N${from + i}`, { team: "Sales" })),
        ];
      },
      leave: (...ids: readonly string[]) => {
        accounts = deactivate(accounts, ...ids);
      },
      comeBack: (...ids: readonly string[]) => {
        accounts = accounts.map((one) => (ids.includes(one.id) ? person(one.id, { team: "Sales" }) : one));
      },
      units: async () => reportOf(await publishedTo(store, "authorised")).units,
    };
  }

  const ids = (of: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${of}${i}`);

  it("are a unit once they are enough, those who have left again among them, and are counted from then on", async () => {
    const { store, day, join, leave, units } = await company();
    join(0, 50);
    await day(1);
    leave(...ids("N", 6));
    await day(2);
    expect(await store.waitingJoiners("acme")).toHaveLength(50);
    expect(await units()).toHaveLength(1);
    join(50, 79);
    await day(3);
    expect(await units()).toHaveLength(1);
    join(79, 80);
    await day(4);
    expect(await store.waitingJoiners("acme")).toEqual([]);
    expect(await units()).toEqual([
      { unit: "Everyone", atLeast: 0 },
      { unit: "Joined later: Everyone", atLeast: 6 },
    ]);
    const [, later] = await store.partitions("acme");
    expect([later?.unitOf.size, later?.units[0]?.headcount]).toEqual([80, 80]);
    const [first, last] = (await store.releases("acme", "authorised")).map(({ units: of }) => of.length).slice(-2);
    expect([first, last]).toEqual([1, 2]);
  });

  it("are not counted for having left before, nor is anybody of the base", async () => {
    const { day, leave, comeBack, units, store, join } = await company();
    leave(...ids("U", 10));
    for (let n = 1; n <= 3; n++) await day(n);
    expect(await units()).toMatchObject([{ atLeast: 10 }]);
    const [base] = await store.partitions("acme");
    // Somebody who is in a unit does not join it again by coming back.
    comeBack(...ids("U", 10));
    await day(4);
    expect(await store.waitingJoiners("acme")).toEqual([]);
    expect(base?.unitOf.has("U0")).toBe(true);
    join(0, 1);
    await day(5);
    expect((await store.waitingJoiners("acme")).map(({ id }) => id)).toEqual(["N0"]);
  });

  it("who left and came back before they were counted, are counted only if they leave again", async () => {
    const store = await openStore();
    opened.push(store);
    const clock = virtualClock();
    const all = people(120);
    const read = async (accounts: readonly Account[]) => {
      await clock.sleep(2 * DAY);
      await takeReading(store, reading(accounts, clock.now(), { directory: "acme" }), READ);
    };
    const gone = deactivate(all, ...ids("U", 9));
    for (const accounts of [all, gone, gone, all]) await read(accounts);
    for (let n = 0; n < 3; n++) {
      await release({ store, clock, destinations: [] }, RULES);
      await read(all);
    }
    expect(reportOf(await publishedTo(store, "authorised")).total).toEqual({ atLeast: 0 });
    expect(await store.departures({})).toHaveLength(9);
    for (let n = 0; n < 3; n++) {
      await read(gone);
      await release({ store, clock, destinations: [] }, RULES);
    }
    expect(reportOf(await publishedTo(store, "authorised")).total).toEqual({ atLeast: 9 });
  });
});

describe("a watch", () => {
  it("releases on schedule, whoever leaves meanwhile, and says that it did and no count", async () => {
    const start = Date.UTC(2026, 10, 20, 8);
    const told: WatchEvent[] = [];
    const counts = { ...RULES, cadence: 6 * HOUR };
    const tell = (event: WatchEvent): void => void told.push(event);
    await whileWatching({ start, accounts: 200, counts, tell }, async ({ store, fake, until }) => {
      await until(start + 2 * HOUR);
      const [base] = await store.partitions("acme");
      const staff = [...(base?.unitOf ?? [])].filter(([, unit]) => unit === base?.units[0]?.id);
      for (const [id] of staff.slice(0, 12)) fake.acts.deactivate(id);
      await until(start + 50 * HOUR);
      const releases = await store.releases("acme", "authorised");
      const first = releases[0]?.at ?? Number.NaN;
      expect(first - start).toBeLessThan(5 * 60_000);
      expect(releases.map(({ at }) => ((at ?? 0) - first) / HOUR)).toEqual([0, 6, 12, 18, 24, 30, 36, 42, 48]);
      const totals = releases.map(({ published }) => published.reduce((sum, { value }) => sum + value, 0));
      expect(totals).toEqual([0, 0, 0, 0, 0, 12, 12, 12, 12]);
      const said = told.filter(({ event }) => event === "released");
      expect(said).toEqual(
        releases.map(({ release: number }) => ({ event: "released", directory: "acme", release: number })),
      );
      expect(told.filter(({ event }) => event === "not released")).toEqual([]);
    });
  });
});
