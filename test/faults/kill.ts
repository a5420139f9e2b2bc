import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createWorld, type FakeSlack, startFakeSlack } from "../../src/connectors/slack/fake/index.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";

/** A boundary of a statement in a sweep: before or after it, with the beginning of its text. */
export interface Boundary {
  readonly number: number;
  readonly phase: string;
  readonly sql: string;
}

/** What the store holds, as far as a sweep changes it. */
export interface State {
  readonly sweeps: number;
  readonly records: number;
  readonly departures: number;
  readonly changes: number;
  readonly gone: number;
}

/**
 * A workspace of 300 that was read once, and in which 9 people have left since. Each trial starts from a copy of the store
 * after that first reading.
 */
export interface Stage {
  readonly boundaries: readonly Boundary[];
  readonly before: State;
  readonly after: State;
  /** Kills the sweep at a boundary, and gives the store's state then, and after another sweep that nobody kills. */
  readonly killAt: (boundary: number) => Promise<{ readonly killed: State; readonly recovered: State }>;
  readonly close: () => Promise<void>;
}

const LEAVERS = 9;
const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-faults-"));
  const workspace = await startFakeSlack({
    world: createWorld({ seed: 7, accounts: 300, now: Date.now() }),
    rateLimits: false,
    scopes: ["users:read", "users:read.email", "users.profile:read", "team:read"],
  });
  const first = join(folder, "first.db");
  await run(workspace, first, 0);
  leave(workspace);
  const before = await stateOf(first);
  const rehearsal = copyOf(first, join(folder, "rehearsal.db"));
  const boundaries = await run(workspace, rehearsal, 0);
  const after = await stateOf(rehearsal);
  return {
    boundaries,
    before,
    after,
    killAt: async (boundary) => {
      const path = copyOf(first, join(folder, `kill-${boundary}.db`));
      await run(workspace, path, boundary);
      const killed = await stateOf(path);
      await run(workspace, path, 0);
      return { killed, recovered: await stateOf(path) };
    },
    close: async () => {
      await workspace.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function leave({ world, acts }: FakeSlack): void {
  const people = [...world.members.values()].filter(
    ({ sort, state, role }) => sort === "person" && state === "active" && role === "member",
  );
  for (const { id } of people.slice(0, LEAVERS)) acts.deactivate(id);
}

function copyOf(from: string, to: string): string {
  // Closing the store brings the write-ahead log into the file, so the file alone is the store.
  copyFileSync(from, to);
  return to;
}

/** Runs the sweep in a process of its own. @returns the boundaries it passed. */
async function run({ url, token }: FakeSlack, path: string, kill: number): Promise<Boundary[]> {
  const child = spawn(process.execPath, [CHILD, url, token, path, String(kill)], { stdio: ["ignore", "pipe", "pipe"] });
  const output = { text: "", errors: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output.text += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output.errors += chunk));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on("close", (...end) => resolve(end)),
  );
  if (kill === 0 ? code !== 0 : signal !== "SIGKILL")
    throw new Error(`the sweep ended with ${code ?? signal}: ${output.errors}`);
  return output.text
    .trim()
    .split("\n")
    .map((line) => {
      const [number = "", phase = "", sql = ""] = line.split("\t");
      return { number: Number(number), phase, sql };
    });
}

async function stateOf(path: string): Promise<State> {
  const store = await openSqlite({ path });
  try {
    const faults = await store.integrity();
    if (faults.length > 0) throw new Error(faults.join("; "));
    const { entries } = await store.roster("acme");
    const sweeps = await store.sweeps({ directory: "acme" });
    const changes = await Promise.all(sweeps.map(({ id }) => store.changes({ sweep: id })));
    return {
      sweeps: sweeps.length,
      records: (await store.records({})).length,
      departures: (await store.departures({})).filter(({ observed }) => observed).length,
      changes: changes.flat().filter(({ change }) => change === "deactivated").length,
      gone: [...entries.values()].filter(({ account }) => account.status === "deactivated").length,
    };
  } finally {
    await store.close();
  }
}
