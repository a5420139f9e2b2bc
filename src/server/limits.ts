import ipaddr from "ipaddr.js";
import type { Clock } from "../app/ports.ts";
import { type Instant, SECOND } from "../core/time.ts";

/** So much at once, and after that so much a second; of each key by itself. */
export interface Limit {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Limiter {
  /** Takes one. @returns 0, or in how many milliseconds there is one again */
  readonly take: (key: string) => number;
  /** As `take`, and takes none. */
  readonly wait: (key: string) => number;
}

/** Keys that are remembered: whoever has not come for longest is forgotten, and begins anew. */
const MOST = 10_000;

/** Buckets that fill at an even pace. Their memory has an end, whoever comes from wherever. */
export function createLimiter(clock: Pick<Clock, "now">, { burst, perSecond }: Limit, most = MOST): Limiter {
  // In the order of their last use.
  const buckets = new Map<string, { readonly left: number; readonly at: Instant }>();
  const look = (key: string): number => {
    const now = clock.now();
    const { left, at } = buckets.get(key) ?? { left: burst, at: now };
    return Math.min(burst, left + (Math.max(0, now - at) / SECOND) * perSecond);
  };
  const waitFor = (left: number): number => (left >= 1 ? 0 : Math.ceil(((1 - left) / perSecond) * SECOND));
  return {
    wait: (key) => waitFor(look(key)),
    take: (key) => {
      const left = look(key);
      const wait = waitFor(left);
      buckets.delete(key);
      buckets.set(key, { left: wait === 0 ? left - 1 : left, at: clock.now() });
      const [oldest] = buckets.keys();
      if (buckets.size > most && oldest !== undefined) buckets.delete(oldest);
      return wait;
    },
  };
}

/** Who an address is: of IPv6 everybody has a whole network of them to come from (RFC 6177). */
export function clientKey(address: string): string {
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? `${parsed.parts.slice(0, 4).join(":")}/64` : parsed.toString();
}

export function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";
}
