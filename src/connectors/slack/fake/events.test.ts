import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../../core/time.ts";
import type { EventCallback, Pushed } from "./events.ts";
import { createFakeSlack, createWorld, type FakeSlack, type FakeSlackOptions, type WorldOptions } from "./index.ts";
import { NOW, ask, asObject, staff, startSmall } from "./test-client.ts";

interface Heard {
  readonly slack: FakeSlack;
  readonly pushed: Pushed[];
  /** The events that came since it was last called. */
  readonly take: () => EventCallback[];
  readonly types: () => string[];
}

function listen(world: Partial<WorldOptions> = {}, options: Partial<FakeSlackOptions> = {}): Heard {
  const slack = createFakeSlack({
    world: createWorld({ seed: 7, accounts: 120, now: NOW, ...world }),
    now: () => NOW,
    rateLimits: false,
    ...options,
  });
  const pushed: Pushed[] = [];
  slack.onEvent((one) => pushed.push(one));
  const take = () => pushed.splice(0).filter((one) => one.type === "event_callback");
  return { slack, pushed, take, types: () => take().map(({ event }) => event.type) };
}

function member(slack: FakeSlack, index = 0): string {
  const id = staff(slack)[index];
  if (id === undefined) throw new Error("the workspace has no such member");
  return id;
}

function guest({ world }: FakeSlack): string {
  return [...world.members.values()].find(({ role, state }) => role === "guest" && state === "active")?.id ?? "";
}

const userOf = ({ event }: EventCallback) => asObject(event["user"]);
const ALL = ["user_change", "user_profile_changed", "user_status_changed", "team_join", "user_guest_status_changed"];

describe("what the fake workspace tells of its accounts", () => {
  it("the end of an account comes at once, in Slack's whole envelope, with the account as users.info gives it", async () => {
    const slack = await startSmall();
    try {
      const pushed: Pushed[] = [];
      slack.onEvent((one) => pushed.push(one));
      const id = member(slack);
      slack.acts.deactivate(id);
      const workspace = slack.world.workspaces[0].id;
      expect(pushed).toMatchObject([
        {
          type: "event_callback",
          team_id: workspace,
          context_team_id: workspace,
          context_enterprise_id: null,
          api_app_id: expect.stringMatching(/^A0\w+$/),
          event_id: expect.stringMatching(/^Ev0\w+$/),
          event_time: NOW / 1000,
          is_ext_shared_channel: false,
          authorizations: [
            { team_id: workspace, user_id: slack.world.app.id, is_bot: true, is_enterprise_install: false },
          ],
          event: { type: "user_change", event_ts: expect.stringMatching(/^\d+\.\d{6}$/), cache_ts: NOW / 1000 },
        },
      ]);
      const [first] = pushed;
      if (first?.type !== "event_callback") throw new Error("no event came");
      expect(userOf(first)).toMatchObject({ id, deleted: true });
      expect(userOf(first)).not.toHaveProperty("is_restricted");
      expect(userOf(first)).toEqual((await ask(slack, "users.info", { user: id }))["user"]);
    } finally {
      await slack.close();
    }
  });

  it("every act that changes the user object is told, and a custom field is not", () => {
    const { slack, types } = listen();
    const id = member(slack);
    const told = (act: () => void) => {
      act();
      return types();
    };
    expect(told(() => slack.acts.rename(id, "Ines", "Fictional"))).toEqual(["user_change"]);
    expect(told(() => slack.acts.changeEmail(id, "ines@acme.example"))).toEqual(["user_change"]);
    expect(told(() => slack.acts.editStatus(id, "away"))).toEqual(["user_change"]);
    expect(told(() => slack.acts.setTimezone(id, "Asia/Tokyo"))).toEqual(["user_change"]);
    expect(told(() => slack.acts.setRole(id, "admin"))).toEqual(["user_change"]);
    expect(told(() => slack.acts.moveOffice(id, "Lisbon"))).toEqual([]);
    expect(told(() => slack.acts.deactivate(id))).toEqual(["user_change"]);
    expect(told(() => slack.acts.reactivate(id))).toEqual(["user_change"]);
    expect(told(() => slack.acts.deactivate(id))).toEqual(["user_change"]);
    expect(told(() => slack.acts.erase(id))).toEqual(["user_change"]);
  });

  it("the twins of user_change come only where they are subscribed to, with the same account", () => {
    const { slack, take } = listen({}, { events: { subscribed: ALL } });
    slack.acts.rename(member(slack), "Ines", "Fictional");
    slack.acts.editStatus(member(slack), "away");
    const events = take();
    expect(events.map(({ event }) => event.type)).toEqual([
      "user_change",
      "user_profile_changed",
      "user_change",
      "user_status_changed",
    ]);
    const [change, twin] = events;
    if (change === undefined || twin === undefined) throw new Error("two events expected");
    expect(userOf(twin)).toEqual(userOf(change));
    expect(twin.event_id).not.toBe(change.event_id);
  });

  it("somebody new is told of as team_join", () => {
    const { slack, take } = listen();
    const id = slack.acts.invite();
    expect(take().map((one) => [one.event.type, userOf(one)["is_invited_user"]])).toEqual([["team_join", true]]);
    slack.acts.join(id);
    expect(take().map(({ event }) => event.type)).toEqual(["user_change", "team_join"]);
  });

  it("the status of a guest is told in each of the documented cases, and in no other", () => {
    const { slack, types } = listen();
    const [id, other] = [member(slack), guest(slack)];
    slack.acts.setRole(id, "guest");
    expect(types()).toEqual(["user_change", "user_guest_status_changed"]);
    slack.acts.setRole(id, "single_channel_guest");
    expect(types()).toEqual(["user_change", "user_guest_status_changed"]);
    slack.acts.setRole(id, "member");
    expect(types()).toEqual(["user_change", "user_guest_status_changed"]);
    slack.acts.expireGuest(other);
    expect(types()).toEqual(["user_change", "user_guest_status_changed"]);
    slack.acts.reactivate(other);
    expect(types()).toEqual(["user_change"]);
    slack.acts.setRole(id, "owner");
    expect(types()).toEqual(["user_change"]);
  });

  it("comings and goings are told only of channels that the app is in, as far as its scopes reach", () => {
    const { slack, take } = listen();
    const id = member(slack);
    const open = slack.acts.openChannel({ name: "with-the-app", hasApp: true });
    const shut = slack.acts.openChannel({ name: "without" });
    for (const channel of [open, shut]) {
      slack.acts.joinChannel(id, channel);
      slack.acts.leaveChannel(id, channel);
      slack.acts.leaveChannel(id, channel);
    }
    expect(take().map(({ event }) => event)).toMatchObject([
      { type: "member_joined_channel", user: id, channel: open, channel_type: "C" },
      { type: "member_left_channel", user: id, channel: open, channel_type: "C" },
    ]);
    const few = listen({}, { scopes: ["users:read", "channels:read"] });
    const hidden = few.slack.acts.openChannel({ name: "hidden", hasApp: true, isPrivate: true });
    few.slack.acts.joinChannel(member(few.slack), hidden);
    expect(few.take()).toEqual([]);
  });

  it("whether the end of an account also tells of its channels is a choice, since nobody knows", () => {
    for (const leavesOnEnd of [false, true]) {
      const { slack, types } = listen({}, { events: { leavesOnEnd } });
      const id = member(slack);
      const seen = slack.world.members.get(id)?.channels.filter(({ hasApp }) => hasApp) ?? [];
      expect(seen.length).toBeGreaterThan(1);
      slack.acts.deactivate(id);
      expect(types()).toEqual(["user_change", ...(leavesOnEnd ? seen.map(() => "member_left_channel") : [])]);
    }
  });

  it("no two events have one id, also over two fakes of one world, and each bears the time of its act", () => {
    const { slack, take, types } = listen();
    const id = member(slack);
    slack.at(NOW - HOUR, (acts) => acts.deactivate(id));
    slack.settle();
    slack.acts.reactivate(id);
    const first = take();
    expect(first.map(({ event_time }) => event_time)).toEqual([(NOW - HOUR) / 1000, NOW / 1000]);
    const again = createFakeSlack({ world: slack.world, now: () => NOW });
    const heard: string[] = [];
    again.onEvent((one) => heard.push(one.type === "event_callback" ? one.event_id : ""));
    again.acts.deactivate(id);
    const ids = [...first.map(({ event_id }) => event_id), ...heard];
    expect(new Set(ids).size).toBe(3);
    expect(types()).toEqual([]);
  });

  it("who stops listening hears no more", () => {
    const { slack } = listen();
    const heard: Pushed[] = [];
    const end = slack.onEvent((one) => heard.push(one));
    slack.acts.deactivate(member(slack));
    end();
    slack.acts.deactivate(member(slack, 1));
    expect(heard).toHaveLength(1);
  });
});

describe("what the fake workspace tells of the app", () => {
  it("an uninstalled app hears of that last of all, and its token is dead; installed again all is as before", async () => {
    const slack = await startSmall();
    try {
      const types: string[] = [];
      slack.onEvent((one) => types.push(one.type === "event_callback" ? one.event.type : one.type));
      slack.uninstallApp();
      slack.acts.deactivate(member(slack));
      expect(types).toEqual(["tokens_revoked", "app_uninstalled"]);
      expect(await ask(slack, "auth.test")).toEqual({ ok: false, error: "account_inactive" });
      slack.installAgain();
      slack.acts.deactivate(member(slack));
      expect(types.at(-1)).toBe("user_change");
      expect(await ask(slack, "auth.test")).toMatchObject({ ok: true });
    } finally {
      await slack.close();
    }
  });

  it("whose installer is deactivated hears of that account and then nothing", async () => {
    const slack = await startSmall();
    try {
      const pushed: Pushed[] = [];
      slack.onEvent((one) => pushed.push(one));
      slack.deactivateInstaller();
      slack.acts.deactivate(member(slack));
      expect(pushed).toMatchObject([{ event: { type: "user_change", user: { deleted: true } } }]);
      expect(await ask(slack, "auth.test")).toEqual({ ok: false, error: "account_inactive" });
      expect(slack.world.truth.map(({ act }) => act)).toEqual(["deactivate", "deactivateInstaller", "deactivate"]);
    } finally {
      await slack.close();
    }
  });

  it("a revoked token is told of by whose it was, another app's token is not, and a token that expired is not", () => {
    const { slack, take } = listen();
    slack.revokeToken(slack.issueToken());
    slack.revokeToken(slack.token, "token_expired");
    expect(take()).toEqual([]);
    slack.revokeToken(slack.token);
    expect(take().map(({ event }) => event)).toMatchObject([
      { type: "tokens_revoked", tokens: { oauth: [], bot: [slack.world.app.id] } },
    ]);
    slack.acts.deactivate(member(slack));
    expect(take()).toEqual([]);
  });

  it("a scope that is lost takes the events that need it along", () => {
    const { slack, types } = listen({}, { scopes: ["team:read"] });
    slack.acts.deactivate(member(slack));
    expect(types()).toEqual([]);
  });

  it("above the hour's number events are left out, and app_rate_limited says so once a minute, in its own shape", () => {
    let now = NOW;
    const { slack, pushed } = listen({}, { now: () => now, events: { perHour: 2 } });
    const rename = () => slack.acts.rename(member(slack), "Ines", "Fictional");
    for (let count = 0; count < 5; count += 1) rename();
    expect(pushed.map(({ type }) => type)).toEqual(["event_callback", "event_callback", "app_rate_limited"]);
    expect(pushed.at(-1)).toEqual({
      token: expect.any(String),
      type: "app_rate_limited",
      team_id: slack.world.workspaces[0].id,
      minute_rate_limited: NOW / 1000,
      api_app_id: expect.stringMatching(/^A0\w+$/),
    });
    now = NOW + MINUTE + 30_000;
    rename();
    expect(pushed.at(-1)).toMatchObject({ type: "app_rate_limited", minute_rate_limited: (NOW + MINUTE) / 1000 });
    now = NOW + HOUR + MINUTE;
    rename();
    expect(pushed.at(-1)).toMatchObject({ type: "event_callback" });
    slack.limitEvents(0);
    rename();
    expect(pushed.at(-1)).toMatchObject({ type: "app_rate_limited" });
  });
});

describe("in an Enterprise organisation", () => {
  it("who is taken out of a workspace is told of as that workspace sees it, in the organisation's envelope", () => {
    const { slack, take } = listen({ workspaces: 2 });
    const [one, other] = slack.world.workspaces;
    const id = [...slack.world.members.values()].find(
      ({ workspaces, state, sort }) => workspaces.length === 2 && state === "active" && sort === "person",
    )?.id;
    if (other === undefined || id === undefined) throw new Error("two workspaces expected");
    slack.acts.removeFromWorkspace(id, other.id);
    slack.acts.addToWorkspace(id, other.id);
    const [gone, back, joined] = take();
    expect(gone).toMatchObject({
      team_id: other.id,
      enterprise_id: slack.world.enterprise?.id,
      context_enterprise_id: slack.world.enterprise?.id,
      authorizations: [{ enterprise_id: slack.world.enterprise?.id, team_id: null, is_enterprise_install: true }],
      event: { type: "user_change", user: { id, deleted: true, enterprise_user: { teams: [one.id] } } },
    });
    expect(back?.event).toMatchObject({ type: "user_change", user: { id, deleted: false } });
    expect(joined?.event).toMatchObject({ type: "team_join", user: { id } });
  });

  it("a workspace that is taken from the app is told of, and no longer read; given back it is", async () => {
    const slack = await startSmall({ workspaces: 2 });
    try {
      const pushed: Pushed[] = [];
      slack.onEvent((one) => pushed.push(one));
      const [, other] = slack.world.workspaces;
      const team_id = other?.id ?? "";
      slack.withhold(team_id);
      expect(await ask(slack, "users.list", { team_id, limit: "5" })).toEqual({
        ok: false,
        error: "team_access_not_granted",
      });
      expect((await ask(slack, "auth.teams.list"))["teams"]).toHaveLength(1);
      slack.grant(team_id);
      expect(await ask(slack, "users.list", { team_id, limit: "5" })).toMatchObject({ ok: true });
      expect(pushed).toMatchObject([
        { event: { type: "team_access_revoked", team_ids: [team_id] } },
        { event: { type: "team_access_granted", team_ids: [team_id] } },
      ]);
    } finally {
      await slack.close();
    }
  });

  it("an app of one workspace hears of no other, and of its own people wherever else they are", () => {
    const world = createWorld({ seed: 7, accounts: 120, now: NOW, workspaces: 3 });
    const [, home] = world.workspaces;
    const { slack, take } = listen({}, { world, workspace: home?.id ?? "" });
    const people = [...world.members.values()].filter(({ sort, state }) => sort === "person" && state === "active");
    for (const { id } of people) slack.acts.editStatus(id, "away");
    const mine = people.filter(({ workspaces }) => workspaces.includes(home?.id ?? ""));
    const heard = take();
    expect(heard.map((one) => userOf(one)["id"])).toEqual(mine.map(({ id }) => id));
    expect(new Set(heard.map(({ team_id }) => team_id))).toEqual(new Set([home?.id]));
    expect(mine.some(({ workspaces }) => workspaces[0] !== home?.id)).toBe(true);
    expect(mine.length).toBeLessThan(people.length);
  });
});
