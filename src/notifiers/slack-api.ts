import { z } from "zod";
import type { HttpResponse, Sending } from "../app/ports.ts";
import { type ErrorCode, RollcallError } from "../core/errors.ts";
import { isPlainWord } from "../http/plain-words.ts";
import { rateLimited } from "../http/retry.ts";
import { requireSuccess } from "./http-answer.ts";

/** What is needed to make one call; part of every Sending. */
type Caller = Pick<Sending<unknown>, "clock" | "http" | "signal">;

export interface Slack {
  /** The address of the API with a slash at its end. */
  readonly api: string;
  readonly token: string;
}

/** Slack's answer: what was asked for, or its own word for why not, with the error that it amounts to. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly word: string; readonly needed: string | undefined; readonly error: RollcallError };

const Envelope = z.object({ ok: z.boolean(), error: z.string().nullish(), needed: z.string().nullish() });

/**
 * One call of the Slack API, made once.
 * @returns the answer as `schema` reads it, or Slack's refusal. Throws RollcallError `rate_limited`, `unauthorised`,
 * `unreachable`, `refused`, `gone`, `malformed` (an answer that is none), `interrupted`.
 */
export async function callSlack<T>(
  { clock, http, signal }: Caller,
  { api, token }: Slack,
  method: string,
  params: Readonly<Record<string, string>>,
  schema: z.ZodType<T>,
): Promise<Answer<T>> {
  const place = `Slack, ${method}`;
  const request = {
    url: new URL(method, api).href,
    method: "POST" as const,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      accept: "application/json",
    },
    body: new URLSearchParams(params).toString(),
  };
  const response = await http.send(request, signal);
  requireSuccess(response, place, clock.now());
  const json = readJson(response, place);
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) throw malformed(place, "the answer is not one of Slack's: it has no ok");
  if (envelope.data.ok) {
    const parsed = schema.safeParse(json);
    if (!parsed.success) throw malformed(place, "the answer has another shape than Slack documents");
    return { ok: true, value: parsed.data };
  }
  const word = wordOf(envelope.data.error);
  if (word === "ratelimited" || word === "rate_limited") throw rateLimited(response, place, clock.now());
  const needed = scopesIn(envelope.data.needed);
  return { ok: false, word, needed, error: refusal(place, word, needed) };
}

/** The value, or Slack's refusal thrown. */
export function orThrow<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw answer.error;
}

function readJson({ headers, body }: HttpResponse, place: string): unknown {
  if (body.length === 0) throw malformed(place, "the answer is empty");
  if (/\bhtml\b/i.test(headers.get("content-type") ?? "")) {
    throw malformed(place, "the answer is a web page, as a proxy or a login page gives");
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    // The parser's own message would repeat a piece of the body.
    throw malformed(place, "the answer is not valid JSON, or is cut off");
  }
}

function malformed(place: string, what: string): RollcallError {
  return new RollcallError("malformed", `${place}: ${what}; look at what stands between Rollcall and Slack.`);
}

/** What a stranger in between answers is not repeated unless it can be one of Slack's words. */
function wordOf(word: string | null | undefined): string {
  return word != null && (MEANINGS.has(word) || isPlainWord(word)) ? word : "no reason given";
}

function scopesIn(needed: string | null | undefined): string | undefined {
  return needed != null && needed.split(",").every(isPlainWord) ? needed : undefined;
}

interface Meaning {
  readonly code: ErrorCode;
  /** What it means and what to do, as the end of a sentence. */
  readonly says: string;
}

const NEW_TOKEN: Meaning = {
  code: "unauthorised",
  says: "the token is not valid any more; install the app again and use its token",
};
const DENIED: Meaning = {
  code: "unauthorised",
  says: "the workspace does not let this token in; ask an administrator to approve the app",
};
const NOT_THERE: Meaning = {
  code: "refused",
  says: "Slack knows no such channel, or the app is not in it; check the setting channel, and write /invite @Rollcall in the channel",
};
const CLOSED: Meaning = {
  code: "refused",
  says: "nobody can write in this channel any more; name another in the settings, or have it opened again",
};
const RESTRICTED: Meaning = {
  code: "refused",
  says: "the workspace does not let apps write in this channel; ask an administrator to allow it, or name another in the settings",
};
const OURS: Meaning = {
  code: "malformed",
  says: "Slack found the message not well-formed; this is a fault in Rollcall, please report it with this line",
};
const PASSING: Meaning = { code: "unreachable", says: "Slack could not answer; try again later" };
const UNKNOWN: Meaning = { code: "refused", says: "look the word up in Slack's documentation" };

/**
 * Slack's words, from the pages of the methods below https://docs.slack.dev/reference/methods/ (chat.postMessage,
 * chat.update, conversations.info) and, for msg_blocks_too_long, https://github.com/slackapi/bolt-js/issues/2509.
 */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...each(["invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"], NEW_TOKEN),
  ...each(["not_allowed_token_type"], NEW_TOKEN),
  ...each(["access_denied", "accesslimited", "org_login_required", "ekm_access_denied"], DENIED),
  ...each(["two_factor_setup_required", "enterprise_is_restricted", "team_access_not_granted"], DENIED),
  ...each(["channel_not_found", "not_in_channel", "no_permission", "channel_is_limited_access"], NOT_THERE),
  ...each(["is_archived", "is_inactive"], CLOSED),
  ...each(["restricted_action", "restricted_action_read_only_channel"], RESTRICTED),
  ...each(["restricted_action_thread_only_channel", "restricted_action_non_threadable_channel"], RESTRICTED),
  ...each(["msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "no_text"], OURS),
  ...each(["invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large"], OURS),
  ...each(["invalid_arguments", "invalid_arg_name", "invalid_charset", "invalid_form_data"], OURS),
  ...each(["invalid_post_type", "missing_post_type", "invalid_limit"], OURS),
  ...each(["fatal_error", "internal_error", "service_unavailable", "request_timeout"], PASSING),
  ...each(["team_added_to_org", "update_failed", "external_channel_migrating"], PASSING),
]);

function refusal(place: string, word: string, needed: string | undefined): RollcallError {
  if (word === "missing_scope") {
    const scope = needed ?? "one that Slack does not name";
    return new RollcallError(
      "unauthorised",
      `${place}: the token lacks the scope ${scope}; add it to the app and install the app again.`,
    );
  }
  const { code, says } = MEANINGS.get(word) ?? UNKNOWN;
  return new RollcallError(code, `${place}: Slack answered ok: false (${word}): ${says}.`);
}

function each(words: readonly string[], meaning: Meaning): [string, Meaning][] {
  return words.map((word) => [word, meaning]);
}
