// Reads a list of pages once for each message, in a process of its own, in the way that is named, and answers with what it used of the
// processor and how many accounts it has seen.
import { WebClient } from "@slack/web-api";
import { slack } from "../src/connectors/slack/index.ts";
import { systemClock } from "../src/clock.ts";
import { Secret } from "../src/core/secret.ts";
import { createHttp } from "../src/http/client.ts";

const [way = "", address = ""] = process.argv.slice(2);
const TOKEN = "xoxb-111111111111-222222222222-AbCdEfGhIjKlMnOpQrStUvWx";

interface Page {
  readonly members: readonly { readonly id: string }[];
  readonly response_metadata: { readonly next_cursor: string };
}

const WAYS: Readonly<Record<string, () => Promise<number>>> = {
  rollcall: async () => {
    const snapshot = await slack.snapshot({
      directory: "bench",
      settings: { token: new Secret(TOKEN, "the bench"), api: address, pace: { perMinute: 100, pageSize: 999 } },
      // A clock of its own for each reading: none waits for the budget of the one before.
      clock: { ...systemClock },
      http: createHttp({ timeoutMs: 30_000, maxBytes: 50_000_000, userAgent: "rollcall-bench" }),
      progress: () => undefined,
    });
    if (!snapshot.complete) throw new Error(snapshot.reason);
    return snapshot.accounts.length;
  },
  "web-api": async () => {
    const client = new WebClient(TOKEN, { slackApiUrl: address });
    let read = 0;
    for await (const page of client.paginate("users.list", { limit: 1000 })) {
      read += (page as unknown as Page).members.length;
    }
    return read;
  },
  fetch: async () => {
    let read = 0;
    let cursor = "";
    do {
      const answer = await fetch(`${address}users.list`, {
        method: "POST",
        headers: { authorization: `Bearer ${TOKEN}` },
        body: new URLSearchParams({ limit: "1000", cursor }),
      });
      const page = (await answer.json()) as Page;
      read += page.members.length;
      cursor = page.response_metadata.next_cursor;
    } while (cursor !== "");
    return read;
  },
};

process.on("message", () => {
  const before = process.cpuUsage();
  const began = performance.now();
  void WAYS[way]?.().then((accounts) => {
    const { user, system } = process.cpuUsage(before);
    process.send?.({ accounts, cpu: (user + system) / 1000, wall: performance.now() - began });
  });
});
process.send?.({ port: 0 });
