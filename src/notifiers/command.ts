import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { defineNotifier, type Sending } from "../app/ports.ts";
import { PathRef, type Resolved } from "../app/secret-ref.ts";
import { RollcallError } from "../core/errors.ts";
import { jsonText } from "../core/json-text.ts";
import { parseDuration, SECOND } from "../core/time.ts";

/** With the time to end what does not end by itself, a try stays below its 60 seconds. */
const LONGEST = 55 * SECOND;
/** Between asking a program to end (SIGTERM) and ending it (SIGKILL). */
const LAST_WORDS = 2 * SECOND;

const FORM = "must be a duration from 1s to 55s, such as 30s";

const part = z.string().refine((text) => !text.includes("\0"), { error: "must not hold a NUL character" });

const settings = z.strictObject({
  run: z
    .array(part)
    .min(1)
    .refine(([program = ""]) => program !== "" && !program.startsWith("~"), {
      error: "must begin with a program: its name, or its path (~ stands for nothing here)",
    })
    .transform(([program = "", ...rest]) => [/[/\\]/.test(program) ? new PathRef(program) : program, ...rest])
    .describe(
      "The program and its arguments, as they are: no shell reads them. A path counts from the folder of the settings file; a name is looked for in PATH.",
    ),
  timeout: z
    .string({ error: ({ input }) => (typeof input === "number" ? FORM : undefined) })
    .meta({ pattern: "^\\d{1,6}[sm]$" })
    .default("30s")
    .transform((written, context) => {
      const ms = parseDuration(written);
      if (ms !== undefined && ms >= SECOND && ms <= LONGEST) return ms;
      context.addIssue({ code: "custom", message: FORM });
      return z.NEVER;
    })
    .describe("How long the program may take before it is ended: 1s to 55s."),
});

type CommandSettings = Resolved<z.output<typeof settings>>;

/** All that a program gets of Rollcall's own environment, which holds the secrets of other destinations and of directories. */
const PASSED_ON = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SystemRoot"] as const;

/** A program of the reader's own, which gets each message as one JSON object on its standard input. */
export const command = defineNotifier<CommandSettings>({
  kind: "command",
  title: "Command",
  docs: "docs/notifiers/command.md",
  settings,
  updates: "edits",
  describe: programOf,
  send: async (sending) => {
    const { id, repeat, audience, view } = sending;
    await run(sending, `${jsonText({ id, repeat, audience, ...view })}\n`);
    return {};
  },
});

/** Its name alone: the arguments may hold a secret. */
function programOf({ run: [program = ""] }: CommandSettings): string {
  return basename(program);
}

/** What came of a program: how it ended, or why it was not started. */
type End =
  | { readonly code: number | null; readonly by: NodeJS.Signals | null }
  | { readonly failure: string | undefined };

async function run({ settings: wanted, signal }: Sending<CommandSettings>, input: string): Promise<void> {
  if (isAborted(signal)) throw interrupted();
  const [program = "", ...rest] = wanted.run;
  const place = `The command ${programOf(wanted)}`;
  const child = spawn(program, rest, {
    // What it prints may hold names, and nobody here would read it.
    stdio: ["pipe", "ignore", "ignore"],
    env: Object.fromEntries(PASSED_ON.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : []))),
    // The leader of a group of its own, so that what it starts can be ended with it.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  // EPIPE: a program need not read what it is given.
  child.stdin.on("error", () => {});
  child.stdin.end(input);

  const end = endOf(child);
  const timeout = AbortSignal.timeout(wanted.timeout);
  const stop = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  const came = await Promise.race([end, once(stop, "abort").then(() => undefined)]);
  if (came !== undefined) return judge(came, place);
  await endGroup(child);
  if (isAborted(signal)) throw interrupted();
  throw new RollcallError(
    "unreachable",
    `${place} took longer than ${wanted.timeout / SECOND} s and was ended; see what holds it up, or raise its timeout.`,
  );
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once("exit", (code, by) => resolve({ code, by }));
    child.once("error", (error) => resolve({ failure: "code" in error ? String(error.code) : undefined }));
  });
}

/** To try again later: EX_TEMPFAIL of sysexits(3), as mail servers take it. */
const TRY_AGAIN = 75;

function judge(end: End, place: string): void {
  if ("failure" in end) throw notStarted(end.failure, place);
  const { code, by } = end;
  if (code === 0) return;
  if (code === TRY_AGAIN) {
    throw new RollcallError("unreachable", `${place} asks to be tried again later (exit code ${TRY_AGAIN}).`);
  }
  if (code === null) {
    const message = `${place} was ended by ${by ?? "a signal"}; find out what ended it, nobody knows how far it came.`;
    throw new RollcallError("unreachable", message);
  }
  throw new RollcallError("refused", `${place} failed (exit code ${code}); run it by hand to see why.`);
}

function notStarted(code: string | undefined, place: string): RollcallError {
  if (code === "ENOENT") {
    const message = `${place}: there is no such program, or none that its first line names; check run in the settings.`;
    return new RollcallError("bad_setting", message);
  }
  if (code === "EACCES") {
    const message = `${place} may not be run by this user; check run in the settings, and the file's permissions.`;
    return new RollcallError("bad_setting", message);
  }
  const known = code !== undefined && /^[A-Z0-9]+$/.test(code) ? ` (${code})` : "";
  return new RollcallError("refused", `${place} could not be started${known}; check run in the settings.`);
}

/** Asks the program and all that it started to end, and ends what has not done so in time. */
async function endGroup(child: ChildProcess): Promise<void> {
  const until = performance.now() + LAST_WORDS;
  for (let alive = signalGroup(child, "SIGTERM"); alive; alive = signalGroup(child, 0)) {
    if (performance.now() >= until) {
      signalGroup(child, "SIGKILL");
      return;
    }
    await pause(20);
  }
}

/** @returns false where nobody of the group is left; who has ended counts until somebody asks for it, as an init does. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  // Windows has no groups.
  if (process.platform === "win32") return child.exitCode === null && child.kill(signal);
  try {
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function interrupted(): RollcallError {
  return new RollcallError("interrupted", "Interrupted while a command was running.");
}
