import { openEmulatorStand, openGithubStand } from "../github/fake/stand.ts";
import { openGoogleStand } from "../google/fake/stand.ts";
import { openGraphStand } from "../graph/fake/stand.ts";
import { ldapStands } from "../ldap/fake/stand.ts";
import { openMattermostStand } from "../mattermost/fake/stand.ts";
import { openScimmyStand, openScimStand } from "../scim/fake/stand.ts";
import { openOktaStand } from "../okta/fake/stand.ts";
import { openSlackStand } from "../slack/fake/stand.ts";
import { openZulipStand } from "../zulip/fake/stand.ts";
import type { NotHere, Stand } from "../testing.ts";

/** How to open a stand of each connector; several where one kind of tool is several servers. */
export const openers: Readonly<Record<string, readonly (() => Promise<Stand | NotHere>)[]>> = {
  github: [openGithubStand, openEmulatorStand],
  google: [openGoogleStand],
  graph: [openGraphStand],
  ldap: ldapStands,
  mattermost: [openMattermostStand],
  scim: [openScimStand, openScimmyStand],
  okta: [openOktaStand],
  slack: [openSlackStand],
  zulip: [openZulipStand],
};
