// Law 9 where a right to names has an end: after it, nothing of anybody leaves for its audience.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retryFailed, sendTest } from "../../src/app/notify.ts";
import type { WatchEvent } from "../../src/app/watch.ts";
import { endOf, type Grant } from "../../src/core/disclosure/grant.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { DAY, HOUR, type Instant, iso, MINUTE } from "../../src/core/time.ts";
import { failuresText } from "../../src/messages/deliveries.ts";
import { countingDestination, type CountingDestination, toldIn } from "../support/destination.ts";
import { whileWatching } from "../support/watching.ts";
import { type WatchedWorkspace, workspacesOfTests } from "../support/workspace.ts";

const open = workspacesOfTests();

/** The clock of these workspaces begins at midnight of the 20th. */
const GRANT: Grant = { alias: "identity", who: "Identity team", reason: "verify off-boarding", until: "2026-11-20" };
const END = endOf(GRANT);

type Options = NonNullable<Parameters<typeof countingDestination>[0]>;

/** A workspace that tells an audience by that grant, and then one of names whose right has no end. */
async function stage(options: Options = {}) {
  const desk = countingDestination({ name: "desk", alias: "identity", grant: GRANT, ...options });
  const hr = countingDestination({ name: "hr" });
  const workspace = await open({ accounts: 120, destinations: [desk.destination, hr.destination] });
  const leave = (from: number, to: number): string[] => {
    const ids = ALL.get(workspace)?.slice(from, to) ?? [];
    for (const id of ids) workspace.slack.acts.deactivate(id);
    return ids;
  };
  ALL.set(workspace, workspace.staff(60));
  return { ...workspace, desk, hr, leave, until: (at: number) => workspace.clock.sleep(at - workspace.clock.now()) };
}
const ALL = new WeakMap<WatchedWorkspace, string[]>();

/** What left for a destination from then on. */
function after({ tries }: CountingDestination, at: number): CountingDestination["tries"] {
  return tries.filter((one) => one.at >= at);
}

describe("law 9: a right to names ends", () => {
  it("up to the last instant of its day names are told, and not one from then on: neither who, nor which incident, nor that there is one", async () => {
    const { desk, hr, sweep, deliver, leave, until } = await stage();
    const first = leave(0, 2);
    await sweep();
    await until(END - 1);
    await deliver();
    expect(desk.arrivals.map(toldIn)).toEqual([first]);
    const more = leave(2, 5);
    await until(END);
    await sweep();
    await deliver();
    expect(after(desk, END)).toEqual([]);
    expect(new Set(hr.arrivals.flatMap(toldIn))).toEqual(new Set([...first, ...more]));
  });

  it("what happens to somebody whom it was told of is told to others alone", async () => {
    const { slack, desk, hr, sweep, deliver, leave, until } = await stage();
    const [id = ""] = leave(0, 1);
    await sweep();
    await deliver();
    await until(END);
    slack.acts.reactivate(id);
    await sweep();
    await deliver();
    expect(hr.arrivals.map(({ view }) => view.version)).toEqual([1, 2]);
    expect(after(desk, END)).toEqual([]);
  });

  it("a message that was claimed and made before the end does not get out after it", async () => {
    const { context, desk, sweep, deliver, leave, until, clock } = await stage();
    leave(0, 1);
    await sweep();
    await until(END - MINUTE);
    const { store } = context;
    // Making a message of thousands of people takes a while.
    Object.assign(context, {
      store: {
        ...store,
        departures: async (filter: Parameters<typeof store.departures>[0]) => {
          const found = await store.departures(filter);
          await clock.sleep(MINUTE);
          return found;
        },
      },
    });
    const ended = await deliver();
    expect(clock.now()).toBeGreaterThanOrEqual(END);
    expect(desk.tries).toEqual([]);
    expect(ended.find(({ destination }) => destination === "desk")).toMatchObject({ ended: "failed" });
  });

  it("what was to be told has failed, with its own reason: the next destination, the log and whoever looks are told", async () => {
    const { context, desk, hr, sweep, deliver, leave, until } = await stage();
    await until(END - HOUR);
    leave(0, 3);
    await sweep();
    await deliver();
    await deliver();
    expect(desk.tries).toEqual([]);
    const failed = await context.store.notifications({ destination: "desk", state: "failed" });
    expect(failed).toMatchObject([
      { error: { code: "expired", text: expect.stringContaining("audiences.identity.until") } },
    ]);
    expect(failuresText(failed)).toEqual([expect.stringContaining("1 message did not arrive at desk")]);
    const told = hr.arrivals.find(({ view }) => view.kind === "deliveries")?.view.failure;
    expect(told).toMatchObject({ destination: "desk", failed: 1, error: expect.stringContaining("identity") });
    const ends = (await context.store.records({})).filter(({ detail }) => detail["destination"] === "desk");
    expect(ends.find(({ action }) => action === "failed")?.detail).toMatchObject({ error: "expired" });
    expect(ends.some(({ action }) => action === "arrived")).toBe(false);
  });

  it("with a later day it goes on with what is new; what failed is told where somebody asks for it", async () => {
    const { context, desk, hr, sweep, deliver, leave, until } = await stage();
    await until(END);
    const missed = leave(0, 1);
    await sweep();
    await deliver();
    const renewed = { ...desk.destination, grant: { ...GRANT, until: "2027-01-31" } };
    Object.assign(context, { destinations: [renewed, hr.destination] });
    await context.clock.sleep(DAY);
    const next = leave(1, 2);
    await sweep();
    await deliver();
    expect(desk.arrivals.map(toldIn)).toEqual([next]);
    await retryFailed(context, "desk");
    await deliver();
    expect(desk.arrivals.map(toldIn)).toEqual([next, missed]);
  });

  it("whoever reads there hears what an audience of counts hears: that a directory cannot be read, without a number", async () => {
    const counts = countingDestination({ name: "board", audience: "counts", tell: ["health"] });
    const { context, slack, desk, hr, sweep, deliver, leave, until } = await stage();
    Object.assign(context, { destinations: [...context.destinations, counts.destination] });
    await until(END);
    leave(0, 60);
    slack.fault({ method: "users.list", kind: "half" });
    await sweep();
    await deliver();
    // A list that fell short says that many left: that is for those who may know names.
    expect(hr.arrivals.map(({ view }) => view.kind)).toContain("health");
    expect(desk.tries).toEqual([]);
    slack.clearFaults();
    slack.fault({ method: "users.list", kind: "html", times: 9 });
    for (let i = 0; i < 6; i++) {
      await sweep();
      await deliver();
    }
    expect(counts.arrivals.map(({ view }) => view.health?.blind)).toEqual([true]);
    expect(desk.tries.map(({ view }) => view)).toEqual(counts.tries.map(({ view }) => view));
  });

  it("a test message does not make believe that people would be told", async () => {
    const { context, desk, until } = await stage();
    await sendTest(context, desk.destination);
    await until(END);
    await expect(sendTest(context, desk.destination)).rejects.toMatchObject({ code: "expired" });
    expect(desk.tries).toHaveLength(1);
  });
});

it("law 9: a watch that goes on stops telling names by itself at that instant, having said each day that it will", async () => {
  const start = END - DAY - HOUR;
  const desk = countingDestination({ name: "desk", alias: "identity", grant: GRANT });
  const said: string[] = [];
  const tell = (event: WatchEvent, at: Instant): void => {
    if (event.event === "grant") said.push(`${event.standing} ${iso(at).slice(0, 13)}`);
  };
  const options = { start, seed: 11, accounts: 120, destinations: [desk.destination], grants: [GRANT], tell };
  await whileWatching(options, async ({ fake, store, until }) => {
    const staff = [...fake.world.members.values()].flatMap(({ id, sort, state, role }) =>
      sort === "person" && state === "active" && role === "member" ? [id] : [],
    );
    await until(END - 2 * HOUR);
    fake.acts.deactivate(staff[0] ?? "");
    await until(END);
    fake.acts.deactivate(staff[1] ?? "");
    await until(END + 6 * HOUR);
    expect((await store.departures({})).filter(({ observed }) => observed)).toHaveLength(2);
    expect(desk.tries.flatMap((one) => toldIn({ ...one, repeat: false, update: false }))).toEqual([staff[0]]);
    expect(after(desk, END)).toEqual([]);
    expect(said).toEqual(["ends soon 2026-11-20T00", "over 2026-11-21T00"]);
  });
});

const steps = fc.array(
  fc.record({
    leave: fc.nat(3),
    back: fc.boolean(),
    wait: fc.constantFrom(MINUTE, HOUR, 5 * HOUR, 11 * HOUR),
    arrives: fc.boolean(),
  }),
  { minLength: 3, maxLength: 8 },
);
const options = fc.constantFrom<Options>(
  {},
  { updates: "messages" },
  { digest: { at: "09:00", days: ["fri", "sat", "sun", "mon"], timezone: "UTC" } },
  { quiet: { from: "20:00", until: "06:00", timezone: "UTC", except: ["health"] } },
  { tell: ["departures", "waves", "health", "deliveries"] },
);

it("law 9: whatever happens and however it is told, no message of anybody leaves after the end", async () => {
  let before = 0;
  let unsaid = 0;
  await fc.assert(
    fc.asyncProperty(steps, options, async (course, how) => {
      const { slack, context, desk, sweep, deliver, deliverFor, leave } = await stage(how);
      let gone: string[] = [];
      let next = 0;
      for (const { leave: many, back, wait, arrives } of course) {
        if (back) for (const id of gone.splice(0, 1)) slack.acts.reactivate(id);
        gone = [...gone, ...leave(next, (next += many))];
        desk.fail = arrives ? undefined : () => new RollcallError("unreachable", "127.0.0.1: the connection failed.");
        await context.clock.sleep(wait);
        await sweep();
        await deliver();
      }
      await deliverFor(4 * DAY);
      const left = after(desk, END);
      expect(left.filter(({ view }) => view.kind !== "health" || view.directories.length > 0)).toEqual([]);
      const ids = [...slack.world.members.keys()];
      expect(ids.filter((id) => JSON.stringify(left).includes(id))).toEqual([]);
      before += desk.tries.length - left.length;
      unsaid += (await context.store.notifications({ destination: "desk", state: "failed" })).length;
    }),
    { numRuns: 11, examples: [true, false].map((arrives) => [[{ leave: 2, back: false, wait: MINUTE, arrives }], {}]) },
  );
  expect([before > 0, unsaid > 0]).toEqual([true, true]);
}, 60_000);
