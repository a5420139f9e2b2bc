import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Posted, Reception } from "../../app/ports.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { receive } from "./receiver.ts";

/** The worked example of https://docs.slack.dev/authentication/verifying-requests-from-slack */
const SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
const AT = 1_531_420_618;
const NOW = AT * SECOND;
const SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
const BODY =
  "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
  "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com" +
  "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d" +
  "10d2c447fce8b6703c";

const ANY = { workspace: undefined };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function signed(body: string | Uint8Array, at: number = AT, headers: Posted["headers"] = {}): Posted {
  const content = typeof body === "string" ? bytes(body) : body;
  const signature = createHmac("sha256", SECRET).update(`v0:${at}:`).update(content).digest("hex");
  return {
    headers: {
      "content-type": "application/json",
      "x-slack-signature": `v0=${signature}`,
      "x-slack-request-timestamp": String(at),
      ...headers,
    },
    body: content,
  };
}

const change = (id = "Ev1") =>
  JSON.stringify({
    type: "event_callback",
    team_id: "T1",
    event_id: id,
    event: { type: "user_change", user: { id: "U1" } },
  });

const example: Posted = {
  headers: { "x-slack-signature": SIGNATURE, "x-slack-request-timestamp": String(AT) },
  body: bytes(BODY),
};

const judged = (posted: Posted, now = NOW): Reception => receive(SECRET, ANY, posted, now);

describe("the signature", () => {
  it("of Slack's published example is right", () => {
    expect(judged(example).status).toBe(200);
    expect(judged(example)).not.toHaveProperty("refused");
  });

  it("is refused where any byte of it, of the body or of the time is another", () => {
    const others: Posted[] = [];
    for (let i = 0; i < example.body.length; i++) {
      const body = example.body.slice();
      body[i] = (body[i] ?? 0) ^ 1;
      others.push({ ...example, body });
    }
    for (const name of ["x-slack-signature", "x-slack-request-timestamp"]) {
      const right = example.headers[name] ?? "";
      for (let i = 0; i < right.length; i++) {
        const wrong = right.slice(0, i) + (right[i] === "1" ? "2" : "1") + right.slice(i + 1);
        others.push({ ...example, headers: { ...example.headers, [name]: wrong } });
      }
    }
    expect(others.length).toBeGreaterThan(400);
    for (const posted of others) {
      // The clock goes with the request: it is the signature that refuses it, and not the time.
      const at = Number(posted.headers["x-slack-request-timestamp"]);
      const { status, events, refused } = judged(posted, Number.isNaN(at) ? NOW : at * SECOND);
      expect({ status, events }).toEqual({ status: 401, events: [] });
      expect(refused).toMatch(/^The (signature|time) of the request/);
    }
  });

  it("is refused where it is missing, cut, twice there, or of another version", () => {
    const hex = SIGNATURE.slice(3);
    for (const signature of [
      undefined,
      "",
      "v0=",
      hex,
      `v1=${hex}`,
      `${SIGNATURE}0`,
      SIGNATURE.slice(0, -1),
      `${SIGNATURE}, ${SIGNATURE}`,
    ]) {
      const posted = { ...example, headers: { ...example.headers, "x-slack-signature": signature } };
      expect(judged(posted).status, signature).toBe(401);
    }
    for (const timestamp of [undefined, "", " ", "1e9", "0x5b4787ca", `${AT}.0`, `-${AT}`, "Infinity"]) {
      const posted = { ...example, headers: { ...example.headers, "x-slack-request-timestamp": timestamp } };
      expect(judged(posted).status, timestamp).toBe(401);
    }
  });

  it("is refused when made with another secret", () => {
    expect(receive("another0secret0another0secret000", ANY, example, NOW).status).toBe(401);
  });
});

describe("the time of the request", () => {
  it("may be five minutes from the clock, on either side, and no more", () => {
    const at = (skew: number) => judged(signed(change()), NOW + skew).status;
    expect([at(5 * MINUTE), at(-5 * MINUTE)]).toEqual([200, 200]);
    expect([at(5 * MINUTE + 1), at(-5 * MINUTE - 1)]).toEqual([401, 401]);
    expect(judged(signed(change()), NOW + 6 * MINUTE).refused).toMatch(/behind the clock of this machine/);
    expect(judged(signed(change()), NOW - 6 * MINUTE).refused).toMatch(/ahead of the clock of this machine/);
  });

  it("refuses a request that somebody recorded and sends later", () => {
    const recorded = signed(change());
    expect(judged(recorded).events).toHaveLength(1);
    expect(judged(recorded, NOW + 10 * MINUTE).status).toBe(401);
  });
});

describe("a request that is Slack's", () => {
  it("gives its event, and the same when it is tried again under a new signature", () => {
    const first = judged(signed(change()));
    expect(first).toStrictEqual({
      status: 200,
      events: [{ key: "Ev1", type: "user_change", about: { account: "U1" } }],
    });
    const retried = signed(change(), AT + 60, { "x-slack-retry-num": "2", "x-slack-retry-reason": "http_timeout" });
    expect(judged(retried, NOW + MINUTE)).toStrictEqual(first);
  });

  it("that asks for the challenge gets it as it is, and nobody else does", () => {
    const ask = (challenge: unknown) => JSON.stringify({ type: "url_verification", token: "x", challenge });
    const challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P";
    expect(judged(signed(ask(challenge)))).toStrictEqual({ status: 200, text: challenge, events: [] });
    expect(judged({ headers: {}, body: bytes(ask(challenge)) })).not.toHaveProperty("text");
    for (const long of ["x".repeat(257), "", 5, null]) expect(judged(signed(ask(long)))).not.toHaveProperty("text");
  });

  it("that only checks the certificate is answered, and nothing is kept", () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(judged(signed("ssl_check=1&token=abc", AT, headers))).toStrictEqual({ status: 200, events: [] });
  });

  it("and no JSON is kept to be shown, and taken as arrived: Slack would only send it again", () => {
    const { status, events } = judged(signed('{"type":"event_callback","event":{"user":"Egon'));
    expect(status).toBe(200);
    expect(events).toEqual([
      {
        key: expect.stringMatching(/^body [0-9a-f]{32}$/),
        type: "unknown",
        about: { unreadable: "Slack, unknown: the body of the request is no JSON." },
      },
    ]);
  });

  it("and no JSON is kept so whatever it says it is of", () => {
    const unsound = (text: string): string => text.replace(/}$/, ',"more":{"a":01,"b":tru}}');
    for (const body of [change().replace("user_change", "message"), change()]) {
      for (const workspace of [undefined, "T2"]) {
        const { status, events } = receive(SECRET, { workspace }, signed(unsound(body)), NOW);
        expect([status, events.map(({ type }) => type)]).toEqual([200, ["unknown"]]);
      }
    }
  });

  it("loses nothing, whichever byte of it is another", () => {
    let unsound = 0;
    fc.assert(
      fc.property(fc.boolean(), fc.nat(), fc.constantFrom(...'{}[]",:\\ 0atn'), (isRead, where, letter) => {
        const good = isRead ? change() : change().replace("user_change", "message");
        const at = where % good.length;
        const body = good.slice(0, at) + letter + good.slice(at + 1);
        try {
          JSON.parse(body);
        } catch {
          unsound++;
          expect(judged(signed(body))).toMatchObject({ status: 200, events: [{}] });
        }
      }),
      { numRuns: 1000 },
    );
    expect(unsound).toBeGreaterThan(100);
  });

  it("from another workspace is told apart, and not asked for again", () => {
    const other = receive(SECRET, { workspace: "T2" }, signed(change()), NOW);
    expect(other).toStrictEqual({ status: 200, events: [], refused: expect.stringMatching(/another workspace/) });
  });
});

describe("whatever is posted", () => {
  const headers = fc.dictionary(
    fc.constantFrom("x-slack-signature", "x-slack-request-timestamp", "content-type", "x-slack-retry-num"),
    fc.oneof(fc.string(), fc.constantFrom(SIGNATURE, String(AT), "v0=", undefined)),
  );

  it("is judged without an error, and refused where it is not signed", () => {
    fc.assert(
      fc.property(headers, fc.uint8Array({ maxLength: 300 }), fc.integer(), (given, body, now) => {
        expect(judged({ headers: given, body }, now)).toMatchObject({ status: 401, events: [] });
      }),
    );
  });

  it("and signed is taken as arrived, without an error", () => {
    const text = fc.oneof(fc.json(), fc.string(), fc.constant(change()));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), text.map(bytes)), headers, (body, given) => {
        const { "content-type": type } = given;
        const { status, events } = judged(signed(body, AT, { "content-type": type }));
        expect(status).toBe(200);
        expect(events.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
