// Access that is lost: what somebody on call hears of it, on a route beside the watched tool.
import { beforeAll, describe, expect, it } from "vitest";
import type { FakePush } from "../../src/connectors/slack/fake/push.ts";
import type { Departure } from "../../src/core/directory/departure.ts";
import { HOUR, type Instant, MINUTE } from "../../src/core/time.ts";
import { moment } from "../../src/messages/time.ts";
import {
  EVERY,
  isOfLeavers,
  linesOf,
  openScene,
  type Scene,
  type Shown,
  scenesOfTests,
  titlesOf,
} from "./blindness-scene.ts";

const open = scenesOfTests();

/** A directory that was last seen longer ago is dark; the reading that fails after it says so. */
const DARK = 3 * EVERY;
/** On its way, and until the next look of the watch. */
const SOON = MINUTE + 10_000;

const OVER = "acme can be read again";
const WAITS = "meaning: nobody is called gone for this; whoever leaves now is told once it can be read, if not before";

interface Loss {
  readonly what: string;
  readonly lose: (scene: Scene, push: FakePush) => void;
  readonly repair: (scene: Scene) => void;
  /** Until it is told: an event of Slack's says so at once, or the next reading fails. */
  readonly within: number;
  readonly word: string;
  readonly reason: string;
  /** Whether the app can still write in the workspace. */
  readonly writes: boolean;
}

const INACTIVE =
  "Slack, auth.test: Slack answered ok: false (account_inactive): who installed the app was deactivated, or the app " +
  "was removed; have somebody who stays install it again, and use its new token.";

const LOSSES: readonly Loss[] = [
  {
    what: "a token that is revoked",
    lose: ({ fake }) => fake.revokeToken(fake.token),
    repair: ({ fake }) => fake.installAgain(),
    within: SOON,
    word: "unauthorised",
    reason:
      "Slack, auth.test: Slack answered ok: false (token_revoked): the token was revoked; install the app again and " +
      "use its new token.",
    writes: false,
  },
  {
    what: "an app that is uninstalled",
    lose: ({ fake }) => fake.uninstallApp(),
    repair: ({ fake }) => fake.installAgain(),
    within: SOON,
    word: "unauthorised",
    reason: INACTIVE,
    writes: false,
  },
  {
    what: "an installer who is deactivated, without a word of it in any event",
    lose: ({ fake }, push) => {
      push.trouble.drop();
      fake.deactivateInstaller();
      push.trouble.clear();
    },
    repair: ({ fake }) => fake.installAgain(),
    within: EVERY + SOON,
    word: "unauthorised",
    reason: INACTIVE,
    writes: false,
  },
  {
    what: "a scope without which nobody can be seen, taken from the token",
    lose: ({ fake }) => fake.fault({ method: "auth.test", kind: "scope_lost" }),
    repair: ({ fake }) => fake.clearFaults(),
    within: EVERY + SOON,
    word: "scope_lost",
    reason:
      "The Slack token lacks users:read (the list of accounts, and whether each is deactivated); add it to the app " +
      "and install the app again.",
    writes: true,
  },
];

/** What an hour of it brought, and the hours after its repair. */
interface Story {
  readonly lastGood: Instant;
  readonly lost: Instant;
  readonly repaired: Instant;
  /** Until the repair, and after it. */
  readonly during: readonly Shown[];
  readonly after: readonly Shown[];
  readonly council: readonly Shown[];
  readonly chatDuring: readonly string[];
  readonly chat: readonly string[];
  readonly calls: Scene["switch"]["calls"];
  readonly alarms: readonly Instant[];
  readonly departuresDuring: readonly Departure[];
  readonly departures: readonly Departure[];
  /** Who left in it, and when. */
  readonly left: ReadonlyMap<string, Instant>;
}

/** An event comes before the last good reading, and none after it; then somebody leaves after eight minutes, and after half an hour. */
async function live({ lose, repair }: Loss): Promise<Story> {
  const scene = await openScene();
  try {
    const push = await scene.pushTo();
    scene.fake.acts.editStatus(scene.staff(3)[2] ?? "", "at lunch");
    await scene.pass(7 * MINUTE);
    const lastGood = await scene.lastGood();
    const lost = scene.now();
    lose(scene, push);
    for (const [i, id] of scene.staff(2).entries()) {
      await scene.pass(i === 0 ? 8 * MINUTE : 22 * MINUTE);
      scene.fake.acts.deactivate(id);
    }
    await scene.pass(30 * MINUTE);
    const repaired = scene.now();
    const [during, chatDuring] = [[...scene.phone], scene.chat()];
    const departuresDuring = await scene.departures();
    repair(scene);
    // The first route is tried again after two hours and a half.
    await scene.pass(2 * HOUR);
    const deeds = scene.fake.world.truth.filter(({ act, at }) => act === "deactivate" && at >= lost);
    return {
      lastGood,
      lost,
      repaired,
      during,
      after: scene.phone.slice(during.length),
      council: scene.council,
      chatDuring,
      chat: scene.chat(),
      calls: scene.switch.calls,
      alarms: scene.switch.alarms(),
      departuresDuring,
      departures: await scene.departures(),
      left: new Map(deeds.map(({ user, at }) => [user, at])),
    };
  } finally {
    await scene.close();
  }
}

describe.each(LOSSES)("$what", (loss) => {
  const { word, reason, within, writes } = loss;
  let story: Story;
  beforeAll(async () => {
    story = await live(loss);
  });

  it("is told at once with what to do, and once more when nothing has been seen for three intervals", () => {
    const { during, lastGood, lost } = story;
    expect(titlesOf(during)).toEqual([`acme: cannot be read as it should (${word})`, "acme: Rollcall sees nothing"]);
    const [told, dark] = during;
    const lines = [
      `since: ${moment(told?.at ?? 0)}`,
      `last good: read completely ${moment(lastGood)}`,
      `reason: ${reason}`,
      WAITS,
    ];
    expect([linesOf(told), linesOf(dark)]).toEqual([lines, lines]);
    expect((told?.at ?? Infinity) - lost).toBeLessThanOrEqual(within);
    expect((dark?.at ?? 0) - lastGood).toBeGreaterThan(DARK);
    expect((dark?.at ?? Infinity) - lastGood).toBeLessThanOrEqual(DARK + EVERY + SOON);
  });

  it("is told where the first route, through the tool itself, may be gone with it; and nobody is called gone", () => {
    expect(story.chatDuring.length > 0).toBe(writes);
    expect(story.departuresDuring).toEqual([]);
  });

  it("has the dead-man's switch called with /fail as long as nothing is seen, and well again afterwards", () => {
    const { alarms, lastGood, calls, repaired } = story;
    const [alarm = 0, ...others] = alarms;
    expect(alarm - lastGood).toBeGreaterThan(DARK);
    expect(alarm - lastGood).toBeLessThanOrEqual(DARK + SOON);
    expect(others).toEqual([]);
    expect(calls.filter(({ at }) => at >= alarm && at < repaired).every(({ fail }) => fail)).toBe(true);
    expect(calls.filter(({ at }) => at > repaired + EVERY + SOON).some(({ fail }) => fail)).toBe(false);
  });

  it("is told to those who may know counts without a word of why", () => {
    const { council, during, after, lastGood } = story;
    const since = `since: ${moment(during[0]?.at ?? 0)}`;
    const last = `last good: read completely ${moment(lastGood)}`;
    const lasted = `lasted: from ${moment(during[0]?.at ?? 0)} to ${moment(after[0]?.at ?? 0)}`;
    expect(council.map((shown) => [shown.title, ...linesOf(shown)])).toEqual([
      ["acme: cannot be read as it should", since, last, WAITS],
      ["acme: Rollcall sees nothing", since, last, WAITS],
      ["acme can be read again", lasted, `last good: read completely ${moment(after[0]?.at ?? 0)}`],
    ]);
  });

  it("is over once, with the first good reading", () => {
    const { after, repaired } = story;
    const over = after.filter(({ title }) => title === OVER);
    expect(over).toHaveLength(1);
    expect(linesOf(over[0])).toContain(`last good: read completely ${moment(over[0]?.at ?? 0)}`);
    expect((over[0]?.at ?? Infinity) - repaired).toBeLessThanOrEqual(EVERY + SOON);
  });

  it("hides nobody: who left meanwhile is told once on each route, each with the interval in which it was", () => {
    const { after, repaired, chat, departures, left } = story;
    const told = after.filter(isOfLeavers);
    expect(told).toHaveLength(1);
    expect((told[0]?.at ?? Infinity) - repaired).toBeLessThanOrEqual(EVERY + SOON);
    expect(chat.filter((text) => text.includes(" left acme"))).toHaveLength(1);
    expect(departures.map(idOf).toSorted()).toEqual([...left.keys()].toSorted());
    for (const departure of departures) {
      const when = left.get(idOf(departure)) ?? Number.NaN;
      expect(when).toBeGreaterThanOrEqual(departure.at.notBefore ?? Infinity);
      expect(when).toBeLessThanOrEqual(departure.at.notAfter);
      expect(departure.confirmed).toBe(true);
    }
  });

  it("is a gap: of who left long after the last reading it is said that nobody looked", () => {
    const { after, departures, left, lastGood, repaired } = story;
    const late = departures.filter((one) => (left.get(idOf(one)) ?? 0) - lastGood > DARK);
    expect(late).toHaveLength(1);
    for (const { gap } of late) {
      expect(gap?.since).toBeLessThanOrEqual(lastGood + EVERY);
      expect(gap?.until).toBeGreaterThanOrEqual(repaired);
    }
    expect(after.find(isOfLeavers)?.text).toContain("nobody looked from");
  });

  it("is not told a second time, once it is over, as events that have ceased to come", () => {
    expect(titlesOf(story.after)).not.toContain("acme: events have ceased to come");
  });

  it("asks nobody to do anything once it is over", () => {
    const over = story.after.find(({ title }) => title === OVER);
    expect(over).toBeDefined();
    expect(over?.text).not.toMatch(/install/);
  });
});

it("A token that is given back within an interval is told and told as over, and nobody was called blind", async () => {
  const scene = await open();
  scene.fake.revokeToken(scene.fake.token);
  await scene.pass(6 * MINUTE);
  scene.fake.installAgain();
  await scene.pass(HOUR);
  expect(titlesOf(scene.phone)).toEqual(["acme: cannot be read as it should (unauthorised)", OVER]);
  expect(scene.switch.alarms()).toEqual([]);
});

function idOf({ accounts }: Departure): string {
  return accounts[0]?.id ?? "";
}
