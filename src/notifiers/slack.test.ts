import { type ChatPostMessageArguments, type KnownBlock, WebClient } from "@slack/web-api";
import { afterEach, describe, expect, it } from "vitest";
import type { FakeSlackOptions } from "../connectors/slack/fake/index.ts";
import type { Receipt } from "../core/notification/notification.ts";
import { virtualClock } from "../http/testing.ts";
import { openSlackStand } from "./fake/slack.ts";
import { slackMessage } from "./slack-blocks.ts";
import { slack } from "./slack.ts";
import { departuresView, healthView, later, PERSONAL, sendingTo } from "./testing.ts";

type Stand = Awaited<ReturnType<typeof openSlackStand>>;
type Sent = Parameters<typeof slack.send>[0];

let stand: Stand;
afterEach(() => stand.close());

const open = async (more: Partial<Stand["settings"]> = {}, options: Partial<FakeSlackOptions> = {}) =>
  (stand = await openSlackStand(more, options));

const send = (view: Sent["view"], more: Partial<Sent> = {}): Promise<Receipt> =>
  slack.send({ ...sendingTo(stand, view), ...more });

const methods = (): string[] => stand.workspace.calls.map(({ method }) => method);
const lastCall = () => stand.workspace.calls.at(-1);

describe("a first message", () => {
  it("is posted once, with ids by which a repeat is told, and with nothing that Slack reads as markup", async () => {
    await open();
    const receipt = await send(departuresView(3), { id: "n-0123456789abcdef-1" });
    expect(stand.workspace.messages).toHaveLength(1);
    const [message] = stand.workspace.messages;
    expect(receipt).toEqual({
      channel: stand.channel,
      ts: message?.ts,
      setting: stand.channel,
      alerted: 3,
      state: "open",
    });
    const metadata: unknown = JSON.parse(message?.metadata ?? "");
    expect(metadata).toEqual({
      event_type: "rollcall_incident",
      event_payload: { id: "n-0123456789abcdef-1", incident: expect.stringMatching(/^i-/), version: 1 },
    });
    expect(PERSONAL.filter((one) => JSON.stringify(metadata).includes(one))).toEqual([]);
    expect(lastCall()?.params).toMatchObject({
      mrkdwn: "false",
      parse: "none",
      link_names: "false",
      unfurl_links: "false",
      unfurl_media: "false",
    });
  });

  it("says that it may be a repeat where that is so, and an edit does not: it shows nothing twice", async () => {
    await open();
    const previous = await send(departuresView(1), { repeat: true, id: "n-7-1" });
    expect(stand.received.at(-1)?.text).toContain("may be a repeat of n-7-1");
    await send(later(2), { repeat: true, id: "n-7-2", previous });
    expect(stand.received.at(-1)?.text).not.toContain("repeat");
  });

  it("is one that Slack's own client can send as well, of any length", async () => {
    await open();
    const client = new WebClient(stand.workspace.token, { slackApiUrl: stand.workspace.url });
    for (const view of [departuresView(1), departuresView(700, 300), healthView("named"), healthView("counts")]) {
      const { text, blocks } = slackMessage(view);
      const message = {
        channel: stand.channel,
        text,
        blocks: blocks as KnownBlock[],
      } satisfies ChatPostMessageArguments;
      expect((await client.apiCall("chat.postMessage", message)).ok).toBe(true);
      const { ts = "" } = stand.workspace.messages.at(-1) ?? {};
      expect((await client.chat.update({ ...message, ts })).ok).toBe(true);
    }
  });

  it("waits so that a channel gets no more than one a second", async () => {
    const clock = virtualClock();
    await open({}, { now: () => clock.now(), rateLimits: true });
    for (let n = 1; n <= 4; n++) await send(departuresView(n), { clock, id: `n-${n}-1` });
    expect(stand.workspace.messages).toHaveLength(4);
    expect(clock.slept).toEqual([1000, 1000, 1000]);
  });
});

describe("an update", () => {
  it("edits the message in place, after asking who can read the channel by now, and without ringing", async () => {
    await open();
    const first = await send(departuresView(3));
    const before = methods().length;
    const second = await send(later(5), { previous: first });
    expect(second).toEqual(first);
    expect(methods().slice(before)).toEqual(["conversations.info", "chat.update"]);
    expect(lastCall()?.params).toMatchObject({ parse: "none", link_names: "false" });
    expect(stand.workspace.messages).toMatchObject([{ edits: 1, text: expect.stringContaining("5 people left acme") }]);
    expect(stand.workspace.messages[0]?.metadata).toContain('"version":2');
  });

  it.each(["message_not_found", "cant_update_message", "edit_window_closed"])(
    "is a new message where Slack says %s, and the next one edits that",
    async (error) => {
      await open();
      const first = await send(departuresView(3));
      if (error === "message_not_found") {
        const client = new WebClient(stand.workspace.token, { slackApiUrl: stand.workspace.url });
        await client.chat.delete({ channel: stand.channel, ts: String(first["ts"]) });
      } else stand.workspace.fault({ method: "chat.update", kind: "ok_false", error });
      const second = await send(later(5), { previous: first });
      expect(second["ts"]).not.toBe(first["ts"]);
      await send(later(6), { previous: second });
      expect(stand.workspace.messages.at(-1)).toMatchObject({ ts: second["ts"], edits: 1 });
    },
  );

  it("goes to the channel that the settings name now, after asking who can read it", async () => {
    await open({}, { scopes: ["chat:write", "groups:read", "channels:read"] });
    const first = await send(departuresView(3));
    const other = stand.workspace.acts.openChannel({ name: "board", isPrivate: true, hasApp: true });
    const settings = { ...stand.settings, channel: other };
    const second = await send(later(5), { previous: first, settings });
    expect(second["channel"]).toBe(other);
    expect(stand.workspace.messages).toMatchObject([{ edits: 0 }, { channel: other }]);
    // Back again, where by now everybody could read it.
    stand.workspace.acts.alterChannel(stand.channel, { isPrivate: false });
    await expect(send(later(6), { previous: second })).rejects.toMatchObject({ code: "bad_setting" });
  });

  it("goes to the channel that the settings name now where both are named by name", async () => {
    await open({ channel: "#people-ops" });
    const other = stand.workspace.acts.openChannel({ name: "board", isPrivate: true, hasApp: true });
    const first = await send(departuresView(3));
    const second = await send(later(5), { previous: first, settings: { ...stand.settings, channel: "#board" } });
    expect(second["channel"]).toBe(other);
    expect(stand.workspace.messages).toMatchObject([{ edits: 0 }, { channel: other }]);
  });

  it("of a message that another version kept otherwise is a new message", async () => {
    await open();
    await send(later(2), { previous: { thread: "x" } });
    expect(stand.workspace.messages).toHaveLength(1);
  });
});

describe("the bell", () => {
  it("rings once for ten times as many as at the last alert, in the thread and in the channel, without names", async () => {
    await open();
    let receipt = await send(departuresView(2));
    for (const n of [19, 20, 199]) receipt = await send(later(n), { previous: receipt });
    expect(stand.workspace.messages).toHaveLength(2);
    const [first, reply] = stand.workspace.messages;
    expect(reply).toMatchObject({ thread: first?.ts, broadcast: true, metadata: undefined });
    expect(reply?.text).toBe("now 20 people: the message above is up to date");
    expect(PERSONAL.filter((one) => JSON.stringify(reply).includes(one))).toEqual([]);
    expect(receipt).toMatchObject({ ts: first?.ts, alerted: 20 });
    await send(later(200), { previous: receipt });
    expect(stand.workspace.messages.at(-1)?.text).toContain("now 200 people");
  });

  it("rings when a directory that could not be read goes dark, and when it is read again", async () => {
    await open();
    const said = (): string[] => stand.workspace.messages.slice(1).map(({ text }) => text);
    let receipt = await send(healthView("named"));
    receipt = await send(healthView("named"), { previous: receipt });
    expect(said()).toEqual([]);
    const dark = healthView("named");
    const blind = dark.health === undefined ? dark : { ...dark, health: { ...dark.health, blind: true } };
    receipt = await send(blind, { previous: receipt });
    receipt = await send(blind, { previous: receipt });
    expect(said()).toEqual(["acme: Rollcall sees nothing"]);
    receipt = await send(healthView("named", true), { previous: receipt });
    expect(said()).toEqual(["acme: Rollcall sees nothing", "acme can be read again"]);
    expect(receipt).toMatchObject({ state: "over" });
  });

  it.each(["ok_false", "http_500", "garbage", "reset"] as const)(
    "that fails (%s) fails no update, and is rung at the next one",
    async (kind) => {
      await open();
      const first = await send(departuresView(1));
      const fault = { method: "chat.postMessage", kind, error: "restricted_action_non_threadable_channel" } as const;
      stand.workspace.fault(fault);
      const second = await send(later(10), { previous: first });
      expect(second).toEqual(first);
      expect(stand.workspace.messages).toMatchObject([{ edits: 1 }]);
      const third = await send(later(11), { previous: second });
      expect(stand.workspace.messages.at(-1)?.text).toContain("now 11 people");
      expect(third).toMatchObject({ alerted: 11 });
    },
  );

  it("that Slack asks to wait for gives the whole update back, which can be done again without harm", async () => {
    await open();
    const previous = await send(departuresView(1));
    stand.workspace.fault({ method: "chat.postMessage", kind: "http_429", retryAfter: 7 });
    const sending = { previous, id: "n-1-2" };
    await expect(send(later(10), sending)).rejects.toMatchObject({ code: "rate_limited", retry: { afterMs: 7000 } });
    await send(later(10), { ...sending, repeat: true });
    expect(stand.workspace.messages).toMatchObject([{ edits: 2 }, { broadcast: true }]);
  });
});
