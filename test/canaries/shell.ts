import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../bin/rollcall.mjs", import.meta.url));

/** What a command left behind. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Asked {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Is written before the command runs. */
  readonly leak?: { readonly to: "stdout" | "stderr"; readonly text: string };
  /** Ends the output of this command on both streams. */
  readonly mark: string;
}

export interface Ended {
  readonly code: number;
}

/** The built command line. */
export interface Shell {
  /** Runs it in a process that runs others before and after it. */
  readonly run: (asked: Omit<Asked, "mark">) => Promise<Ran>;
  /** Runs it in a process of its own, which `during` can do with as it likes. */
  readonly spawn: (asked: Omit<Asked, "mark">, how: Alone) => Promise<Ran>;
  readonly close: () => Promise<void>;
}

export interface Alone {
  /** Standard input; without it there is none. */
  readonly input?: string;
  /** A line of a shell in which `"$@"` is the command. */
  readonly within?: string;
  readonly during?: (child: ChildProcess) => Promise<void>;
}

export async function openShell(): Promise<Shell> {
  const child = fork(join(import.meta.dirname, "shell-child.ts"), { silent: true, execArgv: [] });
  const [out, err] = [gather(child.stdout), gather(child.stderr)];
  const over = once(child, "exit").then((): never => {
    throw new Error(`The process that runs commands has ended: ${err.text()}`);
  });
  // Its end is an error only to who waits for a command.
  over.catch(() => undefined);
  await Promise.race([once(child, "message"), over]);
  let marks = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const run = async (asked: Omit<Asked, "mark">): Promise<Ran> => {
    const mark = `\0end of ${marks++}\0`;
    const answer = once(child, "message");
    child.send({ ...asked, mark } satisfies Asked);
    const [[told], texts] = await Promise.race([
      Promise.all([answer, Promise.all([out.until(mark), err.until(mark)])]),
      over,
    ]);
    const [outText, errText] = texts;
    return { code: (told as Ended).code, out: outText, err: errText };
  };
  return {
    run: (asked) => {
      const mine = turn.then(() => run(asked));
      turn = mine.catch(() => undefined);
      return mine;
    },
    spawn: runAlone,
    close: async () => {
      child.kill();
      await over.catch(() => undefined);
    },
  };
}

async function runAlone(
  { args, env, folder }: Omit<Asked, "mark">,
  { input, within, during }: Alone = {},
): Promise<Ran> {
  const words = [process.execPath, BIN, ...args];
  const child = spawn(
    within === undefined ? process.execPath : "/bin/sh",
    within === undefined ? words.slice(1) : ["-c", within, "sh", ...words],
    { cwd: folder, env, stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"] },
  );
  child.stdin?.end(input);
  const [out, err] = [gather(child.stdout), gather(child.stderr)];
  const over = once(child, "close");
  await during?.(child);
  const [code] = (await over) as [number | null];
  return { code: code ?? 137, out: out.text(), err: err.text() };
}

/** Keeps what comes; `until` gives what came before the mark, once it has come, and forgets it. */
function gather(stream: NodeJS.ReadableStream | null) {
  let text = "";
  let check = (): void => {};
  stream?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    check();
  });
  return {
    text: () => text,
    until: (mark: string): Promise<string> =>
      new Promise((resolve) => {
        check = () => {
          const at = text.indexOf(mark);
          if (at === -1) return;
          const before = text.slice(0, at);
          text = text.slice(at + mark.length);
          check = () => {};
          resolve(before);
        };
        check();
      }),
  };
}
