import type { z } from "zod";
import type { HttpResponse, Reading } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { askJson, type JsonAnswer, type Meaning } from "../../http/ask-json.ts";
import type { Place } from "../../http/json-answer.ts";
import { rateLimited } from "../../http/retry.ts";
import { apiOf, type GithubSettings, paceSettings, tokenOf } from "./settings.ts";

export type GithubReading = Reading<GithubSettings>;

const TOOL = "GitHub";

export function placeOf(what: string, page?: number): Place {
  return { tool: TOOL, place: page === undefined ? `${TOOL}, ${what}` : `${TOOL}, ${what}, page ${page}` };
}

interface Question<T> {
  /** For errors: `members`. */
  readonly what: string;
  /** Behind the address of the API, or a whole address that GitHub gave. */
  readonly path: string;
  readonly schema: z.ZodType<T>;
  readonly page?: number;
  /** What 404 means here; with this version of the API it is also said of what a token may not see. */
  readonly absent: Meaning;
}

/** Asks GitHub. Throws `unauthorised`, `scope_missing`, `malformed`, `unreachable`, `interrupted` and what `absent` says. */
export async function askGithub<T>(
  reading: GithubReading,
  { what, path, schema, page, absent }: Question<T>,
): Promise<JsonAnswer<T>> {
  const { settings } = reading;
  const answer = await askJson(reading, {
    tool: TOOL,
    what,
    ...(page === undefined ? {} : { page }),
    url: new URL(path, apiOf(settings)).href,
    headers: {
      authorization: `Bearer ${tokenOf(settings)}`,
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
    },
    rate: paceSettings(settings).perMinute,
    schema,
    meaning: (response) => (response.status === 404 ? absent : meaningOf(response)),
    passing: (response, place) => (isLimit(response) ? rateLimited(response, place, reading.clock.now()) : undefined),
  });
  // "partial-results": what belongs to organisations for which the token has no single sign-on is left out without an error.
  if (/partial-results/i.test(answer.headers.get("x-github-sso") ?? "")) {
    throw new RollcallError(
      "scope_missing",
      `${placeOf(what, page).place}: GitHub leaves out what the token may not see without single sign-on; authorise the token for the organisation (Configure SSO).`,
    );
  }
  return answer;
}

/** Too many calls come as 403 too: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function isLimit({ status, headers }: HttpResponse): boolean {
  if (status !== 403 && status !== 429) return false;
  return status === 429 || headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0";
}

function meaningOf({ status, headers }: HttpResponse): Meaning | undefined {
  if (status === 401) {
    return { code: "unauthorised", says: "the token was refused: it has ended or was revoked; make a new one" };
  }
  if (status !== 403) return undefined;
  return headers.has("x-github-sso")
    ? {
        code: "scope_missing",
        says: "the organisation demands single sign-on; authorise the token for it (Configure SSO)",
      }
    : {
        code: "scope_missing",
        says: "the token may not read members; give it Members: read, or read:org where it is a classic one",
      };
}
