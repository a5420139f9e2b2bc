import type { Instant } from "../../../core/time.ts";
import type { AuditEntry } from "./audit.ts";
import type { Content, Message } from "./methods/chat.ts";
import type { View } from "./record.ts";
import type { Workspace, World } from "./world.ts";

/** A token that the fake has issued. With an Enterprise organisation and no `workspace` it is an organisation token. */
export interface Token {
  readonly value: string;
  /** Bot tokens (`xoxb-`) and user tokens (`xoxp-`) read; an app-level token (`xapp-`) opens connections. */
  readonly kind: "bot" | "user" | "app";
  readonly workspace: string | undefined;
  scopes: readonly string[];
  /** The error that every call with it gets: `token_revoked`, `account_inactive`, … */
  refusedWith: string | undefined;
}

/** One call as a method sees it. */
export interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly world: World;
  readonly token: Token;
  readonly now: Instant;
  readonly messages: Message[];
  /** What was posted and to what it was edited, in the order in which that happened. */
  readonly writings: Content[];
  /** Oldest first. */
  readonly audit: readonly AuditEntry[];
  /** The workspaces of the organisation that were taken from the app. */
  readonly withheld: ReadonlySet<string>;
  /** An address for one connection of Socket Mode; undefined while that is switched off. */
  readonly link: () => string | undefined;
}

/** The body of an answer. Slack answers errors with HTTP 200 too. */
export type Answer = { readonly ok: boolean } & Record<string, unknown>;

export interface Method {
  /** Slack's tier, as calls a minute; `message` is one message a second for each channel. */
  readonly limit: number | "message";
  /** The only kind of token that may call it. Without it: any but an app-level one. */
  readonly only?: Token["kind"];
  /** As the Audit Logs API answers: no `ok` where all is well, else an HTTP status that says so. */
  readonly rest?: boolean;
  /** The scopes of which the token needs all, for this call. */
  scopes(params: Call["params"]): readonly string[];
  run(call: Call): Answer;
}

export const TIER_2 = 20;
export const TIER_3 = 50;
export const TIER_4 = 100;

export function done(body: Record<string, unknown>): Answer {
  return { ok: true, ...body };
}

export function refuse(error: string, more: Record<string, unknown> = {}): Answer {
  return { ok: false, error, ...more };
}

export function viewOf(call: Call, workspace: string | undefined): View {
  return { world: call.world, workspace, now: call.now, email: call.token.scopes.includes("users:read.email") };
}

/**
 * The workspace that a listing call is about. An organisation token has to name it; other tokens have one of their own
 * and `team_id` is ignored (docs.slack.dev/reference/methods/users.list; the answer's words: slack-go issue 1157).
 */
export function workspaceOf(call: Call): { readonly workspace: Workspace } | { readonly refusal: Answer } {
  const { world, token } = call;
  const id = token.workspace ?? call.params["team_id"];
  if (id === undefined) return { refusal: refuse("missing_argument", { arg: "team_id" }) };
  const workspace = world.workspaces.find((one) => one.id === id);
  if (workspace === undefined) return { refusal: refuse("team_not_found") };
  // "The token used is not granted the specific workspace access required": docs.slack.dev/reference/methods/users.list
  return call.withheld.has(id) ? { refusal: refuse("team_access_not_granted") } : { workspace };
}

export const isTrue = (text: string | undefined) => text === "true" || text === "1";
