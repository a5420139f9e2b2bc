import { join } from "node:path";
import { openSqlite } from "../src/stores/sqlite.ts";
import { installPeers, startLoad, type LoadProcess, type ServerProcess, startServer } from "./children.ts";
import { count, median, ms, quantile, table } from "./numbers.ts";

export const title = "Acknowledgement after commit, and the receiver beside @slack/bolt";

const ROUNDS = 5;
const A_ROUND = 8_000;
const CONNECTIONS = 64;
/** Events of the first part: 100 a second for 30 seconds, and the burst. */
const STEADY = { count: 3_000, due: 100, connections: 50 };
const BURST = { count: 5_000, due: "at once", connections: 500 } as const;
const WARM_UP = { count: 2_000, due: "as taken", connections: CONNECTIONS } as const;

/** @param folder an empty one, on the disk whose commits are measured */
export async function run(folder: string, print: (text: string) => void): Promise<void> {
  await installPeers();
  const load = startLoad();
  try {
    print(await acknowledged(load, join(folder, "acknowledged.db")));
    print(await besideBolt(load, join(folder, "beside.db")));
  } finally {
    await load.close();
  }
}

async function acknowledged(load: LoadProcess, path: string): Promise<string> {
  const server = await startServer("receiver.ts", [path]);
  const { port } = server;
  await load.run({ ...WARM_UP, port });
  const steady = await load.run({ ...STEADY, port });
  const burst = await load.run({ ...BURST, port });
  await server.close();
  const sent = WARM_UP.count + STEADY.count + BURST.count;
  const held = await heldIn(path);
  const row = (name: string, { latencies, refused }: typeof steady): string[] => [
    name,
    count(latencies.length),
    ms(quantile(latencies, 0.5)),
    ms(quantile(latencies, 0.99)),
    ms(Math.max(...latencies)),
    String(refused),
  ];
  const head = ["load", "events", "p50", "p99", "longest", "not acknowledged"];
  const rows = [row("100 a second", steady), row("5,000 at once, 500 connections", burst)];
  return `${table(head, rows)}\n\nSent ${count(sent)}, in the store afterwards ${count(held)}.`;
}

async function heldIn(path: string): Promise<number> {
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

async function besideBolt(load: LoadProcess, path: string): Promise<string> {
  const ours = await startServer("receiver.ts", [path]);
  const bolt = await startServer("peers/bolt.mjs", []);
  for (const { port } of [ours, bolt]) await load.run({ ...WARM_UP, port });
  const rounds: { readonly ours: Round; readonly bolt: Round }[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    // In turns, each first in every other round: the machine is not the same from one minute to the next.
    const first = i % 2 === 0 ? await round(load, ours) : undefined;
    const theirs = await round(load, bolt);
    rounds.push({ ours: first ?? (await round(load, ours)), bolt: theirs });
  }
  await ours.close();
  await bolt.close();
  const held = await heldIn(path);
  const row = (name: string, of: readonly Round[]): string[] => [
    name,
    count(1e6 / median(of.map(({ cpuPerEvent }) => cpuPerEvent))),
    `${median(of.map(({ cpuPerEvent }) => cpuPerEvent)).toFixed(0)} µs`,
    count(median(of.map(({ perSecond }) => perSecond))),
    ms(median(of.map(({ p99 }) => p99))),
    `${(median(of.map(({ rss }) => rss)) / 1e6).toFixed(0)} MB`,
  ];
  const ratios = rounds.map((one) => one.bolt.cpuPerEvent / one.ours.cpuPerEvent);
  const head = ["receiver", "events per CPU second", "CPU per event", "events per second", "p99", "memory"];
  const rows = [
    row(
      "Rollcall: verified, on the disk, then acknowledged",
      rounds.map((one) => one.ours),
    ),
    row(
      "@slack/bolt HTTPReceiver, empty handler: acknowledged",
      rounds.map((one) => one.bolt),
    ),
  ];
  const factor = `${median(ratios).toFixed(1)} (${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)})`;
  return (
    `${table(head, rows)}\n\n${ROUNDS} rounds of ${count(A_ROUND)} on ${CONNECTIONS} connections, in turns: ` +
    `events per CPU second are ${factor} times Bolt's. ` +
    `Of ours ${count(ROUNDS * A_ROUND + WARM_UP.count)} were sent, in the store afterwards ${count(held)}.`
  );
}

async function round(load: LoadProcess, server: ServerProcess): Promise<Round> {
  const before = await server.usage();
  const { wallMs, latencies, refused } = await load.run({
    port: server.port,
    count: A_ROUND,
    due: "as taken",
    connections: CONNECTIONS,
  });
  const after = await server.usage();
  if (refused > 0) throw new Error(`${refused} requests were not acknowledged.`);
  const cpu = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  return {
    cpuPerEvent: cpu / A_ROUND,
    perSecond: (A_ROUND / wallMs) * 1000,
    p99: quantile(latencies, 0.99),
    rss: after.rss,
  };
}
