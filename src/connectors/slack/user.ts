import { partParser } from "../../files/part-parser.ts";
import { anything, flag, isObject, listOf, number, objectOf, type Of, text } from "../../files/shape.ts";

/**
 * Slack's user object, as far as it is read. Everything but the id may be absent: Slack drops flags and time zone of a deactivated
 * account (measured: github.com/brekkylab/backlot issue 258).
 * @see https://docs.slack.dev/reference/objects/user-object
 */
export const slackUser = objectOf({
  id: text,
  team_id: text,
  enterprise_id: text,
  name: text,
  deleted: flag,
  updated: number,
  tz: text,
  is_forgotten: flag,
  is_invited_user: flag,
  is_email_confirmed: flag,
  is_bot: flag,
  is_workflow_bot: flag,
  is_stranger: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_admin: flag,
  is_owner: flag,
  is_primary_owner: flag,
  profile: objectOf({
    real_name: text,
    display_name: text,
    email: text,
    title: text,
    start_date: text,
    bot_id: text,
    guest_expiration_ts: number,
    guest_invited_by: text,
    fields: anything,
  }),
  enterprise_user: objectOf({ id: text, enterprise_id: text, teams: listOf(text) }),
});

export type SlackUser = Of<typeof slackUser> & { readonly id: string };

export function isSlackUser(raw: unknown): raw is SlackUser {
  return slackUser.is(raw) && raw.id != null && raw.id !== "";
}

/** What is read of a user object, out of its JSON; of an answer that stands in the place of one, that it has an `ok`. */
export const parseSlackUser = partParser({ ...slackUser.reads, ok: true });

/** Custom fields by id. PHP gives an empty object as an empty list, which has no members either. */
export type FieldValues = Readonly<Record<string, Of<typeof fieldValue>>>;

const fieldValue = objectOf({ value: text });

export function areFieldValues(fields: unknown): fields is FieldValues {
  if (Array.isArray(fields)) return fields.length === 0;
  return isObject(fields) && Object.values(fields).every(fieldValue.is);
}
