// The case that this project began with: 15 % of the staff of a company of thousands, deactivated between two sweeps.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Progress } from "../../src/app/ports.ts";
import type { Outcome } from "../../src/app/take-reading.ts";
import { sweep as sweepWith } from "../../src/app/sweep.ts";
import { leavers, watchWorkspace, type WatchedWorkspace } from "../support/workspace.ts";

const ACCOUNTS = 4700;
const SHARE = 0.15;
/** How many of a wave are asked for again, one by one. */
const READ_BACK = 20;

let workspace: WatchedWorkspace;
beforeEach(async () => {
  workspace = await watchWorkspace({ accounts: ACCOUNTS });
  await workspace.sweep();
});
afterEach(() => workspace.close());

/** @returns the ids of those who left, sorted, as the fake workspace itself noted them. */
function wave(): string[] {
  const { slack, staff } = workspace;
  const everybody = staff(Infinity);
  const leaving = everybody.filter((_, i) => Math.floor((i + 1) * SHARE) > Math.floor(i * SHARE));
  for (const id of leaving) slack.acts.deactivate(id);
  return slack.world.truth.map(({ user }) => user).toSorted();
}

/** A sweep in which these are active again between the end of the list and the first question about one of them. */
async function sweepAndBring(back: readonly string[]): Promise<Outcome> {
  const { context, directory, slack } = workspace;
  const progress: Progress = ({ stage, done }) => {
    if (stage === "accounts" && done === ACCOUNTS) for (const id of back) slack.acts.reactivate(id);
  };
  return sweepWith({ ...context, progress }, directory, { details: { limit: 0 } });
}

function readBack(): number {
  return workspace.slack.calls.filter(({ method, status }) => method === "users.info" && status === 200).length;
}

describe("15 % of 4,700 accounts deactivated between two sweeps", () => {
  it("is told within that sweep, confirmed for everybody, after reading 20 of them back", async () => {
    const truth = wave();
    const outcome = await workspace.sweep();
    expect(truth.length).toBeGreaterThan(500);
    expect(outcome.sweep).toMatchObject({ complete: true, health: "ok", accounts: ACCOUNTS, reasons: [] });
    expect(leavers(outcome)).toEqual(truth);
    expect(outcome.departures.every(({ confirmed }) => confirmed)).toBe(true);
    expect(outcome.changes).toHaveLength(truth.length);
    expect(readBack()).toBe(READ_BACK);
    expect((await workspace.sweep()).changes).toEqual([]);
  });

  it("is told unconfirmed at once where nobody can be read back, and confirmed under the same ids by the next sweep", async () => {
    workspace.slack.fault({ method: "users.info", kind: "http_500", times: Infinity });
    const truth = wave();
    const first = await workspace.sweep();
    expect(leavers(first)).toEqual(truth);
    expect(first.departures.some(({ confirmed }) => confirmed)).toBe(false);
    expect(first.sweep.reasons).toEqual([expect.stringContaining("could not be read back: told as unconfirmed")]);

    const second = await workspace.sweep();
    expect(readBack()).toBe(0);
    expect(leavers(second)).toEqual(truth);
    expect(second.departures.every(({ confirmed }) => confirmed)).toBe(true);
    expect(second.departures.map(({ id }) => id).toSorted()).toEqual(first.departures.map(({ id }) => id).toSorted());
    const kept = await workspace.context.store.departures({ directory: "acme" });
    expect(kept.filter(({ observed }) => observed)).toHaveLength(truth.length);
    expect((await workspace.sweep()).changes).toEqual([]);
  });

  it("calls nobody gone where those who are read back are active, and names the reading malformed", async () => {
    const truth = wave();
    const outcome = await sweepAndBring(truth);
    expect(readBack()).toBe(READ_BACK);
    expect(outcome.sweep.health).toBe("malformed");
    expect(outcome.changes).toEqual([]);
    expect(outcome.departures).toEqual([]);
    expect((await workspace.sweep()).changes).toEqual([]);
  });

  it("calls only those gone who are read back as gone, where half have come back", async () => {
    const truth = wave();
    const back = new Set(truth.filter((_, i) => i % 2 === 0));
    const outcome = await sweepAndBring([...back]);
    expect(outcome.sweep.health).toBe("malformed");
    const told = leavers(outcome);
    expect(told.length).toBeLessThan(READ_BACK);
    expect(told.filter((id) => back.has(id) || !truth.includes(id))).toEqual([]);
    // The next sweep, which nothing contradicts, tells the rest of the truth.
    const next = await workspace.sweep();
    expect([...told, ...leavers(next)].toSorted()).toEqual(truth.filter((id) => !back.has(id)));
  });
});
