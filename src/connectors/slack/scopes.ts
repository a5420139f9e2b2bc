import type { Scope } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { isPlainWord } from "../../http/plain-words.ts";
import type { SlackSettings } from "./settings.ts";

/** Slack grants it with every user token and organisation install; nobody can leave it out. */
const ALWAYS_GRANTED = "identify";

/** The scopes that these settings need, and those without which something named stays unseen. */
export function slackScopes(settings: Pick<SlackSettings, "fields" | "channels" | "groups">): Scope[] {
  const scopes: Scope[] = [
    { name: "users:read", why: "the list of accounts, and whether each is deactivated", required: true },
    { name: "users:read.email", why: "e-mail addresses, to join accounts with other sources", required: false },
    { name: "team:read", why: "the name of the workspace, for people", required: false },
  ];
  if (settings.fields !== undefined) {
    scopes.push({ name: "users.profile:read", why: "the custom profile fields of the settings", required: true });
  }
  if (settings.channels === true) {
    scopes.push({ name: "channels:read", why: "public channels and who is in them", required: true });
    scopes.push({ name: "groups:read", why: "the private channels that the app was invited to", required: false });
  }
  if (settings.groups === true) {
    scopes.push({ name: "usergroups:read", why: "user groups and who is in them", required: true });
  }
  return scopes;
}

/** Throws `scope_missing` or `refused_scope`, naming the scopes and what to do. */
export function judgeScopes(settings: SlackSettings, granted: readonly string[]): void {
  const wanted = slackScopes(settings);
  const missing = wanted.filter(({ name, required }) => required && !granted.includes(name));
  if (missing.length > 0) {
    const list = missing.map(({ name, why }) => `${name} (${why})`).join(", ");
    throw new RollcallError(
      "scope_missing",
      `The Slack token lacks ${list}; add it to the app and install the app again.`,
    );
  }
  const known = new Set([ALWAYS_GRANTED, ...wanted.map(({ name }) => name), ...(settings.allowScopes ?? [])]);
  const beyond = granted.filter((name) => !known.has(name));
  if (beyond.length > 0) {
    const named = beyond.filter(isPlainWord);
    const others = beyond.length - named.length;
    // A gateway may have put anything where Slack names scopes; what it is, the app's own page tells.
    const list = [...named, ...(others === 0 ? [] : [`${others} more that the app's page in Slack names`])].join(", ");
    throw new RollcallError(
      "refused_scope",
      `The Slack token may do more than Rollcall needs: ${list}. Remove these scopes from the app and ` +
        "install it again, or name them in allowScopes.",
    );
  }
}
