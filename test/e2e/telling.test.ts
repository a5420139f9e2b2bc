// How people are told, command by command: a fake workspace, a webhook receiver that verifies, and a program of one's own.
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openReceiver, type Receiver, SIGNING_KEY } from "../faults/receiver.ts";
import { jsonLines, openStage, staffOf, type Stage } from "./stage.ts";

let stage: Stage;
let receiver: Receiver;
beforeAll(async () => {
  [stage, receiver] = await Promise.all([openStage(), openReceiver()]);
});
afterAll(async () => {
  await receiver.close();
  await stage.close();
});

const env = { KEY: SIGNING_KEY };
const webhook = (path: string, more = ""): string =>
  `  - { to: webhook, name: ${path}, url: "${receiver.url}/${path}", secret: { env: KEY }, payload: full, audience: named${more} }\n`;

/** Settings with these destinations; `name` is that of their file. */
function settings(name: string, notify: string, more = ""): string[] {
  stage.settings(`${name}.yaml`, `notify:\n${notify}${more}store: { path: ${name}.db }\n`);
  return ["--config", `${name}.yaml`];
}

describe("rollcall notify test", () => {
  it("sends a message about nobody to each destination, and says where it went", async () => {
    const config = settings("test", webhook("first") + webhook("second"));
    const { code, out } = await stage.run(["notify", "test", ...config], { env });
    expect(code).toBe(0);
    expect(out.match(/✓/g)).toHaveLength(2);
    expect(receiver.at("/first").map(({ people }) => people)).toEqual([[]]);
    expect(receiver.at("/second")).toHaveLength(1);
  });

  it("to one destination; a name that is none is an error with the nearest", async () => {
    const config = settings("one", webhook("alone") + webhook("other"));
    expect((await stage.run(["notify", "test", "alone", ...config], { env })).code).toBe(0);
    expect([receiver.at("/alone").length, receiver.at("/other").length]).toEqual([1, 0]);
    const { code, err } = await stage.run(["notify", "test", "alnoe", ...config], { env });
    expect(code).toBe(2);
    expect(err).toContain('did you mean "alone"?');
  });

  it("says in one sentence what stands in the way, and tries the others", async () => {
    const down = `  - { to: webhook, name: down, url: "http://127.0.0.1:9/secret-part", secret: { env: KEY }, audience: named }\n`;
    const config = settings("down", down + webhook("up"));
    const { code, out, err } = await stage.run(["notify", "test", ...config], { env });
    expect(code).toBe(4);
    expect(out).toMatch(/✗ down.*\n✓ up/);
    expect(err).toMatch(/^rollcall: .*127\.0\.0\.1:9.*\n$/);
    expect(out + err).not.toContain("secret-part");
  });

  it("with --dry-run shows the message and sends nothing", async () => {
    const config = settings("dry", webhook("never"));
    const { code, out } = await stage.run(["notify", "test", "--dry-run", ...config], { env });
    expect(code).toBe(0);
    expect(out).toContain("this is a test");
    expect(receiver.at("/never")).toEqual([]);
  });
});

describe("rollcall sweep", () => {
  it("with --dry-run shows what would be told, keeps nothing, sends nothing, and can be done again", async () => {
    const config = settings("rehearse", webhook("rehearsed"));
    await stage.prepare(["sweep", ...config, "--quiet", "--fields", "none"], { env });
    const [id = ""] = staffOf(stage.slack, 1);
    stage.slack.acts.deactivate(id);
    for (let time = 0; time < 2; time++) {
      const { code, out, err } = await stage.run(["sweep", "--dry-run", ...config], { env });
      expect(code).toBe(0);
      expect(out).toContain("would be told: rehearsed");
      expect(err).toContain("nothing was kept");
    }
    expect(receiver.at("/rehearsed")).toEqual([]);
    const told = await stage.run(["sweep", ...config, "--fields", "none"], { env });
    expect(told.code).toBe(0);
    expect(told.err).toContain("rehearsed: told (i-");
    expect(receiver.at("/rehearsed").map(({ people }) => people)).toEqual([[id]]);
  });

  it("gives a program of one's own the whole message on its standard input", async () => {
    const program = stage.file("keep.sh", `#!/bin/sh\ncat > "${join(stage.folder, "kept.json")}"\n`);
    chmodSync(join(stage.folder, program), 0o755);
    const config = settings(
      "program",
      `  - { to: command, run: [/bin/sh, ${join(stage.folder, program)}], audience: named }\n`,
    );
    await stage.prepare(["sweep", ...config, "--fields", "none"], { env });
    const [id = ""] = staffOf(stage.slack, 1);
    stage.slack.acts.deactivate(id);
    expect((await stage.run(["sweep", ...config, "--fields", "none"], { env })).code).toBe(0);
    const kept = JSON.parse(readFileSync(join(stage.folder, "kept.json"), "utf8")) as Record<string, unknown>;
    expect(kept).toMatchObject({
      kind: "departures",
      version: 1,
      directories: [{ departures: [{ change: "deactivated" }] }],
    });
    expect(JSON.stringify(kept)).toContain(id);
  });
});

describe("a destination that cannot be reached", () => {
  it("is said by the sweep, by doctor and by the next sweep, and told after notify retry", async () => {
    // 410 is given up at once, so that nobody has to wait for 75 hours.
    const config = settings("gone", webhook("gone"));
    await stage.prepare(["sweep", ...config, "--fields", "none"], { env });
    const [id = ""] = staffOf(stage.slack, 1);
    stage.slack.acts.deactivate(id);
    receiver.answer("/gone", 410);
    const sweep = await stage.run(["sweep", ...config, "--fields", "none"], { env });
    expect(sweep.code).toBe(0);
    expect(sweep.err).toContain("gone: NOT TOLD, given up");
    const doctor = await stage.run(["doctor", ...config], { env });
    expect(doctor.code).toBe(1);
    expect(doctor.out).toContain("1 message did not arrive at gone");
    const next = await stage.run(["sweep", ...config, "--fields", "none"], { env });
    expect(next.err).toContain("rollcall notify retry");
    const dry = await stage.run(["notify", "retry", "--dry-run", ...config], { env });
    expect(dry.out).toContain("1 message would be tried again");
    expect(receiver.at("/gone")).toEqual([]);
    receiver.answer("/gone", 204);
    const retry = await stage.run(["notify", "retry", ...config], { env });
    expect([retry.code, retry.out.includes("gone: told")]).toEqual([0, true]);
    expect(receiver.at("/gone").map(({ people }) => people)).toEqual([[id]]);
    expect((await stage.run(["notify", "retry", ...config], { env })).out).toBe("Nothing has failed.\n");
    expect((await stage.run(["doctor", ...config], { env })).code).toBe(0);
    const incident = /gone: told \((i-[0-9a-f]+)/.exec(retry.out)?.[1] ?? "";
    const explained = await stage.run(["explain", incident, ...config], { env });
    expect(explained.out).toMatch(/left acme[^]*Who was told\n {2}· gone \(audience named, n-[0-9a-f]+\): told /);
    const json = jsonLines((await stage.run(["explain", incident, "--json", ...config], { env })).out);
    expect(json).toMatchObject([{ incident, notifications: [{ destination: "gone", state: "sent", told: 1 }] }]);
  });

  it("is let go with notify drop, also where the settings do not have it any more", async () => {
    const config = settings("drop", webhook("drop"));
    await stage.prepare(["sweep", ...config, "--fields", "none"], { env });
    stage.slack.acts.deactivate(staffOf(stage.slack, 1)[0] ?? "");
    receiver.answer("/drop", 410);
    await stage.prepare(["sweep", ...config, "--fields", "none"], { env });
    settings("drop", webhook("other"));
    expect((await stage.run(["doctor", ...config], { env })).code).toBe(1);
    const unknown = await stage.run(["notify", "drop", "drpo", ...config], { env });
    expect([unknown.code, unknown.err.includes("no message was ever meant")]).toEqual([2, true]);
    const { code, out } = await stage.run(["notify", "drop", "drop", ...config], { env });
    expect([code, out.startsWith("1 message was let go.")]).toEqual([0, true]);
    expect((await stage.run(["doctor", ...config], { env })).code).toBe(0);
    expect((await stage.run(["departures", ...config, "--json"], { env })).out).not.toBe("");
  });
});

describe("rollcall watch", () => {
  it("says with --dry-run what it would do, and reads nothing", async () => {
    const config = settings("plan", webhook("plan", ", tell: [departures]"));
    const calls = stage.slack.calls.length;
    const { code, out, err } = await stage.run(["watch", "--dry-run", ...config], { env });
    expect(code).toBe(0);
    expect(out).toContain("watching acme (Slack), a sweep every 5 min");
    expect(out).toContain("telling plan: Webhook");
    expect(err).toContain("acme: no destination would tell that it has gone dark");
    expect(err).toContain("No heartbeat");
    expect(stage.slack.calls.length).toBe(calls);
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "sweeps and tells until %s, prints no names, and exits with 0",
    async (signal) => {
      const name = `watch-${signal.toLowerCase()}`;
      const config = settings(name, webhook(name), "watch: { every: 1s }\n");
      const [id = ""] = staffOf(stage.slack, 1);
      const member = stage.slack.world.members.get(id);
      // A name that is part of no word and of no id of ours.
      if (member !== undefined) member.last = "Vorblattowa";
      await stage.prepare(["sweep", ...config, "--fields", "none"], { env });
      stage.slack.acts.deactivate(id);
      const { child, ended } = stage.start(["watch", ...config, "--json"], { env });
      await expect.poll(() => receiver.at(`/${name}`).length, { timeout: 20_000 }).toBe(1);
      child.kill(signal);
      const { code, out, err } = await ended;
      expect(code).toBe(0);
      expect(err).toContain("stopped");
      const events = jsonLines(out).map(({ event }) => event);
      expect(events).toContain("swept");
      expect(events).toContain("delivery");
      for (const personal of [id, "Vorblattowa", member?.email ?? id]) expect(out + err).not.toContain(personal);
      expect(receiver.at(`/${name}`).map(({ people }) => people)).toEqual([[id]]);
    },
    30_000,
  );

  it("two on one store: one sweeps, the other says who does and goes on, and each message comes once", async () => {
    const config = settings("twice", webhook("twice"), "watch: { every: 1s }\n");
    await stage.prepare(["sweep", ...config, "--fields", "none"], { env });
    const both = [0, 1].map(() => stage.start(["watch", ...config], { env }));
    const people = staffOf(stage.slack, 6);
    for (const id of people) {
      stage.slack.acts.deactivate(id);
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    const told = (): number => new Set(receiver.at("/twice").flatMap((one) => one.people)).size;
    await expect.poll(told, { timeout: 20_000 }).toBe(6);
    for (const { child } of both) child.kill("SIGTERM");
    const ends = await Promise.all(both.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    const ids = receiver.at("/twice").map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }, 60_000);
});

describe("settings", () => {
  it("a destination without an audience is an error with its place, and nothing is read or sent", async () => {
    const config = settings("none", `  - { to: webhook, url: "${receiver.url}/none", secret: { env: KEY } }\n`);
    const calls = stage.slack.calls.length;
    for (const command of [["sweep"], ["watch"], ["notify", "test"], ["config", "check"]]) {
      const { code, out, err } = await stage.run([...command, ...config], { env });
      expect([code, out]).toEqual([3, ""]);
      expect(err).toMatch(/^rollcall: none\.yaml:\d+:\d+: notify\[0\]\.audience: is missing;/);
    }
    expect([stage.slack.calls.length, receiver.at("/none").length]).toEqual([calls, 0]);
  });
});
