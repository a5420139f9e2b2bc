import { z } from "zod";
import { type Digest, nextDigest, quietUntil, WEEKDAYS } from "../../src/app/calendar.ts";
import type { Destination } from "../../src/app/destination.ts";
import type { Sending } from "../../src/app/ports.ts";
import { defineNotifier } from "../../src/app/ports.ts";
import type { Random } from "../../src/connectors/slack/fake/random.ts";
import type { Departure } from "../../src/core/directory/departure.ts";
import type { Instant } from "../../src/core/time.ts";
import type { UpdateStyle } from "../../src/core/notification/notification.ts";
import { PLACES } from "./company.ts";

/** A destination as the settings have it, before a process makes one of it. */
export type Wanted = Omit<Destination, "notifier" | "settings"> & { readonly updates: UpdateStyle };

const DIGEST: Digest = { at: "09:00", days: WEEKDAYS, timezone: "Europe/Warsaw" };

export function anyDestination(random: Random, name: string): Wanted {
  const updates = random.pick(["edits", "messages"] as const);
  if (random.chance(0.15)) return { name, updates, audience: "counts", rule: { tell: ["health"] } };
  const quiet = { from: "22:00", until: "07:00", timezone: "Europe/Warsaw" };
  return {
    name,
    updates,
    audience: "named",
    rule: {
      tell: [
        "departures",
        ...random.pick([[], ["health"], ["health", "deliveries", "moved"], ["deliveries"]] as const),
      ],
      ...(random.chance(0.3) ? { only: { location: [random.pick(PLACES), random.pick(PLACES)] } } : {}),
      ...(random.chance(0.2) ? { directories: [random.pick(["flags", "vanishes"])] } : {}),
    },
    ...(random.chance(0.3)
      ? { quiet: { ...quiet, except: random.pick([[], ["health"], ["departures"]] as const) } }
      : {}),
    ...(random.chance(0.25) ? { digest: DIGEST } : {}),
  };
}

/** The rule in other words than the program's. */
export function covers({ rule, audience }: Pick<Wanted, "rule" | "audience">, departure: Departure): boolean {
  const { only, directories, tell } = rule;
  const from = departure.accounts[0]?.directory ?? "";
  return (
    audience === "named" &&
    departure.observed &&
    tell.includes("departures") &&
    (directories ?? [from]).includes(from) &&
    (only?.location ?? [departure.lastKnown.location]).includes(departure.lastKnown.location ?? "nowhere")
  );
}

/** A message that got there. */
export interface Arrival {
  readonly destination: string;
  readonly id: string;
  readonly at: Instant;
  readonly repeat: boolean;
  /** Sent before another of the same id that came first. */
  readonly overtaken: boolean;
  readonly view: Sending<unknown>["view"];
}

/** What of an arrival breaks a promise that one destination was made, in words. */
export function brokenBy(arrival: Arrival, wanted: Wanted, claimedAt: Instant): string[] {
  const { view, at } = arrival;
  const { rule, audience, quiet } = wanted;
  const broken: string[] = [];
  if (audience === "counts" && (view.kind !== "health" || view.directories.length > 0))
    broken.push("counts hear of people");
  if (view.kind === "health" || view.kind === "deliveries") {
    if (!rule.tell.includes(view.kind)) broken.push(`hears of ${view.kind}, which it is not told`);
    if (view.directory !== undefined && rule.directories?.includes(view.directory) === false)
      broken.push("hears of another directory");
  }
  for (const { departures, changes, directory } of view.directories) {
    if (rule.directories?.includes(directory) === false) broken.push("hears of people of another directory");
    for (const { lastKnown } of departures) {
      if (rule.only?.location?.includes(lastKnown.location ?? "nowhere") === false)
        broken.push("hears of people elsewhere");
    }
    if (changes.some(({ change }) => !rule.tell.some((topic) => topic === change)))
      broken.push("hears of other changes");
  }
  const free = view.kind === "digest" || quiet === undefined || quiet.except.some((topic) => topic === view.kind);
  if (!free && quietUntil(quiet, at) !== undefined && quietUntil(quiet, claimedAt) !== undefined) {
    broken.push(`hears at ${new Date(at).toISOString()}, in its quiet hours`);
  }
  if (view.kind === "digest" && claimedAt < nextDigest(DIGEST, Date.parse(view.openedAt))) {
    broken.push("hears a digest before its time");
  }
  return broken;
}

export function destinationOf(
  wanted: Wanted,
  send: (sending: Sending<unknown>, wanted: Wanted) => Promise<void>,
): Destination {
  const { updates, ...rest } = wanted;
  return {
    ...rest,
    settings: {},
    notifier: defineNotifier({
      kind: "simulated",
      title: "A simulation",
      docs: "docs/none.md",
      settings: z.strictObject({}),
      updates,
      describe: () => "a simulation",
      send: async (sending) => {
        await send(sending, wanted);
        return { messages: 1 };
      },
    }),
  };
}
