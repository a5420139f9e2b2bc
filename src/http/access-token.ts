import { type KeyObject, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Clock, HttpResponse, Reading } from "../app/ports.ts";
import { type ErrorCode, RollcallError } from "../core/errors.ts";
import { type Instant, MINUTE, SECOND } from "../core/time.ts";
import { exchange } from "./exchange.ts";
import { signedJwt } from "./jwt.ts";
import { malformed, parseAnswer, type Place, readJson } from "./json-answer.ts";
import { passingFailure } from "./retry.ts";

/** What a refusal of a token endpoint means (RFC 6749, 5.2), and what to do, as the end of a sentence. */
export interface Refusal {
  readonly code: Extract<ErrorCode, "unauthorised" | "scope_missing" | "wrong_workspace">;
  readonly says: string;
}

export interface TokenRequest {
  readonly tool: string;
  /** Of the token endpoint. */
  readonly url: string;
  /** Whose token it is, so that it is kept for the next call: everything that makes it another one. */
  readonly key: string;
  /** Made for each request, since assertions run out within minutes. @param now for the times in it */
  form(now: Instant): Readonly<Record<string, string>>;
  /** By the word in `error`, or by a code that the tool puts into `error_description`. */
  readonly refusals: ReadonlyMap<string, Refusal>;
  /** The tool's own code in `error_description`: `AADSTS7000215`. */
  readonly code?: RegExp;
}

export interface AccessToken {
  readonly value: string;
  /** What was granted, where the endpoint says it. */
  readonly scopes?: readonly string[];
}

const Granted = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,16384}$/),
  expires_in: z.coerce.number().min(0).max(1e9).optional(),
  scope: z.string().nullish(),
});
const Refused = z.object({ error: z.string(), error_description: z.string().nullish() });

/** Whose assertion it is, and for whom. */
interface Asserting {
  readonly clientId: string;
  /** Of the token endpoint. */
  readonly url: string;
  /** What stands in its head beside the algorithm: how the tool finds the public key. */
  readonly header: Readonly<Record<string, string>>;
}

/** What of the form says who asks, where a client has a key and no secret (RFC 7523, 2.2). */
export function clientAssertion(
  key: KeyObject,
  { clientId, url, header }: Asserting,
  now: Instant,
): Readonly<Record<string, string>> {
  const seconds = Math.floor(now / SECOND);
  const claims = {
    aud: url,
    iss: clientId,
    sub: clientId,
    jti: randomUUID(),
    iat: seconds,
    exp: seconds + (5 * MINUTE) / SECOND,
  };
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: signedJwt(key, header, claims),
  };
}

/** Where the endpoint does not say how long. */
const UNSTATED = 5 * MINUTE;
/** A token is renewed so long before its end: a call may have to wait for its turn. */
const MARGIN = 2 * MINUTE;

const kept = new WeakMap<Clock, Map<string, { readonly token: AccessToken; readonly until: Instant }>>();

/**
 * The access token of a client (RFC 6749, 4.4; RFC 7523), asked for when there is none that goes on being valid. Throws what its
 * refusals mean, `unauthorised` for one that is not known, `malformed`, `unreachable`.
 */
export async function accessToken(
  reading: Pick<Reading<unknown>, "clock" | "http" | "signal">,
  request: TokenRequest,
): Promise<AccessToken> {
  const { clock } = reading;
  const known = tokensOf(clock).get(request.key);
  if (known !== undefined && clock.now() < known.until - MARGIN) return known.token;
  const at: Place = { tool: request.tool, place: `${request.tool}, token` };
  const call = { key: `token ${request.key}`, rate: 30, place: at.place };
  const form = new URLSearchParams(request.form(clock.now())).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  return exchange(reading, call, { url: request.url, method: "POST", headers, body: form }, (response) => {
    const granted = parseAnswer(granting(response, request, at, clock.now()), Granted, at);
    const lasts = granted.expires_in === undefined ? UNSTATED : granted.expires_in * SECOND;
    const scopes = granted.scope?.split(/[ ,]+/).filter((scope) => /^[\w.:/-]{1,200}$/.test(scope));
    const token = { value: granted.access_token, ...(scopes === undefined ? {} : { scopes: scopes.toSorted() }) };
    tokensOf(clock).set(request.key, { token, until: clock.now() + lasts });
    return token;
  });
}

/** After the tool has refused it: the next reading asks for a new one. */
export function forgetToken(clock: Clock, { key }: Pick<TokenRequest, "key">): void {
  tokensOf(clock).delete(key);
}

function tokensOf(clock: Clock) {
  const tokens = kept.get(clock) ?? new Map<string, { readonly token: AccessToken; readonly until: Instant }>();
  kept.set(clock, tokens);
  return tokens;
}

function granting(response: HttpResponse, request: TokenRequest, at: Place, now: Instant): unknown {
  const passing = passingFailure(response, at.place, now);
  if (passing !== undefined) throw passing;
  const json = readJson(response);
  if (response.status >= 400 && response.status < 500) {
    const refused = Refused.safeParse(json.value);
    const code = refused.success ? request.code?.exec(refused.data.error_description ?? "")?.[0] : undefined;
    throw refusal(request, at, refused.success ? [code, refused.data.error] : [], response.status);
  }
  if (json.wrong !== undefined) throw malformed(at, `${json.wrong}${told(response.status)}`);
  return json.value;
}

/** Only words that are known are repeated: whoever stands in between may have put anything there. */
function refusal(
  { refusals }: TokenRequest,
  { place }: Place,
  words: readonly (string | undefined)[],
  status: number,
): RollcallError {
  const known = words.find((word) => word !== undefined && refusals.has(word));
  const meant = known === undefined ? undefined : refusals.get(known);
  if (known !== undefined && meant !== undefined)
    return new RollcallError(meant.code, `${place}: refused (${known}): ${meant.says}.`);
  // A code has the form that the tool's codes have; a word that is not known may be anything.
  const [code = `HTTP ${status}`] = words;
  return new RollcallError(
    "unauthorised",
    `${place}: refused (${code}); check the client, its key and what it may do.`,
  );
}

function told(status: number): string {
  return status === 200 ? "" : ` (HTTP ${status})`;
}
