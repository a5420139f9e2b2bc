import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { RollcallError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";

export interface SigningKey {
  readonly key: KeyObject;
  /** As a JWK names itself. */
  readonly id?: string;
}

/**
 * The private key in a secret, as PEM or as a JWK. Throws `bad_secret`, of which nothing of the secret is a part.
 * @param what for the error: `private key of the Okta app`
 */
export function signingKey(secret: Secret, what: string): SigningKey {
  const text = secret.reveal().trim();
  try {
    if (!text.startsWith("{")) return { key: checked(createPrivateKey(text)) };
    const jwk = JSON.parse(text) as Record<string, unknown>;
    const id = jwk["kid"];
    return { key: checked(createPrivateKey({ key: jwk, format: "jwk" })), ...(typeof id === "string" ? { id } : {}) };
  } catch {
    // The message of whoever parses keys can hold a piece of one.
    throw new RollcallError(
      "bad_secret",
      `The value from ${secret.origin} is no ${what}: it has to be an RSA or P-256 key without a passphrase, as PEM (PKCS #8) or JWK.`,
    );
  }
}

function checked(key: KeyObject): KeyObject {
  algorithmOf(key);
  return key;
}

/** RFC 7518, 3.1. */
function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): "RS256" | "ES256" {
  if (asymmetricKeyType === "rsa") return "RS256";
  if (asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === "prime256v1") return "ES256";
  throw new TypeError("Neither RSA nor P-256.");
}

/** A signed JWT (RFC 7519), with which a client says who it is (RFC 7523). @param header what it holds beside `alg` and `typ` */
export function signedJwt(key: KeyObject, header: Readonly<Record<string, string>>, claims: object): string {
  const alg = algorithmOf(key);
  const signed = [{ alg, typ: "JWT", ...header }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  // A JWS has both numbers of an ECDSA signature one behind the other, and no DER (RFC 7518, 3.4).
  const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}
