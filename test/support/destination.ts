import { z } from "zod";
import type { Destination } from "../../src/app/destination.ts";
import { defineNotifier, type Sending } from "../../src/app/ports.ts";
import type { RollcallError } from "../../src/core/errors.ts";
import type { UpdateStyle } from "../../src/core/notification/notification.ts";
import type { Topic } from "../../src/core/notification/rule.ts";
import type { Instant } from "../../src/core/time.ts";

/** A message that arrived, as a receiver would keep it. */
export interface Arrival {
  readonly at: Instant;
  readonly id: string;
  readonly repeat: boolean;
  readonly update: boolean;
  readonly view: Sending<unknown>["view"];
}

/** A destination that counts what arrives, and that a test can close. */
export interface CountingDestination {
  readonly destination: Destination;
  readonly arrivals: Arrival[];
  /** Each try, arrived or not, with what left for it. */
  readonly tries: Pick<Arrival, "at" | "id" | "view">[];
  /** What happens to every message from now on; undefined: it arrives. */
  fail: (() => RollcallError) | undefined;
}

export function countingDestination(
  options: Partial<Omit<Destination, "notifier" | "settings" | "rule">> & {
    readonly tell?: readonly Topic[];
    readonly only?: Destination["rule"]["only"];
    readonly updates?: UpdateStyle;
  } = {},
): CountingDestination {
  const { tell = ["departures", "health", "deliveries"], only, updates = "edits", name = "hr", ...rest } = options;
  const arrivals: Arrival[] = [];
  const tries: CountingDestination["tries"] = [];
  const counting: CountingDestination = {
    destination: {
      name,
      audience: "named",
      settings: {},
      rule: { tell, ...(only === undefined ? {} : { only }) },
      ...rest,
      notifier: defineNotifier({
        kind: "counting",
        title: "A counter",
        docs: "docs/none.md",
        settings: z.strictObject({}),
        updates,
        describe: () => "a test",
        send: async ({ id, repeat, view, previous, clock }) => {
          tries.push({ at: clock.now(), id, view });
          if (counting.fail !== undefined) throw counting.fail();
          arrivals.push({ at: clock.now(), id, repeat, update: previous !== undefined, view });
          return { messages: 1 };
        },
      }),
    },
    arrivals,
    tries,
    fail: undefined,
  };
  return counting;
}

/** The ids of everybody whom an arrival tells of. */
export function toldIn({ view }: Arrival): string[] {
  return view.directories.flatMap(({ departures }) => departures.flatMap(({ accounts }) => accounts[0]?.id ?? []));
}
