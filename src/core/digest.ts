import { hash } from "node:crypto";

/** The first 16 hexadecimal digits of a text's SHA-256: enough to tell what has one id from what has another, and no secret. */
export function shortDigest(text: string): string {
  return hash("sha256", text).slice(0, 16);
}
