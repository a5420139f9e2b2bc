import { isHash } from "./entry.ts";

/** The state of a log at one time: https://c2sp.org/tlog-checkpoint. */
export interface Checkpoint {
  /** Which log. */
  readonly origin: string;
  readonly size: number;
  /** The root of the tree over the first `size` entries, in base 64. */
  readonly root: string;
}

/** What is signed: three lines. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root}\n`;
}

/** @param text of a signed note @returns undefined where it is no checkpoint */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  if (!text.endsWith("\n")) return undefined;
  const lines = text.slice(0, -1).split("\n");
  const [origin = "", size = "", root = ""] = lines;
  // Further lines are extensions, which mean nothing to us, but have to be lines.
  if (lines.some((line) => line === "") || !/^(?:0|[1-9]\d{0,14})$/.test(size) || !isHash(root)) return undefined;
  return { origin, size: Number(size), root };
}

/**
 * The name of a log, after its first entry, which no other log has: commitments are salted. It is the name of its key as well.
 * @param first the hash of the first entry
 */
export function originOf(first: Uint8Array): string {
  return `rollcall/${Buffer.from(first.subarray(0, 8)).toString("hex")}`;
}
