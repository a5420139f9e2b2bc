// A list and an account that say different things, over two sweeps.
import { describe, expect, it } from "vitest";
import { createInbox } from "../../src/app/inbox.ts";
import type { ReadBackAnswer } from "../../src/app/ports.ts";
import { settleEvents } from "../../src/app/settle-events.ts";
import { sweep } from "../../src/app/sweep.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import { withFresher } from "../../src/core/directory/snapshot.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { HOUR } from "../../src/core/time.ts";
import { leavers, workspacesOfTests } from "../support/workspace.ts";

const open = workspacesOfTests();

async function read(...args: Parameters<NonNullable<typeof slack.readBack>>): Promise<ReadBackAnswer> {
  if (slack.readBack === undefined) throw new Error("Slack's accounts can be asked for one by one.");
  return slack.readBack(...args);
}

/** The list calls `id` deactivated, whatever is so; and asking gives an answer, or none. */
function lying(id: string, answers: boolean): typeof slack {
  return {
    ...slack,
    snapshot: async ({ known: _known, ...reading }) => {
      // All of it is parsed, so that there is a record to lie about.
      const list = await slack.snapshot(reading);
      if (!list.complete) return list;
      const flagged = list.accounts
        .filter((one) => one.id === id)
        .map((one) => ({ ...one, status: "deactivated" as const }));
      return withFresher(list, flagged);
    },
    readBack: async (reading, ids) => {
      const { accounts, unread } = await read(reading, ids);
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

describe("an account that is read alone", () => {
  const about = (id: string) => ({ key: "Ev1", type: "user_change", about: { account: id } });

  it("is not taken from another workspace: the event waits, and nobody becomes a stranger", async () => {
    const { context, directory, staff, slack: server, sweep: swept } = await open();
    const [id = ""] = staff(1);
    server.acts.deactivate(id);
    await createInbox(context, directory.id, "http", () => {})([about(id)]);
    server.fault({ method: "auth.test", kind: "other_workspace", times: 1 });
    await expect(settleEvents(context, directory)).rejects.toMatchObject({
      code: "wrong_workspace",
      message: expect.stringMatching(/^acme: the answer came from T\w+, and so far this directory was T\w+: check/),
    });
    expect(await context.store.events({ state: "waiting" })).toHaveLength(1);
    server.clearFaults();
    expect(leavers(await swept())).toEqual([id]);
  });

  it("does not become another organisation's where a gateway has an id of its own: only the list tells whose it is", async () => {
    const workspace = await open();
    const { context, directory, staff, slack: server } = workspace;
    const [id = ""] = staff(1);
    // As the gateway calls the workspace that its accounts know under another id.
    const readBack: typeof slack.readBack = async (reading, ids) => {
      const { accounts, ...rest } = await read(reading, ids);
      const strangers = accounts.map((one) => ({
        ...one,
        attributes: { ...one.attributes, kind: "external" as const },
      }));
      return { ...rest, accounts: strangers };
    };
    const gateway = { ...directory, connector: { ...slack, readBack } };
    const receive = createInbox(context, directory.id, "http", () => {});
    server.acts.editStatus(id, "away");
    await receive([about(id)]);
    expect((await settleEvents(context, gateway)).changes).toEqual([]);
    server.acts.deactivate(id);
    await receive([{ ...about(id), key: "Ev2" }]);
    const { departures } = await settleEvents(context, gateway);
    expect(departures.map(({ accounts, lastKnown }) => [accounts[0]?.id, lastKnown.kind])).toEqual([[id, "human"]]);
  });
});
