import { type Add, all, as, json } from "./declaring.ts";

/** The check by itself, and what is said of what it finds. */
export function addOffboarding(add: Add): void {
  add(
    "offboarding",
    "who left and still has accounts, who lost one and has not left, and which accounts nobody owns",
    (command) =>
      command
        .argument("[who]", "a person (p-…) or a departure (d-…): all of their accounts, one after the other")
        .addOption(all())
        .addOption(as())
        .addOption(json()),
  );
  add(
    "offboarding acknowledge",
    "says that an accident, or an account that nobody owns, is meant to be so",
    (command) =>
      command
        .argument("<what>", "the departure of the account (d-…), or ALIAS:ACCOUNT by id, handle or address")
        .option("--reason <text>", "why, in a few words")
        .option("--by <who>", "who says so (default: the user of this machine)")
        .addOption(as())
        .addOption(json()),
  );
  add("offboarding undo", "takes that back: it is asked, or told, again", (command) =>
    command.argument("<id>", "the id as offboarding prints it (k-…)").addOption(as()).addOption(json()),
  );
}
