import { timingSafeEqual } from "node:crypto";
import type { Clock } from "../app/ports.ts";
import { MINUTE } from "../core/time.ts";
import { keyOf, newSecret } from "./secrets.ts";

/** From when it is printed to when it is used. */
const LASTS = 15 * MINUTE;

/** A secret that lets whoever can read the terminal in, once. */
export interface OneTimeLink {
  readonly secret: string;
  /** Whether this is it, for the first time and in time; after that it is nobody's. */
  readonly use: (secret: string) => boolean;
}

export function createLink(clock: Pick<Clock, "now">): OneTimeLink {
  const secret = newSecret();
  const made = clock.now();
  let used = false;
  return {
    secret,
    use: (given) => {
      const fits =
        timingSafeEqual(Buffer.from(keyOf(given)), Buffer.from(keyOf(secret))) && clock.now() - made <= LASTS;
      if (!fits || used) return false;
      used = true;
      return true;
    },
  };
}
