import type { Random } from "../../src/connectors/slack/fake/random.ts";
import { type Instant, MINUTE } from "../../src/core/time.ts";
import type { Scheduler } from "./clock.ts";
import type { Deliveries } from "./delivery.ts";
import type { FaultName } from "./faults.ts";
import type { Machine } from "./machine.ts";
import type { Routes } from "./routes.ts";
import type { Workspace } from "./workspace.ts";

/** From the start of one sweep to the next. */
export const EVERY = 5 * MINUTE;

/** All that a plan can act on. */
export interface Stage {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly workspace: Workspace;
  readonly deliveries: Deliveries;
  readonly machine: Machine;
  readonly routes: Routes;
  /** Whether a dead-man's switch hears of the watch: what nobody could tell by a message happens only then. */
  readonly hasSwitch: boolean;
  /** All is well again from then on. */
  readonly until: Instant;
  readonly struck: (name: FaultName) => void;
  readonly say: (what: string) => void;
}

/** Something that happens, the oftener the more it weighs. */
export interface Deed {
  readonly weight: number;
  readonly happen: (stage: Stage, plan: Plan) => void;
}

/** What goes on at the moment; of each key one at a time. */
export interface Plan {
  /** @returns false where that goes on already */
  readonly during: (key: string, ms: number, begin: () => void, end: () => void) => boolean;
}
