import { type Account, type Attributes, type Kind, merge, ROLES, type Status } from "../../core/directory/account.ts";
import { type Fields, fieldAttributes } from "./field-values.ts";
import { areFieldValues, isSlackUser, parseSlackUser, type SlackUser } from "./user.ts";

/** Who is where, by the id that Slack's lists use; a person who is in none of them is not in the map. */
export type Memberships = ReadonlyMap<string, readonly string[]>;

/** What has to be known beside a user object to read it. Of a dump nothing is. */
export interface MapContext {
  /** The workspaces that are read; without them, the one that the object itself names. */
  readonly workspaces?: ReadonlySet<string>;
  /** The Enterprise organisation (Grid) that they belong to. */
  readonly enterprise?: string;
  readonly fields?: Fields;
  /** True where the settings name a field for the title: it and the profile's would overwrite each other for ever. */
  readonly titleIsField?: boolean;
  /** Present where channel membership was read. */
  readonly channels?: Memberships;
  /** Present where user groups were read. */
  readonly groups?: Memberships;
}

type Role = (typeof ROLES)[number];

/**
 * Reads one user object of `users.list`, `users.info` or an export; undefined where it is none. A key that Slack leaves
 * out is left out of the attributes: it is unknown, not false.
 */
export function mapSlackUser(user: unknown, context: MapContext = {}): Account | undefined {
  if (!isSlackUser(user)) return undefined;
  const { status, stated } = statusOf(user, context);
  const id = user.enterprise_user?.id || user.id;
  // Slack puts placeholders where an erased person's data was.
  const attributes = status === "erased" ? {} : attributesOf(user, status, context);
  const updated = user.updated == null ? undefined : user.updated * 1000;
  // Each in one go: of thousands of accounts, to put together what is there takes longer.
  if (updated === undefined)
    return stated === undefined ? { id, status, attributes } : { id, status, stated, attributes };
  return stated === undefined ? { id, status, updated, attributes } : { id, status, stated, updated, attributes };
}

/** What of a dump is Slack's own to read. */
export const slackUsers = { parse: parseSlackUser, map: (raw: unknown) => mapSlackUser(raw) };

function statusOf(user: SlackUser, context: MapContext): { readonly status: Status; readonly stated?: string } {
  if (user.is_forgotten === true) return { status: "erased", stated: "is_forgotten: true" };
  if (user.deleted === true) {
    return hasMoved(user, context) ? { status: "active" } : { status: "deactivated", stated: "deleted: true" };
  }
  if (user.is_invited_user === true) return { status: "invited", stated: "is_invited_user: true" };
  return { status: "active" };
}

/** On Grid, `deleted` in one workspace while others still list the person: removed from this one, not gone. */
function hasMoved(user: SlackUser, { workspaces }: MapContext): boolean {
  const teams = user.enterprise_user?.teams ?? [];
  const read = workspaces ?? new Set(user.team_id ? [user.team_id] : []);
  return teams.length > 0 && read.size > 0 && !teams.some((team) => read.has(team));
}

type Writable = { -readonly [F in keyof Attributes]: Attributes[F] };

/** As `{}`, but with room for eight members at once: with each fourth that is put into one without, all of them move. */
const Roomy = function () {} as unknown as new () => Writable;
Roomy.prototype = Object.prototype;

function attributesOf(user: SlackUser, status: Status, context: MapContext): Attributes {
  const { profile } = user;
  const here = status === "active" && user.deleted !== true;
  // Slack blanks what it strips, so a blank is a statement only while the account is in use.
  const blank = (value: string | null | undefined) => value || (here && value === "" ? null : undefined);
  const expires = profile?.guest_expiration_ts;
  const teams = user.enterprise_user?.teams ?? [];
  const { kind, role } = kindAndRole(user, context);
  const name = profile?.real_name || profile?.display_name || user.name;
  const title = context.titleIsField ? undefined : blank(profile?.title);
  const startDate = blank(profile?.start_date);
  const channels = here ? belongsTo(user, context.channels) : undefined;
  const groups = here ? belongsTo(user, context.groups) : undefined;
  // One by one: of thousands of accounts, an object with all of them and a copy without the unknown would take twice as long.
  const attributes = new Roomy();
  if (name) attributes.name = name;
  if (user.name) attributes.handle = user.name;
  if (profile?.email) attributes.email = profile.email.toLowerCase();
  // It is of the address beside it, which Slack may keep from the token.
  if (profile?.email && user.is_email_confirmed != null) attributes.emailVerified = user.is_email_confirmed;
  if (kind !== undefined) attributes.kind = kind;
  if (role !== undefined) attributes.role = role;
  if (title !== undefined) attributes.title = title;
  if (user.tz) attributes.timezone = user.tz;
  if (startDate !== undefined) attributes.startDate = startDate;
  if (expires) attributes.guestExpires = expires * 1000;
  else if (here && expires === 0) attributes.guestExpires = null;
  if (profile?.guest_invited_by) attributes.invitedBy = profile.guest_invited_by;
  if (status === "active" && teams.length > 0) attributes.workspaces = teams.toSorted();
  if (channels !== undefined) attributes.channels = channels;
  if (groups !== undefined) attributes.groups = groups;
  if (context.fields === undefined) return attributes;
  // The list leaves the fields out more often than not, so an empty one says nothing here.
  const values = profile?.fields;
  const fields = fieldAttributes(context.fields, areFieldValues(values) ? values : {});
  return merge(attributes, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)));
}

function belongsTo(user: SlackUser, memberships: Memberships | undefined): readonly string[] | undefined {
  if (memberships === undefined) return undefined;
  return memberships.get(user.id) ?? memberships.get(user.enterprise_user?.id ?? user.id) ?? [];
}

/**
 * `is_app_user` is not looked at: it "indicates whether the user is an authorized user of the calling app", a person, and
 * not that the user is an app (https://docs.slack.dev/reference/objects/user-object). The bot user of an app has a
 * `profile.bot_id`.
 */
function kindAndRole(user: SlackUser, context: MapContext): { readonly kind?: Kind; readonly role?: Role } {
  // Slackbot is no bot to Slack: its is_bot is false.
  if (user.id === "USLACKBOT") return { kind: "service" };
  if (user.is_bot === true || user.is_workflow_bot === true || user.profile?.bot_id) return { kind: "bot" };
  if (isExternal(user, context)) return { kind: "external" };
  // A single-channel guest has both flags.
  if (user.is_ultra_restricted === true) return { kind: "guest", role: "single_channel_guest" };
  if (user.is_restricted === true) return { kind: "guest", role: "guest" };
  if (user.is_restricted !== false) return {};
  return { kind: "human", role: memberRole(user) };
}

/** Each role implies the flags of the ones below, so one explicit `false` ends the search; silence on the way leaves it open. */
function memberRole(user: SlackUser): Role | undefined {
  if (user.is_primary_owner === true) return "primary_owner";
  if (user.is_owner === true) return user.is_primary_owner === false ? "owner" : undefined;
  if (user.is_admin === true) return user.is_owner === false ? "admin" : undefined;
  return user.is_admin === false ? "member" : undefined;
}

/** Slack sets `is_stranger` "for some cases" only, so the workspace or organisation that the object names counts too. */
function isExternal(user: SlackUser, { workspaces, enterprise }: MapContext): boolean {
  if (user.is_stranger === true) return true;
  const organisation = user.enterprise_user?.enterprise_id ?? user.enterprise_id;
  if (enterprise !== undefined) return organisation != null && organisation !== enterprise;
  return workspaces !== undefined && user.team_id != null && !workspaces.has(user.team_id);
}
