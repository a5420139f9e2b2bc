import { z } from "zod";
import { type Held, lookedUp, secretRef } from "../../app/secret-ref.ts";
import { addressOf, apiAddress, paceSetting } from "../../app/setting-parts.ts";
import { RollcallError } from "../../core/errors.ts";
import type { PagePace } from "../../http/pace.ts";

const PACE = { perMinute: 60, pageSize: 200 };

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
  pace: paceSetting(
    "Mattermost",
    { usual: PACE.perMinute, most: 600, says: "Calls a minute; the server's own limit is 10 a second." },
    { usual: PACE.pageSize, most: 200, says: "Accounts a page; Mattermost gives 200 at most." },
  ).optional(),
});

/** The settings as written, and, once the secrets have been looked up, as the connector gets them. */
export type MattermostSettings = Held<z.output<typeof mattermostSettings>>;

export function paceSettings({ pace }: Pick<MattermostSettings, "pace">): PagePace {
  return pace ?? PACE;
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
