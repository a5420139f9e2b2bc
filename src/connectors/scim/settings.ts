import { z } from "zod";
import { type Held, lookedUp, secretRef } from "../../app/secret-ref.ts";
import { addressOf, apiAddress, paceSetting } from "../../app/setting-parts.ts";
import { RollcallError } from "../../core/errors.ts";
import type { PagePace } from "../../http/pace.ts";

const basic = z
  .strictObject({
    user: z.string().min(1).describe("The name to sign in with."),
    password: secretRef.describe("The password that belongs to it."),
  })
  .describe("Sign in with a name and a password, where the server has no bearer tokens.");

const PACE = { perMinute: 60, pageSize: 100 };

export const scimSettings = z
  .strictObject({
    url: apiAddress.describe(
      "The base address of the SCIM 2.0 API, before /Users: https://api.example.com/scim/v2. Plain http only on loopback.",
    ),
    token: secretRef.optional().describe("The bearer token."),
    basic: basic.optional(),
    paging: z
      .enum(["index", "cursor"])
      .optional()
      .describe(
        "index: by startIndex (RFC 7644); cursor: by cursor (RFC 9865). Without it what the server says that it prefers.",
      ),
    select: z
      .boolean()
      .default(true)
      .describe(
        "Whether to ask for those attributes alone that Rollcall reads. false for servers that do not understand the parameter attributes.",
      ),
    absent: z
      .enum(["left", "unknown"])
      .default("unknown")
      .describe(
        "left: the server takes accounts that end out of its list, so that whoever two readings in a row leave out has left.",
      ),
    emailVerified: z
      .boolean()
      .optional()
      .describe(
        "true where your organisation alone sets e-mail addresses there, so that an address tells whose it is.",
      ),
    pace: paceSetting(
      "the server",
      { usual: PACE.perMinute, most: 6000, says: "Calls a minute; SCIM itself sets no limit." },
      { usual: PACE.pageSize, most: 1000, says: "Accounts a page; a server may give fewer." },
    ).optional(),
  })
  .refine(({ token, basic: name }) => (token === undefined) !== (name === undefined), {
    error: "needs either token or basic, and not both",
  });

/** The settings as written, and, once the secrets have been looked up, as the connector gets them. */
export type ScimSettings = Held<z.output<typeof scimSettings>>;

export function paceSettings({ pace }: Pick<ScimSettings, "pace">): PagePace {
  return pace ?? PACE;
}

/** The base address with a slash at its end. Throws `bad_setting`. */
export function baseOf({ url }: Pick<ScimSettings, "url">): string {
  return addressOf(url, "url");
}

/** The header that says who asks. Throws `bad_secret`, `refused_token`; the text never holds the secret. */
export function authorization({ token, basic: name }: Pick<ScimSettings, "token" | "basic">): string {
  if (name !== undefined) {
    const password = lookedUp(name.password, "SCIM password").reveal();
    return `Basic ${Buffer.from(`${name.user}:${password}`).toString("base64")}`;
  }
  if (token === undefined) throw new RollcallError("bad_setting", "A SCIM directory needs either token or basic.");
  const secret = lookedUp(token, "SCIM token");
  const value = secret.reveal();
  // RFC 6750, 2.1; anything else could not stand in a header.
  if (/^[A-Za-z0-9._~+/=:-]+$/.test(value)) return `Bearer ${value}`;
  throw new RollcallError(
    "refused_token",
    `The value from ${secret.origin} is no bearer token; copy the token alone, without the word Bearer.`,
  );
}
