// What the database does for a page of the record: an order that no index has would have it sort every layoff.
import { expect, it } from "vitest";
import type { Store } from "../app/ports.ts";
import { LAYOFF_ORDERS } from "../core/record/layoff.ts";
import { noPostgres, testPostgres } from "./fake/postgres.ts";
import { openPostgres } from "./postgres.ts";
import { putRecord, recordedLayoff, REPORTED } from "./testing.ts";
import { sqlitePlans } from "./testing-plans.ts";

/** Every third has nothing that it could be ordered by. */
const fill = (store: Store) =>
  putRecord(store, (writer) =>
    writer.putLayoffs(
      Array.from({ length: 300 }, (_, i) =>
        recordedLayoff(`l-${i}`, {
          ...(i % 3 === 0
            ? { count: null, low: null, high: null, percent: null, date: null }
            : { count: i, percent: i / 20 }),
          createdAt: i,
        }),
      ),
      REPORTED,
    ),
  );

/** Of each order the question for its first page, as the store asks it. */
async function asked(store: Store, statements: string[]): Promise<readonly string[]> {
  const questions: string[] = [];
  for (const order of LAYOFF_ORDERS) {
    statements.length = 0;
    expect(await store.layoffs({ order, limit: 20 })).toHaveLength(20);
    const first = statements.find((sql) => /from "layoffs".* order by /.test(sql));
    questions.push(
      (first ?? "").replace(/(?<="standing" != )(?:\?|\$\d+)/, "2").replace(/(?<=limit )(?:\?|\$\d+)/, "20"),
    );
  }
  return questions;
}

it("SQLite goes along an index for the first page of the record, in whichever order", async () => {
  let questions: readonly string[] = [];
  const plans = await sqlitePlans(async (store, statements) => {
    await fill(store);
    return (questions = await asked(store, statements));
  });
  expect(plans).toHaveLength(LAYOFF_ORDERS.length);
  for (const [i, plan] of plans.entries())
    expect(plan, questions[i]).toMatch(/^SCAN layoffs USING (?:COVERING )?INDEX \S+$/);
});

it.skipIf(noPostgres() !== undefined)(
  "so does PostgreSQL, with those last that have none of it",
  async () => {
    const server = await testPostgres();
    const { place, giveBack } = await server.ready();
    const statements: string[] = [];
    const store = await openPostgres({
      place,
      onStatement: ({ phase, sql }) => void (phase === "before" && statements.push(sql)),
    });
    await fill(store);
    await server.ask("analyze rollcall.layoffs", place.database);
    for (const question of await asked(store, statements)) {
      const rows = await server.ask(
        `explain ${question.replace('from "layoffs"', "from rollcall.layoffs")}`,
        place.database,
      );
      const plan = rows.map((row) => String(row["QUERY PLAN"])).join("\n");
      expect(plan, question).toMatch(/Index (?:Only )?Scan (?:Backward )?using layoffs_by_/);
      expect(plan, question).not.toContain("Sort");
    }
    const bySize = await store.layoffs({ order: "count", limit: 300 });
    expect(bySize.findIndex(({ count }) => count === null)).toBe(200);
    await store.close();
    await giveBack();
  },
  120_000,
);
