import type { Retention } from "../core/disclosure/retention.ts";
import { HOUR } from "../core/time.ts";
import type { Context } from "./context.ts";
import { applyRetention, type Expired, followErasures } from "./expire.ts";

/** How long things are kept, and of which directories. */
export interface Keeping {
  readonly retention: Retention;
  /** The directories of the settings. */
  readonly watched: readonly string[];
}

/** What went, in numbers. */
interface UpkeepDone {
  readonly expired: Expired;
  /** Accounts that tools have erased. */
  readonly followed: number;
}

/** Building the file anew holds up whoever writes: while watching, no more often. */
const APART = HOUR;

/**
 * Lets go of what is due, follows what tools have erased, and has the bytes of both overwritten.
 * @param at `once`: nobody comes back to it soon. `again`: it is looked at each minute
 * @throws RollcallError `store_busy`, `store_full`, `bad_secret`: what was done stays done
 */
export async function keepUp(
  context: Pick<Context, "store" | "clock">,
  { retention, watched }: Keeping,
  at: "once" | "again",
): Promise<UpkeepDone> {
  const { store, clock } = context;
  const expired = (await applyRetention(context, retention, watched)) ?? {};
  const followed = await followErasures(context);
  if ((await store.upkeep("bytes")) !== undefined) {
    const ago = clock.now() - ((await store.upkeep("cleaned")) ?? -Infinity);
    if (at === "once" || ago < 0 || ago >= APART) {
      await store.clean();
      await store.transaction((writer) => writer.putUpkeep("cleaned", clock.now()));
    }
  }
  return { expired, followed };
}
