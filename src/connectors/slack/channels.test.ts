import { afterEach, describe, expect, it } from "vitest";
import type { CompleteSnapshot } from "../../core/directory/snapshot.ts";
import { virtualClock } from "../../http/testing.ts";
import type { SlackReading } from "./api.ts";
import { createWorld, type FakeSlack, startFakeSlack } from "./fake/index.ts";
import { slack } from "./index.ts";
import { readingAt } from "./testing.ts";

const SCOPES = ["users:read", "channels:read", "groups:read", "usergroups:read"];

let fake: FakeSlack | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

async function start(scopes = SCOPES, workspaces?: number): Promise<{ fake: FakeSlack; reading: SlackReading }> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const options = { seed: 5, accounts: 240, now: clock.now(), projectChannels: 6 };
  const world = createWorld(workspaces === undefined ? options : { ...options, workspaces });
  fake = await startFakeSlack({ world, now: clock.now, scopes });
  const settings = { token: fake.token, channels: true, groups: true };
  return { fake, reading: readingAt(fake.url, settings, { clock }) };
}

async function read(reading: SlackReading): Promise<CompleteSnapshot> {
  const snapshot = await slack.snapshot(reading);
  if (!snapshot.complete) throw new Error(`The reading ended early: ${snapshot.reason}`);
  return snapshot;
}

describe("channel membership", () => {
  it("is that of the workspace, for everyone active and nobody else", async () => {
    const { fake: workspace, reading } = await start();
    const snapshot = await read(reading);
    const visible = [...workspace.world.channels.values()].filter(({ isPrivate, hasApp }) => !isPrivate || hasApp);
    expect(snapshot.channels?.map(({ id }) => id).toSorted()).toEqual(visible.map(({ id }) => id).toSorted());
    const open = new Set(visible.flatMap(({ id, isArchived }) => (isArchived ? [] : [id])));
    for (const { id, status, attributes } of snapshot.accounts) {
      const channels = workspace.world.members
        .get(id)
        ?.channels.flatMap((channel) => (open.has(channel.id) ? [channel.id] : []));
      expect(attributes.channels).toEqual(status === "active" ? channels?.toSorted() : undefined);
    }
    expect(snapshot.accounts.some(({ attributes }) => (attributes.channels?.length ?? 0) > 1)).toBe(true);
  });

  it("names archived channels as archived, and asks for the members of none of them", async () => {
    const { fake: workspace, reading } = await start();
    const channel = [...workspace.world.channels.values()].find(({ isGeneral, isPrivate }) => !isGeneral && !isPrivate);
    if (channel === undefined) throw new Error("There is no channel to archive.");
    workspace.acts.archiveChannel(channel.id);
    const snapshot = await read(reading);
    expect(snapshot.channels?.find(({ id }) => id === channel.id)).toMatchObject({ archived: true });
    expect(workspace.calls.some(({ params }) => params["channel"] === channel.id)).toBe(false);
  });

  it("covers private channels only with the scope for them", async () => {
    const { reading } = await start(SCOPES.filter((scope) => scope !== "groups:read"));
    const isPrivate = new Set(
      [...(fake?.world.channels.values() ?? [])].flatMap((one) => (one.isPrivate ? [one.id] : [])),
    );
    expect((await read(reading)).channels?.some(({ id }) => isPrivate.has(id))).toBe(false);
  });

  it("is read before the accounts, so that who leaves in between is gone and not without channels", async () => {
    const { fake: workspace, reading } = await start();
    await read(reading);
    const methods = workspace.calls.map(({ method }) => method);
    expect(methods.lastIndexOf("conversations.members")).toBeLessThan(methods.indexOf("users.list"));
  });

  it("is left out as a whole and noted where it could not be read; the accounts stay", async () => {
    for (const method of ["conversations.list", "conversations.members"]) {
      const { fake: workspace, reading } = await start();
      workspace.fault({ method, kind: "html", call: 1 });
      const snapshot = await read(reading);
      expect(snapshot).not.toHaveProperty("channels");
      expect(snapshot.accounts).toHaveLength(240);
      expect(snapshot.accounts.every(({ attributes }) => attributes.channels === undefined)).toBe(true);
      expect(snapshot.notes).toEqual([expect.stringContaining(`who is in which channel. Slack, ${method}, page 1: `)]);
      await workspace.close();
    }
  });

  it("leaves a channel out that vanished between the list and its members", async () => {
    const { fake: workspace, reading } = await start();
    workspace.fault({ method: "conversations.members", kind: "ok_false", error: "channel_not_found" });
    const before = workspace.world.channels.size;
    const { channels, notes } = await read(reading);
    const visible = [...workspace.world.channels.values()].filter(({ isPrivate, hasApp }) => !isPrivate || hasApp);
    expect(channels).toHaveLength(visible.length - 1);
    expect(workspace.world.channels.size).toBe(before);
    expect(notes).toEqual([]);
  });

  it("is read in every workspace of an organisation", async () => {
    const { fake: grid, reading } = await start(SCOPES, 3);
    const { channels, accounts } = await read(reading);
    const workspaces = new Set(channels?.map(({ id }) => grid.world.channels.get(id)?.workspace));
    expect(workspaces.size).toBe(3);
    const many = accounts.find(({ attributes }) => (attributes.workspaces?.length ?? 0) > 1);
    const member = grid.world.members.get(many?.id ?? "");
    expect(new Set(many?.attributes.channels?.map((id) => grid.world.channels.get(id)?.workspace))).toEqual(
      new Set(
        member?.channels
          .filter(({ isArchived, isPrivate, hasApp }) => !isArchived && (!isPrivate || hasApp))
          .map(({ workspace }) => workspace),
      ),
    );
  });
});

describe("user groups", () => {
  it("are those of the workspace, for everyone active", async () => {
    const { fake: workspace, reading } = await start();
    for (const { id, status, attributes } of (await read(reading)).accounts) {
      const groups = workspace.world.groups.filter(({ members }) => [...members].some((member) => member.id === id));
      expect(attributes.groups).toEqual(status === "active" ? groups.map((group) => group.id).toSorted() : undefined);
    }
  });

  it("are left out and noted where they could not be read", async () => {
    const { fake: workspace, reading } = await start();
    workspace.fault({ method: "usergroups.list", kind: "wrong_shape" });
    const { accounts, notes } = await read(reading);
    expect(accounts.every(({ attributes }) => attributes.groups === undefined)).toBe(true);
    expect(notes).toEqual([expect.stringContaining("who is in which user group. Slack, usergroups.list: ")]);
  });
});
