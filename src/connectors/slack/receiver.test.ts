import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Posted } from "../../app/ports.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { receive } from "./receiver.ts";

// The example that Slack publishes: https://docs.slack.dev/authentication/verifying-requests-from-slack
const SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
const EXAMPLE: Posted = {
  headers: {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": "1531420618",
    "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
  },
  body: Buffer.from(
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
  ),
};
const NOW = 1531420618 * SECOND;

function signed(body: string | Uint8Array, at = NOW): Posted {
  const timestamp = String(at / SECOND);
  const signature = `v0=${createHmac("sha256", SECRET).update(`v0:${timestamp}:`).update(body).digest("hex")}`;
  return {
    headers: { "x-slack-request-timestamp": timestamp, "x-slack-signature": signature },
    body: Buffer.from(body),
  };
}

const callback = (event: object, more: object = {}): string =>
  JSON.stringify({ type: "event_callback", event_id: "Ev1", event_time: 1531420600, team_id: "T1", event, ...more });

describe("a request of Slack's", () => {
  it("with the signature of Slack's own example is taken as signed", () => {
    expect(receive(SECRET, {}, EXAMPLE, NOW)).toMatchObject({ status: 200 });
  });

  it("with any one byte changed, of body, time or signature, is refused", () => {
    const { headers, body } = EXAMPLE;
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Uint8Array.from(body);
        changed[at] = (changed[at] ?? 0) ^ by;
        expect(receive(SECRET, {}, { headers, body: changed }, NOW).status).toBe(401);
      }),
    );
    const signature = headers["x-slack-signature"] ?? "";
    for (let i = 0; i < signature.length; i++) {
      const other = signature[i] === "0" ? "1" : "0";
      const wrong = signature.slice(0, i) + other + signature.slice(i + 1);
      const reception = receive(SECRET, {}, { headers: { ...headers, "x-slack-signature": wrong }, body }, NOW);
      expect(reception).toMatchObject({ status: 401, events: [] });
    }
    const later = { ...headers, "x-slack-request-timestamp": "1531420619" };
    expect(receive(SECRET, {}, { headers: later, body }, NOW).status).toBe(401);
  });

  it("is refused from five minutes on, before or after this machine's clock", () => {
    const request = signed(callback({ type: "user_change", user: { id: "U1" } }));
    for (const [skew, status] of [
      [5 * MINUTE, 200],
      [-5 * MINUTE, 200],
      [5 * MINUTE + 1, 401],
      [-5 * MINUTE - 1, 401],
    ] as const) {
      expect(receive(SECRET, {}, request, NOW + skew).status).toBe(status);
    }
  });

  it("that verifies the address is answered with its challenge, where it is signed", () => {
    const body = JSON.stringify({
      type: "url_verification",
      token: "x",
      challenge: "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
    });
    expect(receive(SECRET, {}, signed(body), NOW)).toEqual({
      status: 200,
      text: "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
      events: [],
    });
    const unsigned = { ...signed(body), headers: {} };
    expect(receive(SECRET, {}, unsigned, NOW)).toMatchObject({ status: 401, events: [] });
  });

  it("never makes anything throw, whatever its bytes and headers are", () => {
    const headers = fc.dictionary(
      fc.constantFrom("x-slack-signature", "x-slack-request-timestamp", "content-type"),
      fc.string({ maxLength: 80 }),
    );
    fc.assert(
      fc.property(headers, fc.uint8Array({ maxLength: 300 }), (some, body) => {
        expect(receive(SECRET, {}, { headers: some, body }, NOW).status).toBe(401);
        expect(receive(SECRET, {}, signed(body), NOW).status).toBe(200);
      }),
    );
  });
});

describe("what is taken of an event", () => {
  const taken = (event: object, more?: object) => receive(SECRET, {}, signed(callback(event, more)), NOW).events;

  it("is whom it is about, and nothing of how it says that they are", () => {
    const user = { id: "U1", deleted: true, name: "somebody", profile: { email: "somebody@acme.example" } };
    for (const type of ["user_change", "team_join", "user_guest_status_changed"]) {
      expect(taken({ type, user, event_ts: "1531420617.5" })).toEqual([
        { key: "Ev1", type, about: { account: "U1" }, at: 1531420617500 },
      ]);
    }
    expect(taken({ type: "member_left_channel", user: "U1", channel: "C1" })).toMatchObject([
      { about: { account: "U1" } },
    ]);
  });

  it("on Grid is the id that the person has in the whole organisation", () => {
    const user = { id: "U1", enterprise_user: { id: "W9", teams: ["T1"] } };
    expect(taken({ type: "user_change", user })).toMatchObject([{ about: { account: "W9" } }]);
  });

  it("of an end of our own access asks for all to be read", () => {
    for (const type of ["tokens_revoked", "app_uninstalled", "team_access_revoked", "team_access_granted"]) {
      expect(taken({ type, tokens: { oauth: ["U1"] } })).toMatchObject([
        { type, about: { directory: expect.any(String) } },
      ]);
    }
    const body = JSON.stringify({ type: "app_rate_limited", team_id: "T1", minute_rate_limited: 1531420560 });
    expect(receive(SECRET, {}, signed(body), NOW).events).toMatchObject([{ about: { directory: expect.any(String) } }]);
  });

  it("is nothing where Rollcall does not read such events, or the workspace is another", () => {
    expect(taken({ type: "message", text: "hello" })).toEqual([]);
    const body = signed(callback({ type: "user_change", user: { id: "U1" } }));
    expect(receive(SECRET, { workspace: "T2" }, body, NOW)).toMatchObject({ status: 200, events: [] });
    expect(receive(SECRET, { workspace: "T1" }, body, NOW).events).toHaveLength(1);
  });

  it("is kept as unreadable where it has another shape, with nothing of its content", () => {
    const [event] = taken({ type: "user_change", user: { name: "somebody@acme.example" } });
    expect(event).toMatchObject({ key: "Ev1", about: { unreadable: expect.stringContaining("event.user.id") } });
    expect(JSON.stringify(event)).not.toContain("acme.example");
    expect(receive(SECRET, {}, signed("no JSON"), NOW)).toMatchObject({
      status: 200,
      events: [{ about: { unreadable: expect.any(String) } }],
    });
  });
});
