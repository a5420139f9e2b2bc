import { readSnapshot } from "../../app/read-snapshot.ts";
import { healthOf } from "../../core/directory/partial.ts";
import type { Snapshot } from "../../core/directory/snapshot.ts";
import { RollcallError } from "../../core/errors.ts";
import type { SlackReading } from "./api.ts";
import { readChannels } from "./channels.ts";
import type { Fields } from "./field-values.ts";
import { resolveFields } from "./fields.ts";
import { readGroups } from "./groups.ts";
import { identify, type Identity } from "./identity.ts";
import { readUsers } from "./users.ts";

/** One reading of the whole workspace or organisation. */
export function slackSnapshot(reading: SlackReading): Promise<Snapshot> {
  return readSnapshot(reading, async (tally) => {
    const { notes } = tally;
    const known = await identify(reading);
    notes.push(...known.notes);
    const fields = await optional(notes, "the custom profile fields", () => fieldsOf(reading, known));
    // Before the accounts: who leaves in between is then deactivated in the list, and not an active person without channels.
    const membership = reading.settings.channels
      ? await optional(notes, "who is in which channel", () => readChannels(reading, known))
      : undefined;
    const groups = reading.settings.groups
      ? await optional(notes, "who is in which user group", () => readGroups(reading, known))
      : undefined;
    const context = {
      ...(fields === undefined ? {} : { fields }),
      ...(membership === undefined ? {} : { channels: membership.memberships }),
      ...(groups === undefined ? {} : { groups: groups.memberships }),
    };
    const { identity, ...users } = await readUsers(reading, known, context, tally);
    if (users.accounts.some(({ attributes }) => attributes.kind === "external"))
      await checkStillAnswers(reading, known);
    return {
      identity: identity.id,
      scopes: identity.scopes,
      ...users,
      channels: membership?.channels,
      groups: groups?.groups,
      endMarker: "next_cursor is empty",
    };
  });
}

/**
 * Throws `wrong_workspace` where another has answered meanwhile (a gateway that turned elsewhere): its pages would have turned
 * people of ours into another organisation's, whose departures are nobody's.
 */
async function checkStillAnswers(reading: SlackReading, { id }: Identity): Promise<void> {
  const now = await identify(reading);
  if (now.id === id) return;
  throw new RollcallError(
    "wrong_workspace",
    `While the list was read, ${now.id ?? "nobody"} answered in the place of ${id ?? "nobody"}, so that it may be of both: ` +
      "check the token and the address of the API.",
  );
}

function fieldsOf(reading: SlackReading, { organisation, workspaces }: Identity): Promise<Fields | undefined> {
  return resolveFields(reading, organisation ? workspaces[0] : undefined);
}

/** What does not decide who is here: where the tool fails to give it, it stays unstated and a note says so. */
async function optional<T>(notes: string[], what: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof RollcallError) || healthOf(error) === undefined) throw error;
    notes.push(`Not stated, because it could not be read: ${what}. ${error.message}`);
    return undefined;
  }
}
