import { type ChatPostMessageArguments, type KnownBlock, LogLevel, WebClient } from "@slack/web-api";
import { afterEach, describe, expect, it } from "vitest";
import { SECOND } from "../../../core/time.ts";
import type { FakeSlack } from "./index.ts";
import { ask, asObject, exchange, NOW, startSmall } from "./test-client.ts";

let slack: FakeSlack;
afterEach(() => slack.close());

const start = async (...options: Parameters<typeof startSmall>) => (slack = await startSmall(...options));

/** Slack's own client, which hands what Slack says of a fault to its logger, to `told` here. */
function client(token = slack.token, told: unknown[] = []): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: (...words) => void told.push(...words),
      setLevel: () => undefined,
      getLevel: () => LogLevel.ERROR,
      setName: () => undefined,
    },
  });
}

/** The `ts` of the new message. */
async function post(message: ChatPostMessageArguments, by = client()): Promise<string> {
  return String(asObject(await by.apiCall("chat.postMessage", { ...message }))["ts"]);
}

const words = (text: string) => ({ type: "plain_text" as const, text });
const sections = (count: number, text = "x"): KnownBlock[] =>
  Array.from({ length: count }, () => ({ type: "section", text: words(text) }));

describe("messages in the fake workspace, written by Slack's own client", () => {
  it("blocks within Slack's limits are taken, edited and deleted", async () => {
    await start();
    const channel = slack.acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
    const blocks: KnownBlock[] = [
      { type: "header", text: words("h".repeat(150)) },
      { type: "section", text: words("s".repeat(3000)), fields: Array.from({ length: 10 }, () => words("f")) },
      { type: "divider" },
      { type: "section", fields: [words("f".repeat(2000))] },
      { type: "context", elements: Array.from({ length: 10 }, () => ({ type: "mrkdwn" as const, text: "*c*" })) },
      { type: "rich_text", elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: "a\nb" }] }] },
    ];
    const metadata = { event_type: "rollcall_incident", event_payload: { id: "n-1-1", version: 1 } };
    const ts = await post({ channel, text: "t", blocks, metadata });
    await client().chat.update({ channel, ts, text: "second", blocks: sections(50) });
    expect(slack.messages).toMatchObject([{ channel, text: "second", edits: 1, broadcast: false }]);
    expect(slack.messages[0]?.metadata).toContain("n-1-1");
    await post({ channel, text: "reply", thread_ts: ts, reply_broadcast: true });
    expect(slack.messages[1]).toMatchObject({ thread: ts, broadcast: true });
    await client().chat.delete({ channel, ts });
    expect(await refusalOf(client().chat.update({ channel, ts, text: "third" }))).toBe("message_not_found");
  });

  it.each<[string, readonly unknown[], string]>([
    ["51 blocks", sections(51), "no more than 50 items allowed [json-pointer:/blocks]"],
    [
      "a text of 3,001 characters",
      sections(1, "x".repeat(3001)),
      "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ],
    ["an empty text", sections(1, ""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
    [
      "a header of 151 characters",
      [{ type: "header", text: words("x".repeat(151)) }],
      "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ],
    [
      "a header with markup",
      [{ type: "header", text: { type: "mrkdwn", text: "*x*" } }],
      "unsupported type [json-pointer:/blocks/0/text/type]",
    ],
    [
      "rich text of a kind that Rollcall does not send",
      [{ type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "x" }] }] }],
      "unsupported type [json-pointer:/blocks/0/elements/0/type]",
    ],
    [
      "preformatted text with a link in it",
      [
        {
          type: "rich_text",
          elements: [{ type: "rich_text_preformatted", elements: [{ type: "link", url: "https://a.example" }] }],
        },
      ],
      "unsupported type [json-pointer:/blocks/0/elements/0/elements/0]",
    ],
    [
      "11 fields",
      [{ type: "section", fields: Array.from({ length: 11 }, () => words("x")) }],
      "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ],
    [
      "a field of 2,001 characters",
      [{ type: "section", fields: [words("x".repeat(2001))] }],
      "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ],
    [
      "11 elements of a context",
      [{ type: "context", elements: Array.from({ length: 11 }, () => words("x")) }],
      "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ],
    [
      "a context without elements",
      [{ type: "context", elements: [] }],
      "no less than 1 items allowed [json-pointer:/blocks/0/elements]",
    ],
    ["a block of no known type", [{ type: "paragraph" }], "unsupported type: paragraph [json-pointer:/blocks/0/type]"],
    ["a block without a type", [{ text: words("x") }], "missing required field: type [json-pointer:/blocks/0]"],
    [
      "a section with neither text nor fields",
      [{ type: "section" }],
      "missing required field: text [json-pointer:/blocks/0]",
    ],
    [
      "a text that is a string",
      [{ type: "section", text: "x" }],
      "must provide an object [json-pointer:/blocks/0/text]",
    ],
    [
      "a text whose text is a number",
      [{ type: "section", text: { type: "plain_text", text: 7 } }],
      "must provide a string [json-pointer:/blocks/0/text/text]",
    ],
    [
      "a flag that is a string",
      [{ type: "section", text: { ...words("x"), emoji: "no" } }],
      "must provide a boolean [json-pointer:/blocks/0/text]",
    ],
    [
      "a flag of the other kind of text",
      [{ type: "section", text: { ...words("x"), verbatim: true } }],
      "invalid additional property [json-pointer:/blocks/0/text]",
    ],
    [
      "a key that Slack does not have",
      [{ type: "section", text: words("x"), colour: "red" }],
      "invalid additional property: colour [json-pointer:/blocks/0]",
    ],
  ])("%s are invalid_blocks, with the place, in a new message and in an edit", async (_, blocks, message) => {
    await start();
    const channel = slack.acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
    const ts = await post({ channel, text: "first" });
    for (const [method, params] of [
      ["chat.postMessage", { channel }],
      ["chat.update", { channel, ts }],
    ] as const) {
      const answer = await ask(slack, method, { ...params, text: "x", blocks: JSON.stringify(blocks) });
      expect(answer).toMatchObject({ ok: false, error: "invalid_blocks" });
      expect(answer["errors"]).toContain(message);
      expect(asObject(answer["response_metadata"])["messages"]).toContain(`[ERROR] ${message}`);
    }
    const told: unknown[] = [];
    const sent = post({ channel, text: "x", blocks: blocks as KnownBlock[] }, client(slack.token, told));
    expect(await refusalOf(sent)).toBe("invalid_blocks");
    expect(told).toContain(message);
    expect(slack.messages).toMatchObject([{ text: "first", edits: 0 }]);
  });

  it("blocks that are no list, too much together, too long a text and no text at all each have their own error", async () => {
    await start();
    const channel = slack.acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
    const errorOf = async (params: Record<string, string>) =>
      (await ask(slack, "chat.postMessage", { channel, ...params }))["error"];
    expect(await errorOf({ blocks: "{" })).toBe("invalid_blocks_format");
    expect(await errorOf({ blocks: "{}" })).toBe("invalid_blocks_format");
    expect(await errorOf({ blocks: JSON.stringify(sections(4, "x".repeat(2999))) })).toBe("msg_blocks_too_long");
    expect(await errorOf({ text: "x".repeat(40_001) })).toBe("msg_too_long");
    expect(await errorOf({ text: "x".repeat(40_000) })).toBeUndefined();
    expect(await errorOf({})).toBe("no_text");
    expect(await errorOf({ text: "x", metadata: "x" })).toBe("invalid_metadata_format");
    expect(await errorOf({ text: "x", metadata: '{"event_type":"x"}' })).toBe("invalid_metadata_schema");
  });

  it("where the app cannot write, each case has its own error", async () => {
    await start();
    const { acts } = slack;
    const secret = acts.openChannel({ name: "board", isPrivate: true });
    const open = acts.openChannel({ name: "lunch" });
    const old = acts.openChannel({ name: "old", isPrivate: true, hasApp: true });
    acts.archiveChannel(old);
    const answerTo = (channel: string, token = slack.token) => refusalOf(post({ channel, text: "x" }, client(token)));
    expect(await answerTo("C0NOWHERE")).toBe("channel_not_found");
    expect(await answerTo(secret)).toBe("channel_not_found");
    expect(await answerTo(open)).toBe("not_in_channel");
    expect(await answerTo(old)).toBe("is_archived");
    expect(await answerTo(old, slack.issueToken({ scopes: ["users:read"] }))).toBe("missing_scope");
    expect(await answerTo(open, slack.issueToken({ scopes: ["chat:write", "chat:write.public"] }))).toBe("it is done");
    acts.alterChannel(secret, { hasApp: true });
    expect(await answerTo(secret)).toBe("it is done");
  });

  it("an edit takes an id and no name, and finds a message only in its own channel", async () => {
    await start();
    const [one, two] = ["one", "two"].map((name) => slack.acts.openChannel({ name, hasApp: true }));
    const ts = await post({ channel: "#one", text: "first" });
    const edit = (channel = "") => refusalOf(client().chat.update({ channel, ts, text: "second" }));
    expect(await edit("#one")).toBe("channel_not_found");
    expect(await edit(two)).toBe("message_not_found");
    expect(await edit(one)).toBe("it is done");
    slack.acts.archiveChannel(one ?? "");
    expect(await edit(one)).toBe("is_inactive");
  });

  it("one message a second goes into a channel, by whichever of its names", async () => {
    let now = NOW;
    await start({}, { now: () => now, rateLimits: true });
    const channel = slack.acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
    const reach = (to: string) => exchange(slack, "chat.postMessage", { channel: to, text: "x" });
    expect((await reach(channel)).status).toBe(200);
    const refused = await reach("#people-ops");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    await expect(post({ channel, text: "x" })).rejects.toMatchObject({ retryAfter: 1 });
    now += SECOND;
    expect((await reach("#people-ops")).status).toBe(200);
  });
});

describe("what the fake workspace says of a channel", () => {
  it("is whether it is private and shared, to a token with the scope for its kind", async () => {
    await start();
    const { acts } = slack;
    const secret = acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
    const open = acts.openChannel({ name: "lunch", isShared: true });
    const read = async (channel: string) => (await client().conversations.info({ channel })).channel;
    expect(await read(secret)).toMatchObject({ is_private: true, is_ext_shared: false, is_member: true });
    expect(await read(open)).toMatchObject({ is_private: false, is_ext_shared: true, is_member: false });
    acts.alterChannel(secret, { isPrivate: false });
    expect(await read(secret)).toMatchObject({ is_private: false });
    const token = slack.issueToken({ scopes: ["groups:read"] });
    expect(await ask(slack, "conversations.info", { channel: open }, token)).toMatchObject({
      error: "missing_scope",
      needed: "channels:read",
    });
    acts.alterChannel(secret, { isPrivate: true });
    expect((await ask(slack, "conversations.info", { channel: secret }, token))["ok"]).toBe(true);
  });

  it("is nothing where the app is not in a private one, and to a name", async () => {
    await start();
    const board = slack.acts.openChannel({ name: "board", isPrivate: true });
    for (const channel of [board, "#general", "general", "C0NOWHERE"]) {
      expect(await refusalOf(client().conversations.info({ channel }))).toBe("channel_not_found");
    }
  });

  it("names the channels of the app itself where nobody is named", async () => {
    await start();
    const mine = slack.acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
    slack.acts.openChannel({ name: "board", isPrivate: true });
    const { channels = [] } = await client().users.conversations({ types: "private_channel", limit: 999 });
    const known = [...slack.world.channels.values()].filter(({ isPrivate, hasApp }) => isPrivate && hasApp);
    expect(channels.map(({ id }) => id)).toContain(mine);
    expect(new Set(channels.map(({ id }) => id))).toEqual(new Set(known.map(({ id }) => id)));
  });
});

/** Slack's word for why not; `it is done` where it was. */
async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "it is done";
  } catch (error) {
    return String(asObject(asObject(error)["data"])["error"]);
  }
}
