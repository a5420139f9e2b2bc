import { z } from "zod";
import type { Attributes } from "../../core/directory/account.ts";
import { callSlack, type SlackReading } from "./api.ts";
import { fieldAttributes } from "./field-values.ts";
import { resolveFields } from "./fields.ts";
import { identify } from "./identity.ts";
import { SlackRefusal } from "./refusals.ts";
import { areFieldValues, type FieldValues } from "./user.ts";

const Profile = z.object({ profile: z.object({ fields: z.custom<FieldValues>(areFieldValues).nullish() }) });

/**
 * Reads the custom profile fields of these accounts one by one (users.profile.get, tier 4). No list and no event gives
 * them, and they may be gone with the person. An account that Slack does not know is left out.
 * Not with `include_labels`, which "will heavily rate-limit your requests"; the labels are asked for once.
 */
export async function* slackDetails(
  reading: SlackReading,
  ids: readonly string[],
): AsyncIterable<{ readonly id: string; readonly attributes: Attributes }> {
  if (reading.settings.fields === undefined || ids.length === 0) return;
  const { organisation, workspaces } = await identify(reading);
  const fields = await resolveFields(reading, organisation ? workspaces[0] : undefined);
  if (fields === undefined) return;
  for (const id of ids) {
    const values = await profileFields(reading, id);
    if (values === "unknown account") continue;
    // Without the key Slack said nothing of the fields, which is not the same as empty fields.
    yield { id, attributes: values === undefined ? {} : fieldAttributes(fields, values ?? {}) };
  }
}

async function profileFields(reading: SlackReading, user: string) {
  try {
    const { value } = await callSlack(reading, "users.profile.get", { user }, Profile);
    return value.profile.fields;
  } catch (error) {
    if (error instanceof SlackRefusal && error.word === "user_not_found") return "unknown account";
    throw error;
  }
}
