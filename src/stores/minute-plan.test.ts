// What a watch asks each minute: along the wrong index it would go through a whole roster, or through all that came in a day.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import type { Store } from "../app/ports.ts";
import { openSqlite } from "./sqlite.ts";

it.each([
  [
    "what nobody has heard of, SQLite goes by the accounts that left",
    (store: Store) => store.unheard("acme", { since: 0, until: 9 }, 50),
    "inbox USING INDEX inbox_by_account",
  ],
  [
    "whom the tool has erased, SQLite goes by the status",
    (store: Store) => store.toForget("acme", { erased: 0 }, 1),
    "roster USING INDEX roster_by_status",
  ],
])("asked for %s", async (_, ask, way) => {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-minute-"));
  const path = join(folder, "store.db");
  const statements: string[] = [];
  const store = await openSqlite({
    path,
    onStatement: ({ phase, sql }) => void (phase === "before" && statements.push(sql)),
  });
  statements.length = 0;
  expect(await ask(store)).toEqual([]);
  await store.close();
  const database = new DatabaseSync(path);
  const plan = statements.flatMap((sql) => database.prepare(`explain query plan ${sql}`).all());
  database.close();
  rmSync(folder, { recursive: true });
  expect(plan.map(({ detail }) => String(detail)).join("\n")).toContain(way);
});
