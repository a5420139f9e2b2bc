// Transactions of several processes on one PostgreSQL, open at the same time: what each sees of the others, and who waits for whom.
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Concern, Lease, Store, StoreWriter } from "../app/ports.ts";
import { LogCheck } from "../core/audit/check.ts";
import { openIncident } from "../core/notification/incident.ts";
import { want } from "../core/notification/notification.ts";
import { noPostgres, testPostgres } from "./fake/postgres.ts";
import { openPostgres, type PostgresPlace } from "./postgres.ts";
import { account, change, sweep } from "./testing.ts";

const A: Concern = { directory: "a" };
const B: Concern = { directory: "b" };

/** A transaction that has done its work and is held open until it is told to end. */
interface Held {
  readonly end: () => Promise<void>;
}

async function held(store: Store, work: (writer: StoreWriter) => Promise<unknown>, about?: Concern): Promise<Held> {
  const { promise: ending, resolve: end } = Promise.withResolvers<void>();
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  const over = store.transaction(async (writer) => {
    await work(writer);
    // What is asked is answered once all that was done before it is.
    await writer.personsLinked();
    resolve();
    await ending;
  }, about);
  over.catch(reject);
  await done;
  return {
    end: async () => {
      end();
      await over;
    },
  };
}

describe.skipIf(noPostgres() !== undefined)("two processes on one PostgreSQL", () => {
  let place: PostgresPlace;
  let giveBack: () => Promise<void>;
  let mine: Store;
  let others: Store;
  beforeEach(async () => {
    ({ place, giveBack } = await (await testPostgres()).ready());
    mine = await openPostgres({ place });
    others = await openPostgres({ place, busyTimeout: 100 });
    await mine.transaction(async (writer) => {
      for (const directory of ["a", "b"]) await writer.putDirectory({ directory, kind: "slack" });
    });
  });
  afterEach(async () => {
    await mine.close();
    await others.close();
    await giveBack();
  });

  const read = (id: string, directory: string) => (writer: StoreWriter) =>
    writer.putSweep(sweep(id, directory, 10, true));
  const busy = { code: "store_busy" };

  it("write two directories at a time, and one of them one after the other", async () => {
    const open = await held(mine, read("s-1", "a"), A);
    await others.transaction(read("s-2", "b"), B);
    expect((await others.sweeps({})).map(({ id }) => id)).toEqual(["s-2"]);
    await expect(others.transaction(read("s-3", "a"), A)).rejects.toMatchObject(busy);
    await open.end();
    await others.transaction(read("s-4", "a"), A);
    expect(await others.sweeps({ directory: "a" })).toHaveLength(2);
  });

  it("write nothing beside what is about everything", async () => {
    const everything = await held(mine, read("s-1", "a"));
    for (const about of [B, "delivery", "log"] as const)
      await expect(others.transaction(async () => {}, about)).rejects.toMatchObject(busy);
    await everything.end();
    const one = await held(mine, read("s-2", "a"), A);
    await expect(others.transaction(read("s-3", "b"))).rejects.toMatchObject(busy);
    await one.end();
  });

  it("make one chain of the log, though one begins before the other and ends after it", async () => {
    const entry = (at: number) => (writer: StoreWriter) => writer.record({ at, action: "x", detail: { at } });
    const open = await held(mine, entry(1), A);
    await others.transaction(entry(2), B);
    await others.transaction(entry(3), "log");
    await open.end();
    const log = [...(await mine.log({ after: 0, limit: 99 }))];
    expect(log.map(({ entry: { at } }) => at)).toEqual([2, 3, 1]);
    const patient = await openPostgres({ place });
    for (let at = 10; at < 20; at++)
      await Promise.all([mine.transaction(entry(at), A), patient.transaction(entry(at), B)]);
    await patient.close();
    log.push(...(await mine.log({ after: 3, limit: 99 })));
    expect(log).toHaveLength(23);
    const check = new LogCheck();
    for (const { entry: one, opening } of log) check.add(one.seq, one, opening);
    expect(check.findings).toEqual([]);
  });

  it("touch accounts, of which whoever follows the marks misses none, though they are noted in another order", async () => {
    const touch = (directory: string, id: string) => (writer: StoreWriter) =>
      writer.putEntries(directory, [account(id, "active")]);
    const open = await held(mine, touch("a", "U1"), A);
    await others.transaction(touch("b", "U2"), B);
    const first = await others.touched(0);
    expect(first?.accounts).toEqual([{ directory: "b", account: "U2" }]);
    await open.end();
    const next = await others.touched(first?.mark ?? 0);
    expect(next?.accounts).toEqual([{ directory: "a", account: "U1" }]);
    expect(await others.touched(next?.mark ?? 0)).toMatchObject({ mark: next?.mark, accounts: [] });
  });

  it("have news, of which whoever asks hears, though what came first ends last", async () => {
    const works = [
      (directory: string) => read(`s-${directory}`, directory),
      (directory: string) => (writer: StoreWriter) =>
        writer.putChanges([{ ...change(`c-${directory}`, `s-${directory}`, "U1"), directory }]),
    ];
    for (const work of works) {
      const open = await held(mine, work("a"), A);
      await others.transaction(work("b"), B);
      const before = [await others.news(undefined), await others.news(["a"])];
      await open.end();
      expect(await others.news(undefined)).not.toBe(before[0]);
      expect(await others.news(["a"])).not.toBe(before[1]);
    }
  });

  it("have incidents one after the other, and with them what each reads of another directory", async () => {
    const open = await held(mine, (writer) => writer.putIncident(openIncident("departures", "a", 1)), A);
    await expect(others.transaction((writer) => writer.incidentsOf(["d-1"]), B)).rejects.toMatchObject(busy);
    await expect(others.transaction((writer) => writer.roster("a"), B)).rejects.toMatchObject(busy);
    expect(await others.transaction((writer) => writer.newestIncident("health b"), B)).toBeUndefined();
    await open.end();
    await others.transaction(async (writer) => {
      expect(await writer.newestIncident("departures a")).toBeDefined();
    }, B);
  });

  it("take no lease over while something is written under it, and write nothing under one that was taken over", async () => {
    const wanted = (holder: string, since: number) => ({ name: "directory a", holder, since, until: since + 10 });
    const { lease } = await mine.acquireLease(wanted("h:1", 0), 0);
    const under = (one: Lease) => async (writer: StoreWriter) => {
      if (!(await writer.holds(one))) throw new Error("fenced");
      await writer.putSweep(sweep(`s-${one.epoch}`, "a", one.epoch, true));
    };
    const open = await held(mine, under(lease), A);
    await expect(others.acquireLease(wanted("h:2", 20), 20)).rejects.toMatchObject(busy);
    // That of another directory is free meanwhile.
    expect(await others.acquireLease({ ...wanted("h:2", 20), name: "directory b" }, 20)).toMatchObject({
      acquired: true,
    });
    await open.end();
    const next = await others.acquireLease(wanted("h:2", 20), 20);
    expect(next).toMatchObject({ acquired: true, lease: { epoch: 2 } });
    await expect(mine.transaction(under(lease), A)).rejects.toThrow("fenced");
    await others.transaction(under(next.lease), A);
    expect((await mine.sweeps({})).map(({ id }) => id)).toEqual(["s-2", "s-1"]);
  });

  it("give a lease to one of those who want it at the same moment", async () => {
    const wanting = await openPostgres({ place });
    const taken = await Promise.all(
      [mine, wanting].map((store, i) =>
        store.acquireLease({ name: "directory a", holder: `h:${i}`, since: 0, until: 10 }, 0),
      ),
    );
    expect(taken.filter(({ acquired }) => acquired)).toHaveLength(1);
    await wanting.close();
  });

  it("keep all of a reading or nothing of it, at whichever statement it breaks off", async () => {
    let left = Infinity;
    const breaking = await openPostgres({
      place,
      onStatement: ({ phase }) => {
        if (phase === "before" && left-- === 0) throw new Error("broken off");
      },
    });
    const reading = async (writer: StoreWriter): Promise<void> => {
      await read("s-1", "a")(writer);
      await writer.putEntries("a", [account("U1", "active")]);
      await writer.putIncident(openIncident("departures", "a", 1));
      await writer.record({ at: 1, action: "sweep", detail: {} });
    };
    const kept = async () => [
      (await mine.sweeps({})).length,
      (await mine.roster("a")).entries.size,
      (await mine.touched(0))?.accounts.length,
      (await mine.incidents({})).length,
      (await mine.log({ after: 0, limit: 9 })).length,
    ];
    let breaks = 0;
    const isOver = () =>
      breaking.transaction(reading, A).then(
        () => true,
        () => false,
      );
    for (left = 0; !(await isOver()); left = ++breaks) {
      expect(await kept(), `after ${breaks} statements`).toEqual([0, 0, 0, 0, 0]);
    }
    expect(await kept()).toEqual([1, 1, 1, 1, 1]);
    expect(breaks).toBeGreaterThan(8);
    await breaking.close();
  });

  describe("deliver", () => {
    const incident = openIncident("departures", "a", 1);
    const notifications = ["one", "two"].map((destination) =>
      want(undefined, { incident: incident.id, destination, audience: "named", version: 1, at: 1, dueAt: 1 }),
    );
    const [one, two] = notifications.map(({ id }) => id);
    beforeEach(() =>
      mine.transaction(async (writer) => {
        await writer.putIncident(incident);
        for (const each of notifications) await writer.putNotification(each);
      }),
    );
    const take =
      (id = "") =>
      async (writer: StoreWriter) => {
        const found = await writer.takeNotification(id);
        if (found !== undefined) await writer.putNotification({ ...found, attempts: found.attempts + 1 });
        return found?.id;
      };

    it("side by side, each notification by one of them, and whoever comes to one that is taken goes on", async () => {
      const open = await held(mine, take(one), "delivery");
      expect(await others.transaction(take(one), "delivery")).toBeUndefined();
      expect(await others.transaction(take(two), "delivery")).toBe(two);
      await open.end();
      expect(await others.transaction(take(one), "delivery")).toBe(one);
      expect((await mine.notifications({})).map(({ attempts }) => attempts)).toEqual([2, 1]);
    });

    it("beside a reading that tells more of the same, and neither overwrites what the other has kept", async () => {
      const open = await held(mine, take(one), "delivery");
      const patient = await openPostgres({ place });
      const telling = patient.transaction(async (writer) => {
        const [before] = await writer.notifications({ incident: incident.id, destination: "one" });
        if (before !== undefined) await writer.putNotification({ ...before, version: 2 });
        await writer.record({ at: 2, action: "notify", detail: {} });
      }, B);
      // Long enough for it to have read the notification, if it did not wait.
      await pause(200);
      await open.end();
      await telling;
      expect(await mine.notification(one ?? "")).toMatchObject({ attempts: 1, version: 2 });
      await patient.close();
    });

    it("anew from the beginning, once, where others are to be told of it", async () => {
      let times = 0;
      await mine.transaction(async (writer) => {
        times++;
        await take(one)(writer);
        await writer.putIncident(openIncident("deliveries", "one", 2));
        await writer.record({ at: 2, action: "failed", detail: {} });
      }, "delivery");
      expect(times).toBe(2);
      expect(await mine.notification(one ?? "")).toMatchObject({ attempts: 1 });
      expect(await mine.log({ after: 0, limit: 9 })).toHaveLength(1);
    });
  });
});
