/**
 * What of a user object tells whether it counts as staff, and where: objects that agree in all of these, on their first level and
 * on the first level of their parts, have the same status, kind and place (map.ts).
 */
export const ALIKE_BY = [
  "team_id",
  "enterprise_id",
  "enterprise_user",
  "deleted",
  "tz",
  "is_forgotten",
  "is_invited_user",
  "is_bot",
  "is_workflow_bot",
  "is_stranger",
  "is_restricted",
  "is_ultra_restricted",
  "bot_id",
] as const;

/** Slackbot is no bot by any of these: its id alone tells. */
export const LIKE_NOBODY = ["USLACKBOT"] as const;
