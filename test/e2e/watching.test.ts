// A person's first day with Rollcall, command by command, against a fake workspace over HTTP.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonLines, openStage, staffOf, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

function init(...more: readonly string[]): string[] {
  const access = `--directory acme --workspace-token-env SLACK_TOKEN --api ${stage.slack.url} --location-field Office`;
  const purpose = [
    "--purpose",
    "Verify off-boarding",
    "--authorised-by",
    "CISO, 2026-11-20",
    "--contact",
    "it@acme.example",
  ];
  return ["init", "--yes", ...access.split(" "), ...purpose, ...more];
}

const SETTINGS = "rollcall.yaml";
const written = (name = SETTINGS): boolean => existsSync(join(stage.folder, name));

describe("rollcall init", () => {
  it("without a terminal and without --yes says what to give, and exits with 2", async () => {
    const { code, err, out } = await stage.run(["init"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^rollcall: init asks questions.*--yes.*\n$/);
    expect(written()).toBe(false);
  });

  it("with --yes and an answer missing names the option, and exits with 2", async () => {
    const { code, err } = await stage.run(init().filter((arg) => arg !== "--contact" && arg !== "it@acme.example"));
    expect(code).toBe(2);
    expect(err).toContain("--contact");
    expect(written()).toBe(false);
  });

  it.each([
    ["a token of another kind", "hello-token", "is no Slack token"],
    ["a token of a browser session", `xoxc-${"1".repeat(12)}-abc`, "taken from a browser's session"],
    ["a token that Slack refuses", "xoxb-1-2-abcdef", "invalid_auth"],
    ["no token", undefined, "SLACK_TOKEN is not set"],
  ])("%s: one sentence without the token, exit code 3, nothing written", async (_name, token, says) => {
    const { code, err, out } = await stage.run(init(), { env: { SLACK_TOKEN: token } });
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain(says);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(err).not.toContain("rollcall.yaml:");
    if (token !== undefined) expect(err).not.toContain(token);
    expect(written()).toBe(false);
  });

  it("looks for the token's file beside the settings, wherever they are written", async () => {
    mkdirSync(join(stage.folder, "conf"));
    writeFileSync(join(stage.folder, "conf", "token"), `${stage.slack.token}\n`, { mode: 0o600 });
    const args = init().map(
      (arg) => ({ "--workspace-token-env": "--workspace-token-file", SLACK_TOKEN: "token" })[arg] ?? arg,
    );
    expect((await stage.run([...args, "--config", "conf/r.yaml"])).code).toBe(0);
    expect((await stage.run(["config", "check", "--config", "conf/r.yaml"])).code).toBe(0);
  });

  it("says where it cannot write, and exits with 2", async () => {
    const { code, err } = await stage.run(init("--config", "nowhere/r.yaml"));
    expect(code).toBe(2);
    expect(err).toMatch(/nowhere\/r\.yaml: cannot be written \(ENOENT\); .*\n$/);
  });

  it("writes settings that only their owner can read, and prints the manifest of the app", async () => {
    const { code, out, err } = await stage.run(init());
    expect(code).toBe(0);
    expect(statSync(join(stage.folder, SETTINGS)).mode & 0o777).toBe(0o600);
    const text = readFileSync(join(stage.folder, SETTINGS), "utf8");
    expect(text).toContain('text: "Verify off-boarding"');
    expect(text).toContain('token: { env: "SLACK_TOKEN" }');
    expect(text).not.toContain(stage.slack.token);
    expect(out).toContain("oauth_config:");
    for (const scope of ["users:read", "users:read.email", "users.profile:read", "team:read"])
      expect(out).toContain(scope);
    expect(err).toContain("The token works: Acme.");
  });

  it("refuses to replace them, and does so with --force", async () => {
    const before = readFileSync(join(stage.folder, SETTINGS), "utf8");
    const refused = await stage.run(init("--team-field", "Team"));
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("--force");
    expect(readFileSync(join(stage.folder, SETTINGS), "utf8")).toBe(before);
    expect((await stage.run(init("--team-field", "Team", "--force"))).code).toBe(0);
    expect(readFileSync(join(stage.folder, SETTINGS), "utf8")).toContain('team: "Team"');
  });
});

describe("rollcall init --counts", () => {
  it("says what counts would show by the real headcount, and publishes them", async () => {
    const { code, err } = await stage.run(init("--config", "counts.yaml", "--counts"));
    expect(code).toBe(0);
    const [, staff] = /would be of (\d+) staff, in 1 unit of \1 people\.\n/.exec(err) ?? [];
    expect(Number(staff)).toBeGreaterThanOrEqual(staffOf(stage.slack, 120).length);
    expect(err).toContain("Assumed are the smallest units that are made, since Office will be read person by person;");
    expect(err).toMatch(/ {2}a cut of +5 % +15 % +30 %\n {2}authorised readers +\d+ % +\d+ % +\d+ %\n {2}anyone /);
    expect(readFileSync(join(stage.folder, "counts.yaml"), "utf8")).toContain('\ncounts: { headcount: "acme" }\n');
    expect((await stage.run(["config", "check", "--config", "counts.yaml"])).code).toBe(0);
  });

  it("by time zone where no field is named", async () => {
    const args = init("--config", "zones.yaml", "--counts").filter((arg) => !/^(--location-field|Office)$/.test(arg));
    const scopes = ["users:read", "users:read.email", "team:read"];
    const { code, err } = await stage.run(args, { env: { SLACK_TOKEN: stage.slack.issueToken({ scopes }) } });
    expect([code, err]).toEqual([0, expect.stringContaining("Units are by time zone, since no field says where")]);
  });
});

describe("rollcall config check", () => {
  it("says that nothing is wrong, and that nobody is told yet", async () => {
    const { code, out, err } = await stage.run(["config", "check"]);
    expect(code).toBe(0);
    expect(out).toContain("1 directory (acme), nothing wrong");
    expect(err).toBe("Nobody is told yet. Name destinations under notify: rollcall init shows the form.\n");
  });

  it("points out what would never be told", async () => {
    const desk = "{ to: command, run: [./tell], name: desk, audience: named";
    const chat = '{ to: slack, token: { env: SLACK_TOKEN }, channel: "#desk", name: desk, audience: named';
    const noRoute =
      "acme: no destination would tell that it has gone dark. Add one that tells health and does not pass through the same tool.\n";
    const nothing =
      "desk: nothing that this destination tells can happen in its directories. Look at tell and directories.\n";
    for (const [destination, notes] of [
      [`${desk} }`, ""],
      [`${chat} }`, noRoute],
      [`${desk}, tell: [departures] }`, noRoute],
      [`${desk}, tell: [removed, deliveries] }`, noRoute + nothing],
    ] as const) {
      const file = stage.settings("told.yaml", `notify:\n  - ${destination}\n`);
      const { code, out, err } = await stage.run(["config", "check", "--config", file]);
      expect([code, err]).toEqual([0, notes]);
      expect(out).toContain("1 directory (acme) and 1 destination (desk), nothing wrong");
    }
  });

  it.each([
    [
      "a misspelt key",
      "directories:\n  acme:\n    kind: slack\n    tokn: { env: SLACK_TOKEN }\n",
      ":4:5: ",
      'did you mean "token"?',
    ],
    [
      "a token in the settings",
      "directories:\n  acme:\n    kind: slack\n    token: xoxb-12345-abcdef\n",
      ":4:12: ",
      "must not be written here",
    ],
    ["no YAML", "directories: [\n", ":2:1: ", ""],
    [
      "a secret that is not set",
      "directories:\n  acme:\n    kind: slack\n    token: { env: NOT_SET }\n",
      ":4:19: ",
      "NOT_SET is not set",
    ],
  ])("%s: file, line, column and what to do, exit code 3", async (_name, yaml, place, says) => {
    const file = stage.file("bad.yaml", yaml);
    const { code, out, err } = await stage.run(["config", "check", "--config", file]);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain(`rollcall: bad.yaml${place}`);
    expect(err).toContain(says);
    expect(err).not.toContain("xoxb-12345");
  });
});

describe("rollcall sweep, departures and explain", () => {
  const CHANGE_KEYS = ["account", "at", "change", "confirmed", "directory", "evidence", "id", "lastKnown"];

  it("departures before the first sweep says that nothing is known yet", async () => {
    const { code, out } = await stage.run(["departures"]);
    expect(code).toBe(0);
    expect(out).toContain("Nothing is known yet");
  });

  it("the first sweep announces nobody, and lists who had been deactivated before, newest first", async () => {
    const { code, out, err } = await stage.run(["sweep", "--json", "--fields", "all"]);
    // Those among them who left so long ago that nothing of them is kept are told once, and let go of.
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/^The purpose record begins: version 1\. [^\n]*\nLet go of \d+ people who left\.\n$/),
    ]);
    const lines = jsonLines(out);
    const changes = lines.slice(0, -1);
    expect(changes.length).toBeGreaterThan(10);
    for (const change of changes) {
      expect(change).toMatchObject({ change: "deactivated", directory: "acme", observed: false, confirmed: true });
      expect(Object.keys(change).toSorted()).toEqual([...CHANGE_KEYS, "after", "observed"].toSorted());
    }
    const times = changes.map(({ at }) => (at as { notAfter: string }).notAfter);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(lines.at(-1)).toEqual({
      sweep: {
        directory: "acme",
        complete: true,
        accounts: 120,
        health: "ok",
        reasons: [],
        id: expect.stringMatching(/^s-/),
      },
    });
  });

  it("the second tells who left, in words, with place, team and evidence", async () => {
    const [id = ""] = staffOf(stage.slack, 1);
    const member = stage.slack.world.members.get(id);
    stage.slack.acts.deactivate(id);
    const { code, out } = await stage.run(["sweep"]);
    expect(code).toBe(0);
    expect(out).toContain(`${member?.first} ${member?.last} left acme`);
    expect(out).toContain(`${member?.office} 1 of `);
    expect(out).toContain("(by field Office)");
    expect(out).toContain("deactivated; confirmed");
  });

  it("the third, with --json, in the stable format", async () => {
    const [id = "", other = ""] = staffOf(stage.slack, 2);
    stage.slack.acts.deactivate(id);
    stage.slack.acts.setRole(other, "guest");
    const lines = jsonLines((await stage.run(["sweep", "--json"])).out);
    expect(lines).toHaveLength(3);
    const change = lines.find((line) => line["change"] === "deactivated");
    expect(Object.keys(change ?? {}).toSorted()).toEqual(CHANGE_KEYS);
    expect(change).toEqual({
      change: "deactivated",
      directory: "acme",
      at: { notBefore: expect.stringMatching(/Z$/), notAfter: expect.stringMatching(/Z$/) },
      account: { id, name: expect.any(String), email: expect.stringContaining("@"), kind: "human" },
      evidence: { by: "flag", stated: "deleted: true", readings: 1, readBack: "agrees" },
      confirmed: true,
      lastKnown: expect.objectContaining({
        locationFrom: "field Office",
        timezone: expect.any(String),
        team: expect.any(String),
      }),
      id: expect.stringMatching(/^c-[0-9a-f]{16}$/),
    });
    const demoted = lines.find((line) => line["change"] === "demoted");
    expect(Object.keys(demoted ?? {}).toSorted()).toEqual([...CHANGE_KEYS, "after", "before"].toSorted());
    expect(demoted).toMatchObject({ account: { id: other }, before: { role: "member" }, after: { role: "guest" } });
  });

  it("a sweep of an unchanged workspace says so, and as JSON prints the reading alone", async () => {
    expect((await stage.run(["sweep", "acme"])).out).toContain("Nothing has changed.");
    expect(jsonLines((await stage.run(["sweep", "acme", "--json"])).out).map(Object.keys)).toEqual([["sweep"]]);
  });

  it("departures lists them, newest first, by text, JSON and time", async () => {
    const all = await stage.run(["departures", "--all"]);
    expect(all.code).toBe(0);
    const recent = jsonLines((await stage.run(["departures", "--since", "1h", "--json"])).out);
    expect(recent).toHaveLength(2);
    for (const departure of recent) {
      expect(Object.keys(departure).toSorted()).toEqual([
        "accounts",
        "at",
        "change",
        "confirmed",
        "id",
        "lastKnown",
        "observed",
      ]);
      expect(departure).toMatchObject({
        change: "deactivated",
        confirmed: true,
        observed: true,
        id: expect.stringMatching(/^d-/),
      });
      expect(all.out).toContain(String(departure["id"]));
    }
    const rest = jsonLines((await stage.run(["departures", "--until", "1h", "--json"])).out);
    expect(rest.length).toBeGreaterThan(0);
    expect(rest.every(({ observed }) => observed === false)).toBe(true);
    const times = [...recent, ...rest].map(({ at }) => (at as { notAfter: string }).notAfter);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it.each([
    ["a time that is none", ["--since", "yesterday"], "--since yesterday: give an ISO date"],
    ["a directory that was never read", ["acmee"], "it has acme"],
    ["a store that is not there", ["--store", "nowhere.db"], "nowhere.db: there is no such file"],
  ])("departures with %s: one sentence, exit code 2, nothing made", async (_name, args, says) => {
    const { code, out, err } = await stage.run(["departures", ...args]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(says);
    expect(written("nowhere.db")).toBe(false);
  });

  it("explain says why, of a departure, a change and a reading, in words and as JSON", async () => {
    const [departure] = jsonLines((await stage.run(["departures", "--since", "1h", "--json"])).out);
    const id = String(departure?.["id"]);
    const words = await stage.run(["explain", id]);
    expect(words.code).toBe(0);
    expect(words.out).toContain("The tool says it of the account (deleted: true)");
    expect(words.out).toContain("asked for again");
    expect(words.out).toContain("Last known, while they were here");

    const explained = jsonLines((await stage.run(["explain", id, "--json"])).out)[0];
    expect(Object.keys(explained ?? {})).toEqual(["departure", "reasons", "sweep", "history"]);
    const sweep = (explained?.["sweep"] as { id: string } | undefined)?.id ?? "";
    expect(jsonLines((await stage.run(["explain", `c${id.slice(1)}`, "--json"])).out)[0]).toHaveProperty(
      "change.id",
      `c${id.slice(1)}`,
    );
    expect(jsonLines((await stage.run(["explain", sweep, "--json"])).out)[0]).toHaveProperty("sweep.id", sweep);
    expect((await stage.run(["explain", sweep])).out).toContain("read completely, 120 accounts");
  });

  it.each(["d-0000000000000000", "nonsense"])("explain %s: an id that nothing has, exit code 2", async (id) => {
    const { code, out, err } = await stage.run(["explain", id]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`${id}: nothing of this id`);
  });
});

describe("rollcall doctor", () => {
  it("says what is seen and what is not, and when it was last read", async () => {
    const { code, out } = await stage.run(["doctor"]);
    expect(code).toBe(0);
    expect(out).toContain("purpose: Verify off-boarding");
    expect(out).toContain("answers as Acme");
    expect(out).toContain("last complete reading");
    expect(out).toContain(
      "pace: at most 20 calls a minute, 200 accounts a page; a sweep of 120 accounts is not slowed down by it",
    );
    const [store, directory] = jsonLines((await stage.run(["doctor", "--json"])).out);
    expect(store).toMatchObject({ store: { faults: [] }, purpose: "Verify off-boarding" });
    expect(directory).toMatchObject({ directory: "acme", departure: "flag", lastComplete: { accounts: 120 } });
  });

  it("does not ask for scopes to be allowed that the settings allow", async () => {
    const file = stage.file(
      "allowed.yaml",
      `directories:\n  acme:\n    kind: slack\n    token: { env: SLACK_TOKEN }\n    api: ${stage.slack.url}\n    allowScopes: ["users.profile:read"]\n`,
    );
    const { code, out } = await stage.run(["doctor", "--config", file]);
    expect(code).toBe(0);
    expect(out).toContain("granted beyond what is needed, and allowed by the settings: users.profile:read\n");
  });

  it("exits with 3 for a token that was revoked, and says what to do", async () => {
    stage.slack.fault({ method: "auth.test", kind: "revoke_token" });
    const { code, out } = await stage.run(["doctor"]);
    stage.slack.clearFaults();
    expect(code).toBe(3);
    expect(out).toContain("token_revoked");
    expect(out).toContain("install the app again");
  });

  it("names a store that cannot be opened", async () => {
    stage.settings("elsewhere.yaml", "store: { path: broken.db }\n");
    stage.file("broken.db", "this is no database, whatever its name says");
    const { code, err } = await stage.run(["doctor", "--config", "elsewhere.yaml"]);
    expect(code).toBe(1);
    expect(err).toContain("broken.db");
    rmSync(join(stage.folder, "broken.db"));
  });
});
