// How long an audit of everything published takes: node runtime/launch.mjs scripts/measure-audit.ts [units] [releases] [official total after]
import type { Departure } from "../src/core/directory/departure.ts";
import { audit } from "../src/core/ledger/audit/audit.ts";
import { historyOf, type OfficialTotal } from "../src/core/ledger/audit/history.ts";
import type { Solve } from "../src/core/ledger/audit/program.ts";
import { openLedger, openOver, released, releasedOver, storedOf, withTotal } from "../src/core/ledger/ledger.ts";
import { settledLeavers } from "../src/core/ledger/settled.ts";
import type { Unit } from "../src/core/ledger/units.ts";
import { DAY } from "../src/core/time.ts";
import { openHighs } from "../src/solvers/highs.ts";

const [units = 60, releases = 100, totalAfter = 0] = process.argv.slice(2).map(Number);

/** The same ones at every run. */
let seed = 7;
function random(): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
}

/** Units of about 80 people of whom one in 300 leaves between two releases; and of some units a sixth, at one of them. */
function history() {
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

const highs = await openHighs();
let programs = 0;
let longest = 0;
const solve: Solve = (...question) => {
  programs++;
  const from = performance.now();
  const found = highs(...question);
  longest = Math.max(longest, performance.now() - from);
  return found;
};
const made = history();
const from = performance.now();
const { unsafe, questions, spans, totals } = audit(made, solve);
const seconds = (performance.now() - from) / 1000;
process.stdout.write(
  `${units} units, ${releases} releases: ${unsafe === undefined ? "safe" : `unsafe at ${unsafe.release}`}, ` +
    `${totals.length} totals that tell, ${spans} spans, ${questions} questions, ${programs} programs, ` +
    `${seconds.toFixed(1)} s, the longest ${longest.toFixed(0)} ms, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB\n`,
);
