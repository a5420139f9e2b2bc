import { afterEach, describe, expect, it } from "vitest";
import { virtualClock } from "../../http/testing.ts";
import type { SlackReading } from "./api.ts";
import { createWorld, type FakeSlack, startFakeSlack, type WorldOptions } from "./fake/index.ts";
import { slack } from "./index.ts";
import type { SlackSettings } from "./settings.ts";
import { completed, failed, readingAt, withSlack } from "./testing.ts";

const NOW = Date.UTC(2026, 10, 20, 12);
const SCOPES = ["users:read", "users:read.email", "team:read"];

let fake: FakeSlack | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

interface Setting {
  readonly world?: Partial<WorldOptions>;
  readonly scopes?: readonly string[];
  readonly settings?: Partial<Omit<SlackSettings, "token">>;
}

/** A fake of 230 accounts, in 5 pages, with its rate limits on, and a reading of it on the same clock. */
async function start({ world, scopes = SCOPES, settings }: Setting = {}): Promise<{
  fake: FakeSlack;
  reading: SlackReading;
}> {
  const clock = virtualClock(NOW);
  const made = createWorld({ seed: 11, accounts: 230, now: NOW, projectChannels: 4, ...world });
  fake = await startFakeSlack({ world: made, now: clock.now, scopes });
  const pace = { perMinute: 20, pageSize: 50 };
  return { fake, reading: readingAt(fake.url, { token: fake.token, pace, ...settings }, { clock }) };
}

const read = async (reading: SlackReading) => completed(await slack.snapshot(reading));

describe("a reading of a workspace", () => {
  it("gives every account of the list, once, with who answered and what the token may do", async () => {
    const { fake: workspace, reading } = await start();
    const snapshot = await read(reading);
    const listed = workspace.world.list.map((member) => member?.id ?? "nobody");
    expect(snapshot.accounts.map(({ id }) => id).toSorted()).toEqual(listed.toSorted());
    expect(snapshot.identity).toBe(workspace.world.workspaces[0].id);
    expect(snapshot.scopes).toEqual(SCOPES.toSorted());
    expect(snapshot.notes).toEqual([]);
    expect(workspace.calls.map(({ method }) => method)).toEqual(["auth.test", ...Array(5).fill("users.list")]);
  });

  it("agrees with the workspace about who is active, invited, deactivated and erased, and what they are", async () => {
    const { fake: workspace, reading } = await start();
    for (const account of (await read(reading)).accounts) {
      const member = workspace.world.members.get(account.id);
      expect(account.status).toBe(member?.state);
      if (account.status !== "active") continue;
      const { kind, role } = account.attributes;
      if (member?.sort === "person") expect(role).toBe(member.role);
      else if (member?.sort === "slackbot") expect(kind).toBe(account.id === "USLACKBOT" ? "service" : kind);
      else expect(kind).toBe("bot");
    }
  });

  it("asks for no account more than needed within the rate limit, and waits for no more than it has to", async () => {
    const { fake: workspace, reading } = await start({ settings: { pace: { perMinute: 20, pageSize: 5 } } });
    const { startedAt, takenAt, accounts } = await read(reading);
    expect(workspace.calls.filter(({ status }) => status !== 200)).toEqual([]);
    expect((takenAt - startedAt) / 1000).toBe(slack.sweepSeconds?.(reading.settings, accounts.length));
    expect(takenAt - startedAt).toBe(120_000);
  });

  it("tells how far it has come", async () => {
    const { reading } = await start();
    const steps: unknown[] = [];
    await read({ ...reading, progress: (step) => steps.push(step) });
    expect(steps).toHaveLength(5);
    expect(steps.at(-1)).toEqual({ stage: "accounts", done: 230 });
  });

  it("survives a 429 at every page", async () => {
    const { fake: workspace, reading } = await start();
    const before = await read(reading);
    for (let page = 1; page <= 5; page++) {
      workspace.fault({ method: "users.list", kind: "http_429", page, retryAfter: 30 });
    }
    const after = await read(reading);
    expect(after.accounts).toEqual(before.accounts);
    expect(workspace.calls.filter(({ status }) => status === 429)).toHaveLength(5);
  });

  it("begins again where the cursor dies, at every page, and gives exactly the list", async () => {
    const { fake: workspace, reading } = await start();
    const { accounts } = await read(reading);
    for (let page = 1; page <= 4; page++) {
      workspace.clearFaults();
      workspace.fault({ method: "users.list", kind: "cursor_dies", page });
      const again = await read(reading);
      expect(again.accounts).toEqual(accounts);
      expect(again.notes).toEqual([expect.stringContaining("read again from page 1")]);
    }
  });

  it("gives up when the cursor dies for the third time", async () => {
    const { fake: workspace, reading } = await start();
    workspace.fault({ method: "users.list", kind: "cursor_dies", page: 2, times: 9 });
    const { health, reason, accountsRead } = failed(await slack.snapshot(reading));
    expect(health).toBe("malformed");
    expect(reason).toMatch(/^Slack, users\.list, page 3: Slack dropped the cursor 3 times/);
    expect(accountsRead).toBeGreaterThan(0);
    expect(workspace.calls.filter(({ page, method }) => method === "users.list" && page === 1)).toHaveLength(3);
  });

  it("is refused where another workspace answers than the settings ask for", async () => {
    const { fake: workspace, reading } = await start();
    const pinned = workspace.world.workspaces[0].id;
    const at = (id: string) => ({ ...reading, settings: { ...reading.settings, workspace: id } });
    expect((await slack.snapshot(at(pinned))).complete).toBe(true);
    expect(failed(await slack.snapshot(at("T000OTHER"))).health).toBe("wrong_workspace");
    workspace.fault({ method: "auth.test", kind: "other_workspace" });
    expect(failed(await slack.snapshot(at(pinned)))).toMatchObject({ health: "wrong_workspace", accountsRead: 0 });
  });

  it("is malformed where auth.test names no workspace, or something that is none", async () => {
    for (const said of [
      {},
      { team_id: null },
      { team_id: "" },
      { team_id: { id: "T1" } },
      { team_id: "T1", enterprise_id: 7 },
    ]) {
      const snapshot = await withSlack(
        () => ({ body: { ok: true, ...said } }),
        (url) => slack.snapshot(readingAt(url)),
      );
      expect(failed(snapshot)).toMatchObject({ health: "malformed", accountsRead: 0 });
      expect(failed(snapshot).reason).toMatch(/^Slack, auth\.test: /);
    }
  });

  it("names a missing scope, and refuses one beyond the needed before it reads anybody", async () => {
    const missing = await start({ scopes: ["team:read"] });
    const snapshot = failed(await slack.snapshot(missing.reading));
    expect(snapshot).toMatchObject({ health: "scope_lost", reason: expect.stringContaining("lacks users:read (") });
    await missing.fake.close();
    const beyond = await start({ scopes: [...SCOPES, "chat:write"] });
    await expect(slack.snapshot(beyond.reading)).rejects.toMatchObject({ code: "refused_scope" });
    expect(beyond.fake.calls.map(({ method }) => method)).toEqual(["auth.test"]);
    const allowed = { ...beyond.reading, settings: { ...beyond.reading.settings, allowScopes: ["chat:write"] } };
    expect((await slack.snapshot(allowed)).complete).toBe(true);
  });

  it("is refused with a browser's token, before any call", async () => {
    const { fake: workspace, reading } = await start();
    const browser = readingAt(workspace.url, { token: "xoxc-1-2-3" });
    await expect(slack.snapshot({ ...reading, settings: browser.settings })).rejects.toMatchObject({
      code: "refused_token",
    });
    expect(workspace.calls).toEqual([]);
  });

  it("is thrown and not reported as a failure of Slack when it is interrupted", async () => {
    const { reading } = await start();
    const stop = new AbortController();
    const stopping = { ...reading, signal: stop.signal, progress: () => stop.abort() };
    await expect(slack.snapshot(stopping)).rejects.toMatchObject({ code: "interrupted" });
  });

  it("is the same when an account is listed twice, which is noted", async () => {
    const page = (id: string, next: string) => ({
      ok: true,
      members: [{ id }],
      response_metadata: { next_cursor: next },
    });
    const snapshot = await withSlack(
      ({ method, params }) => ({
        body:
          method === "auth.test"
            ? { ok: true, team_id: "T1" }
            : page("U1", params["cursor"] === undefined ? "more" : ""),
      }),
      (url) => read(readingAt(url)),
    );
    expect(snapshot.accounts).toHaveLength(1);
    expect(snapshot.notes).toContain("1 account was listed more than once and counted once");
  });
});
