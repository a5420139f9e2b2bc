import { type Check, defineConnector } from "../../app/ports.ts";
import { listSeconds } from "../../http/pace.ts";
import type { GraphReading } from "./api.ts";
import { readDelta } from "./events.ts";
import { graphScopes, identify } from "./identity.ts";
import { type GraphSettings, graphSettings, perMinuteOf, propertiesOf } from "./settings.ts";
import { graphSnapshot, readGraphAgain } from "./snapshot.ts";

/** How many users a page of the delta query has, by experience: Microsoft does not say, and takes no `$top`. */
const PAGE = 100;

export const graph = defineConnector<GraphSettings>({
  kind: "graph",
  title: "Microsoft Entra ID",
  docs: "docs/connectors/graph.md",
  settings: graphSettings,
  scopes: graphScopes,
  reads,
  sees: {
    departure: () => "flag",
    blindTo: [
      "Microsoft does not say when an account was blocked, only that it is; of a deleted one it says when.",
      "Shared mailboxes and rooms are accounts whose sign-in is blocked from the first reading on, and are counted as such.",
      "Who is deleted and deleted for good between two readings is only not listed any more, which is a question.",
      "Licences, sessions and devices of somebody who left are not looked at.",
      "Changes take a while to reach every replica of the directory, so that two readings in a row may differ.",
    ],
  },
  pace: (settings) => ({ perMinute: perMinuteOf(settings) }),
  // The deleted ones are a page of their own, or part of one.
  sweepSeconds: (settings, accounts) => listSeconds({ perMinute: perMinuteOf(settings), pageSize: PAGE }, accounts, 1),
  check,
  snapshot: graphSnapshot,
  readBack: readGraphAgain,
  events: ({ events }) => (events === undefined ? {} : { log: { every: events.every, read: readDelta } }),
});

function reads(settings: GraphSettings): readonly string[] {
  const { location, team, manager } = propertiesOf(settings);
  return [
    "of each account: name, name for signing in, e-mail address, job title and employee number",
    "of each account: whether it may sign in, was deleted, or is a guest's and whether the invitation was taken up",
    `where people work (${location}) and their team (${team})`,
    ...(manager ? ["who the manager is"] : []),
    ...(settings.events === undefined ? [] : ["that an account has changed, soon after it has"]),
  ];
}

async function check(reading: GraphReading): Promise<Check> {
  const { tenant, scopes } = await identify(reading);
  return {
    ...(tenant === undefined ? {} : { identity: tenant }),
    ...(scopes === undefined ? {} : { scopes }),
  };
}
