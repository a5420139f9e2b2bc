import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Secret } from "../core/secret.ts";
import { resolveDirectory } from "./resolve.ts";
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

function reveal(value: unknown): string | undefined {
  return value instanceof Secret ? value.reveal() : undefined;
}
