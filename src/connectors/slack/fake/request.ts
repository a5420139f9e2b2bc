import type { IncomingMessage } from "node:http";
import { refuse, type Answer } from "./call.ts";

/** A request as Slack reads it: GET or POST, arguments in the query, in a form or in JSON, the token in any of them. */
export interface Request {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly token: string | undefined;
}

export async function readRequest(incoming: IncomingMessage): Promise<Request | Answer> {
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const method = url.pathname.replace(/^\/api\//, "");
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = readBody(Buffer.concat(chunks).toString(), incoming.headers["content-type"] ?? "");
  if ("ok" in body) return body;
  const { token: inArguments, ...params } = { ...Object.fromEntries(url.searchParams), ...body.params };
  const bearer = /^Bearer\s+(\S+)$/i.exec(incoming.headers.authorization ?? "")?.[1];
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
