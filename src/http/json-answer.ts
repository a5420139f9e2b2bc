import type { z } from "zod";
import type { HttpResponse } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";

/** Where an answer comes from, for errors: `Slack`, and `Slack, users.list, page 3`. */
export interface Place {
  readonly tool: string;
  readonly place: string;
}

/** The JSON of an answer, whatever its status; or what is wrong with it, as the end of a sentence that repeats none of it. */
export function readJson({ headers, body }: HttpResponse): { readonly value?: unknown; readonly wrong?: string } {
  if (body.length === 0) return { wrong: "the answer is empty" };
  if (/\bhtml\b/i.test(headers.get("content-type") ?? "")) return { wrong: WEB_PAGE };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body).trim();
  } catch {
    return { wrong: "the answer is not UTF-8 text" };
  }
  if (text === "") return { wrong: "the answer is empty" };
  if (text.startsWith("<")) return { wrong: WEB_PAGE };
  try {
    return { value: JSON.parse(text) };
  } catch {
    // The parser's own message would repeat a piece of the body.
    return { wrong: "the answer is not valid JSON, or is cut off" };
  }
}

const WEB_PAGE = "the answer is a web page, as a proxy or a login page gives";

/** What the schema reads of an answer. Throws `malformed`, which names the place in the answer and no value. */
export function parseAnswer<T>(json: unknown, schema: z.ZodType<T>, at: Place): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  // Only the path and zod's code: its messages can hold values.
  const issue = parsed.error.issues[0];
  const where =
    issue === undefined || issue.path.length === 0 ? "the answer" : issue.path.slice(0, 3).map(String).join(".");
  throw malformed(at, `the answer has another shape than ${at.tool} documents, at ${where}`);
}

export function malformed({ tool, place }: Place, what: string): RollcallError {
  return new RollcallError(
    "malformed",
    `${place}: ${what}; look at what stands between Rollcall and ${tool}, then try again.`,
  );
}
