import { cut } from "../cut.ts";
import type { Account, Attributes } from "./account.ts";

/**
 * So many characters are kept of a text that a tool states: what is longer is no name, team or place, and no index of PostgreSQL takes
 * more than 2,704 bytes of all that a row has in it.
 */
export const LONGEST_TEXT = 200;

/** An id tells accounts apart and is not cut. So that a row of an index takes it: far above what tools give, a DN included. */
export const LONGEST_ID = 500;

/** Of what tells whose an account is a part may be somebody else's: what is too long for one is not known. */
const WHOLE_OR_NOT: ReadonlySet<string> = new Set(["email", "employeeId"]);

/** What is kept of what a tool states of an account. The same object where nothing of it is too long. */
export function bounded(account: Account): Account {
  const attributes = boundedAttributes(account.attributes);
  return attributes === account.attributes ? account : { ...account, attributes };
}

export function boundedAttributes(attributes: Attributes): Attributes {
  let kept: Record<string, unknown> | undefined;
  for (const field in attributes) {
    const value = attributes[field as keyof Attributes];
    if (typeof value !== "string" || value.length <= LONGEST_TEXT) continue;
    kept ??= { ...attributes };
    if (WHOLE_OR_NOT.has(field)) delete kept[field];
    else kept[field] = cut(value, LONGEST_TEXT);
  }
  return kept ?? attributes;
}
