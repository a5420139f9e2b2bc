import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { createWorld, type FakeSlack, startFakeSlack } from "../src/connectors/slack/fake/index.ts";
import { startPush } from "../src/connectors/slack/fake/push.ts";
import { closed, freePort, listen } from "../test/support/ports.ts";
import { count, ms, quantile, table } from "./numbers.ts";
import { PATH, SIGNING_SECRET } from "./signing.ts";

export const title = "From an act in a fake Slack to the notification about it, on loopback";

const LEAVERS = 100;
const ACCOUNTS = 1_000;
/** Below Slack's 100 calls of users.info a minute, which the fake keeps. */
const APART_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** What the webhook is sent, as far as this reads it. */
const Message = z.object({
  data: z.object({
    directories: z
      .array(z.object({ departures: z.array(z.object({ accounts: z.array(z.object({ id: z.string() })) })) }))
      .optional(),
  }),
});

/** @param folder an empty one, on the disk that the store is on */
export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const world = createWorld({ seed: 3, accounts: ACCOUNTS, now: Date.now() - 60_000 });
  const slack = await startFakeSlack({ world, scopes: ["users:read", "users:read.email", "team:read"] });
  const hook = await openWebhook();
  const port = await freePort();
  const watching = await startWatching(folder, slack, hook.url, port);
  try {
    await watching.ready;
    const url = `http://127.0.0.1:${port}${PATH}`;
    const push = await startPush(slack, {
      url,
      signingSecret: SIGNING_SECRET,
      now: Date.now,
      sleep: (time) => pause(time),
    });
    const leavers = [...slack.world.members.values()]
      .filter(({ sort, state, role }) => sort === "person" && state === "active" && role === "member")
      .slice(0, LEAVERS);
    const latencies: number[] = [];
    for (const { id } of leavers) {
      // Somewhere within the second, so that no timer is always met at the same moment.
      await pause(APART_MS * (0.75 + Math.random() / 2));
      const began = performance.now();
      const told = hook.told(id);
      slack.acts.deactivate(id);
      latencies.push(
        (await Promise.race([told, pause(LONGEST_WAIT_MS, Number.POSITIVE_INFINITY, { ref: false })])) - began,
      );
    }
    push.stop();
    const arrived = latencies.filter(Number.isFinite);
    const head = ["departures", "told", "p50", "p99", "longest"];
    const row = [
      count(leavers.length),
      count(arrived.length),
      ms(quantile(arrived, 0.5)),
      ms(quantile(arrived, 0.99)),
      ms(Math.max(...arrived)),
    ];
    print(
      `${table(head, [row])}\n\nrollcall watch in a process of its own: event received and kept, account read back with ` +
        `users.info, departure kept, webhook sent. One a second, in a workspace of ${count(ACCOUNTS)}.`,
    );
  } finally {
    await watching.stop();
    await hook.close();
    await slack.close();
  }
}

interface Hook {
  readonly url: string;
  /** Resolves when a message has this account in it, with the time by `performance.now()`. */
  readonly told: (id: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

async function openWebhook(): Promise<Hook> {
  const waiting = new Map<string, (at: number) => void>();
  const server = createServer((request, response) => {
    const at = performance.now();
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.writeHead(204).end();
      const { data } = Message.parse(JSON.parse(Buffer.concat(chunks).toString()));
      const ids = (data.directories ?? []).flatMap(({ departures }) =>
        departures.flatMap(({ accounts }) => accounts.map(({ id }) => id)),
      );
      for (const id of ids) waiting.get(id)?.(at);
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    told: (id) => new Promise((resolve) => waiting.set(id, resolve)),
    close: () => closed(server),
  };
}

/** The real command, from its source. */
async function startWatching(folder: string, slack: FakeSlack, hook: string, port: number) {
  const settings = join(folder, "rollcall.yaml");
  writeFileSync(
    settings,
    `purpose: { text: a test, authorisedBy: nobody, contact: nobody }
directories:
  acme:
    kind: slack
    token: { env: SLACK_TOKEN }
    api: "${slack.url}"
    events: { http: { signingSecret: { env: SIGNING_SECRET }, path: ${PATH} } }
notify:
  - { to: webhook, url: "${hook}", secret: { env: HOOK_SECRET }, audience: named, payload: full }
watch: { every: 1h, receive: { port: ${port} } }
store: { path: store.db }
`,
  );
  const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
  const child = spawn(process.execPath, [main, "watch", "--json", "--config", settings], {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      SLACK_TOKEN: slack.token,
      SIGNING_SECRET,
      HOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`rollcall watch ended with ${code} before it had read anything.`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.includes('"swept"')) resolve();
    });
  });
  ready.catch(() => undefined);
  return {
    ready,
    stop: async () => {
      if (child.exitCode !== null) return;
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    },
  };
}
