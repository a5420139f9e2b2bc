import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createWorld, type FakeSlack, startFakeSlack } from "../../src/connectors/slack/fake/index.ts";
import { environmentOf } from "../support/environment.ts";

const BIN = fileURLToPath(new URL("../../bin/rollcall.mjs", import.meta.url));

interface Ran {
  /** The exit code; 128 and the number of the signal where one ended it, as a shell says it. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface RunOptions {
  /** Standard input; without it there is none. */
  readonly input?: string;
  /** Beside PATH and HOME; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Waits until it has printed that, or has ended. */
  readonly printed: (text: string) => Promise<void>;
}

/** The built command line in a folder of its own, beside a fake workspace whose token is in SLACK_TOKEN. */
export interface Stage {
  readonly folder: string;
  readonly slack: FakeSlack;
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ran>;
  /** As `run`, while it runs. */
  readonly start: (args: readonly string[], options?: RunOptions) => Running;
  /** Writes a file into the folder. @returns its name. */
  readonly file: (name: string, content: string | Uint8Array) => string;
  /** A settings file for the fake workspace. @returns its name. */
  readonly settings: (name?: string, more?: string) => string;
  /** As `run`, for what has to succeed before the tests begin. */
  readonly prepare: (args: readonly string[], options?: RunOptions) => Promise<void>;
  /** Throws where any command has printed the token. */
  readonly close: () => Promise<void>;
}

const SCOPES = ["users:read", "users:read.email", "users.profile:read", "team:read"];

export async function openStage(accounts = 120): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-e2e-"));
  const slack = await startFakeSlack({
    world: createWorld({ seed: 5, accounts, now: Date.now() - 1000 }),
    // The children live in real time, in which nobody wants to wait for Slack's minutes.
    rateLimits: false,
    scopes: SCOPES,
  });
  let printed = "";
  const start = (args: readonly string[], { input, env }: RunOptions = {}): Running => {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: folder,
      env: { ...environmentOf(folder), SLACK_TOKEN: slack.token, ...env },
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    child.stdin?.end(input);
    let out = "";
    let err = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (out += chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (err += chunk));
    const ended = new Promise<Ran>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        printed += out + err;
        resolve({ code: code ?? (signal === "SIGINT" ? 130 : 137), out, err });
      });
    });
    const said = (text: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => void ((out + err).includes(text) && resolve());
        look();
        child.stdout?.on("data", look);
        child.stderr?.on("data", look);
        child.on("close", () => resolve());
      });
    return { child, ended, printed: said };
  };
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  return {
    folder,
    slack,
    start,
    run: (args, options) => start(args, options).ended,
    file,
    settings: (name = "rollcall.yaml", more = "") =>
      file(
        name,
        `purpose: { text: Verify off-boarding, authorisedBy: "CISO, 2026-11-20", contact: it@acme.example }
directories:
  acme:
    kind: slack
    token: { env: SLACK_TOKEN }
    api: ${slack.url}
    fields: { location: Office, team: Team }
    pace: { perMinute: 100, pageSize: 40 }
${more}`,
      ),
    prepare: async (args, options) => {
      const { code, err } = await start(args, options).ended;
      if (code !== 0) throw new Error(`rollcall ${args.join(" ")} exited with ${code}: ${err}`);
    },
    close: async () => {
      await slack.close();
      rmSync(folder, { recursive: true });
      if (printed.includes(slack.token)) throw new Error("A command printed the token.");
    },
  };
}

/** Every line of a --json output, parsed; a line that is no JSON throws. */
export function jsonLines(out: string): Record<string, unknown>[] {
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Ids of active members of the staff. */
export function staffOf({ world }: FakeSlack, count: number): string[] {
  const staff = [...world.members.values()].filter(
    ({ sort, state, role }) => sort === "person" && state === "active" && role === "member",
  );
  return staff.slice(0, count).map(({ id }) => id);
}
