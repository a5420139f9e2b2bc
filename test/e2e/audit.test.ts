// The audit log as its owner and whoever checks it meet it: on the command line, the export taken to where nothing else is.
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, staffOf, type Stage } from "./stage.ts";

let stage: Stage;
let env: Record<string, string>;
let key: string;
beforeAll(async () => {
  stage = await openStage(60);
  // No family name of three letters: the log is full of hashes, in which such a one turns up by chance.
  for (const member of stage.slack.world.members.values()) {
    member.first = "Zyxquille";
    member.last = "Vorblattowa";
  }
  env = { SLACK_TOKEN: stage.slack.token };
  stage.settings();
  await stage.prepare(["sweep"], { env });
  const [first = ""] = staffOf(stage.slack, 1);
  stage.slack.acts.deactivate(first);
  await stage.prepare(["sweep"], { env });
  key = (await rollcall("audit", "key")).out.trim();
}, 60_000);
afterAll(() => stage.close());

const rollcall = (...args: string[]) => stage.run(args, { env });
const inFolder = (name: string): string => join(stage.folder, name);

/** The name of a new export. */
async function exported(name: string): Promise<string> {
  const { code, out, err } = await rollcall("audit", "export", name);
  expect([code, out]).toEqual([0, ""]);
  expect(err).toContain("a signed checkpoint");
  return name;
}

describe("rollcall audit key", () => {
  it("prints the same key each time, and keeps the private one for its owner alone, outside of the store", async () => {
    expect(key).toMatch(/^rollcall\/[0-9a-f]{16}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/);
    expect((await rollcall("audit", "key")).out.trim()).toBe(key);
    const file = inFolder("rollcall.db.audit-key");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const secret = readFileSync(file, "utf8").trim().slice(-44);
    expect(Buffer.from(secret, "base64").length).toBe(33);
    for (const name of ["rollcall.db", "rollcall.db-wal"].filter((one) => existsSync(inFolder(one)))) {
      expect(readFileSync(inFolder(name)).includes(secret)).toBe(false);
    }
  });
});

describe("rollcall audit verify", () => {
  it("needs neither store nor settings, and says that the log holds up", async () => {
    await exported("whole.ndjson");
    writeFileSync(inFolder("saved"), (await rollcall("audit", "checkpoint")).out);
    await exported("later.ndjson");
    const args = ["audit", "verify", "later.ndjson", "--checkpoint", "saved", "--key", key];
    const nowhere = { ROLLCALL_STATE: inFolder("nowhere"), SLACK_TOKEN: "" };
    const { code, out, err } = await stage.run([...args, "--config", "nothing.yaml"], { env: nowhere });
    expect([code, err]).toEqual([0, ""]);
    expect(existsSync(inFolder("nowhere"))).toBe(false);
    expect(out).toMatch(/^\d+ entries, nothing removed, added, changed/);
  });

  it("says what it cannot know without a key and a checkpoint from elsewhere", async () => {
    const { code, err } = await rollcall("audit", "verify", await exported("alone.ndjson"));
    expect(code).toBe(0);
    expect(err).toContain(key);
    expect(err).toContain("--checkpoint");
  });

  it("reads standard input for -", async () => {
    const input = readFileSync(inFolder(await exported("piped.ndjson")), "utf8");
    expect((await stage.run(["audit", "verify", "-"], { env, input })).code).toBe(0);
    expect((await stage.run(["audit", "verify", "-"], { env, input: input.slice(1) })).code).toBe(1);
  });

  it("exits with 1 and one sentence for each thing that is wrong", async () => {
    const text = readFileSync(inFolder(await exported("changed.ndjson")), "utf8");
    stage.file("payload.ndjson", text.replace(/"payload":\{([^}]*)"complete":true/, '"payload":{$1"complete":false'));
    const { code, out } = await rollcall("audit", "verify", "payload.ndjson");
    expect([code, out]).toEqual([
      1,
      "Entry 2 (line 2): its payload or salt was changed; it is not what was recorded.\n",
    ]);
    stage.file("short.ndjson", text.slice(text.indexOf("\n") + 1));
    const short = await rollcall("audit", "verify", "short.ndjson", "--json");
    const lines = short.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([short.code, lines[0]]).toMatchObject([1, { wrong: "sequence", line: 1, entry: 2, expected: 1 }]);
    expect(lines.at(-1)).toMatchObject({ audit: { findings: lines.length - 1 } });
  });

  it("shows a store that was put back to an earlier day, which signs nothing any more", async () => {
    const [db, kept] = [inFolder("rollcall.db"), inFolder("kept.db")];
    const copy = new DatabaseSync(db);
    copy.exec(`vacuum into '${kept}'`);
    copy.close();
    await exported("newer.ndjson");
    const { code, out, err } = await rollcall("audit", "checkpoint");
    expect([code, err]).toEqual([0, ""]);
    stage.file("outside", out);
    for (const beside of ["audit-key", "audit-checkpoint"]) {
      writeFileSync(`${kept}.${beside}`, readFileSync(`${db}.${beside}`), { mode: 0o600 });
    }
    const refused = await rollcall("audit", "checkpoint", "--store", "kept.db");
    expect([refused.code, refused.out]).toEqual([1, ""]);
    expect(refused.err).toContain("the log was rolled back");
    const unsigned = await rollcall("audit", "export", "unsigned.ndjson", "--store", "kept.db");
    expect(unsigned.code).toBe(1);
    const seen = await rollcall("audit", "verify", "unsigned.ndjson", "--checkpoint", "outside");
    expect(seen.code).toBe(1);
    expect(seen.out).toContain("are not the ones that the saved checkpoint has seen: the log was rewritten");
  });

  it.each([
    { what: "no file", args: ["nothing.ndjson"], says: "nothing.ndjson cannot be read (ENOENT)" },
    { what: "no key", args: ["whole.ndjson", "--key", "x"], says: "--key" },
  ])("asks for what it needs where there is $what", async ({ args, says }) => {
    const { code, out, err } = await rollcall("audit", "verify", ...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(says);
  });
});

describe("rollcall audit export", () => {
  it("replaces no file, and is on the record", async () => {
    const name = await exported("once.ndjson");
    const before = readFileSync(inFolder(name), "utf8");
    const { code, err } = await rollcall("audit", "export", name);
    expect(code).toBe(2);
    expect(err).toContain("is there already");
    expect(readFileSync(inFolder(name), "utf8")).toBe(before);
    expect(statSync(inFolder(name)).mode & 0o777).toBe(0o600);
    expect(before).toContain('"action":"audit export"');
  });

  it("names nobody", async () => {
    const text = readFileSync(inFolder(await exported("names.ndjson")), "utf8");
    const people = [...stage.slack.world.members.values()];
    const personal = ["Zyxquille", "Vorblattowa", ...people.flatMap(({ id, email }) => [id, email ?? id])];
    // What the export is made of knows them.
    expect(readFileSync(inFolder("rollcall.db")).includes("Vorblattowa")).toBe(true);
    expect(personal.filter((one) => text.includes(one))).toEqual([]);
  });

  it("says which file is wrong where the key is none, or others can read it", async () => {
    const store = inFolder("other.db");
    const copy = new DatabaseSync(inFolder("rollcall.db"));
    copy.exec(`vacuum into '${store}'`);
    copy.close();
    writeFileSync(`${store}.audit-key`, "PRIVATE+KEY+x", { mode: 0o600 });
    const broken = await rollcall("audit", "export", "no.ndjson", "--store", "other.db");
    expect([broken.code, broken.out]).toEqual([3, ""]);
    expect(broken.err).toContain("other.db.audit-key holds no signing key");
    expect(existsSync(inFolder("no.ndjson"))).toBe(false);
    writeFileSync(`${store}.audit-key`, readFileSync(inFolder("rollcall.db.audit-key")));
    writeFileSync(`${store}.audit-checkpoint`, "not a checkpoint\n");
    const unreadable = await rollcall("audit", "checkpoint", "--store", "other.db");
    expect([unreadable.code, unreadable.out]).toEqual([2, ""]);
    expect(unreadable.err).toContain("other.db.audit-checkpoint holds no signed checkpoint");
    chmodSync(`${store}.audit-key`, 0o644);
    const open = await rollcall("audit", "key", "--store", "other.db");
    expect([open.code, open.out]).toEqual([3, ""]);
    expect(open.err).toContain("chmod 600");
  });
});

describe("who sees names", () => {
  /** The payloads of all views so far, oldest first. */
  async function views(name: string): Promise<unknown[]> {
    const lines = readFileSync(inFolder(await exported(name)), "utf8")
      .trim()
      .split("\n");
    return lines
      .map((line) => JSON.parse(line) as { entry?: { action: string }; payload?: unknown })
      .flatMap(({ entry, payload }) => (entry?.action === "view" ? [payload] : []));
  }

  it("is on the record, and who sees counts alone is not", async () => {
    const { out } = await rollcall("departures", "--json");
    const [departure = ""] = /d-[0-9a-f]+/.exec(out) ?? [];
    expect((await rollcall("explain", departure)).code).toBe(0);
    const seen = await views("views.ndjson");
    expect(seen).toMatchObject([
      { view: "departures", audience: "named", directory: null },
      { view: "explain", audience: "named", what: departure },
    ]);
    for (const args of [["coverage"], ["waves"], ["plan", "list"]]) expect((await rollcall(...args)).code).toBe(0);
    expect(await views("counts.ndjson")).toEqual(seen);
  });

  it("sees nothing where it cannot be put on the record", async () => {
    const other = new DatabaseSync(inFolder("rollcall.db"));
    other.exec("begin immediate");
    const { code, out, err } = await rollcall("departures");
    other.exec("rollback");
    other.close();
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("another process");
  });
});
