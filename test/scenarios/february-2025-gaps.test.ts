// The same day as in february-2025.test.ts, with something else that goes wrong while no events come.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Departure } from "../../src/core/directory/departure.ts";
import { iso, MINUTE } from "../../src/core/time.ts";
import { toldIn } from "../support/destination.ts";
import { coveredIn, leave, openDay, t } from "./february.ts";
import { deeds, DIRECTORY, foundIn, healthTold, holds, type Stage, textOf } from "./stage.ts";

const [start, end] = [t("13:00"), t("23:58")];

/** Slack's own API cannot be reached between these times. */
function cutOff(stage: Stage, from: string, until: string): void {
  stage.at(t(from), () => void (stage.reachable.yes = false));
  stage.at(t(until), () => void (stage.reachable.yes = true));
}

async function openShortDay(log = false): Promise<Stage> {
  const stage = await openDay(start, end, log);
  stage.at(t("23:00"), () => void (stage.events.silent = false));
  return stage;
}

function gapOf(departure: Departure | undefined): string | undefined {
  const { gap } = departure ?? {};
  return gap && `${iso(gap.since).slice(11, 16)} to ${iso(gap.until).slice(11, 16)}`;
}

describe("while no events come, Slack cannot be read for three and a half hours either", () => {
  const BEFORE = ["15:04", "17:55"];
  const WITHIN = ["19:00:20", "20:15:40"];
  const AFTER = ["21:45"];
  let stage: Stage;
  let people: string[];
  let found: Map<string, Departure>;

  beforeAll(async () => {
    stage = await openShortDay();
    people = leave(stage, [...BEFORE, ...WITHIN, ...AFTER]);
    cutOff(stage, "18:03", "21:34");
    await stage.until(end);
    found = await foundIn(stage);
  });
  afterAll(() => stage.close());

  it("everybody who left is found exactly once, in an interval that holds the moment", () => {
    expect([...found.keys()].toSorted()).toEqual(people.toSorted());
    for (const { user, at } of deeds(stage.slack, "deactivate")) expect(holds(found.get(user)?.at, at)).toBe(true);
  });

  it("those who left while nobody looked carry the gap, from the last good reading to the next one, and no others", () => {
    const gaps = people.map((id) => gapOf(found.get(id)));
    expect(gaps).toEqual([undefined, undefined, "18:00 to 21:40", "18:00 to 21:40", undefined]);
  });

  it("the message about them says when nobody looked, and how many of its people that is about", () => {
    const [, , within, , after] = people;
    const messages = stage.desk.filter((arrival) => toldIn(arrival).includes(within ?? ""));
    const gaps = messages.map((arrival) => textOf(arrival).find((line) => line.startsWith("gap: ")));
    const nobody = "gap: nobody looked from 26 Feb 2025 18:00 UTC to 26 Feb 2025 21:40 UTC";
    expect(gaps.map((line) => line?.startsWith(nobody))).toEqual([true, true]);
    expect(messages.map((arrival) => toldIn(arrival).includes(after ?? ""))).toEqual([false, true]);
    expect(gaps.map((line) => line?.endsWith(" (2 of 3)"))).toEqual([false, true]);
    expect(iso(messages[0]?.at ?? 0).slice(0, 16)).toBe("2025-02-26T21:40");
  });

  it("of those who left before and after it nothing of the kind is said", () => {
    const others = stage.desk.filter((arrival) => toldIn(arrival).every((id) => !people.slice(2, 4).includes(id)));
    expect(others.length).toBeGreaterThan(1);
    for (const arrival of others) expect(textOf(arrival).join("\n")).not.toContain("nobody looked");
  });

  it("the message does not call unknown what its headline knows: Slack dates the last change of each account", () => {
    const messages = stage.desk.filter((arrival) => toldIn(arrival).includes(people[2] ?? ""));
    const [first = []] = messages.map(textOf);
    expect(first[0]).toMatch(/^2 people left acme, 26 Feb 2025 18:00–20:15 UTC/);
    for (const arrival of messages)
      expect(textOf(arrival).join("\n")).not.toContain("when in it they left is not known");
  });

  it("the desk hears, each once, that events cease, that nothing is seen, that it is read again, that events come", () => {
    const told = healthTold(stage.desk);
    expect(told.map((arrival) => [iso(arrival.at).slice(11, 16), textOf(arrival)[0]])).toEqual([
      ["15:15", "acme: events have ceased to come"],
      ["18:30", "acme: Rollcall sees nothing"],
      ["21:40", "acme can be read again"],
      ["23:02", "acme: events come again"],
    ]);
    const [, blind] = told;
    expect(blind === undefined ? [] : textOf(blind)).toEqual(
      expect.arrayContaining([
        "since: 26 Feb 2025 18:10 UTC",
        "last good: read completely 26 Feb 2025 18:00 UTC",
        expect.stringMatching(
          /^meaning: nobody is called gone for this; whoever leaves now is told once it can be read/,
        ),
      ]),
    );
  });

  it("the works council hears that nothing is seen and that it is again, and not a word of events", () => {
    expect(stage.council.map((arrival) => textOf(arrival)[0])).toEqual([
      "acme: Rollcall sees nothing",
      "acme can be read again",
    ]);
  });

  it("coverage shows the span in which nobody looked, between those that sweeps alone covered", async () => {
    expect(await coveredIn(stage, start, end)).toEqual([
      "26T13:00 to 26T14:43 events and sweeps",
      "26T14:43 to 26T18:00 sweeps",
      "26T18:00 to 26T21:40 nothing",
      "26T21:40 to 26T23:01 sweeps",
      "26T23:01 to 26T23:58 events and sweeps",
    ]);
  });
});

describe("somebody starts Rollcall again, since they were told that events do not come", () => {
  let stage: Stage;
  afterEach(() => stage.close());

  it("that they still do not come is neither told again nor forgotten: nothing that follows counts as covered by events", async () => {
    stage = await openShortDay();
    const people = leave(stage, ["15:04", "19:00:20"]);
    stage.at(t("16:31"), () => stage.restart());
    cutOff(stage, "18:03", "21:34");
    await stage.until(end);
    const found = await foundIn(stage);
    expect([...found.keys()].toSorted()).toEqual(people.toSorted());
    const events = healthTold(stage.desk).filter((arrival) => textOf(arrival)[0]?.includes("events"));
    expect(events.length).toBe(2);
    expect((await coveredIn(stage, start, end)).filter((span) => span.includes("events"))).toEqual([
      "26T13:00 to 26T14:43 events and sweeps",
      "26T23:01 to 26T23:58 events and sweeps",
    ]);
    expect(gapOf(found.get(people[1] ?? ""))).toBe("18:01 to 21:41");
  });
});

describe("events cease and Slack cannot be read, both at the same time", () => {
  let stage: Stage;
  afterEach(() => stage.close());

  it("whoever left meanwhile, and whom no event announced, carries the gap though nobody knew yet that events had ceased", async () => {
    stage = await openShortDay();
    const people = leave(stage, ["16:04", "19:00:20"]);
    cutOff(stage, "14:52", "17:34");
    await stage.until(end);
    const found = await foundIn(stage);
    expect([...found.keys()].toSorted()).toEqual(people.toSorted());
    expect(await coveredIn(stage, t("14:43:30"), t("17:50"))).toEqual([
      "26T14:43 to 26T14:50 sweeps",
      "26T14:50 to 26T17:40 nothing",
      "26T17:40 to 26T17:50 sweeps",
    ]);
    expect(people.map((id) => gapOf(found.get(id)))).toEqual(["14:50 to 17:40", undefined]);
    expect((await stage.store.listening({ directory: DIRECTORY })).length).toBe(2);
  });
});

describe("the audit log goes on telling who is deactivated, while no events come", () => {
  let stage: Stage;
  afterEach(() => stage.close());

  it("departures are found within two minutes; that Slack pushes nothing is told, and counts as covered by no events", async () => {
    stage = await openShortDay(true);
    const people = leave(stage, ["15:04", "17:46:10", "20:20:30"]);
    await stage.until(end);
    const found = await foundIn(stage);
    expect([...found.keys()].toSorted()).toEqual(people.toSorted());
    for (const { user, at } of deeds(stage.slack, "deactivate")) {
      const told = stage.desk.find((arrival) => toldIn(arrival).includes(user));
      expect((told?.at ?? Infinity) - at).toBeLessThan(2 * MINUTE);
    }
    expect(healthTold(stage.desk).map((arrival) => textOf(arrival)[0])).toEqual([
      "acme: events have ceased to come",
      "acme: events come again",
    ]);
    expect((await coveredIn(stage, start, end)).filter((span) => span.includes("events")).length).toBe(2);
  });
});
