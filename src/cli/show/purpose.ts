import type { Recorded } from "../../app/purpose.ts";
import { recordedText } from "../../messages/purpose.ts";
import type { Output } from "../output.ts";

/** Says that there is a new version of the purpose record, where there is one. */
export function showRecorded(output: Output, recorded: Recorded | undefined): void {
  if (recorded !== undefined) output.note(recordedText(recorded));
}
