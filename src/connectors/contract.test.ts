// What every connector promises, whatever its tool: CONTRIBUTING.md, "Adding a connector".
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { Outcome } from "../app/take-reading.ts";
import { sweep } from "../app/sweep.ts";
import type { Store } from "../app/ports.ts";
import type { DirectoryEvent } from "../core/directory/event.ts";
import type { Health } from "../core/directory/health.ts";
import { healthOf } from "../core/directory/partial.ts";
import { HOUR } from "../core/time.ts";
import { everyTextOf } from "../notifiers/testing.ts";
import { contextOf, openStore } from "../wire/context.ts";
import { openers } from "./fake/index.ts";
import { type Fault, FAULTS, isHere, readingOf, type Stand } from "./testing.ts";

/** What a reading is called that a fault has ended; a fault that passes does so only where it does not pass. */
const PROMISED: Readonly<Record<Exclude<Fault, "empty list">, readonly Health[]>> = {
  "401": ["unauthorised"],
  "403": ["unauthorised", "scope_lost"],
  "404": ["unauthorised", "scope_lost", "wrong_workspace", "malformed"],
  "429": ["unreachable"],
  "500": ["unreachable"],
  reset: ["unreachable"],
  "web page": ["malformed"],
  "bad JSON": ["malformed"],
  "cut page": ["malformed", "unreachable"],
  "wrong shape": ["malformed"],
  "no end": ["malformed"],
};
const ENDING = FAULTS.filter((fault) => fault !== "empty list");
const PASSING = ["429", "500", "reset"] as const;

const stands = await Promise.all(
  Object.values(openers)
    .flat()
    .map((open) => open()),
);
// One test that fails must not fail the next.
afterEach(() => {
  for (const stand of stands.filter(isHere)) stand.heal();
});
afterAll(async () => {
  await Promise.all(stands.filter(isHere).map((stand) => stand.close()));
});

// What is not tested here is to be seen in the test run, and counted as skipped.
for (const missing of stands) {
  if (isHere(missing)) continue;
  process.stderr.write(`Not tested here: the connector ${missing.kind}: ${missing.why}.\n`);
  it.skipIf(true)(`${missing.kind}: ${missing.why}`, () => {});
}

/** A watched directory, read by the production code into a store in memory; an hour passes before each reading. */
async function watched(stand: Stand) {
  const store = await openStore();
  const context = contextOf({ store, clock: stand.clock, http: readingOf(stand).http, progress: () => undefined });
  const directory = {
    id: "acme",
    connector: stand.connector,
    settings: stand.settings,
    rules: { demotion: false },
    every: HOUR,
  };
  const read = async (): Promise<Outcome> => {
    await stand.clock.sleep(HOUR);
    return sweep(context, directory, { details: { limit: 0 } });
  };
  const statesOf = async () =>
    new Map([...(await store.roster("acme")).entries].map(([id, { account }]) => [id, account.status]));
  return { read, statesOf, store, close: () => store.close() };
}

/** What of the tool's secrets and of its people stands in something that is said. */
function leaks({ secrets, personal }: Stand, said: unknown): string[] {
  const text = everyTextOf(said);
  return [...secrets, ...personal].filter((one) => text.includes(one));
}

async function gone(store: Store): Promise<string[]> {
  const found = await store.departures({ directory: "acme", limit: 1000 });
  return found
    .filter(({ observed, reversed }) => observed && reversed === undefined)
    .flatMap(({ accounts }) => accounts.map(({ id }) => id));
}

describe.each(stands.filter(isHere).map((stand, index) => [`${stand.connector.kind} ${index}`, stand] as const))(
  "%s",
  (_, stand) => {
    const { connector, settings } = stand;

    it("says what it reads, what it needs and what it cannot see", () => {
      expect(connector.docs).toBe(`docs/connectors/${connector.kind}.md`);
      for (const sentence of connector.sees.blindTo) expect(sentence).toMatch(/^[A-Z].*\.$/);
      for (const thing of connector.reads(settings)) expect(thing).toMatch(/^[a-z].*[^.]$/);
      for (const { why } of connector.scopes(settings)) expect(why).toMatch(/^[a-z].*[^.]$/);
      expect(connector.reads(settings).length).toBeGreaterThan(1);
      expect(connector.sees.blindTo.length).toBeGreaterThan(0);
      expect(connector.sweepSeconds?.(settings, 100_000)).toBeGreaterThanOrEqual(stand.pages === 1 ? 0 : 1);
      expect(leaks(stand, [connector.reads(settings), connector.scopes(settings)])).toEqual([]);
    });

    it("has doctor say the least rights, what is not seen, the pace and how long a sweep takes", async () => {
      const { sees, pace, sweepSeconds } = connector;
      const rights = connector.scopes(settings);
      expect(rights.filter(({ required }) => required).length).toBeGreaterThan(0);
      for (const { name, why } of rights) expect([name, why].every((words) => words.length > 3)).toBe(true);
      expect(sees.blindTo.length).toBeGreaterThan(1);
      for (const limit of sees.blindTo) expect(limit).toMatch(/^[A-Z].*\.$/);
      expect(Object.keys(pace?.(settings) ?? {}).length).toBeGreaterThan(0);
      const [few = NaN, many = NaN] = [1, 10_000_000].map((accounts) => sweepSeconds?.(settings, accounts));
      // What comes in one answer takes as long whatever its size.
      expect(stand.pages === 1 ? few === many : few <= 1 && many > few).toBe(true);
      const { scopes } = await connector.check(readingOf(stand));
      if (scopes !== undefined)
        expect(rights.filter(({ name, required }) => required && !scopes.includes(name))).toEqual([]);
    });

    it("checks who answers, and that is who answers a reading", async () => {
      const check = await connector.check(readingOf(stand));
      const snapshot = await connector.snapshot(readingOf(stand));
      if (!snapshot.complete) throw new Error(snapshot.reason);
      // Some protocols do not say whose server it is; what says it says the same each time.
      expect(snapshot.identity).toBe(check.identity);
      expect(leaks(stand, check)).toEqual([]);
    });

    it("gives everybody once, in three pages or more where the tool has pages, and the same again where nothing happened", async () => {
      const first = await connector.snapshot(readingOf(stand));
      if (!first.complete) throw new Error(first.reason);
      const ids = first.accounts.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(stand.pages === 1 || stand.pages >= 3).toBe(true);
      expect(ids).toEqual(expect.arrayContaining([...stand.people]));
      expect(leaks(stand, first.notes)).toEqual([]);
      const { read, close } = await watched(stand);
      expect((await read()).sweep.health).toBe("ok");
      expect((await read()).changes).toEqual([]);
      await close();
    });

    it("shows that somebody left, once, and that they are back", async () => {
      const { read, store, close } = await watched(stand);
      await read();
      const [who = ""] = stand.people;
      await stand.leave(who);
      const seen = [await read(), await read()].flatMap(({ departures }) => departures);
      expect(new Set(seen.flatMap(({ accounts }) => accounts.map(({ id }) => id)))).toEqual(new Set([who]));
      expect(seen.at(-1)).toMatchObject({
        confirmed: true,
        change: connector.sees.departure(settings) === "flag" ? "deactivated" : "removed",
      });
      expect(await gone(store)).toEqual([who]);
      const answer = await connector.readBack?.(readingOf(stand), [who]);
      expect(answer?.accounts.filter(({ status }) => status === "active") ?? []).toEqual([]);
      await stand.comeBack(who);
      const back = [await read(), await read()].flatMap(({ changes }) => changes.map(({ change }) => change));
      expect(back.filter((change) => change === "reactivated" || change === "returned")).toHaveLength(1);
      expect(await gone(store)).toEqual([]);
      await close();
    });

    it.each(ENDING)("(%s) at any page ends the reading, under a name of its own, and changes nobody", async (fault) => {
      const { read, statesOf, close } = await watched(stand);
      await read();
      const before = await statesOf();
      for (let page = 1; page <= stand.pages; page++) {
        stand.fault(fault, page);
        const { changes, sweep: seen } = await read();
        if (seen.complete) throw new Error(`A reading with ${fault} at page ${page} was complete.`);
        expect(PROMISED[fault]).toContain(seen.health);
        // Why it ended, and what it has to say of itself until then.
        const [why, ...notes] = seen.reasons;
        expect(why).toMatch(/^[A-Z0-9].*\.$/);
        for (const note of notes) expect(note).toMatch(/^[A-Z0-9]/);
        expect(leaks(stand, seen)).toEqual([]);
        if (page > 1 && fault !== "no end") expect(seen.accounts).toBeGreaterThan(0);
        expect(changes).toEqual([]);
        stand.heal();
      }
      expect(await statesOf()).toEqual(before);
      // And the next good reading is as if nothing had been.
      const after = await read();
      expect([after.sweep.health, after.changes]).toEqual(["ok", []]);
      await close();
    });

    it.each(PASSING)("(%s) that passes leaves no trace", async (fault) => {
      const { read, close } = await watched(stand);
      await read();
      for (let page = 1; page <= stand.pages; page++) stand.fault(fault, page, 1);
      const { sweep: seen, changes } = await read();
      expect([seen.health, changes]).toEqual(["ok", []]);
      stand.heal();
      await close();
    });

    it("(empty list) at any page is nobody's departure", async () => {
      const { read, store, close } = await watched(stand);
      await read();
      for (let page = 1; page <= stand.pages; page++) {
        stand.fault("empty list", page);
        const { sweep: seen, changes } = await read();
        // The last page may hold so few that two readings have to agree on it; more than that is no reading to believe.
        if (page < stand.pages || page === 1) expect(seen.health).not.toBe("ok");
        expect(changes.filter(({ confirmed, change }) => confirmed && change !== "missing")).toEqual([]);
        stand.heal();
        await read();
        expect(await gone(store)).toEqual([]);
      }
      await close();
    });

    it("names nobody and no secret where asking at all fails, and tells it as what it is", async () => {
      for (const fault of ENDING) {
        stand.fault(fault, 1);
        const outcome = await connector.check(readingOf(stand)).catch((error: unknown) => error);
        expect(leaks(stand, outcome)).toEqual([]);
        const read = await connector.readBack?.(readingOf(stand), stand.people).catch((error: unknown) => error);
        if (read instanceof Error) expect(leaks(stand, read)).toEqual([]);
        stand.heal();
      }
    });

    it("ends when it is interrupted, and not as a reading that failed", async () => {
      await expect(connector.snapshot(readingOf(stand, AbortSignal.abort()))).rejects.toMatchObject({
        code: "interrupted",
      });
    });
  },
);

const logs = stands.filter(isHere).flatMap((stand, index) => {
  const { log, connector } = stand;
  return log === undefined ? [] : [[`${connector.kind} ${index}`, stand, log] as const];
});

describe.each(logs)("the log of changes of %s", (_, stand, log) => {
  it.each(ENDING)("(%s) at any page is an error, and loses nothing", async (fault) => {
    const reading = { ...readingOf(stand), settings: log.settings };
    const source = stand.connector.events?.(log.settings).log;
    if (source === undefined) throw new Error("The stand's settings ask for no log.");
    await source.read(reading, stand.clock.now());
    for (let page = 1; page <= log.pages; page++) {
      await stand.clock.sleep(HOUR);
      const since = stand.clock.now();
      const happened = log.happen();
      const isTold = (events: readonly DirectoryEvent[]): boolean => {
        const about = events.map((event) => event.about);
        const ids = new Set(about.flatMap((one) => ("account" in one ? [one.account] : [])));
        return about.some((one) => "directory" in one) || happened.every((id) => ids.has(id));
      };
      log.fault(fault, page);
      try {
        // What is given in spite of it is all there is, or that all has to be read.
        expect(isTold(await source.read(reading, since))).toBe(true);
      } catch (error) {
        expect(PROMISED[fault]).toContain(healthOf(error));
        expect(leaks(stand, error)).toEqual([]);
      }
      stand.heal();
      expect(isTold(await source.read(reading, since))).toBe(true);
    }
  });
});
