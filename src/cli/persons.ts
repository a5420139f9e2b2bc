import { type Add, all, as, json } from "./declaring.ts";

/** The commands of persons: whose accounts are one human's over directories. */
export function addPersons(add: Add): void {
  const store = ["--store <file>", "another store than that of the settings"] as const;
  add("persons list", "those who have accounts in several directories, and what each account is known by", (command) =>
    command
      .argument("[who]", "a person (p-…) or an account: ALIAS:ACCOUNT, an id or an address")
      .option(...store)
      .addOption(all())
      .addOption(as())
      .addOption(json()),
  );
  add(
    "persons suggest",
    "accounts that may be one person's, what speaks for and against it, and keys that contradict",
    (command) =>
      command
        .option(...store)
        .addOption(all())
        .addOption(as())
        .addOption(json()),
  );
  add("persons link", "says that two accounts are one person's", (command) =>
    command
      .argument("<account>", "ALIAS:ACCOUNT, by id, handle or address")
      .argument("<other>", "the other")
      .addOption(as())
      .addOption(json()),
  );
  add(
    "persons unlink",
    "takes an account out of its person, or says that two accounts are not one person's",
    (command) =>
      command
        .argument("<account>", "ALIAS:ACCOUNT, by id, handle or address")
        .argument("[other]", "the account that it is kept apart from; all others of its person without it")
        .addOption(as())
        .addOption(json()),
  );
}
