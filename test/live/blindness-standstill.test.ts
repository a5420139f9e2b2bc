// Watching that stands still, and what is read only in part: what somebody on call hears of it, on a route beside the tool.
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../src/core/time.ts";
import { moment } from "../../src/messages/time.ts";
import {
  EVERY,
  isOfLeavers,
  linesOf,
  type Scene,
  scenesOfTests,
  SWITCH_PATIENCE,
  titlesOf,
} from "./blindness-scene.ts";

const open = scenesOfTests();

const DARK = 3 * EVERY;
const SOON = MINUTE + 10_000;

const stopAll = ({ machine }: Scene): void => {
  for (const process of machine.running()) machine.stop(process);
};

describe("a sweep that never ends", () => {
  it("is told with what to do before anybody could miss somebody for long, once, and is over with the restart", async () => {
    const scene = await open({ events: "none" });
    const { phone, fake } = scene;
    const lastGood = await scene.lastGood();
    fake.fault({ method: "users.list", kind: "hang" });
    await scene.pass(20 * MINUTE);
    const [id = ""] = scene.staff(1);
    fake.acts.deactivate(id);
    const left = scene.now();
    await scene.pass(2 * HOUR);
    expect(titlesOf(phone)).toEqual(["acme: Rollcall sees nothing"]);
    expect((phone[0]?.at ?? 0) - lastGood).toBeGreaterThan(DARK);
    expect((phone[0]?.at ?? Infinity) - lastGood).toBeLessThanOrEqual(DARK + EVERY + 2 * MINUTE);
    const [, last, reason, ...rest] = linesOf(phone[0]);
    expect(last).toBe(`last good: read completely ${moment(lastGood)}`);
    const began = fake.calls.findLast(({ method }) => method === "users.list")?.at ?? Number.NaN;
    const still = /^reason: acme: the sweep has stood still since (\S+), so nobody is looking; restart Rollcall\.$/;
    expect(Math.abs(Date.parse(still.exec(reason ?? "")?.[1] ?? "") - began)).toBeLessThan(1000);
    expect(rest).toEqual([
      "meaning: nobody is called gone for this; whoever leaves now is told once it can be read, if not before",
    ]);
    expect(scene.switch.alarms()).toHaveLength(1);
    expect((scene.switch.alarms()[0] ?? Infinity) - lastGood).toBeLessThanOrEqual(DARK + SOON);
    expect(await scene.departures()).toEqual([]);

    stopAll(scene);
    scene.machine.launch();
    await scene.pass(HOUR);
    expect(titlesOf(phone).filter((title) => title === "acme can be read again")).toHaveLength(1);
    expect(phone.filter(isOfLeavers)).toHaveLength(1);
    const [departure, ...others] = await scene.departures();
    expect(others).toEqual([]);
    expect(departure?.at.notBefore).toBeLessThanOrEqual(lastGood);
    expect(departure?.at.notAfter).toBeGreaterThanOrEqual(left);
    expect(phone.find(isOfLeavers)?.text).toContain("nobody looked from");
  });

  it("leaves events at work: who leaves meanwhile is told within a minute, and once", async () => {
    const scene = await open();
    await scene.pushTo();
    scene.fake.fault({ method: "users.list", kind: "hang" });
    await scene.pass(30 * MINUTE);
    const [id = ""] = scene.staff(1);
    scene.fake.acts.deactivate(id);
    const left = scene.now();
    await scene.pass(MINUTE);
    const told = scene.phone.filter(isOfLeavers);
    expect(told).toHaveLength(1);
    expect((told[0]?.at ?? Infinity) - left).toBeLessThan(MINUTE);
    stopAll(scene);
    scene.machine.launch();
    await scene.pass(HOUR);
    expect(scene.phone.filter(isOfLeavers)).toHaveLength(1);
  });
});

describe("a store that keeps nothing", () => {
  const REASON =
    "reason: nothing that is read of acme can be kept, since the disk of Rollcall's store is full: make room on it";

  it("is told past it once the directory is dark, with what to do, once; and its end through it", async () => {
    const scene = await open({ events: "none" });
    const { phone, council, machine } = scene;
    const lastGood = await scene.lastGood();
    machine.full = true;
    const [id = ""] = scene.staff(1);
    scene.fake.acts.deactivate(id);
    await scene.pass(2 * HOUR);
    for (const told of [phone, council]) {
      expect(titlesOf(told)).toEqual(["acme: Rollcall sees nothing"]);
      expect((told[0]?.at ?? 0) - lastGood).toBeGreaterThan(DARK);
      expect((told[0]?.at ?? Infinity) - lastGood).toBeLessThanOrEqual(DARK + SOON);
      expect(linesOf(told[0])).toContain(`last good: read completely ${moment(lastGood)}`);
    }
    expect(linesOf(phone[0])).toContain(REASON);
    machine.full = false;
    await scene.pass(10 * MINUTE);
    expect(phone.filter(isOfLeavers)).toHaveLength(1);
    expect(titlesOf(phone).filter((title) => title === "acme can be read again")).toHaveLength(1);
    expect(titlesOf(council)).toEqual(["acme: Rollcall sees nothing", "acme can be read again"]);
    // What was told without a record is on it now.
    const actions = (await scene.store.records({})).filter(({ action }) => action === "told past the store");
    expect(actions.map(({ detail }) => [detail["destination"], detail["arrived"]])).toEqual([
      ["council", true],
      ["phone", true],
      ["chat", true],
    ]);
  });

  it("is told once it can be, where a destination could not be reached", async () => {
    const scene = await open({ events: "none" });
    scene.machine.full = true;
    scene.unreachable.add("phone");
    await scene.pass(20 * MINUTE);
    expect(titlesOf(scene.council)).toEqual(["acme: Rollcall sees nothing"]);
    expect(scene.phone).toEqual([]);
    scene.unreachable.clear();
    await scene.pass(10 * MINUTE);
    expect(titlesOf(scene.phone)).toEqual(["acme: Rollcall sees nothing"]);
  });

  it("for a moment is nobody's news", async () => {
    const scene = await open({ events: "none" });
    scene.machine.full = true;
    await scene.pass(DARK - 2 * MINUTE);
    scene.machine.full = false;
    await scene.pass(HOUR);
    expect([...scene.phone, ...scene.council]).toEqual([]);
  });

  it("was heard of already where it filled up only after an outage had been told", async () => {
    const scene = await open({ events: "none" });
    scene.fake.fault({ method: "*", kind: "http_503", times: Infinity });
    await scene.pass(30 * MINUTE);
    expect(titlesOf(scene.phone)).toEqual(["acme: Rollcall sees nothing"]);
    scene.machine.full = true;
    await scene.pass(HOUR);
    expect(titlesOf(scene.phone)).toEqual(["acme: Rollcall sees nothing"]);
    scene.fake.clearFaults();
    scene.machine.full = false;
    await scene.pass(HOUR);
    expect(titlesOf(scene.phone)).toEqual(["acme: Rollcall sees nothing", "acme can be read again"]);
  });
});

describe("a process that has stopped altogether", () => {
  it("tells nobody itself: the switch beside it misses its calls, and does so within minutes", async () => {
    const scene = await open();
    expect(scene.switch.alarms()).toEqual([]);
    stopAll(scene);
    const stopped = scene.now();
    await scene.pass(2 * HOUR);
    const [alarm = Infinity, ...others] = scene.switch.alarms();
    expect(alarm - stopped).toBeLessThanOrEqual(SWITCH_PATIENCE);
    expect(others).toEqual([]);
    expect(scene.switch.calls.every(({ at, fail }) => at <= stopped && !fail)).toBe(true);
    expect(scene.phone).toEqual([]);
  });

  it("is missed as well after it had said that it sees nothing", async () => {
    const scene = await open();
    scene.fake.revokeToken(scene.fake.token);
    await scene.pass(HOUR);
    expect(scene.switch.calls.at(-1)?.fail).toBe(true);
    stopAll(scene);
    const stopped = scene.now();
    await scene.pass(HOUR);
    expect(scene.switch.calls.filter(({ at }) => at > stopped)).toEqual([]);
    const alarms = scene.switch.alarms();
    expect(alarms).toHaveLength(2);
    expect(Math.abs((alarms[1] ?? 0) - stopped)).toBeLessThanOrEqual(SWITCH_PATIENCE);
  });

  it("is started again: who left meanwhile is told once, with the time in which nobody looked", async () => {
    const scene = await open();
    stopAll(scene);
    const stopped = scene.now();
    await scene.pass(HOUR);
    const [id = ""] = scene.staff(1);
    scene.fake.acts.deactivate(id);
    const left = scene.now();
    await scene.pass(HOUR);
    const started = scene.now();
    scene.machine.launch();
    await scene.pass(HOUR);
    expect(scene.phone.map(isOfLeavers)).toEqual([true]);
    expect(linesOf(scene.phone[0])).toContain(`gap: nobody looked from ${moment(stopped)} to ${moment(started)}`);
    const [departure] = await scene.departures();
    expect(departure?.at.notBefore).toBeLessThanOrEqual(stopped);
    expect(departure?.at.notAfter).toBeGreaterThanOrEqual(left);
  });

  it("was only halted: its calls end and come again, and nobody is told of a blindness that is over", async () => {
    const scene = await open();
    const [process] = scene.machine.running();
    if (process === undefined) throw new Error("Nothing runs.");
    const halted = scene.now();
    scene.machine.halt(process, halted + HOUR);
    await scene.pass(2 * HOUR);
    const { calls } = scene.switch;
    expect((scene.switch.alarms()[0] ?? Infinity) - halted).toBeLessThanOrEqual(SWITCH_PATIENCE);
    const woken = calls.filter(({ at }) => at > halted + MINUTE);
    expect((woken[0]?.at ?? 0) - halted).toBeGreaterThanOrEqual(HOUR);
    // It cannot know at once that somebody looks again; a minute later it does.
    expect(woken.filter(({ fail }) => fail).length).toBeLessThanOrEqual(1);
    expect(woken.slice(1).every(({ fail }) => !fail)).toBe(true);
    expect(titlesOf(scene.phone)).toEqual([]);
  });
});

describe("a scope that only some of the attributes need, taken from the token", () => {
  const openWithout = async (): Promise<Scene> => {
    const scene = await open();
    await scene.pushTo();
    scene.fake.fault({ method: "auth.test", kind: "scope_lost", scope: "users:read.email" });
    await scene.pass(HOUR);
    return scene;
  };

  it("is told once, at the next reading, with the scope's name; and nobody is blind for it", async () => {
    const scene = await openWithout();
    const [told] = scene.phone;
    expect(told?.title).toBe("acme: cannot be read as it should (scope_lost)");
    expect(told?.text).toContain("users:read.email");
    expect(scene.phone.filter(({ title }) => title === told?.title)).toHaveLength(1);
    expect(scene.switch.alarms()).toEqual([]);
    // As if nobody had left: a list that is whole hides nobody.
    expect(scene.council).toEqual([]);
  });

  it("is not called back while it is still gone", async () => {
    const scene = await openWithout();
    expect(titlesOf(scene.phone).filter((title) => title.endsWith("again"))).toEqual([]);
  });

  it("does not say that leavers have to wait, since they do not", async () => {
    const scene = await openWithout();
    const [id = ""] = scene.staff(1);
    scene.fake.acts.deactivate(id);
    await scene.pass(MINUTE);
    expect(scene.phone.filter(isOfLeavers)).toHaveLength(1);
    expect(scene.phone[0]?.text).not.toContain("whoever leaves now is told once it can be read, if not before");
  });

  it("says what to do", async () => {
    const scene = await openWithout();
    expect(scene.phone[0]?.text).toMatch(/add it to the app/);
  });
});
