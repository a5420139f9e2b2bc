import { z } from "zod";
import type { HttpResponse, Reading } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import { accessToken, forgetToken } from "../../http/access-token.ts";
import { exchange } from "../../http/exchange.ts";
import { malformed, parseAnswer, type Place, readJson } from "../../http/json-answer.ts";
import { passingFailure, rateLimited } from "../../http/retry.ts";
import { apiOf, type GoogleSettings, paceOf } from "./settings.ts";
import { SCOPE, tokenRequest } from "./token.ts";

export type GoogleReading = Reading<GoogleSettings>;

/** What was asked for by its id is not there. */
export class NotThere extends RollcallError {
  constructor({ place }: Place) {
    super("malformed", `${place}: Google answered that it is not there (HTTP 404); check the address of the API.`);
  }
}

export function placeOf(what: string, page?: number): Place {
  return { tool: "Google", place: page === undefined ? `Google, ${what}` : `Google, ${what}, page ${page}` };
}

/** One call of the Directory API, within the pace and tried again where that can help. @throws NotThere, RollcallError */
export async function callGoogle<T>(
  reading: GoogleReading,
  at: Place,
  path: string,
  params: Readonly<Record<string, string>>,
  schema: z.ZodType<T>,
): Promise<T> {
  const { settings, clock, directory } = reading;
  const grant = tokenRequest(settings);
  const { value: token } = await accessToken(reading, grant);
  const url = `${apiOf(settings)}admin/directory/v1/${path}?${new URLSearchParams(params).toString()}`;
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const pace = { key: `google ${directory}`, rate: paceOf(settings).perMinute, place: at.place };
  return exchange(reading, pace, { url, method: "GET", headers }, (response) => {
    if (response.status === 401) forgetToken(clock, grant);
    return parseAnswer(readAnswer(response, at, clock.now()), schema, at);
  });
}

const Failure = z.object({
  error: z.object({ errors: z.array(z.object({ reason: z.string() })).optional() }),
});

/** Google answers with 403 what others answer with 429: https://developers.google.com/admin-sdk/directory/v1/limits */
const LIMITS = new Set(["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"]);

const SAYS: ReadonlyMap<string, string> = new Map([
  ["accessNotConfigured", "switch the Admin SDK API on in the project of the service account"],
  ["domainCannotUseApis", "switch API access on in the Admin console"],
  ["forbidden", "the administrator of subject may not read users; give them a role that may, and nothing else"],
  ["notAuthorized", "the administrator of subject may not read users; give them a role that may, and nothing else"],
]);

function readAnswer(response: HttpResponse, at: Place, now: Instant): unknown {
  const passing = passingFailure(response, at.place, now);
  if (passing !== undefined) throw passing;
  const { status } = response;
  const json = readJson(response);
  const failure = Failure.safeParse(json.value);
  const reason = failure.success ? failure.data.error.errors?.[0]?.reason : undefined;
  if (status === 403 && reason !== undefined && LIMITS.has(reason)) throw rateLimited(response, at.place, now);
  if (status === 401) {
    throw new RollcallError(
      "unauthorised",
      `${at.place}: the token was refused (HTTP 401); check the service account.`,
    );
  }
  if (status === 403) {
    const says = reason === undefined ? undefined : SAYS.get(reason);
    if (says !== undefined) throw new RollcallError("unauthorised", `${at.place}: refused (${reason}): ${says}.`);
    throw new RollcallError(
      "scope_missing",
      `${at.place}: the service account may not read this (HTTP 403); let it have the scope ${SCOPE} in domain-wide delegation.`,
    );
  }
  if (status === 404) throw new NotThere(at);
  const told = status === 200 ? "" : ` (HTTP ${status})`;
  if (json.wrong !== undefined) throw malformed(at, `${json.wrong}${told}`);
  if (status !== 200) throw malformed(at, `the answer is an error${told}`);
  return json.value;
}
