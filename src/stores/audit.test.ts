import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkLog } from "../app/audit.ts";
import type { RecordEntry, Store } from "../app/ports.ts";
import type { Finding } from "../core/audit/check.ts";
import { ERASURE } from "../core/audit/erasure.ts";
import { migrateFile } from "./migrations/testing.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { openSqlite } from "./sqlite.ts";
import { STORES } from "./testing.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-store-"));
  path = join(folder, "store.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function record(store: Store, ...entries: readonly RecordEntry[]): Promise<void> {
  for (const entry of entries) await store.transaction((writer) => writer.record(entry));
}

const about = (detail: RecordEntry["detail"]): RecordEntry => ({ at: 1, action: "sweep", detail });

/** What is wrong with the log as it stands in the store. */
async function faults(store: Store): Promise<readonly Finding[]> {
  return (await checkLog(store)).findings;
}

describe.each(STORES)("the log of $name", ({ open }) => {
  it("holds up, whatever was recorded, and gives it back", async () => {
    const store = await open();
    const anyText = fc.string({ unit: "binary" });
    const plain = fc.oneof(
      anyText,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const keys = fc.string({ unit: "grapheme", minLength: 1 }).filter((key) => key !== "__proto__");
    const detail = fc.dictionary(keys, plain, { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.integer(), anyText, detail, async (at, action, words) => {
        await record(store, { at, action, detail: words });
        const [newest] = await store.records({ limit: 1 });
        expect(newest?.detail).toEqual(JSON.parse(JSON.stringify(words)));
      }),
    );
    expect(await faults(store)).toEqual([]);
    expect((await store.log({ after: 0, limit: 1000 })).length).toBe(100);
    await store.close();
  });

  it("is read page by page, in order", async () => {
    const store = await open();
    await record(store, ...[1, 2, 3, 4, 5].map((n) => about({ n })));
    const pages = [await store.log({ after: 0, limit: 2 }), await store.log({ after: 2, limit: 9 })];
    expect(pages.map((page) => page.map(({ entry }) => entry.seq))).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    await store.close();
  });

  it("has nothing of a transaction that was broken off, and goes on from what was before", async () => {
    const store = await open();
    await record(store, about({}));
    const broken = store.transaction(async (writer) => {
      await writer.record(about({}));
      throw new Error("broken");
    });
    await expect(broken).rejects.toThrow("broken");
    await record(store, about({}));
    expect((await store.records({})).map(({ seq }) => seq)).toEqual([2, 1]);
    expect(await faults(store)).toEqual([]);
    await store.close();
  });

  it("keeps the entry of what was erased, and never erases what says so", async () => {
    const store = await open();
    await record(store, about({ n: 1 }), about({ n: 2 }), { at: 2, action: ERASURE, detail: { entries: "2" } });
    const erase = (seqs: number[]) => store.transaction((writer) => writer.eraseRecords(seqs));
    expect(await erase([2, 3, 4])).toEqual([2]);
    expect(await erase([2])).toEqual([]);
    expect(await erase([])).toEqual([]);
    expect((await store.records({})).toReversed()).toStrictEqual([
      { seq: 1, ...about({ n: 1 }) },
      { seq: 2, ...about({}), erased: true },
      { seq: 3, at: 2, action: ERASURE, detail: { entries: "2" } },
    ]);
    expect(await faults(store)).toEqual([]);
    await store.close();
  });
});

it("what was erased is in no file of the store any more once it is closed", async () => {
  const store = await openSqlite({ path });
  await record(store, about({ what: "canary-7f31" }), about({ what: "still here" }));
  const inFiles = (word: string): boolean =>
    readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(word));
  expect(inFiles("canary-7f31")).toBe(true);
  await store.transaction((writer) => writer.eraseRecords([1]));
  await store.close();
  expect([inFiles("canary-7f31"), inFiles("still here")]).toEqual([false, true]);
});

it("no two entries follow the same one, whatever writes them", async () => {
  const store = await openSqlite({ path });
  await record(store, about({}), about({}));
  await store.close();
  const database = new DatabaseSync(path);
  expect(() =>
    database.exec("insert into record select 3, at, action, commitment, previous from record where seq = 2"),
  ).toThrow("UNIQUE");
  database.close();
});

/** Records so many entries, one a transaction, at once with another process. */
const RECORDER = `
  import { once } from "node:events";
  import { setTimeout as pause } from "node:timers/promises";
  import { openSqlite } from ${JSON.stringify(new URL("./sqlite.ts", import.meta.url).href)};
  const [path, who] = process.argv.slice(1);
  const store = await openSqlite({ path, busyTimeout: 60_000 });
  console.log("ready");
  const end = Number(await once(process.stdin, "data"));
  for (let n = 0; n < end; n++) {
    // Whoever has just written would otherwise be the first again each time.
    await pause(n % 5);
    await store.transaction(async (writer) => {
      await writer.records({ limit: 1 });
      await writer.record({ at: n, action: who, detail: { n } });
      await writer.record({ at: n, action: who, detail: { n, again: true } });
    });
  }
  await store.close();
`;

it(
  "two processes that record at once make one chain, and none of its entries is lost",
  { timeout: 120_000 },
  async () => {
    await (await openSqlite({ path })).close();
    const children = ["one", "other"].map((who) => {
      const child = spawn(process.execPath, ["--input-type=module", "--eval", RECORDER, path, who], {
        stdio: ["pipe", "pipe", "inherit"],
      });
      return { child, ready: once(child.stdout, "data"), ended: once(child, "exit") };
    });
    await Promise.all(children.map(({ ready }) => ready));
    for (const { child } of children) child.stdin.end("150");
    const ends = await Promise.all(children.map(({ child, ended }) => ended.then(() => child.exitCode)));
    expect(ends).toEqual([0, 0]);
    const store = await openSqlite({ path });
    const actions = (await store.records({})).map(({ action }) => action).toReversed();
    expect([actions.filter((who) => who === "one").length, actions.length]).toEqual([300, 600]);
    // They did take turns, so that the chain was at stake.
    expect(actions.filter((who, i) => i > 0 && who !== actions[i - 1]).length).toBeGreaterThan(2);
    expect(await faults(store)).toEqual([]);
    await store.close();
  },
);

describe("a store from before there was a chain", () => {
  const before = MIGRATIONS.findIndex(({ name }) => name === "audit");

  it("has its records chained in their order, also over the number of one that is gone, and goes on from there", async () => {
    await migrateFile(path, MIGRATIONS.slice(0, before));
    const database = new DatabaseSync(path);
    // More than are held in memory at once.
    database.exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 1203)
      insert into record select i, 1000 - i, 'sweep', '{"changes":' || i || ',"a":null}' from n;
      delete from record where seq in (1, 600, 1203)`);
    database.close();
    const store = await openSqlite({ path });
    await record(store, { at: 5, action: "send", detail: {} });
    const found = (await store.records({})).toReversed();
    const old = Array.from({ length: 1203 }, (_, i) => i + 1).filter((i) => ![1, 600, 1203].includes(i));
    expect(found).toStrictEqual([
      ...old.map((i, n) => ({ seq: n + 1, at: 1000 - i, action: "sweep", detail: { changes: i, a: null } })),
      { seq: 1201, at: 5, action: "send", detail: {} },
    ]);
    expect(await faults(store)).toEqual([]);
    expect(await store.integrity()).toEqual([]);
    await store.close();
  });

  it("with nothing recorded begins an empty log", async () => {
    await migrateFile(path, MIGRATIONS.slice(0, before));
    const store = await openSqlite({ path });
    expect(await store.log({ after: 0, limit: 1 })).toEqual([]);
    await record(store, about({}));
    expect(await faults(store)).toEqual([]);
    await store.close();
  });
});

it("every change to a row of the log is found in it", async () => {
  const store = await openSqlite({ path });
  await record(store, ...[1, 2, 3, 4].map((n) => about({ n })));
  await store.close();
  const changes = [
    "update record set at = at + 1 where seq = 2",
    "update record set action = 'send' where seq = 2",
    "update record set commitment = (select commitment from record where seq = 1) where seq = 2",
    "update record_payloads set detail = replace(detail, '2', '3') where seq = 2",
    "update record_payloads set salt = (select salt from record_payloads where seq = 1) where seq = 2",
    "delete from record_payloads where seq = 2",
    "pragma foreign_keys = off; delete from record where seq = 2",
    "pragma foreign_keys = off; delete from record_payloads where seq = 2; delete from record where seq = 2; update record set seq = 2 where seq = 3; update record_payloads set seq = 2 where seq = 3",
  ];
  for (const change of changes) {
    const victim = join(folder, "victim.db");
    const database = new DatabaseSync(path);
    database.exec(`vacuum into '${victim}'`);
    database.close();
    const changed = new DatabaseSync(victim);
    changed.exec(change);
    changed.close();
    const opened = await openSqlite({ path: victim });
    expect((await faults(opened)).length, change).toBeGreaterThan(0);
    await opened.close();
    rmSync(victim);
  }
});
