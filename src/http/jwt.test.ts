import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Secret } from "../core/secret.ts";
import { signedJwt, signingKey } from "./jwt.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = (key: (typeof rsa)["privateKey"]) => key.export({ type: "pkcs8", format: "pem" }).toString();
const secret = (text: string) => new Secret(text, "file key.pem");

describe("a signed assertion", () => {
  it.each([
    ["RS256", pem(rsa.privateKey), rsa.publicKey],
    ["ES256", pem(ec.privateKey), ec.publicKey],
    ["RS256", JSON.stringify(rsa.privateKey.export({ format: "jwk" })), rsa.publicKey],
    ["ES256", JSON.stringify(ec.privateKey.export({ format: "jwk" })), ec.publicKey],
  ])(
    "is signed by %s as whoever verifies it expects, with the header and the claims that were given",
    (alg, text, key) => {
      const jwt = signedJwt(signingKey(secret(text), "key").key, { kid: "one" }, { sub: "app" });
      const [head = "", body = "", signature = ""] = jwt.split(".");
      const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
      expect(decoded(head)).toEqual({ alg, typ: "JWT", kid: "one" });
      expect(decoded(body)).toEqual({ sub: "app" });
      const verifying = {
        key: createPublicKey(key.export({ type: "spki", format: "pem" })),
        dsaEncoding: "ieee-p1363",
      } as const;
      const signed = Buffer.from(signature, "base64url");
      expect(verify("sha256", Buffer.from(`${head}.${body}`), verifying, signed)).toBe(true);
      expect(verify("sha256", Buffer.from(`${head}.${body}x`), verifying, signed)).toBe(false);
    },
  );

  it("has the id that a JWK gives itself", () => {
    const jwk = { ...rsa.privateKey.export({ format: "jwk" }), kid: "mine" };
    expect(signingKey(secret(JSON.stringify(jwk)), "key").id).toBe("mine");
    expect(signingKey(secret(pem(rsa.privateKey)), "key")).not.toHaveProperty("id");
  });

  it.each([
    ["no key", "hello"],
    ["a public key", rsa.publicKey.export({ type: "spki", format: "pem" }).toString()],
    ["a key of another curve", pem(generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey)],
    [
      "a key with a passphrase",
      rsa.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString(),
    ],
    ["half a JWK", '{"kty":"RSA","n":"hello"'],
  ])("is not made with %s, and the error says where it came from and nothing of it", (_, text) => {
    expect(() => signingKey(secret(text), "private key of the app")).toThrow(
      /^The value from file key\.pem is no private key of the app: it has to be [^\n]*\.$/,
    );
    try {
      signingKey(secret(text), "private key of the app");
    } catch (error) {
      expect(error).toMatchObject({ code: "bad_secret" });
      expect(error).not.toHaveProperty("cause");
      expect(String(error)).not.toMatch(/hello|BEGIN/);
    }
  });
});
