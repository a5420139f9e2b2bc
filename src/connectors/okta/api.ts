import { z } from "zod";
import type { HttpResponse, Reading } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import { exchange } from "../../http/exchange.ts";
import { malformed, parseAnswer, type Place, readJson } from "../../http/json-answer.ts";
import { nextLink } from "../../http/link-header.ts";
import { paceOf as paceOfClock } from "../../http/pace.ts";
import { samePlace } from "../../http/pages.ts";
import { LONGEST_PAUSE, passingFailure, untilReset } from "../../http/retry.ts";
import { forgetAccess, oktaAccess } from "./access.ts";
import { type OktaSettings, orgOf, paceOf } from "./settings.ts";

export type OktaReading = Reading<OktaSettings>;

/** What was asked for by its id is not there. */
export class NotThere extends RollcallError {
  constructor({ place }: Place) {
    super(
      "malformed",
      `${place}: Okta answered that it is not there (HTTP 404); check the address of the organisation.`,
    );
  }
}

export interface Answer<T> {
  readonly value: T;
  /** The address of the next page. */
  readonly next: string | undefined;
}

export function placeOf(what: string, page?: number): Place {
  return { tool: "Okta", place: page === undefined ? `Okta, ${what}` : `Okta, ${what}, page ${page}` };
}

/** Credentials and their links are left out at Okta's end: https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/ */
const LEAVE_OUT = "application/json; okta-response=omitCredentials,omitCredentialsLinks,omitTransitioningToStatus";

/**
 * One call of Okta's API, within the pace and tried again where that can help.
 * @param lane what Okta counts by: each kind of address has a limit of its own
 * @param address a whole one of a next page, or a path within the organisation
 * @throws NotThere, RollcallError
 */
export async function callOkta<T>(
  reading: OktaReading,
  at: Place,
  lane: "users" | "user" | "logs",
  address: string,
  schema: z.ZodType<T>,
): Promise<Answer<T>> {
  const { settings, clock, directory } = reading;
  const { header } = await oktaAccess(reading);
  const org = orgOf(settings);
  const headers = { authorization: header, accept: "application/json", "content-type": LEAVE_OUT };
  const key = `okta ${directory} ${lane}`;
  const call = { key, rate: paceOf(settings).perMinute, place: at.place };
  return exchange(reading, call, { url: new URL(address, org).href, method: "GET", headers }, (response) => {
    if (response.status === 401) forgetAccess(reading);
    const value = parseAnswer(readAnswer(response, at, lane, clock.now()), schema, at);
    // The last call of this minute's budget, which others share: the next is made when it is full again.
    const wait =
      response.headers.get("x-rate-limit-remaining") === "0" ? untilReset(response.headers, clock.now()) : undefined;
    if (wait !== undefined) paceOfClock(clock).pause(key, Math.min(wait, LONGEST_PAUSE));
    const next = nextLink(response.headers);
    return { value, next: next === undefined ? undefined : samePlace(next, org, at) };
  });
}

const Failure = z.object({ errorCode: z.string().regex(/^E\d{7}$/) });

/** https://developer.okta.com/docs/reference/error-codes/ */
function readAnswer(response: HttpResponse, at: Place, lane: string, now: Instant): unknown {
  const passing = passingFailure(response, at.place, now);
  if (passing !== undefined) throw passing;
  const { status } = response;
  const json = readJson(response);
  const failure = Failure.safeParse(json.value);
  const told = status === 200 ? "" : ` (${failure.success ? `${failure.data.errorCode}, ` : ""}HTTP ${status})`;
  if (status === 401) {
    throw new RollcallError(
      "unauthorised",
      `${at.place}: the token was refused${told}; make a new one, for somebody who stays.`,
    );
  }
  if (status === 403) {
    const right =
      lane === "logs"
        ? "okta.logs.read, or a role that may read reports"
        : "okta.users.read, or a role that may view users";
    throw new RollcallError("scope_missing", `${at.place}: the token may not read this${told}; it needs ${right}.`);
  }
  if (status === 404) throw new NotThere(at);
  if (json.wrong !== undefined) throw malformed(at, `${json.wrong}${told}`);
  if (status !== 200) throw malformed(at, `the answer is an error${told}`);
  return json.value;
}
