// npm run bench -- workspaces [WORKSPACES] [ACCOUNTS]: one process that watches many workspaces, each with a token and a budget of its own.
import { fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { environmentOf } from "../test/support/environment.ts";
import { cpuOf, memoryOf } from "./asking.ts";
import { answerOf, ended } from "./children.ts";
import { count, ms, quantile, table } from "./numbers.ts";
import { aliasOf, PAGE, tokenOf } from "./workspaces-world.ts";

export const title = "One process that watches a thousand workspaces of a thousand accounts";

const EVERY_S = 120;
const MAIN = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));

const Line = z.object({
  at: z.string(),
  event: z.string(),
  sweep: z.object({ directory: z.string(), health: z.string() }).optional(),
});
const Counted = z.object({ calls: z.number(), bytes: z.number() });

/** @param folder an empty one, on the disk that the store is on */
export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const [workspaces, accounts] = [Number(process.argv[3] ?? 1000), Number(process.argv[4] ?? 1000)];
  const slack = fork(fileURLToPath(new URL("workspaces-server.ts", import.meta.url)), [`${workspaces}`, `${accounts}`]);
  const { port } = z.object({ port: z.number() }).parse(await answerOf(slack));
  const asked = async () => {
    slack.send("usage");
    return Counted.parse(await answerOf(slack));
  };
  const aliases = Array.from({ length: workspaces }, (_, i) => aliasOf(i));
  const settings = join(folder, "rollcall.yaml");
  writeFileSync(settings, settingsFor(aliases, port));
  const env = {
    ...environmentOf(folder),
    ...Object.fromEntries(aliases.map((alias, i) => [variableOf(alias), tokenOf(i)])),
  };
  const began = performance.now();
  const child = spawn(process.execPath, [MAIN, "watch", "--json", "--config", settings], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const pid = child.pid ?? 0;
  const swept = new Map<string, number[]>();
  let [failed, last] = [0, 0];
  const round = (rounds: number) =>
    new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (swept.size === workspaces && [...swept.values()].every((times) => times.length >= rounds)) resolve();
      };
      lines.on("line", look);
      child.once("exit", (code) => reject(new Error(`rollcall watch ended with ${code} before ${rounds} rounds.`)));
    });
  const lines = createInterface({ input: child.stdout }).on("line", (line) => {
    const { at, event, sweep } = Line.parse(JSON.parse(line));
    if (event !== "swept" || sweep?.health !== "ok") failed++;
    else {
      last = Date.parse(at);
      swept.set(sweep.directory, [...(swept.get(sweep.directory) ?? []), last]);
    }
  });
  try {
    await round(1);
    const first = { took: performance.now() - began, cpu: cpuOf(pid), memory: memoryOf(pid).most };
    // The round in which the last ones are read for the first time is of both kinds.
    await round(2);
    const leaving = new Date().toISOString();
    slack.send("leave");
    await answerOf(slack);
    const [from, before, cpu] = [total(swept), await asked(), cpuOf(pid)];
    const at = performance.now();
    await round(4);
    const took = performance.now() - at;
    const [sweeps, after, used] = [total(swept) - from, await asked(), cpuOf(pid) - cpu];
    const late = [...swept.values()].flatMap((times) =>
      times.slice(2).map((time, i) => time - (times[i + 1] ?? time) - EVERY_S * 1000),
    );
    const memory = memoryOf(pid);
    child.kill("SIGTERM");
    await once(child, "exit");
    const told = spawnSync(process.execPath, [MAIN, "departures", "--json", "--since", leaving, "--config", settings], {
      cwd: folder,
      env,
      maxBuffer: 1 << 28,
    });
    const departures = told.stdout.toString().split("\n").filter(Boolean).length;
    print(
      table(
        ["one process, two cores", "seen"],
        [
          ["workspaces, accounts", `${count(workspaces)}, ${count(workspaces * accounts)}`],
          [
            "until all were read once",
            `${count(first.took / 1000)} s, ${ms(first.cpu / workspaces)} of processor each`,
          ],
          ["most memory until then", `${count(first.memory)} MB`],
          ["a later sweep of one", `${ms(used / sweeps)} of processor, with all else that the process does`],
          ["of one core, every five minutes", `${(((used / sweeps) * workspaces * 100) / 300_000).toFixed(1)} %`],
          [
            "calls a minute, bytes a second",
            `${count(((after.calls - before.calls) / took) * 60_000)}, ${count(((after.bytes - before.bytes) / took) * 1000)}`,
          ],
          ["behind the schedule: median, longest", `${ms(quantile(late, 0.5))}, ${ms(Math.max(...late))}`],
          ["memory in the end, at most", `${count(memory.now)} MB, ${count(memory.most)} MB`],
          ["the store", `${count(statSync(join(folder, "store.db")).size / 1e6)} MB`],
          ["left, told, sweeps that failed", `${count(workspaces)}, ${count(departures)}, ${count(failed)}`],
        ],
      ),
    );
    print(`Each every ${EVERY_S} s, by pages of ${PAGE}. Somebody left each workspace after the second sweep.`);
  } finally {
    child.kill("SIGKILL");
    await ended(slack);
  }
}

function total(swept: ReadonlyMap<string, readonly number[]>): number {
  return [...swept.values()].reduce((sum, { length }) => sum + length, 0);
}

const variableOf = (alias: string): string => `TOKEN_${alias.toUpperCase()}`;

function settingsFor(aliases: readonly string[], port: number): string {
  const directories = aliases.map(
    (alias) =>
      `  ${alias}: { kind: slack, token: { env: ${variableOf(alias)} }, api: "http://127.0.0.1:${port}/", pace: { pageSize: ${PAGE} } }\n`,
  );
  return `purpose: { text: a bench, authorisedBy: nobody, contact: nobody }
watch: { every: ${EVERY_S}s }
store: { path: store.db }
directories:
${directories.join("")}`;
}
