import type { Scope } from "../../app/ports.ts";
import { lookedUp } from "../../app/secret-ref.ts";
import { RollcallError } from "../../core/errors.ts";
import type { Secret } from "../../core/secret.ts";
import { accessToken, clientAssertion, forgetToken, type Refusal, type TokenRequest } from "../../http/access-token.ts";
import { signingKey } from "../../http/jwt.ts";
import type { OktaReading } from "./api.ts";
import { type OktaSettings, orgOf } from "./settings.ts";

const USERS = "okta.users.read";
const LOGS = "okta.logs.read";

export function oktaScopes({ events }: Pick<OktaSettings, "events">): readonly Scope[] {
  return [
    { name: USERS, why: "the list of users, and whether each is in use", required: true },
    ...(events === undefined
      ? []
      : [{ name: LOGS, why: "the System Log, which tells whose account has changed and who did it", required: true }]),
  ];
}

/** What Okta's endpoint answers: https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/ */
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  [
    "invalid_client",
    {
      code: "unauthorised",
      says: "the app is not there or not active, or has not this key; check clientId, keyId and the app's public keys",
    },
  ],
  [
    "invalid_scope",
    {
      code: "scope_missing",
      says: "the app has not been granted the scopes; grant them under Okta API Scopes of the app",
    },
  ],
  [
    "access_denied",
    {
      code: "unauthorised",
      says: "the app has no administrator role; give it one that may view users, and nothing else",
    },
  ],
  [
    "invalid_dpop_proof",
    { code: "unauthorised", says: "the app demands proof of possession (DPoP); switch that off for this app" },
  ],
  [
    "unauthorized_client",
    { code: "unauthorised", says: "the app may not use client credentials; make an API Services app" },
  ],
]);

/** What stands in the header `authorization`, and the scopes, where Okta says them. */
export interface Access {
  readonly header: string;
  readonly scopes?: readonly string[];
}

/** The app's token, or the API token as it is. */
export async function oktaAccess(reading: OktaReading): Promise<Access> {
  const { settings } = reading;
  if (settings.oauth === undefined) return { header: `SSWS ${apiTokenOf(settings)}` };
  const token = await accessToken(reading, tokenRequest(settings, settings.oauth));
  return { header: `Bearer ${token.value}`, ...(token.scopes === undefined ? {} : { scopes: token.scopes }) };
}

export function forgetAccess({ settings, clock }: OktaReading): void {
  if (settings.oauth !== undefined) forgetToken(clock, tokenRequest(settings, settings.oauth));
}

function apiTokenOf({ token }: OktaSettings): string {
  if (token === undefined) throw new RollcallError("bad_setting", "A directory of the kind okta needs oauth or token.");
  const secret: Secret = lookedUp(token, "API token of Okta");
  const value = secret.reveal();
  if (/^[A-Za-z0-9_-]{20,200}$/.test(value)) return value;
  throw new RollcallError(
    "refused_token",
    `The value from ${secret.origin} is no API token of Okta: it has to be the token alone, without SSWS before it.`,
  );
}

/** The private key says who asks (RFC 7523); asked for are the needed scopes and no other, so that no other is granted. */
function tokenRequest(
  settings: OktaSettings,
  { clientId, key, keyId }: NonNullable<OktaSettings["oauth"]>,
): TokenRequest {
  const url = `${orgOf(settings)}oauth2/v1/token`;
  const secret = lookedUp(key, "private key of the Okta app");
  const scope = oktaScopes(settings)
    .map(({ name }) => name)
    .join(" ");
  return {
    tool: "Okta",
    url,
    key: `okta ${url} ${clientId} ${scope}`,
    form: (now) => {
      const signing = signingKey(secret, "private key of the Okta app");
      const kid = keyId ?? signing.id;
      const header: Record<string, string> = kid === undefined ? {} : { kid };
      return {
        grant_type: "client_credentials",
        scope,
        ...clientAssertion(signing.key, { clientId, url, header }, now),
      };
    },
    refusals: REFUSALS,
  };
}
