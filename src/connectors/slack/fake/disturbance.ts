/** What can befall events on their way. */
type Trouble =
  /** It never arrives, and nobody is told. */
  | "drop"
  /** It arrives twice, as two deliveries with one `event_id`. */
  | "duplicate"
  /** It arrives `ms` later. */
  | "delay"
  /** So many wait for each other and then arrive the other way round. */
  | "reorder";

/** The troubles of one way, be it HTTP, Socket Mode or a simulator's own. Those given first strike first. */
export interface Disturbance {
  /** The next `count` are lost; all of them until `clear` without it. */
  drop(count?: number): void;
  duplicate(count: number): void;
  delay(count: number, ms: number): void;
  reorder(count: number): void;
  /** Takes all troubles back; what waited to be reordered is sent, the other way round. */
  clear(): void;
  /** How many events each trouble has struck. */
  readonly struck: Readonly<Record<Trouble, number>>;
}

interface Armed {
  readonly trouble: Trouble;
  readonly ms: number;
  left: number;
  readonly held: (() => void)[];
}

/**
 * @param sleep of the clock by which events are late; one that rejects (since it was interrupted) loses the event.
 * @returns the controls, and the way itself: `send` is called as often as the event arrives, at once where nothing is wrong.
 */
export function createDisturbance(sleep: (ms: number) => Promise<void>): {
  readonly controls: Disturbance;
  readonly pass: (send: () => void) => void;
} {
  let armed: Armed[] = [];
  const struck: Record<Trouble, number> = { drop: 0, duplicate: 0, delay: 0, reorder: 0 };
  const arm = (trouble: Trouble, left: number, ms = 0): void => void armed.push({ trouble, ms, left, held: [] });
  const release = ({ held }: Armed): void => {
    for (const send of held.splice(0).toReversed()) send();
  };

  const pass = (send: () => void): void => {
    const next = armed.find(({ left }) => left > 0);
    if (next === undefined) return send();
    next.left -= 1;
    struck[next.trouble] += 1;
    if (next.trouble === "duplicate") {
      send();
      send();
    } else if (next.trouble === "delay") {
      sleep(next.ms).then(send, () => undefined);
    } else if (next.trouble === "reorder") {
      next.held.push(send);
      if (next.left === 0) release(next);
    }
  };
  return {
    pass,
    controls: {
      drop: (count = Infinity) => arm("drop", count),
      duplicate: (count) => arm("duplicate", count),
      delay: (count, ms) => arm("delay", count, ms),
      reorder: (count) => arm("reorder", count),
      clear: () => {
        const before = armed;
        armed = [];
        for (const one of before) release(one);
      },
      struck,
    },
  };
}
