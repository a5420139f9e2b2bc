// On 26 February 2025 Slack paused its queue of events, from about 6:45 in the morning until 23:27 Pacific time, and never sent
// what had waited in it (https://slack-status.com/2025-02/d41e4bfd1ccae26a). People left their companies on that day too.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountOf } from "../../src/core/directory/departure.ts";
import type { Pushed } from "../../src/connectors/slack/fake/events.ts";
import type { Departure } from "../../src/core/directory/departure.ts";
import { type Instant, iso, MINUTE, SECOND } from "../../src/core/time.ts";
import { toldIn } from "../support/destination.ts";
import { coveredIn, EVERY, leave, openDay, t } from "./february.ts";
import { deeds, DIRECTORY, foundIn, healthTold, holds, type Stage, textOf } from "./stage.ts";

function userIn(pushed: Pushed): string {
  const user: unknown = pushed.type === "event_callback" ? pushed.event["user"] : undefined;
  return typeof user === "object" && user !== null && "id" in user ? String(user.id) : "";
}

describe("a day on which Slack sends no events for sixteen hours", () => {
  const [start, again, end] = [t("09:00"), t("+07:27"), t("+11:00")];
  const MORNING = ["09:41:12", "11:17:40", "11:17:40", "14:31:05"];
  const WAVE = Array.from({ length: 12 }, (_, i) => `22:09:${10 + 4 * i}`);
  const EVENING = ["15:04", "15:58:30", "15:58:30", "15:58:31", "17:46", "20:20"];
  const UNHEARD = [...EVENING, ...WAVE, "+00:33", "+03:12", "+06:58"];
  const NEXT_DAY = ["+07:31:20", "+09:15", "+09:15:01"];

  let stage: Stage;
  let found: Map<string, Departure>;
  let people: { readonly heard: string[]; readonly unheard: string[] };
  /** When somebody was told to a destination for the first time, by account. */
  let told: Map<string, Instant>;

  beforeAll(async () => {
    stage = await openDay(start, end);
    const all = leave(stage, [...MORNING, ...UNHEARD, ...NEXT_DAY]);
    const [from, to] = [MORNING.length, MORNING.length + UNHEARD.length];
    people = { heard: [...all.slice(0, from), ...all.slice(to)], unheard: all.slice(from, to) };
    const [, second] = people.unheard;
    stage.at(t("19:34"), ({ acts }) => acts.reactivate(second ?? ""));
    stage.at(t("16:40"), ({ acts }) => acts.join(acts.invite()));
    stage.at(again, () => void (stage.events.silent = false));
    // Some that had been held back come all the same, twice; and one of the morning comes once more.
    stage.at(t("+07:40"), () => {
      const first = (id: string): Pushed | undefined => stage.pushed.find((one) => userIn(one) === id);
      const late = [...people.unheard.slice(0, 3), people.heard[0] ?? ""].flatMap((id) => first(id) ?? []);
      for (const pushed of [...late, ...late]) stage.post(pushed);
    });
    await stage.until(end);
    found = await foundIn(stage);
    told = new Map();
    for (const arrival of stage.desk) {
      for (const id of toldIn(arrival)) if (!told.has(id)) told.set(id, arrival.at);
    }
  });
  afterAll(() => stage.close());

  it("everybody who left is found exactly once, and nobody else", () => {
    expect([...found.keys()].toSorted()).toEqual(
      deeds(stage.slack, "deactivate")
        .map(({ user }) => user)
        .toSorted(),
    );
    expect([...found.values()].every(({ confirmed }) => confirmed)).toBe(true);
    const back = [...found.values()].filter(({ reversed }) => reversed !== undefined);
    expect(back.map(accountOf)).toEqual([people.unheard[1]]);
  });

  it("each is told to the desk in one message, which is updated", () => {
    const incidents = new Map<string, Set<string>>();
    for (const arrival of stage.desk.filter(({ view }) => view.kind === "departures")) {
      for (const id of toldIn(arrival)) {
        incidents.set(id, (incidents.get(id) ?? new Set()).add(arrival.view.incident));
      }
    }
    expect([...incidents.keys()].toSorted()).toEqual([...found.keys()].toSorted());
    expect([...incidents.values()].every((ids) => ids.size === 1)).toBe(true);
    expect(new Set(stage.desk.map(({ id }) => id)).size).toBe(stage.desk.length);
    expect(stage.desk.some(({ repeat }) => repeat)).toBe(false);
  });

  it("the interval that is told of each begins with the last sweep before they left, and holds that moment", async () => {
    const sweeps = await stage.store.sweeps({ directory: DIRECTORY });
    for (const { user, at } of deeds(stage.slack, "deactivate")) {
      const { at: interval, gap } = found.get(user) ?? {};
      expect(holds(interval, at)).toBe(true);
      expect(interval?.notBefore).toBe(sweeps.find(({ startedAt }) => startedAt < at)?.startedAt);
      expect((interval?.notAfter ?? Infinity) - at).toBeLessThanOrEqual(EVERY + MINUTE);
      expect(gap).toBeUndefined();
    }
  });

  it("while events come, a departure is told within seconds", () => {
    for (const { user, at } of deeds(stage.slack, "deactivate").filter(({ user: id }) => people.heard.includes(id))) {
      expect((told.get(user) ?? Infinity) - at).toBeLessThan(15 * SECOND);
    }
  });

  it("while none come, it is told with the next sweep, ten minutes later at most", async () => {
    const sweeps = (await stage.store.sweeps({ directory: DIRECTORY })).toReversed();
    for (const { user, at } of deeds(stage.slack, "deactivate").filter(({ user: id }) => people.unheard.includes(id))) {
      const next = sweeps.find(({ startedAt }) => startedAt >= at);
      const after = (told.get(user) ?? Infinity) - (next?.takenAt ?? 0);
      expect(after).toBeGreaterThanOrEqual(0);
      expect(after).toBeLessThan(5 * SECOND);
    }
  });

  it("that somebody came back is told with the next sweep, where it was told that they left", () => {
    const back = people.unheard[1] ?? "";
    const [first, ...updates] = stage.desk.filter((arrival) => toldIn(arrival).includes(back));
    const said = updates.filter((arrival) =>
      textOf(arrival).includes("evidence: 6 deactivated; confirmed; 1 came back"),
    );
    expect(said.map(({ at, view }) => [iso(at).slice(11, 16), view.incident])).toEqual([
      ["19:40", first?.view.incident],
    ]);
  });

  it("what pointed to somebody is an event as long as there are events, and the list otherwise", async () => {
    const changes = await stage.store.changes({ directory: DIRECTORY });
    for (const { account, evidence } of changes.filter(
      ({ change, at }) => change === "deactivated" && at.notBefore !== null,
    )) {
      const byEvent = people.heard.includes(account.id);
      expect(evidence).toMatchObject({ by: "flag", readBack: "agrees" });
      expect(evidence.event?.type).toBe(byEvent ? "user_change" : undefined);
    }
  });

  it("late, doubled and old events change nobody and are each kept once", async () => {
    const events = await stage.store.events({ directory: DIRECTORY });
    expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
    expect(events.every(({ state }) => state === "settled")).toBe(true);
    const late = events.filter(({ at, receivedAt }) => receivedAt - (at ?? receivedAt) > 10 * MINUTE);
    expect(late.map(({ about }) => ("account" in about ? about.account : "")).toSorted()).toEqual(
      people.unheard.slice(0, 3).toSorted(),
    );
    const changed = (await stage.store.changes({ directory: DIRECTORY })).filter(
      ({ at }) => at.notAfter >= t("+07:32"),
    );
    expect(changed.map(({ account }) => account.id)).toEqual(people.heard.slice(-2));
  });

  it("that none come is told once, ten minutes after the first departure that none announced", () => {
    const [silent, ...rest] = healthTold(stage.desk);
    expect(iso(silent?.at ?? 0)).toBe("2025-02-26T15:15:00.000Z");
    expect(silent === undefined ? [] : textOf(silent)).toEqual(
      expect.arrayContaining([
        "acme: events have ceased to come",
        "since: 26 Feb 2025 14:43 UTC",
        "last event: 26 Feb 2025 14:43 UTC",
        "meaning: sweeps go on: whoever leaves is found by the next one at the latest, and not at once",
      ]),
    );
    expect(rest.length).toBe(1);
  });

  it("that they come again is told once, within a minute of the first one", () => {
    const [, over] = healthTold(stage.desk);
    expect(over?.view.health).toMatchObject({ health: "silent", over: true });
    expect(over === undefined ? "" : textOf(over)[0]).toBe("acme: events come again");
    const first = Date.parse(over?.view.health?.lastGood ?? "");
    expect(iso(first).slice(0, 16)).toBe("2025-02-27T07:31");
    expect((over?.at ?? Infinity) - first).toBeLessThanOrEqual(MINUTE);
  });

  it("in Slack's own channel both are one message, which is edited, and a call to the channel when it is over", () => {
    const written = stage.slack.messages.filter(({ text }) => text.includes("events"));
    expect(written.map(({ text, edits, thread }) => [text, edits, thread])).toEqual([
      ["acme: events come again", 1, undefined],
      ["acme: events come again", 0, written[0]?.ts],
    ]);
    const first = stage.slack.writings.find(({ text }) => text.includes("events have ceased"));
    expect(first?.text).toBe("acme: events have ceased to come");
  });

  it("an audience of counts hears nothing of it: that something should have been heard says that somebody left", async () => {
    expect(stage.council).toEqual([]);
    expect(await stage.store.notifications({ destination: "council" })).toEqual([]);
  });

  it("the end of the silence does not read as its beginning, and asks nobody to look for what is over", () => {
    const [, over] = healthTold(stage.desk);
    const text = over === undefined ? [] : textOf(over);
    expect(text.join("\n")).toMatch(/26 Feb 2025 14:43.*27 Feb 2025 07:31/s);
    expect(text.filter((line) => line.startsWith("since: "))).toEqual([]);
    expect(text.join("\n")).not.toContain("see whether the tool still sends them");
  });

  it("every time in a message is written as people write it", () => {
    for (const arrival of stage.desk) expect(textOf(arrival).join("\n")).not.toMatch(/\d{4}-\d\d-\d\dT\d\d/);
  });

  it("coverage shows what events covered, and what sweeps alone; and that nothing was uncovered", async () => {
    expect(await coveredIn(stage, start, end)).toEqual([
      "26T09:00 to 26T14:43 events and sweeps",
      "26T14:43 to 27T07:31 sweeps",
      "27T07:31 to 27T11:00 events and sweeps",
    ]);
    expect(await stage.store.listening({ directory: DIRECTORY })).toMatchObject([
      { source: "http", since: start, ended: "events had ceased to come" },
      { source: "http", until: end },
    ]);
  });
});
