import type { Kind } from "../app/kinds.ts";
import type { Connector } from "../app/ports.ts";

/** Every tool whose user list can be read: one line each, in the order in which they are offered. */
export const connectorKinds: readonly Kind<Connector>[] = [
  { kind: "slack", load: async () => (await import("./slack/index.ts")).slack },
  { kind: "ldap", load: async () => (await import("./ldap/index.ts")).ldap },
  { kind: "graph", load: async () => (await import("./graph/index.ts")).graph },
  { kind: "google", load: async () => (await import("./google/index.ts")).google },
  { kind: "okta", load: async () => (await import("./okta/index.ts")).okta },
  { kind: "scim", load: async () => (await import("./scim/index.ts")).scim },
  { kind: "github", load: async () => (await import("./github/index.ts")).github },
  { kind: "mattermost", load: async () => (await import("./mattermost/index.ts")).mattermost },
  { kind: "zulip", load: async () => (await import("./zulip/index.ts")).zulip },
  { kind: "file", load: file },
];

/** A dump may be of a tool, whose connector knows how to read it. */
async function file(): Promise<Connector> {
  const { fileConnector } = await import("./file/connector.ts");
  const { guidOf } = await import("./ldap/entry.ts");
  const { endedBy } = await import("./ldap/status.ts");
  const { slackUsers } = await import("./slack/map.ts");
  return fileConnector({ slack: slackUsers, ldap: { guidOf, endedBy } });
}
