import type { z } from "zod";
import type { HttpRequest, HttpResponse, Reading } from "../../app/ports.ts";
import { exchange as send } from "../../http/exchange.ts";
import type { Sliced } from "../../files/cut-list.ts";
import { parse, readAnswer } from "./answer.ts";
import { apiOf, paceSettings, type SlackSettings } from "./settings.ts";
import { tokenOf } from "./tokens.ts";

export type SlackReading = Reading<SlackSettings>;

export interface Answer<T> {
  readonly value: T;
  /** What the token may do, as the header `x-oauth-scopes` says it; undefined where there is none (a gateway). */
  readonly scopes: readonly string[] | undefined;
  /** As `HttpResponse` has it. */
  readonly keep: NonNullable<HttpResponse["keep"]>;
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
 * @param sliced of which list `schema` gets the elements unparsed
 * @returns the answer as `schema` reads it. Throws SlackRefusal for `ok: false`, and RollcallError `malformed` (web page,
 * empty or cut body, wrong shape), `unreachable`, `interrupted`, `refused_token`, `bad_setting`.
 */
export async function callSlack<T>(
  reading: SlackReading,
  method: string,
  params: Readonly<Record<string, string>>,
  schema: z.ZodType<T>,
  page?: number,
  sliced?: Sliced,
): Promise<Answer<T>> {
  const { settings } = reading;
  const place = placeOf(method, page);
  const request: HttpRequest = {
    url: new URL(method, apiOf(settings)).href,
    method: "POST",
    headers: {
      authorization: `Bearer ${tokenOf(settings)}`,
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
    },
    body: new URLSearchParams(params).toString(),
  };
  const perMinute = PER_MINUTE[method] ?? paceSettings(settings).perMinute;
  return exchange(reading, { method, perMinute, place }, request, (response) => {
    const value = parse(readAnswer(response, place, reading.clock.now(), undefined, sliced), schema, place);
    return { value, scopes: scopesOf(response), keep: () => response.keep?.() ?? (() => response) };
  });
}

/** How often a method may be called, and where an error says that it was. */
interface Method {
  readonly method: string;
  readonly perMinute: number;
  readonly place: string;
}

/** Sends the request within the rate limit, and again where that can help. @param read what `readAnswer` throws may be in it */
export function exchange<T>(
  reading: Pick<SlackReading, "directory" | "clock" | "http" | "signal">,
  { method, perMinute, place }: Method,
  request: HttpRequest,
  read: (response: HttpResponse) => T,
): Promise<T> {
  // Slack counts by method, workspace and app.
  return send(reading, { key: `slack ${reading.directory} ${method}`, rate: perMinute, place }, request, read);
}

export function placeOf(method: string, page?: number): string {
  return page === undefined ? `Slack, ${method}` : `Slack, ${method}, page ${page}`;
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
