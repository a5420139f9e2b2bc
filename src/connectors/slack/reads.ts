import type { SlackSettings } from "./settings.ts";

const PURPOSES = {
  location: "place of work",
  team: "team",
  title: "job title",
  manager: "manager",
  employeeId: "employee id",
} as const;

/** What is read of people with these settings; `users.ts` and `user.ts` are the ones that read it. */
export function slackReads({ fields, channels, groups, events, auditLogs }: SlackSettings): readonly string[] {
  const custom = Object.entries(PURPOSES).flatMap(([key, what]) => {
    const label = fields?.[key as keyof typeof PURPOSES];
    return label === undefined ? [] : [`${label} (as ${what})`];
  });
  return [
    "of each account: name, handle, e-mail address and whether it is confirmed, job title, time zone and start date",
    "of each account: whether it is in use, invited or deactivated, its role, and when its record last changed",
    "of guests: until when they may stay, and who invited them",
    "of each account: the workspaces of the organisation that it can enter",
    ...(custom.length === 0 ? [] : [`custom profile fields: ${custom.join(", ")}`]),
    ...(channels === true
      ? ["which public channels an account is in, and which private ones that the app was invited to"]
      : []),
    ...(groups === true ? ["which user groups an account is in"] : []),
    ...(events === undefined ? [] : ["that an account has changed, as soon as Slack says so"]),
    ...(auditLogs === undefined ? [] : ["who or which app ended, restored or changed an account, from the audit log"]),
  ];
}
