import type { Passage } from "../core/record/extract/reading.ts";
import type { Proposal } from "../core/record/extract/proposal.ts";

/** A language model that proposes what a passage claims. What it proposes is believed in nothing. */
export interface Model {
  /** As the settings name it; it stands in the name of the reader. */
  readonly name: string;
  /** Passages a run, and letters of one, that it is asked about. */
  readonly most: number;
  readonly longest: number;
  /**
   * @throws RollcallError `malformed` for an answer that is none, `refused_token`, `unreachable`, `interrupted`; its text holds
   * nothing of the passage, of the answer, or of the key
   */
  readonly propose: (passage: Passage, signal?: AbortSignal) => Promise<readonly Proposal[]>;
}
