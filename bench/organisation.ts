// npm run bench -- organisation [N [WORKSPACES …]]: the people of an organisation with so many workspaces, read with its token over HTTP into a
// store on the disk; parsing what changed beside parsing everybody.
import { type ChildProcess, fork } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answerOf, ended } from "./children.ts";
import { count, median, table } from "./numbers.ts";
import type { Took, Way } from "./organisation-run.ts";

export const title = "organisation: a sweep of all workspaces with an organisation's token, beside parsing everybody";

const SIZE = 999;
const ROUNDS = 3;
/** Too few to need any memory. */
const FEW = 1000;

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const [many = 100_000, ...sizes] = process.argv.slice(3).map(Number);
  for (const workspaces of sizes.length === 0 ? [10, 1000] : sizes) {
    print(await measured(folder, many, workspaces));
  }
}

async function measured(folder: string, many: number, workspaces: number): Promise<string> {
  const { server, port, bytes } = await serve(many, workspaces);
  const [store, copy] = [join(folder, `${workspaces}.db`), join(folder, "copy.db")];
  const first = await took("prints", store, port);
  const seen = async (): Promise<Readonly<Record<Way, Took[]>>> => {
    const runs: Record<Way, Took[]> = { prints: [], "parse all": [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const way of ["prints", "parse all"] as const) {
        copyFileSync(store, copy);
        runs[way].push(await took(way, copy, port));
      }
    }
    return runs;
  };
  const same = await seen();
  server.send(1);
  await answerOf(server);
  const changed = await seen();
  await ended(server);
  const base = await leastMemory(folder, workspaces);
  const row = (what: string, runs: readonly Took[]): string[] => {
    const peak = median(runs.map((one) => one.peak));
    return [
      what,
      `${median(runs.map(({ cpu }) => cpu)).toFixed(2)} s`,
      `${count(peak)} MB`,
      count(((peak - base) * 1e6) / many),
      count(runs[0]?.changes ?? 0),
    ];
  };
  const rows = [
    row("the first sweep, into an empty store", [first]),
    row("nothing changed: nobody is parsed", same.prints),
    row("nothing changed: everybody is parsed", same["parse all"]),
    row("1 % changed: only they are parsed", changed.prints),
    row("1 % changed: everybody is parsed", changed["parse all"]),
  ];
  const head = ["", "processor", "most memory", `bytes an account above ${count(FEW)} accounts`, "changes told"];
  const times = ({ prints, "parse all": all }: Readonly<Record<Way, Took[]>>): string => {
    const ratios = prints.map(({ cpu }, i) => (all[i]?.cpu ?? Number.NaN) / cpu);
    return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
  };
  return (
    `${count(many)} accounts in ${count(workspaces)} workspaces, every fifth in two of them; ` +
    `packed, their pages are ${count(bytes / many)} bytes an account\n\n${table(head, rows)}\n\n` +
    `Parsing everybody takes ${times(same)} times the processor time where nothing changed, ${times(changed)} times where 1 % did.`
  );
}

async function leastMemory(folder: string, workspaces: number): Promise<number> {
  const { server, port } = await serve(FEW, workspaces);
  const store = join(folder, `few-${workspaces}.db`);
  await took("prints", store, port);
  const { peak } = await took("prints", store, port);
  await ended(server);
  return peak;
}

interface Server {
  readonly server: ChildProcess;
  readonly port: number;
  /** Of all pages, packed. */
  readonly bytes: number;
}

async function serve(many: number, workspaces: number): Promise<Server> {
  const server = start("organisation-server.ts", [String(many), String(workspaces), String(SIZE)]);
  return { server, ...((await answerOf(server)) as Omit<Server, "server">) };
}

async function took(way: Way, store: string, port: number): Promise<Took> {
  return (await answerOf(start("organisation-run.ts", [way, store, `http://127.0.0.1:${port}/`]))) as Took;
}

function start(path: string, args: readonly string[]): ChildProcess {
  return fork(fileURLToPath(new URL(path, import.meta.url)), [...args]);
}
