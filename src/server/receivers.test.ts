import { createHmac, hash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createInbox } from "../app/inbox.ts";
import type { Receiver } from "../app/live.ts";
import type { Store } from "../app/ports.ts";
import { systemClock } from "../clock.ts";
import { explained } from "../stores/sqlite-errors.ts";
import { openSqlite } from "../stores/sqlite.ts";
import { contextOf } from "../wire/context.ts";
import { type Receivers, type ReceiversOptions, startReceivers } from "./receivers.ts";

const EDGE = 256 * 1024;

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface Post {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

function post(
  port: number,
  { path = "/events", method = "POST", headers = {}, body = "" }: Post,
  agent?: Agent,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: agent ?? false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const sign = (secret: string, body: string | Buffer): Record<string, string> => ({
  signature: createHmac("sha256", secret).update(body).digest("hex"),
});
const signed = (secret: string, body: string): { headers: Record<string, string>; body: string } => ({
  headers: sign(secret, body),
  body,
});

/** A tool that signs, whose events are the keys in the body, one a line; `hello` is answered and is no event. */
function receiver(directory: string, secret: string, keep: Receiver["keep"], path = "/events"): Receiver {
  return {
    directory,
    path,
    keep,
    read: ({ headers, body }) => {
      const text = Buffer.from(body).toString("utf8");
      if (headers["signature"] !== sign(secret, Buffer.from(body))["signature"]) {
        return { status: 401, events: [], refused: "The signature is not right." };
      }
      if (text === "hello") return { status: 200, text: "welcome", events: [] };
      if (text === "fault") throw new TypeError("what the tool sent");
      const keys = text.split("\n");
      return { status: 200, events: keys.map((key) => ({ key, type: "change", about: { account: key } })) };
    },
  };
}

describe("what tools post", () => {
  let folder: string;
  let store: Store;
  let full: boolean;
  let server: Receivers | undefined;
  let told: { requests: number; error: string }[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "rollcall-receivers-"));
    full = false;
    const path = join(folder, "store.db");
    store = await openSqlite({
      path,
      busyTimeout: 1,
      onStatement: ({ phase, sql }) => {
        // As SQLite reports a disk that is full.
        const fault = Object.assign(new Error("database or disk is full"), { errcode: 13 });
        if (full && phase === "before" && sql.startsWith("insert")) throw explained(fault, "store.db");
      },
    });
    told = [];
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @returns what ends it */
  const faults = {
    "the disk is full": () => {
      full = true;
      return () => void (full = false);
    },
    "is being written by another process": () => {
      const other = new DatabaseSync(join(folder, "store.db"));
      other.exec("begin immediate");
      return () => other.close();
    },
  };
  const inbox = (directory: string): Receiver["keep"] =>
    createInbox(contextOf({ store, progress: () => {} }), directory, "http", () => {});
  const start = async (receivers: readonly Receiver[], more: Partial<ReceiversOptions> = {}): Promise<number> => {
    const tell = ({ requests, error }: { requests: number; error: string }) => void told.push({ requests, error });
    server = await startReceivers({ receivers, host: "127.0.0.1", port: 0, clock: systemClock, tell, ...more });
    return server.port;
  };
  const kept = async (directory: string): Promise<string[]> =>
    (await store.events({ directory })).map(({ key }) => key).toSorted();

  it("is in the store when it is acknowledged", async () => {
    const port = await start([receiver("acme", "s", inbox("acme"))]);
    expect(await post(port, signed("s", "Ev1\nEv2"))).toMatchObject({ status: 200, text: "" });
    expect(await kept("acme")).toEqual(["Ev1", "Ev2"]);
    expect(await post(port, signed("s", "Ev2"))).toMatchObject({ status: 200 });
    expect(await kept("acme")).toEqual(["Ev1", "Ev2"]);
    expect(told).toEqual([]);
  });

  it("is not acknowledged before it is kept, and holds up no one else", async () => {
    const gate = Promise.withResolvers<void>();
    const port = await start([receiver("acme", "s", () => gate.promise)]);
    const waiting = post(port, signed("s", "Ev1"));
    expect(await post(port, signed("s", "hello"))).toMatchObject({ status: 200, text: "welcome" });
    expect(await Promise.race([waiting, Promise.resolve("nothing yet")])).toBe("nothing yet");
    gate.resolve();
    expect(await waiting).toMatchObject({ status: 200 });
  });

  it.each(Object.keys(faults) as (keyof typeof faults)[])("is not acknowledged while %s", async (fault) => {
    const port = await start([receiver("acme", "s", inbox("acme"))]);
    const repair = faults[fault]();
    const answers = await Promise.all(["Ev1", "Ev2", "Ev3"].map((body) => post(port, signed("s", body))));
    expect(answers.map(({ status, text }) => [status, text])).toEqual(answers.map(() => [503, ""]));
    // Slack sends nothing again that was answered with this.
    expect(answers.some(({ headers }) => "x-slack-no-retry" in headers)).toBe(false);
    expect(await post(port, signed("s", "hello"))).toMatchObject({ status: 200 });
    repair();
    expect(await kept("acme")).toEqual([]);
    expect(await post(port, signed("s", "Ev1"))).toMatchObject({ status: 200 });
    expect(await kept("acme")).toEqual(["Ev1"]);
    await server?.close();
    expect(told.map(({ requests }) => requests)).toEqual([1, 2]);
    expect(told.every(({ error }) => error.includes(fault))).toBe(true);
  });

  it("goes to the directory whose secret it was signed with, where two share a path", async () => {
    const port = await start([receiver("acme", "s1", inbox("acme")), receiver("beta", "s2", inbox("beta"))]);
    expect(await post(port, signed("s2", "Ev2"))).toMatchObject({ status: 200 });
    expect(await post(port, signed("s1", "Ev1"))).toMatchObject({ status: 200 });
    expect(await post(port, signed("s3", "Ev3"))).toMatchObject({ status: 401 });
    expect([await kept("acme"), await kept("beta")]).toEqual([["Ev1"], ["Ev2"]]);
    expect(told).toEqual([{ requests: 1, error: "The signature is not right." }]);
  });

  it("goes to every directory that shares its secret, and is acknowledged when all have kept it", async () => {
    const gate = Promise.withResolvers<void>();
    const beta = inbox("beta");
    const late: Receiver["keep"] = async (events) => gate.promise.then(() => beta(events));
    const port = await start([receiver("acme", "s", inbox("acme")), receiver("beta", "s", late)]);
    const waiting = post(port, signed("s", "Ev1"));
    expect(await Promise.race([waiting, post(port, signed("s", "hello")).then(() => "nothing yet")])).toBe(
      "nothing yet",
    );
    gate.resolve();
    expect(await waiting).toMatchObject({ status: 200 });
    expect([await kept("acme"), await kept("beta")]).toEqual([["Ev1"], ["Ev1"]]);
  });

  it("goes by its path alone", async () => {
    const port = await start([receiver("acme", "s", inbox("acme"), "/a"), receiver("beta", "s", inbox("beta"), "/b")]);
    expect(await post(port, { ...signed("s", "Ev1"), path: "/b?x=/a" })).toMatchObject({ status: 200 });
    expect([await kept("acme"), await kept("beta")]).toEqual([[], ["Ev1"]]);
    for (const path of ["/", "/a/", "/A", "/c", "//a", "/../a", "/%61"]) {
      expect(await post(port, { ...signed("s", "Ev2"), path })).toMatchObject({ status: 404, text: "" });
    }
    expect(await kept("acme")).toEqual([]);
    expect(told).toEqual([{ requests: 1, error: "There is no such path; events are received at /a, /b." }]);
  });

  it.each(["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])("is posted: %s is refused", async (method) => {
    const port = await start([receiver("acme", "s", inbox("acme"))]);
    const answer = await post(port, { headers: sign("s", ""), method });
    expect(answer).toMatchObject({ status: 405, text: "", headers: { allow: "POST" } });
    expect(await kept("acme")).toEqual([]);
  });

  it("has at most 256 kB, whether or not its length is declared", async () => {
    const port = await start([receiver("acme", "s", inbox("acme"))]);
    const chunked = { "transfer-encoding": "chunked" };
    const most = "k".repeat(EDGE);
    // A key that is longer than any id is kept as its hash (app/inbox.ts), here of the whole body.
    const whole = hash("sha256", most);
    expect(await post(port, signed("s", most))).toMatchObject({ status: 200 });
    expect(await post(port, { ...signed("s", most), headers: { ...sign("s", most), ...chunked } })).toMatchObject({
      status: 200,
    });
    expect(await kept("acme")).toEqual([whole]);
    for (const more of [{}, chunked]) {
      const body = `${most}k`;
      const answer = await post(port, { headers: { ...sign("s", body), ...more }, body }).catch(() => "cut off");
      // Whoever is still sending when the connection is closed may not come to read the answer.
      expect(["cut off", 413]).toContain(typeof answer === "string" ? answer : answer.status);
    }
    expect(await kept("acme")).toEqual([whole]);
    expect(told).toEqual([{ requests: 1, error: "The body of the request has more than 262144 bytes." }]);
  });

  it("takes no room any more once its connection has ended before it did", async () => {
    const port = await start([receiver("acme", "s", inbox("acme"))]);
    // All of them together have more than is held at once.
    for (let i = 0; i < 300; i++) {
      const socket = connect(port, "127.0.0.1");
      socket.write(`POST /events HTTP/1.1\r\nhost: a\r\ncontent-length: ${EDGE}\r\n\r\n${"k".repeat(EDGE - 1)}`);
      socket.destroySoon();
      await once(socket.resume(), "close");
    }
    expect(await post(port, signed("s", "Ev1"))).toMatchObject({ status: 200 });
    expect(await kept("acme")).toEqual(["Ev1"]);
    await server?.close();
    expect(told).toEqual([]);
  });

  it("finds nothing of itself in an answer or in what is told", async () => {
    const port = await start([receiver("acme", "s", inbox("acme"))]);
    const canary = "canary-42";
    const headers = { "x-canary": canary, cookie: canary };
    const answers = await Promise.all([
      post(port, { path: `/${canary}`, headers, body: canary }),
      post(port, { path: `/events?${canary}`, method: "PUT", headers, body: canary }),
      post(port, { path: `/events?${canary}`, headers, body: canary }),
      post(port, { headers: { ...headers, ...sign("s", canary) }, body: canary }),
      post(port, { headers: { ...headers, ...sign("s", "fault") }, body: "fault" }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 405, 401, 200, 503]);
    await server?.close();
    expect(JSON.stringify([answers, told])).not.toMatch(/canary|what the tool sent/);
    expect(told.at(-1)?.error).toMatch(/^this is a fault in Rollcall \(TypeError/);
  });

  it("is answered while the server ends, and nothing is after that", async () => {
    const gate = Promise.withResolvers<void>();
    const keep = inbox("acme");
    const port = await start([receiver("acme", "s", async (events) => gate.promise.then(() => keep(events)))]);
    const agent = new Agent({ keepAlive: true });
    await post(port, signed("s", "hello"), agent);
    const inFlight = post(port, signed("s", "Ev1"), agent);
    await post(port, signed("s", "hello"));
    const closed = server?.close();
    await expect(post(port, signed("s", "hello"))).rejects.toMatchObject({ code: "ECONNREFUSED" });
    gate.resolve();
    expect(await inFlight).toMatchObject({ status: 200, headers: { connection: "close" } });
    await closed;
    agent.destroy();
    expect(await kept("acme")).toEqual(["Ev1"]);
    server = undefined;
  });

  it("is kept and acknowledged, all of a burst of 5,000", async () => {
    const port = await start([receiver("acme", "s", inbox("acme"))]);
    const agent = new Agent({ keepAlive: true, maxSockets: 500 });
    const keys = Array.from({ length: 5_000 }, (_, i) => `Ev${i}`);
    const answers = await Promise.all(keys.map((key) => post(port, signed("s", key), agent)));
    agent.destroy();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await kept("acme")).toEqual(keys.toSorted());
  });

  it("comes to an address that is free, or the settings are named", async () => {
    const port = await start([receiver("acme", "s", inbox("acme"))]);
    const options = { receivers: [], clock: systemClock, tell: () => {} };
    await expect(startReceivers({ ...options, host: "127.0.0.1", port })).rejects.toMatchObject({
      code: "bad_setting",
      message: `watch.receive: 127.0.0.1, port ${port}: another program listens there; choose another port.`,
    });
    await expect(startReceivers({ ...options, host: "192.0.2.1", port: 0 })).rejects.toMatchObject({
      message: "watch.receive: 192.0.2.1, port 0: this machine has no such address; choose one that it has.",
    });
  });
});
