// Who may know what, command by command: rights to names that end, and the record of what the settings say.
import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, iso } from "../../src/core/time.ts";
import { openStage, staffOf, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(60);
});
afterAll(() => stage.close());

const dayIn = (days: number): string => iso(Date.now() + days * DAY).slice(0, 10);

/** Settings with these audiences; of names there is one, until that day. */
function settings(until: string): void {
  stage.settings(
    "rollcall.yaml",
    `store: { path: rollcall.db }
audiences:
  identity: { sees: named, who: Identity team, reason: verify off-boarding, until: ${until} }
  council: { sees: counts, readers: authorised, who: Works council }
notify:
  - { to: command, name: desk, run: [/bin/sh, -c, "cat >> '${join(stage.folder, "told.ndjson")}'"], audience: identity }
`,
  );
}

const told = (): string => readFileSync(join(stage.folder, "told.ndjson"), "utf8");

/** What the log says of these actions, oldest first. */
function recorded(...actions: readonly string[]): Record<string, unknown>[] {
  const database = new DatabaseSync(join(stage.folder, "rollcall.db"));
  const rows = database
    .prepare("select action, detail from record join record_payloads using (seq) order by seq")
    .all();
  database.close();
  return rows.flatMap(({ action, detail }) =>
    actions.includes(String(action)) ? [{ action, ...(JSON.parse(String(detail)) as object) }] : [],
  );
}

/** Whether any of this is of anybody in the workspace. */
function names(text: string): boolean {
  return [...stage.slack.world.members.values()].some(
    ({ sort, id, first, last }) => sort === "person" && (text.includes(id) || text.includes(`${first} ${last}`)),
  );
}

const SWEEP = ["sweep", "--fields", "none"];

describe("before anybody is told", () => {
  it("a purpose is asked for, with what to write; nothing is read", async () => {
    settings(dayIn(100));
    const file = join(stage.folder, "rollcall.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(/^purpose:.*\n/, ""));
    const calls = stage.slack.calls.length;
    for (const command of [["config", "check"], SWEEP]) {
      const { code, out, err } = await stage.run(command);
      expect([code, out]).toEqual([3, ""]);
      expect(err).toMatch(/^rollcall: rollcall\.yaml:1:1: purpose: is missing; .*authorisedBy/);
    }
    expect(stage.slack.calls.length).toBe(calls);
  });

  it("names are refused a topic that everybody may read, at its place", async () => {
    const ntfy = "notify:\n  - { to: ntfy, topic: { env: TOPIC }, audience: named }\n";
    stage.settings("open.yaml", ntfy);
    const { code, err } = await stage.run(["config", "check", "--config", "open.yaml"], {
      env: { TOPIC: "rollcall0123456789abcdef" },
    });
    expect(code).toBe(3);
    expect(err).toMatch(/^rollcall: open\.yaml:10:5: notify\[0\]: on a public server everybody who learns the topic /);
  });

  it("the page for the people concerned can be had from the settings, and says that it is not in force", async () => {
    settings(dayIn(100));
    const { code, out } = await stage.run(["transparency"]);
    expect(code).toBe(0);
    expect(out).toContain("This record is not in force yet");
    expect(out).toContain("Identity team");
  });
});

describe("with a right to names", () => {
  it("what the settings say is on the record before anything is read, and names are shown and told by that right", async () => {
    const first = await stage.run(SWEEP);
    expect(first.code).toBe(0);
    expect(first.err).toMatch(
      /^The purpose record begins: version 1\. .*\nFor identity \(Identity team\), who may see names until /,
    );
    expect(recorded("purpose", "sweep").map(({ action }) => action)).toEqual(["purpose", "sweep"]);
    stage.slack.acts.deactivate(staffOf(stage.slack, 1)[0] ?? "");
    const second = await stage.run(SWEEP);
    expect(second.out).toContain(" left acme, ");
    expect(names(told())).toBe(true);
    expect(second.err).not.toContain("purpose record");
    const views = recorded("view");
    expect(views.map(({ as, reason, view }) => [as, reason, view])).toEqual([
      ["identity", "verify off-boarding", "sweep"],
      ["identity", "verify off-boarding", "sweep"],
    ]);
  });

  it("departures says for whom they are shown, in the log too; another audience is refused before a byte is shown", async () => {
    const shown = await stage.run(["departures"], { env: { ROLLCALL_AS: "identity" } });
    expect([shown.code, names(shown.out)]).toEqual([0, true]);
    expect(shown.err).toContain("For identity (Identity team)");
    expect(recorded("view").at(-1)).toMatchObject({ view: "departures", as: "identity", audience: "named" });
    const council = await stage.run(["departures", "--as", "council"]);
    expect([council.code, council.out]).toEqual([2, ""]);
    expect(council.err).toContain("rollcall report --audience council");
    const slip = await stage.run(["restore", "--as", "identiti"], { env: { ROLLCALL_AS: "identity" } });
    expect([slip.code, slip.out]).toEqual([3, ""]);
    expect(slip.err).toContain('did you mean "identity"?');
  });

  it("a report may be asked for by the alias of its readers", async () => {
    const council = await stage.run(["report", "--audience", "council"]);
    expect(council.err).toContain("Nothing has been released yet");
  });

  it("the page for the people concerned is the same to the byte after people left, were told, and were shown", async () => {
    const before = await stage.run(["transparency", "--format", "html"]);
    expect([before.code, before.err, names(before.out)]).toEqual([0, "", false]);
    expect(before.out).toContain("Version 1, in force since");
    for (const id of staffOf(stage.slack, 20)) stage.slack.acts.deactivate(id);
    const swept = await stage.run(SWEEP);
    expect(swept.out).toContain("20 people left acme");
    expect(await stage.run(["transparency", "--format", "html"])).toEqual(before);
  });
});

describe("with a right to names that has ended", () => {
  it("names are shown to nobody, and said is what to renew", async () => {
    settings(dayIn(-1));
    for (const command of [["departures"], ["sweep", "--dry-run"], ["erase", "d-1", "--yes"]]) {
      const { code, out, err } = await stage.run(command);
      expect([code, out]).toEqual([3, ""]);
      expect(err).toMatch(/write a later day at audiences\.identity\.until/);
    }
    expect(recorded("purpose")).toHaveLength(1);
  });

  it("a sweep reads and keeps, prints nobody's name and no number, sends nothing with a name, and says so", async () => {
    const before = told();
    stage.slack.acts.deactivate(staffOf(stage.slack, 1)[0] ?? "");
    const { code, out, err } = await stage.run(SWEEP);
    expect([code, names(out + err)]).toEqual([3, false]);
    expect(out).toMatch(/^acme: read completely in [^,]+, (?:ok|short)\n$/);
    expect(err).toContain("The purpose record has changed (audiences) and is now version 2");
    expect(err).toMatch(/desk: NOT TOLD, given up .*audiences\.identity\.until/);
    const json = await stage.run([...SWEEP, "--json"]);
    expect(Object.keys((JSON.parse(json.out) as { sweep: object }).sweep)).toEqual([
      "id",
      "directory",
      "complete",
      "health",
    ]);
    expect(told()).toBe(before);
    const doctor = await stage.run(["doctor"]);
    expect(doctor.code).toBe(3);
    expect(doctor.out).toMatch(/✗ The right of identity to names ended with .*or sent to desk/);
  });

  it("renewed, it goes on; what was missed is told where somebody asks for it", async () => {
    settings(dayIn(10));
    const check = await stage.run(["config", "check"]);
    expect([check.code, check.err]).toEqual([0, expect.stringContaining("ends with")]);
    const before = told();
    const retried = await stage.run(["notify", "retry"]);
    expect([retried.code, retried.err]).toEqual([0, expect.stringContaining("now version 3")]);
    expect(told().length).toBeGreaterThan(before.length);
    expect(
      recorded("purpose")
        .map(({ version, changed }) => [version, changed])
        .slice(1),
    ).toEqual([
      [2, "audiences"],
      [3, "audiences"],
    ]);
  });
});

describe("with a right to names of one directory alone", () => {
  const LIMITED = ["--config", "limited.yaml"];
  const list = (...rows: readonly string[]): string => ["employee_id,name,status", ...rows, ""].join("\n");

  beforeAll(async () => {
    stage.file("hr.csv", list("E1,Petra Nowhere,active", "E2,Quentin Elsewhere,active"));
    stage.settings(
      "limited.yaml",
      `  hr: { kind: file, path: hr.csv, key: employee_id }
store: { path: rollcall.db }
audiences:
  payroll: { sees: named, who: Payroll, reason: last pay, until: ${dayIn(100)}, directories: [hr] }
notify:
  - { to: command, name: pay, run: [/bin/sh, -c, "cat >> '${join(stage.folder, "pay.ndjson")}'"], audience: payroll }
`,
    );
    await stage.prepare([...SWEEP, ...LIMITED]);
    stage.file("hr.csv", list("E1,Petra Nowhere,left", "E2,Quentin Elsewhere,active"));
    for (const id of staffOf(stage.slack, 1)) stage.slack.acts.deactivate(id);
  });

  it("a sweep reads both, names those of the one, and tells its destination of no other", async () => {
    const { code, out, err } = await stage.run([...SWEEP, ...LIMITED]);
    expect([code, names(out)]).toEqual([0, false]);
    expect(out).toMatch(/^acme: read completely in /);
    expect(out).toContain("Petra Nowhere left hr");
    expect(err).toContain("who may see names of hr alone until ");
    const pay = readFileSync(join(stage.folder, "pay.ndjson"), "utf8");
    expect([pay.includes("Petra Nowhere"), names(pay)]).toEqual([true, false]);
  });

  it("every command that shows names shows those of the one; of the other they learn not that it is there", async () => {
    const shown = await stage.run(["departures", ...LIMITED]);
    expect([shown.code, shown.out.includes("Petra Nowhere"), names(shown.out)]).toEqual([0, true, false]);
    const everything = await stage.run(["departures", "--json", "--config", "rollcall.yaml"]);
    const theirs = everything.out.split("\n").find((line) => line.includes('"directory":"acme"')) ?? "";
    const { id, accounts } = JSON.parse(theirs) as { id: string; accounts: { id: string }[] };
    for (const command of [
      ["departures", "acme"],
      ["explain", id],
      ["restore", id],
      ["restore", "acme"],
      ["waves", "acme"],
      ["erase", accounts[0]?.id ?? "", "--dry-run"],
    ]) {
      const { code, out, err } = await stage.run([...command, ...LIMITED]);
      expect([command[0], code, out, names(err.replaceAll(accounts[0]?.id ?? "", ""))]).toEqual([
        command[0],
        2,
        "",
        false,
      ]);
    }
    const restored = await stage.run(["restore", ...LIMITED]);
    expect([restored.code, names(restored.out)]).toEqual([0, false]);
    const diff = await stage.run(["diff", "hr.csv", "acme", ...LIMITED]);
    expect([diff.code, diff.out]).toEqual([3, ""]);
    expect(diff.err).toContain("acme: the audience payroll may know names of hr alone");
  });

  it("the page for the people concerned says so", async () => {
    const { out } = await stage.run(["transparency", ...LIMITED]);
    expect(out.replaceAll(/\s+/g, " ")).toContain("who left, by name, of hr alone");
  });
});
