import { kindAttributes } from "./kinds.ts";
import { type Field, FIELDS, sourcesOf } from "./map.ts";
import type { LdapSettings } from "./settings.ts";

const WORDS: Readonly<Record<Field, string>> = {
  name: "name",
  handle: "sign-in name",
  email: "e-mail address",
  title: "job title",
  team: "team",
  location: "place of work",
  employeeId: "personnel number",
  manager: "manager",
  startDate: "start date",
};

/** What is read of people with these settings; `map.ts` is what reads it. */
export function ldapReads(settings: Pick<LdapSettings, "fields" | "kinds" | "changes">): readonly string[] {
  const read = FIELDS.filter((field) => sourcesOf(settings, field).length > 0);
  const told = kindAttributes(settings.kinds);
  return [
    `of each account: ${read.map((field) => WORDS[field]).join(", ")}`,
    "of each account: whether it is in use, disabled, expired or deleted, until when it may be used, and when its entry last changed",
    ...(told.length === 0
      ? []
      : [`of each account, to tell service accounts and others from staff: ${told.join(", ")}`]),
    ...(settings.changes === undefined ? [] : ["that an account has changed, between two readings of all of them"]),
  ];
}
