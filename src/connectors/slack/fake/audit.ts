import type { Instant } from "../../../core/time.ts";
import type { Happening } from "./acts.ts";
import type { Member, Role, World } from "./world.ts";

/** Who does an act: a person by hand, or an app (a SCIM client) on behalf of whoever installed it. */
export interface AuditActor {
  readonly kind: "person" | "app";
  readonly id: string;
  readonly name: string;
}

interface AuditUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly team: string;
}

/** An entry of the audit log: https://docs.slack.dev/admins/audit-logs-api; java-slack-sdk, json-logs/samples/audit/v1. */
export interface AuditEntry {
  readonly id: string;
  /** Seconds. */
  readonly date_create: number;
  readonly action: string;
  readonly actor: { readonly type: "user"; readonly user: AuditUser };
  readonly entity: Readonly<Record<string, unknown>> & { readonly type: "user" | "channel" };
  readonly context: {
    readonly location: Readonly<Record<"type" | "id" | "name" | "domain", string>>;
    readonly ua: string;
    readonly ip_address: string;
    /** Of a person's own session. */
    readonly session_id?: number;
    /** Where an app did it. */
    readonly app?: Readonly<Record<string, unknown>>;
  };
}

type Described = Pick<Member, "role"> & { readonly guest: boolean };

/** https://docs.slack.dev/reference/audit-logs-api/methods-actions-reference; acts that are not here leave no entry. */
const ACTIONS: ReadonlyMap<string, (of: Described) => string> = new Map([
  ["deactivate", ({ guest }: Described) => (guest ? "guest_deactivated" : "user_deactivated")],
  ["reactivate", ({ guest }: Described) => (guest ? "guest_reactivated" : "user_reactivated")],
  ["expireGuest", () => "guest_expired"],
  ["erase", () => "user_profile_deleted"],
  ["setRole", ({ role }: Described) => ROLE_CHANGES[role]],
  ["invite", ({ guest }: Described) => (guest ? "guest_created" : "user_created")],
  ["changeEmail", () => "user_email_updated"],
  ["joinChannel", ({ guest }: Described) => (guest ? "guest_channel_join" : "user_channel_join")],
  ["leaveChannel", ({ guest }: Described) => (guest ? "guest_channel_leave" : "user_channel_leave")],
]);

const ROLE_CHANGES: Readonly<Record<Role, string>> = {
  primary_owner: "owner_transferred",
  owner: "role_change_to_owner",
  admin: "role_change_to_admin",
  member: "role_change_to_user",
  guest: "role_change_to_guest",
  single_channel_guest: "role_change_to_guest",
};

/** What people do themselves, without an admin's hand. */
const BY_THEMSELVES: ReadonlySet<string> = new Set(["joinChannel", "leaveChannel", "changeEmail"]);

/** The log of an Enterprise organisation; other workspaces have none, and it stays empty. */
export interface AuditLog {
  /** Oldest first. */
  readonly entries: readonly AuditEntry[];
  happened(happening: Happening): void;
  /** Who does what happens from now on; an admin of the world where it is undefined. */
  actor: AuditActor | undefined;
}

export function createAuditLog(world: World): AuditLog {
  const entries: AuditEntry[] = [];
  const log: AuditLog = {
    entries,
    actor: undefined,
    happened: (happening) => {
      if (world.enterprise === undefined) return;
      const entry = entryOf(happening, log.actor, world, entries.length);
      if (entry !== undefined) entries.push(entry);
    },
  };
  return log;
}

/** The admin who does whatever nobody else is named for, and who installed the app: the first one who is still there. */
export function adminOf(world: World): Member {
  const there = (role: Role) => world.list.find((one) => one?.role === role && one.state === "active");
  const admin = there("admin") ?? there("owner") ?? there("primary_owner");
  if (admin === undefined) throw new Error("The fake workspace has no admin left.");
  return admin;
}

function entryOf(
  happening: Happening,
  actor: AuditActor | undefined,
  world: World,
  serial: number,
): AuditEntry | undefined {
  const { at, act, member, channel, moved = [] } = happening;
  if (member === undefined || (channel !== undefined && moved.length === 0)) return undefined;
  const guest = member.role === "guest" || member.role === "single_channel_guest";
  const action = ACTIONS.get(act)?.({ role: member.role, guest });
  if (action === undefined) return undefined;
  const entity =
    channel === undefined
      ? { type: "user" as const, user: userOf(member, world) }
      : {
          type: "channel" as const,
          channel: { id: channel.id, name: channel.name, privacy: channel.isPrivate ? "private" : "public" },
        };
  return {
    id: entryId(at, serial),
    date_create: Math.floor(at / 1000),
    action,
    actor: { type: "user", user: actingUser(happening, member, actor, world) },
    entity,
    context: { location: locationOf(member, world), ...meansOf(happening, actor, world, serial) },
  };
}

function actingUser({ act }: Happening, member: Member, actor: AuditActor | undefined, world: World): AuditUser {
  // "USLACKUSER" where nobody did it: a guest's time runs out by itself.
  if (act === "expireGuest") return { id: "USLACKUSER", name: "Slack", email: "", team: world.workspaces[0].id };
  if (actor?.kind === "person") {
    const known = world.members.get(actor.id);
    return known === undefined
      ? { id: actor.id, name: actor.name, email: "", team: world.workspaces[0].id }
      : { ...userOf(known, world), name: actor.name };
  }
  return userOf(actor === undefined && BY_THEMSELVES.has(act) ? member : adminOf(world), world);
}

function meansOf(
  { act }: Happening,
  actor: AuditActor | undefined,
  world: World,
  serial: number,
): Omit<AuditEntry["context"], "location"> {
  if (act === "expireGuest") return { ua: "", ip_address: "" };
  if (actor?.kind !== "app") {
    return {
      ua: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
      ip_address: "203.0.113.7",
      session_id: 84_000 + serial,
    };
  }
  const app = {
    id: actor.id,
    name: actor.name,
    is_distributed: true,
    is_directory_approved: true,
    is_workflow_app: false,
    scopes: ["admin"],
    creator: adminOf(world).id,
  };
  return { ua: "SCIM/2.0", ip_address: "198.51.100.20", app };
}

function userOf(member: Member, world: World): AuditUser {
  const team = member.workspaces[0] ?? member.removedFrom[0] ?? world.workspaces[0].id;
  return { id: member.id, name: `${member.first} ${member.last}`.trim(), email: member.email ?? "", team };
}

/** In an organisation of one workspace things happen in that workspace; in a larger one, accounts are the organisation's. */
function locationOf(member: Member, world: World): AuditEntry["context"]["location"] {
  const { enterprise, workspaces } = world;
  if (enterprise !== undefined && member.workspaces.length !== 1) {
    return { type: "enterprise", id: enterprise.id, name: enterprise.name, domain: "acme-group" };
  }
  const workspace = workspaces.find(({ id }) => id === member.workspaces[0]) ?? workspaces[0];
  return { type: "workspace", id: workspace.id, name: workspace.name, domain: workspace.domain };
}

/** In the form of a UUID, and never twice. */
function entryId(at: Instant, serial: number): string {
  const hex = (value: number, length: number) => Math.floor(value).toString(16).padStart(length, "0").slice(-length);
  return `${hex(at / 1000, 8)}-0000-4000-8000-${hex(serial, 12)}`;
}
