import { TIER_2, TIER_3, TIER_4, done, isTrue, refuse, viewOf, workspaceOf, type Call, type Method } from "../call.ts";
import { makeCursor, readCursor, readLimit, takePage } from "../paging.ts";
import { listedRecord, profile, userRecord } from "../record.ts";
import { isGone, isListed, type Member, type ProfileField, type World } from "../world.ts";

// Slack gives no number; a list above this many accounts is refused without a limit.
const LARGE = 1000;

const usersList: Method = {
  limit: TIER_2,
  scopes: () => ["users:read"],
  run: (call) => {
    const found = workspaceOf(call);
    if ("refusal" in found) return found.refusal;
    const { world } = call;
    const limit = readLimit(call.params["limit"], world.list.length);
    if (limit === undefined) return refuse("invalid_limit");
    if (limit > LARGE && world.list.length > LARGE && call.params["limit"] === undefined)
      return refuse("limit_required");
    const start = startOf(call);
    if (start === undefined) return refuse("invalid_cursor");
    const { id } = found.workspace;
    const page = takePage(world.list, start, Math.min(limit, LARGE), (member) => isListed(member, id));
    const view = viewOf(call, id);
    return done({
      members: page.items.map((member) => listedRecord(member, view)),
      cache_ts: Math.floor(call.now / 1000),
      response_metadata: { next_cursor: page.next === undefined ? "" : makeCursor("user", page.next.id) },
    });
  },
};

/** Where the page begins; undefined for a cursor that is none, or whose account is gone from the list. */
function startOf(call: Call): number | undefined {
  const cursor = call.params["cursor"];
  if (cursor === undefined || cursor === "") return 0;
  const id = readCursor("user", cursor);
  const position = id === undefined ? undefined : call.world.members.get(id)?.position;
  return position === undefined || position < 0 ? undefined : position;
}

const usersInfo: Method = {
  limit: TIER_4,
  scopes: () => ["users:read"],
  run: (call) => {
    const member = find(call);
    if (member === undefined) return refuse("user_not_found");
    return done({ user: userRecord(member, viewOf(call, call.token.workspace)) });
  },
};

function find(call: Call): Member | undefined {
  const member = call.world.members.get(call.params["user"] ?? "");
  if (member === undefined || member.sort === "stranger") return member;
  const { workspace } = call.token;
  return workspace === undefined || isListed(member, workspace) ? member : undefined;
}

const profileGet: Method = {
  limit: TIER_4,
  scopes: () => ["users.profile:read"],
  run: (call) => {
    const member = find(call);
    if (member === undefined) return refuse("user_not_found");
    const { workspace } = call.token;
    // Whether Slack goes on giving the fields of a deactivated account is not documented; this is the worse case.
    const hasFields = member.sort === "person" && member.state === "active" && !isGone(member, workspace);
    return done({
      profile: {
        ...profile(member, viewOf(call, workspace)),
        fields: hasFields ? fieldsOf(member, call.world, isTrue(call.params["include_labels"])) : {},
      },
    });
  },
};

function fieldsOf(member: Member, world: World, labels: boolean): Record<string, unknown> {
  const { office, team, manager } = world.fields;
  const entry = (field: ProfileField, value: string | undefined) =>
    value === undefined ? [] : [[field.id, { value, alt: "", ...(labels ? { label: field.label } : {}) }] as const];
  return Object.fromEntries([
    ...entry(office, member.office),
    ...entry(team, member.team),
    ...entry(manager, member.manager?.id),
  ]);
}

const teamProfileGet: Method = {
  limit: TIER_3,
  scopes: () => ["users.profile:read"],
  run: (call) => {
    const fields = [call.world.fields.office, call.world.fields.team, call.world.fields.manager];
    return done({
      profile: {
        fields: fields.map((field, ordering) => ({
          id: field.id,
          ordering,
          label: field.label,
          hint: field.hint,
          type: field.type,
          is_hidden: false,
          possible_values: field.options,
          options: null,
        })),
      },
    });
  },
};

export const USER_METHODS: Readonly<Record<string, Method>> = {
  "users.list": usersList,
  "users.info": usersInfo,
  "users.profile.get": profileGet,
  "team.profile.get": teamProfileGet,
};
