// Every possible world of a small organisation: who could have left when, and what a reader who knows the code can prove.
import type { Departure } from "../../src/core/directory/departure.ts";
import type { Cell } from "../../src/core/ledger/merge.ts";
import {
  joinedLater,
  type Member,
  partition,
  type Partition,
  type Sizes,
  type Unit,
} from "../../src/core/ledger/units.ts";
import { DAY, HOUR } from "../../src/core/time.ts";

/** What happens among people who cannot be told apart, before one release: how many leave, leave and are back at once, or come back later. */
export interface Move {
  readonly left: number;
  /** Gone and back before it has settled. */
  readonly quick: number;
  /** Counted at an earlier release, and back since. */
  readonly back: number;
}

/** One cell of an organisation in one world: its moves, and what directories would have shown. */
interface Course {
  readonly moves: readonly Move[];
  readonly departures: readonly Departure[];
  /** Settled leavers up to each release. */
  readonly settled: readonly number[];
}

/** An organisation whose worlds are gone through. */
export interface Organisation {
  /** The base partition, and those of people who joined later. */
  readonly partitions: readonly Partition[];
  /** The release before which each partition is made, 1 for the base. */
  readonly since: readonly number[];
  readonly units: readonly Unit[];
  /** The people of one team and place, and their unit. */
  readonly cells: readonly { readonly unit: string; readonly headcount: number; readonly ids: readonly string[] }[];
  readonly releases: number;
  readonly reversals: boolean;
}

export interface World {
  readonly courses: readonly Course[];
  /** Of all cells. */
  readonly departures: readonly Departure[];
}

const DIRECTORY = "acme";

export function releaseAt(n: number): number {
  return Date.UTC(2026, 0, 1) + 3 * DAY * n;
}

/** Units that are what they are, however small: the rule needs 2k people, and the smaller the organisation, the stronger the proof. */
export function organisation(
  headcounts: readonly number[],
  releases: number,
  { reversals = false }: { readonly reversals?: boolean } = {},
): Organisation {
  const units = headcounts.map((headcount, n): Unit => {
    const parts = [{ team: `team ${n}`, place: `place ${n % 2}` }];
    return { id: `u-${n}`, name: `team ${n}`, parts, headcount };
  });
  const cells = headcounts.map((headcount, n) => ({ unit: `u-${n}`, headcount, ids: idsOf(n, headcount) }));
  const unitOf = new Map(cells.flatMap(({ ids, unit }) => ids.map((id) => [id, unit] as const)));
  const partitions = [{ directory: DIRECTORY, units, unitOf }];
  return { partitions, since: [1], units, cells, releases, reversals };
}

export type Cells = readonly (Cell & { readonly headcount: number })[];

/** The same of units that the rule of units makes out of these cells, and of those that joined before a later release. */
export function divided(base: Cells, sizes: Sizes, releases: number, joined: Cells = []): Organisation {
  const first = partition(DIRECTORY, membersOf(base, 0), sizes);
  const second = joinedLater([first], membersOf(joined, base.length), sizes);
  const partitions = second === undefined ? [first] : [first, second];
  const cells = [...base, ...joined].map(({ headcount }, n) => {
    const ids = idsOf(n, headcount);
    const unit = partitions.map(({ unitOf }) => unitOf.get(ids[0] ?? "")).find((one) => one !== undefined) ?? "";
    return { unit, headcount, ids };
  });
  const units = partitions.flatMap((one) => one.units);
  return { partitions, since: partitions.map((_, n) => n + 1), units, cells, releases, reversals: false };
}

function idsOf(cell: number, headcount: number): string[] {
  return Array.from({ length: headcount }, (_, n) => `${cell}.${n}`);
}

/** @param from the number of the first cell */
function membersOf(cells: Cells, from: number): Member[] {
  return cells.flatMap(({ team, place, headcount }, n) =>
    idsOf(from + n, headcount).map((id) => ({ id, team, place })),
  );
}

/** Every world once. People of one cell are alike to the publisher, so that how many is all that differs. */
export function* worldsOf({ cells, releases, reversals }: Organisation): Generator<World> {
  const courses = cells.map(({ ids }) => coursesOf(ids, releases, reversals));
  yield* product(courses, []);
}

function* product(of: readonly (readonly Course[])[], chosen: readonly Course[]): Generator<World> {
  const next = of[chosen.length];
  if (next === undefined) yield { courses: chosen, departures: chosen.flatMap(({ departures }) => departures) };
  else for (const course of next) yield* product(of, [...chosen, course]);
}

function coursesOf(ids: readonly string[], releases: number, reversals: boolean): Course[] {
  let all: (readonly Move[])[] = [[]];
  for (let n = 0; n < releases; n++) {
    all = all.flatMap((moves) => nextMoves(ids.length, moves, reversals).map((move) => [...moves, move]));
  }
  return all.map((moves) => courseOf(ids, moves));
}

function nextMoves(headcount: number, before: readonly Move[], reversals: boolean): Move[] {
  const gone = before.reduce((sum, { left }) => sum + left, 0);
  const returned = before.reduce((sum, { back }) => sum + back, 0);
  const moves: Move[] = [];
  for (let left = 0; left <= headcount - gone; left++) {
    for (let quick = 0; quick <= (reversals ? headcount - gone - left : 0); quick++) {
      for (let back = 0; back <= (reversals ? gone - returned : 0); back++) moves.push({ left, quick, back });
    }
  }
  return moves;
}

export function courseOf(ids: readonly string[], moves: readonly Move[]): Course {
  const departures: Departure[] = [];
  const settled: number[] = [];
  let gone = 0;
  let returned = 0;
  for (const [n, { left, quick, back }] of moves.entries()) {
    const release = releaseAt(n + 1);
    for (const [m, id] of ids.slice(returned, returned + back).entries()) {
      const of = returned + m;
      departures[of] = { ...departureOf(id, departures[of]?.at.notAfter ?? 0), ...reversedAt(release - HOUR) };
    }
    returned += back;
    for (const id of ids.slice(gone, gone + left)) departures.splice(gone++, 0, departureOf(id, release - 2 * DAY));
    for (const id of ids.slice(gone, gone + quick)) {
      departures.push({ ...departureOf(id, release - 2 * DAY), ...reversedAt(release - 2 * DAY + HOUR) });
    }
    settled.push(gone);
  }
  return { moves, departures, settled };
}

function departureOf(id: string, notAfter: number): Departure {
  return {
    id: `d-${id}-${notAfter}`,
    at: { notBefore: notAfter - HOUR, notAfter },
    accounts: [{ directory: DIRECTORY, id }],
    change: "deactivated",
    confirmed: true,
    observed: true,
    lastKnown: { location: null, locationFrom: null },
  };
}

function reversedAt(notAfter: number): Pick<Departure, "reversed"> {
  return { reversed: { at: { notBefore: notAfter - HOUR, notAfter }, change: "reactivated" } };
}
