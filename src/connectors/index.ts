import type { Connector } from "../app/ports.ts";
import { fileConnector } from "./file/connector.ts";
import { github } from "./github/index.ts";
import { google } from "./google/index.ts";
import { graph } from "./graph/index.ts";
import { guidOf } from "./ldap/entry.ts";
import { ldap } from "./ldap/index.ts";
import { endedBy } from "./ldap/status.ts";
import { mattermost } from "./mattermost/index.ts";
import { scim } from "./scim/index.ts";
import { okta } from "./okta/index.ts";
import { slack } from "./slack/index.ts";
import { mapSlackUser } from "./slack/map.ts";
import { zulip } from "./zulip/index.ts";

/** Every tool whose user list can be read: one line each. */
export const connectors: readonly Connector[] = [
  // In the order in which they are offered.
  slack,
  ldap,
  graph,
  google,
  okta,
  scim,
  github,
  mattermost,
  zulip,
  fileConnector({ mapSlackUser, ldap: { guidOf, endedBy } }),
];
