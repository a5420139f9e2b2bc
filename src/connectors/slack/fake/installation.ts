import type { Instant } from "../../../core/time.ts";
import type { Acts } from "./acts.ts";
import { adminOf } from "./audit.ts";
import type { Token } from "./call.ts";
import type { Feed } from "./feed.ts";
import type { Service } from "./server.ts";

/** What can happen to the app itself, at once. */
export interface Installation {
  /** The app is gone: its tokens are dead, `app_uninstalled` is the last event. */
  uninstallApp(): void;
  /** Who installed the app is deactivated: its tokens answer `account_inactive`, and events end without a word about it. */
  deactivateInstaller(): void;
  /** Somebody who stays installs the app again: the same tokens are good. */
  installAgain(): void;
  /** Takes a workspace of the organisation from the app (`team_access_revoked`), or gives it back. */
  withhold(workspace: string): void;
  grant(workspace: string): void;
  /** @param error what every call with it gets from now on: `token_revoked` (which is told as an event) or another. */
  revokeToken(token: string, error?: string): void;
}

interface Parts {
  readonly service: Service;
  readonly token: Token;
  readonly appToken: Token;
  readonly auditToken: Token;
  readonly feed: Feed;
  readonly acts: Acts;
  readonly now: () => Instant;
}

export function createInstallation(parts: Parts): Installation {
  const { service, token, appToken, auditToken, feed, acts, now } = parts;
  const { world, withheld } = service;
  const bot = [world.app.id];
  const note = (act: string): void => void world.truth.push({ at: now(), act, user: "" });
  const refuseWith = (error: string): void => {
    token.refusedWith = error;
    auditToken.refusedWith = "token_revoked";
  };
  return {
    uninstallApp: () => {
      note("uninstallApp");
      feed.own("tokens_revoked", { tokens: { oauth: [], bot } }, now());
      feed.own("app_uninstalled", {}, now());
      feed.installed = false;
      refuseWith("account_inactive");
    },
    deactivateInstaller: () => {
      acts.deactivate(adminOf(world).id);
      note("deactivateInstaller");
      refuseWith("account_inactive");
    },
    installAgain: () => {
      note("installAgain");
      feed.installed = true;
      for (const one of [token, appToken, auditToken]) one.refusedWith = undefined;
    },
    withhold: (workspace) => {
      withheld.add(workspace);
      feed.own("team_access_revoked", { team_ids: [workspace] }, now());
    },
    grant: (workspace) => {
      withheld.delete(workspace);
      feed.own("team_access_granted", { team_ids: [workspace] }, now());
    },
    revokeToken: (value, error = "token_revoked") => {
      const known = service.tokens.get(value);
      if (known === undefined) return;
      known.refusedWith = error;
      if (error !== "token_revoked") return;
      // By whose they were: bot tokens and user tokens; nothing tells of an app-level token, or of another app's.
      if (known === token) feed.own("tokens_revoked", { tokens: { oauth: [], bot } }, now());
      if (known === auditToken) feed.own("tokens_revoked", { tokens: { oauth: [adminOf(world).id], bot: [] } }, now());
    },
  };
}
