import { expect, it } from "vitest";
import { runApart } from "./apart.ts";
import { neverStruck } from "./runs.ts";

const SEEDS = Array.from({ length: 250 }, (_, i) => 2 * i + 2);
const LIMIT = 900_000;

it(
  "nothing lost, invented or told twice, and nobody blind unknowingly, whatever fails (250 even seeds)",
  async () => {
    const runs = await runApart(SEEDS, LIMIT);
    expect(runs.failed).toEqual([]);
    expect(neverStruck(runs)).toEqual([]);
    expect(runs.departures).toBeGreaterThan(10 * SEEDS.length);
  },
  LIMIT,
);
