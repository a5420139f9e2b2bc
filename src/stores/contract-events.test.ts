import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ReceivedEvent, Store } from "../app/ports.ts";
import type { Departure } from "../core/directory/departure.ts";
import { ACTOR_KINDS, EVENT_SOURCES, EVENT_STATES, settled } from "../core/directory/event.ts";
import { ERROR_CODES } from "../core/errors.ts";
import { account, change, departure, STORES } from "./testing.ts";

const event = (key: string, more: Partial<ReceivedEvent> = {}): ReceivedEvent => ({
  key,
  directory: "a",
  source: "http",
  type: "user_change",
  about: { account: `U${key}` },
  receivedAt: 10,
  state: "waiting",
  tries: 0,
  dueAt: 10,
  ...more,
});

describe.each(STORES)("$name", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const keep = (...events: ReceivedEvent[]): Promise<number> =>
    store.transaction((writer) => writer.keepEvents(events));

  describe("the inbox", () => {
    it("keeps an event once, however often and in however many pieces it comes", async () => {
      expect(await keep(event("1"), event("2"), event("1"))).toBe(2);
      expect(await keep(event("2", { receivedAt: 99 }), event("3"))).toBe(1);
      expect((await store.events({})).map(({ key, receivedAt }) => [key, receivedAt])).toEqual([
        ["1", 10],
        ["2", 10],
        ["3", 10],
      ]);
    });

    it("takes the same key of two directories for two events", async () => {
      expect(await keep(event("1"), event("1", { directory: "b" }))).toBe(2);
      expect(await store.events({ directory: "b" })).toHaveLength(1);
    });

    it("gives back what it was given, whatever the event is about", async () => {
      const given = [
        event("1", { at: 7, actor: { kind: "app", id: "A1", name: "Okta" } }),
        event("2", { about: { directory: "The app was uninstalled." }, source: "socket" }),
        event("3", {
          about: { unreadable: "event.user is missing" },
          state: "quarantined",
          error: { code: "malformed", text: "event.user is missing" },
        }),
      ];
      await keep(...given);
      expect(await store.events({})).toStrictEqual(given.map((one, i) => ({ ...one, seq: i + 1 })));
    });

    it("finds what is due, of whom, since when and up to which", async () => {
      await keep(event("1", { dueAt: 5 }), event("2", { dueAt: 50, receivedAt: 40 }), event("3"));
      const keys = async (filter: Parameters<Store["events"]>[0]): Promise<string[]> =>
        (await store.events(filter)).map(({ key }) => key);
      expect(await keys({ state: "waiting", dueBy: 10 })).toEqual(["1", "3"]);
      expect(await keys({ accounts: ["U2"] })).toEqual(["2"]);
      const others = Array.from({ length: 1200 }, (_, i) => `X${i}`);
      expect(await keys({ accounts: ["U3", ...others, "U1", "U3"] })).toEqual(["1", "3"]);
      expect(await keys({ accounts: ["U3", ...others, "U1"], limit: 1 })).toEqual(["1"]);
      expect(await keys({ accounts: [] })).toEqual([]);
      expect(await keys({ since: 40 })).toEqual(["2"]);
      expect(await keys({ upTo: 2 })).toEqual(["1", "2"]);
      expect(await keys({ limit: 1 })).toEqual(["1"]);
    });

    it("forgets what was settled or given up long ago, and nothing that waits", async () => {
      await keep(event("1"), event("2"), event("3", { state: "quarantined" }), event("4", { receivedAt: 30 }));
      const [first, , , last] = await store.events({});
      if (first === undefined || last === undefined) throw new Error("there are four");
      await store.transaction((writer) => writer.putEvents([settled(first), settled(last)]));
      await store.transaction((writer) => writer.deleteBefore("events", 20, 9));
      expect((await store.events({})).map(({ key }) => key)).toEqual(["2", "4"]);
    });

    it("keeps the state, the tries and the error of each, and nothing else of them changes", async () => {
      await keep(event("1"), event("2"));
      const [one, two] = await store.events({});
      if (one === undefined || two === undefined) throw new Error("there are two");
      const error = { code: "malformed", text: "No user object." } as const;
      await store.transaction((writer) =>
        writer.putEvents([{ ...one, type: "other", tries: 1, dueAt: 60, error }, settled(two)]),
      );
      expect(await store.events({})).toStrictEqual([
        { ...one, tries: 1, dueAt: 60, error },
        { ...two, state: "settled" },
      ]);
    });

    it("has no place for an event that is not there any more", async () => {
      await keep(event("1"), event("2"));
      const [one, two] = await store.events({});
      if (one === undefined || two === undefined) throw new Error("there are two");
      await store.transaction(async (writer) => {
        await writer.putEvents([settled(one)]);
        await writer.deleteBefore("events", 99, 9);
        await writer.putEvents([settled(one), settled(two)]);
      });
      expect(await store.events({})).toStrictEqual([{ ...two, state: "settled" }]);
    });

    it("gives no place twice, also after all of them were forgotten", async () => {
      await keep(event("1", { state: "settled" }), event("2", { state: "settled" }));
      await store.transaction((writer) => writer.deleteBefore("events", 99, 9));
      expect((await store.watermark("a")).inbox).toBe(0);
      await keep(event("3"));
      expect((await store.watermark("a")).inbox).toBe(3);
    });

    it("keeps nothing of a transaction that fails, so that what was not acknowledged can come again", async () => {
      const failing = store.transaction(async (writer) => {
        await writer.keepEvents([event("1")]);
        throw new Error("half-way");
      });
      await expect(failing).rejects.toThrow("half-way");
      expect(await store.events({})).toEqual([]);
      expect(await keep(event("1"))).toBe(1);
    });

    it("keeps nothing of a batch in which one is none", async () => {
      const none = event("2", { type: null as never });
      await expect(keep(event("1"), none, event("3"))).rejects.toThrow(/NOT NULL|SQLSTATE 23502/);
      expect(await store.events({})).toEqual([]);
      expect(await keep(event("1"), event("3"))).toBe(2);
    });

    it("gives every event back as it was kept, in its order", async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(received(), { maxLength: 8 }), async (some) => {
          const directory = `p${run++}`;
          const given = some.map((one, i) => ({ ...one, directory, key: String(i) }));
          expect(await keep(...given)).toBe(given.length);
          const found = await store.events({ directory });
          const seqs = found.map(({ seq }) => seq);
          expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
          expect(found).toStrictEqual(given.map((one, i) => ({ ...one, seq: seqs[i] })));
        }),
        { numRuns: 60 },
      );
    });

    it("counts what was heard, but not what a log was asked for", async () => {
      expect(await store.heard("a", 0)).toStrictEqual({ count: 0 });
      await keep(
        event("1", { receivedAt: 10 }),
        event("2", { receivedAt: 30 }),
        event("3", { receivedAt: 90, source: "log" }),
      );
      expect(await store.heard("a", 0)).toStrictEqual({ count: 2, first: 10, last: 30 });
      expect(await store.heard("a", 20)).toStrictEqual({ count: 1, first: 30, last: 30 });
      expect(await store.heard("b", 0)).toStrictEqual({ count: 0 });
    });

    it("tells of which departures none has come since they were last seen, but from a log: those that readings found, the newest of them", async () => {
      let run = 0;
      const times = fc.integer({ min: 0, max: 9 });
      const left = fc.record({ notBefore: fc.option(times), notAfter: times, observed: fc.boolean(), of: times });
      const heard = fc.record({ of: times, receivedAt: times, source: fc.constantFrom(...EVENT_SOURCES) });
      const asked = fc.record({ since: times, until: times, limit: fc.integer({ min: 1, max: 6 }) });
      const lists = [fc.array(left, { maxLength: 8 }), fc.array(heard, { maxLength: 8 })] as const;
      await fc.assert(
        fc.asyncProperty(...lists, asked, async (gone, events, { limit, ...within }) => {
          const directory = `u${run++}`;
          const departures = gone.map(({ of, notBefore, notAfter, observed }, i): Departure => {
            const accounts = [{ name: null, email: null, directory, id: `U${of}` }];
            return { ...departure(`${directory} ${i}`, notAfter, []), accounts, observed, at: { notBefore, notAfter } };
          });
          await store.transaction((writer) => writer.putDepartures(departures));
          await keep(
            ...events.map(({ of, ...one }, i) => event(`${i}`, { ...one, directory, about: { account: `U${of}` } })),
          );
          const found = await store.departures({ directory, ...within, limit });
          const unheard = found.flatMap(({ at, observed, accounts }) => {
            const { notBefore: since, notAfter: until } = at;
            if (since === null || !observed) return [];
            const isOfThis = ({ of, receivedAt, source }: (typeof events)[number]): boolean =>
              `U${of}` === accounts[0]?.id && receivedAt >= since && source !== "log";
            return events.some(isOfThis) ? [] : [{ since, until }];
          });
          const sorted = (all: readonly object[]): string[] => all.map((one) => JSON.stringify(one)).toSorted();
          expect(sorted(await store.unheard(directory, within, limit))).toEqual(sorted(unheard));
        }),
        { numRuns: 60 },
      );
    });

    it("of 5,000 at once keeps each, and settles each", async () => {
      expect(await keep(...Array.from({ length: 5000 }, (_, i) => event(String(i), { dueAt: i % 9 })))).toBe(5000);
      const all = await store.events({});
      await store.transaction((writer) => writer.putEvents(all.map(settled)));
      expect(await store.events({})).toStrictEqual(all.map(settled));
    });
  });

  describe("accounts that are read one by one", () => {
    beforeEach(() =>
      store.transaction(async (writer) => {
        await writer.putDirectory({ directory: "a", kind: "slack" });
        await writer.putEntries("a", [account("U1", "active"), account("U2", "active"), account("U3", "active")]);
      }),
    );

    it("are known by the revision after which they were read", async () => {
      const { revision } = await store.watermark("a");
      await store.transaction((writer) => writer.markRead("a", ["U1"]));
      const later = await store.watermark("a");
      await store.transaction((writer) => writer.markRead("a", ["U2"]));
      const ids = async (since: number): Promise<string[]> =>
        (await store.readSince("a", since)).map((entry) => entry.account.id).toSorted();
      expect(await ids(revision)).toEqual(["U1", "U2"]);
      expect(await ids(later.revision)).toEqual(["U2"]);
    });

    it("stay so when the list is read after them: neither the directory's row nor their own forgets it", async () => {
      await store.transaction((writer) => writer.markRead("a", ["U1"]));
      await store.transaction(async (writer) => {
        await writer.putDirectory({ directory: "a", kind: "slack", identity: "T1" });
        await writer.putEntries("a", [account("U1", "deactivated")]);
      });
      expect(await store.watermark("a")).toStrictEqual({ revision: 1, inbox: 0 });
      expect(await store.readSince("a", 0)).toStrictEqual([account("U1", "deactivated")]);
    });

    it("are found by their ids, those that are not known left out", async () => {
      const found = await store.entries("a", ["U1", "U9", "U3", "U1"]);
      expect([...found.keys()].toSorted()).toEqual(["U1", "U3"]);
      expect(found.get("U3")).toStrictEqual(account("U3", "active"));
    });

    it("are found and known in any number", async () => {
      const many = Array.from({ length: 1201 }, (_, i) => account(`V${i}`, "active"));
      const ids = many.map((one) => one.account.id);
      await store.transaction(async (writer) => {
        await writer.putEntries("a", many);
        await writer.markRead("a", ids);
      });
      expect(await store.entries("a", ids)).toStrictEqual(new Map(many.map((one) => [one.account.id, one])));
      expect(await store.readSince("a", 0)).toHaveLength(1201);
      expect(await store.watermark("a")).toStrictEqual({ revision: 1, inbox: 0 });
    });

    it("are those of one directory: the same id in another was not read", async () => {
      await store.transaction(async (writer) => {
        await writer.putDirectory({ directory: "b", kind: "slack" });
        await writer.putEntries("b", [account("U1", "active")]);
        await writer.markRead("a", ["U1"]);
      });
      expect(await store.readSince("b", 0)).toEqual([]);
      expect(await store.watermark("b")).toStrictEqual({ revision: 0, inbox: 0 });
    });

    it("count as no reading where there are none of them", async () => {
      await store.transaction((writer) => writer.markRead("a", []));
      expect((await store.watermark("a")).revision).toBe(0);
    });

    it("the watermark holds the newest event of the directory, and of no other", async () => {
      await keep(event("1"), event("2"), event("3", { directory: "b" }));
      expect((await store.watermark("a")).inbox).toBe(2);
      expect((await store.watermark("b")).inbox).toBe(3);
      expect((await store.watermark("c")).inbox).toBe(0);
    });
  });

  it("spans in which events could arrive are replaced by their id, and found by their end", async () => {
    const span = { id: "l-1", directory: "a", source: "socket", since: 10, until: 20 } as const;
    const later = { ...span, id: "l-2", since: 40, until: 50, ended: "The connection broke." };
    await store.transaction(async (writer) => {
      await writer.putListening(later);
      await writer.putListening(span);
      await writer.putListening({ ...span, until: 30 });
    });
    expect(await store.listening({ directory: "a" })).toStrictEqual([{ ...span, until: 30 }, later]);
    expect(await store.listening({ directory: "a", since: 31 })).toStrictEqual([later]);
    expect(await store.listening({ directory: "b" })).toEqual([]);
  });

  it("a change keeps the event that had the account read", async () => {
    const seen = change("c-1", "r-1", "U1");
    const found = { ...seen, evidence: { ...seen.evidence, event: { type: "user_change", receivedAt: 10 } } };
    await store.transaction((writer) => writer.putChanges([found]));
    expect(await store.changes({})).toStrictEqual([found]);
  });

  it("a departure keeps the time in which nobody looked, and who ended the account", async () => {
    const found: Departure = {
      ...departure("d-1", 10, ["U1"]),
      gap: { since: 2, until: 9 },
      actor: { kind: "person", id: "U9", name: "x" },
    };
    await store.transaction((writer) => writer.putDepartures([found]));
    expect(await store.departures({})).toStrictEqual([found]);
  });
});

function received(): fc.Arbitrary<Omit<ReceivedEvent, "key" | "directory">> {
  const text = fc.string({ unit: "grapheme" });
  const options = { noNullPrototype: true } as const;
  const about = fc.oneof(
    fc.record({ account: text }, options),
    fc.record({ directory: text }, options),
    fc.record({ unreadable: text }, options),
  );
  const actor = fc.record(
    { kind: fc.constantFrom(...ACTOR_KINDS), id: text, name: text },
    { ...options, requiredKeys: ["kind", "id"] },
  );
  const error = fc.record({ code: fc.constantFrom(...ERROR_CODES), text }, options);
  return fc.record(
    {
      source: fc.constantFrom(...EVENT_SOURCES),
      type: text,
      about,
      at: fc.integer({ min: 0, max: 8.64e15 }),
      actor,
      receivedAt: fc.nat(),
      state: fc.constantFrom(...EVENT_STATES),
      tries: fc.nat(),
      dueAt: fc.nat(),
      error,
    },
    { ...options, requiredKeys: ["source", "type", "about", "receivedAt", "state", "tries", "dueAt"] },
  );
}
