import type { Conflict } from "../person/work.ts";
import type { Person } from "../person/person.ts";
import type { Suggestion } from "../person/suggest.ts";
import { iso } from "../time.ts";
import { type AccountView, accountView, type HeldAccount } from "./account-view.ts";

/** The roster's entry of an account; undefined where it is not kept, or not theirs to know. */
export type HeldOf = (directory: string, id: string) => HeldAccount | undefined;

export interface HeldPerson {
  readonly person: Person;
  readonly heldOf: HeldOf;
}

/** The stable JSON of a person. */
export interface PersonView {
  readonly person: string;
  readonly accounts: readonly (AccountView & {
    readonly ground: { readonly by: string; readonly value?: string; readonly since: string };
  })[];
}

export function personView({ person, heldOf }: HeldPerson): PersonView {
  return {
    person: person.id,
    accounts: person.accounts.flatMap(({ directory, id, ground }) => {
      const held = heldOf(directory, id);
      return held === undefined ? [] : [{ ...accountView(held), ground: { ...ground, since: iso(ground.since) } }];
    }),
  };
}

/** The stable JSON of accounts that may be one person's. */
export interface SuggestionView extends Omit<Suggestion, "accounts"> {
  readonly suggestion: readonly AccountView[];
}

export function suggestionView({
  suggestion: { accounts, hints, doubts },
  heldOf,
}: {
  readonly suggestion: Suggestion;
  readonly heldOf: HeldOf;
}): SuggestionView {
  return { suggestion: views(accounts, heldOf), hints, doubts };
}

/** The stable JSON of accounts that a key would link, and that are not. */
export interface ConflictView extends Omit<Conflict, "accounts"> {
  readonly conflict: readonly AccountView[];
}

export function conflictView({
  conflict: { accounts, ...rest },
  heldOf,
}: {
  readonly conflict: Conflict;
  readonly heldOf: HeldOf;
}): ConflictView {
  return { conflict: views(accounts, heldOf), ...rest };
}

function views(accounts: Conflict["accounts"], heldOf: HeldOf): AccountView[] {
  return accounts.flatMap(({ directory, id }) => {
    const held = heldOf(directory, id);
    return held === undefined ? [] : [accountView(held)];
  });
}
