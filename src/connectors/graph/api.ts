import { z } from "zod";
import type { HttpResponse, Reading } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { forgetToken } from "../../http/access-token.ts";
import { exchange } from "../../http/exchange.ts";
import { malformed, parseAnswer, type Place, readJson } from "../../http/json-answer.ts";
import { passingFailure } from "../../http/retry.ts";
import { apiOf, type GraphSettings, perMinuteOf } from "./settings.ts";
import { graphToken, tokenRequest } from "./token.ts";

export type GraphReading = Reading<GraphSettings>;

/** Where a call goes: for errors, and for the pace. */
export interface GraphCall {
  /** `users/delta`. */
  readonly what: string;
  readonly page?: number;
}

/** The tool no longer knows the token of a delta round, and all is to be read anew. */
export class RoundLost extends RollcallError {
  constructor({ place }: Place) {
    super("malformed", `${place}: Microsoft no longer knows this round of the delta query, which has to begin anew.`);
  }
}

/** What was asked for by its id is not there. */
export class NotThere extends RollcallError {
  constructor({ place }: Place) {
    super("malformed", `${place}: Microsoft answered that it is not there (HTTP 404); check the address of the API.`);
  }
}

export function placeOf({ what, page }: GraphCall): Place {
  return {
    tool: "Microsoft",
    place: page === undefined ? `Microsoft Graph, ${what}` : `Microsoft Graph, ${what}, page ${page}`,
  };
}

/**
 * One call of Microsoft Graph, within the pace and tried again where that can help.
 * @param address a whole one of a next page, or a path within the API
 * @throws RoundLost, NotThere, and RollcallError as readings have them
 */
export async function callGraph<T>(
  reading: GraphReading,
  call: GraphCall,
  address: string,
  schema: z.ZodType<T>,
): Promise<T> {
  const { settings, clock, directory } = reading;
  const at = placeOf(call);
  const { value: token } = await graphToken(reading);
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const request = { url: new URL(address, apiOf(settings)).href, method: "GET", headers } as const;
  const pace = { key: `graph ${directory}`, rate: perMinuteOf(settings), place: at.place };
  return exchange(reading, pace, request, (response) => {
    if (response.status === 401) forgetToken(clock, tokenRequest(settings));
    const json = readAnswer(response, at, clock.now());
    return parseAnswer(json, schema, at);
  });
}

const Failure = z.object({ error: z.object({ code: z.string() }) });

/** https://learn.microsoft.com/graph/errors and, for lost rounds, https://learn.microsoft.com/graph/delta-query-overview */
function readAnswer(response: HttpResponse, at: Place, now: number): unknown {
  const passing = passingFailure(response, at.place, now);
  if (passing !== undefined) throw passing;
  const { status } = response;
  const json = readJson(response);
  const failure = Failure.safeParse(json.value);
  const code = failure.success ? failure.data.error.code : undefined;
  if (status === 410 || (status === 400 && code !== undefined && LOST.has(code.toLowerCase()))) throw new RoundLost(at);
  if (status === 401) {
    throw new RollcallError(
      "unauthorised",
      `${at.place}: the token was refused (HTTP 401); check that the app is still in the tenant, and switched on.`,
    );
  }
  if (status === 403) {
    throw new RollcallError(
      "scope_missing",
      `${at.place}: the app may not read this (HTTP 403); give it the application permission User.Read.All, and have an ` +
        "administrator consent to it.",
    );
  }
  if (status === 404) throw new NotThere(at);
  if (json.wrong !== undefined) throw malformed(at, `${json.wrong}${told(status)}`);
  if (status !== 200) throw malformed(at, `the answer is an error${told(status)}`);
  return json.value;
}

const LOST = new Set(["syncstatenotfound", "syncstateinvalid", "resyncrequired"]);

function told(status: number): string {
  return status === 200 ? "" : ` (HTTP ${status})`;
}
