import { type ErrorCode, RollcallError } from "../../core/errors.ts";
import { isPlainWord } from "../../http/plain-words.ts";

/** Slack's `ok: false`, with its own word for the reason. */
export class SlackRefusal extends RollcallError {
  readonly word: string;

  constructor(code: ErrorCode, word: string, message: string) {
    super(code, message);
    this.word = word;
  }
}

export interface Meaning {
  readonly code: ErrorCode;
  /** What it means and what to do, as the end of a sentence. */
  readonly says: string;
}

const NEW_TOKEN: Meaning = {
  code: "unauthorised",
  says: "the token is not valid; install the app again and use its token",
};
const REVOKED: Meaning = {
  code: "unauthorised",
  says: "the token was revoked; install the app again and use its new token",
};
const INACTIVE: Meaning = {
  code: "unauthorised",
  says:
    "who installed the app was deactivated, or the app was removed; have somebody who stays install it again, and use its " +
    "new token",
};
const EXPIRED: Meaning = {
  code: "unauthorised",
  says: "the token has expired; switch token rotation off, install the app again and use its new token",
};
const DENIED: Meaning = {
  code: "unauthorised",
  says: "the workspace does not let this token in; ask an administrator to approve the app",
};
const PASSING: Meaning = { code: "unreachable", says: "Slack could not answer; try again later" };

/** Slack's common error words: https://docs.slack.dev/reference/methods/users.list and the pages of the other methods. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...each(["invalid_auth", "not_authed"], NEW_TOKEN),
  ["token_revoked", REVOKED],
  ["token_expired", EXPIRED],
  ["account_inactive", INACTIVE],
  ...each(
    [
      "no_permission",
      "access_denied",
      "accesslimited",
      "org_login_required",
      "ekm_access_denied",
      "two_factor_setup_required",
      "enterprise_is_restricted",
      "team_access_not_granted",
      "user_is_restricted",
      "user_is_bot",
    ],
    DENIED,
  ),
  ...each(["not_allowed_token_type"], {
    code: "unauthorised",
    says: "this kind of token may not make the call; use the bot token (xoxb-…) of an internal app",
  }),
  ...each(["team_not_found"], {
    code: "wrong_workspace",
    says: "the token knows no such workspace; check the setting workspace and where the app is installed",
  }),
  ...each(["fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"], PASSING),
]);

const UNKNOWN: Meaning = {
  code: "malformed",
  says: "Slack refused the call; look the word up in Slack's documentation",
};

/**
 * @param needed what Slack names as the missing scope
 * @param own what words mean here that mean something else, or nothing, elsewhere
 */
export function refusal(
  place: string,
  word: string | undefined,
  needed: string | undefined,
  own: ReadonlyMap<string, Meaning> = new Map(),
): SlackRefusal {
  // What a stranger in between answers is not repeated unless it can be one of Slack's words.
  const isSlacks = word !== undefined && (MEANINGS.has(word) || own.has(word) || isPlainWord(word));
  const known = isSlacks ? word : "no reason given";
  const meant = own.get(known);
  if (known === "missing_scope" && meant === undefined) {
    const scope =
      needed !== undefined && needed.split(",").every(isPlainWord) ? needed : "one that Slack does not name";
    const message = `${place}: the token lacks the scope ${scope}; add it to the app and install the app again.`;
    return new SlackRefusal("scope_missing", known, message);
  }
  const { code, says } = meant ?? MEANINGS.get(known) ?? UNKNOWN;
  return new SlackRefusal(code, known, `${place}: Slack answered ok: false (${known}): ${says}.`);
}

export function each(words: readonly string[], meaning: Meaning): [string, Meaning][] {
  return words.map((word) => [word, meaning]);
}
