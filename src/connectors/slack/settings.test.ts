import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { SecretRef } from "../../app/secret-ref.ts";
import { Secret } from "../../core/secret.ts";
import { slackSettings } from "./settings.ts";
import { appTokenOf, auditTokenOf, signingSecretOf, tokenOf } from "./tokens.ts";

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

  it("take events over a socket or over http, and not both nor neither", () => {
    const taken = (events: object) => slackSettings.safeParse({ token, events }).success;
    const socket = { token: { env: "SLACK_APP_TOKEN" } };
    const http = { signingSecret: { env: "SLACK_SIGNING_SECRET" } };
    expect([taken({ socket }), taken({ http })]).toEqual([true, true]);
    expect([taken({}), taken({ socket, http }), taken({ socket: {} }), taken({ http: {} })]).toEqual(
      Array.from({ length: 4 }, () => false),
    );
    expect(slackSettings.parse({ token, events: { http } }).events?.http?.path).toBe("/slack/events");
    const at = (path: string) => taken({ http: { ...http, path } });
    expect([at("/slack/acme"), at("/"), at("slack"), at("/a b"), at("/a?b"), at("")]).toEqual(
      [true, true].concat(Array.from({ length: 4 }, () => false)),
    );
  });

  it("ask the audit log every minute, or as often as they say, within reason", () => {
    const read = (every?: string) => {
      const auditLogs = { token: { env: "SLACK_AUDIT_TOKEN" }, ...(every === undefined ? {} : { every }) };
      return slackSettings.safeParse({ token, auditLogs }).data?.auditLogs?.every;
    };
    expect([read(), read("10s"), read("2h"), read("1d")]).toEqual([60_000, 10_000, 7_200_000, 86_400_000]);
    expect([read("9s"), read("25h"), read("often"), read("")]).toEqual(Array.from({ length: 4 }, () => undefined));
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
    expect(Object.keys(schema.properties ?? {})).toHaveLength(10);
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

describe("the form of the secrets for events and for the audit log", () => {
  const secret = (value: string) => new Secret(value, "env SECRET");

  it("is taken where it is the right one", () => {
    expect(appTokenOf(secret("xapp-1-A1-2-abc"))).toBe("xapp-1-A1-2-abc");
    expect(auditTokenOf(secret("xoxp-1-2-abc"))).toBe("xoxp-1-2-abc");
    expect(signingSecretOf(secret("8f742231b10e8888abcd99yyyzzz85a5"))).toBe("8f742231b10e8888abcd99yyyzzz85a5");
  });

  it("is refused where it is another one, or a browser's, with what to use and without a piece of it", () => {
    const browser = ["xoxc-topsecret", "xoxs-topsecret", "xoxd-topsecret", "d=topsecret"];
    const cases = [
      {
        take: appTokenOf,
        wrong: ["xoxb-topsecret", "xoxp-topsecret", "topsecret", ""],
        use: /xapp-….*connections:write/,
      },
      {
        take: auditTokenOf,
        wrong: ["xoxb-topsecret", "xapp-topsecret", "topsecret", ""],
        use: /xoxp-….*auditlogs:read/,
      },
      { take: signingSecretOf, wrong: ["xoxb-topsecret-topsecret", "topsecret", ""], use: /Basic Information/ },
    ];
    for (const { take, wrong, use } of cases) {
      for (const value of [...wrong, ...browser]) {
        const taking = () => take(secret(value));
        expect(taking).toThrow(expect.objectContaining({ code: "refused_token" }));
        expect(taking).toThrow(use);
        expect(taking).toThrow(/env SECRET/);
        expect(taking).toThrow(expect.objectContaining({ message: expect.not.stringContaining("topsecret") }));
      }
      for (const value of browser) expect(() => take(secret(value))).toThrow(/browser's session/);
    }
  });

  it("cannot be judged before they have been looked up", () => {
    const { events } = slackSettings.parse({ token, events: { socket: { token: { env: "SLACK_APP_TOKEN" } } } });
    expect(() => appTokenOf(events?.socket?.token as SecretRef)).toThrow(
      expect.objectContaining({ code: "bad_secret" }),
    );
  });
});
