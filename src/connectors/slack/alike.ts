import { isDeepStrictEqual } from "node:util";
import { isObject } from "../../files/shape.ts";
import { slackUsers } from "./map.ts";
import { slackUser } from "./user.ts";

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

const { profile: ofProfile, updated: _, ...ofUser } = slackUser.reads;
/** All that is read of a user object, but when it was changed last. */
export const READ = { user: Object.keys(ofUser), profile: Object.keys(ofProfile) };

/**
 * The same for who compares texts (files/kernel.ts), and what shows that something is no user object but an answer with a list of them. A
 * name that is read on one level counts on both.
 */
const READ_MEMBERS = {
  names: [...READ.user, ...READ.profile, "ok", "members"],
  within: ["profile"],
} as const;

/** Whether two user objects are the same in all that is read of them. Cheaper than reading both: most of what changes is a status or a picture. */
export function statesTheSame(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return false;
  if (!agree(one, other, READ.user)) return false;
  const [profile, its] = [one["profile"], other["profile"]];
  return isObject(profile) && isObject(its) ? agree(profile, its, READ.profile) : isSame(profile, its);
}

function agree(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
  names: readonly string[],
): boolean {
  return names.every((name) => isSame(one[name], other[name]));
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === "object" && typeof other === "object" && isDeepStrictEqual(one, other));
}

/** What the comparison of two lists asks of Slack's user objects. */
export const slackUsersCompared = {
  ...slackUsers,
  alikeBy: ALIKE_BY,
  likeNobody: LIKE_NOBODY,
  read: READ_MEMBERS,
  statesTheSame,
};
