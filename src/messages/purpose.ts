import type { Part } from "../core/disclosure/purpose.ts";
import { listed } from "./words.ts";

/** That what the settings say of the watching has been recorded anew, in one sentence. */
export function recordedText({
  version,
  changed,
  first,
}: {
  readonly version: number;
  readonly changed: readonly Part[];
  readonly first: boolean;
}): string {
  return first
    ? `The purpose record begins: version ${version}. rollcall transparency prints the page for the people concerned.`
    : `The purpose record has changed (${listed(changed)}) and is now version ${version}: rollcall transparency prints it.`;
}
