// The attack on the demo: its company is released of twenty times while a sixth of it leaves, and all readers put together what they were told.
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkReleases } from "../../src/app/check-releases.ts";
import { enterTotal } from "../../src/app/official-total.ts";
import type { Store } from "../../src/app/ports.ts";
import { release } from "../../src/app/release.ts";
import { sweep } from "../../src/app/sweep.ts";
import { type Company, openCompany } from "../../src/demo/company.ts";
import { START } from "../../src/demo/day.ts";
import type { CountRules } from "../../src/core/ledger/rules.ts";
import { HOUR, MINUTE } from "../../src/core/time.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { openHighs } from "../../src/solvers/highs.ts";
import { contextOf, openStore } from "../../src/wire/context.ts";

/** As often, and as soon, as no settings allow: what a reader could learn in weeks comes in a day. */
const RULES: CountRules = { headcount: "acme", cadence: 30 * MINUTE, settle: HOUR, k: 5, anyone: 10 };

let company: Company;
let store: Store;
const clock = virtualClock(START);

beforeAll(async () => {
  company = await openCompany(1, clock);
  store = await openStore();
  const context = contextOf({ store, clock, destinations: [], progress: () => {} });
  for (let made = 0; made < 20;) {
    await sweep(context, company.directory, { details: { limit: 0 } });
    if ((await release(context, RULES)).made) made++;
    await clock.sleep(RULES.cadence);
  }
});
afterAll(async () => {
  await company.close();
  await store.close();
});

it("the integer solver learns nothing of fewer than k people from 20 releases to both audiences", async () => {
  const [checked, ...others] = await checkReleases(store, openHighs);
  expect(others).toEqual([]);
  expect(checked).toMatchObject({ directory: "acme", releases: 20, totals: [] });
  expect(checked?.unsafe).toBeUndefined();
  expect(checked?.units).toBeGreaterThan(2);
  // There was something to learn: whoever says nothing is safe too.
  const [published] = await store.everPublished();
  for (const readers of ["authorised", "anyone"] as const) {
    const rows = published?.releases[readers] ?? [];
    const shown = rows.map((row) => row.published.reduce((sum, { value }) => sum + value, 0));
    expect(shown.at(-1)).toBeGreaterThan(company.truth().left / 2);
    expect(new Set(shown).size).toBeGreaterThan(3);
  }
});

it("an official total that is entered is reckoned with", async () => {
  const left = company.truth().left;
  await enterTotal({ store, clock }, { low: left, high: left });
  const [published] = await store.everPublished();
  expect(published?.totals).toEqual([{ release: 20, low: left, high: left }]);
  expect(published?.now.anyone.totals).toBe(1);
});
