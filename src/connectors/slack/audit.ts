import { z } from "zod";
import type { HttpRequest } from "../../app/ports.ts";
import { defined } from "../../core/defined.ts";
import type { Actor, DirectoryEvent } from "../../core/directory/event.ts";
import { type Instant, SECOND } from "../../core/time.ts";
import { malformed, parse, readAnswer } from "./answer.ts";
import { exchange, placeOf, type SlackReading } from "./api.ts";
import { hashKey } from "./events.ts";
import { each, type Meaning } from "./refusals.ts";
import { auditApiOf, type AuditSettings } from "./settings.ts";
import { auditTokenOf } from "./tokens.ts";

/** What can be a departure: whoever did it is who ended the account. */
const ENDINGS: readonly string[] = [
  "user_deactivated",
  "user_profile_deleted",
  "guest_deactivated",
  "guest_expired",
  "guest_transferred_to_external_user",
  "role_change_to_guest",
];
/** Together with what takes it back. Slack takes up to 30 at once. */
const ACTIONS: ReadonlySet<string> = new Set([
  ...ENDINGS,
  "user_reactivated",
  "guest_reactivated",
  "role_change_to_user",
]);

const PAGE = 1000;
/** Slack allows 50 calls a minute to the whole organisation, whose other tools (a SIEM) ask as well. */
const PER_MINUTE = 10;
const METHOD = "audit logs";

const NOT_OWNER: Meaning = {
  code: "unauthorised",
  says: "this token may not read the audit log; use the user token (xoxp-…) of an owner of the organisation, who installs the app for the organisation and not for a workspace",
};
const NOT_ENTERPRISE: Meaning = {
  code: "unauthorised",
  says: "only organisations on an Enterprise plan have the audit log; take auditLogs out of the settings",
};
const NO_SCOPE: Meaning = {
  code: "scope_missing",
  says: "the token lacks the scope auditlogs:read; add it to the app's user token scopes and have an owner of the organisation install the app again",
};

const WORDS: ReadonlyMap<string, Meaning> = new Map([
  ["missing_scope", NO_SCOPE],
  ...each(["feature_not_enabled", "not_an_enterprise", "paid_teams_only"], NOT_ENTERPRISE),
  ...each(
    ["not_allowed_token_type", "not_allowed", "no_permission", "not_authorized", "not_an_admin", "access_denied"],
    NOT_OWNER,
  ),
]);

const text = z.string().nullish();
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** https://docs.slack.dev/reference/audit-logs-api/methods-actions-reference; its sample has no `response_metadata`. */
const Page = z.object({
  entries: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: text }).nullish(),
});

/** https://docs.slack.dev/admins/audit-logs-api */
const Entry = z.object({
  id: z.string().regex(/^[A-Za-z0-9_.:-]{1,100}$/),
  date_create: z.number().min(0).max(1e11),
  action: z.string(),
  actor: z.object({ user: z.object({ id: text, name: text }).nullish() }).nullish(),
  entity: z.object({ user: z.object({ id }) }),
  context: z
    .object({
      location: z.object({ type: text, id: text }).nullish(),
      app: z.object({ id: text, name: text }).nullish(),
    })
    .nullish(),
});
type Entry = z.output<typeof Entry>;

/** As much of an entry as is needed to show that it could not be read. */
const Head = z.object({
  id: Entry.shape.id.optional().catch(undefined),
  action: z.string().optional().catch(undefined),
});

/**
 * The entries of the audit log at or after `since` that are about the end of an account, oldest first.
 * @throws RollcallError where the log cannot be read
 */
export async function readAuditLog(
  reading: SlackReading,
  audit: AuditSettings,
  since: Instant,
): Promise<readonly DirectoryEvent[]> {
  const found = new Map<string, DirectoryEvent>();
  const seen = new Set<string>();
  let cursor = "";
  for (let page = 1; ; page++) {
    const place = placeOf(METHOD, page);
    const answer = await readPage(reading, audit, since, cursor, place);
    for (const entry of answer.entries) {
      for (const event of eventsOf(entry, reading.settings.workspace)) found.set(event.key, event);
    }
    cursor = answer.response_metadata?.next_cursor ?? "";
    if (cursor === "") break;
    if (seen.has(cursor)) throw malformed(place, "the cursor of an earlier page came again");
    seen.add(cursor);
  }
  // Slack gives the newest first, and times to the second.
  return [...found.values()].toReversed().toSorted((a, b) => (a.at ?? since) - (b.at ?? since));
}

async function readPage(reading: SlackReading, audit: AuditSettings, since: Instant, cursor: string, place: string) {
  const url = new URL("logs", auditApiOf(audit));
  url.searchParams.set("action", [...ACTIONS].join(","));
  url.searchParams.set("oldest", String(Math.floor(since / SECOND)));
  url.searchParams.set("limit", String(PAGE));
  if (cursor !== "") url.searchParams.set("cursor", cursor);
  const request: HttpRequest = {
    url: url.href,
    method: "GET",
    headers: { authorization: `Bearer ${auditTokenOf(audit.token)}`, accept: "application/json" },
  };
  return exchange(reading, { method: METHOD, perMinute: PER_MINUTE, place }, request, (response) =>
    parse(readAnswer(response, place, reading.clock.now(), WORDS), Page, place),
  );
}

function eventsOf(raw: unknown, workspace: string | undefined): readonly DirectoryEvent[] {
  const parsed = Entry.safeParse(raw);
  if (!parsed.success) return unreadable(raw, parsed.error);
  const entry = parsed.data;
  if (!ACTIONS.has(entry.action) || isElsewhere(entry, workspace)) return [];
  return [
    {
      key: `audit ${entry.id}`,
      type: entry.action,
      about: { account: entry.entity.user.id },
      at: Math.round(entry.date_create * SECOND),
      ...defined({ actor: ENDINGS.includes(entry.action) ? actorOf(entry) : undefined }),
    },
  ];
}

/** What is none of the actions asked for (a gateway that does not filter) is of no interest in whatever shape. */
function unreadable(raw: unknown, error: z.ZodError): readonly DirectoryEvent[] {
  const { id: known, action } = Head.safeParse(raw).data ?? {};
  if (action !== undefined && !ACTIONS.has(action)) return [];
  const path = error.issues[0]?.path.map(String).join(".") || "its beginning";
  const type = action ?? "unknown";
  const key = known === undefined ? hashKey(JSON.stringify(raw) ?? "") : known;
  const wrong = `Slack, ${METHOD}, ${type}: the entry has another shape than Slack documents, at ${path}.`;
  return [{ key: `audit ${key}`, type, about: { unreadable: wrong } }];
}

/** The log is the organisation's: what happened in another of its workspaces is not about this directory. */
function isElsewhere({ context }: Entry, workspace: string | undefined): boolean {
  const { type, id: place } = context?.location ?? {};
  return type === "workspace" && workspace?.startsWith("T") === true && place != null && place !== workspace;
}

/**
 * `context.app` is there where an app asked for it (SCIM); the actor is then who installed that app. Without an actor Slack
 * names USLACKUSER.
 */
function actorOf({ actor, context }: Entry): Actor | undefined {
  const app = context?.app;
  if (app?.id) return { kind: "app", id: app.id.slice(0, 64), ...nameOf(app.name) };
  const user = actor?.user;
  if (!user?.id || user.id === "USLACKUSER") return undefined;
  return { kind: "person", id: user.id.slice(0, 64), ...nameOf(user.name) };
}

function nameOf(name: string | null | undefined): { readonly name?: string } {
  return name ? { name: name.slice(0, 200) } : {};
}
