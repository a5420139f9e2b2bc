import { chmod, mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SecretRef } from "../app/secret-ref.ts";
import { exitCode, RollcallError } from "../core/errors.ts";
import { messageOf } from "./sample.ts";
import { resolveSecret } from "./secrets.ts";

const fromEnv = (name: string, env: Record<string, string>) =>
  resolveSecret(new SecretRef("env", name), { env, baseDir: "/" });

async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "rollcall-secrets-"));
}

async function file(content: string, mode = 0o600): Promise<{ baseDir: string; path: string }> {
  const baseDir = await folder();
  const path = join(baseDir, "token");
  await writeFile(path, content);
  await chmod(path, mode);
  return { baseDir, path };
}

const fromFile = (baseDir: string, env: Record<string, string> = {}) =>
  resolveSecret(new SecretRef("file", "token"), { env, baseDir });

describe("a secret from an environment variable", () => {
  it("is its value, and says where it came from", async () => {
    const secret = await fromEnv("CHAT_TOKEN", { CHAT_TOKEN: "s3cret" });
    expect(secret.reveal()).toBe("s3cret");
    expect(secret.origin).toBe("env CHAT_TOKEN");
  });

  it.each<[name: string, env: Record<string, string>, message: string]>([
    ["CHAT_TOKEN", {}, "the environment variable CHAT_TOKEN is not set; set it where Rollcall runs"],
    ["hunter2hunter2", {}, "the environment variable named here is not set; set it where Rollcall runs"],
    ["AKIAIOSFODNN7EXAMPLE", {}, "the environment variable named here is not set; set it where Rollcall runs"],
    ["CHAT_TOKEN", { CHAT_TOKEN: "" }, "the environment variable CHAT_TOKEN is empty; put the secret into it"],
    ["CHAT_TOKEN", { CHAT_TOKEN: " \n" }, "the environment variable CHAT_TOKEN is empty; put the secret into it"],
    [
      "CHAT_TOKEN",
      { CHAT_TOKEN: "a\nb" },
      "the environment variable CHAT_TOKEN holds more than one line; keep the secret alone in it",
    ],
  ])("%s of %j is refused", async (name, env, message) => {
    expect(await messageOf(() => fromEnv(name, env))).toBe(message);
  });

  it("is a fault of the settings where it is missing", async () => {
    const error: unknown = await fromEnv("CHAT_TOKEN", {}).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RollcallError);
    expect(error).toMatchObject({ code: "bad_secret" });
    expect(exitCode(error)).toBe(3);
  });
});

describe("a secret from a file", () => {
  it.each(["s3cret", "s3cret\n", "s3cret\r\n", "s3cret\n\n"])("%j is s3cret", async (content) => {
    const { baseDir, path } = await file(content);
    const secret = await fromFile(baseDir);
    expect(secret.reveal()).toBe("s3cret");
    expect(secret.origin).toBe(`file ${path}`);
  });

  it.each<[content: string, message: string]>([
    ["", "is empty; put the secret into it"],
    ["\n", "is empty; put the secret into it"],
    ["a\nb\n", "holds more than one line; keep the secret alone in it"],
    ["x".repeat(64 * 1024 + 1), "is larger than 64 KiB; name a file that holds the secret and nothing else"],
  ])("%.9j is refused", async (content, message) => {
    const { baseDir, path } = await file(content);
    expect(await messageOf(() => fromFile(baseDir))).toBe(`the file ${path} ${message}`);
  });

  it("that does not exist is refused without repeating the name", async () => {
    expect(await messageOf(async () => fromFile(await folder()))).toBe(
      "the file named here does not exist; a relative path counts from the folder of the settings file",
    );
  });

  it("that is a folder is refused", async () => {
    const baseDir = await folder();
    await mkdir(join(baseDir, "token"));
    expect(await messageOf(() => fromFile(baseDir))).toBe(
      `the file ${baseDir}/token is not a regular file; name a file that holds the secret`,
    );
  });

  it.each([0o640, 0o604, 0o620, 0o601, 0o644])(
    "with the permissions %o is refused, with the command that helps",
    async (mode) => {
      const { baseDir, path } = await file("s3cret", mode);
      expect(await messageOf(() => fromFile(baseDir))).toBe(
        `other users have access to the file ${path}; run: chmod 600 ${path}`,
      );
    },
  );

  it("may be readable by all where systemd has put it, and not be writable by others", async () => {
    const { baseDir, path } = await file("s3cret", 0o444);
    const env = { CREDENTIALS_DIRECTORY: baseDir };
    expect((await fromFile(baseDir, env)).reveal()).toBe("s3cret");
    await chmod(path, 0o666);
    expect(await messageOf(() => fromFile(baseDir, env))).toContain("other users have access");
  });

  it("gains nothing by a link from that place, or from a folder beside it", async () => {
    const { baseDir, path } = await file("s3cret", 0o644);
    const credentials = await folder();
    await symlink(path, join(credentials, "token"));
    expect(await messageOf(() => fromFile(credentials, { CREDENTIALS_DIRECTORY: credentials }))).toContain(
      "other users have access",
    );
    expect(await messageOf(() => fromFile(baseDir, { CREDENTIALS_DIRECTORY: baseDir.slice(0, -1) }))).toContain(
      "other users have access",
    );
  });
});
