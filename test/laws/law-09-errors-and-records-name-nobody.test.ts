// Names leave only through `disclose`: what is printed beside the data, and what is kept for an audit, holds none. What files that are
// wrong, and every other command, may say is in `test/canaries`.
import { readFileSync } from "node:fs";
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

it("of all these, the readings and the audit record kept nobody's name, address or id", async () => {
  const { sweeps, records } = await kept();
  expect(JSON.parse(records)).toHaveLength(1 + 2 + 1 + FAULTS.length + 2);
  expect(leaks(sweeps)).toEqual([]);
  expect(leaks(records)).toEqual([]);
  expect(leaks(readFileSync(join(stage.folder, "rollcall.db"), "latin1"))).not.toEqual([]);
});
