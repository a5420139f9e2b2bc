import { createHash } from "node:crypto";

/** What names an answer by its content (RFC 9110, 8.8.3). */
export function tagOf(text: string): string {
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}

/** Whether whoever asks holds it; undefined where they do not say. What was compressed on its way has W/ before its tag. */
export function holds(request: Request, tag: string): boolean | undefined {
  const tags = request.headers.get("if-none-match")?.split(",");
  const bare = (one: string): string => one.trim().replace(/^W\//, "");
  return tags?.some((one) => one.trim() === "*" || bare(one) === bare(tag));
}

/** An answer that may be asked for again by its tag: all of it, or that it has not changed. */
export function tagged(request: Request, text: string, headers: Readonly<Record<string, string>>): Response {
  const etag = tagOf(text);
  return holds(request, etag) === true
    ? new Response(null, { status: 304, headers: { ...headers, etag } })
    : new Response(text, { headers: { ...headers, etag } });
}
