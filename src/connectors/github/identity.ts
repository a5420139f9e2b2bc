import { z } from "zod";
import { RollcallError } from "../../core/errors.ts";
import { isPlainWord } from "../../http/plain-words.ts";
import { askGithub, type GithubReading, placeOf } from "./api.ts";

/** Which organisation answers, and as whom it is read. */
export interface Identity {
  readonly id: string;
  readonly title: string;
  /** Whose token it is. */
  readonly caller: { readonly id: number; readonly login: string };
  /** The rights of a classic token, sorted; undefined for a fine-grained one, which does not say. */
  readonly scopes?: readonly string[];
}

const Caller = z.object({ id: z.int(), login: z.string().regex(/^[A-Za-z0-9_-]{1,100}(\[bot\])?$/) });
const Organisation = z.object({ id: z.int(), login: z.string(), name: z.string().nullish() });
const Membership = z.object({ state: z.string(), role: z.string().nullish() });

/**
 * Asks whose token it is, which organisation it is, and whether the one is a member of the other. Throws `scope_missing` where
 * not: whoever is no member sees public members alone, which looks as if everybody else had left.
 */
export async function identify(reading: GithubReading): Promise<Identity> {
  const { organisation } = reading.settings;
  const whose = await askGithub(reading, {
    what: "user",
    path: "user",
    schema: Caller,
    absent: { code: "unauthorised", says: "GitHub does not know whose token it is" },
  });
  const scopes = scopesOf(whose.headers);
  if (scopes !== undefined) judgeScopes(reading, scopes);
  const found = await askGithub(reading, {
    what: "organisation",
    path: `orgs/${organisation}`,
    schema: Organisation,
    absent: {
      code: "wrong_workspace",
      says: "GitHub knows no organisation of this name, or the token may not see it; check the setting organisation",
    },
  });
  const { id, login, name } = found.value;
  await checkMembership(reading, whose.value.login);
  return {
    id: String(id),
    title: name || login,
    caller: whose.value,
    ...(scopes === undefined ? {} : { scopes }),
  };
}

/** Throws `scope_missing` where the token's owner is no active member. */
export async function checkMembership(reading: GithubReading, login: string): Promise<void> {
  const no =
    "whose token it is is no member of the organisation and sees its public members alone; use a token of a member";
  const { value } = await askGithub(reading, {
    what: "own membership",
    path: `orgs/${reading.settings.organisation}/memberships/${encodeURIComponent(login)}`,
    schema: Membership,
    absent: { code: "scope_missing", says: no },
  });
  if (value.state !== "active") throw new RollcallError("scope_missing", `${placeOf("own membership").place}: ${no}.`);
}

const NEEDED = new Set(["read:org", "write:org", "admin:org"]);

/** Throws `scope_missing` or `refused_scope`, naming the scopes and what to do. */
function judgeScopes({ settings }: GithubReading, granted: readonly string[]): void {
  if (!granted.some((scope) => NEEDED.has(scope))) {
    throw new RollcallError(
      "scope_missing",
      "The GitHub token lacks read:org (the members of the organisation); add it to the token.",
    );
  }
  const beyond = granted.filter((scope) => scope !== "read:org" && settings.allowScopes?.includes(scope) !== true);
  if (beyond.length === 0) return;
  const named = beyond.filter((scope) => KNOWN.has(scope) || isPlainWord(scope));
  const others = beyond.length - named.length;
  const list = [...named, ...(others === 0 ? [] : [`${others} more that the token's page on GitHub names`])].join(", ");
  throw new RollcallError(
    "refused_scope",
    `The GitHub token may do more than Rollcall needs: ${list}. Make one with read:org alone, or name them in allowScopes.`,
  );
}

/** https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps */
const KNOWN = new Set(
  (
    "repo repo:status repo_deployment public_repo repo:invite security_events admin:repo_hook write:repo_hook read:repo_hook " +
    "admin:org write:org admin:public_key write:public_key read:public_key admin:org_hook gist notifications user read:user " +
    "user:email user:follow project read:project delete_repo write:packages read:packages delete:packages admin:gpg_key " +
    "write:gpg_key read:gpg_key codespace workflow read:audit_log admin:enterprise read:enterprise"
  ).split(" "),
);

function scopesOf(headers: Headers): string[] | undefined {
  const text = headers.get("x-oauth-scopes");
  if (text === null) return undefined;
  return text
    .split(",")
    .map((scope) => scope.trim())
    .filter((scope) => /^[a-z0-9_:-]+$/.test(scope))
    .toSorted();
}
