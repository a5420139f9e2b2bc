import { z } from "zod";
import type { HttpResponse, KnownList, KnownRecords, ReadBackAnswer } from "../../app/ports.ts";
import { defined } from "../../core/defined.ts";
import type { Tally } from "../../app/read-snapshot.ts";
import type { Account } from "../../core/directory/account.ts";
import type { CompleteSnapshot, Ids } from "../../core/directory/snapshot.ts";
import type { Accounts } from "../../core/directory/accounts.ts";
import { type Packing, packing } from "../../files/packed-accounts.ts";
import { cutList, type Sliced, type Unparsed } from "../../files/cut-list.ts";
import { parseElement } from "../../http/json-answer.ts";
import { oddRecords } from "../../http/odd-records.ts";
import { askOneByOne } from "../../http/one-by-one.ts";
import { malformed } from "./answer.ts";
import { type Answer, callSlack, placeOf, type SlackReading } from "./api.ts";
import { mergeWorkspaces } from "./grid.ts";
import { checkWorkspace, type Identity, workspaceId } from "./identity.ts";
import { type MapContext, mapSlackUser } from "./map.ts";
import { type Pages, readPages } from "./paging.ts";
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
  readonly accounts: Accounts;
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
  if (identity.organisation) return readOrganisation(reading, identity, context, tally);
  const {
    known,
    accounts: packed,
    ...told
  } = await readList(reading, {}, tally, async (read) => {
    // Anew for each attempt: what an earlier one has listed is not in this one.
    const records = await recordsFor(reading, identity, context);
    return userPages(reading, identity, context, { known: records, sliced: cutList("members", records?.key), read });
  });
  const accounts = packed.whole();
  const { notes, ...whole } = known?.whole(accounts) ?? { accounts, notes: [] };
  tally.notes.push(...notes);
  return { ...whole, identity: told.identity };
}

/**
 * Workspace by workspace. Whether a record is needed that is the same as before shows in the last of them, if another one of its account
 * is not: so pages are kept packed until then.
 */
async function readOrganisation(
  reading: SlackReading,
  identity: Identity,
  context: MapContext,
  tally: Tally,
): Promise<Users> {
  const known = await recordsFor(reading, identity, context);
  const sliced = cutList("members", known?.key);
  const lists = new Map<string, Pick<UserPages, "known" | "accounts" | "parse">>();
  let first = 0;
  for (const workspace of identity.workspaces) {
    const { pages, ...list } = await readList(reading, { workspace }, tally, (read) =>
      userPages(reading, identity, context, { known: known?.in(workspace), sliced, read, first }),
    );
    lists.set(workspace, list);
    first += pages;
  }
  const needed = Map.groupBy(known?.toBeParsed() ?? [], (place) => Math.floor(place / PAGE_SPAN));
  for (const { parse } of lists.values()) parse(needed);
  const accounts = [...lists].map(([workspace, { known: list, accounts: read }]) => {
    return [workspace, list?.last(read.whole()) ?? read.whole()] as const;
  });
  return { accounts: mergeWorkspaces(new Map(accounts)), ...known?.unchanged(), identity };
}

function contextOf(reading: SlackReading, { workspaces, enterprise }: Identity): MapContext {
  return {
    ...(workspaces.length === 0 ? {} : { workspaces: new Set(workspaces) }),
    ...(enterprise === undefined ? {} : { enterprise }),
    titleIsField: reading.settings.fields?.title !== undefined,
  };
}

/** One list to its end marker. @param begin is given what is to be told how many accounts the attempt has read */
async function readList<P extends UserPages>(
  reading: SlackReading,
  { workspace }: { readonly workspace?: string },
  tally: Tally,
  begin: (read: (accounts: number) => void) => P | Promise<P>,
): Promise<P & Ended> {
  const limit = String(paceSettings(reading.settings).pageSize);
  const params = { limit, ...(workspace === undefined ? {} : { team_id: workspace }) };
  const before = tally.accounts;
  const { pages, restarts } = await readPages(reading, { method: "users.list", params, schema: UserPage }, () =>
    begin((read) => {
      tally.count(before + read);
    }),
  );
  const ended = pages.end();
  const { skipped } = ended;
  const listed = pages.known?.listed ?? pages.accounts.length;
  const notes = oddRecords({ tool: "Slack", place: placeOf("users.list") }, skipped, listed + skipped, "user objects");
  if (restarts > 0)
    notes.push("Slack dropped the cursor in the middle of users.list, which was read again from page 1");
  tally.notes.push(...notes.map((note) => (workspace === undefined ? note : `${workspace}: ${note}`)));
  return { ...pages, ...ended };
}

/**
 * What the store knows of the records; undefined where Slack does not say whose list it is, or where a list beside it could not be read
 * this time.
 */
async function recordsFor(
  { settings, known }: SlackReading,
  { id, organisation }: Identity,
  { workspaces, enterprise, fields, titleIsField, channels, groups }: MapContext,
): Promise<KnownRecords | undefined> {
  if (id === undefined) return undefined;
  const lists = defined({ channels, groups });
  if ((settings.channels && channels === undefined) || (settings.groups && groups === undefined)) return undefined;
  const how = JSON.stringify([[...(workspaces ?? [])], enterprise, fields, titleIsField, Object.keys(lists)]);
  return known?.(`slack users.list ${organisation ? "of each " : ""}${how}`, lists);
}

/** What is known of a list at its end. */
interface Ended {
  readonly pages: number;
  /** How many records were none of accounts. */
  readonly skipped: number;
  readonly identity: Identity;
}

interface UserPages<K extends KnownList = KnownList> extends Pages<UserPage> {
  readonly known: K | undefined;
  readonly accounts: Packing;
  /** Once: who was listed is needed no longer. */
  readonly end: () => Ended;
  /** Parses records after all that were the same as before: by the number of their page. */
  readonly parse: (needed: ReadonlyMap<number, readonly number[]>) => void;
}

interface Listing<K> {
  readonly known: K | undefined;
  readonly sliced: Sliced;
  /** Is told how many accounts there are by now. */
  readonly read: (accounts: number) => void;
  /** Of one of several lists: how many pages those before it had. */
  readonly first?: number;
}

function userPages<K extends KnownList>(
  reading: SlackReading,
  identity: Identity,
  context: MapContext,
  { known, sliced, read, first }: Listing<K>,
): UserPages<K> {
  const accounts = packing();
  const ids = new Set<string>();
  const kept = new Map<number, ReturnType<Answer<UserPage>["keep"]>>();
  let [count, skipped] = [0, 0];
  let learnt: { readonly identity: Identity; readonly context: MapContext } | undefined;
  // A gateway has turned out to be of another workspace: the records mean something else than they meant under its id.
  const comparable = (): boolean => learnt?.context.workspaces === context.workspaces;
  const numberOf = (page: number): number => (first ?? 0) + page;
  const placeIn = (page: number, { at }: Unparsed): number => numberOf(page) * PAGE_SPAN + at;
  const parsed = (element: Unparsed, page: number): unknown =>
    parseElement(element, { tool: "Slack", place: placeOf("users.list", page) }, parseSlackUser);
  const take = (element: Unparsed, page: number): Account | undefined => {
    const account = mapSlackUser(parsed(element, page), learnt?.context);
    if (account === undefined) return undefined;
    accounts.push(account);
    known?.isRead(account.id, comparable() ? element : {}, placeIn(page, element));
    return account;
  };
  return {
    known,
    accounts,
    sliced,
    end: () => {
      ids.clear();
      return { pages: count, skipped, identity: learnt?.identity ?? identity };
    },
    add: ({ value: { members }, scopes, keep }, page) => {
      count++;
      const parse = (element: Unparsed) => () => parsed(element, page);
      learnt ??= learn(reading, identity, context, { scopes, members: members.map(parse) });
      const flagged: string[] = [];
      let isWhole = true;
      for (const element of members) {
        // Where nothing is known, nobody makes ids and prints.
        const record = known !== undefined && comparable() && recordOf(element);
        if (record && known.isSame(record, placeIn(page, element))) {
          ids.add(record.id);
          isWhole = false;
          continue;
        }
        const account = take(element, page);
        if (account === undefined) {
          skipped++;
        } else {
          ids.add(account.id);
          if (account.status === "deactivated") flagged.push(account.id);
        }
      }
      if (first !== undefined && !isWhole) kept.set(page, keep());
      if (flagged.length > 0) reading.flagged?.(flagged);
      read(ids.size);
      return ids.size;
    },
    parse: (needed) => {
      for (const [page, again] of kept) {
        const places = new Set(needed.get(numberOf(page)));
        if (places.size === 0) continue;
        for (const element of elementsOf(again(), sliced)) if (places.has(placeIn(page, element))) take(element, page);
      }
    },
  };
}

function elementsOf({ body, free }: Pick<HttpResponse, "body" | "free">, sliced: Sliced): readonly Unparsed[] {
  const elements: Unparsed[] = [];
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  for (const _ of sliced.parts(bytes, elements, free));
  return elements;
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
