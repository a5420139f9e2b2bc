import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorld, type FakeSlack, startFakeSlack } from "../../src/connectors/slack/fake/index.ts";
import { checkLog } from "../../src/app/audit.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { bundled } from "../support/bundled.ts";
import { type Place, sweepAndTell } from "./act.ts";
import { openReceiver, type Received } from "./receiver.ts";

/** A boundary of a statement, or of a message that is sent: before or after it, with the beginning of its text. */
export interface Boundary {
  readonly number: number;
  readonly phase: string;
  readonly sql: string;
}

/** What the store holds, as far as a sweep changes it, and what still is to be told. */
export interface State {
  readonly sweeps: number;
  readonly records: number;
  readonly departures: number;
  readonly changes: number;
  readonly gone: number;
}

/** What a trial came to: the store when it was killed, and after another sweep that nobody killed, with all that was received. */
export interface Trial {
  readonly killed: State;
  readonly recovered: State;
  /** Notifications that are neither sent nor waiting for a reason. */
  readonly open: number;
  readonly received: readonly Received[];
}

/**
 * A workspace of 300 that was read once, and in which 9 people have left since. Each trial starts from a copy of the store
 * after that first reading.
 */
export interface Stage {
  readonly boundaries: readonly Boundary[];
  readonly before: State;
  readonly after: State;
  /** Who has left, by id. */
  readonly leavers: readonly string[];
  /** Kills the sweep or the delivery at a boundary, and then lets another end. */
  readonly killAt: (boundary: number) => Promise<Trial>;
  readonly close: () => Promise<void>;
}

const LEAVERS = 9;

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-faults-"));
  const workspace = await startFakeSlack({
    world: createWorld({ seed: 7, accounts: 300, now: Date.now() }),
    rateLimits: false,
    scopes: ["users:read", "users:read.email", "users.profile:read", "team:read"],
  });
  const receiver = await openReceiver();
  const child = await bundled(new URL("child.ts", import.meta.url), mkdtempSync(join(folder, "child-")));
  const place = (path: string, trial: string): Place => {
    const { url, token } = workspace;
    return { url, token, path, receiver: `${receiver.url}/${trial}` };
  };
  const first = join(folder, "first.db");
  await sweepAndTell(place(first, "first"));
  const leavers = leave(workspace);
  const { state: before } = await lookAt(first);
  const rehearsal = copyOf(first, join(folder, "rehearsal.db"));
  const boundaries = await runChild(child, place(rehearsal, "rehearsal"), 0);
  const { state: after } = await lookAt(rehearsal);
  return {
    boundaries,
    before,
    after,
    leavers,
    killAt: async (boundary) => {
      const trial = `kill-${boundary}`;
      const path = copyOf(first, join(folder, `${trial}.db`));
      await runChild(child, place(path, trial), boundary);
      const { state: killed } = await lookAt(path);
      await sweepAndTell(place(path, trial));
      const { state: recovered, open } = await lookAt(path);
      return { killed, recovered, open, received: receiver.at(`/${trial}`) };
    },
    close: async () => {
      await receiver.close();
      await workspace.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function leave({ world, acts }: FakeSlack): string[] {
  const people = [...world.members.values()].filter(
    ({ sort, state, role }) => sort === "person" && state === "active" && role === "member",
  );
  const leavers = people.slice(0, LEAVERS).map(({ id }) => id);
  for (const id of leavers) acts.deactivate(id);
  return leavers;
}

function copyOf(from: string, to: string): string {
  // Closing the store brings the write-ahead log into the file, so the file alone is the store.
  copyFileSync(from, to);
  return to;
}

/** Runs the sweep and the delivery in a process of its own. @returns the boundaries it passed. */
async function runChild(file: string, { url, token, path, receiver }: Place, kill: number): Promise<Boundary[]> {
  // None lives for as long as it takes to compile WebAssembly well.
  const args = ["--liftoff-only", file, url, token, path, receiver, String(kill)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const output = { text: "", errors: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output.text += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output.errors += chunk));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on("close", (...end) => resolve(end)),
  );
  if (kill > 0 ? signal !== "SIGKILL" : code !== 0)
    throw new Error(`the sweep ended with ${code ?? signal}: ${output.errors}`);
  return output.text
    .trim()
    .split("\n")
    .map((line) => {
      const [number = "", phase = "", sql = ""] = line.split("\t");
      return { number: Number(number), phase, sql };
    });
}

/** What the store holds, which has to be sound, and how many notifications are neither sent nor waiting for a reason. */
async function lookAt(path: string): Promise<{ readonly state: State; readonly open: number }> {
  const store = await openSqlite({ path });
  try {
    const faults = await store.integrity();
    if (faults.length > 0) throw new Error(faults.join("; "));
    const { findings } = await checkLog(store);
    if (findings.length > 0) throw new Error(`the audit log is not whole: ${JSON.stringify(findings)}`);
    const { entries } = await store.roster("acme");
    const sweeps = await store.sweeps({ directory: "acme" });
    const changes = await Promise.all(sweeps.map(({ id }) => store.changes({ sweep: id })));
    const state = {
      sweeps: sweeps.length,
      records: (await store.records({})).filter(({ action }) => action === "sweep").length,
      departures: (await store.departures({})).filter(({ observed }) => observed).length,
      changes: changes.flat().filter(({ change }) => change === "deactivated").length,
      gone: [...entries.values()].filter(({ account }) => account.status === "deactivated").length,
    };
    const told = await store.notifications({});
    return { state, open: told.filter((one) => one.state !== "sent" || one.claim !== undefined).length };
  } finally {
    await store.close();
  }
}
