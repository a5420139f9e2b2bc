import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import type { FakeSlackOptions } from "../connectors/slack/fake/index.ts";
import { withServer } from "../http/testing.ts";
import { openSlackStand } from "./fake/slack.ts";
import { channelForNames } from "./slack-channel.ts";
import { slackSettings } from "./slack-settings.ts";
import { slack } from "./slack.ts";
import { departuresView, healthView, later, sendingTo, testView } from "./testing.ts";

type Stand = Awaited<ReturnType<typeof openSlackStand>>;
type Sent = Parameters<typeof slack.send>[0];

const ALLOWED = slackSettings.shape.namesInPublicChannel.unwrap().value;

let stand: Stand;
afterEach(() => stand.close());

const open = async (more: Partial<Stand["settings"]> = {}, options: Partial<FakeSlackOptions> = {}) =>
  (stand = await openSlackStand(more, options));

const send = (view: Sent["view"], more: Partial<Sent["settings"]> = {}, other: Partial<Sent> = {}) =>
  slack.send({ ...sendingTo(stand, view), ...other, settings: { ...stand.settings, ...more } });

const BOTH = { scopes: ["chat:write", "groups:read", "channels:read"] };

describe("names", () => {
  it("do not go to a public channel, nor does a test that would end there", async () => {
    await open({}, BOTH);
    const channel = stand.workspace.acts.openChannel({ name: "lunch", hasApp: true });
    for (const view of [departuresView(2), testView()]) {
      await expect(send(view, { channel })).rejects.toMatchObject({
        code: "bad_setting",
        message: expect.stringMatching(/^Slack, C\w+: the channel is public, and everybody .* namesInPublicChannel\.$/),
      });
    }
    expect(stand.workspace.messages).toEqual([]);
  });

  it("go to a public channel where the settings say so in full", async () => {
    await open({ namesInPublicChannel: ALLOWED }, BOTH);
    const channel = stand.workspace.acts.openChannel({ name: "lunch", hasApp: true });
    await send(departuresView(2), { channel });
    await send(departuresView(2), { channel: "#lunch" });
    expect(stand.workspace.messages.map((message) => message.channel)).toEqual([channel, channel]);
  });

  it.each([true, false])(
    "go to no channel shared with another organisation, private or not (%s)",
    async (isPrivate) => {
      await open({ namesInPublicChannel: ALLOWED }, BOTH);
      const traits = { isPrivate, isShared: true, hasApp: true };
      const channel = stand.workspace.acts.openChannel({ name: "partners", ...traits });
      await expect(send(departuresView(2), { channel })).rejects.toMatchObject({
        code: "bad_setting",
        message: expect.stringContaining("shared with another organisation"),
      });
      expect(stand.workspace.messages).toEqual([]);
    },
  );

  it.each<[object, boolean]>([
    [{}, true],
    [{ is_shared: true, is_org_shared: true }, true],
    [{ is_shared: true }, false],
    [{ is_shared: true, is_org_shared: false }, false],
    [{ is_shared: true, is_org_shared: true, is_ext_shared: true }, false],
    [{ is_pending_ext_shared: true }, false],
  ])("know workspaces of the same organisation from other organisations: %j", async (traits, goes) => {
    await open();
    const answer = { ok: true, channel: { is_private: true, ...traits } };
    const reply = (_: unknown, response: ServerResponse) => void response.end(JSON.stringify(answer));
    await withServer(reply, async (api) => {
      const sending = sendingTo(stand, testView());
      const asked = channelForNames(sending, { api, token: "xoxb-1" }, "C0123456789", false);
      if (goes) await expect(asked).resolves.toBe("C0123456789");
      else await expect(asked).rejects.toThrow("shared with another organisation");
    });
  });

  it("stay here where the token may not ask who can read the channel, and the missing scope is named", async () => {
    await open({}, { scopes: ["chat:write"] });
    for (const channel of [stand.channel, "#people-ops"]) {
      await expect(send(departuresView(2), { channel })).rejects.toMatchObject({
        code: "unauthorised",
        message: expect.stringMatching(/\(Slack names groups:read\).*so no names are sent; add groups:read/),
      });
    }
    expect(stand.workspace.messages).toEqual([]);
  });

  it.each(["ok_false", "html", "empty_body", "http_500", "reset"] as const)(
    "stay here where Slack does not say who can read the channel (%s)",
    async (kind) => {
      await open();
      stand.workspace.fault({ method: "conversations.info", kind });
      await expect(send(departuresView(2))).rejects.toMatchObject({ name: "RollcallError" });
      expect(stand.workspace.messages).toEqual([]);
    },
  );

  it("stay here where the answer leaves out whether the channel is private", async () => {
    await open({}, BOTH);
    stand.workspace.acts.alterChannel(stand.channel, { isPrivate: undefined });
    await expect(send(departuresView(2))).rejects.toMatchObject({ code: "malformed" });
    expect(stand.workspace.messages).toEqual([]);
  });

  it.each([{ isPrivate: false }, { isShared: true }])(
    "are asked about before each message and each edit: a private channel can become one of others (%j)",
    async (traits) => {
      await open({}, BOTH);
      const previous = await send(departuresView(1));
      stand.workspace.acts.alterChannel(stand.channel, traits);
      await expect(send(departuresView(2))).rejects.toMatchObject({ code: "bad_setting" });
      await expect(send(later(20), {}, { previous })).rejects.toMatchObject({ code: "bad_setting" });
      expect(stand.workspace.messages).toMatchObject([{ edits: 0, text: expect.not.stringContaining("20 people") }]);
      stand.workspace.acts.alterChannel(stand.channel, { isPrivate: true, isShared: false });
      await send(later(20), {}, { previous });
      expect(stand.workspace.messages[0]).toMatchObject({ edits: 1 });
    },
  );

  it("that are to be edited where the app sees no channel any more go where they go now, asked about as well", async () => {
    await open({}, BOTH);
    const previous = await send(departuresView(1), { channel: "#people-ops" });
    stand.workspace.acts.alterChannel(stand.channel, { hasApp: false });
    const other = stand.workspace.acts.openChannel({ name: "people-ops", isPrivate: true, hasApp: true });
    await send(later(2), { channel: "#people-ops" }, { previous });
    expect(stand.workspace.messages).toMatchObject([{ edits: 0 }, { channel: other }]);
  });
});

describe("counts", () => {
  it("go to any channel, without a question and with no scope but chat:write", async () => {
    await open({}, { scopes: ["chat:write"] });
    const channel = stand.workspace.acts.openChannel({ name: "lunch", hasApp: true });
    await send(healthView("counts"), { channel: "#lunch" }, { audience: "counts" });
    expect(stand.workspace.messages).toMatchObject([{ channel }]);
    expect(stand.workspace.calls.map(({ method }) => method)).toEqual(["chat.postMessage"]);
  });
});

describe("a channel given by its name", () => {
  it("is found among those of the app, and its id is kept", async () => {
    await open({ channel: "#people-ops" });
    const receipt = await send(departuresView(2));
    expect(receipt["channel"]).toBe(stand.channel);
    const second = await send(later(3), {}, { previous: receipt });
    expect(second["ts"]).toBe(receipt["ts"]);
  });

  it("is found on the last page as on the first", async () => {
    await open();
    for (let n = 1; n <= 2100; n++) {
      stand.workspace.acts.openChannel({ name: `team-${n}`, isPrivate: true, hasApp: true });
    }
    await send(departuresView(1), { channel: "#team-2100" });
    expect(stand.workspace.calls.filter(({ method }) => method === "users.conversations")).toHaveLength(3);
  });

  it("that the app is not in, or that is public, is refused with what to do", async () => {
    await open({}, BOTH);
    stand.workspace.acts.openChannel({ name: "board", isPrivate: true });
    stand.workspace.acts.openChannel({ name: "lunch", hasApp: true });
    for (const channel of ["#board", "#lunch", "#nowhere", "#people"]) {
      await expect(send(departuresView(1), { channel })).rejects.toMatchObject({
        code: "bad_setting",
        message: expect.stringMatching(/the app is in no private channel of this name.*\/invite @Rollcall/),
      });
    }
  });
});
