// An identity provider that is not ours, and a browser that keeps cookies as browsers do.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { z } from "zod";

/** It comes without types, so that the compiler is not to look for them. */
const LIBRARY: string = "oidc-provider";
const library = z.object({ Provider: z.custom<new (issuer: string, configuration: object) => Instance>() });
interface Instance {
  callback(): (request: unknown, response: unknown) => void;
}

export const CLIENT = { id: "rollcall", secret: "a-secret-of-the-test-and-of-nothing-else" };

interface Account {
  groups: readonly string[];
  email?: string;
  verified?: boolean;
}

/** Somebody's account at the provider, whose groups can change. */
export interface RealProvider {
  readonly issuer: string;
  readonly accounts: Map<string, Account>;
  readonly close: () => Promise<void>;
}

/** Panva's certified provider, on loopback, with its own pages for signing in. @param back where it may lead back to */
export async function startProvider(back: string): Promise<RealProvider> {
  const { Provider } = library.parse(await import(LIBRARY));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, Account>();
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [back] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], groups: ["groups"] },
    scopes: ["openid", "email", "groups"],
    // Told in the token itself, as Entra, Okta and Keycloak do.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ["of the test"] },
    findAccount: (_: unknown, sub: string) => {
      const account = accounts.get(sub);
      if (account === undefined) return undefined;
      const { groups, email, verified } = account;
      return { accountId: sub, claims: async () => ({ sub, groups, email, email_verified: verified }) };
    },
  });
  server.on("request", provider.callback());
  return {
    issuer,
    accounts,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Cookies of one person's browser, of several sites. */
export function createBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (origin: string): Map<string, string> => {
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  };
  return {
    forget: (): void => jars.clear(),
    cookies: (origin: string): string => [...jarOf(origin)].map(([name, value]) => `${name}=${value}`).join("; "),
    keep: (origin: string, response: Response): void => {
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ""] = cookie.split(";");
        const at = pair.indexOf("=");
        const gone = /max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie);
        if (gone) jarOf(origin).delete(pair.slice(0, at));
        else jarOf(origin).set(pair.slice(0, at), pair.slice(at + 1));
      }
    },
  };
}
export type Browser = ReturnType<typeof createBrowser>;

/** Signs in at the provider's own pages as somebody. @returns the address that it leads back to */
export async function signInAt(start: string, as: string, browser: Browser): Promise<URL> {
  const { origin } = new URL(start);
  let at = start;
  let form: Record<string, string> | undefined;
  for (let steps = 0; steps < 20; steps++) {
    const response = await fetch(at, {
      redirect: "manual",
      headers: { cookie: browser.cookies(origin) },
      ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
    });
    browser.keep(origin, response);
    const location = response.headers.get("location");
    form = undefined;
    if (location !== null) {
      const next = new URL(location, at);
      if (next.origin !== origin) return next;
      at = next.href;
      continue;
    }
    const page = await response.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    if (action === undefined)
      throw new Error(`the provider shows no form (HTTP ${response.status}): ${page.slice(0, 300)}`);
    at = new URL(action, at).href;
    form = page.includes('name="login"') ? { prompt: "login", login: as, password: "any" } : { prompt: "consent" };
  }
  throw new Error("the provider leads in circles");
}

export interface Forged {
  readonly issuer: string;
  /** What its next token says, by the nonce that was asked for; `header` and whether it is signed with a key of another. */
  token: (asked: { readonly nonce: string; readonly claims: Record<string, unknown> }) => {
    readonly claims: Record<string, unknown>;
    readonly alg?: string;
    readonly foreignKey?: boolean;
  };
  readonly close: () => Promise<void>;
}

/** A provider that says in its tokens whatever a test wants. */
export async function startForged(): Promise<Forged> {
  const make = (): KeyPair => generateKeyPairSync("rsa", { modulusLength: 2048 });
  const [own, foreign] = [make(), make()];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", forged.issuer);
    const json = (body: object): void => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const metadata = {
      issuer: forged.issuer,
      authorization_endpoint: `${forged.issuer}/auth`,
      token_endpoint: `${forged.issuer}/token`,
      jwks_uri: `${forged.issuer}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256", "none"],
    };
    if (url.pathname === "/.well-known/openid-configuration") return json(metadata);
    if (url.pathname === "/keys") {
      return json({
        keys: [{ ...createPublicKey(own.privateKey).export({ format: "jwk" }), kid: "k", use: "sig", alg: "RS256" }],
      });
    }
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      // The code is the nonce that was asked for.
      const nonce = new URLSearchParams(body).get("code") ?? "";
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: forged.issuer,
        aud: CLIENT.id,
        sub: "somebody",
        iat: now,
        exp: now + 300,
        nonce,
        groups: ["sg-identity"],
      };
      const said = forged.token({ nonce, claims });
      const key = said.foreignKey === true ? foreign.privateKey : own.privateKey;
      json({ access_token: "x", token_type: "Bearer", id_token: jwt(said.claims, said.alg ?? "RS256", key) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const forged: Forged = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: ({ claims }) => ({ claims }),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return forged;
}

interface KeyPair {
  readonly privateKey: KeyObject;
}

function jwt(claims: object, alg: string, key: KeyObject): string {
  const part = (of: object): string => Buffer.from(JSON.stringify(of)).toString("base64url");
  const text = `${part({ alg, kid: "k", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${alg === "none" ? "" : sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}
