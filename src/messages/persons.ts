import type { PersonView } from "../core/disclosure/person-view.ts";
import type { ConflictReason } from "../core/person/clusters.ts";
import type { GroundKind } from "../core/person/person.ts";
import type { Doubt, Hint } from "../core/person/suggest.ts";
import { accountText } from "../core/person/rules.ts";
import { called, plain } from "./words.ts";

/** What an account is known by to be the person's. */
export function groundText({ by, value }: PersonView["accounts"][number]["ground"]): string {
  const key = value === undefined ? "" : ` ${plain(value)}`;
  return `${BY[by as GroundKind]}${key}`;
}

/** The other accounts of whoever left by one, each in a sentence. */
export function otherAccounts(
  { accounts }: PersonView,
  departed: readonly { readonly directory: string; readonly id: string }[],
): string[] {
  const isDeparted = new Set(departed.map((one) => accountText(one)));
  return accounts.flatMap((one) => {
    const { directory, id, name, email, status, ground } = one;
    if (isDeparted.has(accountText(one))) return [];
    return [`${directory}: ${called(name, email, id)}, ${status} (known by ${groundText(ground)})`];
  });
}

const BY: Readonly<Record<GroundKind, string>> = {
  act: "somebody said so",
  mapping: "mapping",
  employee_id: "employee id",
  email: "e-mail",
};

export const HINT_TEXT: Readonly<Record<Hint, string>> = {
  "same address, not vouched for": "the same address, for which not both tools vouch",
  "same address but for a tag": "the same address but for what stands after +",
  "same employee id but for zeros": "the same employee id but for zeros in front",
  "same name and team": "the same name in the same team",
  "same local part": "the same address before the @",
  "same handle": "the same handle",
  "same name": "the same name",
  "similar name": "the same name but for accents, case or the order of its words",
};

export const DOUBT_TEXT: Readonly<Record<Doubt, string>> = {
  "employee ids differ": "their employee ids differ",
  "names differ": "their names differ",
  "teams differ": "their teams differ",
  "others have the name": "others have that name too",
  "kinds differ": "one is staff and one is not",
};

/** Why accounts that share a key are not linked. */
export function conflictText(reason: ConflictReason, by: GroundKind, value: string | undefined): string {
  const key = by === "act" ? "What somebody said" : `The ${BY[by]}${value === undefined ? "" : ` ${plain(value)}`}`;
  switch (reason) {
    case "one directory":
      return `${key} would make two accounts of one directory one person's: say which is meant by rollcall persons link, or unlink the other`;
    case "employee ids differ":
      return `${key} says one person, and their employee ids differ`;
    case "kept apart":
      return `${key} would bring together what somebody keeps apart`;
  }
}
