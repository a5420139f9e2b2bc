// A sync that is broken deactivates a quarter of the company, who then come back, into no channel and no group (Slack, April
// 2024: https://slack-status.com/2024-04/b3a5d5713e783458). The pack says what each of them lost, and nothing else.
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { World } from "../../src/connectors/slack/fake/index.ts";
import { openStore } from "../../src/wire/context.ts";
import { jsonLines, openStage, type Stage } from "./stage.ts";

const SCOPES = ["users:read", "users:read.email", "team:read", "channels:read", "groups:read", "usergroups:read"];

type Row = Record<string, string>;

interface Truth {
  readonly channels: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly role: string;
}

let stage: Stage;
let env: Record<string, string>;
let taken: string[];
let gone: string[];
let before: Map<string, Truth>;
let csv: Awaited<ReturnType<Stage["run"]>>;
let rows: Row[];

/** What everybody has who is in the workspace, as far as the app may see it. */
function truth(world: World): Map<string, Truth> {
  const channels = [...world.channels.values()].filter(
    ({ isPrivate, hasApp, isArchived }) => (!isPrivate || hasApp) && !isArchived,
  );
  return new Map(
    [...world.members.values()].map((member) => [
      member.id,
      {
        channels: new Set(channels.flatMap(({ id, members }) => (members.has(member) ? [id] : []))),
        groups: new Set(world.groups.flatMap(({ id, members }) => (members.has(member) ? [id] : []))),
        role: member.role,
      },
    ]),
  );
}

beforeAll(async () => {
  stage = await openStage(200);
  const { slack } = stage;
  const { acts, world } = slack;
  env = { SLACK_TOKEN: slack.issueToken({ scopes: SCOPES }) };
  stage.file(
    "rollcall.yaml",
    `directories:
  acme: { kind: slack, token: { env: SLACK_TOKEN }, api: "${slack.url}", channels: true, groups: true }
notify:
  - { to: terminal, audience: named }
`,
  );
  await stage.prepare(["sweep"], { env });
  before = truth(world);
  const people = [...world.members.values()].filter(({ sort, state }) => sort === "person" && state === "active");
  const admins = people.filter(({ role }) => role === "admin");
  const others = people.filter(({ role }) => role !== "admin");
  taken = [...admins, ...others].slice(0, Math.floor(people.length / 4)).map(({ id }) => id);
  for (const id of taken) acts.deactivate(id);
  await stage.prepare(["sweep"], { env });
  gone = taken.slice(-2);
  for (const id of taken.slice(0, -2)) acts.reactivate(id);
  acts.setRole(admins[0]?.id ?? "", "member");
  // One is put back by hand into a channel that they had, another into one that they had not.
  const [first = "", second = ""] = taken;
  const had = before.get(first)?.channels ?? new Set();
  acts.joinChannel(first, [...had][0] ?? "");
  const foreign = [...world.channels.values()].find(
    ({ id, isPrivate, isArchived }) => !isPrivate && !isArchived && before.get(second)?.channels.has(id) === false,
  );
  acts.joinChannel(second, foreign?.id ?? "");
  const project = [...world.channels.values()].find(
    ({ id, isGeneral, isArchived }) =>
      !isGeneral && !isArchived && taken.some((one) => before.get(one)?.channels.has(id)) && id !== [...had][0],
  );
  acts.archiveChannel(project?.id ?? "");
  await stage.prepare(["sweep"], { env });
  csv = await stage.run(["restore", "--format", "csv"], { env });
  rows = parse(csv.out, { columns: true });
}, 60_000);
afterAll(() => stage.close());

/** Of these rows: by account, the ids of one kind. */
function idsOf(some: readonly Row[], kind: string): Map<string, string[]> {
  const byAccount = Map.groupBy(
    some.filter((row) => row["kind"] === kind),
    (row) => row["account"] ?? "",
  );
  return new Map([...byAccount].map(([id, mine]) => [id, mine.map((row) => row["id"] ?? "").toSorted()]));
}

const sorted = (ids: Iterable<string> | undefined): string[] => [...(ids ?? [])].toSorted();

describe("the pack after a sync that was broken", () => {
  it("is of those who were taken out, and of nobody else; a good quarter of the company and at least one admin", () => {
    expect([csv.code, csv.err]).toEqual([0, ""]);
    expect(sorted(new Set(rows.map((row) => row["account"] ?? "")))).toEqual(sorted(taken));
    expect(taken.length).toBeGreaterThan(30);
    expect(rows.filter((row) => row["state"] === "gone").every((row) => gone.includes(row["account"] ?? ""))).toBe(
      true,
    );
  });

  it("names exactly the channels and groups that each of them had", () => {
    const [channels, groups] = [idsOf(rows, "channel"), idsOf(rows, "group")];
    for (const id of taken) {
      expect(channels.get(id) ?? []).toEqual(sorted(before.get(id)?.channels));
      expect(groups.get(id) ?? []).toEqual(sorted(before.get(id)?.groups));
    }
  });

  it("has restored, of those who are back, exactly what the workspace had of them and has not any more", () => {
    const now = truth(stage.slack.world);
    const open = new Set(
      [...stage.slack.world.channels.values()].flatMap(({ id, isArchived }) => (isArchived ? [] : [id])),
    );
    const wanted = rows.filter((row) => row["to_restore"] === "yes");
    const [channels, groups] = [idsOf(wanted, "channel"), idsOf(wanted, "group")];
    for (const id of taken.filter((one) => !gone.includes(one))) {
      const [had, has] = [before.get(id), now.get(id)];
      const lost = sorted(had?.channels).filter((one) => has?.channels.has(one) === false && open.has(one));
      expect(channels.get(id) ?? []).toEqual(lost);
      expect(groups.get(id) ?? []).toEqual(sorted(had?.groups).filter((one) => has?.groups.has(one) === false));
    }
    for (const id of gone) expect(channels.has(id) || groups.has(id)).toBe(false);
    expect(wanted.length).toBeGreaterThan(taken.length);
    // Only one of the admins came back as less.
    const roles = rows.filter((row) => row["kind"] === "role" && row["to_restore"] === "yes");
    expect(roles.map((row) => [row["account"], row["id"], row["now"]])).toEqual([[taken[0], "admin", "member"]]);
  });

  it("sends nobody into a channel that has been archived since", () => {
    const ended = rows.filter((row) => row["to_restore"] === "ended");
    expect(ended.length).toBeGreaterThan(0);
    for (const row of ended) {
      expect(row["ended"]).toBe("archived");
      expect(stage.slack.world.channels.get(row["id"] ?? "")?.isArchived).toBe(true);
    }
  });

  it("calls every channel and group by its name, and every person by theirs", () => {
    const { world } = stage.slack;
    const groups = new Map(world.groups.map(({ id, name }) => [id, name]));
    for (const row of rows.filter(({ kind }) => kind !== "role")) {
      expect(row["name"]).toBe(world.channels.get(row["id"] ?? "")?.name ?? groups.get(row["id"] ?? ""));
    }
    for (const row of rows) {
      const member = world.members.get(row["account"] ?? "");
      expect([row["person"], row["email"]]).toEqual([`${member?.first} ${member?.last}`, member?.email]);
    }
  });

  it("says the same as JSON, in one document and a person a line, and of one incident or departure", async () => {
    const document = JSON.parse((await stage.run(["restore", "acme", "--format", "json"], { env })).out);
    const lines = jsonLines((await stage.run(["restore", "--json"], { env })).out);
    expect(lines.slice(0, -1)).toEqual(document.people);
    expect(lines.at(-1)).toEqual({ restore: { directories: document.directories, people: taken.length } });
    const things = document.people.flatMap((person: { account: { id: string }; things: { id: string }[] }) =>
      person.things.map(({ id }) => `${person.account.id} ${id}`),
    );
    expect(things).toEqual(rows.map((row) => `${row["account"]} ${row["id"]}`));
    const [first] = document.people;
    const [only] = jsonLines((await stage.run(["restore", first.departures[0], "--json"], { env })).out);
    expect(only).toEqual(first);
    const store = await openStore(join(stage.folder, "rollcall.db"));
    const incidents = await store.incidentsOf([first.departures[0]]);
    await store.close();
    const incident = incidents.get(first.departures[0])?.find(({ kind }) => kind === "departures");
    const told = jsonLines((await stage.run(["restore", incident?.id ?? "", "--json"], { env })).out);
    expect(told).toEqual(lines);
  });

  it("is on the record, with numbers and nobody's name", async () => {
    const store = await openStore(join(stage.folder, "rollcall.db"));
    const records = (await store.records({})).filter(({ action }) => action === "restore");
    await store.close();
    const channels = rows.filter((row) => row["kind"] === "channel" && row["to_restore"] === "yes").length;
    expect(records.at(-1)?.detail).toMatchObject({ people: taken.length, back: taken.length - 2, channels, roles: 1 });
    for (const id of taken) expect(JSON.stringify(records)).not.toContain(id);
  });

  it("on a terminal is a row a person, and of one person everything", async () => {
    const { out } = await stage.run(["restore"], { env });
    expect(out).toContain(`${taken.length} people left acme`);
    expect(out).toContain("more (--all)");
    const id = rows.find((row) => row["to_restore"] === "ended" && row["state"] === "back")?.["account"];
    const { people } = JSON.parse((await stage.run(["restore", "--format", "json"], { env })).out);
    const one = people.find((person: { account: { id: string } }) => person.account.id === id);
    const text = (await stage.run(["restore", one.departures[0]], { env })).out;
    expect(text).toMatch(/channels +to restore: #/);
    expect(text).toMatch(/cannot be restored: #\S+ \(archived\)/);
  });

  it("asks for what it does not know in one sentence", async () => {
    const { code, out, err } = await stage.run(["restore", "d-0000"], { env });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("d-0000");
  });
});
