import type { Scope } from "../../app/ports.ts";
import { SUBSCRIBED } from "./events.ts";

/**
 * The manifest of the internal app that reads a workspace, as YAML to paste into Slack ("From a manifest"), with these
 * scopes and no others, and the events that they allow.
 * @see https://docs.slack.dev/reference/app-manifest
 */
export function slackManifest(scopes: readonly Scope[]): string {
  const lines = scopes.map(({ name, why }) => `      - ${name} # ${why}`);
  const events = SUBSCRIBED.filter((type) => scopes.some(({ name }) => name === (NEEDS[type] ?? name)));
  return `# An internal app for your own workspace. It reads; it cannot write, and it sees no messages.
display_information:
  name: Rollcall
  description: Tells who was removed or deactivated, to those who may know
features:
  # Slack gives a token that does not depend on one person (xoxb-…) only to an app with a bot user.
  bot_user:
    display_name: Rollcall
    always_online: false
oauth_config:
  scopes:
    bot:
${lines.join("\n")}
settings:
  # true only for an Enterprise organisation that is read as a whole.
  org_deploy_enabled: false
  # Events need nothing else but an app-level token in the settings of Rollcall; without one none are sent. To have them
  # posted to Rollcall instead: false, and request_url: https://… under event_subscriptions.
  socket_mode_enabled: true
  event_subscriptions:
    bot_events:
${events.map((type) => `      - ${type}`).join("\n")}
  # Rollcall does not renew tokens; one that expired would leave it blind.
  token_rotation_enabled: false
`;
}

/** Slack takes no manifest with an event whose scope is not in it; the others need users:read, which is always there, or none. */
const NEEDS: Readonly<Record<string, string>> = { member_left_channel: "channels:read" };
