// What a watch asks each minute: along the wrong index it would go through a whole roster, or through all that came in a day.
import { expect, it } from "vitest";
import type { Store } from "../app/ports.ts";
import { sqlitePlans } from "./testing-plans.ts";

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
  const plans = await sqlitePlans(async (store, statements) => {
    statements.length = 0;
    expect(await ask(store)).toEqual([]);
    return [...statements];
  });
  expect(plans.join("\n")).toContain(way);
});
