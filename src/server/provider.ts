import * as oidc from "openid-client";
import { z } from "zod";
import type { Clock } from "../app/ports.ts";
import { defined } from "../core/defined.ts";
import { RollcallError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { HOUR, type Instant } from "../core/time.ts";

/** How Rollcall is known at an identity provider, and what it asks there. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: Secret;
  readonly scopes: readonly string[];
  /** The claim that has the groups of whoever signs in. */
  readonly groups: string;
  /** The claim by which they are found among the accounts; a verified e-mail address without it. */
  readonly account?: string;
}

/** What is remembered of a sign-in that has begun, until it comes back: by it alone can it be brought to its end. */
export interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who signed in, as the provider says. */
export interface Person {
  /** The issuer and its name for them, which are theirs alone together (OpenID Connect Core 1.0, 2). */
  readonly key: string;
  readonly groups: readonly string[];
  /** An e-mail address or an id, where there is one that can be relied on. */
  readonly account?: string;
}

export interface Provider {
  /** @returns where to send them */
  readonly begin: (back: string) => Promise<{ readonly url: URL; readonly begun: Begun }>;
  /**
   * @param answer the address at which they came back, with the provider's answer in it
   * @throws RollcallError `refused` where what came back is not of this sign-in, or not the provider's; `unreachable`
   */
  readonly finish: (answer: URL, begun: Begun) => Promise<Person>;
}

/** Keys and addresses of a provider change now and then; keys that are not known yet are asked for at once. */
const KNOWN_FOR = 24 * HOUR;
/** Two machines' clocks are not the same; in seconds. */
const TOLERANCE = 30;

/** @param ask as `fetch`: the only way from here to the outside */
export function createProvider(settings: ProviderSettings, ask: oidc.CustomFetch, clock: Pick<Clock, "now">): Provider {
  let known: { readonly at: Instant; readonly configuration: Promise<oidc.Configuration> } | undefined;
  /** It is asked when somebody signs in first, not when Rollcall starts: a provider that is down keeps nobody from watching. */
  const configuration = (): Promise<oidc.Configuration> => {
    const now = clock.now();
    if (known === undefined || now - known.at > KNOWN_FOR) {
      const asked = discovered(settings, ask);
      known = { at: now, configuration: asked };
      asked.catch(() => (known = undefined));
    }
    return known.configuration;
  };
  return {
    begin: async (back) => {
      try {
        const begun = {
          state: oidc.randomState(),
          nonce: oidc.randomNonce(),
          verifier: oidc.randomPKCECodeVerifier(),
        };
        const url = oidc.buildAuthorizationUrl(await configuration(), {
          redirect_uri: back,
          scope: settings.scopes.join(" "),
          state: begun.state,
          nonce: begun.nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(begun.verifier),
          code_challenge_method: "S256",
        });
        return { url, begun };
      } catch (error) {
        throw understood(error);
      }
    },
    finish: async (answer, { state, nonce, verifier }) => {
      try {
        const config = await configuration();
        const tokens = await oidc.authorizationCodeGrant(config, answer, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new RollcallError("refused", NOT_ACCEPTED);
        return personOf(settings, await wholeClaims(config, settings, claims, tokens.access_token));
      } catch (error) {
        throw understood(error);
      }
    },
  };
}

async function discovered(settings: ProviderSettings, ask: oidc.CustomFetch): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = settings;
  const url = new URL(issuer);
  return oidc.discovery(
    url,
    clientId,
    { [oidc.clockTolerance]: TOLERANCE },
    clientSecret === undefined ? oidc.None() : secretly(clientSecret.reveal()),
    {
      [oidc.customFetch]: ask,
      execute: [
        // That a token came over TLS says who sent it, not who made it.
        oidc.enableNonRepudiationChecks,
        ...(url.protocol === "http:" ? [oidc.allowInsecureRequests] : []),
      ],
    },
  );
}

/** In the way that every provider has to know (RFC 6749, 2.3.1), unless it says that it knows only the other. */
function secretly(secret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...call) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (ways.includes("client_secret_basic") ? basic : post)(server, ...call);
  };
}

type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

/** Some providers say of groups and addresses only when they are asked about the person. */
async function wholeClaims(
  config: oidc.Configuration,
  { groups, account = "email" }: ProviderSettings,
  claims: oidc.IDToken,
  accessToken: string,
): Promise<Claims> {
  const lacking = [groups, account].some((name) => claims[name] === undefined);
  if (!lacking || config.serverMetadata().userinfo_endpoint === undefined) return claims;
  const more = await oidc.fetchUserInfo(config, accessToken, claims.sub);
  return { ...more, ...claims };
}

const listed = z.union([z.array(z.string()), z.string().transform((one) => [one])]);
const address = z.string().trim().min(1);

/** @throws RollcallError `refused` where the provider left the groups out because there are too many */
function personOf({ groups, account }: ProviderSettings, claims: Claims): Person {
  // Microsoft Entra names more than 200 groups by where to ask for them.
  if (claims[groups] === undefined && Object.hasOwn(Object(claims["_claim_names"]), groups)) {
    throw new RollcallError(
      "refused",
      "You are in more groups than your identity provider tells: whoever looks after it can have it tell those alone that are assigned to Rollcall.",
    );
  }
  const found =
    account === undefined
      ? claims["email_verified"] === true
        ? address.safeParse(claims["email"]).data
        : undefined
      : address.safeParse(claims[account]).data;
  return {
    key: JSON.stringify([claims.iss, claims.sub]),
    groups: listed.safeParse(claims[groups]).data ?? [],
    ...defined({ account: found }),
  };
}

const NOT_ACCEPTED = "What came back from your identity provider was not accepted: begin again.";

/** An error of the library as one that may be shown: its texts hold parts of tokens. */
function understood(error: unknown): RollcallError {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one instanceof RollcallError) {
      if (one.code !== "unreachable") return one;
      return new RollcallError("unreachable", "Your identity provider cannot be reached now: try again in a while.");
    }
  }
  const code = codeOf(error);
  if (code === "access_denied") {
    return new RollcallError("refused", "Your identity provider did not let you in, or you stopped there.");
  }
  return new RollcallError("refused", code === undefined ? NOT_ACCEPTED : `${NOT_ACCEPTED.slice(0, -1)} (${code}).`);
}

/** `OAUTH_JWT_CLAIM_COMPARISON_FAILED`, `invalid_grant`: words of the protocol, with nothing of anybody in them. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError) {
    return /^[a-z_]{1,40}$/.test(error.error) ? error.error : undefined;
  }
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z_]{1,60}$/.test(code) ? code : undefined;
}
