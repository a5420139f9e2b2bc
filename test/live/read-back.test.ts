// A list and an account that say different things, over two sweeps.
import { describe, expect, it } from "vitest";
import { sweep } from "../../src/app/sweep.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import { withFresher } from "../../src/core/directory/snapshot.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { HOUR } from "../../src/core/time.ts";
import { workspacesOfTests } from "../support/workspace.ts";

const open = workspacesOfTests();

/** The list calls `id` deactivated, whatever is so; and asking gives an answer, or none. */
function lying(id: string, answers: boolean): typeof slack {
  return {
    ...slack,
    snapshot: async (reading) => {
      const list = await slack.snapshot(reading);
      if (!list.complete) return list;
      const flagged = list.accounts
        .filter((one) => one.id === id)
        .map((one) => ({ ...one, status: "deactivated" as const }));
      return withFresher(list, flagged);
    },
    readBack: async (reading, ids) => {
      const { accounts = [], unread = [] } = (await slack.readBack?.(reading, ids)) ?? {};
      if (answers) return { accounts, unread };
      const error = new RollcallError("malformed", "The record of an account cannot be read.");
      return {
        accounts: accounts.filter((one) => one.id !== id),
        unread: [...unread, ...ids.filter((one) => one === id).map((one) => ({ id: one, error }))],
      };
    },
  };
}

async function twice(isGone: boolean, answers: boolean): Promise<readonly [string, boolean, boolean][]> {
  const { context, directory, clock, staff, slack: server } = await open();
  const [id = ""] = staff(1);
  if (isGone) server.acts.deactivate(id);
  for (const asked of [false, answers]) {
    await clock.sleep(HOUR);
    await sweep(context, { ...directory, connector: lying(id, asked) }, { details: { limit: 0 } });
  }
  const found = (await context.store.departures({})).filter(({ observed }) => observed);
  return found.map(({ accounts, confirmed, reversed }) => [
    accounts[0]?.id === id ? "the account in question" : "another",
    confirmed,
    reversed !== undefined,
  ]);
}

describe("an account that a list flags twice, and that could not be asked the first time", () => {
  it("is taken back when it says the second time that it is here: the account outranks the list", async () => {
    expect(await twice(false, true)).toEqual([["the account in question", false, true]]);
  });

  it("is confirmed when it agrees", async () => {
    expect(await twice(true, true)).toEqual([["the account in question", true, false]]);
  });

  it("is confirmed when it cannot be asked again either: two readings agree", async () => {
    expect(await twice(true, false)).toEqual([["the account in question", true, false]]);
  });
});
