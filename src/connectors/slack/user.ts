// With zod's own lean half: it is on the way of `diff`, which has to begin at once (docs/decisions/0025).
import { catch as orElse } from "zod/mini";
import * as z from "zod/mini";

const text = z.nullish(z.string());
const flag = z.nullish(z.boolean());
const seconds = z.nullish(z.number());

/** Custom fields by id. PHP gives an empty object as an empty list. */
export const customFields = z.nullish(
  z.union([z.record(z.string(), z.object({ value: text })), z.array(z.unknown()).check(z.maxLength(0))]),
);

/**
 * Slack's user object, as far as it is read; unknown keys are dropped. Everything but the id may be absent: Slack drops
 * flags and time zone of a deactivated account (measured: github.com/brekkylab/backlot issue 258).
 * @see https://docs.slack.dev/reference/objects/user-object
 */
export const slackUser = z.object({
  id: z.string().check(z.minLength(1)),
  team_id: text,
  enterprise_id: text,
  name: text,
  deleted: flag,
  updated: seconds,
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
  profile: z.nullish(
    z.object({
      real_name: text,
      display_name: text,
      email: text,
      title: text,
      start_date: text,
      bot_id: text,
      guest_expiration_ts: seconds,
      guest_invited_by: text,
      fields: orElse(customFields, undefined),
    }),
  ),
  enterprise_user: z.nullish(z.object({ id: text, enterprise_id: text, teams: z.nullish(z.array(z.string())) })),
});

export type SlackUser = z.output<typeof slackUser>;
