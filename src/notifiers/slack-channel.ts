import { z } from "zod";
import type { Sending } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import { type Answer, callSlack, orThrow, type Slack } from "./slack-api.ts";

type Asking = Pick<Sending<unknown>, "clock" | "http" | "signal">;

/** https://docs.slack.dev/reference/objects/conversation-object */
const Info = z.object({
  channel: z.object({
    is_private: z.boolean(),
    is_shared: z.boolean().nullish(),
    is_org_shared: z.boolean().nullish(),
    is_ext_shared: z.boolean().nullish(),
    is_pending_ext_shared: z.boolean().nullish(),
  }),
});

const Mine = z.object({
  channels: z.array(z.object({ id: z.string().regex(/^[A-Z0-9]{1,40}$/), name: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

/** Of 999 channels each: the channels of one app, not of the workspace. */
const MOST_PAGES = 5;

/**
 * The id of the channel, once Slack has said that only its members can read it, and nobody of another organisation; a
 * public one only where `publicToo`. Throws `bad_setting`, `unauthorised` (a scope without which Slack does not say), and
 * what callSlack throws.
 * @param channel an id, or `#name`: Slack tells about ids alone, so a name is looked for among the app's own channels.
 */
export async function channelForNames(
  asking: Asking,
  slack: Slack,
  channel: string,
  publicToo: boolean,
): Promise<string> {
  const id = channel.startsWith("#") ? await idOf(asking, slack, channel, publicToo) : channel;
  const info = orThrow(await infoOf(asking, slack, id)).channel;
  requireReaders(info, channel, publicToo);
  return id;
}

/**
 * False where the app sees no such channel any more. A channel in which a message with names is can be made public, or be
 * shared, before the message is edited: throws as `channelForNames` does.
 */
export async function isStillForNames(asking: Asking, slack: Slack, id: string, publicToo: boolean): Promise<boolean> {
  const answer = await infoOf(asking, slack, id);
  if (!answer.ok && answer.word === "channel_not_found") return false;
  requireReaders(orThrow(answer).channel, id, publicToo);
  return true;
}

type Info = z.infer<typeof Info>["channel"];

async function infoOf(asking: Asking, slack: Slack, id: string): Promise<Answer<z.infer<typeof Info>>> {
  const answer = await callSlack(asking, slack, "conversations.info", { channel: id }, Info);
  if (!answer.ok && answer.word === "missing_scope") throw unseen("conversations.info", answer.needed);
  return answer;
}

function requireReaders(info: Info, channel: string, publicToo: boolean): void {
  if (isExternal(info)) {
    throw new RollcallError(
      "bad_setting",
      `Slack, ${channel}: the channel is shared with another organisation (Slack Connect), so no names are sent there; name a private channel of your own in the setting channel.`,
    );
  }
  if (!info.is_private && !publicToo) {
    throw new RollcallError(
      "bad_setting",
      `Slack, ${channel}: the channel is public, and everybody in the workspace could read who left; make it private, name a private one in the setting channel, or allow it with namesInPublicChannel.`,
    );
  }
}

/** `is_shared` alone may mean other workspaces of the same organisation. */
function isExternal(info: Info): boolean {
  if (info.is_ext_shared === true || info.is_pending_ext_shared === true) return true;
  return info.is_shared === true && info.is_org_shared !== true;
}

async function idOf(asking: Asking, slack: Slack, channel: string, publicToo: boolean): Promise<string> {
  const name = channel.slice(1);
  const types = publicToo ? "private_channel,public_channel" : "private_channel";
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page++) {
    const params = { types, limit: "999", exclude_archived: "true", ...(cursor === "" ? {} : { cursor }) };
    const answer = await callSlack(asking, slack, "users.conversations", params, Mine);
    if (!answer.ok && answer.word === "missing_scope") throw unseen("users.conversations", answer.needed);
    const { channels, response_metadata: more } = orThrow(answer);
    const found = channels.find((one) => one.name === name);
    if (found !== undefined) return found.id;
    cursor = more?.next_cursor ?? "";
    if (cursor === "") break;
  }
  const kind = publicToo ? "channel" : "private channel";
  throw new RollcallError(
    "bad_setting",
    `Slack, ${channel}: the app is in no ${kind} of this name, so no names are sent; write /invite @Rollcall in the channel, or name the channel by its id (C…) in the setting channel.`,
  );
}

function unseen(method: string, needed: string | undefined): RollcallError {
  const named = needed === undefined ? "" : ` (Slack names ${needed})`;
  return new RollcallError(
    "unauthorised",
    `Slack, ${method}: the token lacks a scope${named} without which nobody knows whether the channel is private, so no names are sent; add groups:read to the app, and channels:read for a public channel, and install the app again.`,
  );
}
