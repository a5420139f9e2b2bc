import { randomBytes } from "node:crypto";
import { shortDigest } from "../core/digest.ts";

/** Random, so that nothing that was read out of a text is in it, and a better reading changes no id. */
export function newId(prefix: "cl" | "l" | "co" | "act"): string {
  return `${prefix}-${randomBytes(8).toString("hex")}`;
}

/** Of what the source itself calls the document. */
export function documentId(source: string, key: string): string {
  return `doc-${shortDigest(JSON.stringify([source, key]))}`;
}
