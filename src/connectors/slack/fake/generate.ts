import { DAY, type Instant } from "../../../core/time.ts";
import { addChannels, addGroups } from "./generate-channels.ts";
import { BOT_NAMES, FIRST_NAMES, LAST_NAMES, OFFICES, TEAMS, plain } from "./names.ts";
import { createRandom, type Random } from "./random.ts";
import {
  makeId,
  takeHandle,
  type Member,
  type Role,
  type Sort,
  type State,
  type Workspace,
  type World,
} from "./world.ts";

export interface WorldOptions {
  readonly seed: number;
  /** How many records users.list gives: people, guests, bots, the invited and those already gone. At least 30. */
  readonly accounts: number;
  /** The moment at which the world is made; everything in it happened before. */
  readonly now: Instant;
  /** Besides #general and a channel for each office and team; one for each 40 accounts without it, from 20 to 2,000. */
  readonly projectChannels?: number;
  /** Makes it an Enterprise organisation (Grid) with so many workspaces. */
  readonly workspaces?: number;
  /** Share of the accounts that were deactivated long ago; 0.15 without it. */
  readonly deactivated?: number;
}

const SHARES = { invited: 0.01, erased: 0.01, guest: 0.03, singleChannelGuest: 0.02, bot: 0.02, stranger: 0.004 };

const WORKSPACES = ["Acme", "Acme Research", "Acme Retail", "Acme Labs", "Acme Academy"];

interface Builder {
  readonly options: WorldOptions;
  readonly random: Random;
  readonly workspaces: readonly [Workspace, ...Workspace[]];
  readonly asciiFirst: ReadonlyMap<string, string>;
  readonly asciiLast: ReadonlyMap<string, string>;
  readonly takenHandles: Map<string, number>;
  readonly offices: readonly (typeof OFFICES)[number][];
  readonly teams: readonly (typeof TEAMS)[number][];
  serial: number;
}

/** A made-up company from a seed: the same options give the same company, to the last id. */
export function createWorld(options: WorldOptions): World {
  if (options.accounts < 30)
    throw new Error(`A workspace of ${options.accounts} accounts is too small to fake; ask for 30 or more.`);
  const builder = createBuilder(options);
  const people = makePeople(builder);
  const bots = makeBots(builder, Math.max(4, Math.round(options.accounts * SHARES.bot)));
  const [app] = bots;
  if (app === undefined) throw new Error("The fake workspace has no bot for the app itself.");
  const strangers = Array.from({ length: Math.max(3, Math.round(options.accounts * SHARES.stranger)) }, () =>
    makeMember(builder, "stranger", "active"),
  );
  const list = shuffle([...people, ...bots], builder.random);
  for (const [position, member] of list.entries()) member.position = position;
  const world: World = {
    seed: options.seed,
    workspaces: builder.workspaces,
    enterprise: options.workspaces === undefined ? undefined : { id: makeId("E", 1, options.seed), name: "Acme Group" },
    emailDomain: "acme.example",
    members: new Map([...list, ...strangers].map((member) => [member.id, member])),
    list,
    channels: new Map(),
    groups: [],
    fields: profileFields(options.seed),
    app,
    truth: [],
    random: builder.random,
    takenHandles: builder.takenHandles,
    nextSerial: builder.serial,
    nextEvent: 1,
  };
  const projects = options.projectChannels ?? Math.min(2000, Math.max(20, Math.round(options.accounts / 40)));
  addChannels(world, strangers, { projects, now: options.now });
  return { ...world, groups: addGroups(world, options.now) };
}

function createBuilder(options: WorldOptions): Builder {
  const count = options.workspaces ?? 1;
  const [first = "Acme", ...others] = WORKSPACES.slice(0, count);
  const workspace = (name: string, index: number): Workspace => ({
    id: makeId("T", 10 + index, options.seed),
    name,
    domain: plain(name).toLowerCase().replaceAll(" ", "-"),
  });
  return {
    options,
    random: createRandom(options.seed),
    workspaces: [workspace(first, 0), ...others.map((name, index) => workspace(name, index + 1))],
    asciiFirst: asciiOf(FIRST_NAMES),
    asciiLast: asciiOf(LAST_NAMES),
    takenHandles: new Map(),
    offices: OFFICES.flatMap((office) => Array.from({ length: office.weight }, () => office)),
    teams: TEAMS.flatMap((team) => Array.from({ length: team.weight }, () => team)),
    serial: 1000,
  };
}

function asciiOf(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [name, plain(name).toLowerCase()]));
}

function makePeople(builder: Builder): Member[] {
  const { accounts } = builder.options;
  const share = (part: number) => Math.max(1, Math.round(accounts * part));
  const bots = Math.max(4, Math.round(accounts * SHARES.bot));
  const erased = share(SHARES.erased);
  const gone = Math.max(0, Math.round(accounts * (builder.options.deactivated ?? 0.15)) - erased);
  const invited = share(SHARES.invited);
  const guests = share(SHARES.guest);
  const single = share(SHARES.singleChannelGuest);
  const staff = accounts - bots - erased - gone - invited - guests - single;

  const people: Member[] = [];
  const byTeam = new Map<string, Member[]>();
  const admins = Math.max(2, Math.round(staff / 100));
  for (let index = 0; index < staff; index += 1) {
    const role: Role = index === 0 ? "primary_owner" : index < 3 ? "owner" : index < 3 + admins ? "admin" : "member";
    const member = makeMember(builder, "person", "active", role);
    assignManager(member, people[0], byTeam);
    people.push(member);
  }
  const host = () => builder.random.pick(people.slice(0, Math.min(staff, 200)));
  for (let index = 0; index < guests + single; index += 1) {
    const guest = makeMember(builder, "person", "active", index < guests ? "guest" : "single_channel_guest");
    guest.invitedBy = host();
    if (builder.random.chance(0.6)) guest.guestExpires = builder.options.now + (1 + builder.random.below(180)) * DAY;
    people.push(guest);
  }
  for (let index = 0; index < invited; index += 1) people.push(makeMember(builder, "person", "invited"));
  for (let index = 0; index < gone + erased; index += 1) {
    const leaver = makeMember(builder, "person", index < gone ? "deactivated" : "erased");
    assignManager(leaver, people[0], byTeam, false);
    people.push(leaver);
  }
  return people;
}

/** A tree: the first of each team reports to the head of the company, the others to somebody earlier in their team. */
function assignManager(member: Member, head: Member | undefined, byTeam: Map<string, Member[]>, leads = true): void {
  const team = byTeam.get(member.team) ?? [];
  byTeam.set(member.team, team);
  member.manager = head === undefined ? undefined : (team[Math.floor((team.length - 1) / 7)] ?? head);
  if (leads && head !== undefined) team.push(member);
}

function makeBots(builder: Builder, count: number): Member[] {
  return Array.from({ length: count }, (_, index) => {
    const sort: Sort = index === 1 ? "slackbot" : index === 2 ? "workflow" : index === 3 ? "app" : "bot";
    const name = ["Rollcall", "Slackbot", "Workflow Builder", "Directory App"][index] ?? builder.random.pick(BOT_NAMES);
    const bot = makeMember(builder, sort, "active");
    bot.first = name;
    bot.last = "";
    bot.handle = takeHandle(builder.takenHandles, name.toLowerCase().replaceAll(" ", "_"));
    if (sort === "slackbot") bot.id = "USLACKBOT";
    return bot;
  });
}

function makeMember(builder: Builder, sort: Sort, state: State, role: Role = "member"): Member {
  const { random, options } = builder;
  const serial = (builder.serial += 1);
  const first = random.pick(FIRST_NAMES);
  const last = random.pick(LAST_NAMES);
  const office = random.pick(builder.offices);
  const team = random.pick(builder.teams);
  const workspaces = pickWorkspaces(builder);
  const human = sort === "person";
  const handle = human
    ? takeHandle(builder.takenHandles, `${builder.asciiFirst.get(first)}.${builder.asciiLast.get(last)}`)
    : `${sort}${serial}`;
  const daysAgo = random.below(state === "active" ? 400 : 1100);
  const member: Member = {
    // Ids begin with U or W, and the letter means nothing (Slack changelog 2016).
    id: makeId(options.workspaces !== undefined && human && serial % 3 === 0 ? "W" : "U", serial, options.seed),
    serial,
    sort,
    role,
    state,
    first: state === "erased" ? "Deactivated" : first,
    last: state === "erased" ? "User" : last,
    handle: state === "erased" ? takeHandle(builder.takenHandles, "deactivateduser") : handle,
    email: human && state !== "erased" ? `${handle}@acme.example` : undefined,
    office: office.city,
    zone: human && random.chance(0.03) ? random.pick(OFFICES).zone : office.zone,
    team: team.name,
    title: state === "erased" ? "" : random.pick(team.titles),
    manager: undefined,
    startDate: new Date(options.now - (daysAgo + random.below(2500)) * DAY).toISOString().slice(0, 10),
    statusText: "",
    guestExpires: undefined,
    invitedBy: undefined,
    updated: options.now - daysAgo * DAY - random.below(DAY),
    workspaces,
    removedFrom: [],
    channels: [],
    position: -1,
  };
  return member;
}

/** Most people are in one workspace of the organisation, every fifth in a second one. */
function pickWorkspaces({ random, workspaces }: Builder): readonly string[] {
  const first = random.pick(workspaces).id;
  const second = random.pick(workspaces).id;
  return second !== first && random.chance(0.2) ? [first, second] : [first];
}

function shuffle<T>(items: T[], random: Random): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    const [a, b] = [items[last], items[other]];
    if (a === undefined || b === undefined) continue;
    items[last] = b;
    items[other] = a;
  }
  return items;
}

function profileFields(seed: number): World["fields"] {
  return {
    office: {
      id: makeId("Xf", 1, seed),
      label: "Office",
      hint: "Where you work",
      type: "options_list",
      options: OFFICES.map((office) => office.city),
    },
    team: { id: makeId("Xf", 2, seed), label: "Team", hint: "The team you are in", type: "text", options: null },
    manager: { id: makeId("Xf", 3, seed), label: "Manager", hint: "Whom you report to", type: "user", options: null },
  };
}
