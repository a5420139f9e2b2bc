import { type ChildProcess, fork, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Load, Seen } from "./load.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What a server process has used so far. */
interface Usage {
  /** Microseconds. */
  readonly cpu: { readonly user: number; readonly system: number };
  /** Bytes. */
  readonly rss: number;
}

export interface ServerProcess {
  readonly port: number;
  readonly usage: () => Promise<Usage>;
  readonly close: () => Promise<void>;
}

export async function startServer(path: string, args: readonly string[]): Promise<ServerProcess> {
  const child = fork(here(path), [...args]);
  const { port } = (await answerOf(child)) as { readonly port: number };
  return {
    port,
    usage: async () => {
      child.send("usage");
      return (await answerOf(child)) as Usage;
    },
    close: () => ended(child),
  };
}

export interface LoadProcess {
  readonly run: (load: Load) => Promise<Seen>;
  readonly close: () => Promise<void>;
}

export function startLoad(): LoadProcess {
  const child = fork(here("load.ts"));
  return {
    run: async (load) => {
      child.send(load);
      const seen = (await answerOf(child)) as Seen | { readonly error: string };
      if ("error" in seen) throw new Error(seen.error);
      return seen;
    },
    close: () => ended(child),
  };
}

export function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = (): void => void child.off("message", answered).off("exit", gone);
    const answered = (message: unknown): void => {
      done();
      resolve(message);
    };
    const gone = (code: number | null): void => {
      done();
      reject(new Error(`A process of the bench ended with ${code} before it had answered.`));
    };
    child.once("message", answered).once("exit", gone);
  });
}

export async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.disconnect();
  await exit;
}

/** Brings what the benches run beside Rollcall, as bench/peers/package-lock.json has it. */
export async function installPeers(): Promise<void> {
  const there = ["@slack/bolt", "@duckdb/node-api"].every((name) => existsSync(here(`peers/node_modules/${name}`)));
  if (there) return;
  process.stderr.write("npm ci in bench/peers\n");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", here("peers")];
  const npm = spawn("npm", args, { stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" });
  const [code] = (await once(npm, "exit")) as unknown[];
  if (code !== 0) throw new Error(`npm ci in bench/peers ended with ${String(code)}.`);
}
