import { afterEach, describe, expect, it } from "vitest";
import type { Account } from "../../core/directory/account.ts";
import type { CompleteSnapshot, PartialSnapshot, Snapshot } from "../../core/directory/snapshot.ts";
import { virtualClock } from "../../http/testing.ts";
import type { SlackReading } from "./api.ts";
import { createWorld, type FakeSlack, startFakeSlack, type WorldOptions } from "./fake/index.ts";
import { slack } from "./index.ts";
import type { SlackSettings } from "./settings.ts";
import { readingAt, type Said, withSlack } from "./testing.ts";

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

function completed(snapshot: Snapshot): CompleteSnapshot {
  if (!snapshot.complete) throw new Error(`The reading ended early: ${snapshot.reason}`);
  return snapshot;
}

function failed(snapshot: Snapshot): PartialSnapshot {
  if (snapshot.complete) throw new Error("The reading reached the end.");
  expect(snapshot).not.toHaveProperty("accounts");
  return snapshot;
}

const read = async (reading: SlackReading) => completed(await slack.snapshot(reading));
const byId = (accounts: readonly Account[]) => accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe("a reading of a workspace", () => {
  it("gives every account of the list, once, with who answered and what the token may do", async () => {
    const { fake: workspace, reading } = await start();
    const snapshot = await read(reading);
    const listed = workspace.world.list.map((member) => member?.id);
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
    expect(snapshot.notes).toContain("1 accounts were listed twice and counted once");
  });
});

describe("a reading through a gateway", () => {
  const member = (id: string, team: string) => ({ id, team_id: team, deleted: false, is_restricted: false });
  const members = [member("U1", "T1"), member("U2", "T9"), member("U3", "T1")];
  const list = { ok: true, members, response_metadata: { next_cursor: "" } };
  const gateway =
    (headers: Readonly<Record<string, string>>, missing: Said) =>
    ({ method }: { method: string }): Said =>
      method === "auth.test" ? missing : { headers, body: list };

  it.each([
    ["HTTP 404", { status: 404, body: "not here" }],
    ["unknown_method", { body: { ok: false, error: "unknown_method" } }],
  ])("that answers auth.test with %s takes the workspace from the list, and notes it", async (_, missing) => {
    const snapshot = await withSlack(gateway({}, missing), (url) => read(readingAt(url)));
    expect(snapshot.identity).toBe("T1");
    expect(snapshot).not.toHaveProperty("scopes");
    expect(snapshot.notes).toEqual(["Slack did not say who it is (no auth.test)"]);
    expect(byId(snapshot.accounts).map(({ attributes }) => attributes.kind)).toEqual(["human", "external", "human"]);
  });

  it("that has no auth.test still has its scopes and its workspace judged", async () => {
    const missing = { status: 404, body: "" };
    const headers = { "x-oauth-scopes": "users:read,channels:history" };
    const refused = withSlack(gateway(headers, missing), (url) => slack.snapshot(readingAt(url)));
    await expect(refused).rejects.toMatchObject({ code: "refused_scope" });
    const other = await withSlack(gateway({}, missing), (url) => slack.snapshot(readingAt(url, { workspace: "T9" })));
    expect(failed(other).health).toBe("wrong_workspace");
  });

  it("that leaves the scopes out notes that they could not be checked", async () => {
    const snapshot = await withSlack(gateway({}, { body: { ok: true, team_id: "T1" } }), (url) => read(readingAt(url)));
    expect(snapshot.notes).toEqual([expect.stringContaining("which scopes")]);
  });
});

describe("records that are no user objects", () => {
  const reads = (good: number, bad: number) => {
    const members = [
      ...Array.from({ length: good }, (_, index) => ({ id: `U${index}` })),
      ...Array(bad).fill({ name: "x" }),
    ];
    const list = { ok: true, members, response_metadata: { next_cursor: "" } };
    return withSlack(
      ({ method }) => ({ body: method === "auth.test" ? { ok: true, team_id: "T1" } : list }),
      (url) => slack.snapshot(readingAt(url)),
    );
  };

  it("are skipped and counted while they are few", async () => {
    for (const [good, bad] of [
      [30, 1],
      [300, 3],
      [3000, 10],
    ] as const) {
      const { accounts, notes } = completed(await reads(good, bad));
      expect(accounts).toHaveLength(good);
      expect(notes).toContain(`${bad} records of users.list are no user objects and were skipped`);
    }
  });

  it("make the list malformed where they are more than 1 % or 10", async () => {
    for (const [good, bad] of [
      [30, 2],
      [300, 5],
      [3000, 11],
    ] as const) {
      expect(failed(await reads(good, bad)).health).toBe("malformed");
    }
  });
});

describe("a list without an end", () => {
  const endless = (next: (call: number) => string, members: (call: number) => unknown) => {
    let calls = 0;
    return withSlack(
      ({ method }) => {
        if (method === "auth.test") return { body: { ok: true, team_id: "T1" } };
        calls++;
        return { body: { ok: true, members: members(calls), response_metadata: { next_cursor: next(calls) } } };
      },
      async (url) => failed(await slack.snapshot(readingAt(url))),
    );
  };

  it("is malformed where a cursor comes again", async () => {
    const circle = await endless(
      (call) => `c${call % 3}`,
      (call) => [{ id: `U${call}` }],
    );
    expect(circle).toMatchObject({ health: "malformed", reason: expect.stringContaining("page 4: the cursor") });
  });

  it("is malformed where page after page brings nothing new", async () => {
    const same = await endless(
      (call) => `c${call}`,
      () => [{ id: "U1" }],
    );
    expect(same).toMatchObject({
      health: "malformed",
      accountsRead: 1,
      reason: expect.stringContaining("nothing new"),
    });
  });

  it("is malformed where a page has no cursor at all", async () => {
    const unmarked = await withSlack(
      ({ method }) => ({ body: method === "auth.test" ? { ok: true, team_id: "T1" } : { ok: true, members: [] } }),
      (url) => slack.snapshot(readingAt(url)),
    );
    expect(failed(unmarked).health).toBe("malformed");
  });
});

describe("a reading of an Enterprise organisation", () => {
  const world = { workspaces: 3, accounts: 240 };

  it("with its own token counts every person once, with the workspaces in which they are active", async () => {
    const { fake: grid, reading } = await start({ world });
    const snapshot = await read(reading);
    expect(snapshot.identity).toBe(grid.world.enterprise?.id);
    expect(snapshot.accounts).toHaveLength(grid.world.list.length);
    for (const account of snapshot.accounts) {
      const member = grid.world.members.get(account.id);
      expect(account.status).toBe(member?.state);
      if (account.status === "active") expect(account.attributes.workspaces).toEqual(member?.workspaces.toSorted());
    }
  });

  it("calls nobody gone who was removed from one workspace and is in another, with either token", async () => {
    const { fake: grid, reading } = await start({ world });
    const member = grid.world.list.find(
      (one) => one?.sort === "person" && one.state === "active" && one.workspaces.length > 1,
    );
    const [left, ...kept] = member?.workspaces ?? [];
    if (member === undefined || left === undefined) throw new Error("Nobody is in two workspaces.");
    grid.acts.removeFromWorkspace(member.id, left);
    const local = grid.issueToken({ workspace: left, scopes: SCOPES });
    for (const token of [grid.token, local]) {
      const { accounts } = await read(readingAt(grid.url, { token }, { clock: reading.clock }));
      const account = accounts.find(({ id }) => id === member.id);
      expect(account).toMatchObject({ status: "active", attributes: { workspaces: kept.toSorted() } });
    }
    grid.acts.deactivate(member.id);
    for (const token of [grid.token, local]) {
      const { accounts } = await read(readingAt(grid.url, { token }, { clock: reading.clock }));
      expect(accounts.find(({ id }) => id === member.id)).toMatchObject({
        status: "deactivated",
        stated: "deleted: true",
      });
    }
  });

  it("accepts the organisation's id as the workspace that has to answer, with either token", async () => {
    const { fake: grid, reading } = await start({ world });
    const workspace = grid.world.enterprise?.id ?? "";
    const local = grid.issueToken({ workspace: grid.world.workspaces[0].id, scopes: SCOPES });
    for (const token of [grid.token, local]) {
      expect((await slack.snapshot(readingAt(grid.url, { token, workspace }, { clock: reading.clock }))).complete).toBe(
        true,
      );
    }
  });
});
