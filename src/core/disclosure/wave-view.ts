import { iso } from "../time.ts";
import type { Cause, Reason } from "../wave/cause.ts";
import { type Grouping, isPerson } from "../wave/groups.ts";
import type { WaveState } from "../wave/report.ts";
import type { Who } from "../wave/wave.ts";

/** The stable JSON of a wave: `rollcall waves --json`, and `wave` of an incident. */
export interface WaveView {
  /** `i-…`, that of its incident. */
  readonly id: string;
  readonly who: Who;
  readonly opened: string;
  readonly closed?: { readonly at: string; readonly why: NonNullable<WaveState["closed"]>["why"] };
  /** Between these its departures stand out. */
  readonly start: string;
  readonly end: string;
  /** Confirmed departures in it, those who came back among them. */
  readonly size: number;
  readonly back: number;
  /** Of the places that it is in, or of everybody where it is not in any more than elsewhere; before it. */
  readonly headcount: number;
  readonly share: number;
  /** Departures an hour. */
  readonly rate: number;
  /** Departures of ordinary days in the same time among the same people. */
  readonly expected: number;
  readonly where: readonly PlaceView[];
  readonly elsewhere: boolean;
  readonly cause: Cause;
  readonly reasons: readonly Reason[];
  /** `p-…` */
  readonly plans: readonly string[];
}

interface PlaceView {
  readonly by: Grouping;
  /** A name where the group is called after somebody who has one. */
  readonly value: string;
  readonly left: number;
  readonly of: number;
}

/** @param names of the people after whom groups are called, by account id */
export function waveView(id: string, wave: WaveState, names: ReadonlyMap<string, string> = new Map()): WaveView {
  const { opened, closed, start, last: _, end, where, ...rest } = wave;
  return {
    id,
    ...rest,
    opened: iso(opened),
    ...(closed === undefined ? {} : { closed: { at: iso(closed.at), why: closed.why } }),
    start: iso(start),
    end: iso(end),
    where: where.map(({ by, value, left, of }) => ({
      by,
      value: isPerson(by) ? (names.get(value) ?? value) : value,
      left,
      of,
    })),
  };
}
