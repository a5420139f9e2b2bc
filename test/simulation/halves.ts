import { expect, it } from "vitest";
import { runApart } from "./apart.ts";
import { neverStruck } from "./runs.ts";

const LIMIT = 900_000;

/** Half of the 500 seeds; the other half is in another file, so that they run side by side. `npm run simulate -- --seeds 10000` runs more. */
export function promisesHold(which: "even" | "odd"): void {
  const seeds = Array.from({ length: 250 }, (_, i) => 2 * i + (which === "odd" ? 1 : 2));
  it(
    `nothing lost, invented or told twice, and nobody blind unknowingly, whatever fails (250 ${which} seeds)`,
    async () => {
      const runs = await runApart(seeds, LIMIT);
      expect(runs.failed).toEqual([]);
      expect(neverStruck(runs)).toEqual([]);
      expect(runs.departures).toBeGreaterThan(10 * seeds.length);
    },
    LIMIT,
  );
}
