import type { Clock, HttpResponse } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import { type Instant, MINUTE, SECOND } from "../core/time.ts";

const TRIES = 5;
const FIRST_PAUSE = SECOND;
/** Where a limit is reported without a Retry-After. */
const UNSTATED_PAUSE = 30 * SECOND;
/** Who asks for more than this is reported as unreachable: waiting would leave everybody blind without a word. */
export const LONGEST_PAUSE = 10 * MINUTE;

/**
 * Runs `attempt` again while it fails with what can pass: `rate_limited` after the time that was asked for, `unreachable`
 * (5xx, resets, timeouts) after growing, jittered pauses. Anything else is thrown at once.
 * @returns what an attempt gave; throws `unreachable` after five tries, or where a longer wait is asked for.
 */
export async function retry<T>(clock: Clock, attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RollcallError) || !PASSING.has(error.code)) throw error;
      const asked = typeof error.retry === "object" ? error.retry.afterMs : undefined;
      if (asked !== undefined && asked > LONGEST_PAUSE) {
        throw new RollcallError(
          "unreachable",
          `${error.message} It asks to wait ${Math.ceil(asked / MINUTE)} minutes.`,
        );
      }
      if (tries === TRIES) throw new RollcallError("unreachable", `${error.message} Tried ${TRIES} times.`);
      await clock.sleep(asked ?? FIRST_PAUSE * 2 ** (tries - 1) * (0.5 + Math.random()), signal);
    }
  }
}

const PASSING = new Set<RollcallError["code"]>(["rate_limited", "unreachable"]);

/** The failure that an HTTP status alone tells and that may pass: 429 and 5xx; undefined for every other answer. */
export function passingFailure(response: HttpResponse, place: string, now: Instant): RollcallError | undefined {
  const { status } = response;
  if (status === 429) return rateLimited(response, place, now);
  if (status < 500) return undefined;
  const afterMs = retryAfter(response.headers, now);
  const message = `${place}: the server failed (HTTP ${status}); try again later.`;
  return new RollcallError("unreachable", message, afterMs === undefined ? {} : { afterMs });
}

export function rateLimited(response: HttpResponse, place: string, now: Instant): RollcallError {
  const afterMs = retryAfter(response.headers, now) ?? UNSTATED_PAUSE;
  return new RollcallError("rate_limited", `${place}: too many calls (HTTP ${response.status}); lower the pace.`, {
    afterMs,
  });
}

/** Retry-After is a number of seconds or a date (RFC 9110, 10.2.3); where there is none, until the tool counts anew. */
function retryAfter(headers: Headers, now: Instant): number | undefined {
  const text = headers.get("retry-after");
  if (text === null) return untilReset(headers, now);
  if (/^\d+$/.test(text)) return Number(text) * SECOND;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/**
 * How long the budget of calls that a tool tells of takes to be full again: a second of Unix time, by the tool's own clock where
 * it tells it as well (Okta, https://developer.okta.com/docs/reference/rl-best-practices/; GitHub). Undefined where it does not.
 */
export function untilReset(headers: Headers, now: Instant): number | undefined {
  const text = headers.get("x-rate-limit-reset") ?? headers.get("x-ratelimit-reset");
  if (text === null || !/^\d{9,11}$/.test(text)) return undefined;
  const date = Date.parse(headers.get("date") ?? "");
  return Math.max(SECOND, Number(text) * SECOND - (Number.isNaN(date) ? now : date));
}
