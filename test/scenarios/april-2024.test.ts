// From 5 to 9 April 2024 Slack deactivated people whom their companies' identity providers had only updated, and put them back
// later: groups and roles had to be restored by hand (https://slack-status.com/2024-04/b3a5d5713e783458).
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StoredChange } from "../../src/app/ports.ts";
import { type Instant, iso, SECOND } from "../../src/core/time.ts";
import { type Arrival, toldIn } from "../support/destination.ts";
import { type April, EVERY, liveThroughApril, SYNC, t } from "./april.ts";
import { deeds, DIRECTORY, healthTold, holds, openStage, staffOf, type Stage, textOf } from "./stage.ts";

/** How many there are of each place: `Warsaw 18 of 71 · Berlin …`. */
function headcounts(arrival: Arrival | undefined): Map<string, number> {
  const where = (arrival === undefined ? [] : textOf(arrival)).find((line) => line.startsWith("where: ")) ?? "";
  return new Map([...where.matchAll(/([A-Z][\w ]+) \d+ of (\d+)/g)].map(([, place = "", of]) => [place, Number(of)]));
}

async function deactivationsIn({ store }: Stage): Promise<StoredChange[]> {
  const changes = await store.changes({ directory: DIRECTORY });
  return changes.filter(({ change, observed }) => change === "deactivated" && observed !== false);
}

describe("a broken sync takes a quarter of the company out, most of whom come back four hours later", () => {
  let april: April;
  let stage: Stage;
  let departed: readonly Arrival[];

  beforeAll(async () => {
    april = await liveThroughApril();
    ({ stage } = april);
    departed = stage.desk.filter(({ view }) => view.kind === "departures");
  });
  afterAll(() => stage.close());

  /** What the desk had been told last by then. */
  const toldBy = (time: Instant): Arrival => {
    const arrival = departed.findLast(({ at }) => at < time);
    if (arrival === undefined) throw new Error("The desk had been told nothing.");
    return arrival;
  };

  it("a quarter of the company are told within two minutes, admins too, in one message", () => {
    const { staff, taken, leavers, admins } = april;
    expect(Math.round((100 * taken.length) / staff)).toBe(25);
    expect(admins.length).toBe(2);
    expect(toldIn(toldBy(t(9, 4))).toSorted()).toEqual([...taken, ...leavers.slice(0, 1)].toSorted());
    expect(new Set(departed.map(({ view }) => view.incident)).size).toBe(1);
  });

  it("in Slack's own channel this is one message, which is edited, and one call to the channel", () => {
    const [message, ...others] = stage.slack.messages;
    expect(message?.edits).toBeGreaterThan(1);
    expect(others.map(({ text, thread }) => [text, thread])).toEqual([
      ["now 10 people: the message above is up to date", message?.ts],
    ]);
  });

  it("the message says how many of how many, and whose doing it was: an app's, beside those whose account somebody ended", () => {
    const { taken, staff, hand } = april;
    expect(textOf(toldBy(t(10, 40)))).toEqual([
      `${taken.length + 1} people left acme, 8 Apr 2024 08:15–09:03 UTC: 26 % of ${staff} staff`,
      expect.stringMatching(/^where: (?:[\w ]+ \d+ of \d+ · ){4}\d+ in \d others \(by time zone\)$/),
      `evidence: ${taken.length + 1} deactivated; confirmed`,
      `ended by: the app Okta Provisioning ${taken.length} · ${hand.name} 1`,
      "acme read completely 8 Apr 2024 09:00 UTC: 320 accounts, ok",
      expect.stringMatching(/^i-[0-9a-f]{16}, version \d+$/),
    ]);
  });

  it("no reading was doubtful, and none is told as that: each account was flagged, and read back by itself", async () => {
    const sweeps = await stage.store.sweeps({ directory: DIRECTORY });
    expect(sweeps.length).toBe(25);
    for (const { complete, health, reasons } of sweeps) expect([complete, health, reasons]).toEqual([true, "ok", []]);
    expect([healthTold(stage.desk), stage.council]).toEqual([[], []]);
    const flagged = await deactivationsIn(stage);
    expect(flagged.length).toBe(april.taken.length + april.leavers.length);
    for (const { evidence, confirmed } of flagged) {
      expect([confirmed, evidence.readBack, evidence.event !== undefined]).toEqual([true, "agrees", true]);
    }
  });

  it("the store has each departure once, with who did it, and those taken back who came back", () => {
    const { taken, leavers, back, hand, found } = april;
    expect([...found.keys()].toSorted()).toEqual([...taken, ...leavers].toSorted());
    for (const { user, at } of deeds(stage.slack, "deactivate")) {
      const departure = found.get(user);
      expect([holds(departure?.at, at), departure?.confirmed]).toEqual([true, true]);
      expect(departure?.actor).toEqual(leavers.includes(user) ? hand : SYNC);
      expect(departure?.reversed?.change).toBe(back.includes(user) ? "reactivated" : undefined);
    }
    for (const { user, at } of deeds(stage.slack, "reactivate")) {
      expect(holds(found.get(user)?.reversed?.at, at)).toBe(true);
    }
  });

  it("the roster keeps what those had who are gone, and says of the others what they have now", async () => {
    const { away, leavers, back, before, after } = april;
    const { entries } = await stage.store.roster(DIRECTORY);
    const rightsOf = (id: string): unknown => {
      const { status, attributes } = entries.get(id)?.account ?? { attributes: {} };
      const { channels, groups, role } = attributes;
      return { status, channels: channels ?? [], groups: groups ?? [], role };
    };
    for (const id of [...away, ...leavers]) expect(rightsOf(id)).toEqual({ status: "deactivated", ...before.get(id) });
    for (const id of back) expect(rightsOf(id)).toEqual({ status: "active", ...after.get(id) });
  });

  it("that they came back is told within two minutes, in the same message", () => {
    const { taken, back, hand } = april;
    const last = toldBy(Infinity);
    expect(last.view.incident).toBe(departed[0]?.view.incident);
    expect(last.at).toBeLessThan(t(13, 7));
    expect(textOf(last)).toEqual(
      expect.arrayContaining([
        `evidence: ${taken.length + 3} deactivated; confirmed; ${back.length} came back`,
        `ended by: the app Okta Provisioning ${taken.length} · ${hand.name} 3`,
      ]),
    );
    const rows = last.view.directories.flatMap(({ departures }) => departures);
    const reversed = rows.filter((row) => row.reversed !== undefined).flatMap(({ accounts }) => accounts[0]?.id ?? "");
    expect(reversed.toSorted()).toEqual(back.toSorted());
  });

  it("whoever reads its headline alone, as in a notification, does not take them all for gone", () => {
    expect(stage.slack.messages[0]?.text).toMatch(new RegExp(`\\b${april.back.length}\\b.* back`));
  });

  it("each place has as many people after it as before", () => {
    const [during, last] = [headcounts(toldBy(t(10, 40))), headcounts(toldBy(Infinity))];
    expect(during.size).toBe(4);
    for (const [place, people] of last) expect([place, people]).toEqual([place, during.get(place) ?? people]);
  });
});

describe("the same sync in a company that has no events sent to it", () => {
  let stage: Stage;
  let taken: readonly string[];

  beforeAll(async () => {
    const world = { seed: 7, accounts: 320 };
    const scopes = ["users:read", "users:read.email", "team:read"];
    stage = await openStage({ start: t(8, 45), every: EVERY, world, scopes, events: false });
    taken = staffOf(stage.slack).flatMap(({ id }, i) => (i % 4 === 0 ? [id] : []));
    for (const [i, id] of taken.entries()) {
      stage.at(t(9, 2) + i * SECOND, ({ acts }) => acts.deactivate(id));
      stage.at(t(13, 5) + i * SECOND, ({ acts }) => acts.reactivate(id));
    }
    await stage.until(t(13, 25));
  });
  afterAll(() => stage.close());

  it("the next sweep finds them all at once, believes it since twenty read back as gone, and is told as no fault", async () => {
    const [sweep] = (await stage.store.sweeps({ directory: DIRECTORY }))
      .filter(({ takenAt }) => takenAt > t(9, 14))
      .slice(-1);
    expect([sweep?.complete, sweep?.health, sweep?.reasons]).toEqual([true, "ok", []]);
    // Ten were asked for as soon as a page flagged them (app/look-closer.ts); the list was at its end before the next ten.
    expect(stage.slack.calls.filter(({ method }) => method === "users.info").length).toBe(20 + 10);
    const flagged = await deactivationsIn(stage);
    expect(flagged.length).toBe(taken.length);
    expect(flagged.every(({ confirmed }) => confirmed)).toBe(true);
    expect(Map.groupBy(flagged, ({ evidence }) => evidence.readBack).get("agrees")?.length).toBe(20);
    expect([healthTold(stage.desk), stage.council]).toEqual([[], []]);
  });

  it("they are told in one message, and with the sweep after their return the same message says so: two in all", () => {
    expect(stage.desk.map(({ at, view }) => [iso(at).slice(11, 16), view.version])).toEqual([
      ["09:15", 1],
      ["13:15", 2],
    ]);
    const [gone, back] = stage.desk.map(textOf);
    expect(gone?.[0]).toMatch(/^\d+ people left acme, 8 Apr 2024 09:00–09:03 UTC: 2[56] % of \d+ staff$/);
    expect(gone).toContain(`evidence: ${taken.length} deactivated; confirmed`);
    expect(back).toContain(`evidence: ${taken.length} deactivated; confirmed; ${taken.length} came back`);
    expect(new Set(stage.desk.map(({ view }) => view.incident)).size).toBe(1);
  });
});
