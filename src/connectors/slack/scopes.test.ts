import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Secret } from "../../core/secret.ts";
import { slackManifest } from "./manifest.ts";
import { judgeScopes, slackScopes } from "./scopes.ts";
import type { SlackSettings } from "./settings.ts";

const settings = (more: Partial<SlackSettings> = {}): SlackSettings => ({
  token: new Secret("xoxb-1", "env T"),
  ...more,
});
const all = settings({ fields: { location: "Office" }, channels: true, groups: true });
const required = (of: SlackSettings) => slackScopes(of).flatMap(({ name, required: needed }) => (needed ? [name] : []));

describe("the scopes", () => {
  it("are the least that the settings need", () => {
    expect(required(settings())).toEqual(["users:read"]);
    expect(required(all)).toEqual(["users:read", "users.profile:read", "channels:read", "usergroups:read"]);
    expect(slackScopes(all).flatMap(({ name, required: needed }) => (needed ? [] : [name]))).toEqual([
      "users:read.email",
      "team:read",
      "groups:read",
    ]);
  });

  it("are enough when the required ones are granted, with the optional ones and what Slack always grants", () => {
    const names = slackScopes(all).map(({ name }) => name);
    expect(() => judgeScopes(settings(), ["users:read"])).not.toThrow();
    expect(() => judgeScopes(settings(), ["identify", "team:read", "users:read", "users:read.email"])).not.toThrow();
    expect(() => judgeScopes(all, names)).not.toThrow();
  });

  it("that are missing are named, each with what it is for", () => {
    for (const name of required(all)) {
      const granted = required(all).filter((scope) => scope !== name);
      expect(() => judgeScopes(all, granted)).toThrow(expect.objectContaining({ code: "scope_missing" }));
      expect(() => judgeScopes(all, granted)).toThrow(new RegExp(`lacks ${name} \\(`));
    }
  });

  it("beyond the needed are refused by name, unless the settings allow them", () => {
    const granted = ["users:read", "channels:history", "chat:write"];
    expect(() => judgeScopes(settings(), granted)).toThrow(
      expect.objectContaining({
        code: "refused_scope",
        message: expect.stringContaining("channels:history, chat:write"),
      }),
    );
    expect(() => judgeScopes(settings({ allowScopes: ["chat:write"] }), granted)).toThrow(/needs: channels:history\./);
    expect(() => judgeScopes(settings({ allowScopes: ["chat:write", "channels:history"] }), granted)).not.toThrow();
  });

  it("that are none of Slack's are counted and not named: a gateway may have put anything there", () => {
    const granted = ["users:read", "channels:history", "zofia.nowak", "xoxb-1-2-abc"];
    expect(() => judgeScopes(settings(), granted)).toThrow(/needs: channels:history, 2 more .*\. Remove/);
    expect(() => judgeScopes(settings(), granted)).not.toThrow(/zofia|xoxb/);
  });

  it("that one setting needs are beyond the needed without it", () => {
    expect(() => judgeScopes(settings(), ["users:read", "channels:read"])).toThrow(/channels:read/);
  });
});

describe("the app manifest", () => {
  it("asks for exactly the chosen scopes, each with its reason", () => {
    const scopes = slackScopes(all);
    const text = slackManifest(scopes);
    expect(parse(text)).toMatchObject({
      oauth_config: { scopes: { bot: scopes.map(({ name }) => name) } },
      settings: { socket_mode_enabled: true, token_rotation_enabled: false },
    });
    for (const { name, why } of scopes) expect(text).toContain(`- ${name} # ${why}`);
  });

  it("subscribes to the events about accounts, and to none whose scope it does not ask for", () => {
    const eventsOf = (of: SlackSettings): unknown => parse(slackManifest(slackScopes(of))).settings.event_subscriptions;
    const always = [
      "user_change",
      "team_join",
      "user_guest_status_changed",
      "team_access_granted",
      "team_access_revoked",
      "tokens_revoked",
      "app_uninstalled",
      "grid_migration_started",
      "grid_migration_finished",
    ];
    expect(eventsOf(settings())).toEqual({ bot_events: always });
    expect(eventsOf(all)).toEqual({ bot_events: always.toSpliced(3, 0, "member_left_channel") });
  });
});
