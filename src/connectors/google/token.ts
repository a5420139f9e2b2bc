import { z } from "zod";
import { lookedUp } from "../../app/secret-ref.ts";
import { RollcallError } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";
import { HOUR, SECOND } from "../../core/time.ts";
import type { Refusal, TokenRequest } from "../../http/access-token.ts";
import { signedJwt, signingKey } from "../../http/jwt.ts";
import { type GoogleSettings, tokenAddressOf } from "./settings.ts";

/** The one scope. */
export const SCOPE = "https://www.googleapis.com/auth/admin.directory.user.readonly";
/** What Google wants the assertion to be for, wherever a gateway stands. */
const AUDIENCE = "https://oauth2.googleapis.com/token";

const Key = z.object({
  type: z.literal("service_account"),
  client_email: z.email(),
  private_key: z.string().min(1),
  private_key_id: z.string().regex(/^[A-Za-z0-9]{1,100}$/),
});

/** https://developers.google.com/identity/protocols/oauth2/service-account#error-codes */
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  [
    "unauthorized_client",
    {
      code: "scope_missing",
      says:
        `the service account may not read users in anybody's name; enter its client id with the scope ${SCOPE} under ` +
        "Security, API controls, Domain-wide delegation of the Admin console, and wait some minutes",
    },
  ],
  [
    "invalid_grant",
    {
      code: "unauthorised",
      says: "the key was deleted, subject is nobody's address there, or this machine's clock is wrong; check the three",
    },
  ],
  [
    "access_denied",
    {
      code: "unauthorised",
      says: "an administrator has blocked the service account; have it allowed under API controls",
    },
  ],
  ["invalid_client", { code: "unauthorised", says: "the service account is not there any more; make a new key" }],
  ["disabled_client", { code: "unauthorised", says: "the service account is switched off; switch it on again" }],
]);

/** A JWT that the service account's key signs, in the administrator's name, for one scope and an hour. */
export function tokenRequest(settings: GoogleSettings): TokenRequest {
  const {
    client_email: account,
    private_key_id: id,
    ...key
  } = keyOf(lookedUp(settings.key, "key of a service account"));
  const url = tokenAddressOf(settings);
  return {
    tool: "Google",
    url,
    key: `google ${url} ${account} ${settings.subject} ${id}`,
    form: (now) => {
      const seconds = Math.floor(now / SECOND);
      const claims = {
        iss: account,
        sub: settings.subject,
        scope: SCOPE,
        aud: AUDIENCE,
        iat: seconds,
        exp: seconds + HOUR / SECOND,
      };
      return {
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        assertion: signedJwt(signingKey(key.secret, "private key of a service account").key, { kid: id }, claims),
      };
    },
    refusals: REFUSALS,
  };
}

function keyOf(secret: Secret) {
  let json: unknown;
  try {
    json = JSON.parse(secret.reveal());
  } catch {
    json = undefined;
  }
  const key = Key.safeParse(json);
  if (!key.success) {
    throw new RollcallError(
      "bad_secret",
      `The value from ${secret.origin} is no key of a service account: it has to be the JSON file that Google gave.`,
    );
  }
  const { private_key, ...rest } = key.data;
  return { ...rest, secret: new Secret(private_key, secret.origin) };
}
