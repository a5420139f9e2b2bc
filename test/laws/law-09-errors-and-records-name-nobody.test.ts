// Names leave only through `disclose`: what is printed beside the data, and what is kept for an audit, holds none.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Fault } from "../../src/connectors/slack/fake/faults.ts";
import { openStore } from "../../src/wire/context.ts";
import { jsonLines, openStage, staffOf, type Stage } from "../e2e/stage.ts";

/** Words that stand in no text of ours, wherever a name, an address or an id can stand. */
const NAME = "Zyxquille Vorblatt";
const CANARIES = ["zyxquille", "vorblatt", "zq-9917", "canary.example"];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.settings();
  for (const member of stage.slack.world.members.values()) {
    member.first = "Zyxquille";
    member.last = "Vorblatt";
    if (member.email !== undefined) member.email = `${member.handle}@canary.example`;
  }
  await stage.prepare(["sweep", "--fields", "none"]);
});
afterEach(() => stage.slack.clearFaults());
afterAll(() => stage.close());

/** Every canary, and every account id of the workspace, that the text holds. */
function leaks(text: string): string[] {
  const lower = text.toLowerCase();
  const ids = [...stage.slack.world.members.keys()];
  return [...CANARIES.filter((word) => lower.includes(word)), ...ids.filter((id) => text.includes(id))];
}

async function kept(): Promise<{ readonly sweeps: string; readonly records: string }> {
  const store = await openStore(join(stage.folder, "rollcall.db"));
  try {
    return { sweeps: JSON.stringify(await store.sweeps({})), records: JSON.stringify(await store.records({})) };
  } finally {
    await store.close();
  }
}

it("the canaries are there to be found: standard output, which goes through disclose, holds them", async () => {
  const [id = ""] = staffOf(stage.slack, 1);
  stage.slack.acts.deactivate(id);
  const { code, out, err } = await stage.run(["sweep", "--json", "--fields", "none"]);
  expect(code).toBe(0);
  expect(leaks(out)).toEqual(["zyxquille", "vorblatt", "canary.example", id]);
  expect(leaks(err)).toEqual([]);
});

const FAULTS: readonly Fault[] = [
  { method: "users.list", kind: "html", page: 2 },
  { method: "users.list", kind: "truncated_json", page: 2 },
  { method: "users.list", kind: "wrong_shape", page: 2 },
  { method: "users.list", kind: "wrong_shape", page: 2, as: "object" },
  { method: "users.list", kind: "ok_false", page: 2, error: `user ${NAME} zq-9917@canary.example` },
  { method: "users.list", kind: "half" },
  { method: "users.list", kind: "empty_list" },
  { method: "users.list", kind: "ids_replaced" },
  { method: "auth.test", kind: "other_workspace" },
  { method: "users.profile.get", kind: "wrong_shape", times: 4 },
  { method: "users.profile.get", kind: "truncated_json", times: 4 },
];

it.each(FAULTS)("a sweep that meets $kind in $method: neither its errors nor its reasons", async (fault) => {
  stage.slack.fault(fault);
  const { code, out, err } = await stage.run(["sweep", "--json", "--fields", "5"]);
  expect(code).not.toBe(0);
  expect(leaks(err)).toEqual([]);
  const reasons = jsonLines(out).flatMap(({ sweep }) => (sweep === undefined ? [] : [JSON.stringify(sweep)]));
  expect(leaks(reasons.join("\n"))).toEqual([]);
});

it.each([
  { method: "users.info", kind: "ok_false", error: "no_permission", times: 40 },
  { method: "users.info", kind: "wrong_shape", times: 40 },
] as const)("a departure that cannot be asked again for ($kind)", async (fault) => {
  const [id = ""] = staffOf(stage.slack, 1);
  stage.slack.acts.deactivate(id);
  stage.slack.fault(fault);
  const { out, err } = await stage.run(["sweep", "--json", "--fields", "none"]);
  const [reading] = jsonLines(out).flatMap(({ sweep }) => (sweep === undefined ? [] : [sweep]));
  expect(reading).toMatchObject({ reasons: [expect.stringContaining("could not be read back")] });
  expect(leaks(JSON.stringify(reading) + err)).toEqual([]);
});

const ROW = `ZQ-9917,${NAME},zq-9917@canary.example`;
const ACCOUNT = { id: "ZQ-9917", name: NAME, email: "zq-9917@canary.example" };

it.each<readonly [string, string]>([
  ["CSV without a header", `ZQ-9917,${NAME},Manager\n`],
  ["CSV without a header, a cell twice", `${NAME},x,${NAME}\n`],
  ["CSV, a name in the column of the status", `id,status\nZQ-9917,Vorblatt\n`],
  ["CSV, a name in the column of the kind", `id,kind\nZQ-9917,Vorblatt\n`],
  ["CSV, a name in the column of a flag", `id,deleted\nZQ-9917,Zyxquille\n`],
  ["CSV, an account twice", `id,name,email\n${ROW}\n${ROW}\n`],
  ["CSV, a cell too many", `id,name,email\n${ROW},Vorblatt\n`],
  ["CSV, an open quote", `id,name,email\nZQ-9917,"${NAME},x\n`],
  ["CSV, a quote in a cell", `id,name,email\nZQ-9917,${NAME} "Vorblatt",x\n`],
  ["NDJSON, a name as status", `${JSON.stringify({ ...ACCOUNT, status: "Vorblatt" })}\n`],
  ["NDJSON, a name as kind", `${JSON.stringify({ ...ACCOUNT, kind: "Vorblatt" })}\n`],
  ["NDJSON, a name as flag", `${JSON.stringify({ ...ACCOUNT, deleted: NAME })}\n`],
  ["NDJSON, cut off", JSON.stringify(ACCOUNT).slice(0, -3)],
  ["NDJSON, an account twice", `${JSON.stringify(ACCOUNT)}\n${JSON.stringify(ACCOUNT)}\n`],
  ["LDIF, changes", `dn: uid=ZQ-9917,ou=${NAME}\nchangetype: delete\n\n`],
  ["LDIF, no attribute", `dn: uid=ZQ-9917\n${NAME}\n\n`],
  ["LDIF, no base64", `dn: uid=ZQ-9917\nobjectClass: person\nuid: ZQ-9917\ncn:: ${NAME}\n\n`],
  ["LDIF, an entry twice", `dn: uid=ZQ-9917\nuid: ZQ-9917\n\ndn: uid=ZQ-9917\nuid: ZQ-9917\n\n`],
  ["users.list, refused in words", JSON.stringify({ ok: false, error: `user ${NAME.toLowerCase()} unknown` })],
  ["users.list, of another shape", JSON.stringify({ ok: true, members: { name: NAME } })],
  ["users.list, no users", JSON.stringify({ ok: true, members: [NAME, ACCOUNT.email] })],
  ["users.list, cut off", JSON.stringify({ ok: true, members: [ACCOUNT] }).slice(0, -5)],
  ["a stream, an account twice", stream([ACCOUNT, ACCOUNT])],
  ["a stream, a name as status", stream([{ ...ACCOUNT, status: "Vorblatt" }])],
])("a file that is wrong (%s): replay and diff print nothing of it", async (_what, content) => {
  writeFileSync(join(stage.folder, "wrong-2026-01-01"), content);
  stage.file("right-2026-02-01.csv", "id,name\n1,A\n");
  const commands = [
    ["replay", "wrong-2026-01-01"],
    ["replay", "wrong-2026-01-01", "--key", "Zyxquile Vorblat"],
    ["diff", "wrong-2026-01-01", "right-2026-02-01.csv"],
  ];
  for (const { out, err } of await Promise.all(commands.map((args) => stage.run(args)))) {
    expect(out + err).not.toBe("");
    // What was typed may be said again; what was read may not.
    expect(leaks((out + err).replaceAll("Zyxquile Vorblat", ""))).toEqual([]);
  }
});

function stream(accounts: readonly object[]): string {
  return `${JSON.stringify({ directory: "hr", takenAt: "2026-01-01", complete: true, accounts })}\n`;
}

it("of all these, the readings and the audit record kept nobody's name, address or id", async () => {
  const { sweeps, records } = await kept();
  expect(JSON.parse(records)).toHaveLength(2 + FAULTS.length + 2);
  expect(leaks(sweeps)).toEqual([]);
  expect(leaks(records)).toEqual([]);
  expect(leaks(readFileSync(join(stage.folder, "rollcall.db"), "latin1"))).not.toEqual([]);
});
