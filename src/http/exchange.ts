import type { HttpRequest, HttpResponse, Reading } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import { paceOf, type Rate } from "./pace.ts";
import { LONGEST_PAUSE, retry } from "./retry.ts";

/** How often a call may be made, and where an error says that it was. */
export interface Call {
  /** What the tool counts by, so that calls of one key share its limit: `slack acme users.list`. */
  readonly key: string;
  /** Calls a minute, or in any span. */
  readonly rate: number | Rate;
  readonly place: string;
}

/**
 * Sends the request within the rate limit, and again where that can help.
 * @param read judges each answer; what it throws as `rate_limited` holds back all calls of the key
 */
export function exchange<T>(
  { clock, http, signal }: Pick<Reading<unknown>, "clock" | "http" | "signal">,
  { key, rate, place }: Call,
  request: HttpRequest,
  read: (response: HttpResponse) => T,
): Promise<T> {
  const pace = paceOf(clock);
  const attempt = async (): Promise<T> => {
    try {
      const response = await pace.run(key, rate, () => http.send({ ...request, repeatable: true }, signal), signal);
      return read(response);
    } catch (error) {
      const placed = withPlace(error, place);
      if (placed instanceof RollcallError && placed.code === "rate_limited" && typeof placed.retry === "object") {
        // No longer than a retry would wait: the next reading must be able to say that the tool cannot be read.
        pace.pause(key, Math.min(placed.retry.afterMs, LONGEST_PAUSE));
      }
      throw placed;
    }
  };
  return retry(clock, attempt, signal);
}

function withPlace(error: unknown, place: string): unknown {
  if (!(error instanceof RollcallError) || error.code === "interrupted" || error.message.startsWith(place))
    return error;
  return new RollcallError(error.code, `${place}: ${error.message}`);
}
