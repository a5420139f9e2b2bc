// When the whole file is looked at, and what happens where damage is met without that (docs/decisions/0027).
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../app/ports.ts";
import { DAY, HOUR } from "../core/time.ts";
import { soundnessOf } from "./soundness.ts";
import { openSqlite } from "./sqlite.ts";
import { change } from "./testing.ts";

const PAGE = 4096;
const NOW = Date.UTC(2026, 10, 30);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-sound-"));
  path = join(folder, "store.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the whole file", () => {
  const dueAt = (now: number, running = 30 * DAY) =>
    soundnessOf(
      path,
      () => now,
      () => running,
    ).isDue();
  const found = (isSound: boolean) => soundnessOf(path, () => NOW).begin()(isSound);
  beforeEach(() => {
    writeFileSync(path, "as it was");
    found(true);
  });

  it("is not looked at again within a day, where it is as it was left", () => {
    expect([0, HOUR, DAY - 1, DAY, DAY + HOUR].map((ago) => dueAt(NOW + ago))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it("is looked at once the machine was started since, or its clock put back", () => {
    expect(dueAt(NOW + HOUR, HOUR + 1)).toBe(false);
    expect(dueAt(NOW + HOUR, HOUR)).toBe(true);
    expect(dueAt(NOW - 1)).toBe(true);
  });

  it("is looked at where it is another file, though the same byte by byte and of the same time", () => {
    copyFileSync(path, `${path}.copy`);
    renameSync(`${path}.copy`, path);
    expect(dueAt(NOW)).toBe(true);
  });

  it("is looked at where somebody else wrote it, though they gave it the time of before", async () => {
    utimesSync(path, 1, 1);
    found(true);
    expect(dueAt(NOW)).toBe(false);
    // Times of files are as fine as the system's ticks.
    await pause(20);
    writeFileSync(path, "as it is.");
    utimesSync(path, 1, 1);
    expect(dueAt(NOW)).toBe(true);
  });

  it("is not looked at for what this program wrote, and is for that too once damage was met", async () => {
    const soundness = soundnessOf(path, () => NOW);
    await pause(20);
    writeFileSync(path, "as it is.");
    soundness.left();
    expect(dueAt(NOW)).toBe(false);
    soundnessOf(path).doubt();
    await pause(20);
    writeFileSync(path, "as it then is");
    soundness.left();
    expect(dueAt(NOW)).toBe(true);
  });

  it("is looked at again where damage was found, and where what is noted cannot be read", () => {
    found(false);
    expect(dueAt(NOW)).toBe(true);
    found(true);
    const [, ...stand] = readFileSync(`${path}.checked`, "latin1").split(" ");
    for (const text of ["", "\n", "x", `soon ${stand.join(" ")}`, `${NOW} `, `${NOW} ${stand.slice(1).join(" ")}`]) {
      writeFileSync(`${path}.checked`, text);
      expect(dueAt(NOW)).toBe(true);
    }
  });
});

describe("a store", () => {
  const notedAt = () => Number(readFileSync(`${path}.checked`, "latin1").split(" ")[0]);
  /** As if it had been looked at when a process began that still has it open. */
  const trust = () => soundnessOf(path).begin()(true);

  it("that is opened again and again is looked at once, whatever is written meanwhile", async () => {
    await (await filled()).close();
    const at = notedAt();
    await pause(5);
    for (const round of [1, 2]) {
      const store = await openSqlite({ path });
      const other = await openSqlite({ path });
      await store.transaction((writer) => writer.putChanges(changes(`c-${round}`)));
      await other.close();
      await store.close();
    }
    expect(notedAt()).toBe(at);
    expect(soundnessOf(path).isDue()).toBe(false);
  });

  it("is found due after another program wrote it, and sound by doctor's check", async () => {
    const store = await filled();
    await pause(20);
    const other = new DatabaseSync(path);
    other.exec("pragma wal_checkpoint(truncate); create table x (y); drop table x; pragma wal_checkpoint(truncate)");
    other.close();
    expect(soundnessOf(path).isDue()).toBe(true);
    expect(await store.integrity()).toEqual([]);
    expect(soundnessOf(path).isDue()).toBe(false);
    await store.close();
  });

  it("keeps nothing of a transaction that has met damage, though that was caught, and is looked at by who opens it next", async () => {
    await (await filled()).close();
    damage(pagesOf("changes", "")[0] ?? 0, (page) => page.fill(0xa5));
    trust();
    const store = await openSqlite({ path });
    const writing = store.transaction(async (writer) => {
      await writer.putDirectory({ directory: "new", kind: "slack" });
      await writer.putChanges(changes("c")).catch(() => undefined);
    });
    await expect(writing).rejects.toMatchObject({ code: "store_damaged", message: expect.stringContaining(path) });
    expect((await store.directories()).map(({ directory }) => directory)).toEqual([]);
    await store.transaction((writer) => writer.putDirectory({ directory: "later", kind: "slack" }));
    await store.close();
    expect(existsSync(`${path}.checked`)).toBe(false);
    const before = readFileSync(path);
    await expect(openSqlite({ path })).rejects.toMatchObject({ code: "store_damaged" });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  const FAULTS: Readonly<Record<string, (page: Buffer) => unknown>> = {
    "filled with noise": (page) => page.fill(0xa5),
    "filled with zeros": (page) => page.fill(0),
    "with a beginning of another kind": (page) => page.writeUInt8((page[0] ?? 0) ^ 0x42, 0),
    "with a row that leads out of it": (page) => page.writeUInt16BE(PAGE - 1, page[0] === 5 || page[0] === 2 ? 12 : 8),
  };
  for (const [what, fault] of Object.entries(FAULTS)) {
    it(`with a page ${what} says so where it is read, and whoever opens it next looks at all of it`, async () => {
      await (await filled()).close();
      const sound = readFileSync(path);
      const pages = pagesOf("roster", "changes");
      for (const page of pages.filter((_, i) => i % Math.ceil(pages.length / 12) === 0)) {
        writeFileSync(path, sound);
        damage(page, fault);
        expect(faultsOf(path), `page ${page}`).toBeGreaterThan(0);
        trust();
        const store = await openSqlite({ path });
        await expect(everything(store), `page ${page}`).rejects.toMatchObject({
          code: "store_damaged",
          message: expect.stringContaining(path),
        });
        await store.close();
        expect(existsSync(`${path}.checked`)).toBe(false);
      }
    });
  }

  /** What a check of the whole file finds. */
  function faultsOf(file: string): number {
    const database = new DatabaseSync(file);
    try {
      return database
        .prepare("pragma quick_check")
        .all()
        .filter((row) => row["quick_check"] !== "ok").length;
    } catch {
      return 1;
    } finally {
      database.close();
    }
  }
});

async function filled(): Promise<Store> {
  const store = await openSqlite({ path });
  await store.transaction(async (writer) => {
    const entries = Array.from({ length: 900 }, (_, i) => ({
      account: { id: `U${i}`, status: "active", attributes: { name: "x".repeat(i % 70), handle: `h${i}` } } as const,
      presence: "present" as const,
    }));
    await writer.putEntries("a", entries);
    await writer.putChanges(changes("first"));
  });
  return store;
}

function changes(id: string) {
  return Array.from({ length: 300 }, (_, i) => change(`${id}-${i}`, "s-1", `U${i}`));
}

async function everything(store: Store): Promise<unknown> {
  const { entries } = await store.roster("a");
  return [[...entries.values()], await store.changes({})];
}

/** The pages of the tables' rows, from 0. */
function pagesOf(...tables: readonly string[]): number[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const pages = database.prepare("select pageno from dbstat where name = ? or name = ? order by pageno").all(...tables);
  database.close();
  return pages.map((row) => Number(row["pageno"]) - 1);
}

function damage(page: number, fault: (page: Buffer) => unknown): void {
  const bytes = readFileSync(path);
  fault(bytes.subarray(page * PAGE, (page + 1) * PAGE));
  writeFileSync(path, bytes);
}
