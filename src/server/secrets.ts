import { createHash, randomBytes } from "node:crypto";

/** 256 bits that nobody guesses, for a cookie or a path. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a secret: nobody gets from this to it. */
export function keyOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
