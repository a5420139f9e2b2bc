import { type Add, json } from "./declaring.ts";

/** The commands of planned changes. */
export function addPlans(add: Add): void {
  add("plan add", "enters one: a wave that it covers is labelled with it, and told all the same", (command) =>
    command
      .argument("[directory]", "a directory of the settings")
      .option("--from <date>", "when it begins, ISO 8601")
      .option("--until <date>", "when it is over, ISO 8601")
      .option("--about <text>", "what it is, in a few words")
      .option("--store <file>", "another store than that of the settings"),
  );
  add("plan list", "those that were entered", (command) =>
    command.option("--store <file>", "another store than that of the settings").addOption(json()),
  );
  add("plan withdraw", "takes one back", (command) =>
    command
      .argument("<id>", "the id as plan list prints it (p-…)")
      .option("--store <file>", "another store than that of the settings"),
  );
}
