import type { Instant } from "../../../../core/time.ts";
import { faultOf, metadataFaultOf } from "../blocks.ts";
import { TIER_3, done, isTrue, refuse, type Answer, type Call, type Method } from "../call.ts";
import { botId } from "../record.ts";
import type { Channel, World } from "../world.ts";

/** A message that was posted to the fake; tests read these. */
export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly at: Instant;
  readonly thread: string | undefined;
  /** A reply that the channel sees too. */
  readonly broadcast: boolean;
  text: string;
  blocks: string | undefined;
  metadata: string | undefined;
  edits: number;
}

/** "Provide no more than 40,000 characters or risk truncation": https://docs.slack.dev/reference/methods/chat.postMessage */
const LONGEST_TEXT = 40_000;

/** The channel of an id or, as chat.postMessage takes it too, of a name. */
export function findChannel(world: World, wanted: string): Channel | undefined {
  const byName = () => [...world.channels.values()].find(({ name }) => `#${name}` === wanted || name === wanted);
  return world.channels.get(wanted) ?? byName();
}

/** Where the app may write; a private channel that it is not in does not exist for it. */
function writable(call: Call, channel: Channel | undefined): { channel: Channel } | { refusal: Answer } {
  if (channel === undefined || (channel.isPrivate && !channel.hasApp)) return { refusal: refuse("channel_not_found") };
  // https://docs.slack.dev/reference/scopes/chat:write.public
  if (!channel.hasApp && !call.token.scopes.includes("chat:write.public")) return { refusal: refuse("not_in_channel") };
  return { channel };
}

export type Content = Readonly<Pick<Message, "text" | "blocks" | "metadata">>;

function content({ params }: Call): { content: Content } | { refusal: Answer } {
  const { text = "", blocks, metadata } = params;
  if (text === "" && blocks === undefined && params["attachments"] === undefined) return { refusal: refuse("no_text") };
  if (text.length > LONGEST_TEXT) return { refusal: refuse("msg_too_long") };
  const fault = blocks === undefined ? undefined : faultOf(blocks);
  if (fault !== undefined) {
    const { error, messages } = fault;
    const told = messages.map((message) => `[ERROR] ${message}`);
    return { refusal: refuse(error, { errors: messages, response_metadata: { messages: told } }) };
  }
  const wrong = metadata === undefined ? undefined : metadataFaultOf(metadata);
  return wrong === undefined ? { content: { text, blocks, metadata } } : { refusal: refuse(wrong) };
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
    const { params, messages } = call;
    const found = writable(call, findChannel(call.world, params["channel"] ?? ""));
    if ("refusal" in found) return found.refusal;
    if (found.channel.isArchived) return refuse("is_archived");
    const words = content(call);
    if ("refusal" in words) return words.refusal;
    const message = {
      channel: found.channel.id,
      ts: nextTs(call),
      at: call.now,
      thread: params["thread_ts"],
      broadcast: params["thread_ts"] !== undefined && isTrue(params["reply_broadcast"]),
      ...words.content,
      edits: 0,
    };
    messages.push(message);
    call.writings.push(words.content);
    return answer(call, message);
  },
};

/** Seconds and a count: the id of a message in its channel, which no later one has again. */
function nextTs({ now, writings }: Call): string {
  return `${Math.floor(now / 1000)}.${String(writings.length + 1).padStart(6, "0")}`;
}

/** The message of the arguments `channel`, an id and no name, and `ts`. */
function own(call: Call): { message: Message; channel: Channel } | { refusal: Answer } {
  const found = writable(call, call.world.channels.get(call.params["channel"] ?? ""));
  if ("refusal" in found) return found;
  const { channel } = found;
  const message = call.messages.find((one) => one.ts === call.params["ts"] && one.channel === channel.id);
  return message === undefined ? { refusal: refuse("message_not_found") } : { message, channel };
}

const update: Method = {
  limit: TIER_3,
  scopes: () => ["chat:write"],
  run: (call) => {
    const found = own(call);
    if ("refusal" in found) return found.refusal;
    if (found.channel.isArchived) return refuse("is_inactive");
    const words = content(call);
    if ("refusal" in words) return words.refusal;
    // Blocks and metadata that are not given stay as they are (docs.slack.dev/reference/methods/chat.update).
    const { text, blocks = found.message.blocks, metadata = found.message.metadata } = words.content;
    Object.assign(found.message, { text, blocks, metadata });
    found.message.edits += 1;
    call.writings.push({ text, blocks, metadata });
    return answer(call, found.message);
  },
};

const remove: Method = {
  limit: TIER_3,
  scopes: () => ["chat:write"],
  run: (call) => {
    const found = own(call);
    if ("refusal" in found) return found.refusal;
    call.messages.splice(call.messages.indexOf(found.message), 1);
    return done({ channel: found.message.channel, ts: found.message.ts });
  },
};

export const CHAT_METHODS: Readonly<Record<string, Method>> = {
  "chat.postMessage": postMessage,
  "chat.update": update,
  "chat.delete": remove,
};
