import { HOUR, type Instant } from "../../../core/time.ts";
import { plain } from "./names.ts";
import { Written } from "./written.ts";
import { isGone, makeId, type Channel, type Member, type UserGroup, type World } from "./world.ts";

/** Who looks: from which workspace (undefined: from the organisation), when, and whether e-mail may be shown. */
export interface View {
  readonly world: World;
  readonly workspace: string | undefined;
  readonly now: Instant;
  readonly email: boolean;
}

type Json = Record<string, unknown>;

const seconds = (at: Instant) => Math.floor(at / 1000);

/** The user object of users.list and users.info. */
export function userRecord(member: Member, view: View): Json {
  const gone = isGone(member, view.workspace);
  return {
    id: member.id,
    team_id: homeOf(member, view),
    name: member.handle,
    deleted: gone,
    ...(gone ? {} : activeKeys(member, view)),
    profile: profile(member, view),
    // Slackbot is no bot to Slack.
    is_bot: member.sort === "bot" || member.sort === "workflow",
    is_app_user: member.sort === "app",
    ...(member.sort === "workflow" ? { is_workflow_bot: true } : {}),
    updated: seconds(member.updated),
    ...(member.state === "erased" ? { is_forgotten: true } : {}),
    ...(view.world.enterprise !== undefined && member.sort === "person" ? enterpriseUser(member, view.world) : {}),
  };
}

const listed = new WeakMap<Member, { readonly of: readonly unknown[]; readonly record: Written }>();

/** The same of users.list, where who polls asks for thousands again and again of which next to none have changed: written once. */
export function listedRecord(member: Member, view: View): Written {
  const { world, workspace, email, now } = view;
  const { seconds: offset, label } = zoneOffset(member.zone, now);
  const of = [...Object.values(member), member.invitedBy?.id, world, workspace, email, offset, label];
  const known = listed.get(member);
  if (known !== undefined && known.of.length === of.length && of.every((one, i) => one === known.of[i]))
    return known.record;
  const record = new Written(userRecord(member, view));
  listed.set(member, { of, record });
  return record;
}

/**
 * The keys that Slack drops from a deactivated account: absent, not false.
 * Measured on a real workspace: github.com/brekkylab/backlot issue 258 and pull request 293.
 */
function activeKeys(member: Member, view: View): Json {
  const { role, zone } = member;
  const owner = role === "owner" || role === "primary_owner";
  const offset = zoneOffset(zone, view.now);
  return {
    color: member.serial.toString(16).padStart(6, "9").slice(-6),
    real_name: fullName(member),
    tz: zone,
    tz_label: offset.label,
    tz_offset: offset.seconds,
    is_admin: owner || role === "admin",
    is_owner: owner,
    is_primary_owner: role === "primary_owner",
    is_restricted: role === "guest" || role === "single_channel_guest",
    is_ultra_restricted: role === "single_channel_guest",
    has_2fa: member.sort === "person",
    is_email_confirmed: member.sort === "person" && member.state !== "invited",
    who_can_share_contact_card: "EVERYONE",
    ...(member.state === "invited" ? { is_invited_user: true } : {}),
    // Slack marks strangers "in some cases" only; the others show just a foreign team_id.
    ...(member.sort === "stranger" && member.serial % 2 === 0 ? { is_stranger: true } : {}),
  };
}

/** The profile inside a user object. Custom fields are not in it: only users.profile.get gives those. */
export function profile(member: Member, view: View): Json {
  const gone = isGone(member, view.workspace);
  const name = fullName(member);
  const hash = member.serial.toString(16).padStart(12, "0");
  const image = (size: number) => `https://avatars.acme.example/${hash}_${size}.png`;
  return {
    title: member.title,
    phone: "",
    skype: "",
    real_name: name,
    real_name_normalized: plain(name),
    display_name: member.first,
    display_name_normalized: plain(member.first),
    status_text: member.statusText,
    status_emoji: "",
    status_expiration: 0,
    status_text_canonical: "",
    avatar_hash: hash,
    image_24: image(24),
    image_32: image(32),
    image_48: image(48),
    image_72: image(72),
    image_192: image(192),
    image_512: image(512),
    huddle_state: "default_unset",
    // The one key of a profile that deactivation takes away (backlot issue 258).
    ...(gone ? {} : { huddle_state_expiration_ts: 0 }),
    first_name: member.first,
    last_name: member.last,
    team: homeOf(member, view),
    ...(view.email && member.email !== undefined ? { email: member.email } : {}),
    ...(member.sort === "person" && member.state !== "erased" ? personKeys(member) : {}),
    ...(member.sort === "bot" || member.sort === "workflow" || member.sort === "app"
      ? botKeys(member, view.world)
      : {}),
  };
}

function personKeys(member: Member): Json {
  return {
    start_date: member.startDate,
    ...(member.invitedBy === undefined ? {} : { guest_invited_by: member.invitedBy.id }),
    ...(member.guestExpires === undefined ? {} : { guest_expiration_ts: seconds(member.guestExpires) }),
  };
}

function botKeys(member: Member, world: World): Json {
  return { bot_id: botId(member, world), api_app_id: appId(member, world), always_active: true };
}

export function botId(member: Member, world: World): string {
  return makeId("B", member.serial, world.seed);
}

/** The id of the app that the bot user stands for. */
export function appId(member: Member, world: World): string {
  return makeId("A", member.serial, world.seed);
}

function enterpriseUser(member: Member, world: World): Json {
  const owner = member.role === "primary_owner";
  return {
    enterprise_user: {
      id: member.id,
      enterprise_id: world.enterprise?.id,
      enterprise_name: world.enterprise?.name,
      is_admin: owner,
      is_owner: owner,
      is_primary_owner: owner,
      teams: isGone(member, undefined) ? [] : [...member.workspaces],
    },
  };
}

function homeOf(member: Member, view: View): string {
  if (member.sort === "stranger") return makeId("T", 99, view.world.seed);
  return view.workspace ?? member.workspaces[0] ?? member.removedFrom[0] ?? view.world.workspaces[0].id;
}

function fullName(member: Member): string {
  return member.last === "" ? member.first : `${member.first} ${member.last}`;
}

interface Offset {
  readonly hour: number;
  readonly seconds: number;
  readonly label: string;
}

const offsets = new Map<string, Offset>();

/** To make one takes longer than all else that a record needs. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string, timeZoneName: "longOffset" | "long"): Intl.DateTimeFormat {
  const key = `${timeZone} ${timeZoneName}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName });
  formats.set(key, format);
  return format;
}

/** The zone's present offset: it moves with daylight saving while `updated` stays. Kept for the hour it was made in. */
function zoneOffset(zone: string, now: Instant): Offset {
  const hour = Math.floor(now / HOUR);
  const known = offsets.get(zone);
  if (known?.hour === hour) return known;
  const part = (timeZoneName: "longOffset" | "long") =>
    formatOf(zone, timeZoneName)
      .formatToParts(now)
      .find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d{2}):(\d{2})/.exec(part("longOffset")) ?? [];
  const size = Number(hours) * 3600 + Number(minutes) * 60;
  const offset = { hour, seconds: sign === "-" ? -size : size, label: part("long") };
  offsets.set(zone, offset);
  return offset;
}

/** The channel object of conversations.list; users.conversations gives the same without `num_members` and `is_member`. */
export function channelRecord(channel: Channel): Json {
  const words = (value: string) => ({ value, creator: "", last_set: 0 });
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate,
    created: seconds(channel.created),
    creator: channel.creator.id,
    is_archived: channel.isArchived,
    is_general: channel.isGeneral,
    unlinked: 0,
    is_shared: channel.isShared,
    is_ext_shared: channel.isShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: channel.workspace,
    previous_names: [],
    topic: words(""),
    purpose: words(""),
  };
}

export function groupRecord(group: UserGroup, view: View, options: { users: boolean; count: boolean }): Json {
  return {
    id: group.id,
    team_id: group.workspace,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: "",
    handle: group.handle,
    is_external: false,
    date_create: seconds(group.created),
    date_update: seconds(group.created),
    date_delete: 0,
    auto_type: null,
    created_by: group.creator.id,
    updated_by: group.creator.id,
    deleted_by: null,
    prefs: { channels: [], groups: [] },
    ...(options.users ? { users: groupUsers(group, view) } : {}),
    ...(options.count ? { user_count: groupUsers(group, view).length } : {}),
  };
}

export function groupUsers(group: UserGroup, view: View): string[] {
  return [...group.members].filter((member) => !isGone(member, view.workspace)).map((member) => member.id);
}
