import { createHash } from "node:crypto";
import { type Checkpoint, checkpointText } from "./checkpoint.ts";
import { isHash } from "./entry.ts";

/**
 * A checkpoint that does not say how many entries the log has. How fast a log grows tells of what happened: each message and each
 * view of names is an entry. The digest is of a root that nobody can guess, so that nobody finds out the number by trying; whoever
 * has the entries finds the state that it is of.
 */
export interface Seal {
  /** Which log. */
  readonly origin: string;
  /** SHA-256 of the checkpoint's text, in base 64. */
  readonly digest: string;
}

const WORD = "sealed ";

export function sealOf(checkpoint: Checkpoint): Seal {
  const digest = createHash("sha256").update(checkpointText(checkpoint)).digest("base64");
  return { origin: checkpoint.origin, digest };
}

/** What is signed: two lines. */
export function sealText({ origin, digest }: Seal): string {
  return `${origin}\n${WORD}${digest}\n`;
}

/** @param text of a signed note @returns undefined where it is no sealed checkpoint */
export function parseSeal(text: string): Seal | undefined {
  const [origin = "", sealed = "", end, ...more] = text.split("\n");
  const digest = sealed.slice(WORD.length);
  if (origin === "" || !sealed.startsWith(WORD) || !isHash(digest) || end !== "" || more.length > 0) return undefined;
  return { origin, digest };
}
