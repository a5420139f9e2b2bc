import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { deliverDue } from "../../src/app/deliver.ts";
import type { Destination } from "../../src/app/destination.ts";
import { retryFailed } from "../../src/app/notify.ts";
import { sweep as sweepNow } from "../../src/app/sweep.ts";
import type { Sending } from "../../src/app/ports.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/core/time.ts";
import { failuresText } from "../../src/messages/deliveries.ts";
import { countingDestination, toldIn } from "../support/destination.ts";
import { leavers, workspacesOfTests } from "../support/workspace.ts";

const open = workspacesOfTests();
const unreachable = (): RollcallError => new RollcallError("unreachable", "127.0.0.1: the connection failed.");

describe("law 8: told once", () => {
  it("a first reading tells nobody of anybody", async () => {
    const hr = countingDestination();
    const { deliver } = await open({ destinations: [hr.destination] });
    expect(await deliver()).toEqual([]);
    expect(hr.tries).toEqual([]);
  });

  it("forty who leave within hours are one message that is updated, and the last one has all of them", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliver, staff } = await open({ destinations: [hr.destination] });
    const people = staff(40);
    for (let hour = 0; hour < 4; hour++) {
      for (const id of people.slice(hour * 10, hour * 10 + 10)) slack.acts.deactivate(id);
      await sweep();
      await deliver();
    }
    expect(new Set(hr.arrivals.map(({ view }) => view.incident)).size).toBe(1);
    expect(hr.arrivals.map(({ view }) => view.version)).toEqual([1, 2, 3, 4]);
    expect(hr.arrivals.map(({ update }) => update)).toEqual([false, true, true, true]);
    expect(hr.arrivals.map((arrival) => toldIn(arrival).length)).toEqual([10, 20, 30, 40]);
    expect(hr.arrivals.slice(-1).flatMap(toldIn).toSorted()).toEqual(people.toSorted());
    expect(new Set(hr.arrivals.map(({ id }) => id)).size).toBe(4);
  });

  it("whoever leaves after a silence of hours is told in a message of their own", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliver, staff, clock } = await open({ destinations: [hr.destination] });
    const [first = "", second = ""] = staff(2);
    slack.acts.deactivate(first);
    await sweep();
    await deliver();
    await clock.sleep(5 * HOUR);
    slack.acts.deactivate(second);
    await sweep();
    await deliver();
    expect(hr.arrivals.map(toldIn)).toEqual([[first], [second]]);
    expect(hr.arrivals.map(({ update }) => update)).toEqual([false, false]);
  });

  it("a return is told where the departure was", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliver, staff, clock } = await open({ destinations: [hr.destination] });
    const [id = ""] = staff(1);
    slack.acts.deactivate(id);
    await sweep();
    await deliver();
    await clock.sleep(2 * DAY);
    slack.acts.reactivate(id);
    await sweep();
    await deliver();
    const [left, back] = hr.arrivals;
    expect(back?.view.incident).toBe(left?.view.incident);
    expect(back?.view.directories[0]?.departures[0]?.reversed?.change).toBe("reactivated");
  });

  it("readings that find nothing new send nothing", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliver, staff } = await open({ destinations: [hr.destination] });
    slack.acts.deactivate(staff(1)[0] ?? "");
    for (let i = 0; i < 5; i++) {
      await sweep();
      await deliver();
    }
    expect(hr.tries).toHaveLength(1);
  });

  it("where each update is a message more, updates wait for each other and the last has everybody", async () => {
    const hr = countingDestination({ updates: "messages" });
    const { slack, deliverFor, staff, context, directory, clock } = await open({ destinations: [hr.destination] });
    const people = staff(60);
    for (const id of people) {
      slack.acts.deactivate(id);
      await clock.sleep(MINUTE);
      await sweepNow(context, directory, { details: { limit: 0 } });
      await deliverFor(0);
    }
    await deliverFor(DAY);
    const pauses = hr.arrivals.slice(1).map(({ at }, i) => at - (hr.arrivals[i]?.at ?? 0));
    expect(hr.arrivals.length).toBeLessThan(6);
    expect(pauses.every((between) => between >= 10 * MINUTE)).toBe(true);
    expect(hr.arrivals.slice(-1).flatMap(toldIn).toSorted()).toEqual(people.toSorted());
  });
});

describe("law 8: told surely", () => {
  it("what is found and that it is to be told are kept together, or neither is", async () => {
    const hr = countingDestination();
    const { slack, sweep, staff, context } = await open({ destinations: [hr.destination] });
    slack.acts.deactivate(staff(1)[0] ?? "");
    const { transaction } = context.store;
    const broken = {
      ...context.store,
      transaction: ((work) =>
        transaction(async (writer) =>
          work({ ...writer, putNotification: () => Promise.reject(new Error("the disk is gone")) }),
        )) as typeof transaction,
    };
    Object.assign(context, { store: broken });
    await expect(sweep()).rejects.toThrow("the disk is gone");
    expect((await context.store.departures({})).filter(({ observed }) => observed)).toEqual([]);
    Object.assign(context, { store: { ...broken, transaction } });
    expect((await sweep()).departures).toHaveLength(1);
    expect(await context.store.notifications({ state: "waiting" })).toHaveLength(1);
  });

  it("each try is on the record before anything leaves, and so is its end, without a name", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliver, staff, context } = await open({ destinations: [hr.destination] });
    const [id = ""] = staff(1);
    slack.acts.deactivate(id);
    await sweep();
    let onRecord: Promise<readonly { readonly action: string }[]> | undefined;
    hr.fail = () => {
      onRecord = context.store.records({ limit: 1 });
      return unreachable();
    };
    await deliver();
    expect(await onRecord).toMatchObject([{ action: "send" }]);
    hr.fail = undefined;
    await context.clock.sleep(5 * SECOND);
    await deliver();
    const actions = (await context.store.records({ limit: 5 })).map(({ action }) => action);
    expect(actions).toEqual(["arrived", "send", "missed", "send", "notify"]);
    const text = JSON.stringify(await context.store.records({}));
    expect(text).not.toContain(id);
    expect(text).toContain('"audience":"named"');
  });

  it("a destination that is down for 80 hours: the message is tried ten times, failed, told next door, and sent when asked", async () => {
    const hr = countingDestination({ name: "hr" });
    const ops = countingDestination({ name: "ops", tell: ["deliveries"] });
    const { slack, sweep, deliver, deliverFor, staff, context } = await open({
      destinations: [hr.destination, ops.destination],
    });
    hr.fail = unreachable;
    const [id = ""] = staff(1);
    slack.acts.deactivate(id);
    await sweep();
    const deliveries = await deliverFor(80 * HOUR);
    expect(hr.tries).toHaveLength(10);
    expect(new Set(hr.tries.map((one) => one.id)).size).toBe(1);
    expect(deliveries.at(-2)).toMatchObject({ destination: "hr", ended: "failed", attempt: 10 });
    expect(ops.arrivals.map(({ view }) => [view.kind, view.failure?.destination, view.failure?.failed])).toEqual([
      ["deliveries", "hr", 1],
    ]);
    expect(JSON.stringify(ops.arrivals)).not.toContain(id);
    expect(await context.store.notifications({ state: "failed" })).toHaveLength(1);

    hr.fail = undefined;
    expect(await retryFailed(context, "hr")).toHaveLength(1);
    await deliver();
    await deliver();
    expect(hr.arrivals.flatMap(toldIn)).toEqual([id]);
    expect(hr.arrivals[0]?.id).toBe(hr.tries[0]?.id);
    expect(hr.arrivals[0]?.repeat).toBe(true);
    expect(ops.arrivals.at(-1)?.view.failure?.over).toBe(true);
    expect(await context.store.notifications({ state: "failed" })).toEqual([]);
  });

  it("a destination that is back after 60 hours gets everything that happened meanwhile, once", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliverFor, staff, clock } = await open({ destinations: [hr.destination] });
    hr.fail = unreachable;
    const people = staff(6);
    for (const id of people) {
      slack.acts.deactivate(id);
      await sweep();
      await deliverFor(9 * HOUR);
    }
    hr.fail = undefined;
    await clock.sleep(0);
    await deliverFor(30 * HOUR);
    const told = hr.arrivals.flatMap(toldIn);
    expect(told.toSorted()).toEqual(people.toSorted());
  });

  it("two destinations that are both down tell nobody about each other for ever, and both show", async () => {
    const one = countingDestination({ name: "one" });
    const two = countingDestination({ name: "two" });
    const { slack, sweep, deliverFor, staff, context } = await open({
      destinations: [one.destination, two.destination],
    });
    one.fail = unreachable;
    two.fail = unreachable;
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    await deliverFor(20 * DAY);
    const failed = await context.store.notifications({ state: "failed" });
    expect(new Set(failed.map(({ destination }) => destination))).toEqual(new Set(["one", "two"]));
    expect(await context.store.notifications({ state: "waiting" })).toEqual([]);
    expect(failed.length).toBeLessThanOrEqual(4);
  });

  it("a message that our own code stumbles over is tried, given up and told next door, and keeps no other from being sent", async () => {
    const broken = countingDestination({ name: "broken" });
    const hr = countingDestination({ name: "hr" });
    const { slack, sweep, deliverFor, staff, context } = await open({
      destinations: [broken.destination, hr.destination],
    });
    broken.fail = () => new TypeError("of a Person who is named here") as unknown as RollcallError;
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    await deliverFor(80 * HOUR);
    expect(broken.tries).toHaveLength(10);
    expect(hr.arrivals.map(({ view }) => view.kind)).toEqual(["departures", "deliveries"]);
    const [failed] = await context.store.notifications({ state: "failed" });
    expect(failed?.error).toMatchObject({ code: "fault" });
    expect(failed?.error?.text).toContain("TypeError");
    expect(JSON.stringify([failed, hr.arrivals[1]])).not.toContain("Person who is named");
  });

  it("a message whose every try ends with its process is given up like any other", async () => {
    const hr = countingDestination({ name: "hr" });
    const { slack, sweep, deliver, staff, context, clock } = await open({ destinations: [hr.destination] });
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    const { transaction } = context.store;
    for (let death = 0; death < 10; death++) {
      let transactions = 0;
      const dying = {
        ...context.store,
        transaction: ((work) => (++transactions > 1 ? new Promise(() => {}) : transaction(work))) as typeof transaction,
      };
      const tries = hr.tries.length;
      void deliverDue({ ...context, store: dying, holder: `gone:${death}` }, () => {});
      await expect.poll(() => hr.tries.length).toBe(tries + 1);
      await clock.sleep(3 * MINUTE);
    }
    expect(await deliver()).toMatchObject([{ ended: "failed" }]);
    expect(hr.tries).toHaveLength(10);
    expect((await context.store.notifications({ state: "failed" }))[0]?.error?.text).toContain("ended together");
  });

  it("what waits for a destination that the settings lost fails visibly", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliver, staff, context } = await open({ destinations: [hr.destination] });
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    Object.assign(context, { destinations: [] });
    expect(await deliver()).toMatchObject([{ destination: "hr", ended: "failed" }]);
    const failed = await context.store.notifications({ state: "failed" });
    expect(failed[0]?.error?.text).toContain("settings");
    // What to do is said once.
    expect(failuresText(failed)[0]?.match(/notify retry/g)).toHaveLength(1);
  });

  it("what waits for a destination that the settings lost is told next door, as any other failure is", async () => {
    const [hr, desk] = [countingDestination(), countingDestination({ name: "desk", tell: ["deliveries"] })];
    const { slack, sweep, deliver, staff, context } = await open({ destinations: [hr.destination, desk.destination] });
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    Object.assign(context, { destinations: [desk.destination] });
    await deliver();
    await deliver();
    expect(desk.arrivals.map(({ view }) => view.failure?.destination)).toEqual(["hr"]);
  });

  it("a message that arrived while the store was busy is kept as arrived, and not sent again", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliver, deliverFor, staff, context } = await open({ destinations: [hr.destination] });
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    const { transaction } = context.store;
    let busy = 3;
    const held: typeof transaction = (work) =>
      hr.arrivals.length > 0 && busy-- > 0
        ? Promise.reject(new RollcallError("store_busy", "The store is being written by another process."))
        : transaction(work);
    Object.assign(context, { store: { ...context.store, transaction: held } });
    expect((await deliver()).map(({ ended }) => ended)).toEqual(["arrived"]);
    await deliverFor(DAY);
    expect(hr.tries).toHaveLength(1);
    expect(busy).toBe(-1);
  });

  it("a message whose arrival could not be kept at all is repeated under its id, and says so", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliver, deliverFor, staff, context, clock } = await open({ destinations: [hr.destination] });
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    const { transaction } = context.store;
    const full: typeof transaction = (work) =>
      hr.arrivals.length > 0 ? Promise.reject(new RollcallError("store_full", "The disk is full.")) : transaction(work);
    Object.assign(context, { store: { ...context.store, transaction: full } });
    await expect(deliver()).rejects.toThrow("The disk is full.");
    Object.assign(context, { store: { ...context.store, transaction } });
    await clock.sleep(3 * MINUTE);
    await deliverFor(DAY);
    expect(hr.arrivals.map(({ id, repeat }) => [id, repeat])).toEqual([
      [hr.tries[0]?.id, false],
      [hr.tries[0]?.id, true],
    ]);
  });

  it("a fault at one destination does not cut off what is on its way to another", async () => {
    const hr = countingDestination({ name: "hr" });
    const ops = countingDestination({ name: "ops" });
    const { slack, sweep, deliver, staff, context } = await open({ destinations: [hr.destination, ops.destination] });
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    hr.fail = () => {
      throw new TypeError("a fault of our own");
    };
    const { notifier } = ops.destination;
    const slow = {
      ...notifier,
      send: async (sending: Sending<unknown>) => {
        await pause(50);
        return notifier.send(sending);
      },
    };
    Object.assign(context, { destinations: [hr.destination, { ...ops.destination, notifier: slow }] });
    const ends = (await deliver()).map(({ destination, ended }) => `${destination} ${ended}`);
    expect(ends.toSorted()).toEqual(["hr missed", "ops arrived"]);
    expect(await context.store.notifications({ destination: "ops" })).toMatchObject([{ state: "sent" }]);
  });

  it("what comes in while there is nothing to tell is told", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliver, deliverFor, staff, context } = await open({ destinations: [hr.destination] });
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    const { destination } = hr;
    const { transaction } = context.store;
    let transactions = 0;
    const meanwhile: typeof transaction = async (work) => {
      const result = await transaction(work);
      if (++transactions === 1) {
        await transaction(async (writer) => {
          const [taken] = await writer.notifications({});
          const incident = await writer.incident(taken?.incident ?? "");
          if (taken === undefined || incident === undefined) throw new Error("nothing was claimed");
          await writer.putIncident({ ...incident, version: 2 });
          await writer.putNotification({ ...taken, version: 2 });
        });
      }
      return result;
    };
    const narrowed = { ...destination, rule: { tell: ["health"] as const } };
    await deliverDue(
      { ...context, destinations: [narrowed], store: { ...context.store, transaction: meanwhile } },
      () => {},
    );
    Object.assign(context, { destinations: [destination] });
    expect(await deliver()).toEqual([]);
    await deliverFor(MINUTE);
    expect(hr.arrivals.map(({ view }) => view.version)).toEqual([2]);
  });

  it("a stop that comes while a message is being claimed ends its sending in time, too", async () => {
    const hr = countingDestination();
    const { slack, sweep, staff, context } = await open({ destinations: [hr.destination] });
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    const stop = new AbortController();
    const { transaction } = context.store;
    const stopping: typeof transaction = async (work) => {
      const result = await transaction(work);
      stop.abort();
      return result;
    };
    const { send } = hr.destination.notifier;
    const slow: Destination = {
      ...hr.destination,
      notifier: {
        ...hr.destination.notifier,
        send: (sending) =>
          new Promise((resolve, reject) => {
            const timer = setTimeout(() => resolve(send(sending)), 20 * SECOND);
            sending.signal?.addEventListener("abort", () => {
              clearTimeout(timer);
              reject(new RollcallError("interrupted", "Interrupted."));
            });
          }),
      },
    };
    const ends: string[] = [];
    const store = { ...context.store, transaction: stopping };
    await deliverDue({ ...context, store, destinations: [slow], signal: stop.signal }, ({ ended }) => ends.push(ended));
    expect(ends).toEqual(["handed back"]);
  }, 15_000);

  it("a claim of a process that died is taken up under the same id, and marked as a repeat", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliver, staff, context } = await open({ destinations: [hr.destination] });
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    // The process dies after the message left and before its arrival was kept.
    const { transaction } = context.store;
    let transactions = 0;
    const dying = {
      ...context.store,
      transaction: ((work) => (++transactions > 1 ? new Promise(() => {}) : transaction(work))) as typeof transaction,
    };
    void deliverDue({ ...context, store: dying, holder: "gone:1" }, () => {});
    await expect.poll(() => hr.arrivals.length).toBe(1);
    expect(await deliver()).toEqual([]);
    Object.assign(context, { isGone: (holder: string) => holder === "gone:1" });
    await deliver();
    expect(hr.arrivals.map(({ id, repeat }) => [id, repeat])).toEqual([
      [hr.arrivals[0]?.id, false],
      [hr.arrivals[0]?.id, true],
    ]);
  });
});

describe("quiet hours and digests", () => {
  const NIGHT = { from: "22:00", until: "07:00", timezone: "UTC", except: ["health"] } as const;

  it("hold a message until their end, with everything that came in by then", async () => {
    const hr = countingDestination({ quiet: NIGHT });
    const { slack, sweep, deliverFor, staff, clock } = await open({ destinations: [hr.destination] });
    // The clock of the tests begins at midnight.
    const people = staff(3);
    for (const id of people) {
      slack.acts.deactivate(id);
      await sweep();
      await deliverFor(0);
    }
    expect(hr.tries).toEqual([]);
    await deliverFor(12 * HOUR);
    expect(hr.arrivals.map(({ at }) => at % DAY)).toEqual([7 * HOUR]);
    expect(hr.arrivals.flatMap(toldIn).toSorted()).toEqual(people.toSorted());
    expect(clock.now() % DAY).toBeGreaterThan(7 * HOUR);
  });

  it("do not hold back that a directory cannot be read", async () => {
    const hr = countingDestination({ quiet: NIGHT });
    const { slack, sweep, deliver } = await open({ destinations: [hr.destination] });
    slack.revokeToken(slack.token);
    await sweep();
    await deliver();
    expect(hr.arrivals.map(({ view }) => view.health?.health)).toEqual(["unauthorised"]);
  });

  it("a digest is one message at its time with everything since the last, and none where there is nothing", async () => {
    const hr = countingDestination({
      digest: { at: "09:00", days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], timezone: "UTC" },
      tell: ["departures", "demoted", "health"],
    });
    const { slack, sweep, deliverFor, staff } = await open({ destinations: [hr.destination] });
    const [a = "", b = "", c = "", d = ""] = staff(4);
    slack.acts.deactivate(a);
    await sweep();
    slack.acts.deactivate(b);
    slack.acts.setRole(c, "guest");
    await sweep();
    await deliverFor(2 * DAY);
    slack.acts.deactivate(d);
    await sweep();
    await deliverFor(2 * DAY);
    expect(hr.arrivals.map(({ at }) => at % DAY)).toEqual([9 * HOUR, 9 * HOUR]);
    expect(hr.arrivals.map((one) => toldIn(one).toSorted())).toEqual([[a, b].toSorted(), [d]]);
    expect(hr.arrivals[0]?.view.directories[0]?.changes.map(({ change }) => change)).toEqual(["demoted"]);
  });
});

describe("rules and audiences", () => {
  it("each destination is told of its own people only, from the same incident", async () => {
    const all = countingDestination({ name: "all" });
    const { slack, staff } = await open();
    const places = new Set(
      staff(20).map((id) => slack.world.members.get(id)?.zone.split("/")[1]?.replaceAll("_", " ")),
    );
    const [place = ""] = [...places];
    const one = countingDestination({ name: "one", only: { location: [place] } });
    const {
      slack: second,
      sweep,
      deliver,
      staff: people,
    } = await open({
      destinations: [all.destination, one.destination],
    });
    for (const id of people(20)) second.acts.deactivate(id);
    const told = leavers(await sweep());
    await deliver();
    expect(all.arrivals.flatMap(toldIn).toSorted()).toEqual(told);
    const there = one.arrivals.flatMap(({ view }) => view.directories.flatMap(({ departures }) => departures));
    expect(there.length).toBeGreaterThan(0);
    expect(there.length).toBeLessThan(20);
    expect(new Set(there.map(({ lastKnown }) => lastKnown.location))).toEqual(new Set([place]));
  });

  it("the settings at the time of sending decide: of an outage nobody hears who is not to hear of it any more", async () => {
    const hr = countingDestination();
    const { slack, sweep, deliver, context } = await open({ destinations: [hr.destination] });
    slack.revokeToken(slack.token);
    await sweep();
    const { destination } = hr;
    Object.assign(context, {
      destinations: [{ ...destination, rule: { ...destination.rule, directories: ["other"] } }],
    });
    expect(await deliver()).toMatchObject([{ ended: "failed" }]);
    expect(hr.tries).toEqual([]);
  });

  it("nobody hears that a destination is back who is not to hear of deliveries any more", async () => {
    const hr = countingDestination({ name: "hr" });
    const ops = countingDestination({ name: "ops", tell: ["deliveries"] });
    const { slack, sweep, deliver, staff, context } = await open({ destinations: [hr.destination, ops.destination] });
    hr.fail = () => new RollcallError("gone", "127.0.0.1: it is gone for good.");
    slack.acts.deactivate(staff(1)[0] ?? "");
    await sweep();
    await deliver();
    await deliver();
    expect(ops.arrivals).toHaveLength(1);
    hr.fail = undefined;
    Object.assign(context, { destinations: [hr.destination, { ...ops.destination, rule: { tell: ["health"] } }] });
    await retryFailed(context, "hr");
    await deliver();
    await deliver();
    expect(ops.tries).toHaveLength(1);
    expect(await context.store.notifications({ state: "waiting" })).toEqual([]);
    expect(await context.store.notifications({ state: "failed" })).toEqual([]);
  });

  it("an audience of counts hears that a directory cannot be read, and nothing of anybody, nor how many are missing", async () => {
    const everyone = countingDestination({ name: "everyone", audience: "counts", tell: ["health", "departures"] });
    const { slack, sweep, deliver, staff } = await open({ destinations: [everyone.destination] });
    for (const id of staff(5)) slack.acts.deactivate(id);
    await sweep();
    await deliver();
    expect(everyone.arrivals).toEqual([]);
    slack.revokeToken(slack.token);
    await sweep();
    await deliver();
    expect(everyone.arrivals).toHaveLength(1);
    const [{ view } = { view: undefined }] = everyone.arrivals;
    expect(Object.keys(view?.health ?? {}).toSorted()).toEqual(["blind", "lastGood", "over", "reasons", "since"]);
    expect(view?.health?.reasons).toEqual([]);
  });
});
