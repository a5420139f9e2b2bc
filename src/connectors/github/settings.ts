import { z } from "zod";
import { type Held, lookedUp, secretRef } from "../../app/secret-ref.ts";
import { addressOf, allowScopes, apiAddress, paceSetting } from "../../app/setting-parts.ts";
import { RollcallError } from "../../core/errors.ts";
import type { PagePace } from "../../http/pace.ts";

const GITHUB_API = "https://api.github.com/";

const PACE = { perMinute: 60, pageSize: 100 };

export const githubSettings = z.strictObject({
  organisation: z
    .string()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/, {
      error: "must be the name of an organisation as its address has it",
    })
    .describe("The organisation, by the name in its address: github.com/NAME."),
  token: secretRef.describe(
    "A personal access token of a member: fine-grained with Members: read, or classic with read:org.",
  ),
  outsideCollaborators: z
    .boolean()
    .default(true)
    .describe("Whether to read who works on the organisation's repositories without being a member."),
  allowScopes,
  api: apiAddress
    .optional()
    .describe(`Address of the REST API; ${GITHUB_API} without it. Enterprise Server: https://HOST/api/v3/.`),
  pace: paceSetting(
    "GitHub",
    { usual: PACE.perMinute, most: 250, says: "Calls a minute. GitHub allows 5,000 an hour." },
    { usual: PACE.pageSize, most: 100, says: "Members a page; GitHub gives 100 at most." },
  ).optional(),
});

/** The settings as written, and, once the secrets have been looked up, as the connector gets them. */
export type GithubSettings = Held<z.output<typeof githubSettings>>;

export function paceSettings({ pace }: Pick<GithubSettings, "pace">): PagePace {
  return pace ?? PACE;
}

export function apiOf({ api }: Pick<GithubSettings, "api">): string {
  return addressOf(api ?? GITHUB_API, "api");
}

const MISTAKEN: readonly { readonly form: RegExp; readonly what: string }[] = [
  { form: /^ghs_/, what: "a token of an app's installation, which ends after an hour" },
  { form: /^ghr_/, what: "a refresh token, which reads nothing" },
  { form: /^(ghu_|gho_)/, what: "a token of an app that acts for a person" },
];

/** The token, once its form has been checked. Throws `bad_secret` or `refused_token`; the text never holds the token. */
export function tokenOf({ token }: Pick<GithubSettings, "token">): string {
  const secret = lookedUp(token, "GitHub token");
  const value = secret.reveal();
  const use = "use a fine-grained token (github_pat_…) with Members: read, or a classic one (ghp_…) with read:org";
  const wrong = MISTAKEN.find(({ form }) => form.test(value));
  if (wrong !== undefined) {
    throw new RollcallError("refused_token", `The GitHub token from ${secret.origin} is ${wrong.what}; ${use}.`);
  }
  if (!/^(github_pat_|ghp_)[A-Za-z0-9_]{4,255}$|^[0-9a-f]{40}$/.test(value)) {
    throw new RollcallError("refused_token", `The value from ${secret.origin} is no GitHub token; ${use}.`);
  }
  return value;
}
