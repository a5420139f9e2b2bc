import { z } from "zod";
import { type Check, defineConnector, type EventSources } from "../../app/ports.ts";
import { listSeconds } from "../../http/pace.ts";
import { callSlack, type SlackReading } from "./api.ts";
import { readAuditLog } from "./audit.ts";
import { slackDetails } from "./details.ts";
import { identify } from "./identity.ts";
import { slackReads } from "./reads.ts";
import { receive } from "./receiver.ts";
import { slackScopes } from "./scopes.ts";
import { paceSettings, slackSettings, type SlackSettings } from "./settings.ts";
import { signing } from "./signature.ts";
import { slackSnapshot } from "./snapshot.ts";
import { signingSecretOf } from "./tokens.ts";
import { readUsersAgain } from "./users.ts";

export const slack = defineConnector<SlackSettings>({
  kind: "slack",
  title: "Slack",
  docs: "docs/connectors/slack.md",
  settings: slackSettings,
  scopes: slackScopes,
  reads: slackReads,
  sees: {
    departure: () => "flag",
    blindTo: [
      "Slack does not say when an account was deactivated, only when its record last changed.",
      "Private channels are seen only where the app was invited.",
      "A person suspended at the identity provider stays active here until Slack is told.",
      "Slack Connect guests of other organisations are not in the list of accounts.",
      "Custom profile fields are read account by account: who leaves before their turn leaves without them.",
    ],
  },
  pace: paceSettings,
  // Channels are not counted in.
  sweepSeconds: (settings, accounts) => listSeconds(paceSettings(settings), accounts, 0),
  check,
  snapshot: slackSnapshot,
  readBack: async (reading, ids) => readUsersAgain(reading, await identify(reading), ids),
  // users.info is tier 4, 100 calls a minute: what confirms a reading and what events point to find 40 of them free.
  spare: () => 60,
  events: eventSources,
  details: slackDetails,
});

/** Throws `bad_secret` or `refused_token` for the signing secret, which judges from the first request on. */
function eventSources(settings: SlackSettings): EventSources<SlackSettings> {
  const { auditLogs } = settings;
  const { socket, http } = settings.events ?? {};
  const sign = http === undefined ? undefined : signing(signingSecretOf(http.signingSecret));
  return {
    ...(socket === undefined
      ? {}
      : {
          listen: async (listener) => {
            // A third of a command's start is Slack's library, which commands that open no socket do without.
            const { listenOverSocket } = await import("./socket.ts");
            return listenOverSocket(listener, socket);
          },
        }),
    ...(http === undefined || sign === undefined
      ? {}
      : { receive: { path: http.path, read: (posted, now) => receive(sign, settings, posted, now) } }),
    ...(auditLogs === undefined
      ? {}
      : { log: { every: auditLogs.every, read: (reading, since) => readAuditLog(reading, auditLogs, since) } }),
  };
}

const TeamInfo = z.object({ team: z.object({ name: z.string() }) });

async function check(reading: SlackReading): Promise<Check> {
  const { id, title, scopes, organisation } = await identify(reading);
  const asked =
    !organisation && scopes?.includes("team:read") === true
      ? (await callSlack(reading, "team.info", {}, TeamInfo)).value.team.name
      : title;
  return {
    ...(id === undefined ? {} : { identity: id }),
    ...(asked === undefined ? {} : { title: asked }),
    ...(scopes === undefined ? {} : { scopes }),
  };
}
