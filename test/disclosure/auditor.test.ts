// The auditor of everything that was published: what it proves is what can be proved, and it finds every publisher that is known to be bad.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { askerOf } from "../../src/core/ledger/audit/ask.ts";
import { type Audit, audit } from "../../src/core/ledger/audit/audit.ts";
import { type History, historyOf, type Kept } from "../../src/core/ledger/audit/history.ts";
import { type Knowledge, knowledgeOf } from "../../src/core/ledger/audit/knowledge.ts";
import { knownOf, type Row, type Solve, type Term } from "../../src/core/ledger/audit/program.ts";
import type { Readers } from "../../src/core/ledger/rules.ts";
import type { Unit } from "../../src/core/ledger/units.ts";
import { attacker, quantitiesOf } from "./attacker.ts";
import { keptOf } from "./kept.ts";
import { issuesOf, type Ks, MUTANTS, publisher, stepsOfKAlone, type Totals } from "./publishers.ts";
import { rememberingSolver } from "./solver.ts";
import { courseOf, divided, type Move, type Organisation, organisation, type World, worldsOf } from "./worlds.ts";

const LONG = { timeout: 60_000 };

let solve: Solve;
beforeAll(async () => {
  solve = await rememberingSolver();
});

/** Values of each unit at each release. */
type Table = readonly (readonly number[])[];

interface Rows {
  readonly headcounts: readonly number[];
  readonly k: number;
  readonly anyone?: number;
  /** By how much the second ledger rises. */
  readonly step?: number;
  readonly first: Table;
  /** What the rule makes of the first without it. */
  readonly second?: Table;
  readonly totals?: Kept["totals"];
}

/** The rows of a store with these values, whoever published them. */
function rowsOf({ headcounts, k, anyone = k, step = anyone + k - 1, first, second, totals = [] }: Rows): Kept {
  const units = headcounts.map((headcount, n): Unit => ({ id: `u-${n}`, name: `team ${n}`, parts: [], headcount }));
  const table = (over: "departures" | "ledger", rule: { k: number; step: number }, values: Table) =>
    values.map((now, n) => ({
      over,
      ...rule,
      units,
      published: now.map((value, u) => {
        const since = values.findIndex((row) => row[u] === value) + 1;
        return { unit: `u-${u}`, value, since: value === 0 ? 0 : since, frozen: false };
      }),
      release: n + 1,
      at: n,
      totals: totals.filter(({ release }) => release <= n).length,
    }));
  const risen: number[][] = [];
  for (const now of first) {
    const was = risen.at(-1);
    risen.push(
      now.map((value, u) => {
        const before = was?.[u] ?? 0;
        return value - before >= step && value <= (headcounts[u] ?? 0) - anyone ? value : before;
      }),
    );
  }
  const releases = {
    authorised: table("departures", { k, step: k }, first),
    anyone: table("ledger", { k: anyone, step }, second ?? risen),
  };
  const now = (readers: Readers) => {
    const last = releases[readers].at(-1);
    if (last === undefined) throw new Error("there was no release");
    return { ...last, totals: totals.length };
  };
  return { releases, now: { authorised: now("authorised"), anyone: now("anyone") }, totals };
}

function audited(rows: Rows): Audit {
  return audit(historyOf(rowsOf(rows), 2), solve);
}

describe("what is known from elsewhere", () => {
  it("two linked tables of sdcTable's tests, each of them safe, give away one cell between them", () => {
    // Regions A B I J K L M N by county, and by size; 3 and fewer are withheld (sdcTable, test-linked-tables.r).
    const of = { A: 0, B: 1, I: 2, J: 3, K: 4, L: 5, M: 6, N: 7 };
    const told = (names: string, sum: number): Row => ({
      terms: [...names].map((name): Term => [of[name as keyof typeof of], 1]),
      lo: sum,
      hi: sum,
    });
    const cells = [told("I", 8), told("J", 8), told("N", 7)];
    const counties = [told("ABIJ", 20), told("KLMN", 16)];
    const sizes = [told("LM", 6), told("ABIJKN", 30)];
    const variables = Array.from({ length: 8 }, () => ({ lo: 0, hi: 36 }));
    const proved = (rows: readonly Row[], cell: keyof typeof of) => {
      const { lo, hi } = knownOf(solve, { variables, rows: [...cells, ...rows] }, [[of[cell], 1]], 2) ?? {};
      return [lo, hi];
    };
    expect(proved(counties, "K")).toEqual([0, 9]);
    expect(proved(sizes, "K")).toEqual([0, 7]);
    expect(proved([...counties, ...sizes], "K")).toEqual([3, 3]);
    expect(proved([...counties, ...sizes], "A")).toEqual([0, 4]);
  });

  it("nine people of whom one of each pair left are six at least, which no relaxation proves", () => {
    const variables = Array.from({ length: 9 }, () => ({ lo: 0, hi: 1 }));
    const rows = [0, 3, 6].flatMap((n) =>
      [
        [n, n + 1],
        [n, n + 2],
        [n + 1, n + 2],
      ].map((pair): Row => ({ terms: pair.map((one): Term => [one, 1]), lo: 1, hi: 2 })),
    );
    const all = variables.map((_, n): Term => [n, 1]);
    expect(knownOf(solve, { variables, rows }, all, 1)?.lo).toBe(6);
  });

  it("a team of six is given away by its siblings and an official total", () => {
    const rows = { headcounts: [6, 20, 20], k: 5, first: [[0, 6, 7]], totals: [{ release: 1, low: 14, high: 14 }] };
    const { unsafe, totals } = audited(rows);
    expect(unsafe).toBeUndefined();
    expect(totals).toHaveLength(1);
    expect(totals[0]?.told).toContainEqual(
      expect.objectContaining({ readers: "authorised", from: 0, to: 1, lo: 1, hi: 1 }),
    );
    expect(totals[0]?.told[0]?.unit.headcount).toBe(6);
  });

  it("Engineering at 5 and then at 6 tells of the one who left between", () => {
    const { unsafe } = audited({
      headcounts: [20, 20],
      k: 5,
      first: [
        [5, 0],
        [6, 0],
        [6, 9],
      ],
    });
    expect(unsafe).toMatchObject({ release: 2, at: 1 });
    expect(unsafe?.told).toEqual([expect.objectContaining({ readers: "authorised", from: 1, to: 2, lo: 1, hi: 1 })]);
  });
});

/** Takes everything in that one kind of readers is told. */
function learnt(history: History, readers: Readers, asker: ReturnType<typeof askerOf>): Knowledge {
  const { authorised, anyone } = history.rules;
  const knowledge = knowledgeOf(asker, readers === "authorised" ? authorised : { ...anyone, over: authorised });
  for (const [n, { units, shown }] of history.releases.entries()) {
    const before = history.releases[n - 1]?.shown[readers];
    const said = units.map((unit) => {
      const { value = 0, frozen = false } = shown[readers].get(unit.id) ?? {};
      return { unit, value, frozen, before: before?.get(unit.id)?.value ?? 0 };
    });
    knowledge.learn(n + 1, said);
    for (const total of history.totals.filter(({ release }) => release === n + 1)) knowledge.hear(total);
  }
  return knowledge;
}

describe("what the auditor proves is what all possible worlds have in common", () => {
  it.each<[string, Organisation, Required<Ks>, Totals?]>([
    ["two ledgers, two releases", organisation([9, 10], 2), { k: 2, anyone: 4 }],
    ["two ledgers, three releases", organisation([9], 3), { k: 2, anyone: 4 }],
    ["the ks of the design", organisation([26], 2), { k: 5, anyone: 10 }],
    ["a step of its own, three releases", organisation([12], 3), { k: 3, anyone: 4 }],
    ["a total that is heeded", organisation([4, 4, 4], 2), { k: 2, anyone: 2 }, { after: [1], answer: "heeds" }],
    ["a total that is not", organisation([4, 4, 4], 2), { k: 2, anyone: 2 }, { after: [1], answer: "ignores" }],
    ["two totals", organisation([4, 4], 2), { k: 2, anyone: 2 }, { after: [1, 2], rough: true, answer: "ignores" }],
  ])("%s", LONG, (_, of, ks, totals) => {
    const quantities = quantitiesOf(of);
    const attackers = { authorised: attacker(quantities, ks.k), anyone: attacker(quantities, ks.anyone) };
    const by = publisher(totals);
    const looks = new Map<string, { readonly world: World; readonly look: Record<Readers, string> }>();
    for (const world of worldsOf(of)) {
      const { counts, anyone } = by(world, of, ks);
      const values = quantities.map((quantity) => quantity.of(world));
      attackers.authorised.show(values, counts);
      attackers.anyone.show(values, anyone);
      looks.set(counts + anyone, { world, look: { authorised: counts, anyone } });
    }
    const asker = askerOf(solve);
    let compared = 0;
    for (const { world, look } of looks.values()) {
      const history = historyOf(keptOf(issuesOf(world, of, ks, totals)), 2);
      expect(history.flawed).toBeUndefined();
      for (const readers of ["authorised", "anyone"] as const) {
        const { prove } = learnt(history, readers, asker);
        const proved = of.units.flatMap(({ id }) =>
          Array.from({ length: of.releases }, (_end, end) =>
            Array.from({ length: end + 1 }, (_start, from) => prove(id, { from, to: end + 1 })),
          ).flat(),
        );
        expect(proved).toEqual(attackers[readers].proved(look[readers]));
        compared += proved.length;
      }
    }
    expect(compared).toBeGreaterThan(500);
  });
});

/** What a publisher that is known to be bad shows, as tables: of its own making, or of reports. */
function tableOf(shown: string): Table {
  return JSON.parse(shown).map(
    (release: readonly number[] | { readonly units: readonly { readonly atLeast: number }[] }) =>
      "units" in release ? release.units.map(({ atLeast }) => atLeast) : release,
  );
}

/** In how many looks of all worlds the auditor names a release as unsafe, out of how many. */
function found(of: Organisation, rowsIn: (world: World) => Rows): readonly [unsafe: number, looks: number] {
  const looks = new Map<string, Rows>();
  for (const world of worldsOf(of)) {
    const rows = rowsIn(world);
    looks.set(JSON.stringify(rows), rows);
  }
  const unsafe = [...looks.values()].filter((rows) => {
    const { totals, unsafe: one } = audited(rows);
    return one !== undefined || totals.some(({ told }) => told.length > 0);
  });
  return [unsafe.length, looks.size];
}

describe("a publisher that is known to be bad is found out by what it released", () => {
  const of = organisation([9, 10], 2);
  const headcounts = [9, 10];

  it.each(["no delta threshold", "no ceiling at headcount − k", "k off by one"] as const)("%s", LONG, (name) => {
    const by = MUTANTS[name];
    const [unsafe, looks] = found(of, (world) => ({
      headcounts,
      k: 2,
      anyone: 4,
      first: tableOf(by(world, of, { k: 2 }).counts),
    }));
    expect(unsafe).toBeGreaterThan(0);
    expect(unsafe).toBeLessThan(looks);
  });

  it("a second staircase on leavers is not what the rule makes of the first", LONG, () => {
    const ks = { k: 2, anyone: 4 };
    const [unsafe] = found(of, (world) => {
      const { counts, anyone } = MUTANTS["a second staircase on leavers"](world, of, ks);
      return { headcounts, ...ks, first: tableOf(counts), second: tableOf(anyone) };
    });
    expect(unsafe).toBeGreaterThan(0);
  });

  it("a second ledger that rises by its k alone, which follows from the first and yet tells", () => {
    const ks = { k: 5, anyone: 10 };
    const one = organisation([25], 2);
    const [unsafe] = found(one, (world) => {
      const { counts, anyone } = stepsOfKAlone(world, one, ks);
      return { headcounts: [25], ...ks, step: 10, first: tableOf(counts), second: tableOf(anyone) };
    });
    expect(unsafe).toBeGreaterThan(0);
    const rows = { headcounts: [25], ...ks, first: [[0], [10]], second: [[0], [10]] };
    expect(audited({ ...rows, step: 10 }).unsafe?.told).toEqual([
      expect.objectContaining({ readers: "anyone", from: 0, to: 1, lo: 0, hi: 5 }),
    ]);
    // With the step of the rule it would have stayed.
    expect(audited(rows).unsafe?.flawed).toMatchObject({ release: 2, flaw: "not what the first ledger gives" });
  });

  it("raw totals, one after each release", LONG, () => {
    const small = organisation([4, 4], 1);
    const [unsafe] = found(small, (world) => {
      const [counts = "", raw = ""] = MUTANTS["raw totals"](world, small, { k: 2 }).counts.split(/(?<=\]\}\])/);
      const totals = JSON.parse(raw).map((sum: number, n: number) => ({ release: n + 1, low: sum, high: sum }));
      return { headcounts: [4, 4], k: 2, first: tableOf(counts), totals };
    });
    expect(unsafe).toBeGreaterThan(0);
  });

  it("one that goes on after an official total as if there were none", LONG, () => {
    const small = organisation([4, 4], 2);
    const unsafe = { heeds: 0, ignores: 0 };
    for (const world of worldsOf(small)) {
      for (const answer of ["heeds", "ignores"] as const) {
        const history = historyOf(keptOf(issuesOf(world, small, { k: 2 }, { after: [1], answer })), 2);
        if (audit(history, solve).unsafe !== undefined) unsafe[answer]++;
      }
    }
    expect(unsafe.heeds).toBe(0);
    expect(unsafe.ignores).toBeGreaterThan(0);
  });
});

describe("a row that no release can have made is named", () => {
  const rows = {
    headcounts: [30, 30],
    k: 5,
    anyone: 10,
    first: [
      [0, 7],
      [0, 7],
      [9, 15],
      [9, 15],
    ],
  };
  type ReleaseRow = Kept["releases"]["authorised"][number];

  it("and rows as they were made are not", () => {
    expect(audited(rows).unsafe).toBeUndefined();
  });

  it.each<[string, Readers, number, (row: ReleaseRow) => ReleaseRow]>([
    ["fell", "authorised", 2, (row) => withValue(row, 1, 6)],
    [
      "another since",
      "authorised",
      3,
      (row) => ({ ...row, published: row.published.map((one) => ({ ...one, since: 1 })) }),
    ],
    [
      "frozen",
      "authorised",
      2,
      (row) => ({ ...row, published: row.published.map((one) => ({ ...one, frozen: true })) }),
    ],
    ["not what the first ledger gives", "anyone", 3, (row) => withValue(row, 1, 0)],
    ["other units", "anyone", 2, (row) => ({ ...row, units: row.units.map((unit) => ({ ...unit, headcount: 29 })) })],
    ["another time", "authorised", 4, (row) => ({ ...row, at: 0 })],
    ["another rule", "authorised", 2, (row) => ({ ...row, k: 6 })],
    ["k too small", "anyone", 1, (row) => ({ ...row, k: 4 })],
    ["no value", "authorised", 3, (row) => withValue(row, 0, 31)],
    ["no value", "authorised", 1, (row) => ({ ...row, published: row.published.slice(1) })],
    ["another number of totals", "anyone", 2, (row) => ({ ...row, totals: 1 })],
    ["missing", "authorised", 4, (row) => ({ ...row, release: 5 })],
  ])("%s (%s, release %i)", (flaw, readers, release, change) => {
    const kept = rowsOf(rows);
    const changed = kept.releases[readers].map((row, n) => (n === release - 1 ? change(row) : row));
    const { unsafe } = audit(historyOf({ ...kept, releases: { ...kept.releases, [readers]: changed } }), solve);
    expect(unsafe).toMatchObject({ release, flawed: { flaw, readers, release } });
  });

  it("a row that was taken away, and a ledger that shows something else now", () => {
    const kept = rowsOf(rows);
    const cut = { ...kept.releases, anyone: kept.releases.anyone.slice(0, 3) };
    expect(audit(historyOf({ ...kept, releases: cut }), solve).unsafe?.flawed).toMatchObject({
      flaw: "missing",
      release: 4,
    });
    const now = { ...kept.now, authorised: withValue(kept.now.authorised, 0, 14) };
    expect(audit(historyOf({ ...kept, now }), solve).unsafe?.flawed).toMatchObject({
      flaw: "not what was released",
      release: 4,
    });
  });

  function withValue(row: ReleaseRow, unit: number, value: number): ReleaseRow {
    const since = value === 0 ? 0 : row.release;
    return { ...row, published: row.published.map((one, n) => (n === unit ? { ...one, value, since } : one)) };
  }
});

describe("the publisher as it is", () => {
  const move = (most: number) =>
    fc.record({
      left: fc.oneof({ weight: 3, arbitrary: fc.nat(4) }, fc.nat(most)),
      quick: fc.nat(2),
      back: fc.nat(2),
    });
  const cell = fc.record({
    team: fc.constantFrom("Design", "Sales", "Support"),
    place: fc.constantFrom("Oslo", "Lagos"),
    headcount: fc.integer({ min: 15, max: 90 }),
  });
  const releases = 4;

  it("is safe in every small organisation and course that was drawn, totals included", LONG, () => {
    let risen = 0;
    const ks = fc.constantFrom({ k: 2, anyone: 4 }, { k: 2, anyone: 3 }, { k: 3, anyone: 3 });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 8, max: 13 }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.array(move(13), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }),
        ks,
        fc.subarray([1, 2], { maxLength: 1 }),
        (headcounts, moves, of, after) => {
          const small = organisation(headcounts, 3);
          const issues = issuesOf(worldOf(small, moves), small, of, { after, answer: "heeds" });
          risen += Number(
            issues
              .at(-1)
              ?.second.published.values()
              .some(({ value }) => value > 0),
          );
          expect(audit(historyOf(keptOf(issues), 2), solve).unsafe).toBeUndefined();
        },
      ),
      { numRuns: 15, seed: 7 },
    );
    expect(risen).toBeGreaterThan(3);
  });

  it("is safe by the ks of the design, in units that the rule made, people who joined included", LONG, () => {
    let risen = 0;
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 3 }),
        fc.array(cell, { maxLength: 1 }),
        fc.array(fc.array(move(60), { minLength: releases, maxLength: releases }), { minLength: 5, maxLength: 5 }),
        fc.option(fc.record({ after: fc.subarray([1, 3], { maxLength: 1 }), rough: fc.boolean() })),
        (base, joined, moves, totals) => {
          const of = divided(base, { k: 10, target: 40 }, releases, joined);
          if (of.units.length === 0) return;
          const issues = issuesOf(
            worldOf(of, moves),
            of,
            { k: 5, anyone: 10 },
            { ...(totals ?? { after: [] }), answer: "heeds" },
          );
          risen += Number(
            issues
              .at(-1)
              ?.second.published.values()
              .some(({ value }) => value > 0),
          );
          const { unsafe } = audit(historyOf(keptOf(issues)), solve);
          expect(unsafe).toBeUndefined();
        },
      ),
      { numRuns: 4, seed: 7 },
    );
    expect(risen).toBeGreaterThan(1);
  });

  function worldOf({ cells }: Organisation, moves: readonly (readonly Move[])[]): World {
    const courses = cells.map(({ ids }, n) => courseOf(ids, fitting(ids.length, moves[n] ?? [])));
    return { courses, departures: courses.flatMap((course) => course.departures) };
  }

  /** As many of them as there are people for. */
  function fitting(headcount: number, moves: readonly Move[]): Move[] {
    let here = headcount;
    let gone = 0;
    return moves.map(({ left: wanted, quick: some, back: many }) => {
      const left = Math.min(wanted, here);
      const quick = Math.min(some, here - left);
      const back = Math.min(many, gone);
      here -= left;
      gone += left - back;
      return { left, quick, back };
    });
  }
});
