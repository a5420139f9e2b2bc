import { createHash } from "node:crypto";
import { z } from "zod";
import { defined } from "../../core/defined.ts";
import type { DirectoryEvent, Subject } from "../../core/directory/event.ts";
import { type Instant, SECOND } from "../../core/time.ts";
import { partParser } from "../../files/part-parser.ts";
import type { SlackSettings } from "./settings.ts";

/** What a payload of Slack's Events API is worth. */
export interface Payload {
  /** One, or none where it is of no interest. */
  readonly events: readonly DirectoryEvent[];
  /** Why it is none of ours: one sentence without anything of the payload. */
  readonly refused?: string;
}

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** As map.ts keys the accounts: on Grid by the id that the organisation gives. */
const AboutUser = z
  .object({ user: z.object({ id, enterprise_user: z.object({ id: id.or(z.literal("")).nullish() }).nullish() }) })
  .transform(({ user }): Subject => ({ account: user.enterprise_user?.id || user.id }));

const AboutMember = z.object({ user: id }).transform(({ user }): Subject => ({ account: user }));

function aboutAll(directory: string): z.ZodType<Subject> {
  return z.unknown().transform((): Subject => ({ directory }));
}

/**
 * The events that Rollcall takes, and whom each is about. Nothing else is read of a payload: how the account is now comes
 * from reading it. https://docs.slack.dev/reference/events
 */
const TAKEN: ReadonlyMap<string, z.ZodType<Subject>> = new Map([
  ["user_change", AboutUser],
  ["team_join", AboutUser],
  ["user_guest_status_changed", AboutUser],
  // Points at the account only (is it deactivated?). Whether somebody was taken out of a channel, or the channel itself ended,
  // is seen by the sweep alone, which reads both.
  ["member_left_channel", AboutMember],
  ["team_access_granted", aboutAll("The app was given access to workspaces of the organisation.")],
  ["team_access_revoked", aboutAll("The app has lost access to workspaces of the organisation.")],
  ["tokens_revoked", aboutAll("Slack has revoked tokens of the app.")],
  ["app_uninstalled", aboutAll("The app was uninstalled.")],
  ["app_rate_limited", aboutAll("Slack has left out events, since there were more of them than it delivers.")],
  ["grid_migration_started", aboutAll("The workspace is being moved into an Enterprise organisation.")],
  ["grid_migration_finished", aboutAll("The workspace was moved into an Enterprise organisation.")],
]);

/** What the app subscribes to; Slack sends `app_rate_limited` unasked. */
export const SUBSCRIBED: readonly string[] = [...TAKEN.keys()].filter((type) => type !== "app_rate_limited");

const word = z.string().optional().catch(undefined);
const seconds = z.number().optional().catch(undefined);
const Place = z.object({ team_id: word, enterprise_id: word });

const Places = Place.extend({
  context_team_id: word,
  context_enterprise_id: word,
  authorizations: z.array(Place).optional().catch(undefined),
});

const Envelope = z.object({
  type: word,
  event_id: id.optional().catch(undefined),
  event_time: seconds,
  minute_rate_limited: seconds,
  event: z.unknown().optional(),
});
type Envelope = z.output<typeof Envelope>;

const Inner = z.object({ type: word, event_ts: word, event: z.unknown().optional() });
type Inner = z.output<typeof Inner>;

/** What the schemas above look at. Nine tenths of an event are the state that it carries, which nobody reads. */
const READ = { type: true, event_id: true, event_time: true, minute_rate_limited: true } as const;
const INNER = { type: true, event_ts: true, user: { id: true, enterprise_user: { id: true } } } as const;
const WHERE = {
  team_id: true,
  enterprise_id: true,
  context_team_id: true,
  context_enterprise_id: true,
  authorizations: true,
} as const;
const EVENT = { ...INNER, event: INNER };
const parse = partParser({ ...READ, event: EVENT });
const parseWithPlaces = partParser({ ...READ, ...WHERE, event: EVENT });

/**
 * The same as `readPayload` says of the JSON that the text is, in UTF-8, without making anything of what nobody reads.
 * @returns undefined where it has to be parsed whole: it is no JSON, or anything else than an event with an id
 */
export function readText(text: Uint8Array, settings: Pick<SlackSettings, "workspace">): Payload | undefined {
  const payload = partsOf(text, settings);
  const { data } = Envelope.safeParse(payload);
  if (data?.type !== "event_callback" || data.event_id === undefined) return undefined;
  return readEnvelope(data, data.event_id, payload, settings);
}

function partsOf(text: Uint8Array, { workspace }: Pick<SlackSettings, "workspace">): unknown {
  try {
    return workspace === undefined ? parse(text) : parseWithPlaces(text);
  } catch {
    return undefined;
  }
}

/** The one event of a payload, where it is of interest. Never throws, whatever the payload is. */
export function readPayload(payload: unknown, settings: Pick<SlackSettings, "workspace">): Payload {
  const { data } = Envelope.safeParse(payload);
  if (data === undefined) return unreadable(keyOf(payload), "unknown", "the payload is no object");
  return readEnvelope(data, data.event_id ?? keyOf(payload), payload, settings);
}

function readEnvelope(
  { type, event, event_time, minute_rate_limited }: Envelope,
  key: string,
  payload: unknown,
  { workspace }: Pick<SlackSettings, "workspace">,
): Payload {
  if (workspace !== undefined && !isOf(payload, workspace)) {
    return { events: [], refused: "The event is of another workspace than the setting workspace names." };
  }
  if (type === "app_rate_limited") return taken(key, type, payload, instantOf(minute_rate_limited));
  if (type !== "event_callback") return { events: [] };
  const inner = innerOf(event);
  if (inner?.type === undefined) return unreadable(key, type, shapeOf("event.type"));
  return taken(key, inner.type, event, instantOf(Number(inner.event_ts ?? Number.NaN)) ?? instantOf(event_time));
}

/** An event that nobody can read, kept so that it is shown. @param wrong what is wrong with it, without any value of it */
export function unreadable(key: string, type: string, wrong: string): Payload {
  return { events: [{ key, type, about: { unreadable: `Slack, ${type}: ${wrong}.` } }] };
}

/** The key of what has no `event_id`: the same for the same bytes. */
export function hashKey(content: string | Uint8Array): string {
  return `body ${createHash("sha256").update(content).digest("hex").slice(0, 32)}`;
}

function taken(key: string, type: string, event: unknown, at: Instant | undefined): Payload {
  const schema = TAKEN.get(type);
  if (schema === undefined) return { events: [] };
  const about = schema.safeParse(event);
  if (about.success) return { events: [{ key, type, about: about.data, ...defined({ at }) }] };
  // Only the path: zod's messages can hold values.
  const path = about.error.issues[0]?.path.map(String) ?? [];
  return unreadable(key, type, shapeOf(["event", ...path].join(".")));
}

function shapeOf(path: string): string {
  return `the event has another shape than Slack documents, at ${path}`;
}

/** Slack's samples of team_access_granted and team_access_revoked hold the event in an envelope of its own. */
function innerOf(event: unknown): Inner | undefined {
  const outer = Inner.safeParse(event).data;
  return outer?.type === undefined ? Inner.safeParse(outer?.event).data : outer;
}

/**
 * A payload names the workspace in which something happened, the one through which it came, and those that are entitled to
 * it; any of them will do. One that names none comes with our app's own secret or connection.
 */
function isOf(payload: unknown, workspace: string): boolean {
  const { authorizations = [], ...envelope } = Places.safeParse(payload).data ?? {};
  const { context_team_id: team, context_enterprise_id: enterprise } = envelope;
  const places = [envelope, ...authorizations, { team_id: team, enterprise_id: enterprise }];
  const named = places.flatMap(({ team_id, enterprise_id }) => [team_id, enterprise_id]).filter(Boolean);
  return named.length === 0 || named.includes(workspace);
}

function keyOf(payload: unknown): string {
  try {
    return hashKey(JSON.stringify(payload) ?? "");
  } catch {
    // Nested deeper than the engine can write.
    return hashKey("");
  }
}

/** @param at seconds since 1970, as Slack gives them; undefined where they are none that a clock could show. */
function instantOf(at: number | undefined): Instant | undefined {
  return at !== undefined && at > 0 && at < 1e11 ? Math.round(at * SECOND) : undefined;
}
