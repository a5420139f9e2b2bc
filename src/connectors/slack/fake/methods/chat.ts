import type { Instant } from "../../../../core/time.ts";
import { TIER_3, done, refuse, type Answer, type Call, type Method } from "../call.ts";
import { botId } from "../record.ts";
import type { Channel } from "../world.ts";

/** A message that was posted to the fake; tests read these. */
export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly at: Instant;
  readonly thread: string | undefined;
  text: string;
  blocks: string | undefined;
  edits: number;
}

function channelOf(call: Call): Channel | undefined {
  const wanted = call.params["channel"] ?? "";
  const byName = () => [...call.world.channels.values()].find(({ name }) => `#${name}` === wanted || name === wanted);
  const channel = call.world.channels.get(wanted) ?? byName();
  return channel === undefined || (channel.isPrivate && !channel.hasApp) ? undefined : channel;
}

function content({ params }: Call): { text: string; blocks: string | undefined } | undefined {
  const text = params["text"] ?? "";
  if (text === "" && params["blocks"] === undefined && params["attachments"] === undefined) return undefined;
  return { text, blocks: params["blocks"] };
}

function answer(call: Call, message: Message): Answer {
  const { world } = call;
  return done({
    channel: message.channel,
    ts: message.ts,
    message: {
      type: "message",
      subtype: "bot_message",
      text: message.text,
      ts: message.ts,
      username: world.app.handle,
      bot_id: botId(world.app, world),
    },
  });
}

const postMessage: Method = {
  limit: "message",
  scopes: () => ["chat:write"],
  run: (call) => {
    const channel = channelOf(call);
    if (channel === undefined) return refuse("channel_not_found");
    if (channel.isArchived) return refuse("is_archived");
    const words = content(call);
    if (words === undefined) return refuse("no_text");
    const ts = `${Math.floor(call.now / 1000)}.${String(call.messages.length + 1).padStart(6, "0")}`;
    const message = { channel: channel.id, ts, at: call.now, thread: call.params["thread_ts"], ...words, edits: 0 };
    call.messages.push(message);
    return answer(call, message);
  },
};

const update: Method = {
  limit: TIER_3,
  scopes: () => ["chat:write"],
  run: (call) => {
    const channel = channelOf(call);
    if (channel === undefined) return refuse("channel_not_found");
    const message = call.messages.find(({ ts, channel: id }) => ts === call.params["ts"] && id === channel.id);
    if (message === undefined) return refuse("message_not_found");
    const words = content(call);
    if (words === undefined) return refuse("no_text");
    Object.assign(message, words);
    message.edits += 1;
    return answer(call, message);
  },
};

export const CHAT_METHODS: Readonly<Record<string, Method>> = {
  "chat.postMessage": postMessage,
  "chat.update": update,
};
