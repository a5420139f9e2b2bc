import { z } from "zod";
import { type Held, secretRef } from "../../app/secret-ref.ts";
import { addressOf, allowScopes, apiAddress, logPause, perMinuteSetting } from "../../app/setting-parts.ts";

const GRAPH = "https://graph.microsoft.com/v1.0/";
const LOGIN = "https://login.microsoftonline.com/";
const PER_MINUTE = 200;

const LOCATIONS = ["officeLocation", "city", "state", "country", "usageLocation"] as const;
const TEAMS = ["department", "companyName"] as const;

const fields = z
  .strictObject({
    location: z
      .enum(LOCATIONS)
      .optional()
      .describe("The property that says where people work; officeLocation without it."),
    team: z.enum(TEAMS).optional().describe("The property that names the team; department without it."),
    manager: z.boolean().optional().describe("Whether to read who the manager is."),
  })
  .describe("Which properties of users to read.");

export const graphSettings = z
  .strictObject({
    tenant: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{2,200}$/, { error: "must be the id or a domain of the tenant" })
      .describe("The tenant: its id (Directory ID), or a domain of it such as acme.onmicrosoft.com."),
    clientId: z
      .guid({ error: "must be the application (client) id of the app registration" })
      .describe("The application (client) id of the app registration."),
    secret: secretRef.optional().describe("A client secret of the app; it runs out, and doctor cannot see when."),
    certificate: secretRef
      .optional()
      .describe("A PEM with the certificate that the app registration has and its private key, instead of a secret."),
    fields: fields.optional(),
    events: z
      .strictObject({ every: logPause.describe("From one question to the next.") })
      .optional()
      .describe("Asks Microsoft's delta query now and then whose account has changed. Sweeps go on beside it."),
    allowScopes,
    pace: perMinuteSetting(PER_MINUTE, 2000, "Microsoft allows far more, shared by all apps of the tenant.").optional(),
    api: apiAddress
      .optional()
      .describe(`Address of Microsoft Graph in a national cloud, or of a gateway; ${GRAPH} without it.`),
    login: apiAddress.optional().describe(`Where tokens are given, likewise; ${LOGIN} without it.`),
  })
  .refine(({ secret, certificate }) => (secret === undefined) !== (certificate === undefined), {
    error: "needs either secret or certificate, and not both",
  });

export type GraphSettings = Held<z.output<typeof graphSettings>>;

export function apiOf({ api }: GraphSettings): string {
  return addressOf(api ?? GRAPH, "api");
}

export function loginOf({ login }: GraphSettings): string {
  return addressOf(login ?? LOGIN, "login");
}

export function perMinuteOf({ pace }: GraphSettings): number {
  return pace?.perMinute ?? PER_MINUTE;
}

export interface Properties {
  readonly location: (typeof LOCATIONS)[number];
  readonly team: (typeof TEAMS)[number];
  readonly manager: boolean;
}

export function propertiesOf({ fields: chosen }: GraphSettings): Properties {
  return {
    location: chosen?.location ?? "officeLocation",
    team: chosen?.team ?? "department",
    manager: chosen?.manager === true,
  };
}
