import { z } from "zod";
import type { HttpResponse } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import { passingFailure, rateLimited } from "../../http/retry.ts";
import { type Meaning, refusal } from "./refusals.ts";

const Envelope = z.object({ ok: z.boolean(), error: z.string().nullish(), needed: z.string().nullish() });

/**
 * The JSON of an answer of Slack's.
 * @param words what refusals mean in the audit log, whose good answers need no `ok: true`
 */
export function readAnswer(
  response: HttpResponse,
  place: string,
  now: Instant,
  words?: ReadonlyMap<string, Meaning>,
): unknown {
  const passing = passingFailure(response, place, now);
  if (passing !== undefined) throw passing;
  const { status } = response;
  const json = readJson(response);
  const envelope = Envelope.safeParse(json.value);
  if (envelope.success && !envelope.data.ok) {
    const { error, needed } = envelope.data;
    if (error === "ratelimited" || error === "rate_limited") throw rateLimited(response, place, now);
    throw refusal(place, error ?? undefined, needed ?? undefined, words);
  }
  // A gateway that does not pass a method on says so in HTTP's words; to us it is the same as Slack's.
  if (status === 404 || status === 405) throw refusal(place, "unknown_method", undefined);
  if (status === 401)
    throw new RollcallError("unauthorised", `${place}: the token was refused (HTTP 401); use a valid one.`);
  if (status === 403 && words !== undefined) throw refusal(place, "access_denied", undefined, words);
  const told = status === 200 ? "" : ` (HTTP ${status})`;
  if (json.wrong !== undefined) throw malformed(place, `${json.wrong}${told}`);
  if (status !== 200) throw malformed(place, `the answer is an error${told}`);
  if (!envelope.success && words === undefined) {
    throw malformed(place, "the answer is not one of Slack's: it has no ok");
  }
  return json.value;
}

function readJson({ headers, body }: HttpResponse): { readonly value?: unknown; readonly wrong?: string } {
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

export function parse<T>(json: unknown, schema: z.ZodType<T>, place: string): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  // Only the path and zod's code: its messages can hold values.
  const issue = parsed.error.issues[0];
  const where =
    issue === undefined || issue.path.length === 0 ? "the answer" : issue.path.slice(0, 3).map(String).join(".");
  throw malformed(place, `the answer has another shape than Slack documents, at ${where}`);
}

export function malformed(place: string, what: string): RollcallError {
  return new RollcallError(
    "malformed",
    `${place}: ${what}; look at what stands between Rollcall and Slack, then try again.`,
  );
}
