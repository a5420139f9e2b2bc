import { z } from "zod";
import { type Held, secretRef } from "../../app/secret-ref.ts";
import { addressOf, apiAddress, logPause, paceSetting } from "../../app/setting-parts.ts";
import type { PagePace } from "../../http/pace.ts";

const PACE = { perMinute: 120, pageSize: 200 };

const attribute = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, { error: "must be the variable name of a profile attribute" });

const fields = z
  .strictObject({
    location: attribute.optional().describe("The profile attribute that says where people work; city without it."),
    team: attribute.optional().describe("The profile attribute that names the team; department without it."),
  })
  .describe("Which profile attributes to read, by their variable names.");

const oauth = z
  .strictObject({
    clientId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{4,100}$/, { error: "must be the client id of the app" })
      .describe("The client id of an API Services app."),
    key: secretRef.describe("The private key of the app, as a JWK or PEM; Okta has the public one."),
    keyId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,200}$/)
      .optional()
      .describe("The id (kid) of the key in Okta; a JWK has it by itself."),
  })
  .describe("An API Services app with okta.users.read (and okta.logs.read for events): the smallest right.");

export const oktaSettings = z
  .strictObject({
    org: apiAddress.describe("The address of the Okta organisation: https://acme.okta.com."),
    oauth: oauth.optional(),
    token: secretRef
      .optional()
      .describe("An API token of a read-only administrator, instead of oauth; it may do what they may."),
    fields: fields.optional(),
    suspended: z
      .enum(["left", "here"])
      .optional()
      .describe("Whether a suspended user counts as gone; left without it. here: only deactivation does."),
    domains: z
      .array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: "must be a domain such as acme.example" }))
      .optional()
      .describe("Domains in which the organisation itself gives addresses: those are vouched for."),
    events: z
      .strictObject({ every: logPause.describe("From one question to the next.") })
      .optional()
      .describe("Asks the System Log now and then whose account has changed. Sweeps go on beside it."),
    pace: paceSetting(
      "Okta",
      {
        usual: PACE.perMinute,
        most: 1200,
        says: "Calls a minute of each method. What Okta allows is on its rate limit dashboard.",
      },
      { usual: PACE.pageSize, most: 200, says: "Users a page; Okta gives 200 at the most." },
    ).optional(),
  })
  .refine(({ oauth: app, token }) => (app === undefined) !== (token === undefined), {
    error: "needs either oauth or token, and not both",
  });

export type OktaSettings = Held<z.output<typeof oktaSettings>>;

export function orgOf({ org }: OktaSettings): string {
  return addressOf(org, "org");
}

export function paceOf({ pace }: OktaSettings): PagePace {
  return pace ?? PACE;
}

export interface Attributed {
  readonly location: string;
  readonly team: string;
}

export function attributedOf({ fields: chosen }: OktaSettings): Attributed {
  return { location: chosen?.location ?? "city", team: chosen?.team ?? "department" };
}
