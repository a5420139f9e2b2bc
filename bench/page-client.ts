// Reads a list of pages once for each message, in a process of its own, in the way that is named, and answers with what it used of the
// processor and how many accounts it has seen.
import { WebClient } from "@slack/web-api";
import type { SlackReading } from "../src/connectors/slack/api.ts";
import { slack } from "../src/connectors/slack/index.ts";
import { systemClock } from "../src/clock.ts";
import { Secret } from "../src/core/secret.ts";
import { recordsOf } from "../src/app/known-records.ts";
import { sweep } from "../src/app/sweep.ts";
import { createHttp } from "../src/http/client.ts";
import { contextOf, openStore } from "../src/wire/context.ts";

const [way = "", address = ""] = process.argv.slice(2);
const TOKEN = "xoxb-111111111111-222222222222-AbCdEfGhIjKlMnOpQrStUvWx";

interface Page {
  readonly members: readonly { readonly id: string }[];
  readonly response_metadata: { readonly next_cursor: string };
}

const settings = { token: new Secret(TOKEN, "the bench"), api: address, pace: { perMinute: 100, pageSize: 999 } };
const http = createHttp({ timeoutMs: 30_000, maxBytes: 50_000_000, userAgent: "rollcall-bench" });
const store = await openStore();

/** A clock of its own for each reading: none waits for the budget of the one before. */
async function snapshot(known?: SlackReading["known"]): Promise<number> {
  const reading = { directory: "bench", settings, clock: { ...systemClock }, http, progress: () => undefined };
  const read = await slack.snapshot(known === undefined ? reading : { ...reading, known });
  if (!read.complete) throw new Error(read.reason);
  return read.accounts.length + (read.unchanged?.size ?? 0);
}

async function knownRecords(): Promise<NonNullable<SlackReading["known"]>> {
  const context = contextOf({ store, http, clock: { ...systemClock }, progress: () => undefined });
  if ((await store.directory("bench")) === undefined) {
    const directory = { id: "bench", connector: slack, settings, rules: { demotion: false }, every: 1000 };
    await sweep(context, directory, { details: { limit: 0 } });
  }
  return recordsOf(store, "bench", context.version ?? "").open;
}

const WAYS: Readonly<Record<string, () => Promise<number>>> = {
  "rollcall, all new": () => snapshot(),
  "rollcall, nothing new": async () => snapshot(await knownRecords()),
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

async function readOnce(): Promise<void> {
  const before = process.cpuUsage();
  const began = performance.now();
  const accounts = await WAYS[way]?.();
  const { user, system } = process.cpuUsage(before);
  process.send?.({ accounts, cpu: (user + system) / 1000, wall: performance.now() - began });
}

process.on("message", () => void readOnce());
process.send?.({ port: 0 });
