import { z } from "zod";
import type { KnownRecords, ReadBackAnswer } from "../../app/ports.ts";
import { defined } from "../../core/defined.ts";
import type { Tally } from "../../app/read-snapshot.ts";
import type { Account } from "../../core/directory/account.ts";
import type { CompleteSnapshot, Ids } from "../../core/directory/snapshot.ts";
import { cutList, type Unparsed } from "../../files/cut-list.ts";
import { parseElement } from "../../http/json-answer.ts";
import { oddRecords } from "../../http/odd-records.ts";
import { askOneByOne } from "../../http/one-by-one.ts";
import { malformed } from "./answer.ts";
import { type Answer, callSlack, placeOf, type SlackReading } from "./api.ts";
import { mergeWorkspaces } from "./grid.ts";
import { checkWorkspace, type Identity, workspaceId } from "./identity.ts";
import { type MapContext, mapSlackUser } from "./map.ts";
import { readPages } from "./paging.ts";
import { SlackRefusal } from "./refusals.ts";
import { judgeScopes } from "./scopes.ts";
import { paceSettings } from "./settings.ts";
import { parseSlackUser } from "./user.ts";

const UserPage = z.object({
  // Cut out, and parsed one by one: there is no page whose JSON is read as a whole.
  members: z.custom<readonly Unparsed[]>(Array.isArray),
  response_metadata: z.object({ next_cursor: z.string().nullable() }),
});
type UserPage = z.output<typeof UserPage>;

/** More bytes than a page may have: where in the list something is, is where in which page. */
const PAGE_SPAN = 1e9;

export interface Users {
  readonly accounts: readonly Account[];
  /** Whose records are to the byte as they were, so that they were not parsed; and who of them is in which channels. */
  readonly unchanged?: Ids;
  readonly unchangedIn?: CompleteSnapshot["unchangedIn"];
  /** As it was, with what the first page told where auth.test had not. */
  readonly identity: Identity;
}

/** Reads all accounts: of the token's workspace, or of every workspace of an organisation, one account a person. */
export async function readUsers(
  reading: SlackReading,
  identity: Identity,
  memberships: Pick<MapContext, "fields" | "channels" | "groups">,
  tally: Tally,
): Promise<Users> {
  const context = { ...contextOf(reading, identity), ...memberships };
  if (!identity.organisation) return readWorkspace(reading, identity, context, tally);
  const lists = new Map<string, readonly Account[]>();
  for (const workspace of identity.workspaces) {
    lists.set(workspace, (await readWorkspace(reading, identity, context, tally, workspace)).accounts);
  }
  return { accounts: mergeWorkspaces(lists), identity };
}

function contextOf(reading: SlackReading, { workspaces, enterprise }: Identity): MapContext {
  return {
    ...(workspaces.length === 0 ? {} : { workspaces: new Set(workspaces) }),
    ...(enterprise === undefined ? {} : { enterprise }),
    titleIsField: reading.settings.fields?.title !== undefined,
  };
}

async function readWorkspace(
  reading: SlackReading,
  identity: Identity,
  context: MapContext,
  tally: Tally,
  workspace?: string,
): Promise<Users> {
  const limit = String(paceSettings(reading.settings).pageSize);
  const params = { limit, ...(workspace === undefined ? {} : { team_id: workspace }) };
  const listing = { method: "users.list", params, schema: UserPage };
  const before = tally.accounts;
  const { pages, restarts } = await readPages(reading, listing, async () => {
    // Anew for each attempt: what an earlier one has listed is not in this one.
    const known = await recordsFor(reading, identity, context);
    return userPages(reading, identity, context, known, (read) => {
      tally.count(before + read);
    });
  });
  const { known, skipped } = pages;
  const at = { tool: "Slack", place: placeOf("users.list") };
  const all = (known?.listed ?? pages.accounts.length) + skipped;
  const notes = oddRecords(at, skipped, all, "user objects");
  const { notes: repeated, ...whole } = known?.whole(pages.accounts) ?? { accounts: pages.accounts, notes: [] };
  notes.push(...repeated);
  if (restarts > 0)
    notes.push("Slack dropped the cursor in the middle of users.list, which was read again from page 1");
  tally.notes.push(...notes.map((note) => (workspace === undefined ? note : `${workspace}: ${note}`)));
  return { ...whole, identity: pages.identity() };
}

/**
 * What the store knows of the records; undefined where an account is made of several of them (an organisation's workspaces), where Slack
 * does not say whose list it is, or where a list beside it could not be read this time.
 */
async function recordsFor(
  { settings, known }: SlackReading,
  { id, organisation }: Identity,
  { workspaces, enterprise, fields, titleIsField, channels, groups }: MapContext,
): Promise<KnownRecords | undefined> {
  if (id === undefined || organisation) return undefined;
  const lists = defined({ channels, groups });
  if ((settings.channels && channels === undefined) || (settings.groups && groups === undefined)) return undefined;
  const how = JSON.stringify([[...(workspaces ?? [])], enterprise, fields, titleIsField, Object.keys(lists)]);
  return known?.(`slack users.list ${how}`, lists);
}

function userPages(
  reading: SlackReading,
  identity: Identity,
  context: MapContext,
  known: KnownRecords | undefined,
  read: (accounts: number) => void,
) {
  const accounts: Account[] = [];
  const ids = new Set<string>();
  let learnt: { readonly identity: Identity; readonly context: MapContext } | undefined;
  const pages = {
    accounts,
    known,
    skipped: 0,
    sliced: cutList("members", known?.key),
    identity: () => learnt?.identity ?? identity,
    add: (answer: Answer<UserPage>, page: number): number => {
      const at = { tool: "Slack", place: placeOf("users.list", page) };
      const { members } = answer.value;
      const parse = (element: Unparsed) => () => parseElement(element, at, parseSlackUser);
      learnt ??= learn(reading, identity, context, { scopes: answer.scopes, members: members.map(parse) });
      // A gateway has turned out to be of another workspace: the records mean something else than they meant under its id.
      const comparable = learnt.context.workspaces === context.workspaces;
      const flagged: string[] = [];
      for (const element of members) {
        const place = page * PAGE_SPAN + element.at;
        // Where nothing is known, nobody makes ids and prints.
        const record = comparable && known !== undefined && recordOf(element);
        if (record && known.isSame(record, place)) {
          ids.add(record.id);
          continue;
        }
        const account = mapSlackUser(parse(element)(), learnt.context);
        if (account === undefined) {
          pages.skipped++;
        } else {
          accounts.push(account);
          ids.add(account.id);
          known?.isRead(account.id, comparable ? element : {}, place);
          if (account.status === "deactivated") flagged.push(account.id);
        }
      }
      if (flagged.length > 0) reading.flagged?.(flagged);
      read(ids.size);
      return ids.size;
    },
  };
  return pages;
}

function recordOf({ id, print }: Unparsed): Parameters<KnownRecords["isSame"]>[0] | undefined {
  return id === undefined || print === undefined
    ? undefined
    : { id, low: print.readInt32LE(0), high: print.readInt32LE(4) };
}

/** A user object that is parsed when it is asked for. */
type Member = () => unknown;

interface FirstPage {
  readonly scopes: readonly string[] | undefined;
  readonly members: readonly Member[];
}

/** Takes from the first page what auth.test did not tell: the scopes, and the workspace that most accounts name. */
function learn(reading: SlackReading, identity: Identity, context: MapContext, first: FirstPage) {
  if (identity.scopes === undefined && first.scopes !== undefined) judgeScopes(reading.settings, first.scopes);
  const scopes = identity.scopes ?? first.scopes;
  const id = identity.id ?? commonTeam(first.members);
  if (identity.id === undefined) checkWorkspace(reading, id === undefined ? [] : [id]);
  const workspaces = workspacesOf(identity, context, first.members);
  return {
    identity: { ...identity, ...(id === undefined ? {} : { id }), ...(scopes === undefined ? {} : { scopes }) },
    context: { ...context, ...(workspaces === undefined ? {} : { workspaces }) },
  };
}

/**
 * A workspace has people of its own. Where every account names another workspace than auth.test does (a gateway with an id
 * of its own), the accounts' is this one: calling everybody external would hide every departure.
 */
function workspacesOf({ enterprise }: Identity, { workspaces }: MapContext, members: readonly Member[]) {
  if (enterprise !== undefined) return workspaces;
  // Mostly the first one says it, and nobody else is parsed for it.
  if (workspaces !== undefined && members.some((member) => workspaces.has(teamOf(member) ?? ""))) return workspaces;
  const common = commonTeam(members);
  return common === undefined ? workspaces : new Set([common]);
}

const HasTeam = z.object({ team_id: workspaceId });

function teamOf(member: Member): string | undefined {
  return HasTeam.safeParse(member()).data?.team_id;
}

/** The workspace that most accounts name. */
function commonTeam(members: readonly Member[]): string | undefined {
  const counts = new Map<string, number>();
  for (const member of members) {
    const team = teamOf(member);
    if (team !== undefined) counts.set(team, (counts.get(team) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

const UserInfo = z.object({ user: z.unknown() });

/** Asks for these accounts one by one (users.info, tier 4); those that Slack does not know are in neither list. */
export async function readUsersAgain(
  reading: SlackReading,
  identity: Identity,
  ids: readonly string[],
): Promise<ReadBackAnswer> {
  const context = contextOf(reading, identity);
  const answer = await askOneByOne(reading, ids, async (id) => {
    const user = await userInfo(reading, id);
    if (user === undefined) return undefined;
    const account = mapSlackUser(user, context);
    if (account === undefined) throw malformed(placeOf("users.info"), "the answer holds no user object");
    return account;
  });
  return { ...(identity.id === undefined ? {} : { identity: identity.id }), ...answer };
}

async function userInfo(reading: SlackReading, user: string): Promise<unknown> {
  try {
    return (await callSlack(reading, "users.info", { user }, UserInfo)).value.user ?? null;
  } catch (error) {
    if (error instanceof SlackRefusal && UNKNOWN_USER.has(error.word)) return undefined;
    throw error;
  }
}

const UNKNOWN_USER = new Set(["user_not_found", "user_not_visible"]);
