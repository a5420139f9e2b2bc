// npm run bench -- start: how long the built program takes to begin, beside a Node that does nothing. Without re-launch: on the Node
// that the program runs on. Time of the processor, since a wait for the machine is not the program's.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentOf } from "../test/support/environment.ts";
import { freePort } from "../test/support/ports.ts";
import { cpuOf } from "./asking.ts";
import { median, ms, table } from "./numbers.ts";

export const title = "From the start of a command to its end, beside a Node that does nothing";

const MAIN = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const ROUNDS = 5;
const SETTINGS = `purpose: { text: Verify off-boarding, authorisedBy: CISO, contact: it@acme.example }
directories: { acme: { kind: file, path: people.csv } }
`;

/** What is asked, and how many times as long as a bare Node it may take. */
const COMMANDS: readonly (readonly [line: string, goal: number])[] = [
  ["--help", 2],
  ["--version", 2],
  ["diff before.json after.json", 2],
  ["sweep --help", 4],
  ["config check", 4],
  ["departures", 4],
  ["layoffs list", 4],
  ["layoffs totals", 4],
  ["token list", 4],
  ["transparency", 4],
  ["doctor", 4],
];
/** Until it can be asked. */
const SERVE_GOAL = 4;

interface Took {
  /** Milliseconds. */
  readonly wall: number;
  readonly cpu: number;
}

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const home = join(folder, "home");
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(join(home, "rollcall.yaml"), `${SETTINGS}serve: { port: ${await freePort()} }\n`);
  writeFileSync(join(home, "people.csv"), "id,name\n1,Somebody\n");
  for (const [name, deleted] of [["before", false] as const, ["after", true] as const]) {
    writeFileSync(join(home, `${name}.json`), JSON.stringify([userOf(1, deleted), userOf(2, false)]));
  }
  const env: Record<string, string> = { ...environmentOf(home), XDG_CACHE_HOME: join(home, "cache") };
  delete env["NODE_COMPILE_CACHE"];
  mkdirSync(env["XDG_CACHE_HOME"] ?? "", { mode: 0o700 });
  const lines: readonly (readonly string[])[] = [["-e", "0"], ...COMMANDS.map(([line]) => [MAIN, ...line.split(" ")])];
  // The first of each leaves what was compiled, and the store.
  for (const args of lines) timed(args, home, env);
  await served(home, env);
  const rounds: Took[][] = [];
  for (let i = 0; i < ROUNDS; i++) {
    rounds.push([...lines.map((args) => timed(args, home, env)), await served(home, env)]);
  }
  const of = (n: number, what: keyof Took): number[] => rounds.map((round) => round[n]?.[what] ?? Number.NaN);
  const all = [...COMMANDS, ["serve, until it is ready", SERVE_GOAL] as const];
  const rows = all.map(([line, goal], i) => {
    const ratio = median(rounds.map((round) => (round[i + 1]?.cpu ?? Number.NaN) / (round[0]?.cpu ?? Number.NaN)));
    const [cpu, wall] = [median(of(i + 1, "cpu")), median(of(i + 1, "wall"))];
    return [`rollcall ${line}`, ms(cpu), ms(wall), ratio.toFixed(1), String(goal)];
  });
  const bare = ["node -e 0", ms(median(of(0, "cpu"))), ms(median(of(0, "wall"))), "1.0", ""];
  print(table(["command", "processor", "wall", "times a bare Node", "goal"], [bare, ...rows]));
  print(`Medians of ${ROUNDS} rounds in turns; what is compiled was kept by the round before.`);
}

/** `serve` says where its pages are once it answers; then it is ended as people end it, so that what was compiled is kept. */
async function served(cwd: string, env: Readonly<Record<string, string>>): Promise<Took> {
  const began = performance.now();
  const ours = spawn(process.execPath, [MAIN, "serve"], { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  for await (const piece of ours.stderr.setEncoding("utf8")) {
    said += piece;
    if (/pages at http/.test(said)) break;
  }
  const took = { wall: performance.now() - began, cpu: cpuOf(ours.pid ?? 0) };
  const end = once(ours, "exit");
  ours.kill("SIGTERM");
  await end;
  if (Number.isNaN(took.cpu) || !said.includes("pages at http")) throw new Error(`serve was not ready: ${said}`);
  return took;
}

function userOf(n: number, deleted: boolean) {
  return { id: `U${n}`, team_id: "T1", name: `person.${n}`, deleted, profile: { real_name: `Person ${n}` } };
}

/** By bash, which tells what a process used of the processor to the millisecond. */
function timed(args: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Took {
  const script = 'TIMEFORMAT="@%R %U %S"; time "$@" >/dev/null';
  const ran = spawnSync("bash", ["-c", script, "-", process.execPath, ...args], { cwd, env, encoding: "utf8" });
  const found = /@([\d.]+) ([\d.]+) ([\d.]+)\n$/.exec(ran.stderr);
  if (found === null || ran.status !== 0) throw new Error(`${args.join(" ")} ended with ${ran.status}: ${ran.stderr}`);
  const [wall = 0, user = 0, system = 0] = found.slice(1).map((seconds) => Number(seconds) * 1000);
  return { wall, cpu: user + system };
}
