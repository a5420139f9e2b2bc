import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Store } from "../../src/app/ports.ts";
import { createWorld, type FakeSlack, startFakeSlack } from "../../src/connectors/slack/fake/index.ts";
import type { Random } from "../../src/connectors/slack/fake/random.ts";
import { SECOND } from "../../src/core/time.ts";
import { openPostgres, type PostgresPlace } from "../../src/stores/postgres.ts";
import type { TestPostgres } from "../../src/stores/fake/postgres.ts";
import { environmentOf } from "../support/environment.ts";
import { freePort } from "../support/ports.ts";
import { openReceiver, type Received, repeats, SIGNING_KEY } from "./receiver.ts";

// Two `rollcall serve` on one PostgreSQL, beside a fake workspace whom people leave all the time: one of the two is killed again
// and again, and what became of it is judged by what the workspace knows.

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** For how long a lease is taken (app/turn.ts). */
export const LEASE = 60 * SECOND;

/** What became of it: numbers alone, since no id may be printed. */
export interface Judged {
  readonly left: number;
  /** Who left and is not one departure that stands. */
  readonly lost: number;
  readonly doubled: number;
  readonly invented: number;
  /** Of the departures, how many no message told. */
  readonly untold: number;
  /** Messages that came again, under the id that they had. */
  readonly repeated: number;
  /** What is wrong with the store. */
  readonly faults: number;
  /** From each kill to the next reading that was kept, in milliseconds. */
  readonly takenOver: readonly number[];
}

interface Process {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  readonly said: () => string;
}

interface Trial {
  readonly kills: number;
  readonly leavers: number;
  /** How often it is read, in seconds: 5 without it. */
  readonly every?: number;
  /** With two, nobody knows of a process of the other one whether it still runs: its lease has to run out. */
  readonly machines?: 1 | 2;
}

export async function killOneOfTwo(
  { folder, server, random }: { readonly folder: string; readonly server: TestPostgres; readonly random: Random },
  { kills, leavers, every = 5, machines = 1 }: Trial,
): Promise<Judged> {
  const place = server.place();
  const world = createWorld({ seed: random.below(1e6), accounts: 2 * leavers + 100, now: Date.now() - SECOND });
  const scopes = ["users:read", "users:read.email", "team:read"];
  const slack = await startFakeSlack({ world, rateLimits: false, scopes });
  const receiver = await openReceiver();
  const processes = new Map<string, Process>();
  let store: Store | undefined;
  try {
    for (const name of ["one", "two"])
      writeFileSync(
        join(folder, `${name}.yaml`),
        settings(place, slack, { hook: `${receiver.url}/told`, port: await freePort(), every }),
      );
    const start = (name: string): void =>
      void processes.set(name, serve(folder, name, place, slack, machines === 2 ? `machine-${name}` : undefined));
    start("one");
    await until(() => processes.get("one")?.said().includes("read completely") === true);
    start("two");
    store = await openPostgres({ place });
    const gone = new Set<string>();
    const over = new AbortController();
    const leaving = leave(slack, leavers, random, gone, over.signal);
    const takenOver: number[] = [];
    for (let kill = 0; kill < kills; kill++) {
      await pause(SECOND + random.below(3 * SECOND));
      // In the midst of a reading, whose lease it then leaves behind.
      const [victim, process] = await readingNow(server, place, processes);
      process.child.kill("SIGKILL");
      await process.ended;
      const before = (await store.sweeps({ limit: 1 }))[0]?.id;
      const at = performance.now();
      await until(async () => (await store?.sweeps({ limit: 1, completeOnly: true }))?.[0]?.id !== before, 3 * LEASE);
      takenOver.push(performance.now() - at);
      start(victim);
    }
    await leaving;
    over.abort();
    const quiet = Date.now();
    await until(async () => (store === undefined ? false : isSettled(store, quiet)), 3 * LEASE);
    return { ...(await judged(store, gone, receiver.at("/told"))), takenOver };
  } finally {
    for (const { child, ended } of processes.values()) {
      child.kill("SIGKILL");
      await ended;
    }
    await store?.close();
    await receiver.close();
    await slack.close();
  }
}

function settings(
  place: PostgresPlace,
  slack: FakeSlack & { readonly url: string },
  { hook, port, every }: { readonly hook: string; readonly port: number; readonly every: number },
): string {
  const { host, database, user, schema } = place;
  return `purpose: { text: a test, authorisedBy: nobody, contact: nobody }
directories:
  acme: { kind: slack, token: { env: SLACK_TOKEN }, api: "${slack.url}", pace: { perMinute: 100, pageSize: 200 } }
watch: { every: ${every}s }
serve: { port: ${port} }
store:
  path: beside
  postgres: { host: ${host}, port: ${place.port}, database: ${database}, user: ${user}, schema: ${schema}, password: { env: DATABASE_PASSWORD } }
notify:
  - { to: webhook, url: "${hook}", secret: { env: KEY }, payload: full, audience: named }
`;
}

/** The process that has the lease of the directory, as soon as one has. */
async function readingNow(
  server: TestPostgres,
  { schema }: PostgresPlace,
  processes: ReadonlyMap<string, Process>,
): Promise<readonly [name: string, process: Process]> {
  let found: readonly [string, Process] | undefined;
  await until(async () => {
    const rows = await server.ask(`select holder from ${schema}.leases where name = 'directory acme'`);
    found = [...processes].find(([, { child }]) => String(rows[0]?.["holder"]).endsWith(`:${child.pid}`));
    return found !== undefined;
  });
  if (found === undefined) throw new Error("Nobody reads the directory.");
  return found;
}

/** On the Node that runs it, without the launcher before it: a SIGKILL of the launcher would not reach the program. */
function serve(folder: string, name: string, place: PostgresPlace, slack: FakeSlack, machine?: string): Process {
  const command = [process.execPath, MAIN, "serve", "--config", `${name}.yaml`];
  const elsewhere = ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', machine ?? ""];
  const [program = "", ...args] = machine === undefined ? command : [...elsewhere, ...command];
  const child = spawn(program, args, {
    cwd: folder,
    env: {
      ...environmentOf(folder),
      SLACK_TOKEN: slack.token,
      DATABASE_PASSWORD: place.password?.reveal() ?? "",
      KEY: SIGNING_KEY,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  return { child, ended: new Promise((resolve) => child.once("close", resolve)), said: () => text };
}

/** People leave, a few at a time, until as many have as were to. */
async function leave(
  { world, acts }: FakeSlack,
  many: number,
  random: Random,
  gone: Set<string>,
  over: AbortSignal,
): Promise<void> {
  const staff = [...world.members.values()].filter(
    ({ sort, state, role }) => sort === "person" && state === "active" && role === "member",
  );
  for (const { id } of staff.slice(0, many)) {
    await pause(random.below(SECOND));
    if (over.aborted) return;
    acts.deactivate(id);
    gone.add(id);
  }
}

async function isSettled(store: Store, since: number): Promise<boolean> {
  const [newest] = await store.sweeps({ limit: 1, completeOnly: true });
  if (newest === undefined || newest.startedAt < since) return false;
  return (await store.notifications({})).every(({ state, claim }) => state === "sent" && claim === undefined);
}

async function judged(
  store: Store,
  gone: ReadonlySet<string>,
  received: readonly Received[],
): Promise<Omit<Judged, "takenOver">> {
  const departures = await store.departures({ directory: "acme" });
  const of = Map.groupBy(
    departures.filter(({ observed }) => observed),
    ({ accounts }) => accounts[0]?.id ?? "",
  );
  const told = new Set(received.flatMap(({ people }) => people));
  return {
    left: gone.size,
    lost: [...gone].filter((id) => !of.has(id)).length,
    doubled: [...of.values()].filter((some) => some.length > 1).length,
    invented: [...of.keys()].filter((id) => !gone.has(id)).length,
    untold: [...of.keys()].filter((id) => !told.has(id)).length,
    repeated: repeats(received),
    faults: (await store.integrity()).length,
  };
}

async function until(isSo: () => boolean | Promise<boolean>, patience = 60 * SECOND): Promise<void> {
  const end = performance.now() + patience;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error("It did not come to that in time.");
    await pause(50);
  }
}
