import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Clock } from "../../app/ports.ts";
import { virtualClock } from "../../http/testing.ts";
import { createWorld, type FakeSlack, startFakeSlack } from "./fake/index.ts";
import { slack } from "./index.ts";
import { completed, readingAt } from "./testing.ts";

const SCOPES = ["users:read", "users:read.email", "team:read"];

let clock: Clock;
let grid: FakeSlack;
beforeEach(async () => {
  clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const world = createWorld({ seed: 11, accounts: 240, now: clock.now(), projectChannels: 4, workspaces: 3 });
  grid = await startFakeSlack({ world, now: clock.now, scopes: SCOPES });
});
afterEach(() => grid.close());

const read = async (token: string) => completed(await slack.snapshot(readingAt(grid.url, { token }, { clock })));

describe("a reading of an Enterprise organisation", () => {
  it("with its own token counts every person once, with the workspaces in which they are active", async () => {
    const snapshot = await read(grid.token);
    expect(snapshot.identity).toBe(grid.world.enterprise?.id);
    expect(snapshot.accounts).toHaveLength(grid.world.list.length);
    for (const account of snapshot.accounts) {
      const member = grid.world.members.get(account.id);
      expect(account.status).toBe(member?.state);
      if (account.status === "active") expect(account.attributes.workspaces).toEqual(member?.workspaces.toSorted());
    }
  });

  it("calls nobody gone who was removed from one workspace and is in another, with either token", async () => {
    const member = grid.world.list.find(
      (one) => one?.sort === "person" && one.state === "active" && one.workspaces.length > 1,
    );
    const [left, ...kept] = member?.workspaces ?? [];
    if (member === undefined || left === undefined) throw new Error("Nobody is in two workspaces.");
    grid.acts.removeFromWorkspace(member.id, left);
    const local = grid.issueToken({ workspace: left, scopes: SCOPES });
    for (const token of [grid.token, local]) {
      const { accounts } = await read(token);
      const account = accounts.find(({ id }) => id === member.id);
      expect(account).toMatchObject({ status: "active", attributes: { workspaces: kept.toSorted() } });
    }
    grid.acts.deactivate(member.id);
    for (const token of [grid.token, local]) {
      const { accounts } = await read(token);
      expect(accounts.find(({ id }) => id === member.id)).toMatchObject({
        status: "deactivated",
        stated: "deleted: true",
      });
    }
  });

  it("accepts the organisation's id as the workspace that has to answer, with either token", async () => {
    const workspace = grid.world.enterprise?.id ?? "";
    const local = grid.issueToken({ workspace: grid.world.workspaces[0].id, scopes: SCOPES });
    for (const token of [grid.token, local]) {
      expect((await slack.snapshot(readingAt(grid.url, { token, workspace }, { clock }))).complete).toBe(true);
    }
  });
});
