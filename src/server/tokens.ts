import { ranOut } from "../app/destination.ts";
import type { Clock, Store } from "../app/ports.ts";
import { useToken } from "../app/tokens.ts";
import { type OwnAudience, standing } from "../core/disclosure/grant.ts";
import { isToken } from "../core/disclosure/token.ts";
import { viewerOf } from "../core/disclosure/viewer.ts";
import { RollcallError } from "../core/errors.ts";
import { type Authentication, bearerOf } from "./auth.ts";

interface TokenOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly audiences: readonly OwnAudience[];
}

/**
 * Programs show a token in the place of a session, and what they show counts alone: a cookie beside it does not. What a token may
 * know its audience may know now, and nothing once that is not declared any more or its right has ended.
 */
export function withTokens<A extends Authentication>(people: A, options: TokenOptions): A {
  const { clock, audiences } = options;
  return {
    ...people,
    identify: async (request) => {
      const secret = bearerOf(request);
      if (secret === undefined) return people.identify(request);
      // A slip of one letter is told without asking the store.
      if (!isToken(secret))
        throw new RollcallError("unauthorised", "This is no token of Rollcall: they begin with rc_.");
      const token = await useToken(options, secret);
      const audience = audiences.find(({ alias }) => alias === token.audience);
      if (audience === undefined) {
        throw new RollcallError("expired", `The audience ${token.audience} of this token is not declared any more.`);
      }
      if (audience.sees === "named" && standing(audience, clock.now()) === "over") throw ranOut(audience);
      return { viewer: viewerOf(audience, clock.now()), token: token.id, scopes: token.scopes };
    },
  };
}
