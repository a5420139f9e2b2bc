import { z } from "zod";
import { type Held, secretRef } from "../../app/secret-ref.ts";
import { addressOf, apiAddress, paceSetting } from "../../app/setting-parts.ts";
import type { PagePace } from "../../http/pace.ts";

const API = "https://admin.googleapis.com/";
const LOGIN = "https://oauth2.googleapis.com/";
const PACE = { perMinute: 300, pageSize: 500 };

/** `Employment.office`: a schema and its field, as the Admin console names them. */
const custom = /^[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_-]{1,64}$/;
const source = (own: readonly string[]) =>
  z.string().refine((text) => own.includes(text) || custom.test(text), {
    error: `must be one of ${own.join(", ")}, or a field of a custom schema (Schema.field)`,
  });

const fields = z
  .strictObject({
    location: source(["building", "area", "organization", "orgUnit"])
      .optional()
      .describe(
        "Where people work: building or area of their desk, the location of their organization, orgUnit, or a field of a custom schema (Schema.field); building without it.",
      ),
    team: source(["department", "costCenter", "orgUnit"])
      .optional()
      .describe(
        "The team: department or costCenter of their organization, orgUnit, or a field of a custom schema; department without it.",
      ),
  })
  .describe("Which properties of users to read.");

export const googleSettings = z.strictObject({
  key: secretRef.describe("The JSON key of a service account with domain-wide delegation for one scope."),
  subject: z
    .email({ error: "must be the address of an administrator who may read users" })
    .describe("The administrator in whose name users are read, with a role that may read users and nothing else."),
  customer: z
    .string()
    .regex(/^C[A-Za-z0-9]{4,40}$/, { error: "must be the customer id (C…) of the account" })
    .optional()
    .describe("The customer id (C…) that has to answer; a reading of any other is refused."),
  fields: fields.optional(),
  pace: paceSetting(
    "Google",
    {
      usual: PACE.perMinute,
      most: 2000,
      says: "Calls a minute. Google allows 2,400 for each project and administrator.",
    },
    { usual: PACE.pageSize, most: 500, says: "Users a page; Google gives 500 at the most." },
  ).optional(),
  api: apiAddress.optional().describe(`Address of the Admin SDK, for a gateway; ${API} without it.`),
  login: apiAddress.optional().describe(`Where tokens are given, likewise; ${LOGIN} without it.`),
});

export type GoogleSettings = Held<z.output<typeof googleSettings>>;

export function apiOf({ api }: GoogleSettings): string {
  return addressOf(api ?? API, "api");
}

export function tokenAddressOf({ login }: GoogleSettings): string {
  return `${addressOf(login ?? LOGIN, "login")}token`;
}

export function paceOf({ pace }: GoogleSettings): PagePace {
  return pace ?? PACE;
}

export interface Sources {
  readonly location: string;
  readonly team: string;
}

export function sourcesOf({ fields: chosen }: GoogleSettings): Sources {
  return { location: chosen?.location ?? "building", team: chosen?.team ?? "department" };
}

/** The custom schemas that the sources are in. */
export function schemasOf({ location, team }: Sources): string[] {
  return [...new Set([location, team].flatMap((one) => (one.includes(".") ? [one.split(".")[0] ?? ""] : [])))];
}
