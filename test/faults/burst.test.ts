// The built program, killed with SIGKILL at chosen moments of a burst of events, while it sweeps and delivers. What the fake
// workspace knows is what it is judged by. BURST_SEED=17 plans the same burst and the same moments again.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import type { Store } from "../../src/app/ports.ts";
import type { Departure } from "../../src/core/directory/departure.ts";
import { createRandom, type Random } from "../../src/connectors/slack/fake/random.ts";
import { SECOND } from "../../src/core/time.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { CLUMP_EVERY, type Load, planLoad, RETURNS } from "./burst-load.ts";
import { openStand, overHttp, overSocket, type Stand, type Told, type Way } from "./burst-stand.ts";
import { environmentOf } from "../support/environment.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const SEED = Number(process.env["BURST_SEED"] ?? Math.floor(Math.random() * 1e6));
const KILLS = 16;

const clean: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const one of clean.splice(0).toReversed()) await one();
});

interface Watcher {
  readonly child: ChildProcess;
  readonly ended: Promise<number | string | null>;
  readonly output: () => string;
}

/** On the Node that runs it, without the launcher before it: a SIGKILL of the launcher would not reach the program. */
function startWatching(folder: string, env: Stand["env"]): Watcher {
  const child = spawn(process.execPath, [MAIN, "watch"], {
    cwd: folder,
    env: { ...environmentOf(folder), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const ended = new Promise<number | string | null>((resolve) =>
    child.on("close", (code, signal) => resolve(signal ?? code)),
  );
  clean.push(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, ended, output: () => text };
}

/** The moments at which the program is killed, as the fakes see them. */
const MOMENTS = [
  "an event acknowledged",
  "a sweep on its way",
  "a message on its way",
  "an account asked for",
] as const;
type Moment = (typeof MOMENTS)[number];
const [ACKNOWLEDGED, SWEEPING, TELLING, ASKING] = MOMENTS;
/** Again and again; undefined for any moment. What is acknowledged too soon is lost in some milliseconds only. */
const IN_TURN = [ACKNOWLEDGED, SWEEPING, ACKNOWLEDGED, TELLING, ACKNOWLEDGED, ASKING, ACKNOWLEDGED, undefined];

interface Scene {
  readonly stand: Stand;
  readonly way: Way;
  readonly watcher: Watcher;
  readonly random: Random;
}

/** Waits for a while, and then until it is such a moment. @returns false where none comes */
async function comes(moment: Moment, { stand, way, watcher, random }: Scene): Promise<boolean> {
  // The first sweep begins at once, and the next one not for five seconds.
  if (moment !== SWEEPING) {
    await expect.poll(watcher.output, { timeout: 60_000 }).toContain("listening");
    await pause(random.below(1.5 * SECOND));
  }
  const { slack, answering, onTheirWay, comesToBe } = stand;
  const before = way.tries();
  const page = random.below(7);
  const isNow = {
    "an event acknowledged": () => way.acknowledged(before).length > 0,
    "a sweep on its way": () =>
      answering("users.list") > 0 && (slack.calls.findLast(({ method }) => method === "users.list")?.page ?? 0) >= page,
    "a message on its way": () => onTheirWay() > 0,
    "an account asked for": () => answering("users.info") > 0,
  }[moment];
  return comesToBe(isNow, 10 * SECOND);
}

for (const [name, form] of [["over HTTP", overHttp] as const, ["over Socket Mode", overSocket] as const]) {
  it(`a burst of events ${name} and ${KILLS} kills: nobody lost, invented or told twice (seed ${SEED})`, async () => {
    const random = createRandom(SEED);
    const folder = mkdtempSync(join(tmpdir(), "rollcall-burst-"));
    clean.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    const stand = await openStand(folder, form, random);
    clean.push(() => stand.close());
    const { slack } = stand;
    const types = new Map<string, string>();
    slack.onEvent((pushed) => {
      if (pushed.type === "event_callback") types.set(pushed.event_id, pushed.event.type);
    });
    let way = form.opens === "before" ? await form.open(slack, stand) : undefined;
    clean.push(() => way?.close());
    let watcher = startWatching(folder, stand.env);
    await expect.poll(() => watcher.output(), { timeout: 60_000 }).toContain("read completely");
    await expect.poll(() => watcher.output(), { timeout: 60_000 }).toContain("listening");
    way ??= await form.open(slack, stand);
    const { trouble, idle } = way;

    const load = planLoad(slack, random);
    const bursting = burst(stand, load, way);
    bursting.catch(() => undefined);
    const hits = new Set<Moment>();
    for (let kill = 0; kill < KILLS; kill++) {
      // The last one comes into what Slack delivers again.
      if (kill === KILLS - 1) await bursting;
      // What has not come in the first turn comes before what would be one more of the others.
      const missing = kill < IN_TURN.length ? undefined : MOMENTS.find((one) => !hits.has(one));
      const moment = missing ?? IN_TURN[kill % IN_TURN.length];
      if (moment === undefined) await pause(random.below(2 * SECOND));
      else if (await comes(moment, { stand, way, watcher, random })) hits.add(moment);
      watcher.child.kill("SIGKILL");
      expect(await watcher.ended).toBe("SIGKILL");
      watcher = startWatching(folder, stand.env);
    }
    trouble.clear();
    await idle();
    const quiet = Date.now();
    const store = await openSqlite({ path: join(folder, "store.db") });
    clean.push(() => store.close());
    await expect
      .poll(() => unsettled(store, quiet), { timeout: 100_000, interval: 200 })
      .toEqual({ swept: true, events: 0, notifications: 0 });
    watcher.child.kill("SIGTERM");
    expect(await watcher.ended).toBe(0);

    expect([...hits].toSorted()).toEqual(MOMENTS.toSorted());
    const { duplicate, reorder, delay } = trouble.struck;
    expect(Math.min(duplicate, reorder, delay, way.again())).toBeGreaterThan(20);
    expect(load.back.size).toBeGreaterThanOrEqual(RETURNS);
    expect(new Set(way.acknowledged()).size).toBeGreaterThan(1000);
    expect(await store.integrity()).toEqual([]);
    const departures = await store.departures({ directory: "acme" });
    expect(departures.filter(({ observed }) => observed).length).toBeGreaterThan(120);
    expect(judged(stand, load, departures)).toEqual(NOTHING_WRONG);
    expect(await judgedEvents(store, way, types)).toEqual({ lost: 0, doubled: 0 });
    for (const told of [stand.webhook, stand.command()]) {
      expect(judgedMessages(told, departures)).toEqual({ incidents: 1, untold: 0, invented: 0, renamed: 0 });
      expect(told.length - new Set(told.map(({ message }) => message)).size).toBeLessThanOrEqual(KILLS);
    }
  }, 300_000);
}

async function burst(stand: Stand, load: Load, { trouble }: Way): Promise<void> {
  const told = new Set<string>();
  let read = 0;
  const over = new AbortController();
  clean.push(() => over.abort());
  do {
    await pause(CLUMP_EVERY);
    for (const { departures } of stand.webhook.slice(read)) for (const { account } of departures) told.add(account);
    read = stand.webhook.length;
  } while (!over.signal.aborted && load.next(trouble, told));
}

/** What has to end before anything can be judged: counts, and whether a list was begun that late and read to its end. */
async function unsettled(store: Store, since: number): Promise<object> {
  const [newest] = await store.sweeps({ directory: "acme", limit: 1, completeOnly: true });
  const events = await store.events({});
  const notifications = await store.notifications({});
  return {
    swept: newest !== undefined && newest.startedAt >= since && newest.health === "ok",
    events: events.filter(({ state }) => state !== "settled").length,
    notifications: notifications.filter(({ state, claim }) => state !== "sent" || claim !== undefined).length,
  };
}

const NOTHING_WRONG = { lost: 0, invented: 0, twice: 0, standing: 0, misdated: 0, unconfirmed: 0, notTakenBack: 0 };

/** The fake dates what it tells to the second. */
const DATED_TO = SECOND;

/** How many departures are not as what happened in the workspace has it: numbers, since no name or id may be printed. */
function judged({ slack }: Stand, { back }: Load, all: readonly Departure[]): typeof NOTHING_WRONG {
  const { truth, members } = slack.world;
  const deeds = Map.groupBy(
    truth.filter(({ act }) => act === "deactivate"),
    ({ user }) => user,
  );
  const departures = all.filter(({ observed }) => observed);
  const of = Map.groupBy(departures, ({ accounts }) => accounts[0]?.id ?? "");
  const standingOf = (id: string): number => (of.get(id) ?? []).filter(({ reversed }) => reversed === undefined).length;
  const isGone = (id: string): boolean => members.get(id)?.state === "deactivated";
  const people = [...deeds.keys()];
  return {
    // Some are deactivated and back between two looks: nobody can have seen it.
    lost: people.filter((id) => isGone(id) && standingOf(id) !== 1).length,
    invented: [...of.keys()].filter((id) => !deeds.has(id)).length,
    twice: [...of].filter(([id, some]) => some.length > (deeds.get(id)?.length ?? 0)).length,
    standing: people.filter((id) => !isGone(id) && standingOf(id) > 0).length,
    misdated: departures.filter(({ accounts, at }) => {
      const since = (at.notBefore ?? Infinity) - DATED_TO;
      const deactivated = deeds.get(accounts[0]?.id ?? "") ?? [];
      return !deactivated.some((deed) => deed.at >= since && deed.at <= at.notAfter + DATED_TO);
    }).length,
    unconfirmed: departures.filter(({ confirmed, reversed }) => !confirmed && reversed === undefined).length,
    notTakenBack: [...back].filter((id) => !of.get(id)?.some(({ reversed }) => reversed !== undefined)).length,
  };
}

/** Every event that was acknowledged is kept, once; of those that Rollcall takes. */
async function judgedEvents(store: Store, way: Way, types: ReadonlyMap<string, string>): Promise<object> {
  const kept = (await store.events({ directory: "acme" })).map(({ key }) => key);
  const keys = new Set(kept);
  const taken = new Set(way.acknowledged().filter((id) => types.get(id) !== "member_joined_channel"));
  return { lost: [...taken].filter((id) => !keys.has(id)).length, doubled: kept.length - keys.size };
}

/** The last message tells each departure, and who came back, as the store has it; no message came under two ids. */
function judgedMessages(told: readonly Told[], departures: readonly Departure[]): object {
  const messages = told.filter(({ kind }) => kind === "departures").toSorted((a, b) => a.version - b.version);
  const last = messages.at(-1)?.departures.map(({ id, reversed }) => `${id} ${reversed}`) ?? [];
  const kept = departures
    .filter(({ observed }) => observed)
    .map(({ id, reversed }) => `${id} ${reversed !== undefined}`);
  const ids = new Set(messages.map(({ message }) => message));
  return {
    incidents: new Set(messages.map(({ incident }) => incident)).size,
    untold: kept.filter((one) => !last.includes(one)).length,
    invented: last.filter((one) => !kept.includes(one)).length,
    renamed: ids.size - new Set(messages.map(({ version }) => version)).size,
  };
}
