// Law 10 for what an audience of counts is told, outages and reports: the same bytes at the same times, whoever left.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deliverDue } from "../../src/app/deliver.ts";
import type { Directory } from "../../src/app/directory.ts";
import { release } from "../../src/app/release.ts";
import { sweep } from "../../src/app/sweep.ts";
import { connectors } from "../../src/connectors/all.ts";
import type { CountRules } from "../../src/core/ledger/rules.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { contextOf, openStore } from "../../src/wire/context.ts";
import { countingDestination, type CountingDestination } from "../support/destination.ts";
import { deliverUntil } from "../support/delivering.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-law-10-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const STAFF = 60;

/** What becomes of the list before a reading. Only `leave` and `renumber` are about people. */
interface Step {
  readonly file: "whole" | "cut off" | "away" | "nobody in it";
  /** The first so many of those who are still there leave. */
  readonly leave: number;
  /** So many have other ids afterwards. */
  readonly renumber: number;
}

interface Told {
  readonly counts: CountingDestination;
  readonly named: CountingDestination;
}

/** Releases that are due with every second reading, of departures none of which has stood for long enough. */
const COUNTS: CountRules = { headcount: "staff", cadence: 10 * MINUTE, settle: 7 * DAY, k: 5, anyone: 10 };

/** What both destinations were told of these readings, five minutes apart, of a file that lists only who is there. */
async function watched(steps: readonly Step[], rules?: CountRules): Promise<Told> {
  const clock = virtualClock();
  const store = await openStore();
  const counts = countingDestination({
    name: "board",
    audience: "counts",
    tell: ["reports", "health"],
    updates: "messages",
  });
  const named = countingDestination({ name: "hr" });
  const context = contextOf({
    store,
    clock,
    destinations: [named.destination, counts.destination],
    progress: () => {},
  });
  const path = join(folder, "staff.ndjson");
  const connector = connectors.find(({ kind }) => kind === "file");
  if (connector === undefined) throw new Error("there is no connector for files");
  const settings = { path, absent: "left" };
  const directory: Directory = { id: "staff", connector, settings, rules: { demotion: false }, every: 5 * MINUTE };
  let ids = Array.from({ length: STAFF }, (_, n) => `id-${n}`);
  try {
    for (const [n, { file, leave, renumber }] of steps.entries()) {
      ids = ids.slice(leave).map((id, i) => (i < renumber ? `${id}-${n}` : id));
      const lines = file === "nobody in it" ? [] : ids.map((id) => JSON.stringify({ id, name: `Name of ${id}` }));
      const text = lines.map((line) => `${line}\n`).join("");
      rmSync(path, { force: true });
      if (file !== "away") writeFileSync(path, file === "cut off" ? text.slice(0, -5) : text);
      await sweep(context, directory, { details: { limit: 0 } });
      if (rules !== undefined) await release(context, rules);
      await deliverDue(context, () => {});
      await clock.sleep(5 * MINUTE);
    }
    await deliverUntil(context, clock.now() + 6 * HOUR);
    return { counts, named };
  } finally {
    await store.close();
  }
}

/** All that a destination can see of being told: the messages, and when each was tried. */
function everything({ arrivals, tries }: CountingDestination): string {
  return JSON.stringify({ arrivals, tries });
}

const WHOLE: Step = { file: "whole", leave: 0, renumber: 0 };

it("a list that falls short, or whose ids were replaced, is told to who may know names, and not to counts", async () => {
  for (const step of [
    { ...WHOLE, leave: 20 },
    { ...WHOLE, renumber: 40 },
  ]) {
    const { counts, named } = await watched([WHOLE, step, WHOLE, WHOLE]);
    expect(named.arrivals.map(({ view }) => view.kind)).toContain("health");
    expect(counts.tries).toEqual([]);
  }
});

it("a list that cannot be read is told to counts, and its end", async () => {
  const away: Step = { ...WHOLE, file: "away" };
  const { counts } = await watched([WHOLE, away, away, away, away, away, WHOLE]);
  expect(counts.arrivals.map(({ view }) => [view.version, view.health?.blind, view.health?.over])).toEqual([
    [1, true, false],
    [2, true, true],
  ]);
});

const files = fc.array(fc.constantFrom<Step["file"]>("whole", "whole", "cut off", "away", "nobody in it"), {
  minLength: 2,
  maxLength: 14,
});
const leaving = fc.record({
  leave: fc.constantFrom(0, 0, 1, 3, 12, 25),
  renumber: fc.constantFrom(0, 0, 0, 12, 40),
});

it("in two worlds that differ only in who left, counts are told the same bytes at the same times", async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.array(leaving, { minLength: 14, maxLength: 14 }), async (readings, people) => {
      const still = await watched(readings.map((file) => ({ ...WHOLE, file })));
      // Somebody stays: a list without anybody is one that cannot be read.
      let left = 0;
      const moving = await watched(
        readings.map((file, n) => {
          const { leave = 0, renumber = 0 } = people[n] ?? {};
          const goes = left + leave < STAFF ? leave : 0;
          left += goes;
          return { file, leave: goes, renumber };
        }),
      );
      expect(everything(moving.counts)).toBe(everything(still.counts));
    }),
    { numRuns: 40, examples: [[["whole", "whole", "away", "away", "away", "away", "whole"], []]] },
  );
}, 60_000);

it("in two worlds that differ only in who left, reports come at the same times, with the same ids and words", async () => {
  let reports = 0;
  let named = 0;
  await fc.assert(
    fc.asyncProperty(files, fc.array(leaving, { minLength: 14, maxLength: 14 }), async (readings, people) => {
      // Units are made of who is there in the first, which is the same in both.
      const still = await watched([WHOLE, ...readings.map((file) => ({ ...WHOLE, file }))], COUNTS);
      let left = 0;
      const moving = await watched(
        [
          WHOLE,
          ...readings.map((file, n) => {
            const { leave = 0, renumber = 0 } = people[n] ?? {};
            const goes = left + leave < STAFF ? leave : 0;
            left += goes;
            return { file, leave: goes, renumber };
          }),
        ],
        COUNTS,
      );
      expect(everything(moving.counts)).toBe(everything(still.counts));
      reports += moving.counts.arrivals.filter(({ view }) => view.report !== undefined).length;
      named += moving.named.arrivals.length - still.named.arrivals.length;
    }),
    {
      numRuns: 16,
      examples: [
        [["whole", "away", "away", "away", "whole", "whole"], [{ leave: 25, renumber: 0 }]],
        // Long enough for as many of both as are asked for below, whatever the others are.
        [Array<Step["file"]>(60).fill("whole"), Array.from({ length: 14 }, () => ({ leave: 3, renumber: 0 }))],
      ],
    },
  );
  // There was something to tell, and something to keep back.
  expect([reports > 30, named > 10]).toEqual([true, true]);
}, 60_000);
