import type { OffboardingRules } from "../core/offboarding/rules.ts";
import type { PersonRules } from "../core/person/rules.ts";
import type { Destination } from "./destination.ts";
import type { Clock, Http, Progress, Store } from "./ports.ts";

/** What every use case works with; made in wire/, and by tests. */
export interface Context {
  readonly clock: Clock;
  readonly http: Http;
  readonly store: Store;
  readonly progress: Progress;
  /** Who is told, in the order of the settings. */
  readonly destinations: readonly Destination[];
  /** By what accounts are linked over directories; by their keys alone without it. */
  readonly persons?: PersonRules;
  /** Until when accounts of people who left are to be gone; nobody asks without it. */
  readonly offboarding?: OffboardingRules;
  readonly signal?: AbortSignal;
  /** Which version of Rollcall this is: what another one made of a record is not taken for what this one would. */
  readonly version?: string;
  /** Names this process in leases: `host:pid`. */
  readonly holder: string;
  /** Whether the process that a lease names is known to be gone, so that nobody waits for it. */
  readonly isGone: (holder: string) => boolean;
}
