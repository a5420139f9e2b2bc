import { type Command, Option } from "commander";

/**
 * Declares a command, if this start has any use of it.
 * @param path as it is typed: `sweep`, `layoffs list`
 * @param takes its arguments and options, beside those that all commands have
 */
export type Add = (path: string, description: string, takes?: (command: Command) => Command) => void;

// Options that several commands have.

export function json(): Option {
  return new Option("--json", "one JSON object a line, in a stable format");
}

export function all(): Option {
  return new Option("--all", "every row, not the first 20");
}

export function as(): Option {
  return new Option(
    "--as <audience>",
    "for which audience of the settings names are shown (default: ROLLCALL_AS, or the only one)",
  );
}

export function dryRun(what: string): Option {
  return new Option("--dry-run", what);
}

export function fields(usual: string): Option {
  return new Option(
    "--fields <number>",
    "how many people's custom fields to read afterwards: a number, all or none",
  ).default(usual);
}

/** What dumps have to be told that they do not say themselves. */
export function dumps(command: Command): Command {
  return command
    .option("--key <column>", "the column that identifies an account in CSV, or the attribute in LDIF")
    .addOption(
      new Option("--absent <meaning>", "what it means that an account is not in a dump")
        .choices(["left", "unknown"])
        .default("unknown"),
    )
    .option("--at <date>", "date of a dump whose name has none, ISO 8601")
    .option("--directory <name>", "name of the directory that the dumps are of");
}
