// Why the file is built anew after an erasure: what deleting by itself leaves in it (docs/decisions/0010).
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSqlite } from "./sqlite.ts";
import { change } from "./testing.ts";

const CANARY = "zyxquille";
const PEOPLE = 1500;
/** One in so many is deleted. */
const EACH = 20;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-clean-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The same numbers in each run: the minimal standard generator of Park and Miller. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

/** In the file itself, once the log has been brought into it. */
function canaries(): number {
  const other = new DatabaseSync(path);
  other.exec("pragma wal_checkpoint(truncate)");
  other.close();
  return readFileSync(path, "latin1").split(CANARY).length - 1;
}

/** @returns how many copies of a name are in the file once everybody of that name is deleted, and once it is built anew */
async function deletedFrom(seed: number): Promise<readonly [number, number]> {
  path = join(folder, `store-${seed}.db`);
  const random = numbersFrom(seed);
  const store = await openSqlite({ path });
  const ids = Array.from({ length: PEOPLE }, (_, i) => `U${random(1e9).toString(36)}-${i}`);
  const deleted = ids.filter((_, i) => i % EACH === 0);
  const isDeleted = new Set(deleted);
  for (let round = 0; round < 5; round++) {
    const some = round === 0 ? ids : ids.filter(() => random(10) < 4);
    await store.transaction(async (writer) => {
      const filling = (most: number): string => "z".repeat(random(most));
      const nameOf = (id: string): string => (isDeleted.has(id) ? CANARY : "somebody");
      await writer.putEntries(
        "a",
        some.map((id) => {
          const attributes = { name: nameOf(id), title: filling(900) };
          return { account: { id, status: "active", attributes }, presence: "present" } as const;
        }),
      );
      await writer.putChanges(
        some.map((id) => ({
          ...change(`c-${round}-${id}`, "s-1", id),
          account: { id, name: nameOf(id) },
          before: { title: filling(3000) },
        })),
      );
    });
  }
  expect(canaries()).toBeGreaterThan(deleted.length);
  await store.transaction(async (writer) => {
    await writer.deleteAccounts("a", deleted);
    await writer.putUpkeep("bytes", 1);
  });
  expect((await store.entries("a", deleted)).size).toBe(0);
  const left = canaries();
  await store.clean();
  const after = canaries();
  expect(await store.upkeep("bytes")).toBeUndefined();
  expect((await store.roster("a")).entries.size).toBe(PEOPLE - deleted.length);
  await store.close();
  return [left, after];
}

it("deleting leaves copies of rows that SQLite has moved between pages; the file that is built anew has none", async () => {
  const [one, other] = [await deletedFrom(3), await deletedFrom(5)];
  expect(one[0] + other[0]).toBeGreaterThan(0);
  expect(one[1] + other[1]).toBe(0);
});
