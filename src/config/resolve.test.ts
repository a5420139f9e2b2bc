import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Secret } from "../core/secret.ts";
import { HOUR, MINUTE } from "../core/time.ts";
import { resolveDestination, resolveDestinations, resolveDirectory, resolveHeartbeat } from "./resolve.ts";
import { EVERY_KEY, messageOf, parseSample } from "./sample.ts";

describe("a directory made ready", () => {
  it("has its secrets, however deep, and its paths from the folder of the settings file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "rollcall-resolve-"));
    await writeFile(join(folder, "hook.secret"), "from the file\n", { mode: 0o600 });
    const loaded = parseSample(EVERY_KEY, join(folder, "rollcall.yaml"));

    const acme = await resolveDirectory(loaded, "acme", { CHAT_TOKEN: "from the variable" });
    expect(acme).toMatchObject({
      alias: "acme",
      kind: "chat",
      attributes: { from: join(folder, "people.csv"), key: "email" },
    });
    expect(reveal(acme.settings["token"])).toBe("from the variable");
    expect(reveal(Object(acme.settings["hook"]).secret)).toBe("from the file");
    expect(acme.settings).toMatchObject({ channels: { only: ["general", "random"] }, pace: { perMinute: 20 } });
    expect(JSON.stringify(acme)).not.toContain("from the");

    expect((await resolveDirectory(loaded, "people", {})).settings).toEqual({ path: join(folder, "people.ldif") });
  });

  it("is read as often as it says itself, or else as often as all", async () => {
    const loaded = parseSample(EVERY_KEY);
    const env = { CHAT_TOKEN: "a" };
    expect((await resolveDirectory(loaded, "people", env)).every).toBe(HOUR);
    const without = parseSample(EVERY_KEY.replace("    every: 1h\n", ""));
    expect((await resolveDirectory(without, "people", env)).every).toBe(10 * MINUTE);
  });

  it("tells each secret that it lacks at its place, and what another directory lacks does not matter", async () => {
    const loaded = parseSample(EVERY_KEY, "/nowhere/rollcall.yaml");
    expect(await messageOf(() => resolveDirectory(loaded, "acme", {}))).toBe(
      [
        "rollcall.yaml:8:19: directories.acme.token: the environment variable CHAT_TOKEN is not set; set it where Rollcall runs",
        "rollcall.yaml:18:15: directories.acme.hook.secret: the file named here does not exist; " +
          "a relative path counts from the folder of the settings file",
      ].join("\n"),
    );
    expect(await messageOf(() => resolveDirectory(loaded, "people", {}))).toBe("");
  });

  it("has to be in the settings", async () => {
    const loaded = parseSample(EVERY_KEY);
    expect(await messageOf(() => resolveDirectory(loaded, "acmee", {}))).toBe(
      'no directory of this name in /etc/rollcall/rollcall.yaml, did you mean "acme"?',
    );
    expect(await messageOf(() => resolveDirectory(loaded, "sales", {}))).toBe(
      "no directory of this name in /etc/rollcall/rollcall.yaml; there are acme, people",
    );
  });
});

describe("a destination made ready", () => {
  it("has its secrets, however deep, its paths, and what all destinations have", async () => {
    const folder = await mkdtemp(join(tmpdir(), "rollcall-resolve-"));
    await writeFile(join(folder, "mail.secret"), "from the file\n", { mode: 0o600 });
    const loaded = parseSample(EVERY_KEY, join(folder, "rollcall.yaml"));

    const [hook, letter] = await resolveDestinations(loaded, { HOOK_SECRET: "from the variable" });
    expect(hook).toMatchObject({ name: "hook", kind: "post", audience: "named", rule: { directories: ["acme"] } });
    expect(reveal(hook?.settings["secret"])).toBe("from the variable");
    expect(reveal(Object(letter?.settings["server"]).password)).toBe("from the file");
    expect(letter?.settings["footer"]).toBe(join(folder, "footer.txt"));
    expect(letter?.digest).toEqual({ at: "09:00", days: ["mon", "thu"], timezone: "America/New_York" });
    expect(await resolveDestination(loaded, "letter", {})).toEqual(letter);
    expect(JSON.stringify([hook, letter])).not.toContain("from the");
  });

  it("tells each secret that it lacks at its place, and what another destination lacks does not matter", async () => {
    const loaded = parseSample(EVERY_KEY, "/nowhere/rollcall.yaml");
    const lacks = [
      "rollcall.yaml:39:20: notify[0].secret: the environment variable HOOK_SECRET is not set; set it where Rollcall runs",
      "rollcall.yaml:47:57: notify[1].server.password: the file named here does not exist; " +
        "a relative path counts from the folder of the settings file",
    ];
    expect(await messageOf(() => resolveDestination(loaded, "hook", {}))).toBe(lacks[0]);
    expect(await messageOf(() => resolveDestination(loaded, "hook", { HOOK_SECRET: "a" }))).toBe("");
    expect(await messageOf(() => resolveDestinations(loaded, {}))).toBe(lacks.join("\n"));
  });

  it("has to be in the settings", async () => {
    const loaded = parseSample(EVERY_KEY);
    expect(await messageOf(() => resolveDestination(loaded, "leter", {}))).toBe(
      'no destination of this name in /etc/rollcall/rollcall.yaml, did you mean "letter"?',
    );
    expect(await messageOf(() => resolveDestination({ ...loaded, destinations: [] }, "hr", {}))).toBe(
      "no destination of this name in /etc/rollcall/rollcall.yaml; there is none",
    );
  });
});

describe("the heartbeat's address", () => {
  const beat = (url: string) => parseSample(EVERY_KEY.replace("{ env: HEARTBEAT_URL }", url));

  it("is a secret, whether it is kept elsewhere or stands in the settings", async () => {
    const kept = await resolveHeartbeat(beat("{ env: BEAT }"), { BEAT: "https://hc.example.com/1" });
    const written = await resolveHeartbeat(beat("https://hc.example.com/1"), {});
    expect([reveal(kept), reveal(written)]).toEqual(["https://hc.example.com/1", "https://hc.example.com/1"]);
    expect([kept?.origin, written?.origin]).toEqual(["env BEAT", "the settings"]);
  });

  it("need not be there", async () => {
    expect(await resolveHeartbeat(parseSample(EVERY_KEY.replace(/ {2}heartbeat.*/, "")), {})).toBeUndefined();
  });

  it.each([
    [{}, "the environment variable BEAT is not set; set it where Rollcall runs"],
    [
      { BEAT: "http://hc.example.com/abc" },
      "what env BEAT holds must be an https address without a name or password in it; plain http only on loopback",
    ],
  ])("is told at its place where it is %j", async (env, message) => {
    expect(await messageOf(() => resolveHeartbeat(beat("{ env: BEAT }"), env))).toBe(
      `rollcall.yaml:57:28: watch.heartbeat.url: ${message}`,
    );
  });
});

function reveal(value: unknown): string | undefined {
  return value instanceof Secret ? value.reveal() : undefined;
}
