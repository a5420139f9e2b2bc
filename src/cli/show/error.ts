import { RollcallError } from "../../core/errors.ts";
import { plain } from "../../messages/words.ts";

/** What a person reads of an error. Only our own are known to hold no personal data; of any other the kind is said. */
export function errorText(error: unknown): string {
  if (error instanceof RollcallError) {
    return error.message
      .split("\n")
      .map((line) => `rollcall: ${plain(line)}`)
      .join("\n");
  }
  const kind = error instanceof Error ? error.name : typeof error;
  const place =
    error instanceof Error
      ? (error.stack
          ?.split("\n")
          .find((line) => line.startsWith("    at "))
          ?.trim() ?? "")
      : "";
  return `rollcall: this is a fault in Rollcall (${kind} ${place}). Nothing was written. Please report it with this line.`;
}
