import type { Command, Option } from "commander";
import { SCOPES } from "../core/disclosure/viewer.ts";

interface Making {
  readonly add: (parent: Command, name: string, description: string) => Command;
  readonly json: () => Option;
}

/** The commands of the tokens with which programs ask the API. */
export function addTokens(program: Command, { add, json }: Making): void {
  const token = program
    .command("token")
    .description("tokens with which programs ask the API of rollcall serve")
    .helpCommand(false)
    .copyInheritedSettings(program);
  add(token, "add", "makes one, for what an audience may know; it is shown this once")
    .argument("<name>", "what it is called: a-z, 0-9, - and _")
    .requiredOption("--audience <alias>", "the audience of the settings for which it asks")
    .requiredOption("--scope <scope...>", SCOPES.join(", "))
    .option("--until <day>", "the last day on which it holds, a year ahead at the most (default: 90 days from now)")
    .option("--store <file>", "another store than that of the settings")
    .addOption(json());
  add(token, "list", "those that were made, and when each was used last")
    .option("--store <file>", "another store than that of the settings")
    .addOption(json());
  add(token, "revoke", "ends one, from its next use on")
    .argument("<token>", "its name or its id (t-…)")
    .option("--store <file>", "another store than that of the settings");
}
