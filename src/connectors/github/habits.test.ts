import { afterEach, describe, expect, it } from "vitest";
import { Secret } from "../../core/secret.ts";
import { createHttp } from "../../http/client.ts";
import { virtualClock } from "../../http/testing.ts";
import type { GithubReading } from "./api.ts";
import { type FakeGithub, startFakeGithub } from "./fake/index.ts";
import { github } from "./index.ts";
import type { GithubSettings } from "./settings.ts";

let fake: FakeGithub | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

async function start(settings: Partial<GithubSettings> = {}) {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  fake = await startFakeGithub(100, clock.now);
  const reading: GithubReading = {
    directory: "acme",
    settings: {
      organisation: "acme",
      outsideCollaborators: true,
      token: new Secret(fake.token, "env GITHUB_TOKEN"),
      api: fake.url,
      pace: { perMinute: 60, pageSize: 30 },
      ...settings,
    },
    clock,
    http: createHttp({ timeoutMs: 2000, maxBytes: 50_000_000, userAgent: "rollcall-test" }),
    progress: () => undefined,
  };
  return { server: fake, reading, clock };
}

async function rolesOf(reading: GithubReading): Promise<Record<string, number>> {
  const snapshot = await github.snapshot(reading);
  if (!snapshot.complete) throw new Error(snapshot.reason);
  const counts: Record<string, number> = {};
  for (const { attributes } of snapshot.accounts) {
    const key = `${attributes.kind} ${attributes.role}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

describe("a reading of an organisation", () => {
  it("gives owners, members, bots and outside collaborators, each once, by number", async () => {
    const { reading } = await start();
    expect(await rolesOf(reading)).toEqual({
      "human admin": 2,
      "human member": 87,
      "bot member": 1,
      "guest outside_collaborator": 10,
    });
    const snapshot = await github.snapshot(reading);
    expect(snapshot).toMatchObject({ complete: true, identity: "21955855" });
  });

  it("leaves outside collaborators out where the settings say so", async () => {
    const { server, reading } = await start({ outsideCollaborators: false });
    expect(Object.keys(await rolesOf(reading))).not.toContain("guest outside_collaborator");
    expect(server.asked.filter(({ path }) => path.includes("outside"))).toEqual([]);
  });

  it("keeps whoever is made an outside collaborator while it is read", async () => {
    const { server, reading } = await start();
    const turned = server.members[2];
    if (turned === undefined) throw new Error("The fake has nobody.");
    server.habits.onPage = (page) => void (page === 3 && (turned.role = "outside"));
    const snapshot = await github.snapshot(reading);
    const found = snapshot.complete ? snapshot.accounts.find(({ id }) => id === String(turned.id)) : undefined;
    expect(found?.attributes).toMatchObject({ kind: "guest", role: "outside_collaborator" });
  });

  it("calls whoever the server says is suspended deactivated, in its words", async () => {
    const { server, reading } = await start();
    const member = server.members[7];
    if (member === undefined) throw new Error("The fake has nobody.");
    member.suspendedAt = "2026-11-19T08:00:00Z";
    const snapshot = await github.snapshot(reading);
    const ended = snapshot.complete ? snapshot.accounts.filter(({ status }) => status === "deactivated") : [];
    expect(ended).toMatchObject([{ id: String(member.id), stated: "suspended_at: 2026-11-19T08:00:00Z" }]);
  });
});

describe("a token that sees public members alone is a broken reading, and nobody's departure", () => {
  it("where its owner is no member", async () => {
    const { server, reading } = await start();
    Object.assign(server.members[0] ?? {}, { role: "outside" });
    expect(await github.snapshot(reading)).toMatchObject({
      complete: false,
      health: "scope_lost",
      accountsRead: 0,
      reason: expect.stringContaining("is no member of the organisation and sees its public members alone"),
    });
    await expect(github.check(reading)).rejects.toMatchObject({ code: "scope_missing" });
  });

  it("where its owner stops being a member while the list is read", async () => {
    const { server, reading } = await start({ outsideCollaborators: false });
    server.habits.onPage = (page) => void (page === 2 && Object.assign(server.members[0] ?? {}, { role: "outside" }));
    expect(await github.snapshot(reading)).toMatchObject({ complete: false, health: "scope_lost" });
  });

  it("where single sign-on leaves the rest out without an error", async () => {
    const { server, reading } = await start();
    server.habits.sso = "partial-results";
    expect(await github.snapshot(reading)).toMatchObject({
      complete: false,
      health: "scope_lost",
      reason: expect.stringContaining("without single sign-on"),
    });
    server.habits.sso = "required";
    expect(await github.snapshot(reading)).toMatchObject({
      complete: false,
      health: "scope_lost",
      reason: expect.stringContaining("demands single sign-on"),
    });
  });
});

describe("a limit", () => {
  it("of 5,000 calls an hour is said with 403 and a time, which is waited for", async () => {
    const { server, reading, clock } = await start();
    server.habits.budget = 4;
    expect((await github.snapshot(reading)).complete).toBe(true);
    expect(clock.slept.some((ms) => ms >= 239_000 && ms <= 241_000)).toBe(true);
  });

  it("of another kind is said with 403 and Retry-After", async () => {
    const { server, reading, clock } = await start();
    server.habits.secondary = 2;
    expect((await github.snapshot(reading)).complete).toBe(true);
    expect(clock.slept.filter((ms) => ms === 60_000)).toHaveLength(2);
  });
});

describe("what a classic token may do", () => {
  it("has to be read:org and nothing more, unless the settings allow it", async () => {
    const { server, reading } = await start();
    server.habits.scopes = "read:org";
    expect(await github.check(reading)).toMatchObject({ scopes: ["read:org"], title: "Acme Works" });
    server.habits.scopes = "repo, user:email";
    await expect(github.check(reading)).rejects.toMatchObject({ code: "scope_missing" });
    server.habits.scopes = "read:org, repo, delete_repo";
    await expect(github.check(reading)).rejects.toMatchObject({
      code: "refused_scope",
      message: expect.stringContaining("delete_repo, repo"),
    });
    const allowing = { ...reading, settings: { ...reading.settings, allowScopes: ["repo", "delete_repo"] } };
    expect((await github.snapshot(allowing)).complete).toBe(true);
  });

  it("is judged by its form first", async () => {
    for (const [value, code] of [
      ["ghs_0123456789abcdefghij", "refused_token"],
      ["gho_0123456789abcdefghij", "refused_token"],
      ["Bearer github_pat_0123", "refused_token"],
    ] as const) {
      const { reading } = await start({ token: new Secret(value, "env GITHUB_TOKEN") });
      await expect(github.check(reading)).rejects.toMatchObject({ code });
      await fake?.close();
    }
  });
});

it("an organisation that is not there is told as another one, and not as an empty one", async () => {
  const { reading } = await start({ organisation: "nobody-here" });
  expect(await github.snapshot(reading)).toMatchObject({ complete: false, health: "wrong_workspace" });
});
