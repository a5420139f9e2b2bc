// Events that do not come: what somebody on call hears of it, on a route beside the tool, while the sweeps go on.
import { describe, expect, it } from "vitest";
import type { FakePush } from "../../src/connectors/slack/fake/push.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { moment } from "../../src/messages/time.ts";
import { EVERY, isOfLeavers, linesOf, type Scene, scenesOfTests, titlesOf } from "./blindness-scene.ts";

const open = scenesOfTests();

const DARK = 3 * EVERY;
const SOON = MINUTE + 10_000;
/** An event may be as late as this. */
const LATE = 10 * MINUTE;
const GOES_ON = "meaning: sweeps go on: whoever leaves is found by the next one at the latest, and not at once";
const SILENT = "acme: events have ceased to come";
const AGAIN = "acme: events come again";

const ofEvents = ({ phone }: Scene): string[] => titlesOf(phone).filter((title) => title.startsWith("acme: "));

/** Something nobody has to hear of happens, so many times with this much time between. */
async function stir(scene: Scene, times: number, apart: number): Promise<void> {
  const id = scene.staff(9)[8] ?? "";
  for (let n = 0; n < times; n++) {
    scene.fake.acts.editStatus(id, `away ${n}`);
    await scene.pass(apart);
  }
}

async function leave(scene: Scene): Promise<number> {
  const [id = ""] = scene.staff(1);
  scene.fake.acts.deactivate(id);
  return scene.now();
}

/** Slack has switched the subscription off: for half an hour a proxy before the receiver answered in its place. */
async function disabled(): Promise<{ readonly scene: Scene; readonly push: FakePush; readonly last: number }> {
  const scene = await open();
  const push = await scene.pushTo(20);
  await stir(scene, 4, MINUTE);
  const last = scene.now() - MINUTE;
  await scene.pass(HOUR);
  scene.gatewayBroken = true;
  await stir(scene, 12, MINUTE);
  await scene.pass(20 * MINUTE);
  scene.gatewayBroken = false;
  expect(push.disabled).toBe(true);
  expect(scene.phone).toEqual([]);
  return { scene, push, last };
}

describe("a subscription that Slack has switched off", () => {
  it("is told once the next sweep has found what an event should have announced, with what to look for", async () => {
    const { scene, last } = await disabled();
    const left = await leave(scene);
    await scene.pass(2 * HOUR);
    const [found, told, ...others] = scene.phone;
    expect(found === undefined ? false : isOfLeavers(found)).toBe(true);
    expect((found?.at ?? Infinity) - left).toBeLessThanOrEqual(EVERY + SOON);
    expect(told?.title).toBe(SILENT);
    expect((told?.at ?? 0) - left).toBeGreaterThanOrEqual(LATE);
    expect((told?.at ?? Infinity) - left).toBeLessThanOrEqual(LATE + EVERY + SOON);
    expect(linesOf(told)).toEqual([
      `since: ${moment(last)}`,
      `last event: ${moment(last)}`,
      expect.stringMatching(/see whether the tool still sends them \(Slack switches a subscription off when most/),
      GOES_ON,
    ]);
    expect(others).toEqual([]);
    expect(scene.council).toEqual([]);
  });

  it("is not blindness: sweeps go on, the switch is called, and who leaves is told within an interval", async () => {
    const { scene } = await disabled();
    await leave(scene);
    await scene.pass(HOUR);
    const left = await leave(scene);
    await scene.pass(HOUR);
    const [, second] = scene.phone.filter(isOfLeavers);
    expect((second?.at ?? Infinity) - left).toBeLessThanOrEqual(EVERY + SOON);
    expect(await scene.departures()).toHaveLength(2);
    expect(ofEvents(scene)).toEqual([SILENT]);
    expect(scene.switch.alarms()).toEqual([]);
  });

  it("is over, once, with the first event and not with switching it on", async () => {
    const { scene, push } = await disabled();
    await leave(scene);
    await scene.pass(HOUR);
    push.enable();
    await scene.pass(HOUR);
    expect(ofEvents(scene)).toEqual([SILENT]);
    await stir(scene, 1, 2 * MINUTE);
    expect(ofEvents(scene)).toEqual([SILENT, AGAIN]);
    const [, last] = linesOf(scene.phone.at(-1));
    expect(last).toBe(`last event: ${moment(scene.now() - 2 * MINUTE)}`);
    const left = await leave(scene);
    await scene.pass(HOUR);
    const told = scene.phone.at(-1);
    expect((told?.at ?? Infinity) - left).toBeLessThan(MINUTE);
    expect(ofEvents(scene)).toEqual([SILENT, AGAIN]);
  });
});

describe("silence", () => {
  it("alone is no news: on a quiet Sunday nobody hears anything", async () => {
    const scene = await open({ every: 30 * MINUTE });
    await scene.pushTo();
    await stir(scene, 10, 2 * MINUTE);
    await scene.pass(DAY);
    expect([...scene.phone, ...scene.council, ...scene.chat()]).toEqual([]);
    expect(scene.switch.alarms()).toEqual([]);
  });

  it("that is shorter than three times the usual is not told, though a departure was not announced", async () => {
    const scene = await open();
    const push = await scene.pushTo();
    await stir(scene, 6, 20 * MINUTE);
    const last = scene.now() - 20 * MINUTE;
    push.trouble.drop();
    await leave(scene);
    await scene.pass(last + 3 * 20 * MINUTE - scene.now());
    expect(ofEvents(scene)).toEqual([]);
    await scene.pass(SOON);
    expect(ofEvents(scene)).toEqual([SILENT]);
  });

  it("that was never broken by any event is told too, and says that none has come", async () => {
    const scene = await open();
    const push = await scene.pushTo();
    push.trouble.drop();
    const left = await leave(scene);
    await scene.pass(HOUR);
    const told = scene.phone.find(({ title }) => title === SILENT);
    expect((told?.at ?? Infinity) - left).toBeLessThanOrEqual(LATE + EVERY + SOON);
    expect(linesOf(told)).toContain("last event: none so far");
    expect(told?.text).toContain("reason: a sweep has since found departures that no event announced");
  });

  it("about one person, while events of others come, is one event lost and no news", async () => {
    const scene = await open();
    const push = await scene.pushTo();
    await stir(scene, 4, MINUTE);
    push.trouble.drop(1);
    await leave(scene);
    await stir(scene, 6, MINUTE);
    await scene.pass(HOUR);
    expect(scene.phone.map(isOfLeavers)).toEqual([true]);
  });
});

interface Cut {
  readonly what: string;
  readonly cut: (scene: Scene) => void;
  readonly repair: (scene: Scene) => void;
  readonly says: RegExp;
}

const NETWORK = /Slack, apps\.connections\.open: .*; check the network between Rollcall and Slack\.$/;
const SWITCHED = /Socket Mode is switched off for the app; switch it on in the app, or set up events over http\.$/;

const CUTS: readonly Cut[] = [
  {
    what: "new connections are refused",
    cut: ({ socket }) => {
      socket?.refuse(true);
      socket?.cut();
    },
    repair: ({ socket }) => socket?.refuse(false),
    says: NETWORK,
  },
  {
    what: "nothing is there any more to connect to",
    cut: ({ fake, socket }) => {
      fake.linkTo(() => "ws://127.0.0.1:1/link");
      socket?.cut();
    },
    repair: ({ socket }) => socket?.switchOn(),
    says: NETWORK,
  },
  {
    what: "Socket Mode is switched off",
    cut: ({ socket }) => socket?.switchOff(),
    repair: ({ socket }) => socket?.switchOn(),
    says: SWITCHED,
  },
  {
    what: "the app-level token is revoked",
    cut: ({ fake, socket }) => {
      fake.revokeToken(fake.appToken);
      socket?.cut();
    },
    repair: ({ fake }) => fake.installAgain(),
    says: /the app-level token is not valid; make a new app-level token \(xapp-…\) with the scope connections:write/,
  },
];

describe.each(CUTS)("with Socket Mode, where $what", ({ cut, repair, says }) => {
  it("that is told once it has lasted three intervals, the sweeps go on, and its end is told once", async () => {
    const scene = await open({ events: "socket" });
    expect(scene.socket?.connections).toHaveLength(2);
    await stir(scene, 1, MINUTE);
    const { phone } = scene;
    const lost = scene.now();
    cut(scene);
    await scene.pass(4 * MINUTE);
    const left = await leave(scene);
    await scene.pass(EVERY + SOON);
    expect(phone.map(isOfLeavers)).toEqual([true]);
    expect((phone[0]?.at ?? Infinity) - left).toBeLessThanOrEqual(EVERY + SOON);
    await scene.pass(12 * MINUTE);
    const told = phone[1];
    expect(told?.title).toBe("acme: there is no connection for events");
    expect((told?.at ?? 0) - lost).toBeGreaterThan(DARK);
    expect((told?.at ?? Infinity) - lost).toBeLessThanOrEqual(DARK + SOON);
    expect(linesOf(told).filter((line) => !line.startsWith("reason"))).toEqual([
      `since: ${moment(lost)}`,
      `last event: ${moment(lost - MINUTE)}`,
      GOES_ON,
    ]);

    repair(scene);
    // Where trying again does not help, it is tried every five minutes all the same.
    await scene.pass(6 * MINUTE);
    expect(ofEvents(scene)).toEqual(["acme: there is no connection for events", AGAIN]);
    const again = await leave(scene);
    await scene.pass(2 * MINUTE);
    const last = phone.at(-1);
    expect(last === undefined ? false : isOfLeavers(last)).toBe(true);
    expect((last?.at ?? Infinity) - again).toBeLessThan(MINUTE);
    expect(await scene.departures()).toHaveLength(2);
    expect(ofEvents(scene)).toHaveLength(2);
    expect(scene.council).toEqual([]);
    expect(scene.switch.alarms()).toEqual([]);
  });

  it("that is told with the reason and what to do about it", async () => {
    const scene = await open({ events: "socket" });
    cut(scene);
    await scene.pass(DARK + SOON);
    expect(scene.phone).toHaveLength(1);
    expect(linesOf(scene.phone[0])[2]).toMatch(says);
  });
});

describe("with Socket Mode, where no event has come so far", () => {
  it("the reason for which there has never been a connection is told, and what to do about it", async () => {
    const scene = await open({ events: "socket", before: ({ socket }) => socket?.switchOff() });
    await scene.pass(10 * MINUTE);
    expect(ofEvents(scene)).toEqual(["acme: there is no connection for events"]);
    expect(linesOf(scene.phone[0])[2]).toMatch(SWITCHED);
  });

  it("a connection that is there again is not called an event", async () => {
    const scene = await open({ events: "socket" });
    scene.socket?.switchOff();
    await scene.pass(DARK + SOON);
    scene.socket?.switchOn();
    // No phone is told twice of one matter within ten minutes.
    await scene.pass(10 * MINUTE + SOON);
    expect(ofEvents(scene)).toEqual(["acme: there is no connection for events", AGAIN]);
    expect(linesOf(scene.phone[1])).toContain("last event: none so far");
  });
});
