import { createHash, type KeyObject, X509Certificate } from "node:crypto";
import { z } from "zod";
import { lookedUp } from "../../app/secret-ref.ts";
import { RollcallError } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";
import type { Instant } from "../../core/time.ts";
import {
  type AccessToken,
  accessToken,
  clientAssertion,
  type Refusal,
  type TokenRequest,
} from "../../http/access-token.ts";
import { signingKey } from "../../http/jwt.ts";
import type { GraphReading } from "./api.ts";
import { apiOf, type GraphSettings, loginOf } from "./settings.ts";

const NEW_SECRET: Refusal = {
  code: "unauthorised",
  says: "the client secret is not the app's; copy the value of a secret, not its id, from Certificates & secrets",
};
const UNKNOWN_APP: Refusal = {
  code: "unauthorised",
  says: "the tenant has no such app; check clientId and tenant, and that an administrator has given consent",
};
const UNKNOWN_TENANT: Refusal = {
  code: "wrong_workspace",
  says: "Microsoft knows no such tenant; check the setting tenant",
};
const NEW_CERTIFICATE: Refusal = {
  code: "unauthorised",
  says: "the certificate is not one of the app registration, or has run out; upload it under Certificates & secrets",
};

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ["AADSTS7000215", NEW_SECRET],
  [
    "AADSTS7000222",
    { code: "unauthorised", says: "the client secret has run out; make a new one under Certificates & secrets" },
  ],
  ["AADSTS700016", UNKNOWN_APP],
  ["AADSTS7000229", UNKNOWN_APP],
  [
    "AADSTS7000112",
    { code: "unauthorised", says: "the app is switched off in the tenant; have an administrator switch it on again" },
  ],
  ["AADSTS90002", UNKNOWN_TENANT],
  ["AADSTS900023", UNKNOWN_TENANT],
  ["AADSTS700027", NEW_CERTIFICATE],
  ["AADSTS700023", NEW_CERTIFICATE],
  ["invalid_client", NEW_SECRET],
  ["unauthorized_client", UNKNOWN_APP],
]);

/** Who answers, and what the app may do. */
export interface Granted extends AccessToken {
  /** The tenant's id. */
  readonly tenant?: string;
}

/** The app's token: client credentials with a secret, or with an assertion that the certificate signs. */
export async function graphToken(reading: GraphReading): Promise<Granted> {
  const token = await accessToken(reading, tokenRequest(reading.settings));
  const claims = claimsOf(token.value);
  return {
    value: token.value,
    ...(claims?.roles === undefined ? {} : { scopes: claims.roles.toSorted() }),
    ...(claims?.tid === undefined ? {} : { tenant: claims.tid }),
  };
}

export function tokenRequest(settings: GraphSettings): TokenRequest {
  const { tenant, clientId, secret, certificate } = settings;
  const url = `${loginOf(settings)}${tenant}/oauth2/v2.0/token`;
  const scope = new URL("/.default", apiOf(settings)).href;
  const proof =
    certificate === undefined
      ? secretProof(lookedUp(secret ?? missing(), "client secret of the Microsoft app"))
      : certificateProof(lookedUp(certificate, "certificate of the Microsoft app"), clientId, url);
  return {
    tool: "Microsoft",
    url,
    key: `graph ${url} ${clientId}`,
    form: (now) => ({ client_id: clientId, scope, grant_type: "client_credentials", ...proof(now) }),
    refusals: REFUSALS,
    code: /AADSTS\d{1,9}/,
  };
}

function missing(): never {
  throw new RollcallError("bad_setting", "A directory of the kind graph needs either secret or certificate.");
}

type Proof = (now: Instant) => Readonly<Record<string, string>>;

function secretProof(secret: Secret): Proof {
  return () => ({ client_secret: secret.reveal() });
}

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
function certificateProof(secret: Secret, clientId: string, url: string): Proof {
  const { key, thumbprint } = certificateOf(secret);
  return (now) => clientAssertion(key, { clientId, url, header: { "x5t#S256": thumbprint } }, now);
}

function certificateOf(secret: Secret): { readonly key: KeyObject; readonly thumbprint: string } {
  const blocks = secret.reveal().match(/-----BEGIN ([A-Z ]+)-----[\s\S]*?-----END \1-----/g) ?? [];
  const certificate = blocks.find((block) => block.startsWith("-----BEGIN CERTIFICATE-----"));
  const key = blocks.find((block) => /^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(block));
  if (certificate === undefined || key === undefined) throw noCertificate(secret);
  let raw: Buffer;
  try {
    ({ raw } = new X509Certificate(certificate));
  } catch {
    throw noCertificate(secret);
  }
  return {
    key: signingKey(new Secret(key, secret.origin), "private key of a certificate").key,
    thumbprint: createHash("sha256").update(raw).digest("base64url"),
  };
}

function noCertificate({ origin }: Secret): RollcallError {
  return new RollcallError(
    "bad_secret",
    `The value from ${origin} is no certificate with its private key: it has to be a PEM that holds both.`,
  );
}

const Claims = z.object({
  tid: z.guid().optional().catch(undefined),
  roles: z
    .array(z.string().regex(/^[\w.-]{1,100}$/))
    .optional()
    .catch(undefined),
});

/**
 * What the token says of itself. Microsoft keeps its form open ("opaque to clients"), so that nothing depends on it but what can
 * be left out: the tenant's id and the app's rights.
 */
function claimsOf(token: string): z.output<typeof Claims> | undefined {
  try {
    return Claims.parse(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()));
  } catch {
    return undefined;
  }
}
