import { z } from "zod";
import { type Check, defineConnector, type EventSources } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { callSlack, type SlackReading } from "./api.ts";
import { slackDetails } from "./details.ts";
import { identify } from "./identity.ts";
import { receive } from "./receiver.ts";
import { slackScopes } from "./scopes.ts";
import { paceSettings, slackSettings, type SlackSettings } from "./settings.ts";
import { slackSnapshot } from "./snapshot.ts";
import { readUsersAgain } from "./users.ts";

export const slack = defineConnector<SlackSettings>({
  kind: "slack",
  title: "Slack",
  docs: "docs/connectors/slack.md",
  settings: slackSettings,
  scopes: slackScopes,
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
  sweepSeconds: (settings, accounts) => {
    const { perMinute, pageSize } = paceSettings(settings);
    const pages = Math.max(1, Math.ceil(accounts / pageSize));
    // The first `perMinute` pages come at once, and as many again at each full minute. Channels are not counted in.
    return (Math.floor((pages - 1) / perMinute) * MINUTE) / SECOND;
  },
  check,
  snapshot: slackSnapshot,
  readBack: async (reading, ids) => readUsersAgain(reading, await identify(reading), ids),
  details: slackDetails,
  events: slackEvents,
});

/** Where events come from: so far requests that Slack sends. */
function slackEvents(settings: SlackSettings): EventSources<SlackSettings> {
  const http = settings.events?.http;
  if (http === undefined) return {};
  const { signingSecret, path } = http;
  if (!(signingSecret instanceof Secret)) {
    throw new RollcallError(
      "bad_secret",
      "The signing secret of the Slack app has not been looked up; name it by env or file in the settings.",
    );
  }
  return { receive: { path, read: (posted, now) => receive(signingSecret.reveal(), settings, posted, now) } };
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
