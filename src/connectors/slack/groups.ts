import { z } from "zod";
import type { Group } from "../../core/directory/snapshot.ts";
import { callSlack, type SlackReading } from "./api.ts";
import type { Identity } from "./identity.ts";
import type { Memberships } from "./map.ts";

export interface GroupReading {
  readonly groups: readonly Group[];
  readonly memberships: Memberships;
}

const Groups = z.object({
  usergroups: z.array(
    z.object({ id: z.string().min(1), name: z.string().nullish(), users: z.array(z.string()).nullish() }),
  ),
});

/**
 * The user groups and who is in which; disabled groups are not listed. The method has no pages. Slack drops leavers from
 * their groups, so this restores them.
 */
export async function readGroups(reading: SlackReading, identity: Identity): Promise<GroupReading> {
  const groups = new Map<string, Group>();
  const memberships = new Map<string, Set<string>>();
  for (const workspace of identity.organisation ? identity.workspaces : [undefined]) {
    const params = { include_users: "true", ...(workspace === undefined ? {} : { team_id: workspace }) };
    const { value } = await callSlack(reading, "usergroups.list", params, Groups);
    for (const { id, name, users } of value.usergroups) {
      groups.set(id, { id, ...(name ? { name } : {}) });
      for (const user of users ?? []) memberships.set(user, (memberships.get(user) ?? new Set()).add(id));
    }
  }
  return {
    groups: [...groups.values()],
    memberships: new Map([...memberships].map(([user, ids]) => [user, [...ids].toSorted()])),
  };
}
