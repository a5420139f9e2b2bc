import { z } from "zod";
import { type Check, defineConnector } from "../../app/ports.ts";
import { readSnapshot } from "../../app/read-snapshot.ts";
import { RollcallError } from "../../core/errors.ts";
import { listSeconds } from "../../http/pace.ts";
import { askMattermost, type MattermostReading, placeOf } from "./api.ts";
import { mattermostSettings, type MattermostSettings, paceSettings } from "./settings.ts";
import { readUsers, readUsersAgain } from "./users.ts";

/** In words for people: what the account of the token has to be. */
const MEMBER = "member";

export const mattermost = defineConnector<MattermostSettings>({
  kind: "mattermost",
  title: "Mattermost",
  docs: "docs/connectors/mattermost.md",
  settings: mattermostSettings,
  // Mattermost's tokens have no rights of their own; they may do what their account may.
  scopes: () => [
    {
      name: MEMBER,
      why: "the list of accounts; a guest sees a part of it, and no administrator is needed",
      required: true,
    },
  ],
  reads: ({ team }) => [
    `of each account${team === undefined ? "" : " of the team"}: name, user name, e-mail address as far as the server shows it, position and time zone`,
    "of each account: whether it is a guest, a bot, an administrator or of another server",
    "of each account: whether and when it was deactivated, and when its record last changed",
  ],
  sees: {
    departure: () => "flag",
    blindTo: [
      "A person suspended at the identity provider stays active here until Mattermost is told.",
      "An account that an LDAP synchronisation deactivates and activates again looks like one that left and came back.",
      "E-mail addresses are seen only where the server shows them to the account of the token.",
      "Where members may not see everybody (view_members), the list has those alone with whom the token's account shares a team.",
      "Whoever is taken out of the team that the settings name, and keeps their account, is only no longer listed.",
    ],
  },
  pace: paceSettings,
  // Whose token, which server, the count before and after, and the empty page at the end.
  sweepSeconds: (settings, accounts) => listSeconds(paceSettings(settings), accounts, 5),
  check,
  snapshot: (reading) =>
    readSnapshot(reading, async (tally) => {
      const { identity } = await identify(reading);
      const endMarker = "an empty page, and as many accounts as the server counts";
      return { identity, accounts: await readUsers(reading, tally), endMarker };
    }),
  readBack: async (reading, ids) => ({
    identity: (await identify(reading)).identity,
    ...(await readUsersAgain(reading, ids)),
  }),
});

const Me = z.object({ id: z.string(), roles: z.string() });
const ClientConfig = z.object({
  DiagnosticId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  SiteName: z.string().nullish(),
});

/** Throws `scope_missing` for the token of a guest: guests see those alone with whom they share a channel. */
async function identify(reading: MattermostReading): Promise<{ readonly identity: string; readonly title?: string }> {
  const me = await askMattermost(reading, "users/me", "users/me", Me);
  if (me.roles.split(" ").includes("system_guest")) {
    throw new RollcallError(
      "scope_missing",
      `${placeOf("users/me").place}: the token is a guest's, who sees a part of the people alone; use one of a bot account.`,
    );
  }
  const config = await askMattermost(reading, "config/client", "config/client?format=old", ClientConfig);
  return { identity: config.DiagnosticId, ...(config.SiteName ? { title: config.SiteName } : {}) };
}

async function check(reading: MattermostReading): Promise<Check> {
  return { ...(await identify(reading)), scopes: [MEMBER] };
}
