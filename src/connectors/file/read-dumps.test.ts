import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../core/directory/snapshot.ts";
import { fromFileName } from "./file-name.ts";
import { type DumpOptions, readDumps } from "./read-dumps.ts";
import { NO_TOOL } from "./testing.ts";

const folder = mkdtempSync(join(tmpdir(), "rollcall-dumps-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(paths: string[], options: Partial<DumpOptions> = {}): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  for await (const snapshot of readDumps(paths, { ...NO_TOOL, ...options })) snapshots.push(snapshot);
  return snapshots;
}

const days = (snapshots: Snapshot[]): string[] =>
  snapshots.map(({ directory, takenAt }) => `${directory} ${new Date(takenAt).toISOString().slice(0, 10)}`);
const line = (takenAt: string, directory = "d"): string =>
  `${JSON.stringify({ directory, takenAt, complete: true, accounts: [] })}\n`;

describe("the date and name of a dump", () => {
  it.each([
    ["2009-12.csv", "2009-12-01T00:00:00.000Z"],
    ["users-2024-03-01.json", "2024-03-01T00:00:00.000Z"],
    ["users_2024_03_01.json.gz", "2024-03-01T00:00:00.000Z"],
    ["20240301.ldif", "2024-03-01T00:00:00.000Z"],
    ["users-2024-03-01T0900.ndjson", "2024-03-01T09:00:00.000Z"],
    ["20240301T093015Z.csv", "2024-03-01T09:30:15.000Z"],
    ["users-2024-13-01.csv", undefined],
    ["users-2024-02-30.csv", undefined],
    ["ticket-202403.csv", undefined],
    ["badge-1234567890.csv", undefined],
    ["users.csv", undefined],
  ])("is read from %s as %s", (name, date) => {
    const { at } = fromFileName(name);
    expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(date);
  });

  it.each([
    ["users-2024-03-01.json.gz", "users"],
    ["2024-03-01-acme-people.csv", "acme-people"],
    ["before.csv", "before"],
    ["cert/2009-12.csv", "cert"],
  ])("names the directory of %s %s", (path, name) => {
    expect(fromFileName(path).name).toBe(name);
  });
});

describe("dumps of several dates", () => {
  it("come in the order of their dates, whatever the order of the files and their formats", async () => {
    const paths = [
      file("staff-2024-03.csv", "id\n1\n2\n"),
      file("staff-2024-01.ldif", "dn: cn=a\nobjectClass: person\n\n"),
      file("staff-2024-02.json", gzipSync('{"ok":true,"members":[]}')),
      file("staff-2023-12-31.ndjson", '{"id":"a"}\n'),
    ];
    expect(days(await read(paths))).toEqual([
      "file:staff 2023-12-31",
      "file:staff 2024-01-01",
      "file:staff 2024-02-01",
      "file:staff 2024-03-01",
    ]);
  });

  it("are merged with the snapshots of streams", async () => {
    const paths = [
      file("one.ndjson", line("2024-01-01") + line("2024-03-01") + line("2024-03-01", "e")),
      file("two.ndjson", line("2024-02-01") + line("2024-04-01")),
      file("d-2024-02-15.csv", "id\n1\n"),
    ];
    expect(days(await read(paths))).toEqual([
      "d 2024-01-01",
      "d 2024-02-01",
      "file:d 2024-02-15",
      "d 2024-03-01",
      "e 2024-03-01",
      "d 2024-04-01",
    ]);
  });

  it("take the caller's name for the directory before any other, and the caller's date before that of the name", async () => {
    const path = file("x-2024-01-01.csv", "id\n1\n");
    expect(days(await read([path], { directory: "hr", at: Date.UTC(2025, 0, 1) }))).toEqual(["hr 2025-01-01"]);
  });

  it("are refused before the first one is read where two have the same date", async () => {
    const paths = [file("p-2024-01-01.csv", "id\n1\n"), file("p-20240101.csv", "id\n1\n")];
    const dumps = readDumps(paths, NO_TOOL);
    await expect(dumps.next()).rejects.toMatchObject({
      code: "bad_file",
      message: `${paths[1]}: the snapshot of 2024-01-01T00:00:00.000Z has the same date as ${paths[0]}; each directory needs one snapshot a date, in order`,
    });
  });

  it.each([
    ["goes backwards", "2024-01-31", "is dated before"],
    ["repeats a date", "2024-02-01", "has the same date as"],
  ])("are refused with the line at which a stream %s", async (_, second, words) => {
    const path = file("stream.ndjson", line("2024-02-01") + line(second));
    await expect(read([path])).rejects.toThrow(
      `${path}, line 2: the snapshot of ${second}T00:00:00.000Z ${words} ${path}, line 1; each directory`,
    );
  });

  it("are refused without a date, unless the time of the file may stand for it", async () => {
    const path = file("undated.csv", "id\n1\n");
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    await expect(read([path])).rejects.toMatchObject({
      code: "bad_file",
      message: `${path}: neither the content nor the name gives a date; say with --at when it was taken`,
    });
    expect(await read([path], { allowFileTime: true })).toMatchObject([{ takenAt: 1_700_000_000_000 }]);
  });

  it("may come from standard input, once", async () => {
    const stdin = (): Readable => Readable.from([Buffer.from("id\n1\n")]);
    expect(days(await read(["-"], { stdin: stdin(), at: 0 }))).toEqual(["file:stdin 1970-01-01"]);
    expect(days(await read(["-"], { stdin: Readable.from([Buffer.from(line("2024-01-01"))]) }))).toEqual([
      "d 2024-01-01",
    ]);
    await expect(read(["-"], { stdin: stdin() })).rejects.toThrow("standard input: neither the content nor");
    await expect(read(["-", "-"], { stdin: stdin() })).rejects.toThrow("standard input can be read only once");
  });

  it("can be left before the end", async () => {
    const path = file("long.ndjson", line("2024-01-01") + line("2024-01-02"));
    for await (const snapshot of readDumps([path], NO_TOOL)) {
      expect(snapshot.takenAt).toBe(Date.UTC(2024, 0, 1));
      break;
    }
  });
});

describe("a large dump", () => {
  it("of 60 MB is read with a heap of 64 MB", { timeout: 120_000 }, () => {
    const path = join(folder, "large-2024-01-01.json");
    const out = openSync(path, "w");
    const users = 33_000;
    for (let n = 0; n < users; n++) {
      const user = {
        id: `U${n}`,
        team_id: "T1",
        deleted: n % 10 === 0,
        profile: { real_name: `Person ${n}`, about: "x".repeat(1750) },
      };
      writeSync(out, `${n === 0 ? "[" : ","}${JSON.stringify(user)}`);
    }
    writeSync(out, "]");
    closeSync(out);
    const script = file(
      "read.ts",
      `import { readDumps } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "read-dumps.ts")).href)};
const parse = (json) => JSON.parse(json.toString());
const map = (raw) => ({
  id: raw.id, status: raw.deleted ? "deactivated" : "active", attributes: { name: raw.profile.real_name },
});
for await (const snapshot of readDumps([${JSON.stringify(path)}], { slack: { parse, map } })) console.log(snapshot.accounts.length);
`,
    );
    const child = spawnSync(process.execPath, ["--max-old-space-size=64", script], { encoding: "utf8" });
    expect(child.stderr).not.toContain("heap out of memory");
    expect(child.stdout.trim()).toBe(String(users));
  });
});
