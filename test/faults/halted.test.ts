// Two processes on one store, of which the first is halted in the middle of a sweep for longer than its lease lasts.
import { describe, expect, it } from "vitest";
import { sweep } from "../../src/app/sweep.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import type { Outcome } from "../../src/app/take-reading.ts";
import { MINUTE } from "../../src/core/time.ts";
import { leavers, type WatchedWorkspace, workspacesOfTests } from "../support/workspace.ts";

const open = workspacesOfTests();

/** Until the lease is over: something happens, and another process sweeps. */
async function halt({ clock, context, directory }: WatchedWorkspace, happens: () => void): Promise<Outcome> {
  happens();
  await clock.sleep(2 * MINUTE);
  return sweep({ ...context, holder: "another:2" }, directory, { details: { limit: 0 } });
}

describe("a process that slept through its lease while another swept", () => {
  it("keeps nothing of its reading: who has come back meanwhile is not told to have left", async () => {
    const workspace = await open();
    const { context, directory, staff, slack: server } = workspace;
    const [id = ""] = staff(1);
    server.acts.deactivate(id);
    const connector: typeof slack = {
      ...slack,
      readBack: async (...asked) => {
        const accounts = (await slack.readBack?.(...asked)) ?? { accounts: [], unread: [] };
        await halt(workspace, () => server.acts.reactivate(id));
        return accounts;
      },
    };
    const halted = sweep({ ...context, holder: "halted:1" }, { ...directory, connector }, { details: { limit: 0 } });
    await expect(halted).rejects.toMatchObject({ code: "leased" });
    expect((await context.store.departures({})).filter(({ observed }) => observed)).toEqual([]);
  });

  it("keeps nothing of the custom fields that it reads then", async () => {
    const workspace = await open({ settings: { fields: { location: "Office" } } });
    const { context, directory, staff, slack: server } = workspace;
    const [id = ""] = staff(1);
    const connector: typeof slack = {
      ...slack,
      details: async function* (...asked) {
        const outcome = await halt(workspace, () => server.acts.deactivate(id));
        expect(leavers(outcome)).toEqual([id]);
        if (slack.details !== undefined) yield* slack.details(...asked);
      },
    };
    const halted = sweep(
      { ...context, holder: "halted:1" },
      { ...directory, connector },
      { details: { limit: "all" } },
    );
    await expect(halted).rejects.toMatchObject({ code: "leased" });
    const { entries } = await context.store.roster(directory.id);
    expect([...entries.values()].filter(({ detailsAt }) => detailsAt !== undefined)).toEqual([]);
  });
});
