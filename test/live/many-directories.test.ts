import { afterEach, describe, expect, it } from "vitest";
import type { Directory } from "../../src/app/directory.ts";
import type { Clock, Connector, Store } from "../../src/app/ports.ts";
import { watch } from "../../src/app/watch.ts";
import { fastClock } from "../../src/clock.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import { completeSnapshot } from "../../src/core/directory/snapshot.ts";
import { MINUTE } from "../../src/core/time.ts";
import { contextOf, openStore } from "../../src/wire/context.ts";
import { people } from "../support/directory.ts";

const MANY = 40;
/** As many as are read for the first time at once. */
const AT_ONCE = 8;
const EVERY = 10 * MINUTE;
/** An interval in a second, so that a lease of a minute lasts as long as a busy machine lets a process wait. */
const SPEED = 600;
const START = Date.UTC(2026, 10, 23, 8);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Tool {
  readonly connector: Connector<never>;
  /** How many lists of each directory were begun. */
  readonly begun: Map<string, number>;
  /** The most lists under way at once, of first ones and of later ones. */
  readonly most: { first: number; later: number };
}

/** A tool whose lists each take what `takes` says. */
function tool(takes: (directory: string, kind: "first" | "later") => Promise<void>): Tool {
  const begun = new Map<string, number>();
  const most = { first: 0, later: 0 };
  const under = { first: 0, later: 0 };
  const connector: Connector<never> = {
    ...(slack as Connector<never>),
    snapshot: async ({ directory, clock }) => {
      const round = begun.get(directory) ?? 0;
      begun.set(directory, round + 1);
      const kind = round === 0 ? "first" : "later";
      most[kind] = Math.max(most[kind], ++under[kind]);
      const startedAt = clock.now();
      try {
        await takes(directory, kind);
      } finally {
        under[kind]--;
      }
      const times = { startedAt, takenAt: clock.now() };
      return completeSnapshot({ directory, ...times, notes: [], accounts: people(3), endMarker: "end of list" });
    },
  };
  return { connector, begun, most };
}

interface Process {
  /** As SIGTERM ends it. */
  readonly end: () => Promise<void>;
}

/** One process that watches them all. @param clock of all that share the store */
function started({ connector }: Tool, store: Store, clock: Clock, holder = "one"): Process {
  const stop = new AbortController();
  const directories = Array.from({ length: MANY }, (_, i): Directory => {
    return { id: `d${i}`, connector, settings: {}, rules: { demotion: false }, every: EVERY };
  });
  const context = contextOf({ store, clock, destinations: [], progress: () => {} });
  const all = watch({ ...context, holder, isGone: () => false, signal: stop.signal }, directories, {
    details: 0,
    tell: () => {},
  });
  return {
    end: async () => {
      stop.abort();
      await all;
    },
  };
}

async function watching(lists: Tool, until: () => boolean): Promise<void> {
  const { store, clock } = await opened();
  const process = started(lists, store, clock);
  try {
    await seen(until);
  } finally {
    await process.end();
  }
}

async function opened() {
  const store = await openStore();
  closing.push(() => store.close());
  return { store, clock: fastClock(START, SPEED) };
}

async function seen(until: () => boolean): Promise<void> {
  await expect.poll(until, { timeout: 25_000, interval: 5 }).toBe(true);
}

const soon = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 20));

describe("many directories in one process", () => {
  it("are read for the first time a few at once, all of them, and later without waiting for each other", async () => {
    const end = Promise.withResolvers<void>();
    // None of the later ones ends before more of them are under way than first ones may be.
    const lists = tool((_, kind) => (kind === "first" ? soon() : end.promise));
    await watching(lists, () => {
      const isSeen = lists.begun.size === MANY && lists.most.later > AT_ONCE;
      if (isSeen) end.resolve();
      return isSeen;
    });
    expect(lists.most.first).toBe(AT_ONCE);
  });

  it("wait for no list that does not end, as long as there is a place beside it", async () => {
    const slow = new Set(Array.from({ length: AT_ONCE - 1 }, (_, i) => `d${i}`));
    const end = Promise.withResolvers<void>();
    const lists = tool((directory) => (slow.has(directory) ? end.promise : soon()));
    await watching(lists, () => {
      const others = [...lists.begun].filter(([directory]) => !slow.has(directory));
      const isSeen = others.length === MANY - slow.size && others.every(([, rounds]) => rounds > 1);
      if (isSeen) end.resolve();
      return isSeen;
    });
    expect(lists.most.first).toBe(AT_ONCE);
  });

  it("are not begun any more once the process is to end", async () => {
    const end = Promise.withResolvers<void>();
    const lists = tool(() => end.promise);
    await watching(lists, () => {
      const isFull = lists.begun.size === AT_ONCE;
      if (isFull) setTimeout(end.resolve, 50);
      return isFull;
    });
    expect(lists.begun.size).toBe(AT_ONCE);
  });
});

describe("two processes with one store", () => {
  /** Of each directory, by both. */
  const begunBy = (...tools: readonly Tool[]): number[] =>
    Array.from({ length: MANY }, (_, i) => tools.reduce((sum, { begun }) => sum + (begun.get(`d${i}`) ?? 0), 0));

  it("share what is to be read: each list is read by one of them an interval, and both read some", async () => {
    const { store, clock } = await opened();
    const tools = [tool(soon), tool(soon)] as const;
    const processes = tools.map((one, i) => started(one, store, clock, `process-${i}`));
    const rounds = 5;
    try {
      await seen(() => Math.min(...begunBy(...tools)) >= rounds);
    } finally {
      for (const process of processes) await process.end();
    }
    const lists = begunBy(...tools).reduce((sum, one) => sum + one, 0);
    const intervals = (clock.now() - START) / EVERY;
    // Without sharing there would be twice as many as intervals.
    expect(lists / MANY).toBeLessThan(1.25 * (intervals + 1));
    for (const { begun } of tools) expect(begun.size).toBeGreaterThan(0);
  });

  it("go on with what the other has read once it is gone", async () => {
    const { store, clock } = await opened();
    const tools = [tool(soon), tool(soon)] as const;
    const [one, other] = tools.map((lists, i) => started(lists, store, clock, `process-${i}`));
    try {
      await seen(() => Math.min(...begunBy(...tools)) >= 2);
      await one?.end();
      const before = new Map(tools[1].begun);
      await seen(() =>
        Array.from({ length: MANY }, (_, i) => `d${i}`).every(
          (id) => (tools[1].begun.get(id) ?? 0) > (before.get(id) ?? 0),
        ),
      );
    } finally {
      await other?.end();
    }
  });
});
