// The departures of the last month, in order, so that any window of any group is counted by two searches.
import { DAY, type Instant } from "../time.ts";
import type { GroupKey } from "./groups.ts";

/** One confirmed departure, as far as waves are concerned. */
export interface Departed {
  readonly id: string;
  /** Not before. It counts in the windows that hold its whole interval: of another nobody can say that it fell into it. */
  readonly since: Instant;
  /** Not after. */
  readonly at: Instant;
  readonly groups: readonly GroupKey[];
}

export interface Recent {
  /** A departure that is known already is not added again; false then. */
  readonly add: (departed: Departed) => boolean;
  /** Undefined where it is not known any more. */
  readonly remove: (id: string) => Departed | undefined;
  /** How many since `from`, and before `to`. */
  readonly count: (key: GroupKey | undefined, from: Instant, to?: Instant) => number;
  readonly since: (from: Instant) => readonly Departed[];
  readonly forgetBefore: (at: Instant) => void;
  /** In order. */
  readonly all: () => readonly Departed[];
}

/** The longest window is 30 days. */
export const RECENT = 31 * DAY;
/** More than any organisation loses in a month; a directory that flaps without end cannot fill the memory. */
const MOST = 200_000;

export function createRecent(known: readonly Departed[]): Recent {
  const list: Departed[] = [];
  const everywhere: Instant[] = [];
  const byId = new Map<string, Departed>();
  const byGroup = new Map<GroupKey, Instant[]>();

  const insert = (times: Instant[], at: Instant): void => {
    // Nearly always the latest.
    if (at >= (times.at(-1) ?? Number.NEGATIVE_INFINITY)) times.push(at);
    else times.splice(firstFrom(times, at + 1), 0, at);
  };
  const add = (departed: Departed): boolean => {
    if (byId.has(departed.id)) return false;
    list.splice(firstFrom(everywhere, departed.since + 1), 0, departed);
    byId.set(departed.id, departed);
    insert(everywhere, departed.since);
    for (const key of departed.groups) {
      const times = byGroup.get(key);
      if (times === undefined) byGroup.set(key, [departed.since]);
      else insert(times, departed.since);
    }
    const [oldest] = list;
    if (list.length > MOST && oldest !== undefined) drop(0, oldest);
    return true;
  };
  const drop = (index: number, { id, since, groups }: Departed): void => {
    byId.delete(id);
    list.splice(index, 1);
    everywhere.splice(index, 1);
    for (const key of groups) {
      const times = byGroup.get(key) ?? [];
      times.splice(firstFrom(times, since), 1);
      if (times.length === 0) byGroup.delete(key);
    }
  };
  for (const departed of known) add(departed);

  return {
    add,
    remove: (id) => {
      const found = byId.get(id);
      if (found !== undefined) drop(list.indexOf(found, firstFrom(everywhere, found.since)), found);
      return found;
    },
    count: (key, from, to) => {
      const times = key === undefined ? everywhere : byGroup.get(key);
      if (times === undefined) return 0;
      return (to === undefined ? times.length : firstFrom(times, to)) - firstFrom(times, from);
    },
    since: (from) => list.slice(firstFrom(everywhere, from)),
    forgetBefore: (at) => {
      for (let oldest = list[0]; oldest !== undefined && oldest.since < at; oldest = list[0]) drop(0, oldest);
    },
    all: () => list,
  };
}

/** The index of the first that is not before `at`. */
function firstFrom(times: readonly Instant[], at: Instant): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
