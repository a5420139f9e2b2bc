import type { Instant } from "../../../core/time.ts";
import type { AuditLog } from "./audit.ts";
import { refuse, type Answer, type Call, type Method, type Token } from "./call.ts";
import { jsonReply, rateLimited, replacedReply, spoil, type Fault, type Faults, type Reply } from "./faults.ts";
import type { Limits } from "./limits.ts";
import { APP_METHODS } from "./methods/apps.ts";
import { AUDIT_METHODS } from "./methods/audit.ts";
import { CHAT_METHODS, type Content, findChannel, type Message } from "./methods/chat.ts";
import { CONVERSATION_METHODS } from "./methods/conversations.ts";
import { TEAM_METHODS } from "./methods/team.ts";
import { USER_METHODS } from "./methods/users.ts";
import { replaceIds } from "./migrate.ts";
import type { Request } from "./request.ts";
import { makeId, type World } from "./world.ts";

const METHODS = new Map<string, Method>(
  Object.entries({
    ...USER_METHODS,
    ...CONVERSATION_METHODS,
    ...TEAM_METHODS,
    ...CHAT_METHODS,
    ...APP_METHODS,
    ...AUDIT_METHODS,
  }),
);

/** Every scope that some method of the fake asks of a bot token. */
export const ALL_SCOPES: readonly string[] = [
  "users:read",
  "users:read.email",
  "users.profile:read",
  "team:read",
  "channels:read",
  "groups:read",
  "usergroups:read",
  "chat:write",
];

/** What the fake keeps between calls. */
export interface Service {
  readonly world: World;
  readonly tokens: Map<string, Token>;
  readonly faults: Faults;
  /** Undefined where the rate limits are switched off. */
  readonly limits: Limits | undefined;
  readonly messages: Message[];
  readonly writings: Content[];
  readonly audit: AuditLog;
  /** The workspaces of the organisation that were taken from the app. */
  readonly withheld: Set<string>;
  /** An address for one connection of Socket Mode; undefined while that is switched off. */
  link: () => string | undefined;
  /** The page to which each cursor leads, for faults that strike at a page. */
  readonly pages: Map<string, number>;
  readonly deadCursors: Set<string>;
  /** Set by the fault `other_workspace`. */
  disguised: boolean;
  /** What puts the lasting faults right again. */
  readonly undo: (() => void)[];
}

/** What happens to a call: an answer, or none because the connection breaks or hangs. */
export type Outcome = Reply | "reset" | "hang";

/** The number of the page that is asked for, from 1. */
export function pageOf(service: Service, request: Request): number {
  const cursor = request.params["cursor"];
  return cursor === undefined || cursor === "" ? 1 : (service.pages.get(cursorKey(request, cursor)) ?? 1);
}

export function serve(service: Service, request: Request, now: Instant): Outcome {
  const page = pageOf(service, request);
  const fault = service.faults.strike(request.method, page);
  if (fault?.kind === "reset" || fault?.kind === "hang") return fault.kind;
  if (fault !== undefined) applyLasting(service, fault, request);
  const replaced = fault === undefined ? undefined : replacedReply(fault);
  if (replaced !== undefined) return replaced;

  const reply = answer(service, request, now, fault);
  const body = service.disguised ? disguise(reply.body, service.world) : reply.body;
  return { ...reply, body: fault?.kind === "truncated_json" ? body.slice(0, Math.floor(body.length / 2)) : body };
}

/** Slack's order: the method, the token, the rate, the scopes, then the arguments. */
function answer(service: Service, request: Request, now: Instant, fault: Fault | undefined): Reply {
  const method = METHODS.get(request.method);
  if (method === undefined) return jsonReply(refuse("unknown_method"));
  const known = tokenOf(service, request, method);
  if ("refusal" in known) return refusing(method, known.refusal);
  const { token } = known;
  const wait = takeTurn(service, request, method, token, now);
  if (wait > 0) return rateLimited(wait);

  const needed = method.scopes(request.params);
  const headers = { "x-oauth-scopes": token.scopes.join(","), "x-accepted-oauth-scopes": needed.join(",") };
  const missing = needed.find((scope) => !token.scopes.includes(scope));
  if (missing !== undefined) {
    return refusing(method, refuse("missing_scope", { needed: missing, provided: token.scopes.join(",") }), headers);
  }
  const call: Call = {
    method: request.method,
    params: request.params,
    world: service.world,
    token,
    now,
    messages: service.messages,
    writings: service.writings,
    audit: service.audit.entries,
    withheld: service.withheld,
    link: service.link,
  };
  const body = hasDied(service, request) ? refuse("invalid_cursor") : method.run(call);
  const told = fault === undefined || !body.ok ? body : spoil(body, fault);
  noteCursor(service, request, told, fault?.kind === "cursor_dies");
  if (method.rest !== true) return jsonReply(told, 200, headers);
  const { ok, ...rest } = told;
  return ok ? jsonReply(rest, 200, headers) : refusing(method, told, headers);
}

function tokenOf(
  service: Service,
  request: Request,
  method: Method,
): { readonly token: Token } | { readonly refusal: Answer } {
  if (request.token === undefined) return { refusal: refuse("not_authed") };
  const token = service.tokens.get(request.token);
  if (token === undefined) return { refusal: refuse("invalid_auth") };
  if (token.refusedWith !== undefined) return { refusal: refuse(token.refusedWith) };
  const fits = method.only === undefined ? token.kind !== "app" : token.kind === method.only;
  return fits ? { token } : { refusal: refuse("not_allowed_token_type") };
}

/** "These methods will also return standard HTTP status codes": which word has which is not documented. */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ["not_authed", 401],
  ["invalid_auth", 401],
  ["token_revoked", 401],
  ["account_inactive", 401],
  ["invalid_arguments", 400],
  ["invalid_cursor", 400],
]);

function refusing(method: Method, body: Answer, headers: Readonly<Record<string, string>> = {}): Reply {
  const status = method.rest === true ? (STATUSES.get(String(body["error"])) ?? 403) : 200;
  return jsonReply(body, status, headers);
}

function takeTurn(service: Service, request: Request, method: Method, token: Token, now: Instant): number {
  if (service.limits === undefined) return 0;
  const channel = request.params["channel"] ?? "";
  const place = method.limit === "message" ? (findChannel(service.world, channel)?.id ?? channel) : "";
  const key = [token.value, request.method, place].join(" ");
  // `include_labels` "will heavily rate-limit your requests"; Slack gives no number, ten calls for one is ours.
  const cost = request.params["include_labels"] === "true" ? 10 : 1;
  return service.limits.take(key, method.limit, now, cost);
}

function cursorKey(request: Request, cursor: string): string {
  const { team_id: team = "", channel = "", user = "" } = request.params;
  return [request.method, team, channel, user, cursor].join(" ");
}

function hasDied(service: Service, request: Request): boolean {
  const cursor = request.params["cursor"] ?? "";
  if (cursor !== "") return service.deadCursors.has(cursorKey(request, cursor));
  const sequence = cursorKey(request, "");
  for (const key of service.deadCursors) if (key.startsWith(sequence)) service.deadCursors.delete(key);
  return false;
}

function noteCursor(service: Service, request: Request, body: Answer, dies: boolean): void {
  const metadata = body["response_metadata"];
  if (typeof metadata !== "object" || metadata === null || !("next_cursor" in metadata)) return;
  const next = metadata.next_cursor;
  if (typeof next !== "string" || next === "") return;
  const key = cursorKey(request, next);
  service.pages.set(key, pageOf(service, request) + 1);
  if (dies) service.deadCursors.add(key);
}

function applyLasting(service: Service, fault: Fault, request: Request): void {
  const token = service.tokens.get(request.token ?? "");
  if (fault.kind === "other_workspace") {
    service.disguised = true;
    service.undo.push(() => void (service.disguised = false));
  } else if (fault.kind === "ids_replaced") {
    service.undo.push(replaceIds(service.world));
  } else if (fault.kind === "scope_lost" && token !== undefined) {
    const before = token.scopes;
    token.scopes = before.filter((scope) => scope !== (fault.scope ?? "users:read"));
    service.undo.push(() => void (token.scopes = before));
  } else if (fault.kind === "revoke_token" && token !== undefined) {
    const before = token.refusedWith;
    token.refusedWith = fault.error ?? "token_revoked";
    service.undo.push(() => void (token.refusedWith = before));
  }
}

/** The same answer as another workspace (or organisation) would give it. */
function disguise(body: string, world: World): string {
  const id = world.enterprise?.id ?? world.workspaces[0].id;
  return body.replaceAll(id, makeId(id.slice(0, 1), 77, world.seed));
}
