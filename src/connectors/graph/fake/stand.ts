import { Secret } from "../../../core/secret.ts";
import { MINUTE } from "../../../core/time.ts";
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
  const settings = {
    tenant: TENANT,
    clientId: CLIENT,
    secret: new Secret(SECRET, "env GRAPH_SECRET"),
    ...fake.settings,
  };
  return {
    connector: graph,
    settings,
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
    log: {
      settings: { ...settings, events: { every: MINUTE } },
      pages: 3,
      happen: () => {
        const ids = here.slice(10, 130).map(({ id }) => id);
        for (const id of ids)
          fake.set(id, { accountEnabled: fake.users.get(id)?.properties["accountEnabled"] !== true });
        return ids;
      },
      fault: (fault, page) => fake.fault(fault, `log ${page}`),
    },
    leave: (id) => fake.set(id, { accountEnabled: false }),
    comeBack: (id) => fake.set(id, { accountEnabled: true }),
    close: fake.close,
  };
}
