import { Option } from "commander";
import { type Add, all, as, dryRun, dumps, fields, json } from "./declaring.ts";
import { addLayoffs } from "./layoffs.ts";
import { addOffboarding } from "./offboarding.ts";
import { addPersons } from "./persons.ts";
import { addPlans } from "./plans.ts";
import { addTokens } from "./tokens.ts";

/** All commands, in the order in which the help lists them. */
export function declareCommands(add: Add): void {
  add(
    "demo",
    "a simulated company with three tools, watched live, here and on pages: a leaver, a return, a bad reading, a wave, accounts left behind; a few minutes",
    (command) =>
      command
        .option("--seed <number>", "another company", "1")
        .option("--speed <factor>", "how many times faster than the clock on the wall, at most", "1500")
        .option("--no-pages", "on the terminal alone, without pages")
        .option("--no-open", "opens no browser; the link to the pages is printed all the same"),
  );
  add("init", "asks what is needed, checks the token and writes rollcall.yaml", (command) =>
    command
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
      .option("--yes", "ask nothing; every answer comes from the options"),
  );
  add("doctor", "what Rollcall can and cannot see, and when it last saw everything", (command) =>
    command.addOption(json()),
  );
  add("config check", "reads the settings and says what is wrong, line by line");
  add("sweep", "one full reading of each directory, or of one; prints the changes", (command) =>
    command
      .argument("[directory]", "a directory of the settings")
      .addOption(fields("100"))
      .addOption(dryRun("reads and compares, shows what would be told to whom, and keeps and sends nothing"))
      .option("--quiet", "tell no destination now; what is found waits for the next sweep or watch")
      .addOption(all())
      .addOption(as())
      .addOption(json()),
  );
  add("watch", "sweeps on schedule, and tells destinations, until stopped", (command) =>
    command
      .addOption(fields("all"))
      .addOption(dryRun("says what would be watched, how often, and who would be told what; reads and sends nothing"))
      .addOption(json()),
  );
  add("serve", "watches as watch does, and shows it on pages, until stopped", (command) =>
    command
      .addOption(fields("all"))
      .addOption(dryRun("says what would be watched, how often, and who would be told what; reads and sends nothing"))
      .addOption(as())
      .addOption(json()),
  );
  add("alive", "whether serve of these settings answers, for the health check of a container");
  add("diff", "what changed between two dumps, or between a dump and a directory of the settings", (command) =>
    dumps(
      command
        .argument("<before>", "a dump: Slack users.list or users.json, CSV, LDIF, NDJSON; - for standard input")
        .argument("<after>", "a dump, or a directory of the settings"),
    )
      .addOption(as())
      .addOption(all())
      .addOption(json()),
  );
  add("replay", "dated dumps or a stream of snapshots, in order, as if they had been watched", (command) =>
    dumps(command.argument("<file...>", "dumps with a date in their name, or snapshot streams; - for standard input"))
      .option("--into <store>", "keep what is found in this store (a new file, or one that replay made)")
      .addOption(all())
      .addOption(json()),
  );
  add("departures", "who left, newest first, with what was last known of them", (command) =>
    command
      .argument("[directory]", "a directory of the settings")
      .option("--since <date>", "only later ones: a date, or 7d, 12h, 30m ago")
      .option("--until <date>", "only earlier ones")
      .option("--store <file>", "another store than that of the settings")
      .addOption(all())
      .addOption(as())
      .addOption(json()),
  );
  add("waves", "when more left than is usual, where, and what it looks like", (command) =>
    dumps(
      command
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
      .addOption(json()),
  );
  addOffboarding(add);
  add("report", "how many have left, in counts that tell of nobody: the last release", (command) =>
    command
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
      .option("--store <file>", "another store than that of the settings"),
  );
  add(
    "total",
    "enters how many left by an official figure that is public, so that no count tells more beside it",
    (command) =>
      command
        .option("--low <number>", "at least so many, of the staff who are counted")
        .option("--high <number>", "at most so many (default: the same)")
        .option("--store <file>", "another store than that of the settings")
        .addOption(dryRun("says what would be held back for good, and changes nothing")),
  );
  add(
    "disclosure check",
    "audits everything ever published, to all readers together, with an integer solver: exit code 1 and the first unsafe release",
    (command) => command.option("--store <file>", "another store than that of the settings").addOption(json()),
  );
  add(
    "transparency",
    "the page for the people concerned: what is watched and why, who may know what, how long it is kept",
    (command) =>
      command
        .addOption(
          new Option("--format <format>", "how it is written").choices(["text", "markdown", "html"]).default("text"),
        )
        .option("--store <file>", "another store than that of the settings"),
  );
  add("announce", "enters what was announced, and says how much of it has been observed", (command) =>
    command
      .argument("[directory]", "a directory of the settings")
      .option("--percent <number>", "of staff")
      .option("--count <number>", "people")
      .option("--low <number>", "of a range, or of several")
      .option("--high <number>", "of a range, or of several")
      .option("--base <number>", "the headcount that the announcement names")
      .option("--qualifier <word>", "exact, about, at_least, up_to, under, range or vague")
      .option("--on <date>", "the day of the announcement (default: today)")
      .option("--store <file>", "another store than that of the settings")
      .addOption(json()),
  );
  addPlans(add);
  add("restore", "the channels, groups and roles that people had who left, and what of it to give back", (command) =>
    command
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
      .addOption(json().conflicts("format")),
  );
  add("coverage", "for each directory and span of time, whether events, sweeps or nothing covered it", (command) =>
    command
      .argument("[directory]", "a directory of the settings")
      .option("--since <date>", "from when on: a date, or 7d, 12h, 30m ago (default: 7d)")
      .option("--until <date>", "until when")
      .option("--store <file>", "another store than that of the settings")
      .addOption(json()),
  );
  add("notify test", "sends a message about nobody to each destination, or to one", (command) =>
    command
      .argument("[destination]", "a destination of the settings")
      .addOption(dryRun("shows the message, and sends nothing")),
  );
  add("notify retry", "tries again what was given up, at each destination or at one", (command) =>
    command
      .argument("[destination]", "a destination of the settings")
      .addOption(as())
      .addOption(dryRun("shows what would be tried again, and sends nothing")),
  );
  add("notify drop", "lets go of what was given up, at each destination or at one", (command) =>
    command
      .argument("[destination]", "a destination, also one that the settings do not have any more")
      .addOption(dryRun("says how much would be let go, and changes nothing")),
  );
  add(
    "explain",
    "why Rollcall says so, and to whom: a departure (d-…), a change (c-…), a reading (s-…) or an incident (i-…)",
    (command) =>
      command
        .argument("<id>", "the id as other commands print it")
        .option("--store <file>", "another store than that of the settings")
        .addOption(as())
        .addOption(json()),
  );
  add("erase", "removes every trace of a person, and says what is out of reach; it cannot be undone", (command) =>
    command
      .argument("[person]", "an account id, an e-mail address or a departure (d-…)")
      .option("--directory <name>", "only the account in this directory, not those of the same address in others")
      .addOption(dryRun("shows who is meant and what would go, and erases nothing"))
      .option("--yes", "ask nothing")
      .option("--new-key", "begins anew where the key is lost by which erased accounts are kept out")
      .option("--store <file>", "another store than that of the settings")
      .addOption(as())
      .addOption(json()),
  );
  addPersons(add);
  addTokens(add);
  add("audit export", "writes the log and its signed checkpoint to a file; that it was exported is in it", (command) =>
    command
      .argument("<file>", "a new file, NDJSON")
      .option("--store <file>", "another store than that of the settings"),
  );
  add(
    "audit verify",
    "checks such a file, and nothing else: exit code 1 and one sentence for each thing that is wrong",
    (command) =>
      command
        .argument("<file>", "what audit export wrote; - for standard input")
        .option("--checkpoint <file>", "a checkpoint that was kept elsewhere: the log has to have grown out of it")
        .option("--key <key>", "the log's key as audit key printed it, got by another way than the file")
        .addOption(json()),
  );
  add("audit checkpoint", "prints a signed checkpoint of the log, to be kept outside of this machine", (command) =>
    command.option("--store <file>", "another store than that of the settings"),
  );
  add(
    "audit key",
    "prints the key that the log's signatures are checked with, and makes it where there is none",
    (command) => command.option("--store <file>", "another store than that of the settings"),
  );
  addLayoffs(add);
  add("completion", "prints completions for a shell: source <(rollcall completion bash)", (command) =>
    command.argument("<shell>", "bash, zsh or fish"),
  );
}
