import { type Check, defineConnector } from "../../app/ports.ts";
import { readSnapshot } from "../../app/read-snapshot.ts";
import { defined } from "../../core/defined.ts";
import { listSeconds } from "../../http/pace.ts";
import type { GithubReading } from "./api.ts";
import { identify } from "./identity.ts";
import { readMembers } from "./members.ts";
import { githubSettings, type GithubSettings, paceSettings } from "./settings.ts";

export const github = defineConnector<GithubSettings>({
  kind: "github",
  title: "GitHub",
  docs: "docs/connectors/github.md",
  settings: githubSettings,
  scopes: () => [
    {
      name: "read:org",
      why: "the members of the organisation, those included who do not show it (fine-grained: Members: read)",
      required: true,
    },
  ],
  reads: ({ outsideCollaborators }) => [
    "of each member: login, number, and whether it is an owner, a member or a bot",
    ...(outsideCollaborators ? ["of each outside collaborator: login and number"] : []),
    "of each account: whether it is suspended, where the server says so",
  ],
  sees: {
    departure: () => "absence",
    blindTo: [
      "GitHub takes whoever leaves out of the list, without a word of when or by whom: two complete readings have to agree.",
      "Enforcing single sign-on or two-factor authentication takes members out in one go, just as a round of departures does.",
      "Names and e-mail addresses are not in the list of members: accounts are known by login and number.",
      "Members by invitation are seen once they have accepted it.",
      "Whoever keeps a personal token, a key or a fork after leaving is not seen.",
    ],
  },
  pace: paceSettings,
  // Whose token, which organisation, membership before and after; owners and outside collaborators are a page each, or part of it.
  sweepSeconds: (settings, accounts) => listSeconds(paceSettings(settings), accounts, 6),
  check,
  snapshot: (reading) =>
    readSnapshot(reading, async (tally) => {
      const identity = await identify(reading);
      const accounts = await readMembers(reading, identity, tally);
      return { identity: identity.id, scopes: identity.scopes, accounts, endMarker: "no link to a next page" };
    }),
});

async function check(reading: GithubReading): Promise<Check> {
  const { id, title, scopes } = await identify(reading);
  return { identity: id, title, ...defined({ scopes }) };
}
