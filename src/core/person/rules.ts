import type { AccountRef } from "./person.ts";

/** An account as the settings write it: `github:octocat` is the one of this id, else the one of this handle. */
export interface WrittenAccount {
  readonly directory: string;
  readonly word: string;
}

/** `account` is the same person's as another account, or as whoever has this employee id. */
export interface MappingRow {
  readonly account: WrittenAccount;
  readonly is: WrittenAccount | { readonly employeeId: string };
}

/** What the settings say of persons. */
export interface PersonRules {
  readonly mapping: readonly MappingRow[];
}

/** `github:octocat`; undefined where no directory has the alias before the colon. */
export function writtenAccount(text: string, directories: ReadonlySet<string>): WrittenAccount | undefined {
  const colon = text.indexOf(":");
  const [directory, word] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  return colon > 0 && word !== "" && directories.has(directory) ? { directory, word } : undefined;
}

export function textOf({ directory, word }: WrittenAccount): string {
  return `${directory}:${word}`;
}

/** An account as people write it, and as it is printed. */
export function accountText({ directory, id }: AccountRef): string {
  return textOf({ directory, word: id });
}
