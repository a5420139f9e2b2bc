// What is published stays, and stays true, whoever is let go of: a release says the same with and without it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erase, findPerson } from "../../src/app/erase.ts";
import { applyRetention } from "../../src/app/expire.ts";
import { publishedTo } from "../../src/app/published.ts";
import type { Store } from "../../src/app/ports.ts";
import { release } from "../../src/app/release.ts";
import { takeReading } from "../../src/app/take-reading.ts";
import type { Account } from "../../src/core/directory/account.ts";
import { USUAL_RETENTION } from "../../src/core/disclosure/retention.ts";
import type { Report } from "../../src/core/ledger/report.ts";
import { READERS } from "../../src/core/ledger/rules.ts";
import { DAY, HOUR, type Instant } from "../../src/core/time.ts";
import { reportText } from "../../src/reports/report.ts";
import { openStore } from "../../src/wire/context.ts";
import { hour, person, reading, stripped } from "../support/directory.ts";

const RULES = { headcount: "acme", cadence: DAY, settle: DAY, k: 5, anyone: 5 };
const READ = { kind: "file", absence: "proves nothing", departures: { demotion: false } } as const;
const BASE = 30;
/** They join in two parts; only with the second are they enough for a unit of their own. */
const JOIN = [
  { from: 30, to: 90, day: 1 },
  { from: 90, to: 112, day: 6 },
] as const;
const DAYS = 10;

/** What happens to somebody: when they leave, and come back, and when nothing of them is to be kept (days). */
interface Fate {
  readonly who: number;
  readonly leaves: number;
  readonly back: number | undefined;
  readonly forgotten: number;
}

const fates: fc.Arbitrary<Fate[]> = fc.uniqueArray(
  fc.record({
    // Of those who are there from the beginning as many as of those who join, though they are fewer.
    who: fc.oneof(fc.nat(BASE - 1), fc.integer({ min: BASE, max: 89 })),
    leaves: fc.integer({ min: 1, max: DAYS - 2 }),
    back: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined, freq: 4 }),
    forgotten: fc.integer({ min: 0, max: 2 }),
  }),
  { selector: ({ who }) => who, minLength: 10, maxLength: 40 },
);

/** So many that something is published of them, whatever becomes of the others. */
const MANY: Fate[] = Array.from({ length: 40 }, (_, n) => ({
  who: BASE + n,
  leaves: 2 + (n % 3),
  back: undefined,
  forgotten: n % 3,
}));

function listed(all: readonly Fate[], day: number): Account[] {
  const here = Array.from({ length: 112 }, (_, who) => who).filter((who) =>
    JOIN.every(({ from, to, day: joins }) => who < from || who >= to || day >= joins),
  );
  return here.map((who) => {
    const one = person(`U${who}`, { name: `n${who}`, team: who % 2 === 0 ? "Blue" : "Green", location: "Kraków" });
    const fate = all.find((of) => of.who === who);
    const isGone =
      fate !== undefined && day >= fate.leaves && (fate.back === undefined || day <= fate.leaves + fate.back);
    return isGone ? stripped(one) : one;
  });
}

async function live(all: readonly Fate[], letGo: (store: Store, day: number, now: Instant) => Promise<unknown>) {
  const store = await openStore();
  const shown: string[] = [];
  for (let day = 0; day <= DAYS; day++) {
    // Before a release, so that a departure settles between it and the next.
    const now = hour(0) + day * DAY - (day === 0 ? 0 : HOUR);
    await takeReading(store, { ...reading(listed(all, day), now), directory: "acme" }, READ);
    await letGo(store, day, now);
    const at = hour(0) + day * DAY;
    const seen = { ...reading(listed(all, day), at), directory: "acme" };
    await takeReading(store, seen, READ);
    await release({ destinations: [], store, clock: clockAt(at) }, RULES);
    for (const readers of READERS) shown.push(reportText(await publishedTo(store, readers), "json"));
  }
  const releases = await Promise.all(READERS.map((readers) => store.releases("acme", readers)));
  const members = (await store.partitions("acme")).flatMap(({ unitOf }) => [...unitOf.keys()]);
  await store.close();
  return { shown, releases, members };
}

function clockAt(now: Instant) {
  return { now: () => now, sleep: async () => {}, every: () => () => {} };
}

async function eraseOne(store: Store, id: string, now: Instant): Promise<void> {
  // Not yet there, perhaps.
  if ((await store.entries("acme", [id])).size === 0) return;
  const found = await findPerson(store, id, undefined);
  if (found.found === "one") await erase({ store, clock: clockAt(now), destinations: [] }, found.accounts);
}

/** By unit, and of all of them together. */
function valuesOf(shown: string): Map<string, number> {
  if (shown === "") return new Map();
  const { total, units } = JSON.parse(shown) as Pick<Report, "total" | "units">;
  return new Map([["", total.atLeast], ...units.map(({ unit, atLeast }) => [unit, atLeast] as const)]);
}

describe("releases of counts", () => {
  it("are the same to the byte where people are erased once they have left, settled or not, in a unit or not yet", async () => {
    let published = 0;
    await fc.assert(
      fc.asyncProperty(fates, async (all) => {
        const stay = all.map((fate) => ({ ...fate, back: undefined }));
        const without = await live(stay, async () => {});
        const erased = await live(stay, async (store, day, now) => {
          for (const { who, leaves, forgotten } of stay) {
            if (day === leaves + forgotten) await eraseOne(store, `U${who}`, now);
          }
        });
        expect(erased.shown).toEqual(without.shown);
        expect(erased.releases).toEqual(without.releases);
        const gone = new Set(
          stay.flatMap(({ who, leaves, forgotten }) => (leaves + forgotten <= DAYS ? [`U${who}`] : [])),
        );
        expect(erased.members.filter((id) => gone.has(id))).toEqual([]);
        published += valuesOf(without.shown.at(-2) ?? "").get("") ?? 0;
      }),
      { numRuns: 5, examples: [[MANY]] },
    );
    expect(published).toBeGreaterThan(20);
  });

  it("never fall, and never say more than is true, also where those who were erased come back or were in use", async () => {
    await fc.assert(
      fc.asyncProperty(fates, async (all) => {
        const without = await live(all, async () => {});
        const erased = await live(all, async (store, day, now) => {
          // Some of them before they leave.
          for (const { who, leaves, forgotten } of all) {
            if (day === leaves + 2 * forgotten - 2) await eraseOne(store, `U${who}`, now);
          }
        });
        for (const [i, shown] of erased.shown.entries()) {
          const [mine, theirs] = [valuesOf(shown), valuesOf(without.shown[i] ?? "")];
          expect([...mine.keys()]).toEqual([...theirs.keys()]);
          const before = valuesOf(erased.shown[i - READERS.length] ?? "");
          for (const [what, value] of mine) {
            expect(value).toBeGreaterThanOrEqual(before.get(what) ?? 0);
            // Nobody leaves twice here.
            const day = Math.floor(i / READERS.length);
            expect(value).toBeLessThanOrEqual(all.filter(({ leaves }) => leaves <= day).length);
          }
        }
      }),
      { numRuns: 2 },
    );
  });

  it("divide those who joined later by how many joined, whoever of them was erased before", async () => {
    const joining = async (letGo: boolean) => {
      const store = await openStore();
      const people = (count: number) => listed([], DAYS).slice(0, count);
      for (const [day, count] of [30, 80, 80, 110].entries()) {
        const at = hour(0) + day * DAY;
        await takeReading(store, { ...reading(people(count), at), directory: "acme" }, READ);
        if (letGo && day === 2) for (const id of ["U31", "U32", "U33"]) await eraseOne(store, id, at);
        await release({ destinations: [], store, clock: clockAt(at) }, RULES);
      }
      const report = reportText(await publishedTo(store, "authorised"), "json");
      const members = (await store.partitions("acme")).map(({ unitOf }) => unitOf.size);
      const ids = await store.members("acme", ["U31", "U32", "U33", "U34"]);
      await store.close();
      return { report, members, ids: [...ids.keys()] };
    };
    const [without, erased] = [await joining(false), await joining(true)];
    expect(without.members).toEqual([30, 80]);
    expect(erased.members).toEqual([30, 80]);
    expect(erased.report).toBe(without.report);
    expect(erased.ids).toEqual(["U34"]);
  });

  it("are the same to the byte where all has expired of people who left, and of those who came back after they were counted; and rise from there", async () => {
    const all: Fate[] = Array.from({ length: 19 }, (_, who) => ({
      who,
      leaves: who < 14 ? 1 : 402,
      back: who < 7 ? 3 : undefined,
      forgotten: 0,
    }));
    const later = async (expire: boolean) => {
      const store = await openStore();
      const shown: string[] = [];
      for (const day of [0, 1, 3, 6, 8, 400, 402, 404, 406]) {
        const at = hour(0) + day * DAY;
        await takeReading(store, { ...reading(listed(all, day), at), directory: "acme" }, READ);
        if (expire && day >= 400) {
          const kept = { ...USUAL_RETENTION, readings: 500 * DAY };
          await applyRetention({ store, clock: clockAt(at) }, kept, ["acme"]);
        }
        await release({ destinations: [], store, clock: clockAt(at) }, RULES);
        for (const readers of READERS) shown.push(reportText(await publishedTo(store, readers), "json"));
      }
      const left = await store.departures({});
      await store.close();
      return { shown, left: left.length };
    };
    const [without, expired] = [await later(false), await later(true)];
    expect([without.left, expired.left]).toEqual([19, 5]);
    expect(expired.shown).toEqual(without.shown);
    expect(valuesOf(without.shown.at(-2) ?? "").get("")).toBe(19);
  });
});
