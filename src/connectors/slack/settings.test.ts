import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Secret } from "../../core/secret.ts";
import { slackSettings, tokenOf } from "./settings.ts";

const token = { env: "SLACK_TOKEN" };

describe("the settings of a Slack directory", () => {
  it("need a token and nothing else", () => {
    expect(slackSettings.safeParse({ token }).success).toBe(true);
    expect(slackSettings.safeParse({}).success).toBe(false);
  });

  it("refuse keys that they do not know, inside too", () => {
    expect(slackSettings.safeParse({ token, chanels: true }).success).toBe(false);
    expect(slackSettings.safeParse({ token, fields: { place: "Office" } }).success).toBe(false);
  });

  it("take https anywhere, and plain http on loopback only", () => {
    const taken = (api: string) => slackSettings.safeParse({ token, api }).success;
    for (const api of [
      "https://slack.example/api/",
      "http://127.0.0.1:41000/api/",
      "http://localhost:1/",
      "http://[::1]/",
    ]) {
      expect(taken(api), api).toBe(true);
    }
    for (const api of [
      "http://slack.com/api/",
      "http://127.0.0.1.example.com/",
      "http://localhost.example/",
      "http://10.0.0.1/",
      "https://name:password@slack.example/",
      "https://slack.example/?a=b",
      "ftp://slack.example/",
      "slack.example",
    ]) {
      expect(taken(api), api).toBe(false);
    }
  });

  it("hold the pace to what Slack can be asked", () => {
    const taken = (pace: object) => slackSettings.safeParse({ token, pace }).success;
    expect([taken({}), taken({ perMinute: 100, pageSize: 999 })]).toEqual([true, true]);
    expect([taken({ perMinute: 0 }), taken({ perMinute: 101 }), taken({ pageSize: 1000 })]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("pin workspaces and organisations by id", () => {
    const taken = (workspace: string) => slackSettings.safeParse({ token, workspace }).success;
    expect([taken("T012AB3C4"), taken("E012AB3C4"), taken("acme"), taken("U012AB3C4")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("describe every key", () => {
    const schema = z.toJSONSchema(slackSettings, { io: "input" });
    const described = (properties: Record<string, unknown> = {}): void => {
      for (const [key, value] of Object.entries(properties)) {
        expect(value, key).toHaveProperty("description");
        if (typeof value === "object" && value !== null && "properties" in value) {
          described(value.properties as Record<string, unknown>);
        }
      }
    };
    described(schema.properties);
    expect(Object.keys(schema.properties ?? {})).toHaveLength(9);
  });
});

describe("the form of the token", () => {
  const take = (value: string) => tokenOf({ token: new Secret(value, "env SLACK_TOKEN") });

  it("is taken for bot and user tokens of apps", () => {
    for (const value of ["xoxb-1-2-abc", "xoxp-1-2-abc", "xoxe.xoxp-1-abc", "xoxe.xoxb-1-abc"])
      expect(take(value)).toBe(value);
  });

  it("is refused for what a browser holds, with the reason and what to use instead", () => {
    for (const value of [
      "xoxc-1-2-abc",
      "xoxs-1-2-abc",
      "xoxd-abc%2F",
      "d=xoxd-abc",
      "d=abc",
      "a=b; d=abc",
      "XOXC-1",
    ]) {
      expect(() => take(value)).toThrow(/browser's session.*use the bot token \(xoxb-…\) of an internal app/);
    }
  });

  it("is refused for app-level tokens, for what is no token, and for what would break a header", () => {
    expect(() => take("xapp-1-abc")).toThrow(/app-level token/);
    for (const value of ["", "hello", "xoxb-", "xoxb-1 2", "xoxb-1\nX-Evil: 1", "Bearer xoxb-1-2"]) {
      expect(() => take(value)).toThrow(expect.objectContaining({ code: "refused_token" }));
    }
  });

  it("is never shown in the refusal; where it came from is", () => {
    for (const value of ["xoxc-topsecret", "xapp-topsecret", "topsecret", "d=topsecret"]) {
      expect(() => take(value)).toThrow(/env SLACK_TOKEN/);
      expect(() => take(value)).toThrow(expect.objectContaining({ message: expect.not.stringContaining("topsecret") }));
    }
  });

  it("cannot be judged before the token has been looked up", () => {
    expect(() => tokenOf(slackSettings.parse({ token }))).toThrow(expect.objectContaining({ code: "bad_secret" }));
  });
});
