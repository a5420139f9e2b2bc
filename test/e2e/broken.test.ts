// What a person reads when something is wrong: one sentence, the right exit code, and a store as it was before.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../src/wire/context.ts";
import { jsonLines, openStage, staffOf, type Stage } from "./stage.ts";

type Fault = Parameters<Stage["slack"]["fault"]>[0];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.settings();
  await stage.prepare(["sweep"]);
});
afterEach(() => stage.slack.clearFaults());
afterAll(() => stage.close());

/** What the store knows of the directory, and how often it was read. */
async function known() {
  const store = await openStore(join(stage.folder, "rollcall.db"));
  try {
    return { roster: await store.roster("acme"), sweeps: (await store.sweeps({})).length };
  } finally {
    await store.close();
  }
}

function leases(): number {
  const database = new DatabaseSync(join(stage.folder, "rollcall.db"), { readOnly: true });
  try {
    return database.prepare("SELECT name FROM leases WHERE holder <> ''").all().length;
  } finally {
    database.close();
  }
}

const BROKEN: readonly (readonly [string, Fault, number, string])[] = [
  ["a revoked token", { method: "auth.test", kind: "revoke_token" }, 3, "unauthorised"],
  ["a lost scope", { method: "auth.test", kind: "ok_false", error: "missing_scope" }, 3, "scope_lost"],
  ["another workspace", { method: "auth.test", kind: "other_workspace" }, 3, "wrong_workspace"],
  ["a proxy's login page", { method: "users.list", kind: "html", page: 2 }, 4, "malformed"],
  ["a limit of an hour", { method: "users.list", kind: "http_429", page: 2, retryAfter: 3600 }, 4, "unreachable"],
  ["half a list", { method: "users.list", kind: "half" }, 5, "short"],
  ["an empty list", { method: "users.list", kind: "empty_list" }, 5, "empty"],
  ["other ids", { method: "users.list", kind: "ids_replaced" }, 5, "ids_replaced"],
];

describe("a sweep that cannot be believed", () => {
  it.each(BROKEN)(
    "%s: exits with the code of its cause and changes nothing that is known",
    async (_name, fault, exit, health) => {
      const before = await known();
      stage.slack.fault(fault);
      const { code, out, err } = await stage.run(["sweep", "--json"]);
      expect([code, err]).toEqual([exit, ""]);
      const [line, ...others] = jsonLines(out);
      expect(others).toEqual([]);
      expect(line).toMatchObject({ sweep: { directory: "acme", health, reasons: [expect.any(String)] } });
      const after = await known();
      expect(after.roster.entries).toEqual(before.roster.entries);
      expect(after.sweeps).toBe(before.sweeps + 1);
    },
  );

  it("says in words what was wrong, and where", async () => {
    stage.slack.fault({ method: "users.list", kind: "truncated_json", page: 3 });
    const { code, out } = await stage.run(["sweep"]);
    expect(code).toBe(4);
    expect(out).toContain("not read completely, 76 accounts so far");
    expect(out).toContain("Health: malformed");
    expect(out).toContain("Slack, users.list, page 3: the answer is not valid JSON, or is cut off");
  });

  it("does not keep another directory from being read; the exit code is the worst", async () => {
    stage.settings(
      "two.yaml",
      `  aside:\n    kind: slack\n    token: { env: NO_SCOPES }\n    api: ${stage.slack.url}\n`,
    );
    const env = { NO_SCOPES: stage.slack.issueToken({ scopes: [] }) };
    const { code, out } = await stage.run(["sweep", "--config", "two.yaml"], { env });
    expect(code).toBe(3);
    expect(out).toContain("acme: read completely, 120 accounts");
    expect(out).toContain("aside: not read completely");
  });
});

describe("a command line that is not understood", () => {
  it.each([
    ["a command", ["sweeep"], "rollcall: unknown command 'sweeep'\n(Did you mean sweep?)"],
    ["a command of config", ["config", "chek"], "rollcall: unknown command 'chek'"],
    ["an option", ["sweep", "--jsn"], "rollcall: unknown option '--jsn'\n(Did you mean --json?)"],
    ["a missing argument", ["explain"], "rollcall: missing required argument 'id'"],
    ["one argument too many", ["explain", "d-1", "d-2"], "rollcall: too many arguments"],
    ["a value", ["replay", "x.csv", "--absent", "gone"], "Allowed choices are left, unknown"],
    ["a number", ["sweep", "--fields", "many"], "rollcall: --fields many: give a number, all or none."],
    ["a directory", ["sweep", "acne"], 'did you mean "acme"?'],
    ["no command at all", [], "Usage: rollcall"],
  ])("%s: exit code 2, nothing on standard output", async (_name, args, says) => {
    const { code, out, err } = await stage.run(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(says);
  });

  it("settings that are not there: exit code 3, and where they were looked for", async () => {
    const { code, err } = await stage.run(["sweep", "--config", "none.yaml"]);
    expect(code).toBe(3);
    expect(err).toContain("none.yaml: there is no such file");
  });
});

describe("two sweeps at once, and one that is stopped", () => {
  /** A sweep that waits for an answer which does not come. */
  async function hanging() {
    const calls = stage.slack.calls.length;
    stage.slack.fault({ method: "users.list", kind: "hang", page: 2, times: 2 });
    const running = stage.start(["sweep"]);
    while (!stage.slack.calls.slice(calls).some(({ status }) => status === 0))
      await new Promise((resolve) => setTimeout(resolve, 5));
    return running;
  }

  it("the second is refused, naming the first; SIGINT ends that at once, and leaves store and lease as if it had not been", async () => {
    for (const id of staffOf(stage.slack, 3)) stage.slack.acts.deactivate(id);
    const before = await known();
    const first = await hanging();
    const second = await stage.run(["sweep"]);
    expect([second.code, second.out]).toEqual([1, ""]);
    expect(second.err).toMatch(new RegExp(`^rollcall: acme: \\S+:${first.child.pid} has been reading it since \\S+Z`));
    // Reading waits for nobody.
    expect((await stage.run(["departures"])).code).toBe(0);

    const calls = stage.slack.calls.length;
    first.child.kill("SIGINT");
    const { code, out, err } = await first.ended;
    // One that waited for the call that hangs would have made it again.
    expect(stage.slack.calls).toHaveLength(calls);
    expect([code, out]).toEqual([1, ""]);
    // The settings of this file change between tests, which is put on the record first.
    expect(err).toMatch(/^(?:The purpose record .*\n)?rollcall: Interrupted.*\n$/);
    expect(await known()).toEqual(before);
    expect(leases()).toBe(0);

    stage.slack.clearFaults();
    const third = await stage.run(["sweep", "--json"]);
    expect(third.code).toBe(0);
    expect(jsonLines(third.out).filter(({ change }) => change === "deactivated")).toHaveLength(3);
  });

  it("a sweep that was killed does not block the next one", async () => {
    const first = await hanging();
    first.child.kill("SIGKILL");
    await first.ended;
    stage.slack.clearFaults();
    expect((await stage.run(["sweep"])).code).toBe(0);
  });
});
