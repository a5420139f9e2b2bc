import { MINUTE, type Instant } from "../../../core/time.ts";
import type { Happening } from "./acts.ts";
import type { Token } from "./call.ts";
import { appId, userRecord } from "./record.ts";
import { isListed, makeId, type Channel, type Member, type Role, type World } from "./world.ts";

type Json = Readonly<Record<string, unknown>>;

/** The event itself, inside its envelope. */
type SlackEvent = Json & { readonly type: string; readonly event_ts: string };

/**
 * What Slack delivers, over HTTP as over Socket Mode: https://docs.slack.dev/apis/events-api; the keys as in the samples of
 * github.com/slackapi/java-slack-sdk, json-logs/samples/events.
 */
export interface EventCallback {
  readonly token: string;
  readonly team_id: string;
  readonly enterprise_id?: string;
  readonly context_team_id: string | null;
  readonly context_enterprise_id: string | null;
  readonly api_app_id: string;
  readonly event: SlackEvent;
  readonly type: "event_callback";
  /** The same whenever it is delivered again. */
  readonly event_id: string;
  /** Seconds. */
  readonly event_time: number;
  readonly authorizations: readonly Json[];
  readonly is_ext_shared_channel: boolean;
  readonly event_context: string;
}

/** It has no event inside and no id of its own: https://docs.slack.dev/reference/events/app_rate_limited */
export interface AppRateLimited {
  readonly token: string;
  readonly type: "app_rate_limited";
  readonly team_id: string;
  /** Seconds; the beginning of the minute. */
  readonly minute_rate_limited: number;
  readonly api_app_id: string;
}

export type Pushed = EventCallback | AppRateLimited;

/** An event before it is in an envelope. */
export interface Draft {
  readonly type: string;
  /** The scope without which the app does not get it. */
  readonly needs: string | undefined;
  /** Where it happened; the app's own workspace without it. */
  readonly team?: string | undefined;
  readonly shared?: boolean;
  readonly body: Json;
}

/** What the fake knows and Slack does not say. */
export interface EventHabits {
  /**
   * Whether the end of an account also tells of each of its channels that the app is in. No source says what Slack does; false
   * without it.
   */
  readonly leavesOnEnd?: boolean;
}

/**
 * Acts that change the user object, and what else is sent, identical to user_change and at the same moment
 * (docs.slack.dev/reference/events/user_profile_changed, user_status_changed). moveOffice is none of them: "Custom fields
 * being modified on a user profile will not trigger this event" (docs.slack.dev/reference/events/user_change).
 */
const CHANGES_USER: ReadonlyMap<string, readonly string[]> = new Map([
  ["deactivate", []],
  ["reactivate", []],
  // With erasure Slack sends both: github.com/slack-edge/slack-edge issue 14.
  ["erase", ["user_profile_changed"]],
  ["setRole", []],
  ["expireGuest", []],
  ["join", []],
  ["revokeInvite", []],
  ["rename", ["user_profile_changed"]],
  ["changeEmail", ["user_profile_changed"]],
  ["setTimezone", []],
  ["editStatus", ["user_status_changed"]],
  ["removeFromWorkspace", []],
  ["addToWorkspace", []],
]);

const JOINS_TEAM: ReadonlySet<string> = new Set(["invite", "join", "addToWorkspace"]);
const ENDS: ReadonlySet<string> = new Set(["deactivate", "expireGuest", "removeFromWorkspace"]);

/** The events that one act gives, in no order that means anything. */
export function draftsOf(happening: Happening, world: World, token: Token, habits: EventHabits): readonly Draft[] {
  const { at, act, member, before, workspace } = happening;
  const drafts: Draft[] = [];
  if (member !== undefined) {
    const view = {
      world,
      workspace: workspace ?? token.workspace,
      now: at,
      email: token.scopes.includes("users:read.email"),
    };
    const draft = (type: string): Draft => ({
      type,
      needs: "users:read",
      team: workspace ?? placeOf(member, token),
      body: { user: userRecord(member, view), cache_ts: Math.floor(at / 1000) },
    });
    const changed = CHANGES_USER.get(act);
    if (changed !== undefined) drafts.push(draft("user_change"), ...changed.map(draft));
    if (JOINS_TEAM.has(act)) drafts.push(draft("team_join"));
    if (before !== undefined && guestStatusChanged(member, before)) drafts.push(draft("user_guest_status_changed"));
  }
  return [...drafts, ...channelDrafts(happening, habits)];
}

/** The app's own workspace where it knows the account, else one in which the account is. */
function placeOf(member: Member, { workspace }: Token): string | undefined {
  if (workspace !== undefined && isListed(member, workspace)) return workspace;
  return member.workspaces[0] ?? member.removedFrom[0];
}

/**
 * Between member and guest, between the two kinds of guest, and from guest to deactivated guest; reactivation is not named
 * (docs.slack.dev/reference/events/user_guest_status_changed).
 */
function guestStatusChanged(member: Member, before: Pick<Member, "role" | "state">): boolean {
  const [from, to] = [guestKind(before.role), guestKind(member.role)];
  if (from !== to) return true;
  return from !== undefined && before.state === "active" && member.state === "deactivated";
}

function guestKind(role: Role): Role | undefined {
  return role === "guest" || role === "single_channel_guest" ? role : undefined;
}

function channelDrafts(
  { act, member, before, channel, moved = [], workspace }: Happening,
  habits: EventHabits,
): Draft[] {
  if (channel !== undefined) {
    const type = act === "joinChannel" ? "member_joined_channel" : "member_left_channel";
    return moved.flatMap((one) => channelDraft(type, one, channel));
  }
  if (habits.leavesOnEnd !== true || member === undefined || !ENDS.has(act)) return [];
  const left = before?.channels.filter((one) => !one.members.has(member)) ?? [];
  return left
    .filter((one) => workspace === undefined || one.workspace === workspace)
    .flatMap((one) => channelDraft("member_left_channel", member, one));
}

/** "member_left_channel" and its like come only from channels that the app is in. */
function channelDraft(type: string, member: Member, channel: Channel): Draft[] {
  if (!channel.hasApp) return [];
  const { id, isPrivate, isShared, workspace } = channel;
  return [
    {
      type,
      needs: isPrivate ? "groups:read" : "channels:read",
      team: workspace,
      shared: isShared,
      body: { user: member.id, channel: id, channel_type: isPrivate ? "G" : "C", team: workspace },
    },
  ];
}

/** @param serial the number of the event; its id is made of it. */
export function envelope(draft: Draft, world: World, token: Token, at: Instant, serial: number): EventCallback {
  const team = draft.team ?? token.workspace ?? world.workspaces[0].id;
  const enterprise = world.enterprise?.id;
  const organisation = enterprise !== undefined && token.workspace === undefined;
  return {
    token: verificationToken(world),
    team_id: team,
    ...(enterprise === undefined ? {} : { enterprise_id: enterprise }),
    context_team_id: team,
    context_enterprise_id: enterprise ?? null,
    api_app_id: appId(world.app, world),
    // The digits after the seconds keep two events of one moment apart.
    event: {
      type: draft.type,
      ...draft.body,
      event_ts: `${Math.floor(at / 1000)}.${String(serial % 1e6).padStart(6, "0")}`,
    },
    type: "event_callback",
    event_id: makeId("Ev", serial, world.seed),
    event_time: Math.floor(at / 1000),
    authorizations: [
      {
        enterprise_id: enterprise ?? null,
        team_id: organisation ? null : team,
        user_id: world.app.id,
        is_bot: true,
        is_enterprise_install: organisation,
      },
    ],
    is_ext_shared_channel: draft.shared ?? false,
    event_context: `4-${makeId("", serial, world.seed)}`,
  };
}

export function appRateLimited(world: World, token: Token, at: Instant): AppRateLimited {
  return {
    token: verificationToken(world),
    type: "app_rate_limited",
    team_id: token.workspace ?? world.workspaces[0].id,
    minute_rate_limited: (Math.floor(at / MINUTE) * MINUTE) / 1000,
    api_app_id: appId(world.app, world),
  };
}

/** The token of old, which nobody should trust: every request bears the same. */
export function verificationToken(world: World): string {
  return makeId("verification", 1, world.seed);
}
