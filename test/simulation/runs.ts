import { type Counts, type FaultName, FAULTS } from "./faults.ts";
import { simulateLive } from "./live.ts";

/** What came of many runs. */
export interface Runs {
  readonly runs: number;
  /** Each run that broke a promise: what it broke, and the command that replays it. */
  readonly failed: readonly string[];
  readonly faults: Readonly<Record<string, number>>;
  readonly departures: number;
  readonly arrivals: number;
}

export async function runAll(seeds: Iterable<number>): Promise<Runs> {
  const failed: string[] = [];
  const faults: Counts = new Map();
  const sums = { runs: 0, departures: 0, arrivals: 0 };
  for (const seed of seeds) {
    const { wrong, faults: struck, departures, arrivals } = await simulateLive(seed);
    sums.runs++;
    sums.departures += departures;
    sums.arrivals += arrivals;
    for (const [name, times] of struck) faults.set(name, (faults.get(name) ?? 0) + times);
    if (wrong.length > 0) failed.push(`${wrong.join("; ")}\n    npm run simulate -- --seed ${seed}`);
  }
  return { ...sums, failed, faults: Object.fromEntries(faults) };
}

export function together(all: readonly Runs[]): Runs {
  const sum = (of: (runs: Runs) => number): number => all.reduce((total, runs) => total + of(runs), 0);
  return {
    runs: sum(({ runs }) => runs),
    failed: all.flatMap(({ failed }) => failed),
    faults: Object.fromEntries(FAULTS.map((name) => [name, sum(({ faults }) => faults[name] ?? 0)])),
    departures: sum(({ departures }) => departures),
    arrivals: sum(({ arrivals }) => arrivals),
  };
}

/** The kinds of faults that have struck nobody. */
export function neverStruck({ faults }: Runs): FaultName[] {
  return FAULTS.filter((name) => (faults[name] ?? 0) === 0);
}
