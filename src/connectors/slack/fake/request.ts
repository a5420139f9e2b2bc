import { refuse, type Answer } from "./call.ts";

/** A request as it came in, over the network or in the process. */
export interface Incoming {
  /** The path and the query. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** A request as Slack reads it: GET or POST, arguments in the query, in a form or in JSON, the token in any of them. */
export interface Request {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly token: string | undefined;
}

/** The Audit Logs API has addresses of its own; `audit.logs` is the fake's name for one. */
const PATHS: ReadonlyMap<string, string> = new Map([["/audit/v1/logs", "audit.logs"]]);

export function readRequest(incoming: Incoming): Request | Answer {
  const url = new URL(incoming.url, "http://127.0.0.1");
  const method = PATHS.get(url.pathname) ?? url.pathname.replace(/^\/api\//, "");
  const body = readBody(incoming.body, incoming.contentType ?? "");
  if ("ok" in body) return body;
  const { token: inArguments, ...params } = { ...Object.fromEntries(url.searchParams), ...body.params };
  const bearer = /^Bearer\s+(\S+)$/i.exec(incoming.authorization ?? "")?.[1];
  return { method, params, token: bearer ?? inArguments };
}

function readBody(text: string, type: string): { params: Record<string, string> } | Answer {
  if (text === "") return { params: {} };
  if (!type.startsWith("application/json")) return { params: Object.fromEntries(new URLSearchParams(text)) };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("invalid_json");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse("json_not_object");
  const params = Object.entries(value).map(([key, one]) => [key, typeof one === "string" ? one : JSON.stringify(one)]);
  return { params: Object.fromEntries(params) };
}
