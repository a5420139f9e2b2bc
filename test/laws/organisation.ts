// An organisation as its token sees it, workspace by workspace: how its records are made, what happens to them, and how its lists are given.
import { keyOf, overlay } from "../../src/connectors/file/people.ts";
import type { Directory } from "../../src/app/directory.ts";
import type { Http, HttpResponse } from "../../src/app/ports.ts";
import type { Attributes } from "../../src/core/directory/account.ts";

export const WORKSPACES = ["T1", "T2", "T3", "T4"];
export const PEOPLE = 18;
/** Records on a page. */
const PAGE = 4;

/** What one workspace says of somebody. */
interface Seat {
  title: string;
  admin: boolean;
  /** Taken out of it: its list goes on showing them, as deleted. */
  removed: boolean;
  /** Or it does not. */
  listed: boolean;
}

export interface Person {
  readonly n: number;
  name: string;
  tz: string;
  status: string;
  gone: boolean;
  forgotten: boolean;
  invitedBy: number | undefined;
  team: string | undefined;
  /** Whether their record says in which workspaces they are; where it does not, it may be the same in two of them. */
  readonly says: boolean;
  /** Whether they have another id in each workspace, or in all of them. */
  readonly ids: "one" | "another" | "each";
  readonly seats: Map<string, Seat>;
  readonly groups: Set<string>;
}

export interface World {
  readonly people: Person[];
  /** Where the app is not admitted. */
  readonly withheld: Set<string>;
}

export function organisation(): World {
  const people = Array.from({ length: PEOPLE }, (_, n): Person => ({
    n,
    name: `${["ann", "bob", "cem", "dora"][n % 4]}${n}`,
    tz: ["Europe/Warsaw", "Asia/Tokyo"][n % 2] ?? "",
    status: "",
    gone: n % 9 === 8,
    forgotten: false,
    invitedBy: n % 7 === 3 ? n % 5 : undefined,
    team: n % 2 === 0 ? "Data" : undefined,
    says: n % 3 > 0,
    ids: n % 6 === 4 ? "another" : n % 8 === 7 ? "each" : "one",
    seats: new Map(
      WORKSPACES.slice(0, 3)
        .filter((_one, at) => n % 3 === at || n % 4 === 0 || (n % 4 === 1 && at < 2))
        .map((workspace) => [workspace, seat()]),
    ),
    groups: new Set(n % 4 === 0 ? ["S0"] : []),
  }));
  return { people, withheld: new Set(["T4"]) };
}

function seat(): Seat {
  return { title: "", admin: false, removed: false, listed: true };
}

export function idOf({ n, ids }: Person): string {
  return `${ids === "one" ? "U" : "W"}${String(n).padStart(2, "0")}`;
}

function idIn({ n, ids }: Person, workspace: string): string {
  return `U${String(n).padStart(2, "0")}${ids === "each" ? workspace : ""}`;
}

/** The user object of a workspace's list. */
function recordIn(person: Person, workspace: string, { people }: World): object {
  const { title, admin, removed } = person.seats.get(workspace) ?? seat();
  const deleted = person.gone || person.forgotten || removed;
  const inviter = person.invitedBy === undefined ? undefined : people[person.invitedBy];
  const teams = person.gone ? [] : [...person.seats].flatMap(([id, one]) => (one.removed ? [] : [id]));
  return {
    id: idIn(person, workspace),
    name: person.name,
    deleted,
    ...(person.says ? { team_id: workspace } : {}),
    ...(person.forgotten ? { is_forgotten: true } : {}),
    ...(person.says || person.ids !== "one"
      ? { enterprise_user: { id: idOf(person), enterprise_id: "E1", ...(person.says ? { teams } : {}) } }
      : {}),
    // What one workspace alone states has to come from there, whatever the others do.
    ...(workspace === "T2" || deleted ? {} : { tz: person.tz }),
    ...(deleted
      ? {}
      : { is_admin: admin, is_owner: false, is_primary_owner: false, is_restricted: false, is_bot: false }),
    profile: {
      real_name: person.name,
      ...(title === "" && workspace === "T1" ? {} : { title }),
      status_text: person.status,
      email: `${person.name}@example.com`,
      ...(inviter === undefined ? {} : { guest_invited_by: idOf(inviter) }),
    },
  };
}

/** What happens to somebody, in a workspace where it happens in one. */
export const HAPPENS: Readonly<Record<string, (person: Person, workspace: string, to: number, world: World) => void>> =
  {
    name: (person, _, to) => void (person.name = `${["ann", "bob", "cem", "dora"][to % 4]}${to}`),
    tz: (person, _, to) => void (person.tz = ["Europe/Warsaw", "Asia/Tokyo"][to % 2] ?? ""),
    status: (person, _, to) => void (person.status = `away ${to}`),
    left: (person) => void (person.gone = !person.gone),
    forgotten: (person) => void (person.forgotten = true),
    invitedBy: (person, _, to) => void (person.invitedBy = to % 3 === 0 ? undefined : to % PEOPLE),
    team: (person, _, to) => void (person.team = to % 3 === 0 ? undefined : `Team ${to % 3}`),
    group: (person, _, to) => {
      const group = `S${to % 2}`;
      if (!person.groups.delete(group)) person.groups.add(group);
    },
    title: ({ seats }, workspace, to) => void Object.assign(seats.get(workspace) ?? {}, { title: `Title ${to % 3}` }),
    admin: ({ seats }, workspace) => {
      const one = seats.get(workspace);
      if (one !== undefined) one.admin = !one.admin;
    },
    removed: ({ seats }, workspace) => {
      const one = seats.get(workspace);
      if (one !== undefined) one.removed = !one.removed;
    },
    listed: ({ seats }, workspace) => {
      const one = seats.get(workspace);
      if (one !== undefined) one.listed = !one.listed;
    },
    joins: ({ seats }, workspace) => void seats.set(workspace, seats.get(workspace) ?? seat()),
    goes: ({ seats }, workspace) => void seats.delete(workspace),
    /** With all that it says of them: to be seen by the list alone, where the record names no workspace. */
    moves: ({ seats }, workspace, to) => {
      const other = WORKSPACES[to % WORKSPACES.length] ?? "";
      const [here, there] = [seats.get(workspace), seats.get(other)];
      for (const [id, one] of [[workspace, there] as const, [other, here] as const]) {
        if (one === undefined) seats.delete(id);
        else seats.set(id, one);
      }
    },
    withheld: (_, workspace, __, { withheld }) => {
      if (!withheld.delete(workspace)) withheld.add(workspace);
    },
  };

/** How lists are given; the number says at which of their pages. */
export interface How {
  readonly lists: "whole" | "twice" | "turned" | "dropped" | "refused" | "cut";
  readonly at: number;
  /** What happens before that page. */
  readonly meanwhile?: ((world: World) => void) | undefined;
}

/**
 * What the organisation answers. Its pages are gone once they are given back.
 * @param how of the reading that begins with the next auth.test
 * @param again is called for each page that is asked for once more
 */
export function answering(world: World, how: () => How, again: () => void): Http {
  let reading: How | undefined;
  let pages = 0;
  const answer = (method: string, params: URLSearchParams): object | "cut" => {
    const workspace = params.get("team_id") ?? "";
    if (method === "auth.test") {
      [reading, pages] = [how(), 0];
      return { ok: true, team_id: "E1", enterprise_id: "E1", is_enterprise_install: true };
    }
    if (method === "auth.teams.list") {
      const teams = WORKSPACES.filter((id) => !world.withheld.has(id)).map((id) => ({ id }));
      return { ok: true, teams, response_metadata: { next_cursor: "" } };
    }
    if (method === "usergroups.list") {
      const usergroups = ["S0", "S1"].map((id) => ({
        id,
        users: world.people.flatMap((one) => (one.groups.has(id) ? [idOf(one)] : [])),
      }));
      return { ok: true, usergroups };
    }
    if (method === "users.info") {
      const person = world.people.find((one) => idOf(one) === params.get("user"));
      const [where] = [...(person?.seats.keys() ?? [])].toSorted();
      if (person === undefined || where === undefined) return { ok: false, error: "user_not_found" };
      return { ok: true, user: recordIn(person, where, world) };
    }
    pages++;
    const { lists, at, meanwhile } = reading ?? { lists: "whole", at: 0 };
    if (pages === at) meanwhile?.(world);
    if (pages === at && lists === "dropped" && params.has("cursor")) return { ok: false, error: "invalid_cursor" };
    if (pages >= at && lists === "refused") return { ok: false, error: "access_denied" };
    if (pages >= at && lists === "cut") return "cut";
    const from = Number(params.get("cursor") ?? 0);
    const all = listOf(world, workspace, lists);
    const members = all.slice(from, from + PAGE);
    const next = from + PAGE < all.length ? String(from + PAGE) : "";
    return { ok: true, members, response_metadata: { next_cursor: next } };
  };
  return {
    send: async ({ url, body: sent }) => {
      const said = answer(new URL(url).pathname.slice(1), new URLSearchParams(sent));
      const text = said === "cut" ? '{"ok":true,"members":[{"id":"U' : JSON.stringify(said);
      const body = Buffer.from(text);
      const headers = new Headers({ "content-type": "application/json", "x-oauth-scopes": SCOPES });
      const keep: HttpResponse["keep"] = () => () => {
        again();
        const other = Buffer.from(text);
        return { body: other, free: () => void other.fill(0) };
      };
      return { status: 200, headers, body, free: () => void body.fill(0), keep };
    },
  };
}

const SCOPES = "users:read,users:read.email,team:read,usergroups:read";

function listOf(world: World, workspace: string, lists: How["lists"]): readonly object[] {
  const there = world.people.filter(({ seats }) => seats.get(workspace)?.listed === true);
  const all = (lists === "turned" ? there.toReversed() : there).map((one) => recordIn(one, workspace, world));
  if (lists !== "twice") return all;
  const other = there.slice(0, 2).map((one) => ({ ...recordIn(one, workspace, world), name: "twice" }));
  return [...other, ...all, ...all.slice(2, 4), ...other.slice(0, 1)];
}

/** Rows of another table, by address. */
export function overlaidBy({ people }: World): Required<Pick<Directory, "overlay" | "overlaid">> {
  const rows = new Map<string, Attributes>(
    people.flatMap(({ name, team }) => (team === undefined ? [] : [[`${name}@example.com`, { team }] as const])),
  );
  const by = { by: "email", rows, withoutKey: 0 } as const;
  return {
    overlay: (account) => overlay(account, by),
    overlaid: { by: "email", rows, keyOf: (account) => keyOf(account, by) },
  };
}
