import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundled } from "../../test/support/bundled.ts";
import { AND_MORE, migrateFile } from "./migrations/testing.ts";
import { openSqlite } from "./sqlite.ts";

/** So often a process is killed in earnest; at the boundaries between, its files are copied. */
const EVERY = 10;
/** One process after another: enough on a machine that does other things too. */
const PROCESSES = 120_000;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-store-"));
  path = join(folder, "store.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * At each boundary, before a statement or after the last, numbered from 0: kills the process at the one asked for, and copies the
 * store's files where asked. What the files hold then is what a kill leaves, for the bytes that a process has written outlive it
 * (`EVERY` holds one against the other); so that one process does for many kills.
 */
const KILLER = `
  import { copyFileSync, existsSync } from "node:fs";
  const [path, killAt, copies] = process.argv.slice(2);
  let boundary = 0;
  let armed = false;
  const reach = () => {
    if (!armed) return;
    for (const part of copies === undefined ? [] : ["", "-wal", "-journal"])
      if (existsSync(path + part)) copyFileSync(path + part, copies + boundary + ".db" + part);
    if (boundary++ === Number(killAt)) process.kill(process.pid, "SIGKILL");
  };
  const onStatement = ({ phase }) => phase === "before" && reach();
`;

/** A second reading: it replaces, adds and removes in every table that a reading, events and what is told of them touch. */
const READING = `${KILLER}
  import { openSqlite } from ${source("./sqlite.ts")};
  const at = { notBefore: 1, notAfter: 2 };
  const lastKnown = { location: "Warsaw", locationFrom: "timezone" };
  const account = (id, status) => ({ account: { id, status, attributes: { name: "x" } }, presence: "present" });
  const evidence = { by: "flag", readings: 1 };
  const store = await openSqlite({ path, onStatement });
  const write = (sweep, status, confirmed) =>
    store.transaction(async (writer) => {
      await writer.putDirectory({ directory: "a", kind: "slack", last: { startedAt: 1, takenAt: sweep, accounts: 2 } });
      const read = { complete: true, accounts: 2, health: "ok", reasons: [] };
      await writer.putSweep({ id: "s-" + sweep, directory: "a", startedAt: 1, takenAt: sweep, ...read });
      await writer.putEntries("a", [account("U1", status), account("U" + sweep, "active")]);
      const gone = { change: "deactivated", at, confirmed };
      const change = { ...gone, directory: "a", account: { id: "U1" }, evidence, sweep: "s-" + sweep };
      await writer.putChanges([{ id: "c-1", ...change }, { id: "c-" + sweep, ...change }]);
      const accounts = [{ directory: "a", id: "U1" }];
      await writer.putDepartures([{ ...gone, id: "d-1", accounts, observed: true, lastKnown }]);
      const open = { kind: "departures", group: "departures a", directory: "a", openedAt: 2, closed: false };
      await writer.putIncident({ id: "i-1", ...open, updatedAt: sweep, version: sweep });
      await writer.putIncidentItems("i-1", [{ id: "d-1", version: sweep }, { id: "c-" + sweep, version: sweep }]);
      const told = { told: 0, messages: 0, since: 2, dueAt: sweep, attempts: 0 };
      const waiting = { incident: "i-1", audience: "named", state: "waiting", version: sweep, ...told };
      await writer.putNotification({ id: "n-1", destination: "one", ...waiting });
      await writer.putNotification({ id: "n-" + sweep, destination: "other", ...waiting });
      await writer.markRead("a", ["U1"]);
      await writer.deleteBefore("events", sweep, 9);
      const event = { directory: "a", source: "http", type: "user_change", about: { account: "U1" } };
      const come = { ...event, receivedAt: sweep, state: "waiting", tries: 0, dueAt: sweep };
      await writer.keepEvents([{ ...come, key: "Ev1" }, { ...come, key: "Ev" + sweep }]);
      const kept = await writer.events({ directory: "a", state: "waiting" });
      await writer.putEvents(kept.map((one) => ({ ...one, state: one.key === "Ev1" ? "waiting" : "settled" })));
      await writer.putListening({ id: "l-1", directory: "a", source: "http", since: 1, until: sweep });
      await writer.record({ at: sweep, action: "sweep", detail: {} });
    });
`;

const FIRST_READING = `${READING}
  await write(2, "active", false);
  await store.close();
`;

const SECOND_READING = `${READING}
  armed = true;
  await write(3, "deactivated", true);
  reach();
  console.log(boundary);
`;

const MIGRATION = `${KILLER}
  import { AND_MORE, migrateFile } from ${source("./migrations/testing.ts")};
  armed = true;
  await migrateFile(path, AND_MORE, onStatement);
  reach();
  console.log(boundary);
`;

/** Opens new stores and takes a lease in each, all at times given beforehand, so that both processes meet at each. */
const RACER = `
  import { once } from "node:events";
  import { openSqlite } from ${source("./sqlite.ts")};
  const [path, holder] = process.argv.slice(2);
  console.log("ready");
  const start = Number(await once(process.stdin, "data"));
  for (let i = 0; i < 30; i++) {
    while (Date.now() < start + i * 40);
    const store = await openSqlite({ path: path + i });
    const { lease } = await store.acquireLease({ name: "sweep", holder, since: 0, until: 10 }, 0);
    console.log(lease.holder);
    await store.close();
  }
`;

describe("killed at any boundary of a transaction's statements", () => {
  it(
    "the store has the state before, and after the commit the state after",
    async () => {
      run(await built(FIRST_READING), path);
      const secondReading = await built(SECOND_READING);
      const before = await contents(path);
      const whole = copy("whole");
      const boundaries = Number(run(secondReading, whole, "never", join(folder, "left-at-")).stdout);
      const after = await contents(whole);
      expect(boundaries).toBeGreaterThan(8);
      for (const [what, found] of Object.entries(after)) expect(found, what).not.toEqual(Object(before)[what]);
      for (let killAt = 0; killAt < boundaries; killAt++) {
        const left = await contents(join(folder, `left-at-${killAt}.db`));
        expect(left, `killed at ${killAt}`).toEqual(killAt === boundaries - 1 ? after : before);
        if (killAt % EVERY > 0 && killAt < boundaries - 2) continue;
        const victim = copy(`killed-${killAt}`);
        expect(run(secondReading, victim, String(killAt)).signal).toBe("SIGKILL");
        expect(await contents(victim), `killed at ${killAt}`).toEqual(left);
      }
    },
    PROCESSES,
  );
});

describe("killed at any boundary of the migrations' statements", () => {
  it(
    "the store has one whole version, and the next opening completes it",
    async () => {
      const migration = await built(MIGRATION);
      const boundaries = Number(run(migration, path, "never", join(folder, "left-at-")).stdout);
      const complete = schema(path);
      const wholes = new Map<number, string>();
      const completed = new Set<string>();
      for (let killAt = 0; killAt < boundaries; killAt++) {
        const victim = join(folder, `left-at-${killAt}.db`);
        const { version, tables } = schema(victim);
        if (killAt % EVERY === 0) {
          const killed = join(folder, `killed-${killAt}.db`);
          expect(run(migration, killed, String(killAt)).signal).toBe("SIGKILL");
          expect(schema(killed), `killed at ${killAt}`).toEqual({ version, tables });
        }
        expect(tables, `killed at ${killAt}`).toBe(wholes.get(version) ?? tables);
        wholes.set(version, tables);
        // What was under way is undone by now: of one transaction most kills leave the same file, to the byte, and so the same ending.
        const left = createHash("sha256").update(readFileSync(victim)).digest("hex");
        if (completed.has(left)) continue;
        completed.add(left);
        await migrateFile(victim, AND_MORE);
        expect(schema(victim), `completed after ${killAt}`).toEqual(complete);
      }
      // A version that was kept half would have shown two faces; each was met, from the empty store to the last.
      expect([...wholes.keys()]).toEqual(Array.from({ length: complete.version + 1 }, (_, version) => version));
      expect(wholes.get(0)).toBe("");
      expect(completed.size).toBeGreaterThanOrEqual(wholes.size);
    },
    PROCESSES,
  );
});

describe("two processes that meet at a new store", () => {
  it(
    "both open it, and its lease is had by one of them",
    async () => {
      const racer = await built(RACER);
      const racers = ["h:1 sweep", "h:2 sweep"].map((holder) => {
        const child = spawn(process.execPath, [racer, path, holder], { stdio: ["pipe", "pipe", "inherit"] });
        return { child, output: text(child.stdout), ready: once(child.stdout, "data") };
      });
      await Promise.all(racers.map(({ ready }) => ready));
      const start = String(Date.now() + 50);
      for (const { child } of racers) child.stdin.end(start);
      const [one, other] = await Promise.all(racers.map(({ output }) => output));
      expect(one?.trim().split("\n")).toHaveLength(31);
      expect(other).toBe(one);
    },
    PROCESSES,
  );
});

/** Half a second less for each process. */
async function built(script: string): Promise<string> {
  const home = mkdtempSync(join(folder, "program-"));
  const file = join(home, "program.ts");
  writeFileSync(file, script);
  return bundled(pathToFileURL(file), home);
}

function run(program: string, ...args: string[]) {
  const child = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  expect(child.stderr).toBe("");
  return child;
}

function source(file: string): string {
  return JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));
}

function copy(name: string): string {
  const target = join(folder, `${name}.db`);
  cpSync(path, target);
  return target;
}

/** All that the port shows of a store, which must also be sound. */
async function contents(file: string) {
  const store = await openSqlite({ path: file });
  try {
    expect(await store.integrity()).toEqual([]);
    return {
      directories: await store.directories(),
      entries: [...(await store.roster("a")).entries.values()],
      sweeps: await store.sweeps({}),
      changes: await store.changes({}),
      departures: await store.departures({}),
      incident: await store.newestIncident("departures a"),
      items: await store.incidentItems("i-1"),
      notifications: await store.notifications({}),
      watermark: await store.watermark("a"),
      readByThemselves: await store.readSince("a", 1),
      events: await store.events({}),
      listening: await store.listening({}),
      records: await store.records({}),
    };
  } finally {
    await store.close();
  }
}

function schema(file: string) {
  const database = new DatabaseSync(file);
  const tables = database.prepare("select sql from sqlite_schema where sql is not null order by name").all();
  const version =
    tables.length === 0 ? 0 : database.prepare("select max(version) as n from rollcall_schema").get()?.["n"];
  database.close();
  return { version: Number(version), tables: tables.map(({ sql }) => sql).join("\n") };
}
