import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { command } from "../command.ts";
import type { Fault, Stand } from "../testing.ts";

type CommandSettings = Parameters<typeof command.describe>[0];

/** What a program can do of what a server can: fail, ask for another try, never end, be killed. */
const DOES: Partial<Record<Fault, string>> = {
  "400": "exit 1",
  "503": "exit 75",
  timeout: "exec sleep 60",
  reset: "kill -KILL $$",
};
const SECRET = "canaryOfTheArgument42";

/** A program of the reader's own: it keeps what it gets in a folder, or does as the file `next` there says. */
const PROGRAM = `
  # Another may run at the same time, for another destination.
  mine="incoming.$$"
  cd "$1" && cat > "$mine" || exit 9
  # Programs repeat what they were given; nobody may read it here.
  cat "$mine"; cat "$mine" >&2; echo "$2"; echo "$2" >&2
  if [ -f next ]; then
    does=$(cat next); [ -f once ] && rm next once
    eval "$does"
    exit 9
  fi
  n=$(printf %06d "$(ls | grep -c json)").$$
  { env; printf '%s\\n' "$0" "$@"; tr '\\0' '\\n' < /proc/$$/cmdline; } > "$n.beside" 2>&1
  mv "$mine" "$n.json"
`;

const Message = z.looseObject({ id: z.string() });

/** When a program is given up that never ends, and when any other, in ms: as soon as is handy, and as late as settings allow. */
const PATIENCE = 500;
const LONGEST = 55_000;

/** A real program: a shell with a script. */
export async function openCommandStand(): Promise<Stand<CommandSettings>> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-command-"));
  const [next, once] = [join(folder, "next"), join(folder, "once")];
  let patience = LONGEST;
  return {
    notifier: command,
    settings: {
      run: ["/bin/sh", "-c", PROGRAM, "sh", folder, SECRET],
      // By the wall: how long a program that does end takes depends on what else the machine does, and is not what is tested.
      get timeout() {
        return patience;
      },
    },
    secrets: [SECRET, folder],
    faults: Object.keys(DOES) as Fault[],
    answer: (fault, only) => {
      patience = fault === "timeout" ? PATIENCE : LONGEST;
      for (const file of [next, once]) rmSync(file, { force: true });
      if (fault !== undefined) writeFileSync(next, DOES[fault] ?? "exit 9");
      if (only !== undefined) writeFileSync(once, "");
    },
    get received() {
      const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
      return names.toSorted().map((name) => {
        const text = readFileSync(join(folder, name), "utf8");
        const beside = readFileSync(join(folder, name.replace("json", "beside")), "utf8");
        return { id: Message.parse(JSON.parse(text)).id, text, beside };
      });
    },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
