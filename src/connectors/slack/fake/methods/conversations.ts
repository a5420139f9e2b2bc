import {
  TIER_2,
  TIER_3,
  TIER_4,
  done,
  isTrue,
  refuse,
  workspaceOf,
  type Answer,
  type Call,
  type Method,
} from "../call.ts";
import { makeCursor, readCursor, readLimit, takePage } from "../paging.ts";
import { channelRecord } from "../record.ts";
import { sortedMembers, type Channel } from "../world.ts";

const MAX_LIMIT = 999;

function typesOf(params: Call["params"]): readonly string[] {
  return (params["types"] ?? "public_channel").split(",").map((type) => type.trim());
}

/** `channels:read` for public channels, `groups:read` for private ones. */
function scopesFor(params: Call["params"]): readonly string[] {
  return typesOf(params).flatMap((type) =>
    type === "public_channel" ? ["channels:read"] : type === "private_channel" ? ["groups:read"] : [],
  );
}

function isShown(channel: Channel, types: readonly string[]): boolean {
  return channel.isPrivate ? channel.hasApp && types.includes("private_channel") : types.includes("public_channel");
}

/** A page of the channels that `wanted` admits, in the fixed order of the workspace. */
function pageOfChannels(call: Call, all: readonly Channel[], record: (channel: Channel) => object): Answer {
  const limit = readLimit(call.params["limit"], 100);
  if (limit === undefined || limit > MAX_LIMIT + 1) return refuse("invalid_limit");
  const cursor = call.params["cursor"];
  const id = cursor === undefined || cursor === "" ? undefined : readCursor("team", cursor);
  const start = cursor === undefined || cursor === "" ? 0 : all.findIndex((channel) => channel.id === id);
  if (start < 0) return refuse("invalid_cursor");
  const types = typesOf(call.params);
  const page = takePage(
    all,
    start,
    limit,
    (channel) => isShown(channel, types) && !(channel.isArchived && isTrue(call.params["exclude_archived"])),
  );
  return done({
    channels: page.items.map(record),
    response_metadata: { next_cursor: page.next === undefined ? "" : makeCursor("team", page.next.id) },
  });
}

const conversationsList: Method = {
  limit: TIER_2,
  scopes: scopesFor,
  run: (call) => {
    const found = workspaceOf(call);
    if ("refusal" in found) return found.refusal;
    const all = [...call.world.channels.values()].filter(({ workspace }) => workspace === found.workspace.id);
    return pageOfChannels(call, all, (channel) => ({
      ...channelRecord(channel),
      is_member: channel.hasApp,
      num_members: channel.members.size,
    }));
  },
};

const usersConversations: Method = {
  limit: TIER_2,
  scopes: scopesFor,
  run: (call) => {
    const found = workspaceOf(call);
    if ("refusal" in found) return found.refusal;
    const user = call.params["user"];
    const channels = user === undefined ? appChannels(call) : call.world.members.get(user)?.channels;
    if (channels === undefined) return refuse("user_not_found");
    const all = channels.filter(({ workspace }) => workspace === found.workspace.id);
    return pageOfChannels(call, all, channelRecord);
  },
};

/** Who asks without a name asks about itself. */
function appChannels({ world }: Call): Channel[] {
  return [...world.channels.values()].filter(({ hasApp }) => hasApp);
}

/** The channel of an id, as far as this token may see it; a name is no id. */
function visible(call: Call): { readonly channel: Channel } | { readonly refusal: Answer } {
  const channel = call.world.channels.get(call.params["channel"] ?? "");
  const home = call.token.workspace;
  if (channel === undefined || (channel.isPrivate && !channel.hasApp)) return { refusal: refuse("channel_not_found") };
  if (home !== undefined && channel.workspace !== home) return { refusal: refuse("channel_not_found") };
  const needed = channel.isPrivate ? "groups:read" : "channels:read";
  if (!call.token.scopes.includes(needed)) {
    return { refusal: refuse("missing_scope", { needed, provided: call.token.scopes.join(",") }) };
  }
  return { channel };
}

const conversationsInfo: Method = {
  limit: TIER_3,
  // Which of the two scopes is needed depends on the channel; `run` looks.
  scopes: () => [],
  run: (call) => {
    const found = visible(call);
    if ("refusal" in found) return found.refusal;
    const { channel } = found;
    const count = isTrue(call.params["include_num_members"]) ? { num_members: channel.members.size } : {};
    return done({ channel: { ...channelRecord(channel), is_member: channel.hasApp, ...count } });
  },
};

const conversationsMembers: Method = {
  limit: TIER_4,
  // As with conversations.info.
  scopes: () => [],
  run: (call) => {
    const found = visible(call);
    if ("refusal" in found) return found.refusal;
    const { channel } = found;
    const limit = readLimit(call.params["limit"], 100);
    if (limit === undefined || limit > MAX_LIMIT + 1) return refuse("invalid_limit");
    const members = sortedMembers(channel);
    const cursor = call.params["cursor"];
    const from = cursor === undefined || cursor === "" ? "" : readCursor("user", cursor);
    if (from === undefined) return refuse("invalid_cursor");
    // A cursor survives the leaving of the one it names: the page goes on with the next id.
    const page = takePage(members, firstFrom(members, from), limit, () => true);
    return done({
      members: page.items.map(({ id }) => id),
      response_metadata: { next_cursor: page.next === undefined ? "" : makeCursor("user", page.next.id) },
    });
  },
};

function firstFrom(sorted: readonly { readonly id: string }[], id: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.id ?? "") < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const CONVERSATION_METHODS: Readonly<Record<string, Method>> = {
  "conversations.info": conversationsInfo,
  "conversations.list": conversationsList,
  "conversations.members": conversationsMembers,
  "users.conversations": usersConversations,
};
