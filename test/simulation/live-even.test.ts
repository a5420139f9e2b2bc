import { expect, it } from "vitest";
import { neverStruck, runAll } from "./runs.ts";

const SEEDS = Array.from({ length: 250 }, (_, i) => 2 * i + 2);

it("nothing lost, invented or told twice, and nobody blind unknowingly, whatever fails (250 even seeds)", async () => {
  const runs = await runAll(SEEDS);
  expect(runs.failed).toEqual([]);
  expect(neverStruck(runs)).toEqual([]);
  expect(runs.departures).toBeGreaterThan(10 * SEEDS.length);
}, 900_000);
