// What is asked of every figure of a sentence, and what comes of it.
import type { Mention } from "../mention.ts";
import type { Quantity } from "../numbers.ts";
import type { Reason } from "../reading.ts";
import type { Counted } from "./counted.ts";
import type { Line } from "./line.ts";
import type { Trigger } from "./triggers.ts";

export interface Scene {
  readonly line: Line;
  readonly quantities: readonly Quantity[];
  readonly triggers: readonly Trigger[];
  readonly mentions: readonly Mention[];
  /** Whether the document speaks of cuts. */
  readonly ofCuts: boolean;
  readonly many: boolean;
  /** The last figure of a sentence before that was added to something; null without one. */
  readonly added: Quantity | null;
  readonly judged: readonly Verdict[];
}

export interface Verdict {
  readonly quantity: Quantity;
  /** Null where it is a cut. */
  readonly reason: Reason | null;
  readonly trigger: Trigger | undefined;
  /** The token after the figure's noun. */
  readonly to: number;
  readonly counted: Counted;
  /** The count whose share it is, or the share whose count: it is of the same people. */
  readonly beside?: Verdict;
}
