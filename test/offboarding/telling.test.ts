// What destinations are told of accounts that people who left still have: grouped, added to, and ended once all is settled.
import { afterEach, describe, expect, it } from "vitest";
import { announceOffboarding } from "../../src/app/announce-offboarding.ts";
import { takeReading } from "../../src/app/take-reading.ts";
import type { Account } from "../../src/core/directory/account.ts";
import type { OffboardingRules } from "../../src/core/offboarding/rules.ts";
import { DAY, HOUR } from "../../src/core/time.ts";
import { virtualClock } from "../../src/http/testing.ts";
import { noticeOf } from "../../src/messages/notice.ts";
import { contextOf, openStore } from "../../src/wire/context.ts";
import { deliverUntil } from "../support/delivering.ts";
import { countingDestination } from "../support/destination.ts";
import { deactivate, person, reading } from "../support/directory.ts";

const RULES: OffboardingRules = {
  leads: ["okta"],
  limits: new Map([["github", HOUR]]),
  usual: DAY,
  settle: HOUR,
  guests: false,
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Twenty people, each with an account in Okta, GitHub and Slack. */
async function watched() {
  const clock = virtualClock();
  const ops = countingDestination({ name: "ops", tell: ["offboarding"] });
  const github = countingDestination({ name: "github" });
  const rule = { tell: ["offboarding"], directories: ["github"] } as const;
  const counts = countingDestination({ name: "counts", tell: ["offboarding"], audience: "counts" });
  const some = countingDestination({ name: "some", tell: ["offboarding"], only: { team: ["Sales"] } });
  const destinations = [ops.destination, { ...github.destination, rule }, counts.destination, some.destination];
  const store = await openStore();
  closing.push(() => store.close());
  const context = contextOf({ store, clock, destinations, offboarding: RULES, progress: () => {} });
  const gone = new Map<string, Set<string>>(["okta", "github", "slack"].map((one) => [one, new Set()]));
  const everybody = (directory: string): Account[] =>
    Array.from({ length: 20 }, (_, n) =>
      person(`${directory}-${n}`, { name: `Person ${n}`, email: `person.${n}@acme.example`, emailVerified: true }),
    );
  const sweep = async (): Promise<void> => {
    await clock.sleep(HOUR / 2);
    for (const [directory, ids] of gone) {
      const at = clock.now();
      await takeReading(store, reading(deactivate(everybody(directory), ...ids), at, { directory }), {
        kind: "file",
        absence: "proves nothing",
        departures: { demotion: false },
        persons: { mapping: [] },
        announce: (writer) => announceOffboarding(writer, destinations, RULES, at),
      });
    }
  };
  const deliver = async (): Promise<void> => deliverUntil(context, clock.now());
  await sweep();
  return {
    sweep,
    deliver,
    ops,
    others: [github, counts, some],
    ends: (directory: string, ...people: readonly number[]) => {
      for (const n of people) gone.get(directory)?.add(`${directory}-${n}`);
    },
    returns: (directory: string, n: number) => gone.get(directory)?.delete(`${directory}-${n}`),
  };
}

const headlines = (ops: Awaited<ReturnType<typeof watched>>["ops"]) =>
  ops.arrivals.map(({ view }) => noticeOf(view).headline);

describe("accounts of people who left", () => {
  it("are told once they are overdue, together, and once more when all of them have ended", async () => {
    const { sweep, deliver, ops, others, ends } = await watched();
    ends("okta", 1, 2);
    ends("slack", 1, 2);
    await sweep();
    await sweep();
    await deliver();
    expect(ops.arrivals).toEqual([]);
    await sweep();
    await deliver();
    expect(headlines(ops)).toEqual(["2 accounts of people who left are still in use in github"]);
    expect(ops.arrivals[0]?.view.offboarding?.findings.map(({ account }) => account.name)).toEqual([
      "Person 1",
      "Person 2",
    ]);
    // That one of them has ended is not news.
    ends("github", 1);
    await sweep();
    await deliver();
    expect(ops.arrivals).toHaveLength(1);
    ends("okta", 3);
    ends("slack", 3);
    for (let i = 0; i < 4; i++) await sweep();
    await deliver();
    expect(headlines(ops).at(-1)).toBe("2 accounts of people who left are still in use in github");
    expect(ops.arrivals.at(-1)?.view.offboarding).toMatchObject({ settled: 1, over: false });
    ends("github", 2, 3);
    await sweep();
    await deliver();
    expect(headlines(ops).at(-1)).toBe("github: off-boarding is settled");
    expect(new Set(ops.arrivals.map(({ view }) => view.incident)).size).toBe(1);
    expect(others.flatMap(({ tries }) => tries)).toEqual([]);
  });

  it("of one person by name, and as a question where they have not left", async () => {
    const { sweep, deliver, ops, ends, returns } = await watched();
    ends("slack", 5);
    for (let i = 0; i < 4; i++) await sweep();
    await deliver();
    expect(headlines(ops)).toEqual(["Person 5 is active in okta and gone from slack: by accident?"]);
    returns("slack", 5);
    await sweep();
    await deliver();
    expect(headlines(ops).at(-1)).toBe("slack: off-boarding is settled");
    ends("okta", 7);
    ends("slack", 7);
    for (let i = 0; i < 3; i++) await sweep();
    await deliver();
    expect(headlines(ops).at(-1)).toBe("Person 7 left okta and is still in github");
  });
});
