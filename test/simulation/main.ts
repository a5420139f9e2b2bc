// npm run simulate -- --seed 17: one run, with all that happened in it; -- --seeds 10000: many, on all cores.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { simulateLive } from "./live.ts";
import { neverStruck, runAll, type Runs, together } from "./runs.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string", default: "500" },
    from: { type: "string", default: "1" },
    list: { type: "string" },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const from = Number(values.from);
const seeds = Number(values.seeds);

if (values.seed !== undefined) {
  const { schedule, wrong } = await simulateLive(Number(values.seed));
  for (const line of schedule) say(line);
  say(wrong.length === 0 ? "every promise was kept" : wrong.join("\n"));
  process.exitCode = wrong.length === 0 ? 0 : 1;
} else if (values.list !== undefined) {
  say(JSON.stringify(await runAll(values.list.split(",").map(Number))));
} else {
  const parts = Math.min(availableParallelism(), seeds);
  const size = Math.ceil(seeds / parts);
  const began = performance.now();
  const runs = together(
    await Promise.all(
      Array.from({ length: parts }, (_, i) => inChild(range(from + i * size, Math.min(size, seeds - i * size)))),
    ),
  );
  show(runs, (performance.now() - began) / 1000);
  process.exitCode = runs.failed.length === 0 && neverStruck(runs).length === 0 ? 0 : 1;
}

function show({ runs, failed, faults, departures, arrivals }: Runs, seconds: number): void {
  for (const [name, times] of Object.entries(faults)) say(`${String(times).padStart(9)}  ${name}`);
  say(`${String(departures).padStart(9)}  departures`);
  say(`${String(arrivals).padStart(9)}  messages that arrived`);
  for (const failure of failed) say(failure);
  say(`${runs} runs in ${seconds.toFixed(0)} s, ${failed.length} in which a promise was broken`);
}

function range(first: number, count: number): number[] {
  return Array.from({ length: Math.max(0, count) }, (_, i) => first + i);
}

async function inChild(list: readonly number[]): Promise<Runs> {
  const args = [fileURLToPath(import.meta.url), "--list", list.join()];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit") as Promise<[number | null]>]);
  if (code !== 0) throw new Error(`A part of the runs ended with ${code}.`);
  return JSON.parse(output) as Runs;
}
