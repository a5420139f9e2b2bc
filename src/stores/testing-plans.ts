import { mkdtempSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../app/ports.ts";
import { openSqlite } from "./sqlite.ts";

/** @param ask uses a new store, and gives statements of those that it sees run. @returns what SQLite says of its way for each, a line a step */
export async function sqlitePlans(
  ask: (store: Store, statements: string[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-plan-"));
  try {
    const path = join(folder, "store.db");
    const statements: string[] = [];
    const store = await openSqlite({
      path,
      onStatement: ({ phase, sql }) => void (phase === "before" && statements.push(sql)),
    });
    const asked = await ask(store, statements);
    await store.close();
    const database = new DatabaseSync(path);
    const plans = asked.map((sql) => {
      const steps = database.prepare(`explain query plan ${sql}`).all();
      return steps.map(({ detail }) => String(detail)).join("\n");
    });
    database.close();
    return plans;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
