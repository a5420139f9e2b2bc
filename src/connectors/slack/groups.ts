import { z } from "zod";
import { callSlack, type SlackReading } from "./api.ts";
import type { Identity } from "./identity.ts";
import type { Memberships } from "./map.ts";

const Groups = z.object({
  usergroups: z.array(z.object({ id: z.string().min(1), users: z.array(z.string()).nullish() })),
});

/** Who is in which user group. The method has no pages. Slack drops leavers from their groups, so this restores them. */
export async function readGroups(reading: SlackReading, identity: Identity): Promise<Memberships> {
  const memberships = new Map<string, Set<string>>();
  for (const workspace of identity.organisation ? identity.workspaces : [undefined]) {
    const params = { include_users: "true", ...(workspace === undefined ? {} : { team_id: workspace }) };
    const { value } = await callSlack(reading, "usergroups.list", params, Groups);
    for (const { id, users } of value.usergroups) {
      for (const user of users ?? []) memberships.set(user, (memberships.get(user) ?? new Set()).add(id));
    }
  }
  return new Map([...memberships].map(([user, groups]) => [user, [...groups].toSorted()]));
}
