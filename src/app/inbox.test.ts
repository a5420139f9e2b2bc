import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DirectoryEvent } from "../core/directory/event.ts";
import { HOUR } from "../core/time.ts";
import { virtualClock } from "../http/testing.ts";
import { explained } from "../stores/sqlite-errors.ts";
import { openSqlite } from "../stores/sqlite.ts";
import { contextOf } from "../wire/context.ts";
import { createInbox } from "./inbox.ts";
import type { Store } from "./ports.ts";

const event = (key: string | number): DirectoryEvent => ({
  key: `Ev${key}`,
  type: "user_change",
  about: { account: `U${key}` },
});
const events = (count: number, from = 0): DirectoryEvent[] => Array.from({ length: count }, (_, i) => event(from + i));
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the inbox", () => {
  let folder: string;
  let store: Store;
  let clock: ReturnType<typeof virtualClock>;
  let commits: number;
  let writes: boolean;
  let full: boolean;
  let onInsert: () => void;
  let fresh: number[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "rollcall-inbox-"));
    const path = join(folder, "store.db");
    store = await openSqlite({
      path,
      busyTimeout: 1,
      onStatement: ({ phase, sql }) => {
        // As SQLite reports a disk that is full.
        const fault = Object.assign(new Error("database or disk is full"), { errcode: 13 });
        if (phase === "before" && sql.startsWith('insert into "inbox"')) {
          onInsert();
          if (full) throw explained(fault, path);
        }
        if (phase === "before" && sql.startsWith("begin")) writes = false;
        if (phase === "before" && sql.startsWith("insert")) writes = true;
        if (phase === "after" && sql === "commit" && writes) commits++;
      },
    });
    clock = virtualClock();
    commits = 0;
    writes = false;
    full = false;
    onInsert = () => {};
    fresh = [];
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const inbox = (hourly?: number, directory = "acme") =>
    createInbox(contextOf({ store, clock, progress: () => {} }), directory, "http", (n) => fresh.push(n), hourly);
  const keys = async (): Promise<string[]> => (await store.events({})).map(({ key }) => key);

  it("commits once for all that comes within one turn of the event loop", async () => {
    const keep = inbox();
    await Promise.all(events(700).map((one) => keep([one])));
    expect(commits).toBe(1);
    expect(fresh).toEqual([700]);
    expect(await keys()).toEqual(events(700).map(({ key }) => key));
  });

  /** Two at once, and then one in each turn that follows. */
  const turnAfterTurn = async (turns: number): Promise<void> => {
    const keep = inbox();
    const kept = events(2).map((one) => keep([one]));
    for (let at = 0; at < turns; at++) {
      await turn();
      kept.push(keep([event(at + 2)]));
    }
    await Promise.all(kept);
  };

  it("commits once for all that comes in turns that follow one another", async () => {
    await turnAfterTurn(5);
    expect([commits, fresh]).toEqual([1, [7]]);
  });

  it("waits for no more than eight turns, however long something comes with each", async () => {
    await turnAfterTurn(60);
    expect(Math.max(...fresh)).toBeLessThanOrEqual(2 + 8);
    expect(await keys()).toHaveLength(62);
  });

  it("commits once for all that comes while another commit goes on", async () => {
    const keep = inbox();
    const during: Promise<void>[] = [];
    onInsert = () => during.push(...events(50, 50 * during.length).map((one) => keep([one])));
    await keep([event("first")]);
    expect([commits, during.length]).toEqual([1, 50]);
    onInsert = () => {};
    await Promise.all(during);
    expect(commits).toBe(2);
    expect(fresh).toEqual([1, 50]);
  });

  it("resolves only when what it was given is on the disk, in any number of pieces and turns", async () => {
    const burst = fc.array(fc.record({ pause: fc.nat(3), size: fc.integer({ min: 1, max: 5 }) }), { maxLength: 30 });
    let next = 0;
    await fc.assert(
      fc.asyncProperty(burst, async (pieces) => {
        const keep = inbox();
        const before = commits;
        const kept: Promise<void>[] = [];
        for (const { pause, size } of pieces) {
          for (let i = 0; i < pause; i++) await turn();
          const mine = events(size, next);
          next += size;
          // Another connection than the one that writes: it sees what is committed.
          const account = mine.at(-1)?.key.replace("Ev", "U") ?? "";
          kept.push(keep(mine).then(async () => expect(await store.events({ accounts: [account] })).toHaveLength(1)));
        }
        await Promise.all(kept);
        expect(commits - before).toBeLessThanOrEqual(pieces.length);
      }),
      { numRuns: 40 },
    );
    expect((await store.events({})).length).toBeGreaterThan(100);
  });

  it("keeps what comes again only once, and counts only what is new", async () => {
    const keep = inbox();
    await Promise.all([keep(events(3)), keep(events(2)), keep(events(4))]);
    await keep(events(4));
    expect(fresh).toEqual([4, 0]);
    expect(await keys()).toEqual(["Ev0", "Ev1", "Ev2", "Ev3"]);
  });

  it("keeps the same key of another directory as an event of its own", async () => {
    await Promise.all([inbox()([event(1)]), inbox(undefined, "beta")([event(1)])]);
    expect((await store.events({})).map(({ directory }) => directory).toSorted()).toEqual(["acme", "beta"]);
  });

  it("keeps what nobody can read to be shown, and never to be tried", async () => {
    const about = { unreadable: "The event has no user." };
    await inbox()([{ key: "Ev1", type: "user_change", about }, event(2)]);
    const [unreadable, readable] = await store.events({});
    expect(unreadable).toMatchObject({
      about,
      state: "quarantined",
      error: { code: "malformed", text: about.unreadable },
    });
    expect(readable).toMatchObject({ state: "waiting", tries: 0, source: "http", receivedAt: clock.now() });
  });

  it("keeps nothing and says so to each where another process does not let go of the store, and then goes on", async () => {
    const keep = inbox();
    const other = new DatabaseSync(join(folder, "store.db"));
    other.exec("begin immediate");
    const ends = await Promise.allSettled(events(5).map((one) => keep([one])));
    other.exec("rollback");
    other.close();
    expect(ends.filter((end) => end.status === "rejected" && end.reason.code === "store_busy")).toHaveLength(5);
    expect(await keys()).toEqual([]);
    await keep(events(5));
    expect(fresh).toEqual([5]);
  });

  it("keeps nothing and says so to each where the disk is full, and then goes on", async () => {
    const keep = inbox();
    full = true;
    const ends = await Promise.allSettled(events(600).map((one) => keep([one])));
    full = false;
    expect(ends.filter((end) => end.status === "rejected" && end.reason.code === "store_full")).toHaveLength(600);
    expect(await keys()).toEqual([]);
    await Promise.all(events(600).map((one) => keep([one])));
    expect(fresh).toEqual([600]);
  });

  it("does not give the disk to more within an hour than any tool sends, and goes on when fewer come", async () => {
    const hourly = 300;
    const keep = inbox(hourly);
    const sent = Array.from({ length: 60 }, (_, i) => events(10, 10 * i));
    const ends: string[] = [];
    for (const some of sent)
      ends.push(
        await keep(some).then(
          () => "kept",
          ({ code }) => code,
        ),
      );
    expect(ends.slice(0, 30)).toEqual(Array(30).fill("kept"));
    expect(ends.slice(32)).toEqual(Array(28).fill("store_full"));
    // A new process has not forgotten it.
    await expect(inbox(hourly)([event("x")])).rejects.toMatchObject({
      code: "store_full",
      message: expect.stringMatching(/^acme: 300 events have come within an hour/),
    });
    await expect(inbox(hourly, "beta")([event("x")])).resolves.toBeUndefined();
    await clock.sleep(HOUR + 1);
    await keep([event("later")]);
    expect(await keys()).toContain("Evlater");
  });

  it("gives it to hardly more where two processes receive for one directory", async () => {
    const hourly = 300;
    const both = [inbox(hourly), inbox(hourly)];
    const kept = (some: DirectoryEvent[], i: number) => both[i % 2]?.(some).catch(() => {});
    for (let i = 0; i < 60; i++) await kept(events(10, 10 * i), i);
    expect((await keys()).length).toBeGreaterThanOrEqual(hourly);
    expect((await keys()).length).toBeLessThanOrEqual(hourly + (2 * hourly) / 30);
  });
});
