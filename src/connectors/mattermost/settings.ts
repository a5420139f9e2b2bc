import { z } from "zod";
import { type Held, lookedUp, secretRef } from "../../app/secret-ref.ts";
import { addressOf, apiAddress } from "../../app/setting-parts.ts";
import { RollcallError } from "../../core/errors.ts";

const pace = z
  .strictObject({
    perMinute: z.int().min(1).max(600).default(60).describe("Calls a minute; the server's own limit is 10 a second."),
    pageSize: z.int().min(1).max(200).default(200).describe("Accounts a page; Mattermost gives 200 at most."),
  })
  .describe("How fast Mattermost is read.");

export const mattermostSettings = z.strictObject({
  url: apiAddress.describe(
    "The address of the server, as people open it: https://chat.example.com. Plain http only on loopback.",
  ),
  token: secretRef.describe("The access token of a bot account, or a personal access token."),
  team: z
    .string()
    .regex(/^[a-z0-9]{26}$/, { error: "must be the id of a team: 26 small letters and digits" })
    .optional()
    .describe("Read the members of this team alone, by its id; the whole server without it."),
  pace: pace.optional(),
});

/** The settings as written, and, once the secrets have been looked up, as the connector gets them. */
export type MattermostSettings = Held<z.output<typeof mattermostSettings>>;

export function paceSettings({ pace: set }: Pick<MattermostSettings, "pace">): {
  readonly perMinute: number;
  readonly pageSize: number;
} {
  return set ?? { perMinute: 60, pageSize: 200 };
}

export function apiOf({ url }: Pick<MattermostSettings, "url">): string {
  return new URL("api/v4/", addressOf(url, "url")).href;
}

/** The token, once its form has been checked. Throws `bad_secret` or `refused_token`; the text never holds the token. */
export function tokenOf({ token }: Pick<MattermostSettings, "token">): string {
  const secret = lookedUp(token, "Mattermost token");
  const value = secret.reveal();
  if (/^[a-z0-9]{26}$/.test(value)) return value;
  throw new RollcallError(
    "refused_token",
    `The value from ${secret.origin} is no access token of Mattermost (26 small letters and digits); make one for a bot account.`,
  );
}
