// The built program, watching a workspace that people leave all the time, killed at moments that nobody chose.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, type FakeSlack, startFakeSlack } from "../../src/connectors/slack/fake/index.ts";
import { openReceiver, type Receiver, repeats, SIGNING_KEY } from "./receiver.ts";
import { environmentOf } from "../support/environment.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const KILLS = 12;
const LEAVERS = 150;

let slack: FakeSlack;
let receiver: Receiver;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-random-"));
  slack = await startFakeSlack({
    world: createWorld({ seed: 23, accounts: 500, now: Date.now() - 1000 }),
    rateLimits: false,
    scopes: ["users:read", "users:read.email", "users.profile:read", "team:read"],
  });
  receiver = await openReceiver();
  writeFileSync(
    join(folder, "rollcall.yaml"),
    `purpose: { text: a test, authorisedBy: nobody, contact: nobody }
directories:
  acme:
    kind: slack
    token: { env: SLACK_TOKEN }
    api: ${slack.url}
    fields: { location: Office }
    pace: { perMinute: 100, pageSize: 999 }
watch: { every: 1s }
notify:
  - { to: webhook, url: "${receiver.url}/hr", secret: { env: KEY }, payload: full, audience: named, tell: [departures, health, deliveries] }
`,
  );
});
afterAll(async () => {
  await slack.close();
  await receiver.close();
  rmSync(folder, { recursive: true });
});

interface Watcher {
  readonly child: ChildProcess;
  readonly ended: Promise<number | string | null>;
  readonly output: () => string;
}

/** On the Node that runs it, without the launcher before it: a SIGKILL of the launcher would not reach the program. */
function startWatching(): Watcher {
  const child = spawn(process.execPath, [MAIN, "watch", "--fields", "3"], {
    cwd: folder,
    env: {
      ...environmentOf(folder),
      SLACK_TOKEN: slack.token,
      KEY: SIGNING_KEY,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const ended = new Promise<number | string | null>((resolve) =>
    child.on("close", (code, signal) => resolve(signal ?? code)),
  );
  return { child, ended, output: () => text };
}

describe("rollcall watch, killed at random under load", () => {
  it(`loses nobody in ${KILLS} kills, and repeats at most the one message that was on its way at each`, async () => {
    const staff = [...slack.world.members.values()]
      .filter(({ sort, state, role }) => sort === "person" && state === "active" && role === "member")
      .map(({ id }) => id);
    const first = startWatching();
    await expect.poll(() => first.output(), { timeout: 20_000 }).toContain("read completely");
    const leaving = staff.slice(0, LEAVERS);
    const rest = [...leaving];
    const load = setInterval(() => {
      for (const id of rest.splice(0, 1)) slack.acts.deactivate(id);
    }, 120);
    let watcher = first;
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        await pause(300 + Math.random() * 2200);
        watcher.child.kill("SIGKILL");
        expect(await watcher.ended).toBe("SIGKILL");
        watcher = startWatching();
      }
      const told = (): number => new Set(receiver.at("/hr").flatMap(({ people }) => people)).size;
      await expect.poll(told, { timeout: 60_000, interval: 200 }).toBe(LEAVERS);
      // Where the ones before have told everybody, the last has only just been started.
      await expect.poll(() => watcher.output(), { timeout: 20_000 }).toContain("read completely");
    } finally {
      clearInterval(load);
      watcher.child.kill("SIGTERM");
    }
    expect(await watcher.ended).toBe(0);
    const received = receiver.at("/hr");
    expect(new Set(received.flatMap(({ people }) => people))).toEqual(new Set(leaving));
    expect(repeats(received)).toBeLessThanOrEqual(KILLS);
    // One incident, of which each message is a later version.
    expect(new Set(received.map(({ id }) => id.replace(/-\d+$/, ""))).size).toBe(1);
    expect(watcher.output()).toContain("stopped");
  }, 180_000);
});
