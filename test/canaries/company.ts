import { type FakeSlack, createWorld, startFakeSlack, type World } from "../../src/connectors/slack/fake/index.ts";

type Member = NonNullable<World["list"][number]>;

/** All that a bot may be allowed that Rollcall knows how to use, and no more: a reading refuses what goes beyond it. */
const SCOPES = [
  "users:read",
  "users:read.email",
  "users.profile:read",
  "team:read",
  "channels:read",
  "groups:read",
  "usergroups:read",
];

/** The fake workspace with a canary in every attribute of everybody who is a person. */
export async function startCanaryCompany(accounts: number, now = Date.now() - 1000): Promise<FakeSlack> {
  const world = createWorld({ seed: 5, accounts, now, projectChannels: 3 });
  const people = [...world.members.values()].filter(({ sort }) => sort === "person" || sort === "stranger");
  const managers = new Set(people.flatMap(({ manager }) => manager ?? []));
  for (const member of people) rename(member, managers.has(member));
  world.members.clear();
  for (const member of new Set([...present(world), ...people])) world.members.set(member.id, member);
  for (const [n, channel] of [...world.channels.values()].entries())
    if (!channel.isGeneral) Object.assign(channel, { name: `quonkchannel-${n}` });
  for (const [n, group] of world.groups.entries())
    Object.assign(group, { name: `Quonkgroupie ${n}`, handle: `quonkgroupie-${n}` });
  // What tests have no wish to wait for: the commands live in real time.
  return startFakeSlack({ world, rateLimits: false, scopes: SCOPES });
}

function present({ list }: World): Member[] {
  return list.flatMap((member) => member ?? []);
}

function rename(member: Member, isManager: boolean): void {
  const { serial, state } = member;
  member.id = `UZQXVKWJ7${serial}`;
  // Of an erased account Slack itself knows no more than the id.
  if (state === "erased") return;
  Object.assign(member, {
    first: "Zyxquillian",
    last: isManager ? "Bossquibbly" : "Vorblattow",
    handle: `zqhandlewort.${serial}`,
    title: "Qwibblermeister",
    office: "Qwozzleburg",
    team: "Vrexlingsen",
    startDate: "1903-02-19",
    statusText: "Snorvlingday",
  });
  if (member.email !== undefined) member.email = `zqmailwortig.${serial}@canaryhouse.example`;
}

/** Ids of people who are here and of the staff, always the same ones. */
export function staffOf({ world }: FakeSlack): string[] {
  const staff = present(world).filter(
    ({ sort, state, role }) => sort === "person" && state === "active" && role === "member",
  );
  return staff.map(({ id }) => id).toSorted();
}
