import { join } from "node:path";
import { openSqlite } from "../src/stores/sqlite.ts";
import { installPeers, type LoadProcess, type ServerProcess, startLoad, startServer } from "./children.ts";
import { count, median, ms, quantile, table } from "./numbers.ts";

export const title = "Durable ingest: the receiver beside @slack/bolt, and beside a commit for each event";

const ROUNDS = 5;
/** Where each event waits for the disk alone, fewer of them tell the same. */
const A_ROUND = { ours: 8_000, bolt: 8_000, each: 800 };
const CONNECTIONS = 64;
const WARM_UP = { due: "as taken", connections: CONNECTIONS } as const;

/** @param folder an empty one, on the disk whose commits are measured */
export async function run(folder: string, print: (text: string) => void): Promise<void> {
  await installPeers();
  const load = startLoad();
  const stores = { ours: join(folder, "together.db"), each: join(folder, "each.db") };
  const servers = {
    ours: await startServer("receiver.ts", [stores.ours]),
    each: await startServer("receiver.ts", [stores.each, "each"]),
    bolt: await startServer("peers/bolt.mjs", []),
  };
  try {
    for (const name of NAMES) await load.run({ ...WARM_UP, count: A_ROUND[name], port: servers[name].port });
    const rounds: Rounds[] = [];
    for (let i = 0; i < ROUNDS; i++) rounds.push(await inTurns(load, servers, i));
    print(report(rounds));
  } finally {
    for (const server of Object.values(servers)) await server.close();
    await load.close();
  }
  const sent = [A_ROUND.ours, A_ROUND.each].map((some) => count((ROUNDS + 1) * some)).join(" and ");
  const held = [await heldIn(stores.ours), await heldIn(stores.each)].map(count).join(" and ");
  print(`Of ${sent} that were sent to ours and acknowledged, in the stores afterwards: ${held}.`);
}

/** Events in the store of a bench. */
export async function heldIn(path: string): Promise<number> {
  const store = await openSqlite({ path });
  const { count: held } = await store.heard("bench", 0);
  await store.close();
  return held;
}

interface Round {
  /** Microseconds of the server process. */
  readonly cpuPerEvent: number;
  readonly perSecond: number;
  readonly p99: number;
  readonly rss: number;
}

const NAMES = ["ours", "bolt", "each"] as const;
type Rounds = Readonly<Record<(typeof NAMES)[number], Round>>;

/** Each is first in every third round: the machine is not the same from one minute to the next. */
async function inTurns(
  load: LoadProcess,
  servers: Readonly<Record<keyof Rounds, ServerProcess>>,
  turn: number,
): Promise<Rounds> {
  const seen: Partial<Record<keyof Rounds, Round>> = {};
  for (const [at] of NAMES.entries()) {
    const name = NAMES[(at + turn) % NAMES.length] ?? "ours";
    seen[name] = await round(load, servers[name], A_ROUND[name]);
  }
  return seen as Rounds;
}

function report(rounds: readonly Rounds[]): string {
  const row = (called: string, name: keyof Rounds): string[] => {
    const of = rounds.map((one) => one[name]);
    return [
      called,
      count(1e6 / median(of.map(({ cpuPerEvent }) => cpuPerEvent))),
      `${median(of.map(({ cpuPerEvent }) => cpuPerEvent)).toFixed(0)} µs`,
      count(median(of.map(({ perSecond }) => perSecond))),
      ms(median(of.map(({ p99 }) => p99))),
      `${(median(of.map(({ rss }) => rss)) / 1e6).toFixed(0)} MB`,
    ];
  };
  const times = (name: keyof Rounds): string => {
    const ratios = rounds.map((one) => one[name].cpuPerEvent / one.ours.cpuPerEvent);
    return `${median(ratios).toFixed(1)} (${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)})`;
  };
  const head = ["receiver", "events per CPU second", "CPU per event", "events per second", "p99", "memory"];
  const rows = [
    row("Rollcall: verified, on the disk, then acknowledged", "ours"),
    row("the same with a commit for each event", "each"),
    row("@slack/bolt HTTPReceiver, empty handler: acknowledged", "bolt"),
  ];
  return (
    `${table(head, rows)}\n\n${ROUNDS} rounds of ${count(A_ROUND.ours)} (with a commit each: ${A_ROUND.each}) on ${CONNECTIONS} connections, in turns: events per CPU ` +
    `second are ${times("bolt")} times Bolt's, and ${times("each")} times those with a commit each.`
  );
}

async function round(load: LoadProcess, server: ServerProcess, events: number): Promise<Round> {
  const before = await server.usage();
  const { wallMs, latencies, refused } = await load.run({
    port: server.port,
    count: events,
    due: "as taken",
    connections: CONNECTIONS,
  });
  const after = await server.usage();
  if (refused > 0) throw new Error(`${refused} requests were not acknowledged.`);
  const cpu = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  return {
    cpuPerEvent: cpu / events,
    perSecond: (events / wallMs) * 1000,
    p99: quantile(latencies, 0.99),
    rss: after.rss,
  };
}
