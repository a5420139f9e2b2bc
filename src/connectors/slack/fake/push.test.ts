import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { MINUTE } from "../../../core/time.ts";
import { createFakeSlack, createWorld, type FakeSlack } from "./index.ts";
import { sign, startPush, type FakePush, type PushAnswer, type PushOptions, type PushRequest } from "./push.ts";
import { NOW, asObject, someone } from "./test-client.ts";

const SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

interface Pushing {
  readonly slack: FakeSlack;
  readonly push: FakePush;
  /** What reached the app, the challenge left out. */
  readonly got: PushRequest[];
  /** How long Slack waited between tries. */
  readonly slept: number[];
  status(index: number): void;
}

type Answer = (request: PushRequest, count: number) => Partial<PushAnswer> | Promise<Partial<PushAnswer>>;

/** Deliveries without a network to an app that answers as `answer` says, on a clock that only sleeping moves. */
async function pushTo(answer: Answer = () => ({}), more: Partial<PushOptions> = {}): Promise<Pushing> {
  const slept: number[] = [];
  const got: PushRequest[] = [];
  let now = NOW;
  const slack = createFakeSlack({ world: createWorld({ seed: 7, accounts: 60, now: NOW }), now: () => now });
  const push = await startPush(slack, {
    url: "https://rollcall.example/slack/events",
    signingSecret: SECRET,
    now: () => now,
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
    post: async (request) => {
      const challenge = challengeIn(request.body);
      const good = { status: 200, headers: new Headers(), text: "" };
      if (challenge !== undefined) return { ...good, text: challenge };
      got.push(request);
      return { ...good, ...(await answer(request, got.length)) };
    },
    ...more,
  });
  return { slack, push, got, slept, status: (index) => slack.acts.editStatus(someone(slack, index), "away") };
}

function challengeIn(body: string): string | undefined {
  const { challenge } = asObject(JSON.parse(body));
  return typeof challenge === "string" ? challenge : undefined;
}

const idOf = ({ body }: PushRequest) => String(asObject(JSON.parse(body))["event_id"]);
const retryOf = ({ headers }: PushRequest) => [headers["x-slack-retry-num"], headers["x-slack-retry-reason"]];

describe("the signature", () => {
  it("is that of the example in Slack's documentation", () => {
    // https://docs.slack.dev/authentication/verifying-requests-from-slack
    const body =
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
      "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com" +
      "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121." +
      "803a0bc887a14d10d2c447fce8b6703c";
    expect(sign(SECRET, "1531420618", body)).toBe(
      "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    );
  });

  it("is of each request's own time and of the bytes that are sent", async () => {
    const { push, got, status } = await pushTo((_, count) => ({ status: count < 3 ? 500 : 200 }));
    status(0);
    await push.idle();
    const times = got.map(({ headers }) => headers["x-slack-request-timestamp"]);
    expect(times.map((time) => Number(time) - NOW / 1000)).toEqual([0, 0, 60]);
    for (const { headers, body } of got) {
      const base = `v0:${headers["x-slack-request-timestamp"]}:${body}`;
      expect(headers["x-slack-signature"]).toBe(`v0=${createHmac("sha256", SECRET).update(base).digest("hex")}`);
    }
  });
});

describe("deliveries over HTTP", () => {
  it("begin with a challenge, which the app has to answer", async () => {
    const asked: unknown[] = [];
    const options = {
      url: "https://rollcall.example/slack/events",
      signingSecret: SECRET,
      now: () => NOW,
      sleep: async () => {},
      post: async ({ body }: PushRequest) => {
        asked.push(JSON.parse(body));
        return { status: 200, headers: new Headers(), text: "something else" };
      },
    };
    const slack = createFakeSlack({ world: createWorld({ seed: 7, accounts: 60, now: NOW }) });
    await expect(startPush(slack, options)).rejects.toThrow("challenge");
    expect(asked).toMatchObject([
      { type: "url_verification", challenge: expect.any(String), token: expect.any(String) },
    ]);
  });

  it("bring each event once to an app that takes it", async () => {
    const { slack, push, got, slept, status } = await pushTo();
    const ids: string[] = [];
    slack.onEvent((pushed) => ids.push(pushed.type === "event_callback" ? pushed.event_id : ""));
    status(0);
    status(1);
    await push.idle();
    expect(got.map(idOf)).toEqual(ids);
    expect(got.map(retryOf)).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(slept).toEqual([]);
    expect(push.lost).toEqual([]);
  });

  it("are tried again at once, after a minute and after five, with the number and the reason, and then given up", async () => {
    const { push, got, slept, status } = await pushTo(() => ({ status: 503 }));
    status(0);
    await push.idle();
    expect(got.map(retryOf)).toEqual([
      [undefined, undefined],
      ["1", "http_error"],
      ["2", "http_error"],
      ["3", "http_error"],
    ]);
    expect(new Set(got.map(({ body }) => body)).size).toBe(1);
    expect(slept).toEqual([MINUTE, 5 * MINUTE]);
    expect(push.lost).toHaveLength(1);
    expect(push.tries.map(({ status: answered }) => answered)).toEqual([503, 503, 503, 503]);
  });

  it("say http_timeout where no answer came in time, and connection_failed where there was nobody", async () => {
    const { push, got, status } = await pushTo((_, count) => {
      if (count === 1) throw new DOMException("The operation timed out.", "TimeoutError");
      if (count === 2) throw new Error("connect ECONNREFUSED");
      return {};
    });
    status(0);
    await push.idle();
    expect(got.map(retryOf).map(([, reason]) => reason)).toEqual([undefined, "http_timeout", "connection_failed"]);
    expect(push.lost).toEqual([]);
  });

  it("are not tried again where a refusal asks for that; on an answer that says yes the header means nothing", async () => {
    for (const code of [400, 200]) {
      const headers = new Headers({ "x-slack-no-retry": "1" });
      const { push, got, status } = await pushTo(() => ({ status: code, headers }));
      status(0);
      await push.idle();
      expect(got).toHaveLength(1);
      expect(push.lost).toHaveLength(code === 400 ? 1 : 0);
    }
  });

  it("end when fewer than one in twenty of an hour succeed, until somebody switches them on again", async () => {
    let good = false;
    const { push, got, status } = await pushTo(() => ({ status: good ? 200 : 500 }), { disabledAbove: 10 });
    for (let index = 0; index < 5; index += 1) status(index);
    await push.idle();
    expect(push.disabled).toBe(true);
    const before = got.length;
    good = true;
    status(6);
    await push.idle();
    expect(got).toHaveLength(before);
    push.enable();
    status(7);
    await push.idle();
    expect(got).toHaveLength(before + 1);
    expect(push.lost).toHaveLength(6);
  });

  it("go on while one in twenty succeeds, and while there are few", async () => {
    const half = await pushTo((_, count) => ({ status: count % 2 === 0 ? 200 : 500 }), { disabledAbove: 10 });
    const few = await pushTo(() => ({ status: 500 }), { disabledAbove: 1000 });
    for (const { push, status } of [half, few]) {
      for (let index = 0; index < 10; index += 1) status(index);
      await push.idle();
      expect(push.disabled).toBe(false);
    }
  });

  it("can be lost, doubled, late, and come the other way round", async () => {
    const { slack, push, got, slept, status } = await pushTo();
    const ids: string[] = [];
    slack.onEvent((pushed) => ids.push(pushed.type === "event_callback" ? pushed.event_id : ""));
    push.trouble.drop(1);
    push.trouble.duplicate(1);
    push.trouble.delay(1, 8 * MINUTE);
    push.trouble.reorder(2);
    for (let index = 0; index < 6; index += 1) status(index);
    await new Promise((resolve) => setImmediate(resolve));
    await push.idle();
    const [, doubled, late, first, second, last] = ids;
    expect(got.map(idOf).filter((id) => id !== late)).toEqual([doubled, doubled, second, first, last]);
    expect(got.map(idOf)).toContain(late);
    expect(slept).toEqual([8 * MINUTE]);
    expect(push.trouble.struck).toEqual({ drop: 1, duplicate: 1, delay: 1, reorder: 2 });
  });

  it("end when they are stopped", async () => {
    const { push, got, status } = await pushTo();
    push.stop();
    status(0);
    await push.idle();
    expect(got).toEqual([]);
  });
});

describe("over a real network", () => {
  let server: Server;
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("an app that answers too late is asked again, and gets the headers as Slack writes them", async () => {
    const seen: (string | string[] | undefined)[] = [];
    server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8");
      request.on("data", (chunk: string) => (body += chunk));
      request.on("end", () => {
        const challenge = challengeIn(body);
        if (challenge !== undefined) return response.end(challenge);
        seen.push(request.headers["x-slack-retry-reason"]);
        if (seen.length > 1) response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const slack = createFakeSlack({ world: createWorld({ seed: 7, accounts: 60, now: NOW }) });
    const push = await startPush(slack, {
      url: `http://127.0.0.1:${address.port}/slack/events`,
      signingSecret: SECRET,
      now: Date.now,
      sleep: async () => {},
      timeoutMs: 2000,
    });
    slack.acts.deactivate(someone(slack));
    await push.idle();
    push.stop();
    expect(seen).toEqual([undefined, "http_timeout"]);
    expect(push.tries.map(({ status }) => status)).toEqual([undefined, 200]);
  });
});
