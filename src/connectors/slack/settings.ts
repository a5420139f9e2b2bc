import { z } from "zod";
import { type Held, secretRef } from "../../app/secret-ref.ts";
import { addressOf, apiAddress, logPause, paceSetting } from "../../app/setting-parts.ts";
import type { PagePace } from "../../http/pace.ts";

const SLACK_API = "https://slack.com/api/";
const AUDIT_API = "https://api.slack.com/audit/v1/";

const field = z.string().trim().min(1);

const fields = z
  .strictObject({
    location: field.optional().describe("The field that says where people work, by its label (Office) or id (Xf…)."),
    team: field.optional().describe("The field that names the team or department, by label or id."),
    title: field
      .optional()
      .describe("The field with the job title, by label or id; instead of the title of the profile."),
    manager: field.optional().describe("The field that names the manager, by label or id."),
    employeeId: field
      .optional()
      .describe(
        "The field with the employee id, by label or id: one that only the organisation fills in, since accounts of equal ids are one person's.",
      ),
  })
  .describe("Custom profile fields to read. Slack's list does not hold them: they are read account by account.");

const PACE = { perMinute: 20, pageSize: 200 };

const events = z
  .strictObject({
    socket: z
      .strictObject({ token: secretRef.describe("The app-level token (xapp-…) with the scope connections:write.") })
      .optional()
      .describe("Socket Mode: Rollcall keeps two connections to Slack, and needs no address of its own."),
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
      .optional()
      .describe("Slack sends events to Rollcall's receiver, which the internet has to reach over https."),
  })
  .meta({ minProperties: 1, maxProperties: 1 })
  .refine(({ socket, http }) => (socket === undefined) !== (http === undefined), {
    error: "needs either socket or http, and not both",
  })
  .describe("How Slack tells at once whose account has changed. Sweeps go on beside it.");

const auditLogs = z
  .strictObject({
    token: secretRef.describe(
      "The user token (xoxp-…) of an owner of the organisation, with the scope auditlogs:read.",
    ),
    every: logPause.describe("From one question to the next."),
    api: apiAddress
      .optional()
      .describe(`Address of the Audit Logs API, for a gateway; ${AUDIT_API} without it. Plain http only on loopback.`),
  })
  .describe("The audit log of an Enterprise organisation: who ended an account, a person's hand or an app.");

export const slackSettings = z.strictObject({
  token: secretRef.describe("The bot token (xoxb-…) of an internal app of your own workspace."),
  workspace: z
    .string()
    .regex(/^[TE][A-Z0-9]+$/, { error: "must be the id of a workspace (T…) or of an Enterprise organisation (E…)" })
    .optional()
    .describe("The workspace (T…) or organisation (E…) that has to answer; a reading of any other is refused."),
  api: apiAddress
    .optional()
    .describe(`Address of the Slack API, for a gateway; ${SLACK_API} without it. Plain http only on loopback.`),
  fields: fields.optional(),
  channels: z.boolean().optional().describe("Whether to read who is in which channel."),
  groups: z.boolean().optional().describe("Whether to read who is in which user group."),
  allowScopes: z
    .array(z.string().min(1))
    .optional()
    .describe("Scopes that the token may have beyond those that Rollcall needs; any other is refused."),
  pace: paceSetting(
    "Slack",
    {
      usual: PACE.perMinute,
      most: 100,
      says: "Calls a minute of each listing method. Slack allows 20 (tier 2).",
    },
    { usual: PACE.pageSize, most: 999, says: "Accounts a page. Slack recommends no more than 200." },
  ).optional(),
  events: events.optional(),
  auditLogs: auditLogs.optional(),
});

type Written = z.output<typeof slackSettings>;

/** The settings as written, and, once the secrets have been looked up, as the connector gets them. */
export type SlackSettings = Held<Written>;

export function paceSettings({ pace }: SlackSettings): PagePace {
  return pace ?? PACE;
}

/** The address of the API with a slash at its end. Throws `bad_setting`; the schema has refused the same before. */
export function apiOf(settings: SlackSettings): string {
  return addressOf(settings.api ?? SLACK_API, "api");
}

/** The address of the Audit Logs API, likewise. */
export function auditApiOf({ api }: AuditSettings): string {
  return addressOf(api ?? AUDIT_API, "auditLogs.api");
}

export type AuditSettings = NonNullable<SlackSettings["auditLogs"]>;
