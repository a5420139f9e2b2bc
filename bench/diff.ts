// npm run bench -- diff [ACCOUNTS [ROUNDS]]: what changed between two dumps, as a command of its own each time, beside others that tell it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPeers } from "./children.ts";
import { writeDumpPair } from "./dump-pair.ts";
import { count, median, table } from "./numbers.ts";

export const title = "diff: two dumps of 100,000 accounts, beside DuckDB and JSON.parse";

/** No string of V8 is longer. */
const LONGEST_STRING = 0x1fff_ffe8;

interface Used {
  /** Seconds of the processor. */
  readonly cpu: number;
  readonly wall: number;
  /** MiB. */
  readonly peak: number;
  readonly counts: Counts;
}

type Counts = Readonly<Partial<Record<"deactivated" | "reactivated" | "gone" | "joined" | "changed", number>>>;

interface Way {
  readonly name: string;
  readonly args: readonly string[];
  readonly counts: (out: string) => Counts;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const [accounts, rounds] = [Number(process.argv[3] ?? 100_000), Number(process.argv[4] ?? 5)];
  const program = here("../dist/cli/main.js");
  if (!existsSync(program)) throw new Error("Run `npm run build` first: the command is measured as it is built.");
  await installPeers();
  const [before, after] = [join(folder, "before.json"), join(folder, "after.json")];
  const { volatile, ...truth } = await writeDumpPair(accounts, before, after);
  const size = statSync(before).size + statSync(after).size;
  print(
    `${count(accounts)} accounts, ${count(size / 1e6)} MB in two files. In truth: ${said(truth)}, and ${count(volatile)} of whom nothing is different that is tracked. ` +
      "Each way is a process of its own; in turns, medians, ratios round by round.",
  );
  const peer = (name: string, file: string, ...args: readonly string[]): Way => ({
    name,
    args: [here(`peers/${file}`), before, after, ...args],
    counts: (out) => JSON.parse(out) as Counts,
  });
  const ways: Way[] = [
    { name: "`rollcall diff --json`", args: [program, "diff", before, after, "--json"], counts: fromChanges },
    peer("DuckDB, tracked fields", "diff-duckdb.mjs", "tracked", folder),
    peer("DuckDB, id and deleted", "diff-duckdb.mjs", "id", folder),
    peer("`JSON.parse`, page-wise", "diff-json.mjs", "pages"),
    ...(statSync(before).size < LONGEST_STRING ? [peer("`JSON.parse`, whole files", "diff-json.mjs", "whole")] : []),
    { name: "`rollcall diff`, with headcounts", args: [program, "diff", before, after], counts: () => ({}) },
  ];
  const seen = ways.map((): Used[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i] of ways.entries()) {
      const at = (i + round) % ways.length;
      const way = ways[at] as Way;
      // Both files in the cache of the system, for each in the same way.
      for (const path of [before, after]) await readThrough(path);
      const used = await measured(way);
      for (const [name, found] of Object.entries(used.counts)) {
        const is = truth[name as keyof typeof truth];
        if (found !== is) throw new Error(`${way.name} counts ${found} ${name}, and there are ${is}.`);
      }
      seen[at]?.push(used);
    }
  }
  const own = seen[0] ?? [];
  const rows = ways.map(({ name }, at) => {
    const mine = seen[at] ?? [];
    const ratios = mine.map(({ cpu }, round) => cpu / (own[round]?.cpu ?? Number.NaN));
    return [
      name,
      `${median(mine.map(({ cpu }) => cpu)).toFixed(2)} s`,
      at === 0 ? "1" : median(ratios).toFixed(1),
      `${median(mine.map(({ wall }) => wall)).toFixed(2)} s`,
      `${median(mine.map(({ peak }) => peak)).toFixed(0)} MiB`,
    ];
  });
  print(table(["", "processor", "× `rollcall diff`", "wall", "peak"], rows));
  print(`All counts agree: ${said(truth)}.`);
}

function said(counts: Counts): string {
  return Object.entries(counts)
    .map(([name, value]) => `${count(value)} ${name}`)
    .join(", ");
}

/** By account: what the command says of each in several lines counts once. */
function fromChanges(out: string): Counts {
  const kinds = new Map<string, Set<string>>();
  for (const line of out.trim().split("\n")) {
    const { change, account } = JSON.parse(line) as {
      readonly change: string;
      readonly account: { readonly id: string };
    };
    const mine = kinds.get(account.id) ?? new Set();
    kinds.set(account.id, mine.add(change));
  }
  const counts = { deactivated: 0, reactivated: 0, gone: 0, joined: 0, changed: 0 };
  for (const mine of kinds.values()) {
    if (mine.has("deactivated")) counts.deactivated++;
    else if (mine.has("reactivated")) counts.reactivated++;
    else if (mine.has("missing")) counts.gone++;
    else if (mine.has("joined")) counts.joined++;
    else counts.changed++;
  }
  return counts;
}

async function measured({ args, counts }: Way): Promise<Used> {
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", here("usage.mjs"), ...args], {
    stdio: ["ignore", "pipe", "ignore", "pipe"],
  });
  const out: Buffer[] = [];
  const usage: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  (child.stdio[3] as NodeJS.ReadableStream).on("data", (chunk: Buffer) => usage.push(chunk));
  const [code] = (await once(child, "close")) as unknown[];
  const wall = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`${args[0]} ended with ${String(code)}.`);
  const used = JSON.parse(Buffer.concat(usage).toString("utf8")) as NodeJS.ResourceUsage;
  return {
    cpu: (used.userCPUTime + used.systemCPUTime) / 1e6,
    wall,
    peak: used.maxRSS / 1024,
    counts: counts(Buffer.concat(out).toString("utf8")),
  };
}

async function readThrough(path: string): Promise<void> {
  const file = createReadStream(path, { highWaterMark: 4 << 20 });
  file.resume();
  await once(file, "close");
}
