// rollcall erase, as whoever has to answer a request for erasure meets it.
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { jsonLines, openStage, staffOf, type Stage } from "./stage.ts";

const CANARIES = ["Zyxquille", "Vorblatt", "zq9917@canary.example", "Chief Quibbleologist"];

let stage: Stage;
let id: string;
let other: string;
beforeAll(async () => {
  stage = await openStage(60);
  [id = "", other = ""] = staffOf(stage.slack, 2);
  const person = stage.slack.world.members.get(id);
  Object.assign(person ?? {}, { first: "Zyxquille", last: "Vorblatt", email: "zq9917@canary.example" });
  Object.assign(person ?? {}, { title: "Chief Quibbleologist", handle: "zq9917" });
  // The same address in a file of people, and an id there that several have.
  stage.file(
    "hr.csv",
    `id,name,email,manager\n1,Zyxquille Vorblatt,ZQ9917@canary.example,\n2,Some One,one@acme.example,zq9917@canary.example\n${id},Twin,twin@acme.example,\n`,
  );
  stage.settings(
    "rollcall.yaml",
    `  hr: { kind: file, path: hr.csv }
notify:
  - { to: command, run: [/bin/cat], audience: named }
`,
  );
  await stage.prepare(["sweep", "--fields", "none"]);
  stage.slack.acts.deactivate(id);
  await stage.prepare(["sweep", "--fields", "none"]);
}, 60_000);
afterAll(() => stage.close());

const rollcall = (...args: string[]) => stage.run(args);
const inFolder = (name: string): string => join(stage.folder, name);

function leaks(text: string): string[] {
  return [...CANARIES, id].filter((word) => text.toLowerCase().includes(word.toLowerCase()));
}

function storeBytes(): string {
  const files = ["", "-wal", "-shm", "-journal"].map((suffix) => inFolder(`rollcall.db${suffix}`)).filter(existsSync);
  return files.map((file) => readFileSync(file, "latin1")).join("");
}

it("asks to be specific where several may be meant, and names each", async () => {
  const { code, out, err } = await rollcall("erase", id, "--yes");
  expect(code).toBe(2);
  expect(out).toContain("Zyxquille Vorblatt");
  expect(out).toContain("Twin");
  expect(err).toContain("2 accounts may be meant");
  expect(err).toContain("--directory");
});

it("shows who is meant and what would go, in all directories of the address, and erases nothing unless told to", async () => {
  const { code, out, err } = await rollcall("erase", "ZQ9917@canary.example", "--dry-run");
  expect([code, err]).toEqual([0, "A dry run: nothing was erased.\n"]);
  expect(out.match(/Zyxquille Vorblatt/g)).toHaveLength(2);
  expect(out).toContain("To be erased: 2 accounts, 1 change and 1 departure, and wherever others' records name them.");
  expect(out).toMatch(/1 message told of them:\n {2}· command, .*: gets a version without them/);
  expect(out).toContain("Backups of the store still have them.");
  // Nobody can answer.
  const asked = await rollcall("erase", "zq9917@canary.example");
  expect([asked.code, asked.err]).toEqual([2, expect.stringContaining("give --yes")]);
  const [several] = jsonLines((await rollcall("erase", id, "--json")).out);
  expect(several).toMatchObject({
    erase: { state: "several", accounts: [{ directory: "acme" }, { directory: "hr" }] },
  });
  const narrow = jsonLines(
    (await rollcall("erase", "zq9917@canary.example", "--directory", "hr", "--dry-run", "--json")).out,
  );
  expect(narrow).toMatchObject([
    { erase: { state: "found", accounts: [{ directory: "hr", id: "1" }], departures: 0 } },
  ]);
  expect(leaks(storeBytes())).toEqual([...CANARIES, id]);
});

it("erases by a departure's id: from the store to the last byte, from later readings, and with the log still whole", async () => {
  writeFileSync(inFolder("saved"), (await rollcall("audit", "checkpoint")).out);
  const [departure] = jsonLines((await rollcall("departures", "--since", "1h", "--json")).out);
  await stage.prepare(["explain", String(departure?.["id"])]);
  // One address in both directories; the twin in the file has another.
  const { code, out, err } = await rollcall("erase", String(departure?.["id"]), "--yes");
  expect(code).toBe(0);
  expect(out).toContain(
    "Erased: 2 accounts, 1 change, 1 departure, 1 mention in others' records and what 1 entry of the audit log was about.",
  );
  expect(out).toContain("it stays out of Rollcall for good");
  expect(err).toContain("command: told (");
  const again = await rollcall("sweep", "--fields", "none", "--json");
  expect(again.code).toBe(0);
  expect(jsonLines(again.out).filter(({ change }) => change !== undefined)).toEqual([]);
  const after = [again.out, again.err];
  for (const args of [["departures"], ["erase", "1"]]) {
    const shown = await rollcall(...args);
    after.push(shown.out, shown.err);
  }
  await stage.prepare(["audit", "export", "log.ndjson"]);
  after.push(readFileSync(inFolder("log.ndjson"), "utf8"));
  // The twin has the same id in the file, and is somebody else.
  expect(leaks(after.join("\n"))).toEqual([]);
  expect(leaks(storeBytes())).toEqual([id]);
  expect(after.join("\n")).toContain("Nothing is kept of it in hr: it was erased on ");
  const verified = await rollcall("audit", "verify", "log.ndjson", "--checkpoint", "saved");
  expect([verified.code, verified.err]).toEqual([0, ""]);
  expect(statSync(inFolder("rollcall.db.erasure-key")).mode & 0o777).toBe(0o600);
  expect(after.at(-1)).toContain('"action":"erase"');
}, 60_000);

it("erases while a watch goes on, which notices nothing but that somebody is gone", async () => {
  const { child, ended, printed } = stage.start(["watch", "--fields", "all", "--json"]);
  await printed('"event":"swept"');
  const { code, out } = await rollcall("erase", other, "--yes", "--json");
  expect(code).toBe(0);
  expect(jsonLines(out).at(-1)).toMatchObject({ erase: { state: "erased", accounts: 1 } });
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill("SIGTERM");
  const watched = await ended;
  expect(watched.code).toBe(0);
  expect(watched.out + watched.err).not.toMatch(/not swept|not let go/);
  expect(storeBytes()).not.toContain(other);
});

it.each([
  { what: "nobody", args: ["erase"], says: "an account id, an e-mail address or a departure" },
  { what: "somebody unknown", args: ["erase", "nobody@acme.example", "--yes"], says: "Nothing is kept of anybody" },
])("says what is wrong where it is given $what", async ({ args, says }) => {
  const { code, out, err } = await rollcall(...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(says);
});
