import { expect, it } from "vitest";
import { runApart } from "./apart.ts";
import { REGRESSIONS } from "./regressions.ts";
import { neverStruck } from "./runs.ts";

// The other half is in live-even.test.ts, so that they run side by side. `npm run simulate -- --seeds 10000` runs more.
const SEEDS = Array.from({ length: 250 }, (_, i) => 2 * i + 1);
const LIMIT = 900_000;

it(
  "nothing lost, invented or told twice, and nobody blind unknowingly, whatever fails (250 odd seeds)",
  async () => {
    const runs = await runApart(SEEDS, LIMIT);
    expect(runs.failed).toEqual([]);
    expect(neverStruck(runs)).toEqual([]);
    expect(runs.departures).toBeGreaterThan(10 * SEEDS.length);
  },
  LIMIT,
);

it("nor in what once went wrong", async () => {
  expect((await runApart(REGRESSIONS, 300_000)).failed).toEqual([]);
}, 300_000);
