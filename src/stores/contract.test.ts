import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DirectoryState, Lease, Store, StoredChange } from "../app/ports.ts";
import { KINDS, STATUSES } from "../core/directory/account.ts";
import type { Departure } from "../core/directory/departure.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { account, change, departure, STORES, sweep } from "./testing.ts";

/**
 * What every store must do; what is told, and how, is in `contract-notifications.test.ts`.
 * @param open gives a new and empty one each time.
 */
function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} keeps the contract of the store`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it("is empty and sound at first", async () => {
      expect(await store.directories()).toEqual([]);
      expect(await store.directory("a")).toBeUndefined();
      expect(await store.roster("a")).toStrictEqual({ directory: "a", entries: new Map() });
      expect(await store.sweeps({})).toEqual([]);
      expect(await store.sweep("s-1")).toBeUndefined();
      expect(await store.departures({})).toEqual([]);
      expect(await store.departure("d-1")).toBeUndefined();
      expect(await store.changes({})).toEqual([]);
      expect(await store.change("c-1")).toBeUndefined();
      expect(await store.records({})).toEqual([]);
      expect(await store.integrity()).toEqual([]);
    });

    it("gives a directory back as it was put last", async () => {
      const bare: DirectoryState = { directory: "b", kind: "file" };
      const whole: DirectoryState = {
        directory: "a",
        kind: "slack",
        identity: "T1",
        scopes: ["users:read"],
        last: { startedAt: 1, takenAt: 2, accounts: 3 },
      };
      await store.transaction(async (writer) => {
        await writer.putDirectory(bare);
        await writer.putDirectory({ directory: "a", kind: "slack" });
        await writer.putDirectory(whole);
      });
      expect(await store.directories()).toStrictEqual([whole, bare]);
      expect(await store.directory("a")).toStrictEqual(whole);
      const { kind: _, ...roster } = whole;
      expect(await store.roster("a")).toStrictEqual({ ...roster, entries: new Map() });
    });

    it("gives every entry of the roster back as it was put, unknown and none kept apart", async () => {
      const directories = fc.uniqueArray(entry(), { selector: (one) => one.account.id, maxLength: 8 });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(directories, async (entries) => {
          const directory = `p${run++}`;
          await store.transaction((writer) => writer.putEntries(directory, entries));
          const { entries: found } = await store.roster(directory);
          expect(found).toStrictEqual(new Map(entries.map((one) => [one.account.id, one])));
        }),
        { numRuns: 60 },
      );
    });

    it("replaces entries of the same id, keeps the others, and keeps directories apart", async () => {
      const many = Array.from({ length: 1201 }, (_, i) => account(`U${i}`, "active"));
      await store.transaction(async (writer) => {
        await writer.putEntries("a", many);
        await writer.putEntries("b", [account("U0", "invited")]);
      });
      const gone: RosterEntry = { ...account("U0", "deactivated"), presence: "missing", detailsAt: 9 };
      await store.transaction((writer) => writer.putEntries("a", [gone]));
      const { entries } = await store.roster("a");
      expect(entries.size).toBe(1201);
      expect(entries.get("U0")).toStrictEqual(gone);
      expect(entries.get("U1200")).toStrictEqual(many[1200]);
      expect((await store.roster("b")).entries.get("U0")?.account.status).toBe("invited");
    });

    it("gives sweeps newest first, also of one directory, only the complete ones, or the first few", async () => {
      const sweeps = [sweep("s-1", "a", 10, true), sweep("s-2", "a", 30, false), sweep("s-3", "b", 20, true)];
      const later = sweep("s-4", "a", 30, true);
      await store.transaction(async (writer) => {
        for (const one of [...sweeps, later]) await writer.putSweep(one);
      });
      const ids = async (filter: Parameters<Store["sweeps"]>[0]) => (await store.sweeps(filter)).map(({ id }) => id);
      expect(await ids({})).toEqual(["s-4", "s-2", "s-3", "s-1"]);
      expect(await ids({ directory: "a" })).toEqual(["s-4", "s-2", "s-1"]);
      expect(await ids({ completeOnly: true, limit: 2 })).toEqual(["s-4", "s-3"]);
      expect(await store.sweep("s-2")).toStrictEqual(sweeps[1]);
    });

    it("gives changes in the order in which they were found; one that is told again keeps its place", async () => {
      const changes = [change("c-3", "s-1", "U1"), change("c-1", "s-1", "U2"), change("c-2", "s-2", "U1")];
      await store.transaction((writer) => writer.putChanges(changes));
      const again: StoredChange = { ...change("c-3", "s-3", "U1"), confirmed: true, quiet: "channel archived" };
      await store.transaction((writer) => writer.putChanges([again]));
      expect(await store.changes({})).toStrictEqual([again, changes[1], changes[2]]);
      expect((await store.changes({ sweep: "s-1" })).map(({ id }) => id)).toEqual(["c-1"]);
      expect((await store.changes({ directory: "a", account: "U1" })).map(({ id }) => id)).toEqual(["c-3", "c-2"]);
      expect(await store.changes({ directory: "b" })).toEqual([]);
      const joined: StoredChange = { ...change("c-4", "s-2", "U3"), change: "joined" };
      await store.transaction((writer) => writer.putChanges([joined]));
      expect(await store.changes({ directory: "a", change: "joined" })).toStrictEqual([joined]);
      expect(await store.change("c-3")).toStrictEqual(again);
    });

    it("gives departures newest first, from `since` on and before `until`", async () => {
      const [old, mid, late] = [
        departure("d-2", 10, ["U1"]),
        departure("d-3", 20, ["U2", "U3"]),
        departure("d-1", 30, ["U1"]),
      ];
      await store.transaction((writer) => writer.putDepartures([mid, late, old]));
      expect(await store.departures({})).toStrictEqual([late, mid, old]);
      expect(await store.departures({ since: 20 })).toStrictEqual([late, mid]);
      expect(await store.departures({ until: 20 })).toStrictEqual([old]);
      expect(await store.departures({ limit: 2 })).toStrictEqual([late, mid]);
      expect(await store.departures({ directory: "a", account: "U1", limit: 1 })).toStrictEqual([late]);
      expect(await store.departures({ directory: "a", accounts: ["U1", "U2", "U1", "none"] })).toStrictEqual(
        await store.departures({ directory: "a" }),
      );
      expect(await store.departures({ directory: "a", accounts: ["U1", "U2"], limit: 1 })).toStrictEqual([late]);
      expect(await store.departures({ accounts: [] })).toEqual([]);
      // U3 is known in the directory b alone.
      expect(await store.departures({ directory: "a", account: "U3" })).toEqual([]);
      expect(await store.departures({ directory: "b" })).toStrictEqual([mid]);
      expect(await store.departure("d-3")).toStrictEqual(mid);
    });

    it("replaces a departure with its accounts", async () => {
      const first = departure("d-1", 10, ["U1", "U2"]);
      const back: Departure = {
        ...departure("d-1", 12, ["U2"]),
        reversed: { at: { notBefore: null, notAfter: 40 }, change: "reactivated" },
      };
      await store.transaction((writer) => writer.putDepartures([first]));
      await store.transaction((writer) => writer.putDepartures([back]));
      expect(await store.departures({})).toStrictEqual([back]);
      expect(await store.departures({ account: "U1" })).toEqual([]);
    });

    it("numbers what was recorded, newest first", async () => {
      const entries = [1, 2, 3].map((at) => ({ at, action: "sweep", detail: { at, ok: true, why: null, word: "x" } }));
      for (const one of entries) await store.transaction((writer) => writer.record(one));
      const found = await store.records({});
      expect(found).toStrictEqual(entries.map((one, i) => ({ ...one, seq: i + 1 })).toReversed());
      expect((await store.records({ limit: 1 })).map(({ at }) => at)).toEqual([3]);
    });

    it("reads inside a transaction what it has written, and gives the work's result", async () => {
      const result = await store.transaction(async (writer) => {
        await writer.putSweep(sweep("s-1", "a", 1, true));
        await writer.putEntries("a", [account("U1", "active")]);
        return [(await writer.sweep("s-1"))?.id, (await writer.roster("a")).entries.size];
      });
      expect(result).toEqual(["s-1", 1]);
      expect((await store.sweep("s-1"))?.id).toBe("s-1");
    });

    it("shows nobody what is not committed", async () => {
      const written = Promise.withResolvers<void>();
      const end = Promise.withResolvers<never>();
      const work = store.transaction(async (writer) => {
        await writer.putSweep(sweep("s-1", "a", 1, true));
        written.resolve();
        await end.promise;
      });
      await written.promise;
      const reading = store.sweeps({});
      end.reject(new Error("given up"));
      await expect(work).rejects.toThrow("given up");
      expect(await reading).toEqual([]);
    });

    it("keeps nothing of work that throws, and passes its error on", async () => {
      const failure = new Error("half-way");
      const work = store.transaction(async (writer) => {
        await writer.putSweep(sweep("s-1", "a", 1, true));
        await writer.putEntries("a", [account("U1", "active")]);
        throw failure;
      });
      await expect(work).rejects.toBe(failure);
      expect(await store.sweeps({})).toEqual([]);
      expect((await store.roster("a")).entries.size).toBe(0);
      await store.transaction((writer) => writer.putSweep(sweep("s-2", "a", 1, true)));
      expect(await store.sweeps({})).toHaveLength(1);
    });

    it("does one transaction after the other, so that none overwrites what it has not seen", async () => {
      const addOne = () =>
        store.transaction(async (writer) => {
          const accounts = ((await writer.directory("a"))?.last?.accounts ?? 0) + 1;
          await writer.putDirectory({ directory: "a", kind: "file", last: { startedAt: 0, takenAt: 0, accounts } });
        });
      await Promise.all(Array.from({ length: 10 }, addOne));
      expect((await store.directory("a"))?.last?.accounts).toBe(10);
    });

    it("refuses a transaction inside another one instead of waiting for ever", async () => {
      const nested = store.transaction(() => store.transaction(async () => "never"));
      await expect(nested).rejects.toThrow("only the writer");
    });

    describe("a lease", () => {
      const wanted = (holder: string, since: number, until: number) => ({ name: "directory a", holder, since, until });
      const holds = (lease: Lease): Promise<boolean> => store.transaction((writer) => writer.holds(lease));

      it("is had by one holder until it expires, and each taking has an epoch of its own", async () => {
        const { lease: mine } = await store.acquireLease(wanted("h:1", 0, 10), 0);
        expect(mine).toStrictEqual({ ...wanted("h:1", 0, 10), epoch: 1 });
        expect(await store.acquireLease(wanted("h:2", 9, 19), 9)).toStrictEqual({ acquired: false, lease: mine });
        expect(await store.acquireLease(wanted("h:2", 10, 20), 10)).toStrictEqual({
          acquired: true,
          lease: { ...wanted("h:2", 10, 20), epoch: 2 },
        });
      });

      it("dated by a clock that was ahead blocks nobody until that time, and its holder writes nothing more", async () => {
        const { lease: ahead } = await store.acquireLease(wanted("h:1", 3600, 3610), 3600);
        expect((await store.acquireLease(wanted("h:2", 3595, 3605), 3595)).acquired).toBe(false);
        expect((await store.acquireLease(wanted("h:2", 0, 10), 0)).acquired).toBe(true);
        expect(await holds(ahead)).toBe(false);
      });

      it("that another has taken is not held any more, though its first holder never heard of it", async () => {
        const { lease: mine } = await store.acquireLease(wanted("h:1", 0, 10), 0);
        expect(await holds(mine)).toBe(true);
        const { lease: next } = await store.acquireLease(wanted("h:2", 10, 20), 10);
        expect(await holds(mine)).toBe(false);
        expect(await store.renewLease(mine, 30)).toBe(false);
        await store.releaseLease(mine);
        expect(await holds(next)).toBe(true);
      });

      it("that has expired and that nobody has taken is still held: nobody else can have written", async () => {
        const { lease: mine } = await store.acquireLease(wanted("h:1", 0, 10), 0);
        expect(await holds(mine)).toBe(true);
        expect(await store.renewLease(mine, 40)).toBe(true);
        expect((await store.acquireLease(wanted("h:2", 30, 50), 30)).acquired).toBe(false);
      });

      it("of a process of the same name is taken over: the earlier one has ended", async () => {
        const { lease: earlier } = await store.acquireLease(wanted("h:1", 0, 10), 0);
        const { acquired, lease } = await store.acquireLease(wanted("h:1", 5, 15), 5);
        expect({ acquired, epoch: lease.epoch }).toEqual({ acquired: true, epoch: 2 });
        expect(await holds(earlier)).toBe(false);
        // Nor does the earlier one lengthen or end what is the other's now, though it has the same name.
        expect(await store.renewLease(earlier, 99)).toBe(false);
        await store.releaseLease(earlier);
        expect(await holds(lease)).toBe(true);
        expect((await store.acquireLease(wanted("h:2", 15, 25), 15)).acquired).toBe(true);
      });

      it("that was given back is free at once, counts its epochs on, and stands in the way of no other name", async () => {
        const { lease: mine } = await store.acquireLease(wanted("h:1", 0, 10), 0);
        expect((await store.acquireLease({ ...wanted("h:2", 1, 11), name: "directory b" }, 1)).acquired).toBe(true);
        await store.releaseLease(mine);
        expect(await holds(mine)).toBe(false);
        const { acquired, lease } = await store.acquireLease(wanted("h:2", 1, 11), 1);
        expect({ acquired, epoch: lease.epoch }).toEqual({ acquired: true, epoch: 2 });
      });
    });
  });
}

function entry(): fc.Arbitrary<RosterEntry> {
  const text = fc.string({ unit: "grapheme" });
  const said = fc.option(text);
  const attributes = fc.record(
    {
      name: said,
      email: said,
      location: said,
      kind: fc.constantFrom(...KINDS),
      guestExpires: fc.option(fc.nat()),
      groups: fc.array(text),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  const updated = fc.integer({ min: 0, max: 8.64e15 });
  const one = fc.record(
    { id: text, status: fc.constantFrom(...STATUSES), attributes, stated: text, updated },
    { requiredKeys: ["id", "status", "attributes"], noNullPrototype: true },
  );
  const at = fc.record({ notBefore: fc.option(fc.nat()), notAfter: fc.nat() }, { noNullPrototype: true });
  const pending = fc.record(
    { change: fc.constantFrom("deactivated", "removed"), at, told: fc.boolean() },
    { noNullPrototype: true },
  );
  return fc.record(
    { account: one, presence: fc.constantFrom("present", "missing", "removed"), pending, detailsAt: fc.nat() },
    { requiredKeys: ["account", "presence"], noNullPrototype: true },
  );
}

for (const { name, open } of STORES) storeContract(name, open);
