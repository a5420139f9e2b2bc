import type { Health } from "../directory/health.ts";
import type { Had, Restoration } from "../directory/restore.ts";
import { type Instant, iso } from "../time.ts";
import { type IntervalView, intervalView } from "./views.ts";

/** What people had who left, to give it back to them. */
export interface RestorePack {
  readonly directories: readonly {
    readonly directory: string;
    /** The last complete reading: how fresh and how complete what is said here is (law 7). */
    readonly reading?: { readonly takenAt: Instant; readonly accounts: number; readonly health: Health };
    /** When the last reading of them began; absent where they were never read. */
    readonly channelsAt?: Instant;
    readonly groupsAt?: Instant;
  }[];
  readonly people: readonly Restoration[];
}

/** The stable JSON of the pack (`restore --format json`). */
export interface RestoreView {
  readonly directories: readonly {
    readonly directory: string;
    readonly reading?: { readonly takenAt: string; readonly accounts: number; readonly health: Health };
    readonly channelsAt: string | null;
    readonly groupsAt: string | null;
  }[];
  readonly people: readonly RestorationView[];
}

export interface RestorationView extends Omit<Restoration, "left" | "back"> {
  readonly left: { readonly change: string; readonly at: IntervalView; readonly confirmed: boolean };
  readonly back: { readonly change: string; readonly at: IntervalView } | null;
  readonly things: readonly Had[];
}

export function restoreView({ directories, people }: RestorePack): RestoreView {
  return {
    directories: directories.map(({ directory, reading, channelsAt, groupsAt }) => ({
      directory,
      ...(reading === undefined
        ? {}
        : { reading: { takenAt: iso(reading.takenAt), accounts: reading.accounts, health: reading.health } }),
      channelsAt: channelsAt === undefined ? null : iso(channelsAt),
      groupsAt: groupsAt === undefined ? null : iso(groupsAt),
    })),
    people: people.map(restorationView),
  };
}

function restorationView(one: Restoration): RestorationView {
  const { directory, account, departures, left, back, had, now, things, unknown } = one;
  return {
    directory,
    account,
    departures,
    left: { ...left, at: intervalView(left.at) },
    back: back === undefined ? null : { change: back.change, at: intervalView(back.at) },
    had,
    now,
    things,
    unknown,
  };
}
