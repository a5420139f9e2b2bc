import type { z } from "zod";
import type { Reading } from "../../app/ports.ts";
import type { ErrorCode } from "../../core/errors.ts";
import { RollcallError } from "../../core/errors.ts";
import { askJson } from "../../http/ask-json.ts";
import type { Place } from "../../http/json-answer.ts";
import { apiOf, type MattermostSettings, paceSettings, tokenOf } from "./settings.ts";

export type MattermostReading = Reading<MattermostSettings>;

const TOOL = "Mattermost";

export function placeOf(what: string, page?: number): Place {
  return { tool: TOOL, place: page === undefined ? `${TOOL}, ${what}` : `${TOOL}, ${what}, page ${page}` };
}

/** What is asked for is not there. */
export class NotThere extends RollcallError {
  constructor(code: ErrorCode, place: string) {
    super(code, `${place}: the server has no such thing (HTTP 404); check the settings url and team.`);
  }
}

/** Asks for `path` of the API. Throws NotThere, `unauthorised`, `scope_missing`, `malformed`, `unreachable`, `interrupted`. */
export async function askMattermost<T>(
  reading: MattermostReading,
  what: string,
  path: string,
  schema: z.ZodType<T>,
  page?: number,
): Promise<T> {
  const { settings } = reading;
  const { value } = await askJson(reading, {
    tool: TOOL,
    what,
    ...(page === undefined ? {} : { page }),
    url: new URL(path, apiOf(settings)).href,
    headers: { authorization: `Bearer ${tokenOf(settings)}`, accept: "application/json" },
    rate: paceSettings(settings).perMinute,
    schema,
    meaning: ({ status }) => {
      if (status === 401) {
        return {
          code: "unauthorised",
          says: "the token was refused: it was revoked, or its account deactivated; make a new one",
        };
      }
      if (status === 403) {
        return {
          code: "scope_missing",
          says: "the account of the token may not read this; give it the right to see all users",
        };
      }
      if (status === 404) throw new NotThere("malformed", placeOf(what, page).place);
      return undefined;
    },
  });
  return value;
}
