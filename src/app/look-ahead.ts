import type { WaveRules } from "../core/wave/rules.ts";
import { type Instant, SECOND } from "../core/time.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import { bookOf } from "./offboarding-book.ts";
import type { Clock, StoreReader } from "./ports.ts";
import { leftIn, usualOf } from "./usual.ts";
import { countersFor } from "./waves.ts";

/** From one look for news to the next: what is counted takes a fraction of it at a hundred thousand accounts. */
const LOOKS = 5 * SECOND;

interface Ahead {
  readonly store: StoreReader;
  /** Of what is counted. */
  readonly clock: Pick<Clock, "now">;
  readonly directories: readonly string[];
  readonly rules: WaveRules;
  /** Undefined where the settings say nothing of off-boarding. */
  readonly offboarding?: OffboardingRules;
}

/**
 * Counts what pages count whenever something has happened, and keeps up the off-boarding check, so that nobody who looks waits for it.
 * It is only a shortcut: where it fails, whoever asks is told why.
 * @param every calls the work now and then, until the function that it gives is called
 * @returns ends it
 */
export function lookAhead(ahead: Ahead, every: Clock["every"]): () => void {
  let known: string | undefined;
  let busy = false;
  const { store, clock, directories, offboarding } = ahead;
  const counts = async (): Promise<void> => {
    const news = await store.news(directories);
    if (news === known) return;
    for (const directory of directories) await count(ahead, directory, clock.now());
    known = news;
  };
  // It knows by itself whether anything has happened, and limits run out whatever happens.
  const check = async (): Promise<unknown> => offboarding && bookOf(store, offboarding).refresh(clock.now());
  const work = (): void => {
    if (busy) return;
    busy = true;
    void Promise.allSettled([counts(), check()]).then(() => (busy = false));
  };
  work();
  return every(LOOKS, work);
}

async function count({ store, rules }: Ahead, directory: string, now: Instant): Promise<void> {
  await usualOf(store, directory, "staff", rules);
  await leftIn(store, directory, "staff", { from: now, to: now });
  await countersFor(store, directory, now);
}
