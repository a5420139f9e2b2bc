// After the day of april-2024.test.ts: what the pack gives back to whom, held against the company as it was before the sync, and
// what the command line says of that day.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountOf } from "../../src/core/directory/departure.ts";
import { restore } from "../../src/app/restore.ts";
import { systemClock } from "../../src/clock.ts";
import type { Disclosed, RestoreView } from "../../src/core/disclosure/disclose.ts";
import { counted } from "../../src/messages/words.ts";
import { jsonLines } from "../e2e/stage.ts";
import { type April, liveThroughApril } from "./april.ts";
import { DIRECTORY, rollcall, type Stage } from "./stage.ts";

const SETTINGS = `directories:
  acme: { kind: slack, token: { env: SLACK_TOKEN }, channels: true, groups: true }
watch: { every: 15m }
store: { path: rollcall.db }
`;

/** Ids by kind, in their order. */
type Things = Readonly<Record<"channel" | "group" | "role", readonly string[]>>;

let april: April;
let stage: Stage;
/** All that each of them had and does not have in the end. */
let lost: Map<string, Things>;

beforeAll(async () => {
  april = await liveThroughApril(true);
  ({ stage } = april);
  const { taken, leavers, before, after } = april;
  const none = { channels: [], groups: [], role: "" };
  lost = new Map(
    [...taken, ...leavers].map((id) => {
      const [had, has] = [before.get(id) ?? none, april.back.includes(id) ? (after.get(id) ?? none) : none];
      const lacks = (kind: "channels" | "groups"): string[] => had[kind].filter((one) => !has[kind].includes(one));
      return [
        id,
        { channel: lacks("channels"), group: lacks("groups"), role: had.role === has.role ? [] : [had.role] },
      ];
    }),
  );
  writeFileSync(join(stage.folder, "rollcall.yaml"), SETTINGS);
});
afterAll(() => stage.close());

/** How many things these people lack: `412 channels, 57 groups and 1 role`. */
function amount(ids: readonly string[]): string {
  const of = (kind: keyof Things): number => ids.reduce((sum, id) => sum + (lost.get(id)?.[kind].length ?? 0), 0);
  const [channels, groups, roles] = [of("channel"), of("group"), of("role")];
  return `${counted(channels, "channel")}, ${counted(groups, "group")} and ${counted(roles, "role")}`;
}

describe("the pack", () => {
  let pack: Disclosed<RestoreView>;

  beforeAll(async () => {
    const view = await restore({ store: stage.store, clock: systemClock }, { what: DIRECTORY }, "named");
    if (view === undefined) throw new Error("There is no pack.");
    pack = view;
  });

  it("is of those whom the sync took out and of those who left, and knows who is back", () => {
    const { taken, leavers, back } = april;
    expect(pack.people.map(({ account }) => account.id).toSorted()).toEqual([...taken, ...leavers].toSorted());
    const here = pack.people.flatMap((person) => (person.back === null ? [] : [person.account.id]));
    expect(here.toSorted()).toEqual(back.toSorted());
    expect(pack.people.every(({ unknown }) => unknown.length === 0)).toBe(true);
  });

  it("gives back to each who is back exactly what they had and lack", () => {
    for (const { account, things, back } of pack.people) {
      const wanted = things.filter((one) => one.restore === (back === null ? "when back" : "yes"));
      const idsOf = (kind: keyof Things): string[] =>
        wanted.flatMap((one) => (one.kind === kind ? [one.id] : [])).toSorted();
      expect({ channel: idsOf("channel"), group: idsOf("group"), role: idsOf("role") }).toEqual(lost.get(account.id));
    }
  });

  it("gives nothing to those who are gone as long as they are: five whom the sync has not put back, three who left", () => {
    const { away, leavers } = april;
    const gone = pack.people.filter(({ back }) => back === null);
    expect(gone.map(({ account }) => account.id).toSorted()).toEqual([...away, ...leavers].toSorted());
    for (const { things } of gone) expect(things.every((one) => one.restore === "when back")).toBe(true);
  });

  it("gives an admin the role back that the sync has not, and nobody else any", () => {
    const roles = pack.people.flatMap(({ account, things, now }) =>
      things.flatMap((one) => (one.kind === "role" && one.restore === "yes" ? [[account.id, one.id, now.role]] : [])),
    );
    expect(roles).toEqual([[april.lessened, "admin", "member"]]);
  });

  it("leaves out the channels that somebody has been let into again by hand, and not their groups", () => {
    const things = pack.people.find(({ account }) => account.id === april.helped)?.things ?? [];
    const restored = (kind: string) => new Set(things.flatMap((one) => (one.kind === kind ? [one.restore] : [])));
    expect([restored("channel"), restored("group")]).toEqual([new Set(["no"]), new Set(["yes"])]);
  });

  it("is the same for the incident that the message names", async () => {
    const incident = stage.desk.at(-1)?.view.incident ?? "";
    const same = await restore({ store: stage.store, clock: systemClock }, { what: incident }, "named");
    expect(same?.people).toEqual(pack.people);
  });

  it("as JSON on the command line is the same, and as CSV has a row for each thing", async () => {
    const json: unknown = JSON.parse((await rollcall(stage.folder, "restore", DIRECTORY, "--format", "json")).out);
    expect(json).toEqual(JSON.parse(JSON.stringify(pack)));
    const { out, err } = await rollcall(stage.folder, "restore", "--format", "csv");
    const rows = parse(out, { columns: true }) as Record<string, string>[];
    expect(err).toBe("");
    expect(rows.length).toBe(pack.people.reduce((sum, { things }) => sum + things.length, 0));
    const wanted = rows.filter((row) => row["to_restore"] === "yes");
    for (const id of april.back) {
      const mine = wanted.filter(({ account }) => account === id);
      const { channel = [], group = [], role = [] } = lost.get(id) ?? {};
      expect(mine.map((row) => row["id"] ?? "").toSorted()).toEqual([...channel, ...group, ...role].toSorted());
      expect(new Set(mine.map(({ state, confirmed }) => `${state} ${confirmed}`)).size).toBeLessThan(2);
    }
    expect(wanted.every(({ account = "" }) => april.back.includes(account))).toBe(true);
  });
});

describe("the command line, of the store that the day has left", () => {
  it("rollcall restore says what there is to do, how fresh that is, and a row a person, those who are back first", async () => {
    const { taken, leavers, back, away, lessened } = april;
    const all = taken.length + leavers.length;
    const { out, err } = await rollcall(stage.folder, "restore");
    const [head, todo, where, read, , columns, ...rows] = out.split("\n");
    expect(err).toBe("");
    expect(head).toBe(`${all} people left acme, 8 Apr 2024 08:15–10:40 UTC; ${back.length} are back`);
    expect(todo).toBe(`  To restore: ${amount(back)}; once the others are back: ${amount([...away, ...leavers])}`);
    // Everybody but the one who was let in again by hand.
    expect(where).toMatch(new RegExp(`^  Where: #general ${back.length - 1} · .* · \\d+ others$`));
    expect(read).toBe("  Read: list 8 Apr 2024 14:00 UTC (ok), channels and groups 8 Apr 2024 14:00 UTC");
    expect(columns?.split(/ {2,}/)).toEqual(["who", "account", "state", "role", "channels", "groups", "left"]);
    expect(rows[20]).toBe(`… ${all - 20} more (--all)`);
    const whole = (await rollcall(stage.folder, "restore", "--all")).out.split("\n");
    const states = whole.flatMap((line) => / {2}(back|gone) {2}/.exec(line)?.[1] ?? []);
    expect(states).toEqual([...back.map(() => "back"), ...away.map(() => "gone"), ...leavers.map(() => "gone")]);
    const admin = whole.find((line) => line.includes(lessened));
    const channels = lost.get(lessened)?.channel.length;
    expect(admin).toMatch(new RegExp(`back +admin, now member +${channels} of ${channels} +1 of 1 +deactivated, `));
  });

  it("rollcall departures lists everybody, and of those who came back that they did", async () => {
    const { taken, leavers, back, found } = april;
    const all = taken.length + leavers.length;
    const { out, err } = await rollcall(stage.folder, "departures", DIRECTORY, "--all");
    const [columns, ...rows] = out.trimEnd().split("\n");
    expect(columns?.split(/ {2,}/)).toEqual(["id", "who", "kind", "where", "by", "team", "how", "when"]);
    const observed = rows.filter((row) => !row.includes("deactivated before"));
    expect(observed.length).toBe(all);
    expect(observed.filter((row) => row.includes("  deactivated, reactivated  ")).length).toBe(back.length);
    expect(observed.filter((row) => row.includes("  deactivated  ")).length).toBe(all - back.length);
    expect(err).toBe(`${rows.length} departures\n`);
    const lines = jsonLines((await rollcall(stage.folder, "departures", DIRECTORY, "--json")).out);
    const byActor = Map.groupBy(lines, ({ actor }) => (actor as { kind?: string } | undefined)?.kind);
    expect([byActor.get("app")?.length, byActor.get("person")?.length]).toEqual([taken.length, leavers.length]);
    expect(lines.filter(({ id }) => [...found.values()].some((one) => one.id === id)).length).toBe(all);
    expect(new Set([...found.values()].map(accountOf)).size).toBe(all);
  });

  it("rollcall coverage says that events and sweeps covered all of the day", async () => {
    // What is heard is kept each minute: of the last one the store may know nothing yet.
    const span = ["--since", "2024-04-08T08:00:00Z", "--until", "2024-04-08T14:04:00Z"];
    expect(await rollcall(stage.folder, "coverage", DIRECTORY, ...span)).toEqual({
      out: "acme\n  8 Apr 2024 08:00 UTC to 8 Apr 2024 14:04 UTC  events and sweeps, 6 h 4 min\n",
      err: "acme: no gap; a pause of more than 45 min between two sweeps is one\n",
    });
  });
});
