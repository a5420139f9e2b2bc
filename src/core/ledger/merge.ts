// How cells of team and place become clusters that are large enough, from headcount alone.

/** Everybody of one team in one place; null where none is stated. */
export interface Cell {
  readonly team: string | null;
  readonly place: string | null;
}

/** Cells that were merged. */
export interface Cluster {
  readonly parts: readonly Cell[];
  readonly headcount: number;
  readonly name: string;
}

type Merged = Omit<Cluster, "name">;

/**
 * @param people in any order
 * @param least how many people a cluster has at least, where there are as many in all; otherwise everybody is in one
 */
export function clustersOf(people: readonly Cell[], least: number): Cluster[] {
  const teams = Map.groupBy(cellsOf(people), ({ parts }) => parts[0]?.team ?? null);
  const large: Merged[] = [];
  const small: Merged[] = [];
  for (const cells of teams.values()) {
    if (sizeOf(cells) >= least) large.push(...mergedUp(cells, least));
    else small.push(...cells);
  }
  const places = [...Map.groupBy(small, ({ parts }) => parts[0]?.place ?? null).values()].map(together);
  const other = mergedUp(places, least);
  const named = (of: readonly Merged[]): Cluster[] => of.map((one) => ({ ...one, name: nameOf(one, large, other) }));
  if (sizeOf(other) >= least || large.length === 0) return named([...large, ...other]).toSorted(byName);
  if (other.length === 0) return named(large).toSorted(byName);
  // Too few for a unit of their own: they go where they are the fewest among the fewest.
  const [host, ...rest] = large.toSorted(bySize) as [Merged, ...Merged[]];
  const name = `${nameOf(host, large, other)} and other teams`;
  return [{ ...together([host, ...other]), name }, ...named(rest)].toSorted(byName);
}

function cellsOf(people: readonly Cell[]): Merged[] {
  const cells = Map.groupBy(people, ({ team, place }) => JSON.stringify([team, place]));
  return [...cells.values()].map((of) => ({
    parts: of.slice(0, 1).map(({ team, place }) => ({ team, place })),
    headcount: of.length,
  }));
}

/** The smallest into the next smallest, until each has enough or one is left. */
function mergedUp(siblings: readonly Merged[], least: number): Merged[] {
  let left = siblings.toSorted(bySize);
  for (;;) {
    const [smallest, next, ...rest] = left;
    if (smallest === undefined || next === undefined || smallest.headcount >= least) return left;
    left = [together([smallest, next]), ...rest].toSorted(bySize);
  }
}

function together(of: readonly Merged[]): Merged {
  return { parts: of.flatMap(({ parts }) => parts).toSorted(inOrder(textOf)), headcount: sizeOf(of) };
}

function sizeOf(of: readonly Merged[]): number {
  return of.reduce((sum, { headcount }) => sum + headcount, 0);
}

/** Of two of one size the one whose parts come first, so that the order in which people are listed decides nothing. */
function bySize(a: Merged, b: Merged): number {
  return a.headcount - b.headcount || inOrder(partsOf)(a, b);
}

function byName(a: Cluster, b: Cluster): number {
  return inOrder(({ name }: Cluster) => name)(a, b) || inOrder(partsOf)(a, b);
}

function partsOf({ parts }: Merged): string {
  return parts.map(textOf).join();
}

function textOf({ team, place }: Cell): string {
  return JSON.stringify([team, place]);
}

/** By code units, which are the same on every machine. */
function inOrder<T>(of: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => (of(a) < of(b) ? -1 : Number(of(a) > of(b)));
}

function nameOf(one: Merged, large: readonly Merged[], other: readonly Merged[]): string {
  if (large.length + other.length === 1) return "Everyone";
  const isOther = other.includes(one);
  const team = one.parts[0]?.team ?? null;
  const alone = isOther
    ? other.length === 1
    : large.filter(({ parts }) => (parts[0]?.team ?? null) === team).length === 1;
  const whose = isOther ? "Other teams" : (team ?? "No team stated");
  const places = new Set(one.parts.map(({ place }) => place ?? "no place stated"));
  return alone ? whose : `${whose} (${[...places].toSorted(inOrder((place) => place)).join(", ")})`;
}
