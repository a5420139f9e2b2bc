// rollcall offboarding, as whoever has to close accounts meets it: days of readings, and the newest of them by a sweep.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY, HOUR, iso } from "../../src/core/time.ts";
import { jsonLines, openStage, type Stage } from "./stage.ts";

const SETTINGS = `purpose: { text: "Verify off-boarding", authorisedBy: "CISO, 2026-11-20", contact: "it@example.com" }
directories:
  hr: { kind: file, path: hr.csv, key: employee_id }
  code: { kind: file, path: code.csv, key: uid }
  chat: { kind: file, path: chat.csv, key: uid }
offboarding:
  leads: [hr]
  limits: { code: 1h }
  default: 3d
store: { path: rollcall.db }
`;
const HR = "employee_id,name,status\nE1,Ada Lovelace,deactivated\nE2,Björn Ångström,active\nE3,Cleo Twin,active\n";
const CODE = "uid,name,employee_id,status\n1,Ada L.,E1,active\n2,Bjorn,E2,active\n9,Zed,,active\n";
const CHAT = "uid,name,employee_id,status\nu1,Ada,E1,active\nu3,Cleo,E3,deactivated\n";

const NAMES: Readonly<Record<string, string>> = {
  E1: "Ada Lovelace",
  "1": "Ada L.",
  u1: "Ada",
  u3: "Cleo",
  "9": "Zed",
};

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(30);
  stage.file("rollcall.yaml", SETTINGS);
  for (const [name, text] of [
    ["hr.csv", HR],
    ["code.csv", CODE],
    ["chat.csv", CHAT],
  ] as const)
    stage.file(name, text);
  // Two days ago everybody was here; a day ago Ada had left by the list of staff, and Cleo had lost the account in chat.
  const now = Date.now();
  const day = (
    ago: number,
    directory: string,
    rows: readonly (readonly [id: string, number: string | null, status: string])[],
  ) =>
    JSON.stringify({
      directory,
      takenAt: iso(now - ago * DAY - HOUR),
      complete: true,
      accounts: rows.map(([id, employeeId, status]) => ({
        id,
        name: NAMES[id] ?? id,
        employeeId,
        status,
        kind: "human",
      })),
    });
  const lines = [
    day(2, "hr", [
      ["E1", "E1", "active"],
      ["E2", "E2", "active"],
      ["E3", "E3", "active"],
    ]),
    day(2, "code", [
      ["1", "E1", "active"],
      ["2", "E2", "active"],
      ["9", null, "active"],
    ]),
    day(2, "chat", [
      ["u1", "E1", "active"],
      ["u3", "E3", "active"],
    ]),
    day(1, "hr", [
      ["E1", "E1", "deactivated"],
      ["E2", "E2", "active"],
      ["E3", "E3", "active"],
    ]),
    day(1, "chat", [
      ["u1", "E1", "active"],
      ["u3", "E3", "deactivated"],
    ]),
  ];
  stage.file("days.ndjson", `${lines.join("\n")}\n`);
  await stage.prepare(["replay", "days.ndjson", "--into", "rollcall.db"]);
  await stage.prepare(["sweep"]);
}, 60_000);
afterAll(() => stage.close());

const offboarding = (...args: string[]) => stage.run(["offboarding", ...args]);

it("says what is overdue, what looks like an accident and what nobody owns, and how many are still in time", async () => {
  const { code, out, err } = await offboarding();
  expect(code).toBe(0);
  expect(out).toMatch(/^Overdue \(1\)\n.*\nAda L\. +code/m);
  expect(out).toMatch(/By accident\?.*\(1\)\n.*\nCleo +chat/m);
  expect(out).toMatch(/^Accounts that nobody owns \(1\)\n.*\nZed +code +9 +linked to nobody/m);
  expect(err).toContain("1 person has left and had accounts elsewhere; the limit of 1 of them is not over");
});

it("tells one departure over all tools, by the departure or the person", async () => {
  const all = jsonLines((await offboarding("--json")).out);
  expect(all.map(({ found }) => found)).toEqual(["departure", "accident", "orphan"]);
  const [departure] = all;
  const { person, steps } = departure as { person: string; steps: { directory: string; standing: string }[] };
  expect(steps.map(({ directory, standing }) => `${directory} ${standing}`)).toEqual([
    "hr left",
    "code overdue",
    "chat within",
  ]);
  const one = await offboarding(person);
  expect([one.code, one.err]).toEqual([0, ""]);
  for (const words of ["Ada Lovelace", "hr", "code", "chat", "overdue"]) expect(one.out).toContain(words);
  const none = await offboarding("p-0000000000000000");
  expect([none.code, none.out]).toEqual([2, ""]);
  expect(none.err).toContain("p-0000000000000000: there is no off-boarding of this id");
});

it("takes an accident and an account of nobody for meant to be so, by whom and why, and takes that back", async () => {
  const all = jsonLines((await offboarding("--json")).out) as {
    found: string;
    account?: { ended?: { departure: string } };
  }[];
  const departure = all.find(({ found }) => found === "accident")?.account?.ended?.departure ?? "";
  const silent = await offboarding("acknowledge", departure);
  expect([silent.code, silent.out]).toEqual([2, ""]);
  expect(silent.err).toContain("give a --reason");
  const one = await offboarding("acknowledge", departure, "--reason", "parental leave", "--by", "Lin", "--json");
  expect(one.code).toBe(0);
  const [said] = jsonLines(one.out) as { acknowledged: { id: string; by: string; reason: string } }[];
  expect(said?.acknowledged).toMatchObject({ by: "Lin", reason: "parental leave" });
  const two = await offboarding("acknowledge", "code:9", "--reason", "the build");
  expect(two.code).toBe(0);
  const { out } = await offboarding();
  expect(out).not.toMatch(/By accident|Accounts that nobody owns/);
  expect(out).toMatch(/^Acknowledged \(2\)\n/m);
  expect(out).toMatch(/^Cleo +chat +u3 .*k-[0-9a-f]{16}$/m);
  const again = await offboarding("acknowledge", "code:9", "--reason", "the build");
  expect([again.code, again.out]).toEqual([2, ""]);
  expect(again.err).toContain("it was acknowledged before");
  expect((await offboarding("acknowledge", "code:1", "--reason", "no")).code).toBe(2);
  for (const id of [said?.acknowledged.id ?? "", /k-[0-9a-f]{16}/.exec(two.out)?.[0] ?? ""]) {
    expect((await offboarding("undo", id)).code).toBe(0);
  }
  const back = await offboarding();
  expect(back.out).toMatch(/By accident\?/);
  expect(back.out).toMatch(/^Accounts that nobody owns \(1\)/m);
  expect(back.out).not.toContain("Acknowledged");
  expect((await offboarding("undo", said?.acknowledged.id ?? "")).code).toBe(2);
  // That somebody did so is on the record; why is not, since it is in their own words.
  await stage.prepare(["audit", "export", "log.ndjson"]);
  const log = readFileSync(join(stage.folder, "log.ndjson"), "utf8");
  expect(log.match(/"offboarding acknowledge"/g)).toHaveLength(2);
  expect(log.match(/"offboarding undo"/g)).toHaveLength(2);
  expect(log).not.toMatch(/parental leave|Lin"/);
}, 120_000);

it("says that keys contradict each other, here and in doctor", async () => {
  stage.file("chat.csv", `${CHAT}u7,Twin,E3,active\n`);
  await stage.prepare(["sweep"]);
  expect((await offboarding()).err).toContain("1 contradiction between keys of accounts");
  expect((await stage.run(["doctor"])).out).toContain("1 contradiction between keys of accounts");
  stage.file("chat.csv", CHAT);
});

it("is settled once the account is closed and the other given back", async () => {
  stage.file("code.csv", CODE.replace("Ada L.,E1,active", "Ada L.,E1,deactivated").replace("9,Zed,,active\n", ""));
  stage.file("chat.csv", CHAT.replaceAll("active", "active").replace("E3,deactivated", "E3,active"));
  await stage.prepare(["sweep"]);
  const { out } = await offboarding();
  expect(out).not.toMatch(/Overdue|By accident/);
});
