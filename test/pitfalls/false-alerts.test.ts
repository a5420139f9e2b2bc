// The false alerts of this field, as far as polling meets them. Each test has the number of its pitfall.
import { describe, expect, it } from "vitest";
import { tally } from "../../src/core/directory/tally.ts";
import { DAY, HOUR } from "../../src/core/time.ts";
import { leavers, toldKinds, watchWorkspace, type WatchOptions, workspacesOfTests } from "../support/workspace.ts";

const watched = workspacesOfTests();

const CHANNELS: WatchOptions = {
  scopes: ["users:read", "users:read.email", "team:read", "channels:read", "groups:read"],
  settings: { channels: true },
};

describe("false alerts that are not raised", () => {
  it.each([
    ["FA-1: a list that ends early with a proper end marker", { kind: "cut", page: 2 }, "short"],
    ["FA-1: a list of every second account", { kind: "half" }, "short"],
    ["FA-1: an empty list", { kind: "empty_list" }, "empty"],
    ["FA-1: a page that is an HTML login page", { kind: "html", page: 2 }, "malformed"],
    ["FA-1: a page that fails every time", { kind: "http_500", page: 2, times: 50 }, "unreachable"],
  ] as const)("%s: nobody is called gone", async (_name, fault, health) => {
    const { slack, sweep } = await watched();
    slack.fault({ method: "users.list", ...fault });
    const outcome = await sweep();
    expect(outcome.sweep.health).toBe(health);
    expect(outcome.changes).toEqual([]);
    slack.clearFaults();
    expect((await sweep()).changes).toEqual([]);
  });

  it("FA-2: the keys that Slack strips from a leaver's record make no demotion and no change of time zone", async () => {
    const { slack, sweep } = await watched();
    const admin = [...slack.world.members.values()].find(({ role, state }) => role === "admin" && state === "active");
    slack.acts.deactivate(admin?.id ?? "");
    expect(toldKinds(await sweep())).toEqual(["deactivated"]);
  });

  it("FA-3: an erasure is no second departure and renames nobody", async () => {
    const { slack, sweep, staff } = await watched();
    const ids = staff(12);
    for (const id of ids) slack.acts.deactivate(id);
    expect(leavers(await sweep())).toEqual(ids.toSorted());
    for (const id of ids) slack.acts.erase(id);
    const outcome = await sweep();
    expect(toldKinds(outcome)).toEqual(["erased"]);
    expect(outcome.departures).toEqual([]);
  });

  it("FA-4: reading the same state twice tells nothing the second time", async () => {
    const { slack, sweep, staff } = await watched();
    for (const id of staff(3)) slack.acts.deactivate(id);
    expect(leavers(await sweep())).toHaveLength(3);
    expect((await sweep()).changes).toEqual([]);
  });

  it("FA-5: bots, workflows and Slackbot are never departures, and a guest is not counted as staff", async () => {
    const { slack, sweep, context } = await watched();
    const members = [...slack.world.members.values()].filter(
      ({ state, id }) => state === "active" && id !== slack.world.app.id,
    );
    const bots = members.filter(({ sort }) => sort === "bot" || sort === "workflow" || sort === "slackbot");
    for (const { id } of bots) slack.acts.deactivate(id);
    const guests = members.filter(({ sort, role }) => sort === "person" && role.endsWith("guest")).slice(0, 2);
    for (const { id } of guests) slack.acts.deactivate(id);
    const outcome = await sweep();
    expect(bots.length).toBeGreaterThan(2);
    expect(leavers(outcome)).toEqual(guests.map(({ id }) => id).toSorted());
    const { entries } = await context.store.roster("acme");
    expect(tally(outcome.departures, entries.values())).toMatchObject({ staff: 0, guests: 2 });
  });

  it("FA-6: an invitation that is revoked is no departure", async () => {
    const { slack, sweep } = await watched();
    const invited = slack.acts.invite();
    await sweep();
    slack.acts.revokeInvite(invited);
    const outcome = await sweep();
    expect(toldKinds(outcome)).toEqual(["invite_revoked"]);
    expect(outcome.departures).toEqual([]);
  });

  it("FA-7: strangers of Slack Connect who leave a shared channel, and the end of such a channel, are nobody's departure", async () => {
    const { slack, sweep } = await watched(CHANNELS);
    const shared = [...slack.world.channels.values()].find(({ isShared, isArchived }) => isShared && !isArchived);
    const strangers = [...(shared?.members ?? [])].filter(({ sort }) => sort === "stranger");
    expect(strangers.length).toBeGreaterThan(0);
    for (const { id } of strangers) slack.acts.leaveChannel(id, shared?.id ?? "");
    expect((await sweep()).changes).toEqual([]);
    slack.acts.archiveChannel(shared?.id ?? "");
    expect((await sweep()).changes).toEqual([]);
  });

  it("FA-8: on a Grid, whoever is taken out of one workspace and lives on in another has moved and not left", async () => {
    const { slack, sweep } = await watched({ workspaces: 3, accounts: 300 });
    const member = [...slack.world.members.values()].find(
      ({ sort, state, role, workspaces }) =>
        sort === "person" && state === "active" && role === "member" && workspaces.length > 1,
    );
    slack.acts.removeFromWorkspace(member?.id ?? "", member?.workspaces[0] ?? "");
    const outcome = await sweep();
    expect(toldKinds(outcome)).toEqual(["moved"]);
    expect(outcome.departures).toEqual([]);
  });

  it("FA-8: a migration that replaces the ids is named as such, and nobody has left", async () => {
    const { slack, sweep } = await watched();
    slack.fault({ method: "users.list", kind: "ids_replaced" });
    const outcome = await sweep();
    expect(outcome.sweep.health).toBe("ids_replaced");
    expect(outcome.changes).toEqual([]);
  });

  it("FA-9: a channel of 300 that is archived, and one that is emptied, tell nothing", async () => {
    const { slack, sweep } = await watched({ ...CHANNELS, accounts: 500 });
    const channels = [...slack.world.channels.values()].filter(
      ({ isArchived, isPrivate }) => !isArchived && !isPrivate,
    );
    const [general] = channels.toSorted((a, b) => b.members.size - a.members.size);
    expect(general?.members.size).toBeGreaterThan(300);
    slack.acts.archiveChannel(general?.id ?? "");
    const other = channels.find((channel) => channel !== general && channel.members.size > 10);
    slack.acts.emptyChannel(other?.id ?? "");
    expect((await sweep()).changes).toEqual([]);
  });

  it("FA-10: people who are put into another channel are no news", async () => {
    const { slack, sweep, staff } = await watched(CHANNELS);
    const channel = [...slack.world.channels.values()].find(
      ({ isArchived, isPrivate, members }) => !isArchived && !isPrivate && members.size < 50,
    );
    const outside = staff(100).filter((id) => ![...(channel?.members ?? [])].some((member) => member.id === id));
    for (const id of outside) slack.acts.joinChannel(id, channel?.id ?? "");
    expect(outside.length).toBeGreaterThan(20);
    expect((await sweep()).changes).toEqual([]);
  });

  it("FA-11: the first reading announces nobody, and says of those who had left before that nobody observed it", async () => {
    const workspace = await watchWorkspace();
    const outcome = await workspace.sweep();
    await workspace.close();
    expect(outcome.first).toBe(true);
    expect(outcome.changes.length).toBeGreaterThan(20);
    expect(outcome.changes.every(({ observed, change }) => observed === false && change === "deactivated")).toBe(true);
    const times = outcome.changes.map(({ at }) => at.notAfter);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(leavers(outcome)).toEqual([]);
  });

  it("FA-12: a token that loses the e-mail scope changes nobody's address", async () => {
    const { slack, sweep, context } = await watched();
    slack.fault({ method: "users.list", kind: "scope_lost", scope: "users:read.email" });
    const outcome = await sweep();
    expect(outcome.changes).toEqual([]);
    const { entries } = await context.store.roster("acme");
    const known = [...entries.values()].filter(({ account }) => account.attributes.email != null);
    expect(known.length).toBeGreaterThan(300);
    expect([outcome.sweep.health, (await sweep()).sweep.health]).toContain("scope_lost");
  });

  it("FA-13: the change to daylight saving moves nobody", async () => {
    const { clock, sweep } = await watched();
    const before = clock.now();
    await clock.sleep(Date.UTC(2027, 3, 1) - before);
    expect((await sweep()).changes).toEqual([]);
  });

  it("FA-14: an account that a sync deactivates, brings back and deactivates again left once each time, and a rehire under a new id is somebody who joined", async () => {
    const { slack, sweep, staff } = await watched();
    const [id = ""] = staff(1);
    slack.acts.deactivate(id);
    const first = await sweep();
    slack.acts.reactivate(id);
    const back = await sweep();
    slack.acts.deactivate(id);
    const second = await sweep();
    expect([leavers(first), leavers(second)]).toEqual([[id], [id]]);
    expect(toldKinds(back)).toEqual(["reactivated"]);
    expect(back.departures.map(({ reversed }) => reversed?.change)).toEqual(["reactivated"]);
    expect(first.departures[0]?.id).not.toBe(second.departures[0]?.id);
    const rehired = slack.acts.invite();
    slack.acts.join(rehired);
    expect(toldKinds(await sweep())).toEqual(["joined"]);
  });

  it("FA-15: guests whose time is up are told as guests, not as staff", async () => {
    const { slack, sweep, context } = await watched({ accounts: 600 });
    const guests = [...slack.world.members.values()].filter(
      ({ sort, state, role }) => sort === "person" && state === "active" && role.endsWith("guest"),
    );
    for (const { id } of guests) slack.acts.expireGuest(id);
    const outcome = await sweep();
    expect(guests.length).toBeGreaterThan(10);
    const { entries } = await context.store.roster("acme");
    expect(tally(outcome.departures, entries.values())).toMatchObject({ staff: 0, guests: guests.length });
  });

  it("FA-16: another workspace behind the same setting is not compared with this one", async () => {
    const { slack, sweep } = await watched();
    slack.fault({ method: "auth.test", kind: "other_workspace" });
    const outcome = await sweep();
    expect(outcome.sweep.health).toBe("wrong_workspace");
    expect(outcome.changes).toEqual([]);
  });

  it("FA-17: an erasure long after does not move the time of the departure", async () => {
    const { slack, sweep, staff, clock, context } = await watched();
    const [id = ""] = staff(1);
    slack.acts.deactivate(id);
    const [departure] = (await sweep()).departures;
    await clock.sleep(30 * DAY);
    slack.acts.erase(id);
    await sweep();
    const kept = await context.store.departure(departure?.id ?? "");
    expect(kept?.at).toEqual(departure?.at);
    expect((departure?.at.notAfter ?? 0) - (departure?.at.notBefore ?? 0)).toBeLessThanOrEqual(HOUR + 5 * 60_000);
  });
});
