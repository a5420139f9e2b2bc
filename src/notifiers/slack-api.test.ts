import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../core/secret.ts";
import { openSlackStand } from "./fake/slack.ts";
import { slackSettings } from "./slack-settings.ts";
import { slack } from "./slack.ts";
import { departuresView, sendingTo } from "./testing.ts";

let stand: Awaited<ReturnType<typeof openSlackStand>>;
beforeAll(async () => {
  stand = await openSlackStand();
});
afterAll(() => stand.close());

const send = (more: Partial<(typeof stand)["settings"]> = {}) =>
  slack.send({ ...sendingTo(stand, departuresView(1)), settings: { ...stand.settings, ...more } });

describe("what Slack says with ok: false", () => {
  it.each([
    ["invalid_auth", "unauthorised", "install the app again"],
    ["token_revoked", "unauthorised", "install the app again"],
    ["account_inactive", "unauthorised", "install the app again"],
    ["ekm_access_denied", "unauthorised", "ask an administrator"],
    ["channel_not_found", "refused", "/invite @Rollcall"],
    ["not_in_channel", "refused", "/invite @Rollcall"],
    ["is_archived", "refused", "nobody can write in this channel any more"],
    ["restricted_action", "refused", "ask an administrator"],
    ["msg_too_long", "malformed", "please report it"],
    ["msg_blocks_too_long", "malformed", "please report it"],
    ["invalid_blocks", "malformed", "please report it"],
    ["ratelimited", "rate_limited", "too many calls"],
    ["internal_error", "unreachable", "try again later"],
    ["fatal_error", "unreachable", "try again later"],
    ["new_quota_exceeded", "refused", "(new_quota_exceeded)"],
  ])("%s is %s, with what to do", async (error, code, says) => {
    stand.workspace.fault({ method: "chat.postMessage", kind: "ok_false", error });
    await expect(send()).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^Slack, chat\.postMessage: /),
    });
    stand.workspace.fault({ method: "chat.postMessage", kind: "ok_false", error });
    await expect(send()).rejects.toThrow(says);
  });

  it("is not repeated where it does not look like one of Slack's words", async () => {
    for (const error of ["Zofia Canarska", "x".repeat(61), "<script>", ""]) {
      stand.workspace.fault({ method: "chat.postMessage", kind: "ok_false", error });
      await expect(send()).rejects.toThrow("ok: false (no reason given)");
    }
  });

  it("names the scope that is missing", async () => {
    const token = new Secret(stand.workspace.issueToken({ scopes: ["groups:read"] }), "env SLACK_BOT_TOKEN");
    await expect(send({ token })).rejects.toMatchObject({
      code: "unauthorised",
      message:
        "Slack, chat.postMessage: the token lacks the scope chat:write; add it to the app and install the app again.",
    });
  });
});

describe("a token", () => {
  it.each([
    ["xoxc-1-2-3-abcdef", "browser"],
    ["xoxs-1-2-3-abcdef", "browser"],
    ["xoxd-abcdef", "browser"],
    ["d=xoxd-abcdef; b=1", "browser"],
    ["b=1; d-s=1", "browser"],
    ["xapp-1-A1-2-abcdef", "app-level"],
    ["xoxp-1-2-3-abcdef", "a user's token"],
    ["xoxe.xoxp-1-abcdef", "a user's token"],
    ["ghp_abcdef", "no Slack bot token"],
    ["xoxb-1 2", "no Slack bot token"],
    ["", "no Slack bot token"],
  ])("that is no bot's (%#) is refused before a byte leaves, and is not shown", async (text, why) => {
    const calls = stand.workspace.calls.length;
    const error: unknown = await send({ token: new Secret(text, "env SLACK_BOT_TOKEN") }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "refused_token" });
    expect(String(error)).toContain(why);
    expect(String(error)).toContain("env SLACK_BOT_TOKEN");
    if (text !== "") expect(String(error)).not.toContain(text);
    expect(stand.workspace.calls).toHaveLength(calls);
  });

  it("that is rotated (xoxe.xoxb-) is a bot's too", async () => {
    await expect(send({ token: new Secret("xoxe.xoxb-1-abcdef", "env T") })).rejects.toThrow("invalid_auth");
  });
});

describe("the settings", () => {
  const accepts = (more: object): boolean =>
    slackSettings.safeParse({ token: { env: "SLACK_BOT_TOKEN" }, channel: "C0123456789", ...more }).success;

  it("take a channel by id or by name with its sign, and nothing else", () => {
    for (const channel of ["C0123456789", "G0123456789", "#people-ops", "#kadry-łódź"])
      expect(accepts({ channel }), channel).toBe(true);
    for (const channel of ["people-ops", "D0123456789", "@zofia", "#", "#two words", "<#C01>", "", "C01,C02"])
      expect(accepts({ channel }), channel).toBe(false);
  });

  it("let names into a public channel only by the whole sentence", () => {
    expect(accepts({ namesInPublicChannel: "everybody in the workspace may read who left" })).toBe(true);
    for (const word of [true, "yes", "true", "everybody"]) expect(accepts({ namesInPublicChannel: word })).toBe(false);
  });

  it("take the address of a gateway over https, and over http on loopback only", () => {
    for (const api of ["https://gateway.example/slack/", "https://gateway.example", "http://127.0.0.1:41000/api/"])
      expect(accepts({ api }), api).toBe(true);
    for (const api of ["http://gateway.example/", "https://gateway.example/?x=1", "https://a:b@gateway.example/", "x"])
      expect(accepts({ api }), api).toBe(false);
  });

  it("have no other key", () => {
    expect(accepts({ username: "HR" })).toBe(false);
  });

  it("lead to the same API with and without a slash at the end", async () => {
    await expect(send({ api: stand.workspace.url.replace(/\/$/, "") })).resolves.toMatchObject({
      channel: stand.channel,
    });
  });
});
