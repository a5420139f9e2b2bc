import { TIER_2, TIER_3, done, isTrue, refuse, viewOf, workspaceOf, type Method } from "../call.ts";
import { makeCursor, readCursor, readLimit, takePage } from "../paging.ts";
import { botId, groupRecord, groupUsers } from "../record.ts";
import type { Workspace, World } from "../world.ts";

const urlOf = (domain: string) => `https://${domain}.slack.example/`;

const authTest: Method = {
  // "Special": hundreds of calls a minute.
  limit: 600,
  scopes: () => [],
  run: ({ world, token }) => {
    const { enterprise } = world;
    const home = world.workspaces.find(({ id }) => id === token.workspace);
    // An organisation token names the organisation as its team (inferred: Slack's page shows no such answer).
    const team = home ?? { id: enterprise?.id ?? "", name: enterprise?.name ?? "", domain: "acme-group.enterprise" };
    return done({
      url: urlOf(team.domain),
      team: team.name,
      user: world.app.handle,
      team_id: team.id,
      user_id: world.app.id,
      bot_id: botId(world.app, world),
      is_enterprise_install: enterprise !== undefined && home === undefined,
      ...(enterprise === undefined ? {} : { enterprise_id: enterprise.id }),
    });
  },
};

const authTeamsList: Method = {
  limit: TIER_2,
  scopes: () => [],
  run: (call) => {
    const { world, token, params, withheld } = call;
    const mine = world.workspaces.filter(({ id }) => token.workspace === undefined || id === token.workspace);
    const all = mine.filter(({ id }) => !withheld.has(id));
    const limit = readLimit(params["limit"], 100);
    if (limit === undefined) return refuse("invalid_limit");
    const cursor = params["cursor"] ?? "";
    const start = cursor === "" ? 0 : all.findIndex(({ id }) => id === readCursor("team", cursor));
    if (start < 0) return refuse("invalid_cursor");
    const page = takePage(all, start, limit, () => true);
    return done({
      teams: page.items.map(({ id, name }) => ({ id, name, icon: iconOf(id) })),
      response_metadata: { next_cursor: page.next === undefined ? "" : makeCursor("team", page.next.id) },
    });
  },
};

function iconOf(id: string): Record<string, unknown> {
  const sizes = [34, 44, 68, 88, 102, 132].map((size) => [
    `image_${size}`,
    `https://icons.acme.example/${id}_${size}.png`,
  ]);
  return { image_default: true, ...Object.fromEntries(sizes) };
}

const teamInfo: Method = {
  limit: TIER_3,
  scopes: () => ["team:read"],
  run: (call) => {
    const id = call.params["team"] ?? call.token.workspace;
    const workspace = id === undefined ? call.world.workspaces[0] : call.world.workspaces.find((one) => one.id === id);
    return workspace === undefined ? refuse("team_not_found") : done({ team: teamRecord(workspace, call.world) });
  },
};

function teamRecord(workspace: Workspace, world: World): Record<string, unknown> {
  return {
    id: workspace.id,
    name: workspace.name,
    url: urlOf(workspace.domain),
    domain: workspace.domain,
    email_domain: world.emailDomain,
    icon: iconOf(workspace.id),
    ...(world.enterprise === undefined
      ? {}
      : { enterprise_id: world.enterprise.id, enterprise_name: world.enterprise.name }),
  };
}

const usergroupsList: Method = {
  limit: TIER_2,
  scopes: () => ["usergroups:read"],
  run: (call) => {
    const found = workspaceOf(call);
    if ("refusal" in found) return found.refusal;
    const options = { users: isTrue(call.params["include_users"]), count: isTrue(call.params["include_count"]) };
    const view = viewOf(call, found.workspace.id);
    const groups = call.world.groups.filter(({ workspace }) => workspace === found.workspace.id);
    return done({ usergroups: groups.map((group) => groupRecord(group, view, options)) });
  },
};

const usergroupsUsersList: Method = {
  limit: TIER_2,
  scopes: () => ["usergroups:read"],
  run: (call) => {
    const group = call.world.groups.find(({ id }) => id === call.params["usergroup"]);
    // Slack's own word for a user group is "subteam".
    if (group === undefined) return refuse("no_such_subteam");
    return done({ users: groupUsers(group, viewOf(call, group.workspace)) });
  },
};

export const TEAM_METHODS: Readonly<Record<string, Method>> = {
  "auth.test": authTest,
  "auth.teams.list": authTeamsList,
  "team.info": teamInfo,
  "usergroups.list": usergroupsList,
  "usergroups.users.list": usergroupsUsersList,
};
