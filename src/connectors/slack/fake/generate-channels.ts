import { DAY, type Instant } from "../../../core/time.ts";
import { OFFICES, PROJECT_WORDS, TEAMS, plain } from "./names.ts";
import { joinChannel, makeId, type Channel, type Member, type UserGroup, type World } from "./world.ts";

interface ChannelPlan {
  readonly name: string;
  readonly workspace: string;
  readonly isPrivate?: boolean;
  readonly isGeneral?: boolean;
  readonly isShared?: boolean;
}

const slug = (text: string) => plain(text).toLowerCase().replaceAll(" ", "-");

/** #general with everyone, a channel for each office and team, and project channels of 3 to about 300 people. */
export function addChannels(
  world: World,
  strangers: readonly Member[],
  options: { readonly projects: number; readonly now: Instant },
): void {
  const { random } = world;
  const add = (plan: ChannelPlan): Channel => {
    const serial = world.channels.size + 1;
    const channel: Channel = {
      id: makeId("C", serial, world.seed),
      name: plan.name,
      workspace: plan.workspace,
      isPrivate: plan.isPrivate ?? false,
      isGeneral: plan.isGeneral ?? false,
      isShared: plan.isShared ?? false,
      hasApp: plan.isPrivate !== true || random.chance(0.5),
      creator: world.app,
      created: options.now - (100 + random.below(2000)) * DAY,
      isArchived: false,
      members: new Set(),
      sorted: undefined,
    };
    world.channels.set(channel.id, channel);
    return channel;
  };

  const active = world.list.filter((member) => member !== undefined && member.state === "active");
  const staff = active.filter((member): member is Member => member?.sort === "person" && !isGuest(member));
  const guests = active.filter((member): member is Member => member?.sort === "person" && isGuest(member));
  for (const workspace of world.workspaces) addStandingChannels(workspace.id, staff, add);

  const open: Channel[] = [];
  const byWorkspace = Map.groupBy(staff, (member) => member.workspaces[0]);
  for (let number = 1; number <= options.projects; number += 1) {
    const workspace = random.pick(world.workspaces).id;
    const name = `proj-${random.pick(PROJECT_WORDS)}-${number}`;
    const channel = add({ name, workspace, isPrivate: random.chance(0.1), isShared: number % 25 === 1 });
    if (number % 10 === 0) {
      channel.isArchived = true;
      continue;
    }
    open.push(channel);
    const pool = byWorkspace.get(workspace) ?? [];
    const size = Math.min(pool.length, Math.round(3 * 100 ** random.next()));
    for (let count = 0; count < size; count += 1) joinChannel(channel, random.pick(pool));
    if (channel.isShared) for (const stranger of strangers.slice(0, 40)) joinChannel(channel, stranger);
  }
  if (open.length > 0) for (const guest of guests) placeGuest(world, guest, open);
}

function isGuest(member: Member): boolean {
  return member.role === "guest" || member.role === "single_channel_guest";
}

function addStandingChannels(workspace: string, staff: readonly Member[], add: (plan: ChannelPlan) => Channel): void {
  const here = staff.filter((member) => member.workspaces.includes(workspace));
  const general = add({ name: "general", workspace, isGeneral: true });
  const offices = new Map(OFFICES.map(({ city }) => [city, add({ name: `office-${slug(city)}`, workspace })]));
  const teams = new Map(TEAMS.map(({ name }) => [name, add({ name: `team-${slug(name)}`, workspace })]));
  for (const member of here) {
    for (const channel of [general, offices.get(member.office), teams.get(member.team)]) {
      if (channel !== undefined) joinChannel(channel, member);
    }
  }
}

/** A multi-channel guest is in a few channels, a single-channel guest in exactly one; neither is in #general. */
function placeGuest(world: World, guest: Member, open: readonly Channel[]): void {
  const here = open.filter((channel) => guest.workspaces.includes(channel.workspace));
  if (here.length === 0) return;
  const count = guest.role === "guest" ? 2 + world.random.below(3) : 1;
  for (let index = 0; index < count; index += 1) joinChannel(world.random.pick(here), guest);
}

/** One user group for each team, in the first workspace. */
export function addGroups(world: World, now: Instant): UserGroup[] {
  const [home] = world.workspaces;
  const staff = Map.groupBy(
    world.list.filter((member) => member?.sort === "person" && member.state === "active" && !isGuest(member)),
    (member) => member?.team,
  );
  return TEAMS.map(({ name }, index) => ({
    id: makeId("S", index + 1, world.seed),
    name: `${name} team`,
    handle: `team-${slug(name)}`,
    workspace: home.id,
    creator: world.app,
    created: now - 500 * DAY,
    members: new Set(
      (staff.get(name) ?? []).filter((member): member is Member => member?.workspaces.includes(home.id) === true),
    ),
  }));
}
