import type { Account } from "../core/directory/account.ts";
import type { DepartureRules } from "../core/directory/departure.ts";
import type { WaveRules } from "../core/wave/rules.ts";
import type { OverlayRows } from "./beside-records.ts";
import type { Context } from "./context.ts";
import type { Connector, Reading } from "./ports.ts";

/** A directory as the settings describe it: its connector, with settings that it accepts. */
export interface Directory<Settings = unknown> {
  readonly id: string;
  readonly connector: Connector<Settings>;
  readonly settings: Settings;
  readonly rules: DepartureRules;
  /** What is set about waves; the usual without it. */
  readonly waves?: WaveRules;
  /** From the start of one sweep to the start of the next, where it is watched; milliseconds. */
  readonly every: number;
  /** Lays what another source states (people.csv) over an account. */
  readonly overlay?: (account: Account) => Account;
  /** What it lays over whom; without it nobody can tell when that has changed, and every record is parsed. */
  readonly overlaid?: OverlayRows;
}

export function readingOf<Settings>(context: Context, directory: Directory<Settings>): Reading<Settings> {
  return {
    directory: directory.id,
    settings: directory.settings,
    clock: context.clock,
    http: context.http,
    progress: context.progress,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  };
}

/** A directory that fails and was last seen longer ago than three times its interval has gone dark. */
export function blindAfter({ every }: Pick<Directory, "every">): number {
  return 3 * every;
}
