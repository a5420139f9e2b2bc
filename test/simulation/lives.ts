import type { Acts } from "../../src/connectors/slack/fake/acts.ts";
import { FIRST_NAMES, LAST_NAMES, OFFICES } from "../../src/connectors/slack/fake/names.ts";
import type { Random } from "../../src/connectors/slack/fake/random.ts";
import type { Member, Role, World } from "../../src/connectors/slack/fake/world.ts";

/** What somebody does, or what is done to them. */
interface Life {
  readonly weight: number;
  readonly of: (member: Member) => boolean;
  readonly happen: (acts: Acts, member: Member, random: Random, world: World) => void;
}

const isHere = ({ state, role }: Member): boolean => state === "active" && role !== "primary_owner";
const ROLES: readonly Role[] = ["member", "member", "guest", "single_channel_guest", "admin", "owner"];

const LIVES: readonly Life[] = [
  { weight: 8, of: isHere, happen: (acts, { id }) => acts.deactivate(id) },
  { weight: 6, of: ({ state }) => state === "deactivated", happen: (acts, { id }) => acts.reactivate(id) },
  {
    weight: 1,
    of: (member) => isHere(member) && member.role.includes("guest"),
    happen: (acts, { id }) => acts.expireGuest(id),
  },
  { weight: 0.4, of: ({ state }) => state === "deactivated", happen: (acts, { id }) => acts.erase(id) },
  { weight: 1, of: isHere, happen: (acts, { id }, random) => acts.setRole(id, random.pick(ROLES)) },
  { weight: 1, of: isHere, happen: (acts) => void acts.invite() },
  { weight: 1, of: ({ state }) => state === "invited", happen: (acts, { id }) => acts.join(id) },
  { weight: 0.3, of: ({ state }) => state === "invited", happen: (acts, { id }) => acts.revokeInvite(id) },
  {
    weight: 1,
    of: isHere,
    happen: (acts, { id }, random) => acts.rename(id, random.pick(FIRST_NAMES), random.pick(LAST_NAMES)),
  },
  { weight: 2, of: isHere, happen: (acts, { id }, random) => acts.editStatus(id, `status ${random.below(1000)}`) },
  {
    weight: 0.5,
    of: isHere,
    happen: (acts, { id }, random) => acts.setTimezone(id, random.pick(OFFICES).zone),
  },
  {
    weight: 1,
    of: (member) => isHere(member) && member.channels.length > 0,
    happen: (acts, { id, channels }, random) => acts.leaveChannel(id, random.pick(channels).id),
  },
  {
    weight: 0.5,
    of: isHere,
    happen: (acts, { id }, random, world) => acts.joinChannel(id, random.pick([...world.channels.keys()])),
  },
  { weight: 0.1, of: isHere, happen: (acts, { id }) => acts.vanish(id) },
];

const ALL = LIVES.reduce((sum, { weight }) => sum + weight, 0);

/** Something happens in somebody's life. */
export function live(world: World, acts: Acts, random: Random): void {
  let dice = random.next() * ALL;
  const life = LIVES.find(({ weight }) => (dice -= weight) < 0);
  const member = pickPerson(world, random, (one) => life?.of(one) ?? false);
  if (life !== undefined && member !== undefined) life.happen(acts, member, random, world);
}

export function peopleOf(world: World, is: (member: Member) => boolean): Member[] {
  return world.list.filter((one): one is Member => one !== undefined && one.sort === "person" && is(one));
}

function pickPerson(world: World, random: Random, is: (member: Member) => boolean): Member | undefined {
  const people = peopleOf(world, is);
  return people.length === 0 ? undefined : random.pick(people);
}

/** A share of all who are here leaves at once. @returns who */
export function leaveInMass(world: World, acts: Acts, random: Random): string[] {
  const share = 0.15 + random.next() * 0.3;
  const leaving = peopleOf(world, isHere).filter(() => random.chance(share));
  for (const { id } of leaving) acts.deactivate(id);
  return leaving.map(({ id }) => id);
}

export function comeBack(world: World, acts: Acts, ids: readonly string[]): void {
  for (const id of ids) if (world.members.get(id)?.state === "deactivated") acts.reactivate(id);
}
