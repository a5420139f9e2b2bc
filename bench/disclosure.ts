// npm run bench -- disclosure: how long an audit of everything that was ever published takes, beside the solver alone.
import type { Departure } from "../src/core/directory/departure.ts";
import { audit } from "../src/core/ledger/audit/audit.ts";
import { historyOf, type OfficialTotal } from "../src/core/ledger/audit/history.ts";
import type { Solve } from "../src/core/ledger/audit/program.ts";
import { openLedger, openOver, released, releasedOver, storedOf, withTotal } from "../src/core/ledger/ledger.ts";
import { settledLeavers } from "../src/core/ledger/settled.ts";
import type { Unit } from "../src/core/ledger/units.ts";
import { DAY } from "../src/core/time.ts";
import { openHighs } from "../src/solvers/highs.ts";
import { count, table } from "./numbers.ts";

export const title =
  "disclosure: every release that was ever made, to both audiences, gone through with the integer solver";

interface Case {
  readonly units: number;
  readonly releases: number;
  /** An official total is entered after this one. */
  readonly totalAfter?: number;
}

const CASES: readonly Case[] = [
  { units: 20, releases: 100 },
  { units: 60, releases: 100 },
  { units: 20, releases: 365 },
  { units: 20, releases: 100, totalAfter: 50 },
];

/** The same ones at every run. */
function randomFrom(start: number): () => number {
  let seed = start;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}

/** Units of about 80 people of whom one in 300 leaves between two releases; and of some units a sixth, at one of them. */
function history({ units, releases, totalAfter }: Case) {
  const random = randomFrom(7);
  const all = Array.from({ length: units }, (_, n): Unit => {
    return { id: `u-${n}`, name: `Team ${n}`, parts: [], headcount: 70 + Math.floor(random() * 30) };
  });
  const here = new Map(all.map(({ id, headcount }) => [id, Array.from({ length: headcount }, (_, n) => `${id}.${n}`)]));
  const unitOf = new Map([...here].flatMap(([unit, ids]) => ids.map((id) => [id, unit] as const)));
  const partitions = [{ directory: "acme", units: all, unitOf }];
  const departures: Departure[] = [];
  let first = openLedger(all, 5);
  let second = openOver(first, 10);
  const rows = { authorised: [storedOf(first)], anyone: [storedOf(second)] };
  const totals: OfficialTotal[] = [];
  for (let n = 1; n <= releases; n++) {
    const cut = n % 40 === 20;
    for (const [unit, ids] of here) {
      const rate = cut && random() < 0.5 ? 1 / 6 : 1 / 300;
      const staying = ids.filter((id) => {
        const stays = random() >= rate;
        if (!stays) departures.push(departureOf(id, n * DAY));
        return stays;
      });
      here.set(unit, staying);
    }
    const settled = settledLeavers(partitions, departures, { at: (n + 1) * DAY });
    first = released(first, settled);
    second = releasedOver(second, first);
    rows.authorised.push(storedOf(first));
    rows.anyone.push(storedOf(second));
    if (n !== totalAfter) continue;
    const low = [...settled.counts.values()].reduce((sum, one) => sum + one, 0);
    totals.push({ release: n, low, high: low });
    first = withTotal(first, { low, high: low }).ledger;
    second = withTotal(second, { low, high: low }).ledger;
  }
  return historyOf({
    releases: { authorised: rows.authorised.slice(1), anyone: rows.anyone.slice(1) },
    now: { authorised: storedOf(first), anyone: storedOf(second) },
    totals,
  });
}

function departureOf(id: string, at: number): Departure {
  return {
    id: `d-${id}`,
    at: { notBefore: at, notAfter: at },
    accounts: [{ directory: "acme", id }],
    change: "deactivated",
    confirmed: true,
    observed: true,
    lastKnown: { location: null, locationFrom: null },
  };
}

export async function run(_folder: string, print: (text: string) => void): Promise<void> {
  const highs = await openHighs();
  const rows = CASES.map((one) => {
    let programs = 0;
    let inSolver = 0;
    const solve: Solve = (...question) => {
      programs++;
      const from = performance.now();
      const found = highs(...question);
      inSolver += performance.now() - from;
      return found;
    };
    const made = history(one);
    const from = performance.now();
    const { unsafe, questions, spans } = audit(made, solve);
    const all = performance.now() - from;
    return [
      count(one.units),
      count(one.releases),
      one.totalAfter === undefined ? "none" : `after ${one.totalAfter}`,
      unsafe === undefined ? "safe" : `unsafe at ${unsafe.release}`,
      count(spans),
      count(questions),
      count(programs),
      `${(all / 1000).toFixed(1)} s`,
      `${Math.round((100 * inSolver) / all)} %`,
    ];
  });
  print(
    table(["units", "releases", "official total", "", "spans", "questions", "programs", "took", "in the solver"], rows),
  );
  print(`${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB at the end.`);
}
