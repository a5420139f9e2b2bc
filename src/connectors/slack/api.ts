import { z } from "zod";
import type { HttpResponse, Reading } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { paceOf } from "../../http/pace.ts";
import { LONGEST_PAUSE, passingFailure, rateLimited, retry } from "../../http/retry.ts";
import { refusal, SlackRefusal } from "./refusals.ts";
import { apiOf, paceSettings, type SlackSettings, tokenOf } from "./settings.ts";

export type SlackReading = Reading<SlackSettings>;

export interface Answer<T> {
  readonly value: T;
  /** What the token may do, as the header `x-oauth-scopes` says it; undefined where there is none (a gateway). */
  readonly scopes: readonly string[] | undefined;
}

/** Calls a minute of the methods of tier 3 and 4, and of auth.test ("hundreds"); all others are tier 2, set by `pace`. */
const PER_MINUTE: Readonly<Record<string, number>> = {
  "auth.test": 100,
  "team.info": 50,
  "team.profile.get": 50,
  "users.info": 100,
  "users.profile.get": 100,
  "conversations.members": 100,
};

/**
 * One call of the Slack API, within its rate limit and tried again where that can help.
 * @param page the number of the page in a cursor sequence, for error messages.
 * @returns the answer as `schema` reads it. Throws SlackRefusal for `ok: false`, and RollcallError `malformed` (web page,
 * empty or cut body, wrong shape), `unreachable`, `interrupted`, `refused_token`, `bad_setting`.
 */
export async function callSlack<T>(
  reading: SlackReading,
  method: string,
  params: Readonly<Record<string, string>>,
  schema: z.ZodType<T>,
  page?: number,
): Promise<Answer<T>> {
  const { clock, http, settings, signal } = reading;
  const place = placeOf(method, page);
  const request = {
    url: new URL(method, apiOf(settings)).href,
    method: "POST" as const,
    headers: {
      authorization: `Bearer ${tokenOf(settings)}`,
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
    },
    body: new URLSearchParams(params).toString(),
  };
  // Slack counts by method, workspace and app.
  const key = `slack ${reading.directory} ${method}`;
  const pace = paceOf(clock);
  const attempt = async (): Promise<Answer<T>> => {
    try {
      const perMinute = PER_MINUTE[method] ?? paceSettings(settings).perMinute;
      const response = await pace.run(key, perMinute, () => http.send(request, signal), signal);
      const value = parse(readAnswer(response, place, clock.now()), schema, place);
      return { value, scopes: scopesOf(response) };
    } catch (error) {
      const placed = withPlace(error, place);
      if (placed instanceof RollcallError && placed.code === "rate_limited" && typeof placed.retry === "object") {
        // No longer than a retry would wait: the next reading must be able to say that Slack cannot be read.
        pace.pause(key, Math.min(placed.retry.afterMs, LONGEST_PAUSE));
      }
      throw placed;
    }
  };
  return retry(clock, attempt, signal);
}

export function placeOf(method: string, page?: number): string {
  return page === undefined ? `Slack, ${method}` : `Slack, ${method}, page ${page}`;
}

const Envelope = z.object({ ok: z.boolean(), error: z.string().nullish(), needed: z.string().nullish() });

/** The JSON of an answer with `ok: true`. */
function readAnswer(response: HttpResponse, place: string, now: number): unknown {
  const passing = passingFailure(response, place, now);
  if (passing !== undefined) throw passing;
  const { status } = response;
  const json = readJson(response);
  const envelope = Envelope.safeParse(json.value);
  if (envelope.success && !envelope.data.ok) {
    const { error, needed } = envelope.data;
    if (error === "ratelimited" || error === "rate_limited") throw rateLimited(response, place, now);
    throw refusal(place, error ?? undefined, needed ?? undefined);
  }
  // A gateway that does not pass a method on says so in HTTP's words; to us it is the same as Slack's.
  if (status === 404 || status === 405) throw refusal(place, "unknown_method", undefined);
  if (status === 401)
    throw new RollcallError("unauthorised", `${place}: the token was refused (HTTP 401); use a valid one.`);
  const told = status === 200 ? "" : ` (HTTP ${status})`;
  if (json.wrong !== undefined) throw malformed(place, `${json.wrong}${told}`);
  if (status !== 200) throw malformed(place, `the answer is an error${told}`);
  if (!envelope.success) throw malformed(place, "the answer is not one of Slack's: it has no ok");
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

function parse<T>(json: unknown, schema: z.ZodType<T>, place: string): T {
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

function withPlace(error: unknown, place: string): unknown {
  if (!(error instanceof RollcallError) || error instanceof SlackRefusal) return error;
  if (error.code === "interrupted" || error.message.startsWith(place)) return error;
  return new RollcallError(error.code, `${place}: ${error.message}`);
}

function scopesOf({ headers }: HttpResponse): string[] | undefined {
  const text = headers.get("x-oauth-scopes");
  if (text === null) return undefined;
  return (
    text
      .split(",")
      .map((scope) => scope.trim())
      // Errors name scopes, so what is no scope's name stays out.
      .filter((scope) => /^[a-z0-9_.:-]+$/.test(scope))
      .toSorted()
  );
}
