import { afterEach, describe, expect, it } from "vitest";
import { HOUR } from "../../../core/time.ts";
import type { FakeSlack } from "./index.ts";
import { NOW, asList, asObject, cursorOf, staff, startSmall } from "./test-client.ts";

let slack: FakeSlack;
afterEach(() => slack.close());

interface Asked {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function logs(params: Record<string, string> = {}, token = slack.auditToken): Promise<Asked> {
  const url = `${slack.auditUrl}logs?${new URLSearchParams(params).toString()}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: asObject(await response.json()) };
}

const entries = async (params: Record<string, string> = {}) => asList((await logs(params)).body["entries"]);
const actions = async (params: Record<string, string> = {}) => (await entries(params)).map(({ action }) => action);

describe("the audit log of the fake", () => {
  it("has an entry for each end of an account and each change of a role, newest first", async () => {
    slack = await startSmall({ workspaces: 1 });
    const [a = "", b = ""] = staff(slack);
    const guest = [...slack.world.members.values()].find((one) => one.role === "guest" && one.state === "active")?.id;
    slack.acts.deactivate(a);
    slack.acts.reactivate(a);
    slack.acts.setRole(b, "guest");
    slack.acts.deactivate(b);
    slack.acts.reactivate(b);
    slack.acts.setRole(b, "member");
    slack.acts.expireGuest(guest ?? "");
    slack.acts.editStatus(a, "away");
    slack.acts.deactivate(a);
    slack.acts.erase(a);
    expect(await actions()).toEqual([
      "user_profile_deleted",
      "user_deactivated",
      "guest_expired",
      "role_change_to_user",
      "guest_reactivated",
      "guest_deactivated",
      "role_change_to_guest",
      "user_reactivated",
      "user_deactivated",
    ]);
  });

  it("names who did it: an admin, the person it was done by, an app with whoever installed it, or nobody", async () => {
    slack = await startSmall({ workspaces: 1 });
    const [a = "", b = "", c = "", boss = ""] = staff(slack);
    const guest = [...slack.world.members.values()].find((one) => one.role === "guest" && one.state === "active")?.id;
    slack.acts.deactivate(a);
    slack.by({ kind: "person", id: boss, name: "The Boss" }, (acts) => acts.deactivate(b));
    slack.by({ kind: "app", id: "A0SCIM", name: "Directory Sync" }, (acts) => acts.deactivate(c));
    slack.acts.expireGuest(guest ?? "");
    const found = (await entries()).toReversed();
    const admin = [...slack.world.members.values()].find(({ role }) => role === "admin")?.id;
    expect(admin).toBeDefined();
    const actor = (id: string | undefined) => ({ type: "user", user: { id } });
    expect(found).toMatchObject([
      { entity: { type: "user", user: { id: a } }, context: { session_id: expect.any(Number) } },
      { actor: actor(boss), entity: { user: { id: b } } },
      { entity: { user: { id: c } }, context: { app: { id: "A0SCIM", name: "Directory Sync" } } },
      { actor: actor("USLACKUSER"), entity: { user: { id: guest } } },
    ]);
    const by = found.map((entry) => asObject(asObject(entry["actor"])["user"])["id"]);
    expect(slack.world.members.get(String(by[0]))?.role).toBe("admin");
    expect(by[2]).toBe(by[0]);
    expect(found.map((entry) => asObject(entry["context"])["app"] !== undefined)).toEqual([false, false, true, false]);
  });

  it("takes the actions, the times (both ends included) and the entity that are asked for", async () => {
    let now = NOW;
    slack = await startSmall({ workspaces: 1 }, { now: () => now });
    const [a = "", b = ""] = staff(slack);
    slack.acts.deactivate(a);
    now += HOUR;
    slack.acts.reactivate(a);
    now += HOUR;
    slack.acts.setRole(b, "guest");
    const at = (hours: number) => String((NOW + hours * HOUR) / 1000);
    expect(await actions({ action: "user_deactivated,role_change_to_guest" })).toEqual([
      "role_change_to_guest",
      "user_deactivated",
    ]);
    expect(await actions({ oldest: at(1) })).toEqual(["role_change_to_guest", "user_reactivated"]);
    expect(await actions({ oldest: at(1), latest: at(1) })).toEqual(["user_reactivated"]);
    expect(await actions({ latest: at(0) })).toEqual(["user_deactivated"]);
    expect(await actions({ entity: b })).toEqual(["role_change_to_guest"]);
  });

  it("is paged by a cursor, which new entries do not disturb", async () => {
    slack = await startSmall({ workspaces: 1 });
    const people = staff(slack).slice(0, 7);
    for (const id of people) slack.acts.deactivate(id);
    const seen: unknown[] = [];
    for (let cursor = ""; seen.length === 0 || cursor !== "";) {
      const { body } = await logs({ limit: "3", ...(cursor === "" ? {} : { cursor }) });
      seen.push(...asList(body["entries"]).map((entry) => asObject(asObject(entry["entity"])["user"])["id"]));
      cursor = cursorOf(body);
      slack.acts.reactivate(people[0] ?? "");
      slack.acts.deactivate(people[0] ?? "");
    }
    expect(seen).toEqual(people.toReversed());
  });

  it("is refused to other tokens, to other plans, for more than 9,999 entries and after 50 calls a minute", async () => {
    slack = await startSmall({ workspaces: 1 }, { rateLimits: true });
    const refused = async (params: Record<string, string>, token?: string) => {
      const { status, body } = await logs(params, token);
      return [status, body["error"]];
    };
    expect(await refused({}, slack.token)).toEqual([403, "not_allowed_token_type"]);
    expect(await refused({}, slack.appToken)).toEqual([403, "not_allowed_token_type"]);
    expect(await refused({}, "xoxp-nobody")).toEqual([401, "invalid_auth"]);
    expect(await refused({ limit: "10000" })).toEqual([400, "invalid_arguments"]);
    expect(await refused({ cursor: "bm9uc2Vuc2U=" })).toEqual([400, "invalid_cursor"]);
    for (let count = 0; count < 48; count += 1) expect((await logs()).status).toBe(200);
    expect(await refused({})).toEqual([429, "ratelimited"]);
    slack.fault({ method: "audit.logs", kind: "http_503" });
    expect((await fetch(`${slack.auditUrl}logs`)).status).toBe(503);
    await slack.close();
    slack = await startSmall();
    expect(await refused({})).toEqual([403, "feature_not_enabled"]);
  });
});
