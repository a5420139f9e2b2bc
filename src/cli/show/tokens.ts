import { type ApiToken, tokenStands } from "../../core/disclosure/token.ts";
import { type Instant, iso } from "../../core/time.ts";

/** A token without its secret, of which nothing is known. */
export function tokenJson(token: ApiToken, now: Instant): object {
  const { id, name, audience, scopes, madeAt, until, usedOn, revokedAt } = token;
  return {
    id,
    name,
    audience,
    scopes,
    madeAt: iso(madeAt),
    until,
    usedOn,
    revokedAt: revokedAt === null ? null : iso(revokedAt),
    stands: tokenStands(token, now),
  };
}
