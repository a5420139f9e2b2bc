import { createHash, randomBytes } from "node:crypto";

/** Random, so that nothing that was read out of a text is in it, and a better reading changes no id. */
export function newId(prefix: "cl" | "l" | "co" | "act"): string {
  return `${prefix}-${randomBytes(8).toString("hex")}`;
}

/** Of what the source itself calls the document. */
export function documentId(source: string, key: string): string {
  return `doc-${createHash("sha256")
    .update(JSON.stringify([source, key]))
    .digest("hex")
    .slice(0, 16)}`;
}
