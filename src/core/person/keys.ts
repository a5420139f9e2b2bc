import type { Account } from "../directory/account.ts";
import type { AccountRef } from "./person.ts";

/** An account as far as it can be one of a person's: with its strong keys, as they are compared. */
export interface Linkable extends AccountRef {
  readonly employeeId?: string;
  /** Only where the tool vouches for it. */
  readonly email?: string;
}

/**
 * The account as linking sees it; undefined for what is no person (bots, service accounts) or has been erased. An account whose
 * kind nobody states may be a person's.
 */
export function linkable(directory: string, { id, status, attributes }: Account): Linkable | undefined {
  if (status === "erased" || attributes.kind === "bot" || attributes.kind === "service") return undefined;
  const employeeId = employeeKey(attributes.employeeId);
  const email = attributes.emailVerified === true ? emailKey(attributes.email) : undefined;
  return {
    directory,
    id,
    ...(employeeId === undefined ? {} : { employeeId }),
    ...(email === undefined ? {} : { email }),
  };
}

/**
 * Employee ids are compared without case. Leading zeros count: `007` and `7` are two ids, which may be suggested.
 * In ASCII alone, so that a database compares them in the same way.
 */
export function employeeKey(id: string | null | undefined): string | undefined {
  return ascii(id?.trim()) || undefined;
}

/**
 * Addresses are compared without case, as every mail system of today does (RFC 5321, section 2.4, allows more). A `+tag` counts:
 * only whoever runs the mail system knows whether `ada+x@` reaches `ada@`, so that they are suggested and not linked.
 */
export function emailKey(email: string | null | undefined): string | undefined {
  const address = ascii(email?.trim());
  return address?.includes("@") === true ? address : undefined;
}

function ascii(text: string | undefined): string | undefined {
  return text?.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
