import type { Command, Option } from "commander";

interface Making {
  readonly add: (parent: Command, name: string, description: string) => Command;
  readonly json: () => Option;
}

/** The commands of planned changes. */
export function addPlans(program: Command, { add, json }: Making): void {
  const plan = program
    .command("plan")
    .description("planned changes, entered beforehand")
    .helpCommand(false)
    .copyInheritedSettings(program);
  add(plan, "add", "enters one: a wave that it covers is labelled with it, and told all the same")
    .argument("[directory]", "a directory of the settings")
    .option("--from <date>", "when it begins, ISO 8601")
    .option("--until <date>", "when it is over, ISO 8601")
    .option("--about <text>", "what it is, in a few words")
    .option("--store <file>", "another store than that of the settings");
  add(plan, "list", "those that were entered")
    .option("--store <file>", "another store than that of the settings")
    .addOption(json());
  add(plan, "withdraw", "takes one back")
    .argument("<id>", "the id as plan list prints it (p-…)")
    .option("--store <file>", "another store than that of the settings");
}
