import { randomBytes } from "node:crypto";
import { furthest, type OwnAudience, standing } from "../core/disclosure/grant.ts";
import { type ApiToken, hashOf, TOKEN_BYTES, tokenOf, tokenStands } from "../core/disclosure/token.ts";
import { NAMED_SCOPES, type Scope } from "../core/disclosure/viewer.ts";
import { RollcallError } from "../core/errors.ts";
import { hintAmong } from "../core/suggest.ts";
import { DAY, type Instant, iso, parseInstant } from "../core/time.ts";
import { ranOut } from "./destination.ts";
import type { Clock, Store } from "./ports.ts";

/** As long as nobody says otherwise. */
const USUAL = 90 * DAY;
const DAY_FORM = /^\d{4}-\d{2}-\d{2}$/;
const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;

interface Wanted {
  readonly name: string;
  readonly audience: string;
  readonly scopes: readonly Scope[];
  /** ISO day; in 90 days without it. */
  readonly until?: string;
}

interface Place {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Makes a token of an audience's right. Its making is on the record, and its secret is kept nowhere.
 * @returns the secret as well, which is to be shown once
 * @throws RollcallError `usage`; `bad_setting` where there is no such audience; `expired` where its right has ended
 */
export async function addToken(
  { store, clock }: Place,
  audiences: readonly OwnAudience[],
  wanted: Wanted,
): Promise<{ readonly token: ApiToken; readonly secret: string }> {
  const now = clock.now();
  const audience = audienceFor(audiences, wanted, now);
  const until = untilOf(wanted.until, now);
  if (!NAME.test(wanted.name)) {
    throw new RollcallError(
      "usage",
      "A token's name has 1 to 63 characters: lower-case letters, digits, - and _, the first a letter or digit.",
    );
  }
  const secret = tokenOf(randomBytes(TOKEN_BYTES));
  const token: ApiToken = {
    id: `t-${randomBytes(6).toString("hex")}`,
    name: wanted.name,
    hash: hashOf(secret),
    audience: audience.alias,
    scopes: [...new Set(wanted.scopes)].toSorted(),
    madeAt: now,
    until,
    usedOn: null,
    revokedAt: null,
  };
  await store.transaction(async (writer) => {
    const same = (await writer.tokens()).find((one) => one.name === wanted.name && one.revokedAt === null);
    if (same !== undefined) {
      throw new RollcallError("usage", `${wanted.name}: there is a token of this name; revoke it, or choose another.`);
    }
    await writer.putToken(token);
    const { id: what, audience: as } = token;
    await writer.record({ at: now, action: "token add", detail: { what, as, scopes: token.scopes.join(" "), until } });
  });
  return { token, secret };
}

/** @throws RollcallError `usage`, `bad_setting`, `expired` */
function audienceFor(audiences: readonly OwnAudience[], { audience, scopes }: Wanted, now: Instant): OwnAudience {
  const found = audiences.find(({ alias }) => alias === audience);
  if (found === undefined) {
    const known = audiences.map(({ alias }) => alias);
    const hint = hintAmong(audience, known, "; declare one under audiences: in the settings");
    throw new RollcallError("bad_setting", `--audience ${audience}: no audience of this alias${hint}`);
  }
  if (scopes.length === 0) throw new RollcallError("usage", "Say what the token is for, with --scope.");
  const beyond = found.sees === "counts" ? scopes.find((scope) => NAMED_SCOPES.includes(scope)) : undefined;
  if (beyond !== undefined) {
    throw new RollcallError(
      "usage",
      `--scope ${beyond}: is for audiences of names, and ${audience} may see counts alone.`,
    );
  }
  if (found.sees === "named" && standing(found, now) === "over") throw ranOut(found);
  return found;
}

function untilOf(written: string | undefined, now: Instant): string {
  const last = furthest(now);
  const until = written ?? iso(now + USUAL).slice(0, 10);
  const day = DAY_FORM.test(until) ? parseInstant(until) : undefined;
  if (day === undefined) throw new RollcallError("usage", `--until ${until}: give a day such as ${last}.`);
  if (day + DAY <= now) throw new RollcallError("usage", `--until ${until}: is over; give a later day.`);
  if (until > last) {
    throw new RollcallError("usage", `--until ${until}: is more than a year ahead; give ${last} at the latest.`);
  }
  return until;
}

/**
 * Ends a token, from its next use on.
 * @param which its id or its name
 * @throws RollcallError `not_found`
 */
export async function revokeToken({ store, clock }: Place, which: string): Promise<ApiToken> {
  return store.transaction(async (writer) => {
    const all = await writer.tokens();
    const found = all.find(({ id }) => id === which) ?? all.find((one) => one.name === which && one.revokedAt === null);
    if (found === undefined || found.revokedAt !== null) {
      throw new RollcallError("not_found", `${which}: there is no such token to revoke; rollcall token list has them.`);
    }
    const revoked = { ...found, revokedAt: clock.now() };
    await writer.putToken(revoked);
    await writer.record({
      at: revoked.revokedAt,
      action: "token revoke",
      detail: { what: found.id, as: found.audience },
    });
    return revoked;
  });
}

/**
 * The token of a secret, which is thereby used today.
 * @throws RollcallError `unauthorised` where it is none, or has ended
 */
export async function useToken({ store, clock }: Place, secret: string): Promise<ApiToken> {
  const now = clock.now();
  const found = await store.tokenOf(hashOf(secret));
  const stands = found && tokenStands(found, now);
  if (found === undefined || stands !== "holds") {
    const why = stands === undefined ? "is none of this Rollcall" : stands === "over" ? "has expired" : "was revoked";
    throw new RollcallError("unauthorised", `This token ${why}: have a new one made with rollcall token add.`);
  }
  const today = iso(now).slice(0, 10);
  if (found.usedOn === today) return found;
  await store.transaction(async (writer) => {
    // It may have been revoked meanwhile.
    const last = await writer.tokenOf(found.hash);
    if (last !== undefined) await writer.putToken({ ...last, usedOn: today });
  });
  return found;
}
