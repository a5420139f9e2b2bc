// Waves, from the account that ends to the message: swept or announced by events, to those who may know, and to nobody else.
import { describe, expect, it } from "vitest";
import { addPlan } from "../../src/app/plans.ts";
import { createInbox } from "../../src/app/inbox.ts";
import { settleEvents } from "../../src/app/settle-events.ts";
import { type ReadingRules, takeReading } from "../../src/app/take-reading.ts";
import type { Account } from "../../src/core/directory/account.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { waveView } from "../../src/core/disclosure/wave-view.ts";
import { countingDestination } from "../support/destination.ts";
import { people as peopleOf, person, reading } from "../support/directory.ts";
import { type WatchedWorkspace, workspacesOfTests } from "../support/workspace.ts";

const READ: ReadingRules = { kind: "file", absence: "counts", departures: { demotion: false } };

const open = workspacesOfTests();

/** Who hears of waves, who hears only of some people, and who may know no more than counts. */
function audience() {
  const people = countingDestination({ name: "people", tell: ["waves"] });
  const berlin = countingDestination({ name: "berlin", tell: ["waves"], only: { location: ["Berlin"] } });
  const council = countingDestination({ name: "council", tell: ["waves", "health"], audience: "counts" });
  return { people, berlin, council, destinations: [people, berlin, council].map(({ destination }) => destination) };
}

async function watched() {
  const told = audience();
  const workspace = await open({ destinations: told.destinations });
  // Some days of which nothing is to be said.
  for (let day = 0; day < 3; day++) {
    await workspace.clock.sleep(DAY);
    await workspace.sweep();
  }
  const waves = () => workspace.context.store.incidents({ kind: "waves" });
  return { ...workspace, ...told, waves };
}

function leave({ slack }: Pick<WatchedWorkspace, "slack">, ids: readonly string[]): void {
  for (const id of ids) slack.acts.deactivate(id);
}

describe("a wave", () => {
  it("is told once to those who hear of waves, and to nobody who may know only counts or only some people", async () => {
    const workspace = await watched();
    const { people, berlin, council, deliver } = workspace;
    leave(workspace, workspace.staff(20));
    await workspace.sweep();
    await deliver();
    expect(people.arrivals.map(({ view }) => view.wave?.size)).toEqual([20]);
    expect(people.arrivals[0]?.view).toMatchObject({ kind: "waves", directory: "acme", directories: [] });
    expect([...berlin.tries, ...council.tries]).toEqual([]);
  });

  it("goes on in the same incident, and counts those who come back", async () => {
    const workspace = await watched();
    const { slack, people, deliver, waves } = workspace;
    const ids = workspace.staff(40);
    leave(workspace, ids.slice(0, 20));
    await workspace.sweep();
    await deliver();
    leave(workspace, ids.slice(20));
    await workspace.sweep();
    await deliver();
    for (const id of ids.slice(0, 30)) slack.acts.reactivate(id);
    await workspace.sweep();
    await deliver();
    const [wave, ...others] = await waves();
    expect(others).toEqual([]);
    expect(wave?.wave).toMatchObject({ who: "staff", size: 40, back: 30 });
    expect(new Set(people.arrivals.map(({ view }) => view.incident))).toEqual(new Set([wave?.id]));
    expect(people.arrivals.map(({ view }) => [view.wave?.size, view.wave?.back])).toEqual([
      [20, 0],
      [40, 0],
      [40, 30],
    ]);
    expect(await workspace.context.store.departures({ incident: wave?.id ?? "" })).toHaveLength(40);
  });

  it("is over once no more leave than on ordinary days, which is told", async () => {
    const workspace = await watched();
    leave(workspace, workspace.staff(20));
    await workspace.sweep();
    for (let day = 0; day < 10; day++) {
      await workspace.clock.sleep(DAY);
      await workspace.sweep();
      await workspace.deliver();
    }
    const [wave] = await workspace.waves();
    expect(wave).toMatchObject({ closed: true, wave: { size: 20, closed: { why: "quiet" } } });
    expect(workspace.people.arrivals.at(-1)?.view.wave?.closed?.why).toBe("quiet");
  });

  it("of accounts that events point to is found between two sweeps, as large as it is", async () => {
    const workspace = await watched();
    const { context, directory, people, deliver, clock } = workspace;
    const ids = workspace.staff(20);
    const receive = createInbox(context, directory.id, "http", () => {});
    for (const [i, id] of ids.entries()) {
      await clock.sleep(MINUTE);
      leave(workspace, [id]);
      await receive([{ key: `Ev${i}`, type: "user_change", about: { account: id } }]);
      await settleEvents(context, directory);
      await deliver();
    }
    const opened = people.arrivals[0]?.view.wave;
    expect(opened?.size).toBeLessThanOrEqual(6);
    await workspace.sweep();
    await deliver();
    expect(people.arrivals.at(-1)?.view.wave?.size).toBe(20);
    // Those who have left are among the headcount once: as many as there were.
    expect(people.arrivals.at(-1)?.view.wave?.headcount).toBe(opened?.headcount);
  });

  it("is none of three who leave within a week, of 400", async () => {
    const workspace = await watched();
    for (const id of workspace.staff(3)) {
      leave(workspace, [id]);
      await workspace.clock.sleep(2 * DAY);
      await workspace.sweep();
    }
    expect(await workspace.waves()).toEqual([]);
  });

  it("does not hide departures where nobody can read any more what is usual", async () => {
    const workspace = await watched();
    const { store } = workspace.context;
    const saved = await store.detector("acme", "staff");
    if (saved === undefined) throw new Error("The detector has not begun.");
    await store.transaction((writer) => writer.putDetector("acme", { ...saved, floor: Number.NaN }));
    leave(workspace, workspace.staff(20));
    const { departures } = await workspace.sweep();
    expect(departures.filter(({ observed }) => observed)).toHaveLength(20);
    expect((await store.records({})).some(({ action }) => action === "detector begins anew")).toBe(true);
    expect(await store.detector("acme", "staff")).toMatchObject({ floor: expect.any(Number) });
  });
});

describe("people who move to another directory", () => {
  const moving = async (back: number) => {
    const workspace = await watched();
    const { context, clock } = workspace;
    const ids = workspace.staff(20);
    const entries = await context.store.entries("acme", ids);
    const moved = ids.map((id) =>
      person(id.replace("U", "N"), { email: entries.get(id)?.account.attributes.email ?? null }),
    );
    const take = (accounts: readonly Account[]) =>
      takeReading(context.store, reading(accounts, clock.now(), { directory: "merged" }), READ);
    await take(peopleOf(10));
    await clock.sleep(HOUR);
    await take([...peopleOf(10), ...moved.slice(back)]);
    leave(workspace, ids);
    await workspace.sweep();
    return (await workspace.waves())[0]?.wave;
  };

  it("are a move, if most of them have a new account in it that is in use", async () => {
    const wave = await moving(2);
    expect(wave?.cause).toBe("restructuring");
    expect(wave?.reasons.find(({ reason }) => reason === "elsewhere")).toMatchObject({ of: 20, moved: 18, unknown: 0 });
  });

  it("are none where few of them do, though that is said", async () => {
    const wave = await moving(17);
    expect(wave?.cause).not.toBe("restructuring");
    expect(wave?.reasons.find(({ reason }) => reason === "elsewhere")).toMatchObject({ moved: 3 });
  });
});

describe("a planned change", () => {
  const plan = async ({ context, clock }: WatchedWorkspace, from: number, until: number) =>
    addPlan(context.store, { directory: "acme", from, until, about: "Project Falcon", addedAt: clock.now() });

  it("labels the wave that it covers, and silences nothing", async () => {
    const workspace = await watched();
    const { clock, people, deliver } = workspace;
    const { id } = await plan(workspace, clock.now(), clock.now() + DAY);
    expect(people.tries).toEqual([]);
    leave(workspace, workspace.staff(20));
    await workspace.sweep();
    await deliver();
    expect(people.arrivals[0]?.view.wave).toMatchObject({ size: 20, cause: "planned", plans: [id] });
    // What it is about is for whoever entered it.
    expect(JSON.stringify(people.arrivals)).not.toContain("Falcon");
  });

  it("that covers another time, or was entered after the wave, labels nothing", async () => {
    const workspace = await watched();
    const { clock } = workspace;
    await plan(workspace, clock.now() + 3 * DAY, clock.now() + 4 * DAY);
    leave(workspace, workspace.staff(20));
    await workspace.sweep();
    await plan(workspace, clock.now() - DAY, clock.now() + DAY);
    await clock.sleep(HOUR);
    await workspace.sweep();
    const [wave] = await workspace.waves();
    expect(wave?.wave?.plans).toEqual([]);
    expect(wave?.wave?.cause).not.toBe("planned");
  });
});

describe("a place that is called after somebody", () => {
  it("has their name for those who may know it, and nothing where nobody is told", () => {
    const wave = {
      who: "staff",
      opened: 0,
      start: 0,
      last: 0,
      end: 0,
      size: 3,
      back: 0,
      headcount: 4,
      share: 0.75,
      rate: 3,
      expected: 0,
      where: [{ by: "manager", value: "U1", left: 3, of: 4 }],
      elsewhere: false,
      cause: "unknown",
      reasons: [],
      plans: [],
    } as const;
    const named = waveView("i-1", wave, new Map([["U1", "Maria Nowak"]]));
    expect(named.where).toEqual([{ by: "manager", value: "Maria Nowak", left: 3, of: 4 }]);
    expect(waveView("i-1", wave).where).toMatchObject([{ value: "U1" }]);
  });
});
