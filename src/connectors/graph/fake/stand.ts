import { Secret } from "../../../core/secret.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { Stand } from "../../testing.ts";
import { graph } from "../index.ts";
import type { GraphSettings } from "../settings.ts";
import { CLIENT, SECRET, startFakeGraph, TENANT } from "./index.ts";

/** The fake tenant for the contract suite. */
export async function openGraphStand(): Promise<Stand<GraphSettings>> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const fake = await startFakeGraph({ now: clock.now, users: 230, pageSize: 50 });
  const here = [...fake.users.values()].filter(({ properties }) => properties["accountEnabled"] === true);
  return {
    connector: graph,
    settings: {
      tenant: TENANT,
      clientId: CLIENT,
      secret: new Secret(SECRET, "env GRAPH_SECRET"),
      ...fake.settings,
    },
    clock,
    get secrets() {
      return [SECRET, ...fake.tokens];
    },
    personal: here
      .slice(0, 20)
      .flatMap(({ properties }) => [String(properties["displayName"]), String(properties["mail"])]),
    pages: fake.pages,
    people: here.slice(0, 3).map(({ id }) => id),
    fault: fake.fault,
    heal: fake.heal,
    leave: (id) => fake.set(id, { accountEnabled: false }),
    comeBack: (id) => fake.set(id, { accountEnabled: true }),
    close: fake.close,
  };
}
