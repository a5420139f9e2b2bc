import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../app/ports.ts";
import { MINUTE } from "../core/time.ts";

/** From when it is printed to when it is used. */
const LASTS = 15 * MINUTE;

/** A secret that lets whoever can read the terminal in, once. */
export interface OneTimeLink {
  readonly secret: string;
  /** Whether this is it, for the first time and in time; after that it is nobody's. */
  readonly use: (secret: string) => boolean;
}

export function createLink(clock: Pick<Clock, "now">): OneTimeLink {
  const secret = randomBytes(32).toString("base64url");
  const made = clock.now();
  let used = false;
  return {
    secret,
    use: (given) => {
      const fits = timingSafeEqual(hash(given), hash(secret)) && clock.now() - made <= LASTS;
      if (!fits || used) return false;
      used = true;
      return true;
    },
  };
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
