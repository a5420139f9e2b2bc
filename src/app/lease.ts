import { RollcallError } from "../core/errors.ts";
import { type Instant, iso, SECOND } from "../core/time.ts";
import type { Context } from "./context.ts";

/** A holder that was killed blocks others for at most this long; one that works renews three times as often. */
const TERM = 60 * SECOND;

/**
 * Does `work` while holding the lease `name`, renewing it until the work ends. One process at a time: where another holds
 * it, throws RollcallError `store_busy` naming the holder, since when and until when.
 */
export async function withLease<T>(context: Context, name: string, work: () => Promise<T>): Promise<T> {
  const { clock, store, holder } = context;
  const take = () => {
    const now = clock.now();
    return store.acquireLease({ name, holder, since: now, until: now + TERM }, now);
  };
  let { acquired, lease } = await take();
  if (!acquired && context.isGone(lease.holder)) {
    await store.releaseLease(name, lease.holder);
    ({ acquired, lease } = await take());
  }
  if (!acquired) {
    throw new RollcallError(
      "store_busy",
      `${name}: ${lease.holder} has been at it since ${toTheSecond(lease.since)} and holds it until ` +
        `${toTheSecond(lease.until)} at least. Wait for it, or end that process.`,
    );
  }
  // The machine's own timer and not the context's clock: what is renewed is the claim of a process that lives in real time.
  const renewal = setInterval(() => void take().catch(() => undefined), TERM / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await store.releaseLease(name, holder);
  }
}

function toTheSecond(at: Instant): string {
  return iso(at).replace(/\.\d+Z$/, "Z");
}
