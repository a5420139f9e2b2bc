import { z } from "zod";
import { type Resolved, secretRef } from "../app/secret-ref.ts";
import { RollcallError } from "../core/errors.ts";
import { plainAddress } from "./http-answer.ts";
import type { Slack } from "./slack-api.ts";

const SLACK_API = "https://slack.com/api/";

/**
 * A sentence and not a switch: `true` is written in passing, and is copied with the rest from somebody else's settings.
 * Whoever writes this has read what it does.
 */
const ALLOWED = "everybody in the workspace may read who left";

export const slackSettings = z.strictObject({
  token: secretRef.describe("The bot token (xoxb-…) of an internal app of your own workspace, with chat:write."),
  channel: z
    .string()
    .regex(/^(?:[CG][A-Z0-9]{2,40}|#[^\s#@,<>]{1,80})$/, {
      error: "must be the id of a channel (C…) or its name with a number sign (#people-ops)",
    })
    .describe("The channel: its id (C…), which stays when it is renamed, or #name. Private, where names are told."),
  api: plainAddress
    .refine((text) => !/[?#]/.test(text), { error: "must be an address without query or fragment" })
    .optional()
    .describe(`Address of the Slack API, for a gateway; ${SLACK_API} without it. Plain http only on loopback.`),
  namesInPublicChannel: z
    .literal(ALLOWED, { error: `can only be this sentence: ${ALLOWED}` })
    .optional()
    .describe(
      `Names go to private channels only. "${ALLOWED}", in these words, lets them go to a public one of your own workspace too.`,
    ),
});

export type SlackSettings = Resolved<z.output<typeof slackSettings>>;

/** Where to call and with what, once the form of the token has been checked. Throws `refused_token`, without the token. */
export function slackOf({ api = SLACK_API, token }: SlackSettings): Slack {
  const text = token.reveal();
  const wrong = REFUSED.find(({ form }) => form.test(text));
  if (wrong !== undefined) {
    throw new RollcallError("refused_token", `The Slack token from ${token.origin} is ${wrong.what}; ${USE}.`);
  }
  if (!/^(?:xoxe\.)?xoxb-[A-Za-z0-9._-]+$/.test(text)) {
    throw new RollcallError("refused_token", `The value from ${token.origin} is no Slack bot token; ${USE}.`);
  }
  return { api: api.endsWith("/") ? api : `${api}/`, token: text };
}

const USE = "use the bot token (xoxb-…) of an internal app that your organisation has installed";

const REFUSED: readonly { readonly form: RegExp; readonly what: string }[] = [
  {
    form: /xox[csd]-|(^|[;\s])d(-s)?=/i,
    what: "taken from a browser's session, which stands for a person and not for an app that you have authorised",
  },
  { form: /^xapp-/i, what: "an app-level token, which cannot write messages" },
  { form: /^(?:xoxe\.)?xoxp-/i, what: "a user's token, with which messages would come in that person's name" },
];
