import type { Command, Option } from "commander";

interface Making {
  readonly add: (parent: Command, name: string, description: string) => Command;
  readonly as: () => Option;
  readonly all: () => Option;
  readonly json: () => Option;
}

/** The commands of persons: whose accounts are one human's over directories. */
export function addPersons(program: Command, { add, as, all, json }: Making): void {
  const persons = program
    .command("persons")
    .description("whose accounts are one person's, over all directories")
    .helpCommand(false)
    .copyInheritedSettings(program);
  const store = ["--store <file>", "another store than that of the settings"] as const;
  add(persons, "list", "those who have accounts in several directories, and what each account is known by")
    .argument("[who]", "a person (p-…) or an account: ALIAS:ACCOUNT, an id or an address")
    .option(...store)
    .addOption(all())
    .addOption(as())
    .addOption(json());
  add(persons, "suggest", "accounts that may be one person's, what speaks for and against it, and keys that contradict")
    .option(...store)
    .addOption(all())
    .addOption(as())
    .addOption(json());
  add(persons, "link", "says that two accounts are one person's")
    .argument("<account>", "ALIAS:ACCOUNT, by id, handle or address")
    .argument("<other>", "the other")
    .addOption(as())
    .addOption(json());
  add(persons, "unlink", "takes an account out of its person, or says that two accounts are not one person's")
    .argument("<account>", "ALIAS:ACCOUNT, by id, handle or address")
    .argument("[other]", "the account that it is kept apart from; all others of its person without it")
    .addOption(as())
    .addOption(json());
}
