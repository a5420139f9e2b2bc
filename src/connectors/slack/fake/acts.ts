import type { Instant } from "../../../core/time.ts";
import { replaceIds } from "./migrate.ts";
import { FIRST_NAMES, LAST_NAMES, OFFICES, TEAMS, plain } from "./names.ts";
import {
  emptyChannel,
  joinChannel,
  leaveChannel,
  makeId,
  takeHandle,
  type Channel,
  type Deed,
  type Member,
  type Role,
  type World,
} from "./world.ts";

/** What can happen in the workspace. Each act notes itself in `world.truth`; one that cannot happen throws. */
export type Acts = ReturnType<typeof createActs>;

/** One act with all that is known of it where it happens: what events and the audit log are made of. */
export interface Happening extends Pick<Deed, "at" | "act" | "workspace"> {
  readonly member?: Member;
  /** The account as it was. */
  readonly before?: Pick<Member, "role" | "state" | "channels">;
  readonly channel?: Channel;
  /** Who came into the channel, or was in it and went. */
  readonly moved?: readonly Member[];
}

/**
 * @param now the time of the act, in the fake's clock.
 * @param tell is called after each act.
 */
export function createActs(world: World, now: () => Instant, tell: (happening: Happening) => void) {
  const find = (id: string): Member => {
    const member = world.members.get(id);
    if (member === undefined) throw new Error("The fake workspace has no account with this id.");
    return member;
  };
  const findChannel = (id: string): Channel => {
    const channel = world.channels.get(id);
    if (channel === undefined) throw new Error("The fake workspace has no channel with this id.");
    return channel;
  };
  const note = (act: string, more: Omit<Happening, "at" | "act"> = {}) => {
    const { member, channel, workspace } = more;
    world.truth.push({
      at: now(),
      act,
      user: member?.id ?? "",
      ...(channel === undefined ? {} : { channel: channel.id }),
      ...(workspace === undefined ? {} : { workspace }),
    });
    tell({ at: now(), act, ...more });
  };
  /** An act on one account that moves its `updated`. */
  const change = (act: string, id: string, allowed: readonly Member["state"][], apply: (member: Member) => void) => {
    const member = find(id);
    if (!allowed.includes(member.state))
      throw new Error(`An account that is ${member.state} cannot be acted on: ${act}.`);
    const before = asItIs(member);
    apply(member);
    member.updated = now();
    note(act, { member, before });
  };

  return {
    /** Ends the account: out of every channel and group. The record stays in the list, stripped. */
    deactivate: (id: string) => change("deactivate", id, ["active"], (member) => end(world, member)),
    /** The same id comes back, into no channel. */
    reactivate: (id: string) => change("reactivate", id, ["deactivated"], (member) => void (member.state = "active")),
    /** Removes the personal data of somebody already deactivated; cannot be undone. */
    erase: (id: string) => change("erase", id, ["deactivated"], (member) => erase(world, member)),
    /** The owner's or admin's hand: any role to any other, guest or member. Leaves the channels alone. */
    setRole: (id: string, role: Role) => change("setRole", id, ["active"], (member) => void (member.role = role)),
    /** A guest's time is up: Slack deactivates the account. */
    expireGuest: (id: string) =>
      change("expireGuest", id, ["active"], (member) => {
        member.guestExpires = now();
        end(world, member);
      }),
    /** Asks a new person in and gives their id. */
    invite: (): string => {
      const member = newcomer(world, now());
      note("invite", { member });
      return member.id;
    },
    /** The invited person signs in for the first time. */
    join: (id: string) =>
      change("join", id, ["invited"], (member) => {
        member.state = "active";
        for (const channel of world.channels.values()) {
          if (channel.isGeneral && member.workspaces.includes(channel.workspace)) joinChannel(channel, member);
        }
      }),
    revokeInvite: (id: string) => change("revokeInvite", id, ["invited"], (member) => end(world, member)),
    rename: (id: string, first: string, last: string) =>
      change("rename", id, ["active", "invited"], (member) => {
        member.first = first;
        member.last = last;
      }),
    changeEmail: (id: string, email: string) =>
      change("changeEmail", id, ["active", "invited"], (member) => void (member.email = email)),
    setTimezone: (id: string, zone: string) =>
      change("setTimezone", id, ["active"], (member) => void (member.zone = zone)),
    /** Moves `updated` and nothing that Rollcall reads. */
    editStatus: (id: string, text: string) =>
      change("editStatus", id, ["active"], (member) => void (member.statusText = text)),
    /** A custom field only: no event is fired for it, and `updated` stays (docs.slack.dev/reference/events/user_change). */
    moveOffice: (id: string, office: string) => {
      const member = find(id);
      member.office = office;
      note("moveOffice", { member });
    },
    leaveChannel: (id: string, channelId: string) => {
      const [member, channel] = [find(id), findChannel(channelId)];
      const moved = channel.members.has(member) ? [member] : [];
      leaveChannel(channel, member);
      note("leaveChannel", { member, channel, moved });
    },
    joinChannel: (id: string, channelId: string) => {
      const [member, channel] = [find(id), findChannel(channelId)];
      const moved = channel.members.has(member) ? [] : [member];
      joinChannel(channel, member);
      note("joinChannel", { member, channel, moved });
    },
    /** Slack tells of it as the end of a channel, not as of people who left. */
    archiveChannel: (id: string) => {
      const channel = findChannel(id);
      channel.isArchived = true;
      emptyChannel(channel);
      note("archiveChannel", { channel });
    },
    /** Opens a channel, public and without the app unless told otherwise, and gives its id. */
    openChannel: (wanted: Partial<ChannelTraits> & { readonly name: string }): string => {
      const channel = openChannel(world, wanted, now());
      note("openChannel", { channel });
      return channel.id;
    },
    /** Makes it private or public, shares it with another organisation, lets the app in or out. */
    alterChannel: (id: string, traits: Partial<ChannelTraits>) => {
      const channel = findChannel(id);
      Object.assign(channel, traits);
      note("alterChannel", { channel });
    },
    emptyChannel: (id: string) => {
      const channel = findChannel(id);
      const moved = [...channel.members];
      emptyChannel(channel);
      note("emptyChannel", { channel, moved });
    },
    /** Takes the account out of one workspace of the organisation; it lives on in the others. */
    removeFromWorkspace: (id: string, workspace: string) =>
      inWorkspace(find(id), workspace, (member) => {
        const before = asItIs(member);
        member.workspaces = member.workspaces.filter((other) => other !== workspace);
        member.removedFrom = [...member.removedFrom, workspace];
        for (const channel of member.channels) if (channel.workspace === workspace) leaveChannel(channel, member);
        member.updated = now();
        note("removeFromWorkspace", { member, before, workspace });
      }),
    addToWorkspace: (id: string, workspace: string) => {
      const member = find(id);
      const before = asItIs(member);
      member.workspaces = [...member.workspaces.filter((other) => other !== workspace), workspace];
      member.removedFrom = member.removedFrom.filter((other) => other !== workspace);
      member.updated = now();
      note("addToWorkspace", { member, before, workspace });
    },
    /** The id is in no answer any more, as after a migration: Slack itself never deletes an account. */
    vanish: (id: string) => {
      const member = find(id);
      for (const channel of member.channels) leaveChannel(channel, member);
      for (const group of world.groups) group.members.delete(member);
      if (member.position >= 0) world.list[member.position] = undefined;
      world.members.delete(id);
      note("vanish", { member });
    },
    /** Every account gets a new id, as after a move to another workspace. */
    replaceAllIds: () => {
      replaceIds(world);
      note("replaceAllIds");
    },
  };
}

function asItIs({ role, state, channels }: Member): NonNullable<Happening["before"]> {
  return { role, state, channels: [...channels] };
}

type ChannelTraits = Pick<Channel, "isPrivate" | "isShared" | "hasApp">;

function openChannel(
  world: World,
  { name, ...traits }: Partial<ChannelTraits> & { readonly name: string },
  now: Instant,
): Channel {
  const channel: Channel = {
    id: makeId("C", world.channels.size + 1, world.seed),
    name,
    workspace: world.workspaces[0].id,
    isPrivate: false,
    isGeneral: false,
    isShared: false,
    hasApp: false,
    ...traits,
    creator: world.app,
    created: now,
    isArchived: false,
    members: new Set(),
    sorted: undefined,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

function inWorkspace(member: Member, workspace: string, apply: (member: Member) => void): void {
  if (!member.workspaces.includes(workspace))
    throw new Error("The account is not in this workspace of the organisation.");
  apply(member);
}

function end(world: World, member: Member): void {
  member.state = "deactivated";
  for (const channel of member.channels) leaveChannel(channel, member);
  for (const group of world.groups) group.members.delete(member);
}

function erase(world: World, member: Member): void {
  member.state = "erased";
  member.first = "Deactivated";
  member.last = "User";
  member.handle = takeHandle(world.takenHandles, "deactivateduser");
  member.email = undefined;
  member.title = "";
  member.statusText = "";
  member.manager = undefined;
}

function newcomer(world: World, now: Instant): Member {
  const { random } = world;
  const serial = (world.nextSerial += 1);
  const first = random.pick(FIRST_NAMES);
  const last = random.pick(LAST_NAMES);
  const office = random.pick(OFFICES);
  const team = random.pick(TEAMS);
  const handle = takeHandle(world.takenHandles, plain(`${first}.${last}`).toLowerCase());
  const member: Member = {
    id: makeId("U", serial, world.seed),
    serial,
    sort: "person",
    role: "member",
    state: "invited",
    first,
    last,
    handle,
    email: `${handle}@${world.emailDomain}`,
    office: office.city,
    zone: office.zone,
    team: team.name,
    title: random.pick(team.titles),
    manager: undefined,
    startDate: new Date(now).toISOString().slice(0, 10),
    statusText: "",
    guestExpires: undefined,
    invitedBy: undefined,
    updated: now,
    workspaces: [random.pick(world.workspaces).id],
    removedFrom: [],
    channels: [],
    position: world.list.length,
  };
  world.list.push(member);
  world.members.set(member.id, member);
  return member;
}
