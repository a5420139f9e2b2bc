import { afterEach, describe, expect, it } from "vitest";
import type { Attributes } from "../../core/directory/account.ts";
import { virtualClock } from "../../http/testing.ts";
import type { SlackReading } from "./api.ts";
import { createWorld, type FakeSlack, startFakeSlack } from "./fake/index.ts";
import { slack } from "./index.ts";
import type { SlackSettings } from "./settings.ts";
import { readingAt, withSlack } from "./testing.ts";

let fake: FakeSlack | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

async function start(
  fields: SlackSettings["fields"],
  workspaces?: number,
): Promise<{ fake: FakeSlack; reading: SlackReading }> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const options = { seed: 5, accounts: 150, now: clock.now(), projectChannels: 1 };
  const world = createWorld(workspaces === undefined ? options : { ...options, workspaces });
  fake = await startFakeSlack({ world, now: clock.now, scopes: ["users:read", "users.profile:read", "team:read"] });
  return { fake, reading: readingAt(fake.url, { token: fake.token, fields }, { clock }) };
}

async function details(reading: SlackReading, ids: readonly string[]): Promise<Map<string, Attributes>> {
  const read = new Map<string, Attributes>();
  for await (const { id, attributes } of slack.details?.(reading, ids) ?? []) read.set(id, attributes);
  return read;
}

const people = (workspace: FakeSlack) =>
  workspace.world.list.flatMap((member) => (member?.sort === "person" && member.state === "active" ? [member] : []));

describe("custom profile fields", () => {
  it("give location, team and manager of each account, and null where a field is empty", async () => {
    const { fake: workspace, reading } = await start({ location: "Office", team: "Team", manager: "Manager" });
    const some = people(workspace).slice(0, 40);
    const read = await details(
      reading,
      some.map(({ id }) => id),
    );
    for (const member of some) {
      expect(read.get(member.id)).toStrictEqual({
        location: member.office,
        locationFrom: "field Office",
        team: member.team,
        manager: member.manager?.id ?? null,
      });
    }
    expect([...read.values()].some(({ manager }) => typeof manager === "string")).toBe(true);
  });

  it("give the employee id where the settings name its field", async () => {
    const { fake: workspace, reading } = await start({ employeeId: "Team" });
    const [someone] = people(workspace);
    const read = await details(reading, [someone?.id ?? ""]);
    expect([...read.values()]).toEqual([{ employeeId: someone?.team }]);
  });

  it("are found by label in any case, and by id", async () => {
    const { fake: workspace, reading } = await start({ location: " office " });
    const [someone] = people(workspace);
    const id = someone?.id ?? "";
    const byId = {
      ...reading,
      settings: { ...reading.settings, fields: { location: workspace.world.fields.office.id } },
    };
    expect(await details(byId, [id])).toEqual(await details(reading, [id]));
    expect((await details(reading, [id])).get(id)?.locationFrom).toBe("field Office");
  });

  it("ask for the labels once, and for each account within the limit of the method", async () => {
    const { fake: workspace, reading } = await start({ location: "Office" });
    const ids = workspace.world.list.flatMap((member) => (member === undefined ? [] : [member.id]));
    expect((await details(reading, ids)).size).toBe(150);
    const calls = workspace.calls.map(({ method }) => method);
    expect(calls.filter((method) => method === "team.profile.get")).toHaveLength(1);
    expect(workspace.calls.filter(({ status }) => status === 429)).toEqual([]);
    expect(workspace.calls.some(({ params }) => params["include_labels"] !== undefined)).toBe(false);
  });

  it("that the workspace does not have are a mistake in the settings, which names those that it has", async () => {
    const { fake: workspace, reading } = await start({ location: "Offices" });
    const [someone] = people(workspace);
    const mistake = {
      code: "bad_setting",
      message: expect.stringMatching(/fields\.location.*"Offices".*"Office", "Team"/),
    };
    await expect(details(reading, [someone?.id ?? ""])).rejects.toMatchObject(mistake);
    await expect(slack.snapshot(reading)).rejects.toMatchObject(mistake);
  });

  it("whose label is that of several have to be named by id", async () => {
    const fields = [
      { id: "Xf1", label: "Office" },
      { id: "Xf2", label: "office" },
    ];
    const asked = withSlack(
      ({ method }) => ({
        body: method === "auth.test" ? { ok: true, team_id: "T1" } : { ok: true, profile: { fields } },
      }),
      (url) => details(readingAt(url, { fields: { location: "Office" } }), ["U1"]),
    );
    await expect(asked).rejects.toMatchObject({ code: "bad_setting", message: expect.stringContaining("(Xf1, Xf2)") });
  });

  it("are not given for accounts that Slack does not know", async () => {
    const { fake: workspace, reading } = await start({ location: "Office" });
    const [someone] = people(workspace);
    const id = someone?.id ?? "";
    expect([...(await details(reading, ["U0NOBODY", id])).keys()]).toEqual([id]);
  });

  it("stay unknown where Slack says nothing of them, and are empty where it says so", async () => {
    const profiles: Readonly<Record<string, unknown>> = {
      U1: {},
      U2: { fields: null },
      U3: { fields: [] },
      U4: { fields: {} },
    };
    const read = await withSlack(
      ({ method, params }) => {
        if (method === "auth.test") return { body: { ok: true, team_id: "T1" } };
        if (method === "team.profile.get")
          return { body: { ok: true, profile: { fields: [{ id: "Xf1", label: "Office" }] } } };
        return { body: { ok: true, profile: profiles[params["user"] ?? ""] } };
      },
      (url) => details(readingAt(url, { fields: { location: "Office" } }), Object.keys(profiles)),
    );
    const empty = { location: null, locationFrom: null };
    expect(Object.fromEntries(read)).toStrictEqual({ U1: {}, U2: empty, U3: empty, U4: empty });
  });

  it("are read with an organisation's token too", async () => {
    const { fake: grid, reading } = await start({ team: "Team" }, 2);
    const [someone] = people(grid);
    const id = someone?.id ?? "";
    expect((await details(reading, [id])).get(id)).toEqual({ team: someone?.team });
  });

  it("cost no call where the settings name none", async () => {
    const { fake: workspace, reading } = await start(undefined);
    expect((await details(reading, ["U1"])).size).toBe(0);
    expect(workspace.calls).toEqual([]);
  });
});
