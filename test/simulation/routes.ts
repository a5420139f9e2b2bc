import type { Destination } from "../../src/app/destination.ts";
import type { Sending } from "../../src/app/ports.ts";
import type { Random } from "../../src/connectors/slack/fake/random.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { HOUR, type Instant, SECOND } from "../../src/core/time.ts";
import type { Scheduler } from "./clock.ts";
import type { FaultName } from "./faults.ts";
import { type Process, stand } from "./process.ts";
import { type Arrival, destinationOf, type Wanted } from "./receivers.ts";

/** `chat` is in the workspace that is watched; `hook` and `siren` are elsewhere, and `siren` is never down. */
const NAMES = ["chat", "hook", "siren"] as const;
type RouteName = (typeof NAMES)[number];

/** The ways to people. */
export interface Routes {
  readonly wanted: readonly Wanted[];
  readonly arrivals: readonly Arrival[];
  readonly down: Set<RouteName>;
  /** Nothing can be said in the workspace. */
  cutOff: boolean;
  readonly destinationsOf: (process: Process) => readonly Destination[];
}

const ENDINGS = ["lost", "arrived unheard", "garbage", "refused", "limited"] as const;

export function createRoutes(
  scheduler: Scheduler,
  random: Random,
  struck: (name: FaultName) => void,
  onArrival: (arrival: Arrival) => void,
): Routes {
  const { now, at } = scheduler;
  const down = new Set<RouteName>();
  const arrivals: Arrival[] = [];
  /** When what has arrived was sent, by destination and id. */
  const newest = new Map<string, Instant>();
  const wanted = NAMES.map((name): Wanted => ({
    name,
    updates: name === "siren" ? random.pick(["edits", "messages"] as const) : "edits",
    audience: "named",
    rule: { tell: ["departures", "waves", "health", "deliveries"] },
  }));

  const send =
    (process: Process) =>
    async ({ id, repeat, view }: Sending<unknown>, { name }: Wanted): Promise<void> => {
      const { gate, opened } = stand(process, `sending ${id}`, now());
      const sentAt = now();
      at(now() + 10 + random.below(400), () => {
        const closed = down.has(name as RouteName) || (name === "chat" && routes.cutOff);
        const ending = closed ? random.pick(ENDINGS) : "fine";
        if (closed) struck("F14 a destination down");
        const arrives = ending === "fine" || ending === "arrived unheard" || ending === "garbage";
        if (arrives) {
          const key = `${name} ${id}`;
          const overtaken = sentAt < (newest.get(key) ?? 0);
          newest.set(key, Math.max(sentAt, newest.get(key) ?? 0));
          const arrival: Arrival = { destination: name, id, at: now(), repeat, overtaken, view };
          arrivals.push(arrival);
          onArrival(arrival);
        }
        process.fate("sent");
        const back = (): void => (ending === "fine" ? gate.open() : gate.fail(errorOf(ending, random)));
        at(now() + 10 + random.below(400), back, process);
      });
      await opened;
    };

  const routes: Routes = {
    wanted,
    arrivals,
    down,
    cutOff: false,
    destinationsOf: (process) => wanted.map((one) => destinationOf(one, send(process))),
  };
  return routes;
}

function errorOf(ending: (typeof ENDINGS)[number], random: Random): RollcallError {
  if (ending === "lost" || ending === "arrived unheard") return new RollcallError("unreachable", "No answer.");
  if (ending === "garbage") return new RollcallError("malformed", "No answer that can be read.");
  if (ending === "refused") return new RollcallError("refused", "No.");
  return new RollcallError("rate_limited", "Too many.", { afterMs: random.pick([SECOND, HOUR]) });
}
