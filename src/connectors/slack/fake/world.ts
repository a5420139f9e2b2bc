import type { Instant } from "../../../core/time.ts";
import type { Random } from "./random.ts";
import { scramble } from "./random.ts";

export type Role = "primary_owner" | "owner" | "admin" | "member" | "guest" | "single_channel_guest";
export type Sort = "person" | "bot" | "workflow" | "app" | "slackbot" | "stranger";
export type State = "active" | "invited" | "deactivated" | "erased";

/** One account as the workspace itself knows it; what a caller is shown of it is made in `record.ts`. */
export interface Member {
  id: string;
  readonly serial: number;
  readonly sort: Sort;
  role: Role;
  state: State;
  first: string;
  last: string;
  handle: string;
  email: string | undefined;
  office: string;
  zone: string;
  team: string;
  title: string;
  manager: Member | undefined;
  /** ISO day. */
  startDate: string;
  statusText: string;
  guestExpires: Instant | undefined;
  invitedBy: Member | undefined;
  updated: Instant;
  /** Where the account can enter. More than one only in an Enterprise organisation. */
  workspaces: readonly string[];
  /** Workspaces of the organisation from which it was taken out; their lists go on showing it, as deleted. */
  removedFrom: readonly string[];
  channels: Channel[];
  /** The place in `World.list`; -1 for strangers, who are in no list. */
  position: number;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly workspace: string;
  isPrivate: boolean;
  readonly isGeneral: boolean;
  /** Shared with another organisation through Slack Connect. */
  isShared: boolean;
  /** Whether the app itself is in the channel: it sees a private one only then. */
  hasApp: boolean;
  readonly creator: Member;
  readonly created: Instant;
  isArchived: boolean;
  readonly members: Set<Member>;
  /** The members by id, made when first asked for and dropped at each change. */
  sorted: readonly Member[] | undefined;
}

export interface UserGroup {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly workspace: string;
  readonly creator: Member;
  readonly created: Instant;
  readonly members: Set<Member>;
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

export interface ProfileField {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly type: "text" | "options_list" | "user";
  readonly options: readonly string[] | null;
}

/** One act on the world, as ground truth for tests. `user` is the id at that time. */
export interface Deed {
  readonly at: Instant;
  readonly act: string;
  readonly user: string;
  readonly channel?: string;
  readonly workspace?: string;
}

export interface World {
  readonly seed: number;
  readonly workspaces: readonly [Workspace, ...Workspace[]];
  /** Set where the world is an Enterprise organisation (Grid). */
  readonly enterprise: { readonly id: string; readonly name: string } | undefined;
  readonly emailDomain: string;
  /** Every account by its present id, strangers included, those that vanished left out. */
  readonly members: Map<string, Member>;
  /** The order in which users.list gives accounts: none that means anything. A vanished account leaves a hole. */
  readonly list: (Member | undefined)[];
  readonly channels: Map<string, Channel>;
  readonly groups: readonly UserGroup[];
  readonly fields: { readonly office: ProfileField; readonly team: ProfileField; readonly manager: ProfileField };
  /** The bot user that the app's token belongs to. */
  readonly app: Member;
  readonly truth: Deed[];
  readonly random: Random;
  readonly takenHandles: Map<string, number>;
  nextSerial: number;
  /** The number of the next event; no two of this world have one id, whatever serves it. */
  nextEvent: number;
}

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** An id that looks like Slack's (`U05EEFY9473`); one serial never gives the id of another under the same prefix. */
export function makeId(prefix: string, serial: number, seed: number): string {
  const digits = scramble(serial, seed).toString(36).toUpperCase().padStart(7, "0");
  const tail = scramble(serial, ~seed);
  return `${prefix}0${digits}${ALPHABET[tail % 36]}${ALPHABET[(tail >>> 8) % 36]}`;
}

export function joinChannel(channel: Channel, member: Member): void {
  if (channel.members.has(member)) return;
  channel.members.add(member);
  channel.sorted = undefined;
  member.channels.push(channel);
}

export function leaveChannel(channel: Channel, member: Member): void {
  if (!channel.members.delete(member)) return;
  channel.sorted = undefined;
  member.channels = member.channels.filter((other) => other !== channel);
}

export function emptyChannel(channel: Channel): void {
  for (const member of channel.members) member.channels = member.channels.filter((other) => other !== channel);
  channel.members.clear();
  channel.sorted = undefined;
}

/** The channel's members in the order in which they are paged. */
export function sortedMembers(channel: Channel): readonly Member[] {
  channel.sorted ??= [...channel.members].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return channel.sorted;
}

/** Gone from the organisation, or from the one workspace that is looked at. */
export function isGone(member: Member, workspace: string | undefined): boolean {
  if (member.state === "deactivated" || member.state === "erased") return true;
  return workspace !== undefined && member.removedFrom.includes(workspace);
}

/** Whether the list of this workspace shows the account: those who left it stay in the list, strangers never are. */
export function isListed(member: Member, workspace: string): boolean {
  return member.workspaces.includes(workspace) || member.removedFrom.includes(workspace);
}

/** A handle that nobody else has: `zofia.nowak`, `zofia.nowak2`, … */
export function takeHandle(taken: Map<string, number>, wanted: string): string {
  const count = (taken.get(wanted) ?? 0) + 1;
  taken.set(wanted, count);
  return count === 1 ? wanted : `${wanted}${count}`;
}
