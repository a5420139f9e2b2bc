import { Command, CommanderError, Option } from "commander";
import { exitCode } from "../core/errors.ts";
import { withoutTokens } from "../core/token-text.ts";
import type { Run } from "./command.ts";
import { addLayoffs } from "./layoffs.ts";
import type { Output } from "./output.ts";
import { errorText } from "./show/error.ts";
import { addOffboarding } from "./offboarding.ts";
import { addPersons } from "./persons.ts";
import { addPlans } from "./plans.ts";
import { addTokens } from "./tokens.ts";
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

/** An argument too many may be a secret or a person: how many there are is enough. */
function withoutExcess(text: string): string {
  return text.replace(/( but got \d+): [^]*$/, "$1.\n");
}

export function buildProgram(
  output: Output,
  finish: (code: number) => void,
  begins: (command: string) => void = () => {},
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
      writeErr: (text) => process.stderr.write(text),
      outputError: (text, write) => write(withoutTokens(withoutExcess(text).replace(/^error: /, "rollcall: "))),
    });

  program.addHelpText(
    "after",
    "\nExit codes: 0 ok, 1 failure, 2 usage or input, 3 settings or access, 4 the tool or a destination cannot be reached,\n5 a reading that is not believed entirely. Data goes to standard output, everything else to standard error.",
  );

  const add = (parent: Command, name: string, description: string): Command => {
    const command = parent.command(name).description(description).copyInheritedSettings(program);
    const path = parent === program ? command.name() : `${parent.name()} ${command.name()}`;
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
    return command;
  };
  const json = (): Option => new Option("--json", "one JSON object a line, in a stable format");
  const fields = (usual: string): Option =>
    new Option(
      "--fields <number>",
      "how many people's custom fields to read afterwards: a number, all or none",
    ).default(usual);
  const dryRun = (what: string): Option => new Option("--dry-run", what);
  const as = (): Option =>
    new Option(
      "--as <audience>",
      "for which audience of the settings names are shown (default: ROLLCALL_AS, or the only one)",
    );
  const all = (): Option => new Option("--all", "every row, not the first 20");
  const dumps = (command: Command): Command =>
    command
      .option("--key <column>", "the column that identifies an account in CSV, or the attribute in LDIF")
      .addOption(
        new Option("--absent <meaning>", "what it means that an account is not in a dump")
          .choices(["left", "unknown"])
          .default("unknown"),
      )
      .option("--at <date>", "date of a dump whose name has none, ISO 8601")
      .option("--directory <name>", "name of the directory that the dumps are of");

  add(
    program,
    "demo",
    "a simulated company with three tools, watched live, here and on pages: a leaver, a return, a bad reading, a wave, accounts left behind; a few minutes",
  )
    .option("--seed <number>", "another company", "1")
    .option("--speed <factor>", "how many times faster than the clock on the wall, at most", "1500")
    .option("--no-pages", "on the terminal alone, without pages")
    .option("--no-open", "opens no browser; the link to the pages is printed all the same");
  add(program, "init", "asks what is needed, checks the token and writes rollcall.yaml")
    .option("--force", "replace an existing settings file")
    .option("--directory <alias>", "name of the directory (answers the question, for scripts)")
    .option("--workspace-token-env <name>", "environment variable that holds the token")
    .option("--workspace-token-file <path>", "file that holds the token")
    .option("--purpose <text>", "why accounts are watched")
    .option("--authorised-by <text>", "who authorised it, and when")
    .option("--contact <text>", "whom to ask")
    .option("--location-field <label>", "profile field that says where people work")
    .option("--team-field <label>", "profile field that names the team")
    .option("--channels", "also watch who is dropped from channels")
    .option("--counts", "publish counts that tell of nobody, and say what they would show")
    .option("--api <url>", "another address of the Slack API (a gateway)")
    .option("--yes", "ask nothing; every answer comes from the options");
  add(program, "doctor", "what Rollcall can and cannot see, and when it last saw everything").addOption(json());
  const config = program
    .command("config")
    .description("the settings")
    .helpCommand(false)
    .copyInheritedSettings(program);
  add(config, "check", "reads the settings and says what is wrong, line by line");
  add(program, "sweep", "one full reading of each directory, or of one; prints the changes")
    .argument("[directory]", "a directory of the settings")
    .addOption(fields("100"))
    .addOption(dryRun("reads and compares, shows what would be told to whom, and keeps and sends nothing"))
    .option("--quiet", "tell no destination now; what is found waits for the next sweep or watch")
    .addOption(all())
    .addOption(as())
    .addOption(json());
  add(program, "watch", "sweeps on schedule, and tells destinations, until stopped")
    .addOption(fields("all"))
    .addOption(dryRun("says what would be watched, how often, and who would be told what; reads and sends nothing"))
    .addOption(json());
  add(program, "serve", "watches as watch does, and shows it on pages, until stopped")
    .addOption(fields("all"))
    .addOption(dryRun("says what would be watched, how often, and who would be told what; reads and sends nothing"))
    .addOption(as())
    .addOption(json());
  add(program, "alive", "whether serve of these settings answers, for the health check of a container");
  dumps(
    add(program, "diff", "what changed between two dumps, or between a dump and a directory of the settings")
      .argument("<before>", "a dump: Slack users.list or users.json, CSV, LDIF, NDJSON; - for standard input")
      .argument("<after>", "a dump, or a directory of the settings"),
  )
    .addOption(as())
    .addOption(all())
    .addOption(json());
  dumps(
    add(program, "replay", "dated dumps or a stream of snapshots, in order, as if they had been watched").argument(
      "<file...>",
      "dumps with a date in their name, or snapshot streams; - for standard input",
    ),
  )
    .option("--into <store>", "keep what is found in this store (a new file, or one that replay made)")
    .addOption(all())
    .addOption(json());
  add(program, "departures", "who left, newest first, with what was last known of them")
    .argument("[directory]", "a directory of the settings")
    .option("--since <date>", "only later ones: a date, or 7d, 12h, 30m ago")
    .option("--until <date>", "only earlier ones")
    .option("--store <file>", "another store than that of the settings")
    .addOption(all())
    .addOption(as())
    .addOption(json());
  dumps(
    add(program, "waves", "when more left than is usual, where, and what it looks like")
      .argument(
        "[what...]",
        "a directory of the settings, or a wave (i-…); with --simulate, dumps or streams of snapshots instead of the store",
      )
      .option("--since <date>", "only what went on later: a date, or 7d, 12h, 30m ago (default: 90d)")
      .option("--simulate", "what would have been said, and when, by other settings, or had these dumps been watched")
      .option("--attrition <percent>", "with --simulate: how many percent of staff leave in an ordinary year")
      .option("--false-alarms <number>", "with --simulate: how many false alarms a year are allowed")
      .option("--svg <file>", "writes the strip of departures to this file; * stands for the directory")
      .option("--store <file>", "another store than that of the settings"),
  )
    .addOption(as())
    .addOption(json());
  addOffboarding(program, { add, as, all, json });
  add(program, "report", "how many have left, in counts that tell of nobody: the last release")
    .addOption(
      new Option(
        "--audience <readers>",
        "those who are authorised to read smaller counts, anyone, or an audience of counts of the settings",
      ).default("authorised"),
    )
    .addOption(
      new Option("--format <format>", "how it is written")
        .choices(["text", "markdown", "html", "csv", "json"])
        .default("text"),
    )
    .option("--store <file>", "another store than that of the settings");
  add(
    program,
    "total",
    "enters how many left by an official figure that is public, so that no count tells more beside it",
  )
    .option("--low <number>", "at least so many, of the staff who are counted")
    .option("--high <number>", "at most so many (default: the same)")
    .option("--store <file>", "another store than that of the settings")
    .addOption(dryRun("says what would be held back for good, and changes nothing"));
  const disclosure = program
    .command("disclosure")
    .description("what counts tell, to whom")
    .helpCommand(false)
    .copyInheritedSettings(program);
  add(
    disclosure,
    "check",
    "audits everything ever published, to all readers together, with an integer solver: exit code 1 and the first unsafe release",
  )
    .option("--store <file>", "another store than that of the settings")
    .addOption(json());
  add(
    program,
    "transparency",
    "the page for the people concerned: what is watched and why, who may know what, how long it is kept",
  )
    .addOption(
      new Option("--format <format>", "how it is written").choices(["text", "markdown", "html"]).default("text"),
    )
    .option("--store <file>", "another store than that of the settings");
  add(program, "announce", "enters what was announced, and says how much of it has been observed")
    .argument("[directory]", "a directory of the settings")
    .option("--percent <number>", "of staff")
    .option("--count <number>", "people")
    .option("--low <number>", "of a range, or of several")
    .option("--high <number>", "of a range, or of several")
    .option("--base <number>", "the headcount that the announcement names")
    .option("--qualifier <word>", "exact, about, at_least, up_to, under, range or vague")
    .option("--on <date>", "the day of the announcement (default: today)")
    .option("--store <file>", "another store than that of the settings")
    .addOption(json());
  addPlans(program, { add, json });
  add(program, "restore", "the channels, groups and roles that people had who left, and what of it to give back")
    .argument("[what]", "an incident (i-…), a departure (d-…) or a directory of the settings")
    .option("--since <date>", "only later ones: a date, or 7d, 12h, 30m ago")
    .option("--until <date>", "only earlier ones")
    .option("--store <file>", "another store than that of the settings")
    .addOption(
      new Option("--format <format>", "a table to read, a row a person and thing, or one JSON document").choices([
        "text",
        "csv",
        "json",
      ]),
    )
    .addOption(all())
    .addOption(as())
    .addOption(json().conflicts("format"));
  add(program, "coverage", "for each directory and span of time, whether events, sweeps or nothing covered it")
    .argument("[directory]", "a directory of the settings")
    .option("--since <date>", "from when on: a date, or 7d, 12h, 30m ago (default: 7d)")
    .option("--until <date>", "until when")
    .option("--store <file>", "another store than that of the settings")
    .addOption(json());
  const notify = program
    .command("notify")
    .description("messages to the destinations of the settings")
    .helpCommand(false)
    .copyInheritedSettings(program);
  add(notify, "test", "sends a message about nobody to each destination, or to one")
    .argument("[destination]", "a destination of the settings")
    .addOption(dryRun("shows the message, and sends nothing"));
  add(notify, "retry", "tries again what was given up, at each destination or at one")
    .argument("[destination]", "a destination of the settings")
    .addOption(as())
    .addOption(dryRun("shows what would be tried again, and sends nothing"));
  add(notify, "drop", "lets go of what was given up, at each destination or at one")
    .argument("[destination]", "a destination, also one that the settings do not have any more")
    .addOption(dryRun("says how much would be let go, and changes nothing"));
  add(
    program,
    "explain",
    "why Rollcall says so, and to whom: a departure (d-…), a change (c-…), a reading (s-…) or an incident (i-…)",
  )
    .argument("<id>", "the id as other commands print it")
    .option("--store <file>", "another store than that of the settings")
    .addOption(as())
    .addOption(json());
  add(program, "erase", "removes every trace of a person, and says what is out of reach; it cannot be undone")
    .argument("[person]", "an account id, an e-mail address or a departure (d-…)")
    .option("--directory <name>", "only the account in this directory, not those of the same address in others")
    .addOption(dryRun("shows who is meant and what would go, and erases nothing"))
    .option("--yes", "ask nothing")
    .option("--new-key", "begins anew where the key is lost by which erased accounts are kept out")
    .option("--store <file>", "another store than that of the settings")
    .addOption(as())
    .addOption(json());
  addPersons(program, { add, as, all, json });
  addTokens(program, { add, json });
  const audit = program
    .command("audit")
    .description("what was done, in a log that shows when it was changed")
    .helpCommand(false)
    .copyInheritedSettings(program);
  add(audit, "export", "writes the log and its signed checkpoint to a file; that it was exported is in it")
    .argument("<file>", "a new file, NDJSON")
    .option("--store <file>", "another store than that of the settings");
  add(
    audit,
    "verify",
    "checks such a file, and nothing else: exit code 1 and one sentence for each thing that is wrong",
  )
    .argument("<file>", "what audit export wrote; - for standard input")
    .option("--checkpoint <file>", "a checkpoint that was kept elsewhere: the log has to have grown out of it")
    .option("--key <key>", "the log's key as audit key printed it, got by another way than the file")
    .addOption(json());
  add(audit, "checkpoint", "prints a signed checkpoint of the log, to be kept outside of this machine").option(
    "--store <file>",
    "another store than that of the settings",
  );
  add(
    audit,
    "key",
    "prints the key that the log's signatures are checked with, and makes it where there is none",
  ).option("--store <file>", "another store than that of the settings");
  addLayoffs(program, { add, json });
  add(program, "completion", "prints completions for a shell: source <(rollcall completion bash)").argument(
    "<shell>",
    "bash, zsh or fish",
  );
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
    await buildProgram(output, (result) => (code = result), begins).parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    output.note(errorText(error));
    return exitCode(error);
  }
  return code;
}
