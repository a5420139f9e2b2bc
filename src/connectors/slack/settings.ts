import { z } from "zod";
import { SecretRef, secretRef } from "../../app/secret-ref.ts";
import { isSafeAddress } from "../../core/address.ts";
import { RollcallError } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";

const SLACK_API = "https://slack.com/api/";

const field = z.string().trim().min(1);

const fields = z
  .strictObject({
    location: field.optional().describe("The field that says where people work, by its label (Office) or id (Xf…)."),
    team: field.optional().describe("The field that names the team or department, by label or id."),
    title: field
      .optional()
      .describe("The field with the job title, by label or id; instead of the title of the profile."),
    manager: field.optional().describe("The field that names the manager, by label or id."),
  })
  .describe("Custom profile fields to read. Slack's list does not hold them: they are read account by account.");

const pace = z
  .strictObject({
    perMinute: z
      .int()
      .min(1)
      .max(100)
      .default(20)
      .describe("Calls a minute of each listing method. Slack allows 20 (tier 2)."),
    pageSize: z.int().min(1).max(999).default(200).describe("Accounts a page. Slack recommends no more than 200."),
  })
  .describe("How fast Slack is read.");

const events = z
  .strictObject({
    http: z
      .strictObject({
        signingSecret: secretRef.describe("The signing secret of the app (Basic Information, App Credentials)."),
        path: z
          .string()
          .regex(/^\/[A-Za-z0-9._~/-]{0,200}$/, {
            error: "must begin with / and hold letters, digits and . _ ~ - / only",
          })
          .default("/slack/events")
          .describe("The path of the request URL that the app has in Slack."),
      })
      .describe("Slack sends events to Rollcall's receiver, which the internet has to reach over https."),
  })
  .describe("How Slack tells at once whose account has changed. Sweeps go on beside it.");

export const slackSettings = z.strictObject({
  token: secretRef.describe("The bot token (xoxb-…) of an internal app of your own workspace."),
  workspace: z
    .string()
    .regex(/^[TE][A-Z0-9]+$/, { error: "must be the id of a workspace (T…) or of an Enterprise organisation (E…)" })
    .optional()
    .describe("The workspace (T…) or organisation (E…) that has to answer; a reading of any other is refused."),
  api: z
    .string()
    .refine(isApiAddress, { error: "must be an https address without name, query or fragment; http only on loopback" })
    .optional()
    .describe(`Address of the Slack API, for a gateway; ${SLACK_API} without it. Plain http only on loopback.`),
  fields: fields.optional(),
  channels: z.boolean().optional().describe("Whether to read who is in which channel."),
  groups: z.boolean().optional().describe("Whether to read who is in which user group."),
  allowScopes: z
    .array(z.string().min(1))
    .optional()
    .describe("Scopes that the token may have beyond those that Rollcall needs; any other is refused."),
  pace: pace.optional(),
  events: events.optional(),
});

type Written = z.output<typeof slackSettings>;

/** The settings as written, and, once the token has been looked up, as the connector gets them. */
export type SlackSettings = Held<Written>;

/** As written, or looked up: a secret is what it refers to once it has been found. */
type Held<T> = T extends SecretRef
  ? Secret | SecretRef
  : T extends object
    ? { readonly [K in keyof T]: Held<T[K]> }
    : T;

export function paceSettings(settings: SlackSettings): { readonly perMinute: number; readonly pageSize: number } {
  return settings.pace ?? { perMinute: 20, pageSize: 200 };
}

/** The address of the API with a slash at its end. Throws `bad_setting`; the schema has refused the same before. */
export function apiOf(settings: SlackSettings): string {
  const api = settings.api ?? SLACK_API;
  if (!isApiAddress(api)) {
    throw new RollcallError(
      "bad_setting",
      "The setting api must be an https address; plain http is for loopback only.",
    );
  }
  return api.endsWith("/") ? api : `${api}/`;
}

function isApiAddress(text: string): boolean {
  if (!isSafeAddress(text)) return false;
  const { search, hash } = new URL(text);
  return search === "" && hash === "";
}

/** The token, once its form has been checked. Throws `bad_secret` or `refused_token`; the text never holds the token. */
export function tokenOf(settings: SlackSettings): string {
  if (!(settings.token instanceof Secret)) {
    throw new RollcallError(
      "bad_secret",
      "The Slack token has not been looked up; name it by env or file in the settings.",
    );
  }
  const token = settings.token.reveal();
  const wrong = REFUSED.find(({ form }) => form.test(token));
  if (wrong !== undefined) {
    throw new RollcallError("refused_token", `The Slack token from ${settings.token.origin} is ${wrong.what}; ${USE}.`);
  }
  if (!/^(xox[bp]-|xoxe\.)[A-Za-z0-9._-]+$/.test(token)) {
    throw new RollcallError("refused_token", `The value from ${settings.token.origin} is no Slack token; ${USE}.`);
  }
  return token;
}

const USE = "use the bot token (xoxb-…) of an internal app that your organisation has installed";

const BROWSER = "taken from a browser's session, which stands for a person and not for an app that you have authorised";

const REFUSED: readonly { readonly form: RegExp; readonly what: string }[] = [
  { form: /xox[csd]-/i, what: BROWSER },
  { form: /(^|[;\s])d(-s)?=/, what: BROWSER },
  { form: /^xapp-/i, what: "an app-level token, which cannot read accounts" },
];
