import { z } from "zod";
import type { HttpResponse } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import type { Sliced } from "../../files/cut-list.ts";
import { malformed as notDocumented, parseAnswer, readJson, readJsonList } from "../../http/json-answer.ts";
import { passingFailure, rateLimited } from "../../http/retry.ts";
import { type Meaning, refusal } from "./refusals.ts";

const Envelope = z.object({ ok: z.boolean(), error: z.string().nullish(), needed: z.string().nullish() });

/**
 * The JSON of an answer of Slack's.
 * @param words what refusals mean in the audit log, whose good answers need no `ok: true`
 * @param sliced of which list the elements are left unparsed
 */
export function readAnswer(
  response: HttpResponse,
  place: string,
  now: Instant,
  words?: ReadonlyMap<string, Meaning>,
  sliced?: Sliced,
): unknown {
  const passing = passingFailure(response, place, now);
  if (passing !== undefined) throw passing;
  const { status } = response;
  const json = sliced === undefined ? readJson(response) : readJsonList(response, sliced);
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

export function parse<T>(json: unknown, schema: z.ZodType<T>, place: string): T {
  return parseAnswer(json, schema, { tool: "Slack", place });
}

export function malformed(place: string, what: string): RollcallError {
  return notDocumented({ tool: "Slack", place }, what);
}
