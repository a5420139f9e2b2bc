import { faultOf } from "../../core/errors.ts";
import { plain } from "../../messages/words.ts";

/** What a person reads of an error. Only our own are known to hold no personal data; of any other the kind is said. */
export function errorText(error: unknown): string {
  return faultOf(error, "nothing was written")
    .message.split("\n")
    .map((line) => `rollcall: ${plain(line)}`)
    .join("\n");
}
