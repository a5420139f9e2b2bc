import { join } from "node:path";
import { startLoad, type LoadProcess, startServer } from "./children.ts";
import { heldIn } from "./ingest.ts";
import { count, ms, quantile, table } from "./numbers.ts";

export const title = "Acknowledgement after commit";

/** Events: 100 a second for 30 seconds, and the burst. */
const STEADY = { count: 3_000, due: 100, connections: 50 };
const BURST = { count: 5_000, due: "at once", connections: 500 } as const;
const WARM_UP = { count: 2_000, due: "as taken", connections: 64 } as const;

/** @param folder an empty one, on the disk whose commits are measured */
export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const load = startLoad();
  try {
    print(await acknowledged(load, join(folder, "acknowledged.db")));
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
