import { Command, CommanderError } from "commander";
import { exitCode } from "../core/errors.ts";
import type { Run } from "./command.ts";
import { declareCommands } from "./declared.ts";
import type { Output } from "./output.ts";
import { errorText } from "./show/error.ts";
import { version } from "./version.ts";

/** Each command's code is loaded only when it runs: `--help` should not wait for a database. */
const LAZY: Record<string, () => Promise<{ readonly run: Run }>> = {
  demo: () => import("./commands/demo.ts"),
  init: () => import("./commands/init.ts"),
  doctor: () => import("./commands/doctor.ts"),
  "config check": () => import("./commands/config-check.ts"),
  sweep: () => import("./commands/sweep.ts"),
  watch: () => import("./commands/watch.ts"),
  serve: () => import("./commands/serve.ts"),
  alive: () => import("./commands/alive.ts"),
  diff: () => import("./commands/diff.ts"),
  replay: () => import("./commands/replay.ts"),
  departures: () => import("./commands/departures.ts"),
  waves: () => import("./commands/waves.ts"),
  offboarding: () => import("./commands/offboarding.ts"),
  "offboarding acknowledge": () => import("./commands/offboarding-acknowledge.ts"),
  "offboarding undo": () => import("./commands/offboarding-undo.ts"),
  report: () => import("./commands/report.ts"),
  transparency: () => import("./commands/transparency.ts"),
  total: () => import("./commands/total.ts"),
  "disclosure check": () => import("./commands/disclosure-check.ts"),
  announce: () => import("./commands/announce.ts"),
  "persons list": () => import("./commands/persons-list.ts"),
  "persons suggest": () => import("./commands/persons-suggest.ts"),
  "persons link": () => import("./commands/persons-link.ts"),
  "persons unlink": () => import("./commands/persons-unlink.ts"),
  "plan add": () => import("./commands/plan-add.ts"),
  "plan list": () => import("./commands/plan-list.ts"),
  "plan withdraw": () => import("./commands/plan-withdraw.ts"),
  restore: () => import("./commands/restore.ts"),
  coverage: () => import("./commands/coverage.ts"),
  erase: () => import("./commands/erase.ts"),
  explain: () => import("./commands/explain.ts"),
  "notify test": () => import("./commands/notify-test.ts"),
  "notify drop": () => import("./commands/notify-drop.ts"),
  "notify retry": () => import("./commands/notify-retry.ts"),
  "token add": () => import("./commands/token-add.ts"),
  "token list": () => import("./commands/token-list.ts"),
  "token revoke": () => import("./commands/token-revoke.ts"),
  "audit export": () => import("./commands/audit-export.ts"),
  "audit verify": () => import("./commands/audit-verify.ts"),
  "audit checkpoint": () => import("./commands/audit-checkpoint.ts"),
  "audit key": () => import("./commands/audit-key.ts"),
  "layoffs extract": () => import("./commands/layoffs-extract.ts"),
  "layoffs import": () => import("./commands/layoffs-import.ts"),
  "layoffs reread": () => import("./commands/layoffs-reread.ts"),
  "layoffs corrections": () => import("./commands/layoffs-corrections.ts"),
  "layoffs add": () => import("./commands/layoffs-add.ts"),
  "layoffs same": () => import("./commands/layoffs-same.ts"),
  "layoffs list": () => import("./commands/layoffs-list.ts"),
  "layoffs show": () => import("./commands/layoffs-show.ts"),
  "layoffs totals": () => import("./commands/layoffs-totals.ts"),
  "layoffs merge": () => import("./commands/layoffs-merge.ts"),
  "layoffs split": () => import("./commands/layoffs-split.ts"),
  "layoffs alias": () => import("./commands/layoffs-alias.ts"),
  "layoffs suppress": () => import("./commands/layoffs-suppress.ts"),
  "layoffs watch": () => import("./commands/layoffs-watch.ts"),
  "layoffs compare": () => import("./commands/layoffs-compare.ts"),
  "layoffs export": () => import("./commands/layoffs-export.ts"),
  "layoffs site": () => import("./commands/layoffs-site.ts"),
  completion: () => import("./commands/completion.ts"),
};

/** What stands above commands of two words, where it is none itself. */
const GROUPS: Record<string, string> = {
  config: "the settings",
  disclosure: "what counts tell, to whom",
  persons: "whose accounts are one person's, over all directories",
  plan: "planned changes, entered beforehand",
  notify: "messages to the destinations of the settings",
  token: "tokens with which programs ask the API of rollcall serve",
  audit: "what was done, in a log that shows when it was changed",
  layoffs: "the public record of reported job cuts",
};

/** An argument too many may be a secret or a person: how many there are is enough. */
function withoutExcess(text: string): string {
  return text.replace(/( but got \d+): [^]*$/, "$1.\n");
}

/**
 * The command that is asked for, which alone is to be made then: all of them take as long as a third of a bare Node.
 * @returns undefined where they are to be known: for help and completions, and where it is none of them
 */
export function askedFor([first = "", second = ""]: readonly string[]): string | undefined {
  if (first.includes(" ") || first === "completion") return undefined;
  return [`${first} ${second}`, first].find((path) => Object.hasOwn(LAZY, path));
}

function isWithin(path: string, other: string): boolean {
  return path === other || path.startsWith(`${other} `);
}

/** @param asked makes this command alone, with those above and below it; all without it */
export function buildProgram(
  output: Output,
  finish: (code: number) => void,
  begins: (command: string) => void = () => {},
  asked?: string,
): Command {
  const program = new Command("rollcall")
    .description(
      "Tells who was removed or deactivated in the tools a company works in, where and how many, with evidence.",
    )
    .version(version, "-V, --version")
    .helpCommand(false)
    .showHelpAfterError("(rollcall --help lists the commands)")
    .exitOverride()
    .configureOutput({
      writeOut: output.write,
      getOutHelpWidth: () => output.width ?? 80,
      // There are none in it.
      getOutHasColors: () => false,
      writeErr: (text) => output.note(text.replace(/\n$/, "")),
      outputError: (text, write) => write(withoutExcess(text).replace(/^error: /, "rollcall: ")),
    });

  program.addHelpText(
    "after",
    "\nExit codes: 0 ok, 1 failure, 2 usage or input, 3 settings or access, 4 the tool or a destination cannot be reached,\n5 a reading that is not believed entirely. Data goes to standard output, everything else to standard error.",
  );

  const isAsked = (path: string): boolean => asked === undefined || isWithin(path, asked) || isWithin(asked, path);
  const parentOf = (path: string): Command => {
    const [first = "", second] = path.split(" ");
    if (second === undefined) return program;
    const known = program.commands.find((command) => command.name() === first);
    return known ?? newCommand(program, first, GROUPS[first] ?? "").helpCommand(false);
  };
  const newCommand = (parent: Command, name: string, description: string): Command =>
    parent.command(name).description(description).copyInheritedSettings(program);
  declareCommands((path, description, takes) => {
    if (!isAsked(path)) return;
    const command = newCommand(parentOf(path), path.split(" ").at(-1) ?? "", description);
    command.option(
      "--config <file>",
      "settings file (default: rollcall.yaml here, then in the user's configuration folder)",
    );
    command.action(async () => {
      const load = LAZY[path];
      if (load === undefined) throw new Error(`no code for ${path}`);
      begins(path);
      const { run } = await load();
      // A command below another one shares options with it, wherever they stand.
      finish(await run({ output, program, args: command.args, options: command.optsWithGlobals() }));
    });
    takes?.(command);
  });
  return program;
}

/** Runs the command line. @param begins told of the command, before its code is loaded @returns the exit code */
export async function main(
  argv: readonly string[],
  output: Output,
  begins?: (command: string) => void,
): Promise<number> {
  let code = 0;
  try {
    await buildProgram(output, (result) => (code = result), begins, askedFor(argv)).parseAsync([...argv], {
      from: "user",
    });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    output.note(errorText(error));
    return exitCode(error);
  }
  return code;
}
