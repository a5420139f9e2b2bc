import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createInbox } from "../app/inbox.ts";
import type { Receiver } from "../app/live.ts";
import type { Posted, Store } from "../app/ports.ts";
import { systemClock } from "../clock.ts";
import { slack } from "../connectors/slack/index.ts";
import { Secret } from "../core/secret.ts";
import { MINUTE, SECOND } from "../core/time.ts";
import { openSqlite } from "../stores/sqlite.ts";
import { contextOf } from "../wire/context.ts";
import { type Receivers, startReceivers } from "./receivers.ts";

const SIGNING_SECRET = "8f742231b10e8888abcd99aaabbb85a5";

describe("what Slack posts", () => {
  let store: Store;
  let server: Receivers;
  let told: string[];

  beforeEach(async () => {
    store = await openSqlite({ path: ":memory:" });
    told = [];
    // One app, installed in two workspaces: its signing secret is the same in both.
    server = await startReceivers({
      receivers: [receiverOf("acme", "T1"), receiverOf("beta", "T2")],
      host: "127.0.0.1",
      port: 0,
      clock: systemClock,
      tell: ({ error }) => told.push(error),
    });
  });
  afterEach(async () => {
    await server.close();
    await store.close();
  });

  function receiverOf(directory: string, workspace: string): Receiver {
    const receive = slack.events?.({
      token: new Secret("xoxb-1", "env A"),
      workspace,
      events: { http: { signingSecret: new Secret(SIGNING_SECRET, "env B"), path: "/slack/events" } },
    }).receive;
    if (receive === undefined) throw new Error("Slack has nothing to receive with.");
    const keep = createInbox(contextOf({ store, progress: () => {} }), directory, "http", () => {});
    return { directory, path: receive.path, keep, read: (posted: Posted, now) => receive.read(posted, now) };
  }

  async function post(
    body: string,
    at = systemClock.now(),
  ): Promise<{ status: number; text: string; type: string | null }> {
    const time = String(Math.floor(at / SECOND));
    const signature = createHmac("sha256", SIGNING_SECRET).update(`v0:${time}:${body}`).digest("hex");
    const headers = { "x-slack-request-timestamp": time, "x-slack-signature": `v0=${signature}` };
    const response = await fetch(`http://127.0.0.1:${server.port}/slack/events`, { method: "POST", headers, body });
    return { status: response.status, text: await response.text(), type: response.headers.get("content-type") };
  }

  const change = (key: string, workspace: string): string =>
    JSON.stringify({
      type: "event_callback",
      team_id: workspace,
      event_id: key,
      event: { type: "user_change", user: { id: "U1" } },
    });
  const kept = async (directory: string): Promise<string[]> =>
    (await store.events({ directory })).map(({ key }) => key);

  it("is kept for the workspace that it is of, once, however often it comes", async () => {
    for (const [key, workspace] of [
      ["Ev1", "T1"],
      ["Ev2", "T2"],
      ["Ev2", "T2"],
    ] as const) {
      expect(await post(change(key, workspace))).toMatchObject({ status: 200, text: "" });
    }
    expect([await kept("acme"), await kept("beta")]).toEqual([["Ev1"], ["Ev2"]]);
    expect(told).toEqual([]);
  });

  it("is acknowledged, and said to be refused, where it is of a workspace that nobody watches", async () => {
    expect(await post(change("Ev3", "T3"))).toMatchObject({ status: 200, text: "" });
    expect([await kept("acme"), await kept("beta")]).toEqual([[], []]);
    expect(told).toEqual([expect.stringContaining("another workspace")]);
  });

  it("is answered with the challenge where it asks for the address to be proved", async () => {
    expect(await post(JSON.stringify({ type: "url_verification", challenge: "3eZbrw1aB" }))).toEqual({
      status: 200,
      text: "3eZbrw1aB",
      type: "text/plain; charset=utf-8",
    });
  });

  it.each([-6 * MINUTE, 6 * MINUTE])("is refused where its time is %i ms from this machine's", async (skew) => {
    expect(await post(change("Ev1", "T1"), systemClock.now() + skew)).toMatchObject({ status: 401, text: "" });
    expect(await kept("acme")).toEqual([]);
    expect(told).toEqual([expect.stringContaining("check that clock")]);
  });
});
