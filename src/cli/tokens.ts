import { SCOPES } from "../core/disclosure/viewer.ts";
import { type Add, json } from "./declaring.ts";

/** The commands of the tokens with which programs ask the API. */
export function addTokens(add: Add): void {
  add("token add", "makes one, for what an audience may know; it is shown this once", (command) =>
    command
      .argument("<name>", "what it is called: a-z, 0-9, - and _")
      .requiredOption("--audience <alias>", "the audience of the settings for which it asks")
      .requiredOption("--scope <scope...>", SCOPES.join(", "))
      .option("--until <day>", "the last day on which it holds, a year ahead at the most (default: 90 days from now)")
      .option("--store <file>", "another store than that of the settings")
      .addOption(json()),
  );
  add("token list", "those that were made, and when each was used last", (command) =>
    command.option("--store <file>", "another store than that of the settings").addOption(json()),
  );
  add("token revoke", "ends one, from its next use on", (command) =>
    command
      .argument("<token>", "its name or its id (t-…)")
      .option("--store <file>", "another store than that of the settings"),
  );
}
